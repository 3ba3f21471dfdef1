"""The portal's pages with few records and with many, beside Odoo's page of invoices.

Runs in Odoo's shell, on a database of its own (`make bench-portal`): each page is asked
for through Odoo's whole server but for the network, first with 20 records of others and
as many of the member, then with 20,000. Prints what the server takes and how often it
asks the database; the exit code is 1 when a page asks more often with more records, or
takes more than one and a half times as long as `/my/invoices` there.
"""

import gc
import os
import statistics
import sys
import threading
import time

from werkzeug.test import Client

from odoo.fields import Command
from odoo.http import get_default_session, root
from odoo.service.security import compute_session_token

sys.path.insert(0, os.getcwd())  # the shell's own path has no place for the project
from benchmarks.records import (  # noqa: E402
    copy,
    make_application,
    make_member,
    make_pair,
)

FEW = 20
MANY = int(os.environ.get("RECORDS", "20000"))
ROUNDS = 15
LIMIT = 1.5  # times what `/my/invoices` takes
BASELINE = "/my/invoices"
# All that there is, by its nature: it may take long. Odoo reads a thousand records at
# once, so it also asks a few times more for each thousand.
WITHOUT_LIMIT = {"/my/mentoring/data.json"}
ASKED_A_THOUSAND = 3


def make_invoice(env, partner):
    product = env["product.product"].create({"name": "Dinner", "list_price": 40})
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_line_ids": [Command.create({"product_id": product.id})],
        }
    )
    invoice.action_post()
    return invoice


class World:
    """Three members, and as many records as one likes, of others and of their own."""

    def __init__(self, env):
        self.env = env
        env.ref("mentoring_program.program_career").fee_product_id = False
        env["ir.cron"].search([]).active = False
        self.mentee = make_member(env, "mentee")
        self.mentor = make_member(env, "mentor")
        self.newcomer = make_member(env, "newcomer")
        other_mentee = make_member(env, "other").partner_id
        other_mentor = make_member(env, "another").partner_id
        self.match = make_pair(env, self.mentee.partner_id, self.mentor.partner_id)
        self.past = make_pair(env, other_mentee, other_mentor, ended=True)
        self.held = self.match.session_ids[-1]
        env["mentoring.session.summary"].with_user(self.mentee).create(
            {"session_id": self.held.id, "retained": "What counts."}
        )
        self.draft = make_application(env, self.newcomer.partner_id, "draft")
        self.invoices = [
            make_invoice(env, partner)
            for partner in (self.mentee.partner_id, other_mentee)
        ]
        env.flush_all()
        self.copies = 1

    def grow(self, total):
        """Have `total` records of each kind, those of others and the members' own."""
        env, count, past = self.env, total - self.copies, self.past
        mentees = copy(env, past.mentee_id, count)
        mentors = copy(env, past.mentor_partner_id, count)
        applications = copy(
            env, past.application_id, count, partner_id=f"{mentees} + n"
        )
        profiles = copy(env, past.mentor_id, count, partner_id=f"{mentors} + n")
        pair = {"application_id": f"{applications} + n", "mentee_id": f"{mentees} + n"}
        matches = copy(
            env,
            past,
            count,
            **pair,
            mentor_id=f"{profiles} + n",
            mentor_partner_id=f"{mentors} + n",
        )
        copy(env, past.session_ids[0], count, match_id=f"{matches} + n")
        copy(
            env,
            past,
            count,
            **pair,
            mentor_id=str(self.match.mentor_id.id),
            mentor_partner_id=str(self.mentor.partner_id.id),
        )
        own = str(self.mentee.partner_id.id)
        copy(env, past.application_id, count, partner_id=own)
        for invoice in self.invoices:
            number = f"'INV/{invoice.id}/{total}/' || n"
            copy(env, invoice, count, name=number, sequence_number=f"{total} + n")
        self.copies = total
        env.cr.execute("ANALYZE")
        env.cr.commit()

    def get_pages(self):
        """Return `[(user, path)]`; those of nobody are public."""
        application = f"/my/mentoring/applications/{self.match.application_id.id}"
        steps = f"/my/mentoring/applications/{self.draft.id}/steps"
        pair = f"/my/mentoring/pairs/{self.match.id}"
        session = f"/my/mentoring/sessions/{self.held.id}"
        signature = self.match.application_id.signature_id.id
        nobody = self.env["res.users"]
        return [
            (self.mentee, BASELINE),
            (nobody, "/mentoring"),
            (nobody, "/mentoring/self-check"),
            (nobody, "/mentoring/charter/mentee"),
            (self.mentee, "/my/mentoring"),
            (self.mentor, "/my/mentoring"),
            (self.mentee, "/my/mentoring/history"),
            (self.mentor, "/my/mentoring/history"),
            (self.mentee, "/my/mentoring/guides"),
            (self.mentee, "/my/mentoring/data"),
            (self.mentor, "/my/mentoring/data"),
            (self.mentor, "/my/mentoring/data.json"),
            (self.newcomer, "/my/mentoring/apply"),
            (self.mentee, application),
            *(
                (self.newcomer, f"{steps}/{key}")
                for key in ("situation", "aim", "objectives", "profile", "review")
            ),
            (self.newcomer, f"{steps}/sign"),
            (self.mentee, pair),
            (self.mentor, pair),
            (self.mentee, session),
            (self.mentee, f"/my/mentoring/signatures/{signature}"),
            (self.mentor, "/my/mentoring/mentor"),
            (self.mentor, "/my/mentoring/mentor/preview"),
            (self.mentor, "/my/mentoring/mentor/staff"),
        ]


