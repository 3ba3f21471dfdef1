"""Records for what is measured in Odoo's shell: one of each kind, then copies."""

from datetime import date, timedelta

from odoo import fields
from odoo.fields import Command


def make_member(env, name, **vals):
    user = env["res.users"].create(
        {
            "name": name,
            "login": f"{name}@example.com",
            "email": f"{name}@example.com",
            "tz": "Europe/Paris",
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
        }
    )
    user.partner_id.write(
        {"free_member": True, "country_id": env.ref("base.fr").id, **vals}
    )
    return user


def make_application(env, partner, state="waiting"):
    theme = env["mentoring.theme"].search([], limit=1)
    application = env["mentoring.application"].create(
        {
            "partner_id": partner.id,
            "program_id": env.ref("mentoring_program.program_career").id,
            "employment": "in_post",
            "job_title": "Head of Sales",
            "employer": "Bois Clair",
            "experience_start": date.today() - timedelta(days=365 * 12),
            "level_id": env.ref("mentoring_program.level_team").id,
            "aim": "promotion",
            "target_level_id": env.ref("mentoring_program.level_significant_teams").id,
            "target_months": 18,
            "objective_ids": [
                Command.create({"theme_id": theme.id, "description": "To learn."})
            ],
            "expectations": "Advice.",
            "motivations": "A post.",
            "lang_ids": [Command.set(env.ref("base.lang_en").ids)],
        }
    )
    if state == "draft":
        return application
    application._sign_charter(partner.name)
    application.action_submit()
    application.action_accept()
    return application


def make_mentor(env, partner):
    program = env.ref("mentoring_program.program_career")
    mentor = env["mentoring.mentor"].create(
        {
            "partner_id": partner.id,
            "program_ids": [Command.set(program.ids)],
            "job_title": "Managing Director",
            "employer": "Acier Durable",
            "experience_start": date.today() - timedelta(days=365 * 20),
            "level_id": env.ref("mentoring_program.level_general_management").id,
            "theme_ids": [Command.set(env["mentoring.theme"].search([]).ids)],
            "lang_ids": [Command.set(env.ref("base.lang_en").ids)],
        }
    )
    env["mentoring.charter.signature"]._sign(
        program._get_charter("mentor"), partner, name=partner.name
    )
    mentor.action_submit()
    mentor.action_approve()
    return mentor


def make_pair(env, mentee, mentor, ended=False):
    match = env["mentoring.match"].create(
        {
            "application_id": make_application(env, mentee).id,
            "mentor_id": make_mentor(env, mentor).id,
        }
    )
    match.action_propose()
    match.action_accept("mentor")
    match.action_accept("mentee")
    now = fields.Datetime.now()
    for days in (-30, -15, 15):
        session = env["mentoring.session"].create(
            {"match_id": match.id, "start": now + timedelta(days=days)}
        )
        if days < 0:
            session.action_done()
    if ended:
        match.action_declare_end("mentee")
        match.action_declare_end("mentor")
    return match


def copy(env, record, count, where="true", **changes):
    """Insert `count` copies of the row, `n` from 1 on; return the id before them.

    :param where: SQL on `n`: which of them
    :param changes: SQL for the columns that differ
    """
    table = record._table
    env.cr.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
    [before] = env.cr.fetchone()
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND column_name != 'id'",
        [table],
    )
    names = [name for [name] in env.cr.fetchall()]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changes.get(name, f't."{name}"') for name in names)
    env.cr.execute(
        f"INSERT INTO {table} (id, {columns}) "  # noqa: S608
        f"SELECT {before} + n, {values} "
        f"FROM {table} t, generate_series(1, {count}) n "
        f"WHERE t.id = {record.id} AND ({where})"
    )
    env.cr.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, before + count]
    )
    return before
