"""What the walks need beyond the demo data; it runs in Odoo's shell.

Everybody of the demo data has a portal user and an open session, so that nobody waits
for a login page; two newcomers are there who have nothing yet.
"""

import json
from datetime import timedelta

from odoo import fields, http
from odoo.service import security

from odoo.addons.mentoring_program.logic.cadence import FIRST_NEWS, LAST_NEWS

PREFIX = "demo_"
# Paid-up members who have nothing to do with the mentoring yet; they have a password.
NEWCOMERS = {
    "camille": "Camille Aubertin",
    "gaspard": "Gaspard Leveneur",
    "solange": "Solange Verdier",
}
# Pairs of the demo data whose names are hidden until both have accepted.
NAMELESS = ("yilmaz_vidal", "elkaim_khelifi")
# Drafts that are published, and accepted by the mentor: the mentee is asked.
MENTEE_ASKED = ("silva_toure", "dubosc_moretti")
# Hours from now to the beginning of a session: one is going on, one comes soon.
BEGINNINGS = {"ortega_guilbert": -0.5, "marchal_nguyen": 5}
TIMES_PROPOSED = "match_vandamme_diallo"
NEWS_ASKED = "match_costa_bastide"
# Whose payment has been taken back, and whose invoice, waiting or not.
UNPAID = "application_fernandez"
REFUNDED = "application_meunier"
WITHOUT_INVOICE = "application_okafor"
# Pairs that are proposed: the mentor is asked.
TAKEN_BACK = ("baudry", "toure")
MENTOR_ASKED = (TAKEN_BACK, ("baudry", "benhamou"), ("vasseur", "benhamou"))


def stage(env, path):
    """Prepare the demo database, and write who and what is there to ``path``."""
    env["base.automation"].search([("model_name", "like", "mentoring.")]).active = False
    _add_newcomers(env)
    _publish(env)
    _move_sessions(env)
    _propose_times(env)
    _ask_news(env)
    _undo_fees(env)
    _add_program(env)
    _demo(env, "application_guerin").experience_start += timedelta(days=6 * 365)
    found = {"records": _get_records(env), "sessions": _open_sessions(env)}
    env.cr.commit()
    with open(path, "w", encoding="utf-8") as file:
        json.dump(found, file)


def _demo(env, name):
    return env.ref(f"mentoring_program.{PREFIX}{name}")


def _add_newcomers(env):
    today = fields.Date.today()
    membership = _demo(env, "membership_current")
    for key, name in NEWCOMERS.items():
        partner = env["res.partner"].create(
            {
                "name": name,
                "email": f"{key}@example.com",
                "tz": "Europe/Paris",
                "zip": "75011",
                "city": "Paris",
                "country_id": env.ref("base.fr").id,
            }
        )
        user = env["mentoring.demo"]._get_user(partner)
        user.write({"login": key, "password": key})
        env["membership.membership_line"].create(
            {
                "partner_id": partner.id,
                "membership_id": membership.id,
                "member_price": 95,
                "date": today,
                "date_from": today - timedelta(days=1),
                "date_to": today + timedelta(days=360),
                "state": "paid",
            }
        )
        env["mentoring.demo"]._name_record(f"partner_{key}", partner)


def _publish(env):
    for name in NAMELESS:
        _demo(env, f"match_{name}").hide_names = True
    for name in MENTEE_ASKED:
        match = _demo(env, f"match_{name}")
        match.action_propose()
        match.action_accept("mentor")
    for mentee, mentor in MENTOR_ASKED:
        match = env["mentoring.match"].create(
            {
                "application_id": _demo(env, f"application_{mentee}").id,
                "mentor_id": _demo(env, f"mentor_{mentor}").id,
            }
        )
        match.action_propose()
        if (mentee, mentor) == TAKEN_BACK:
            match.action_cancel()
        env["mentoring.demo"]._name_record(f"match_{mentee}_{mentor}", match)


def _move_sessions(env):
    for name, hours in BEGINNINGS.items():
        session = _demo(env, f"match_{name}").session_ids.sorted("start")[-1]
        session.start = fields.Datetime.now() + timedelta(hours=hours)


def _propose_times(env):
    now = fields.Datetime.now().replace(hour=17, minute=0, second=0)
    env["mentoring.session.time"]._propose(
        _demo(env, TIMES_PROPOSED),
        [now + timedelta(days=12), now + timedelta(days=13, hours=3)],
        duration=1.5,
        way="in_person",
        place="Brasserie des Deux Rives, 12 quai des Lilas",
    )


def _ask_news(env):
    """Once answered and shared, once not answered yet."""
    first, __ = env["mentoring.news"].create(
        [
            {"match_id": _demo(env, NEWS_ASKED).id, "asking": asking, "months": months}
            for asking, months in ((FIRST_NEWS, 3), (LAST_NEWS, 12))
        ]
    )
    first.action_answer("partly", "Half of the team is mine since May.", shared=True)


def _undo_fees(env):
    paid = _demo(env, UNPAID).invoice_id
    paid.line_ids.remove_move_reconcile()
    _demo(env, REFUNDED).invoice_id._reverse_moves(cancel=True)
    open_invoice = _demo(env, WITHOUT_INVOICE).invoice_id
    open_invoice.button_draft()
    open_invoice.button_cancel()


def _add_program(env):
    """A second programme, archived: a page shows it on its own."""
    program = env.ref("mentoring_program.program_career")
    second = program.copy({"name": "Mentoring for Founders", "active": False})
    env["mentoring.demo"]._name_record("program_second", second)


def _get_records(env):
    """Return ``{name: id}``; sessions are numbered by pair, the first one is 1."""
    data = env["ir.model.data"].search(
        [("module", "=", "mentoring_program"), ("name", "=like", f"{PREFIX}%")]
    )
    records = {one.name.removeprefix(PREFIX): one.res_id for one in data}
    for name, record_id in dict(records).items():
        if name.startswith("match_"):
            match = env["mentoring.match"].browse(record_id)
            for number, session in enumerate(match.session_ids.sorted("start"), 1):
                records[f"session{name.removeprefix('match')}_{number}"] = session.id
            signature = match.application_id.signature_id
            mentee = name.removeprefix("match_").split("_")[0]
            records[f"signature_{mentee}"] = signature.id
    return records


def _open_sessions(env):
    """Return ``{key: cookie}`` of all members, of staff and of the administrator."""
    data = env["ir.model.data"].search(
        [("module", "=", "mentoring_program"), ("name", "=like", "demo_partner_%")]
    )
    partners = {
        one.name.removeprefix("demo_partner_"): env["res.partner"].browse(one.res_id)
        for one in data
    }
    users = {
        key: env["mentoring.demo"]._get_user(partner)
        for key, partner in partners.items()
    }
    users["admin"] = env.ref("base.user_admin")
    for role in ("officer", "manager"):
        users[role] = env.ref(f"mentoring_program.demo_user_{role}")
    env.flush_all()
    return {key: _open_session(env, user) for key, user in users.items()}


def _open_session(env, user):
    session = http.root.session_store.new()
    session.update(http.get_default_session(), db=env.cr.dbname, _trace_disable=True)
    session.uid, session.login = user.id, user.login
    session.session_token = security.compute_session_token(session, env)
    session.context = dict(env["res.users"].with_user(user).context_get())
    http.root.session_store.save(session)
    return session.sid