# Measuring


def log_in(env, user):
    """Return a browser, as it were, in which the user is logged in."""
    session = root.session_store.new()
    session.update(get_default_session(), db=env.cr.dbname)
    session.context["lang"] = "en_US"
    if user:
        session.update(login=user.login, uid=user.id)
        session.context.update(user.with_user(user).context_get())
        session.session_token = compute_session_token(session, env(user=user.id))
    root.session_store.save(session)
    browser = Client(root)
    browser.set_cookie("session_id", session.sid)
    return browser


def ask(browser, path):
    """Return the milliseconds and the queries of a page."""
    gc.collect()
    begin = time.perf_counter()
    answer = browser.get(path)
    passed = 1000 * (time.perf_counter() - begin)
    assert answer.status_code == 200, f"{path}: {answer.status}"
    return passed, threading.current_thread().query_count


def measure(world):
    """Return `{(login, path): (milliseconds, queries)}`."""
    measured = {}
    for user, path in world.get_pages():
        browser = log_in(world.env, user)
        rounds = 1 if path in WITHOUT_LIMIT else ROUNDS
        ask(browser, path)  # what is cached for the whole process
        times, queries = zip(*(ask(browser, path) for __ in range(rounds)), strict=True)
        who = user.name or "visitor"
        measured[who, path] = statistics.median(times), max(queries)
    return measured


def run(env):
    world = World(env)
    world.grow(FEW)
    few = measure(world)
    world.grow(MANY)
    many = measure(world)
    load = " ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load}; median of {ROUNDS}")
    print(f"{'':46}{FEW:>9,}{'':11}{MANY:>9,}")
    base = many["mentee", BASELINE][0]
    complaints = []
    for key, (time_few, queries_few) in few.items():
        who, path = key
        time_many, queries_many = many[key]
        print(
            f"{path:36}{who:>10}{time_few:>6.0f} ms{queries_few:>5} q."
            f"{time_many:>12.0f} ms{queries_many:>5} q.{time_many / base:>8.2f}"
        )
        thousands = MANY // 1000 if path in WITHOUT_LIMIT else 0
        allowed = queries_few + ASKED_A_THOUSAND * thousands
        if path != BASELINE and queries_many > allowed:
            complaints.append(f"{path} ({who}) takes more queries with more records.")
        if path not in WITHOUT_LIMIT and time_many > LIMIT * base:
            complaints.append(f"{path} ({who}) takes more than {LIMIT} × {BASELINE}.")
    print(*complaints, sep="\n")
    return 1 if complaints else 0


sys.exit(run(env))  # noqa: F821 (the shell's)
