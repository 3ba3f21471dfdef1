"""A crowd for the concurrency tests: mentors with few places, mentees with drafts.

Everything is made in bulk, past the questionnaires; what publishing checks is all
there: paid memberships, signed charters, the waiting list.
"""

import textwrap

from dev import database, postgres

OFFICERS = 8
PORTAL = 4  # mentors, and as many mentees, who can log in
MENTORS = 50
MENTEES = 350
DRAFTS = 2  # for each mentee, with different mentors
CAPACITIES = [1, 2, 3, 4]  # of one mentor after the other
MENTOR_PLACES = 3  # what the programme allows, less than some mentors offer
PASSWORD = "crowd"

BUILD = """
    from datetime import date, timedelta
    from itertools import cycle, islice

    today = date.today()
    program = env.ref("mentoring_program.program_career")
    program.write({"fee_product_id": False, "mentor_places": %(mentor_places)s})
    env["ir.cron"].search([]).active = False
    quiet = {"tracking_disable": True, "mail_create_nolog": True,
             "mail_create_nosubscribe": True, "no_reset_password": True}
    env = env(context={**env.context, **quiet})

    officers = env["res.users"].create([
        {"name": f"Officer {number}", "login": f"officer{number}",
         "email": f"officer{number}@example.com",
         "group_ids": [(6, 0, env.ref("mentoring_program.group_officer").ids)]}
        for number in range(%(officers)s)
    ])
    partners = env["res.partner"].create([
        {"name": f"{kind} {number}", "email": f"{kind}{number}@example.com".lower(),
         "country_id": env.ref("base.fr").id, "zip": "75011", "city": "Paris"}
        for kind, size in (("Mentor", %(mentors)s), ("Mentee", %(mentees)s))
        for number in range(size)
    ])
    members = partners[:%(portal)s] + partners[%(mentors)s:][:%(portal)s]
    users = officers + env["res.users"].create([
        {"name": partner.name, "login": partner.email, "partner_id": partner.id,
         "group_ids": [(6, 0, env.ref("base.group_portal").ids)]}
        for partner in members
    ])
    # Making a password takes its time on purpose, so it is made once.
    users[0].password = "%(password)s"
    env.flush_all()
    env.cr.execute(
        "UPDATE res_users SET password = one.password FROM res_users one "
        "WHERE one.id = %%s AND res_users.id IN %%s",
        [users[0].id, tuple(users.ids)],
    )

    membership = env["product.product"].create({
        "name": "Membership", "type": "service", "membership": True, "list_price": 90,
        "membership_date_from": today - timedelta(days=30),
        "membership_date_to": today + timedelta(days=400),
    })
    env["membership.membership_line"].create([
        {"partner_id": partner.id, "membership_id": membership.id, "member_price": 90,
         "date": today, "date_from": today - timedelta(days=30),
         "date_to": today + timedelta(days=400), "state": "paid"}
        for partner in partners
    ])

    mentor_partners = partners[:%(mentors)s]
    english = [(6, 0, env.ref("base.lang_en").ids)]
    leadership = env.ref("mentoring_program.theme_leadership")
    mentors = env["mentoring.mentor"].create([
        {"partner_id": partner.id, "program_ids": [(6, 0, program.ids)],
         "job_title": "Managing Director", "employer": f"House {partner.id}",
         "experience_start": today - timedelta(days=365 * 20),
         "level_id": env.ref("mentoring_program.level_general_management").id,
         "theme_ids": [(6, 0, leadership.ids)], "lang_ids": english,
         "capacity": capacity}
        for partner, capacity in zip(mentor_partners, cycle(%(capacities)s))
    ])
    mentee_partners = partners[%(mentors)s:]
    applications = env["mentoring.application"].create([
        {"partner_id": partner.id, "program_id": program.id, "employment": "in_post",
         "job_title": "Head of Sales", "employer": f"Firm {partner.id}",
         "experience_start": today - timedelta(days=365 * 12),
         "level_id": env.ref("mentoring_program.level_team").id, "aim": "promotion",
         "target_level_id": env.ref("mentoring_program.level_significant_teams").id,
         "target_months": 18, "expectations": "Advice.", "motivations": "A post.",
         "lang_ids": english,
         "objective_ids": [(0, 0, {"theme_id": leadership.id,
                                   "description": "Lead a larger team."})]}
        for partner in mentee_partners
    ])
    # One of each role signs; for the others, that signature is copied.
    for role, people in (("mentor", mentors), ("mentee", applications)):
        signature = env["mentoring.charter.signature"]._sign(
            program._get_charter(role), people[0].partner_id, name="A member")
        env.flush_all()
        names = [name for name, field in signature._fields.items()
                 if field.store and field.column_type
                 and name not in ("id", "partner_id")]
        columns = ", ".join(f'"{name}"' for name in names)
        env.cr.execute(
            f"INSERT INTO mentoring_charter_signature (partner_id, {columns}) "
            f"SELECT unnest(%%s), {columns} FROM mentoring_charter_signature "
            "WHERE id = %%s",
            [people[1:].partner_id.ids, signature.id],
        )
    env.cr.execute("UPDATE mentoring_mentor SET state = 'approved'")
    env.cr.execute(
        "UPDATE mentoring_application SET state = 'waiting', submitted_date = now(), "
        "decision_date = now(), waiting_date = now(), signature_id = signature.id "
        "FROM mentoring_charter_signature signature "
        "WHERE signature.partner_id = mentoring_application.partner_id"
    )
    env.invalidate_all()
    env["mentoring.match"].create([
        {"application_id": application.id, "score": 50,
         "score_parts": [{"criterion": "gap", "code": "gap", "params": {"years": 8},
                          "value": 50, "weight": 1}],
         "mentor_id": mentors[(index + turn * 13) %% len(mentors)].id}
        for index, application in enumerate(applications)
        for turn in range(%(drafts)s)
    ])
    env.cr.commit()
"""


def build(name):
    """Fill the database.

    Officers log in as ``officer0`` …, the first ``PORTAL`` mentors and mentees as
    ``mentor0@example.com`` …, ``mentee0@example.com`` …, all with ``PASSWORD``.
    """
    sizes = {
        "officers": OFFICERS,
        "portal": PORTAL,
        "mentors": MENTORS,
        "mentees": MENTEES,
        "drafts": DRAFTS,
        "capacities": CAPACITIES,
        "mentor_places": MENTOR_PLACES,
        "password": PASSWORD,
    }
    database.run_script(name, textwrap.dedent(BUILD) % sizes)


def make_run(odoo, officer, drafts):
    """A run that has drafted these pairs."""
    [program] = officer.call("mentoring.program", "search", [])
    [run_id] = officer.call(
        "mentoring.matching.run", "create", [{"name": "Run", "program_id": program}]
    )
    ids = ",".join(map(str, drafts))
    postgres.sql(
        f"UPDATE mentoring_matching_run SET state = 'computed' WHERE id = {run_id};"
        f"UPDATE mentoring_match SET run_id = {run_id} WHERE id IN ({ids})",
        odoo.database,
    )
    return run_id
