"""Few people after the same few places: batches, runs, members on their own pages.

Whoever comes first gets what they asked for; everybody else reads a sentence.
"""

import textwrap

from dev import database, paths, postgres

from . import crowd, places
from .clients import Client, Refused, at_once, log_in_officers

FEW = 6  # mentors that many want
MATCH = "mentoring.match"
RUN = "mentoring.matching.run"
# Two transactions that know nothing of each other; what they publish is told apart.
OVERLAP = """
    drafts = env["mentoring.match"].search([("state", "=", "draft")], order="id")
    first = drafts.filtered("mentor_id.free_places")[:1]
    apart = drafts.filtered(
        lambda draft: draft.mentor_id.free_places
        and draft.mentor_id != first.mentor_id
        and draft.mentee_id != first.mentee_id)[:1]
    same = drafts.filtered(
        lambda draft: draft.mentor_id == first.mentor_id
        and draft.mentee_id != first.mentee_id)[:1]
    assert first and apart and same
    uid = env["res.users"].search([("login", "=", "officer1")]).id
    ids = first.id, apart.id, same.id
    env.cr.commit()

    from odoo import api
    from psycopg2 import Error

    def publish(cr, match_id):
        officer = api.Environment(cr, uid, {})
        officer["mentoring.match"].browse(match_id).action_propose()
        officer.flush_all()
        cr.precommit.run()

    said = []
    with env.registry.cursor() as one:
        publish(one, ids[0])
        for match_id in ids[1:]:
            with env.registry.cursor() as two:
                two.execute("SET LOCAL lock_timeout = '1s'")
                try:
                    publish(two, match_id)
                    said.append("free")
                except Error as error:
                    said.append(type(error).__name__)
                two.rollback()
        one.rollback()
    print("OVERLAP", *said)
"""


def try_call(officer, *call):
    """What the officer reads: nothing, or a sentence."""
    try:
        officer.call(*call)
    except Refused as refused:
        return str(refused)
    return None


def get_ids(odoo, query):
    return [id_ for [id_] in places.rows(odoo, query)]


def get_drafts(odoo):
    """Drafts of few mentors, one for each of two dozen mentees."""
    few = f"SELECT id FROM mentoring_mentor ORDER BY id LIMIT {FEW}"
    query = f"""
        SELECT id FROM (
            SELECT DISTINCT ON (mentee_id) id FROM mentoring_match
             WHERE mentor_id IN ({few})
        ) draft ORDER BY id % 7, id LIMIT 24
    """
    return get_ids(odoo, query)


def get_published(odoo):
    query = "SELECT id FROM mentoring_match WHERE proposed_date IS NOT NULL"
    return set(get_ids(odoo, query))


def get_places(odoo):
    """How many mentees the few mentors may have."""
    query = f"""
        SELECT sum(least(capacity, {crowd.MENTOR_PLACES})) FROM (
            SELECT capacity FROM mentoring_mentor ORDER BY id LIMIT {FEW}) few
    """
    return get_ids(odoo, query)[0]


def test_batches_are_published_as_a_whole_or_not_at_all(odoo):
    officers, drafts = log_in_officers(odoo), get_drafts(odoo)
    batches = [drafts[number :: len(officers)] for number in range(len(officers))]

    said = at_once(
        list(zip(officers, batches, strict=True)),
        lambda one: try_call(one[0], MATCH, "action_propose", one[1]),
    )

    published = get_published(odoo)
    for batch, sentence in zip(batches, said, strict=True):
        own = set(batch)
        assert own & published == (set() if sentence else own), sentence
    assert published
    assert None not in said or any(said), "somebody has lost"
    places.assert_right(odoo)
    places.assert_log_is_clean(odoo)


def test_runs_published_at_once_keep_to_the_places(odoo):
    officers, drafts = log_in_officers(odoo), get_drafts(odoo)
    runs = [
        crowd.make_run(odoo, officer, drafts[index::4])
        for index, officer in enumerate(officers[:4])
    ]

    at_once(  # each run by two people
        list(zip(officers, runs * 2, strict=True)),
        lambda one: try_call(one[0], RUN, "action_publish", [one[1]]),
    )

    places.assert_right(odoo)
    published = get_published(odoo)
    assert published <= set(drafts)
    assert 0 < len(published) <= get_places(odoo)
    places.assert_log_is_clean(odoo)


def test_a_publishing_waits_for_nobody_else(odoo):
    """Another pair is published meanwhile; one of the same mentor has to wait."""
    database.run_script(odoo.database, textwrap.dedent(OVERLAP))
    log = (paths.LOGS / f"shell-{odoo.database}.log").read_text()
    [line] = [line for line in log.splitlines() if line.startswith("OVERLAP")]
    assert line.split()[1:] == ["free", "LockNotAvailable"]


def test_members_and_staff_press_at_the_same_time(odoo):
    """The mentor accepts and declines, the mentee accepts, an officer takes it back."""
    officers = log_in_officers(odoo)
    [program] = officers[0].call("mentoring.program", "search", [])
    postgres.sql(
        f"UPDATE mentoring_program SET answer_order = 'both' WHERE id = {program}",
        odoo.database,
    )
    for number in range(crowd.PORTAL):
        press_at_once(odoo, officers, number)
    places.assert_right(odoo)
    places.assert_log_is_clean(odoo)


def press_at_once(odoo, officers, number):
    match_id = publish_pair(odoo, officers[0], number)
    login = f"mentor{number}@example.com"
    mentor, tablet = Client(odoo, login), Client(odoo, login)
    mentee = Client(odoo, f"mentee{number}@example.com")
    pair = f"/my/mentoring/pairs/{match_id}"
    accepted, declined, agreed, recorded, cancelled = at_once(
        [
            lambda: mentor.press(f"{pair}/accept"),
            lambda: tablet.press(f"{pair}/decline", reason="No time."),
            lambda: mentee.press(f"{pair}/accept"),
            lambda: try_call(officers[0], MATCH, "action_accept", [match_id], "mentee"),
            lambda: number % 2
            and try_call(officers[1], MATCH, "action_cancel", [match_id]),
        ],
        lambda act: act(),
    )
    [[state]] = postgres.sql(
        f"SELECT state FROM mentoring_match WHERE id = {match_id}", odoo.database
    )
    assert (state == "declined") == (declined[0] == "success"), declined
    assert (state == "cancelled") == (cancelled is None), cancelled
    if state == "active":
        assert accepted[0] == "success"
        assert agreed[0] == "success" or recorded is None
    assert state in ("active", "declined", "cancelled")


def publish_pair(odoo, officer, number):
    """Propose the mentee of that number to the mentor of that number."""
    [match_id] = get_ids(
        odoo,
        f"""
        SELECT match.id FROM mentoring_match match
          JOIN res_partner mentor ON mentor.id = mentor_partner_id
          JOIN res_partner mentee ON mentee.id = mentee_id
         WHERE mentor.name = 'Mentor {number}' AND mentee.name = 'Mentee {number}'
        """,
    )
    officer.call(MATCH, "action_propose", [match_id])
    return match_id
