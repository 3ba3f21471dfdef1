"""The daily job of the reminders, with 100,000 active pairs.

Runs in Odoo's shell, on a database of its own (`make bench-reminders`): makes one pair,
copies it by SQL into as many as one likes (introduced on any day of the last half year;
nine of ten meet each month and write their summaries, the tenth do something else),
notes what would have been sent in the weeks before, then runs the job for two ordinary
days, with all dates moved back by one before each. On the second it is cut off
half-way, in the middle of a batch, and goes on; then everything is judged once more,
which must find nothing left to send. Prints what each day takes, the queries, what it
has sent and the memory; the exit code is 1 when a day takes more than ten minutes, the
memory is not flat or something was left.
"""

import os
import sys
import threading
import time

import psutil

from odoo import fields

sys.path.insert(0, os.getcwd())  # the shell's own path has no place for the project
from odoo.addons.mentoring_program.models.mentoring_reminder_job import (  # noqa: E402
    BATCH,
)

from benchmarks.records import copy, make_member, make_pair  # noqa: E402

PAIRS = int(os.environ.get("PAIRS") or "100000")
DAYS = 2
WEEKS = 4  # until all that has come up before is told
LIMIT = 600  # seconds
GROWTH = 100  # megabytes, from the first fifth of the job on
# The moments of the records, and the days; all go back by one each day.
MOVED = {
    "mentoring_match": ["introduction_date", "planned_end", "attention_since"],
    "mentoring_session": ["start", "stop", "create_date", "invited_date"],
    "membership_membership_line": ["date_from", "date_to"],
    "mentoring_reminder": ["sent_date"],
    "mentoring_reminder_round": ["day"],
}


