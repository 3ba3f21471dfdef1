"""The demo data, and installing and uninstalling the addon, on real databases."""

import textwrap

import pytest
import requests

from dev import database, paths, postgres, server

ADDON = "mentoring_program"
LOGINS = ("manager", "officer", "mentee", "mentor")
STATES = {
    "mentoring_application": {
        "accepted": 5,
        "closed": 9,
        "draft": 5,
        "matched": 16,
        "refused": 5,
        "submitted": 7,
        "waiting": 14,
        "withdrawn": 3,
    },
    "mentoring_mentor": {
        "approved": 30,
        "draft": 2,
        "left": 1,
        "paused": 3,
        "refused": 1,
        "submitted": 3,
    },
    "mentoring_match": {
        "active": 16,
        "cancelled": 1,
        "declined": 2,
        "draft": 2,
        "ended": 9,
        "expired": 1,
        "proposed": 5,
    },
    "mentoring_session": {"cancelled": 3, "done": 64, "missed": 1, "planned": 11},
}
# Memberships of the time before are read by the addon that came after them.
PAID_BEFORE = """
    line = env["membership.membership_line"].search([("state", "=", "paid")], limit=1)
    member = line.partner_id
    assert member._get_membership_until(line.date_from)[member.id] >= line.date_to
"""
# A plan of somebody else's keeps its words, which could be translated meanwhile.
UNINSTALL = f"""
    values = {{"name": "Ours", "res_model": "res.partner"}}
    plan = env["mail.activity.plan"].create(values)
    plan.template_ids.create({{"plan_id": plan.id, "summary": "Call"}})
    addon = env["ir.module.module"].search([("name", "=", "{ADDON}")])
    addon.button_immediate_uninstall()
"""
PLAN = """
SELECT plan.name, summary FROM mail_activity_plan_template step
  JOIN mail_activity_plan plan ON plan.id = plan_id WHERE res_model = 'res.partner'
"""
MAILS = """
SELECT count(*) FROM mail_mail JOIN mail_message ON mail_message.id = mail_message_id
WHERE model LIKE 'mentoring%'
"""


@pytest.fixture(scope="module")
def cluster():
    with postgres.running():
        yield


@pytest.fixture(scope="module")
def demo(cluster):
    """A database with demo data that no test changes."""
    with database.temporary(demo=True) as name:
        yield name


def count(table, name):
    return int(postgres.sql(f"SELECT count(*) FROM {table}", name)[0][0])


def states(table, name):
    rows = postgres.sql(f"SELECT state, count(*) FROM {table} GROUP BY state", name)
    return {state: int(number) for state, number in rows}


def run_script(name, script):
    database.run_script(name, textwrap.dedent(script))


def can_log_in(odoo, login):
    params = {"db": odoo.database, "login": login, "password": login}
    answer = requests.post(
        f"{odoo.url}/web/session/authenticate", json={"params": params}, timeout=60
    ).json()
    return bool(answer.get("result", {}).get("uid"))


@pytest.mark.parametrize("table", STATES)
def test_there_is_something_in_every_state(demo, table):
    assert states(table, demo) == STATES[table]


def test_there_are_enough_mentors_and_applications(demo):
    assert count("mentoring_mentor", demo) == 40
    assert count("mentoring_application", demo) == 64


def test_memberships_are_paid_lapsed_and_invoiced(demo):
    rows = postgres.sql(
        """
        SELECT count(*) FILTER (WHERE state = 'paid' AND date_to >= current_date),
               count(*) FILTER (WHERE state = 'paid' AND date_to < current_date),
               count(*) FILTER (WHERE state = 'invoiced')
        FROM membership_membership_line
        """,
        demo,
    )
    paid, lapsed, invoiced = map(int, rows[0])
    assert paid > 80
    assert lapsed > 50
    assert invoiced == 1


def test_what_is_past_lies_in_the_past(demo):
    wrong = postgres.sql(
        """
        SELECT 'session', id FROM mentoring_session
         WHERE state <> 'planned' AND start > now()
        UNION SELECT 'application', id FROM mentoring_application
         WHERE NOT coalesce(submitted_date <= decision_date, true)
            OR NOT coalesce(decision_date <= waiting_date, true)
            OR NOT coalesce(waiting_date <= closed_date, true)
            OR closed_date > now()
        UNION SELECT 'pair', match.id FROM mentoring_match match
          JOIN mentoring_application ON mentoring_application.id = application_id
         WHERE proposed_date < waiting_date
            OR match.introduction_date < proposed_date::date
            OR match.end_date < match.introduction_date
        UNION SELECT 'session before introduction', session.id
          FROM mentoring_session session
          JOIN mentoring_match ON mentoring_match.id = match_id
         WHERE start::date < mentoring_match.introduction_date
        """,
        demo,
    )
    assert wrong == []


def test_the_demo_data_sends_no_mail(demo):
    assert postgres.sql(MAILS, demo) == [["0"]]


def test_installing_and_updating_again_changes_nothing(demo):
    with database.temporary(demo=True) as name:
        database.install(name, [ADDON], update=[ADDON], demo=True)

        assert {table: states(table, name) for table in STATES} == STATES
        with server.running(name) as odoo:
            assert [login for login in LOGINS if not can_log_in(odoo, login)] == []
            assert odoo.problems() == []


def test_uninstalling_leaves_a_working_database(cluster):
    """One where membership is in use, and where the addon then comes a second time."""
    with database.temporary(demo=True) as name:
        members = count("res_partner WHERE email LIKE '%@example.com'", name)

        run_script(name, UNINSTALL)

        assert not database.is_installed(name, ADDON)
        assert "bad query" not in (paths.LOGS / f"shell-{name}.log").read_text()
        assert count("res_partner WHERE email LIKE '%@example.com'", name) == members
        assert postgres.sql("SELECT to_regclass('mentoring_application')", name) == [
            [""]
        ]
        assert postgres.sql(PLAN, name) == [["Ours", "Call"]]
        with server.running(name) as odoo:
            assert can_log_in(odoo, "admin")
            assert requests.get(f"{odoo.url}/web/login", timeout=60).ok
            assert odoo.problems() == []

        database.install(name, [ADDON])
        assert count("mentoring_program", name) == 1
        assert count("mentoring_mentor", name) == 0
        run_script(name, PAID_BEFORE)
