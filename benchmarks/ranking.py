"""One application ranked among 20,000 mentors, from the database.

Runs in Odoo's shell, on a database of its own (`make bench-ranking`): fills it by SQL,
then prints what *Find a Mentor* takes, the first time and then, and how many queries
it makes for 50 mentors and for all.
"""

import os
import statistics
import time
from datetime import timedelta

from odoo import fields
from odoo.fields import Command, Domain

MENTORS = int(os.environ.get("MENTORS", "20000"))
ROUNDS = 7
LIMIT = 300  # milliseconds


def fill(env, count):
    """Insert that many mentors who have signed the charter, as varied as real ones."""
    env.cr.execute("SELECT setseed(0.4)")
    program = env.ref("mentoring_program.program_career")
    program.fee_product_id = False
    first = _insert(
        env,
        "res_partner",
        {
            "name": "'Mentor ' || n",
            "complete_name": "'Mentor ' || n",
            "email": "'mentor' || n || '@example.com'",
            "active": "true",
            "type": "'contact'",
            "autopost_bills": "'ask'",
            "membership_state": "'none'",
        },
        count,
    )
    levels = env["mentoring.level"].search([]).ids
    france = env.ref("base.fr").id
    start = _insert(
        env,
        "mentoring_mentor",
        {
            "partner_id": f"{first} + n",
            "name": "'Mentor ' || n",
            "company_id": str(program.company_id.id),
            "active": "true",
            "state": "'approved'",
            "capacity": "2",
            "taken_places": "n %% 3",
            "free_places": "2 - n %% 3",
            "level_id": f"(ARRAY{levels})[1 + floor(random() * {len(levels)})]",
            "experience_start": "(date '1985-01-01' + floor(random() * 10000)::int)",
            "employer": "'Company No. ' || n %% 4000 || ' S.A.'",
            "past_employers": "'Group ' || n %% 999 || E'\\nBureau ' || n %% 7777",
            "job_title": "'Director'",
            "country_id": str(france),
            "zip": "lpad((n * 13 %% 95000 + 1000)::text, 5, '0')",
            "city": "'City ' || n %% 500",
            "meet_in_person": "true",
            "meet_video": "n %% 5 > 0",
            "meet_phone": "n %% 3 = 0",
        },
        count,
    )
    _relate(env, "theme_ids", env["mentoring.theme"].search([]).ids, 3, start, count)
    _relate(
        env, "function_ids", env["mentoring.function"].search([]).ids, 2, start, count
    )
    _relate(
        env, "industry_ids", env["res.partner.industry"].search([]).ids, 2, start, count
    )
    languages = env["res.lang"].with_context(active_test=False).search([], limit=6).ids
    _relate(env, "lang_ids", languages, 2, start, count)
    _relate(env, "program_ids", program.ids, 1, start, count)
    charter = program._get_charter("mentor")
    _insert(
        env,
        "mentoring_charter_signature",
        {
            "charter_id": str(charter.id),
            "program_id": str(program.id),
            "company_id": str(program.company_id.id),
            "partner_id": f"{first} + n",
            "role": "'mentor'",
            "version": "'1'",
            "lang": "'en_US'",
            "title": "'Charter'",
            "text_hash": "'x'",
            "signed_name": "'Mentor ' || n",
            "body": "'…'",
            "signed_on": "now()",
        },
        count,
    )
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _insert(env, table, columns, count):
    """Insert `count` rows, `n` from 1 on; return the id before the first."""
    env.cr.execute(
        f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))"  # noqa: S608
    )
    [before] = env.cr.fetchone()
    names, values = ", ".join(columns), ", ".join(columns.values())
    env.cr.execute(
        f"INSERT INTO {table} (id, {names}) "  # noqa: S608
        f"SELECT {before} + n, {values} FROM generate_series(1, %s) AS n",
        [count],
    )
    env.cr.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)",  # noqa: S608
        [before + count],
    )
    return before


def _relate(env, name, ids, each, start, count):
    """Relate each mentor to some of the `ids`, in turn."""
    field = env["mentoring.mentor"]._fields[name]
    env.cr.execute(
        f"INSERT INTO {field.relation} ({field.column1}, {field.column2}) "  # noqa: S608
        f"SELECT {start} + n, (ARRAY{ids})[1 + floor(random() * {len(ids)})] "
        f"FROM generate_series(1, %s) AS n, generate_series(1, {each}) AS k "
        "ON CONFLICT DO NOTHING",
        [count],
    )


def make_application(env):
    """One application that waits."""
    program = env.ref("mentoring_program.program_career")
    partner = env["res.partner"].create({"name": "Mentee", "free_member": True})
    application = env["mentoring.application"].create(
        {
            "partner_id": partner.id,
            "program_id": program.id,
            "employment": "in_post",
            "job_title": "Head of Sales",
            "employer": "Bois Clair",
            "experience_start": fields.Date.today() - timedelta(days=365 * 12),
            "level_id": env.ref("mentoring_program.level_team").id,
            "aim": "promotion",
            "target_level_id": env.ref("mentoring_program.level_significant_teams").id,
            "target_months": 18,
            "objective_ids": [
                Command.create({"theme_id": theme.id, "description": "To learn."})
                for theme in env["mentoring.theme"].search([], limit=2)
            ],
            "expectations": "Advice.",
            "motivations": "A post.",
            "lang_ids": [Command.set(env.ref("base.lang_en").ids)],
            "zip": "75011",
            "country_id": env.ref("base.fr").id,
        }
    )
    application._sign_charter("Mentee")
    for state in ("submitted", "accepted"):
        application.write({"state": state})
    return application


def measure(env, act):
    """Return the milliseconds and queries of `act`, on what is in no cache of ours."""
    env.flush_all()
    env.invalidate_all()
    queries, begin = env.cr.sql_log_count, time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begin), env.cr.sql_log_count - queries


def run(env):
    fill(env, MENTORS)
    application = make_application(env)
    user = env.ref("base.user_admin")
    application = application.with_user(user)
    mentors = env["mentoring.mentor"].search(application._get_candidate_domain())
    few = Domain("id", "in", mentors[:50].ids)

    def open_ranking():
        ranking = application.action_find_mentor()["res_id"]
        assert env["mentoring.ranking"].browse(ranking).line_ids

    print(f"{len(mentors)} mentors; state of application: {application.state}")
    for name, act in (
        ("facts of all", lambda: mentors._get_facts(application.program_id)),
        ("judging", lambda: application._rank()),
        ("find a mentor", open_ranking),
    ):
        first, _queries = measure(env, act)
        times, [*_others, queries] = zip(
            *(measure(env, act) for _round in range(ROUNDS)), strict=True
        )
        print(
            f"{name:16} first {first:6.0f} ms, then {statistics.median(times):6.0f} ms"
            f" (best {min(times):.0f}), {queries} queries"
        )
    _time, queries = measure(env, lambda: application._rank(few))
    print(f"judging 50 mentors: {queries} queries")
    print(f"asked for: {LIMIT} ms")


run(env)  # noqa: F821 (the shell's)