def fill(env, count):
    """Have that many active pairs, each mentor in two of them."""
    env["ir.cron"].search([]).active = False
    program = env.ref("mentoring_program.program_career")
    program.write(
        {"fee_product_id": False, "reminder_hour": 0, "company_id": env.company.id}
    )
    mentee = make_member(env, "mentee").partner_id
    match = make_pair(env, mentee, make_member(env, "mentor").partner_id)
    mentee.free_member = False
    line = make_membership(env, mentee)
    env["mail.mail"].search([]).unlink()
    env.flush_all()
    mentees = copy(env, mentee, count)
    mentors = copy(env, match.mentor_partner_id, count // 2 + 1)
    profiles = copy(env, match.mentor_id, count // 2 + 1, partner_id=f"{mentors} + n")
    applications = copy(env, match.application_id, count, partner_id=f"{mentees} + n")
    copy(env, line, count, partner_id=f"{mentees} + n", date_to=day("350 - n % 355"))
    introduced = "- (n % 180)"
    matches = copy(
        env,
        match,
        count,
        application_id=f"{applications} + n",
        mentee_id=f"{mentees} + n",
        mentor_id=f"{profiles} + 1 + n / 2",
        mentor_partner_id=f"{mentors} + 1 + n / 2",
        introduction_date=day(introduced),
        planned_end=day(f"{introduced} + 182"),
        attention_code="NULL",
    )
    add_sessions(env, match, matches, count)
    env.cr.execute("DELETE FROM mentoring_session WHERE match_id = %s", [match.id])
    env.cr.execute("DELETE FROM mentoring_match WHERE id = %s", [match.id])
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()


def day(expression):
    """SQL for so many days from today."""
    return f"(current_date + ({expression})::int)"


def make_membership(env, partner):
    today = fields.Date.today()
    product = env["product.product"].create(
        {
            "name": "Membership",
            "type": "service",
            "membership": True,
            "membership_date_from": today,
            "membership_date_to": today,
        }
    )
    return env["membership.membership_line"].create(
        {
            "partner_id": partner.id,
            "membership_id": product.id,
            "member_price": 100,
            "date_from": fields.Date.subtract(today, years=1),
            "date_to": today,
            "state": "paid",
        }
    )


def add_sessions(env, match, matches, count):
    """One a month from the 20th day on; the pairs of a tenth have none after the first.

    Those gone by were held and have their summary; the next one is planned.
    """
    done = match.session_ids.filtered(lambda one: one.state == "done")[0]
    planned = match.session_ids.filtered(lambda one: one.state == "planned")[0]
    for number in range(6):
        offset = f"20 + 30 * {number} - (n % 180)"
        for session, when in ((done, "< 0"), (planned, "BETWEEN 0 AND 29")):
            start = f"({day(offset)} + interval '17 hours')"
            copy(
                env,
                session,
                count,
                where=f"({offset}) {when} AND (n % 10 > 0 OR {number} = 0 "
                "AND n % 30 > 0)",
                match_id=f"{matches} + n",
                mentee_id=f"(SELECT mentee_id FROM mentoring_match WHERE id = "
                f"{matches} + n)",
                start=start,
                stop=f"{start} + interval '1 hour'",
                create_date=f"{start} - interval '20 days'",
                invited_date="NULL",
                summary_date=f"{start} + interval '1 day'"
                if session == done
                else "NULL",
                event_id="NULL",
                invitation_uid="gen_random_uuid()::text",
            )


def move(env):
    """Have all that there is lie a day further back."""
    for table, columns in MOVED.items():
        sets = ", ".join(f"{name} = {name} - interval '1 day'" for name in columns)
        env.cr.execute(f"UPDATE {table} SET {sets}")  # noqa: S608
    # What went out for a day, or for a start, went out for that of the day before.
    for pattern, kind in ((r"^\d{4}-\d\d-\d\d$", "date"), (r"^\d+ ", "timestamp")):
        env.cr.execute(
            f"UPDATE mentoring_reminder SET occasion = CASE WHEN %s = 'date' "  # noqa: S608
            f"THEN '' ELSE split_part(occasion, ' ', 1) || ' ' END || (regexp_replace("
            f"occasion, '^\\d+ ', '')::{kind} - interval '1 day')::{kind}::text "
            "WHERE occasion ~ %s",
            [kind, pattern],
        )
    env.cr.commit()
    env.invalidate_all()


def catch_up(env):
    """Note what would have been sent in the last weeks, without sending it.

    Without it, all that has come up in half a year would be told on the first day.
    """
    rules = type(env["base.automation"])
    get_actions = rules._get_actions
    rules._get_actions = lambda rules, records, triggers: rules.browse()
    for __ in range(WEEKS):
        env["mentoring.reminder"]._cron_remind()
        env.cr.execute(
            "UPDATE mentoring_reminder SET sent_date = sent_date - interval '8 days'; "
            "UPDATE mentoring_reminder_round SET day = day - 1; ANALYZE"
        )
        env.cr.commit()
        env.invalidate_all()
    rules._get_actions = get_actions


class Cut(BaseException):
    """The job is cut off: what it has not committed is lost, as with a kill."""


class Memory:
    """What the process takes, noted at each batch; cuts the job off if told to."""

    def __init__(self, env):
        self.noted, self.process = [], psutil.Process()
        self.cut_at = None  # a number of batches
        cron = type(env["ir.cron"])
        keep = cron._commit_progress

        def note(model, *args, **options):
            self.noted.append(self.process.memory_info().rss / 2**20)
            if len(self.noted) == self.cut_at:
                raise Cut
            return keep(model, *args, **options)

        cron._commit_progress = note

    def take(self):
        """Return the megabytes after the first fifth of the batches, and at most."""
        noted, self.noted = self.noted, []
        return noted[len(noted) // 5], max(noted[len(noted) // 5 :])


def run_day(env, memory):
    """Run the job; return the seconds, those of Python, queries, sent, memory."""
    queries = threading.current_thread()
    queries.query_count = 0
    Reminder = env["mentoring.reminder"]
    last = Reminder.search([], order="id desc", limit=1).id or 0
    begin, used = time.perf_counter(), time.process_time()
    try:
        Reminder._cron_remind()
    except Cut:
        env.cr.rollback()
        env.invalidate_all()
        print(f"    cut off after {time.perf_counter() - begin:,.0f} s")
        memory.cut_at = None
        Reminder._cron_remind()
    passed, used = time.perf_counter() - begin, time.process_time() - used
    asked = queries.query_count
    sent = Reminder._read_group([("id", ">", last)], ["code"], ["__count"])
    return passed, used, asked, dict(sent), memory.take()


def judge_again(env):
    """Judge all pairs once more; return how many reminders had been left out."""
    Reminder = env["mentoring.reminder"]
    sent = Reminder.search_count([])
    env["mentoring.reminder.round"].search([]).last_id = 0
    Reminder._cron_remind()
    return Reminder.search_count([]) - sent


def run(env):
    print(f"{PAIRS:,} active pairs are being made …")
    fill(env, PAIRS)
    catch_up(env)
    memory, complaints = Memory(env), []
    for number in range(1, DAYS + 1):
        move(env)
        memory.cut_at = PAIRS // BATCH // 2 if number == DAYS else None
        passed, used, asked, sent, (early, most) = run_day(env, memory)
        load = " ".join(f"{one:.1f}" for one in os.getloadavg())
        print(
            f"day {number}: {passed:,.0f} s ({used:,.0f} s of Python), "
            f"{asked:,} queries, "
            f"{sum(sent.values()):,} reminders; {early:,.0f} MB after a fifth, "
            f"{most:,.0f} MB at most; {os.cpu_count()} cores, load {load}"
        )
        for code, count in sorted(sent.items()):
            print(f"    {code:28}{count:>8,}")
        begin = time.perf_counter()
        env["mentoring.reminder"]._cron_remind()
        print(f"    run again: {time.perf_counter() - begin:.1f} s")
        memory.take()
        if passed > LIMIT:
            complaints.append(f"Day {number} takes more than {LIMIT} s.")
        if most - early > GROWTH:
            complaints.append(f"Day {number}: the memory grows with the pairs.")
    if left := judge_again(env):
        complaints.append(f"{left:,} reminders had been left out.")
    print(*complaints, sep="\n")
    return 1 if complaints else 0


sys.exit(run(env))  # noqa: F821 (the shell's)
