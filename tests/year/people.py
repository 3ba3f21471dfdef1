"""The people of the simulated year; it runs in Odoo's shell, beside the server.

They act by the records' own actions, each in a transaction of its own, as the pages
that they would use do.
"""

import json
import logging
import socket
from datetime import datetime, timedelta

from odoo import api
from odoo.fields import Command
from odoo.service.model import retrying

from tests.year.behaviours import BOTH, HIDDEN, HOUR, MENTEE, PLACES, Story

# The jobs that have a part in it. Of the others, some would call out, and the charters'
# PDFs and the matching runs say nothing to anybody.
JOBS = """
    module = 'mentoring_program'
    AND name IN ('cron_match_expire', 'cron_mentor_resume', 'cron_ask_news',
                 'cron_remind')
    OR module = 'mail' AND name = 'ir_cron_mail_scheduler_action'
    OR module = 'membership'
"""
MEMBERSHIP_DAYS = 800
_logger = logging.getLogger(__name__)


def serve(env, port):
    """Do what the simulation asks for, one line of JSON after the other."""
    association = Association(env)
    with socket.create_connection(("127.0.0.1", port)) as wire:
        with wire.makefile("rwb") as lines:
            for line in lines:
                name, values = json.loads(line)
                try:
                    answer = {"result": association.do(name, values)}
                except Exception as error:
                    _logger.exception("%s(%s) fails", name, values)
                    env.cr.rollback()
                    answer = {"error": f"{name}({values.get('story')}): {error!r}"}
                lines.write(json.dumps(answer).encode() + b"\n")
                lines.flush()


class Association:
    """Everybody and everything, by the name of the pair."""

    def __init__(self, env):
        self.env = env
        self.ids = {}

    def do(self, name, values):
        """Do it as who clicks does: again, when somebody else was at it."""
        # What was read before belongs to another day.
        self.env.cr.rollback()
        self.env.invalidate_all()
        result = retrying(lambda: getattr(self, name)(**values), self.env)
        self.env.cr.commit()
        return result

    def record(self, model, story):
        return self.env[model].browse(self.ids[story, model])

    def keep(self, story, record):
        self.ids[story, record._name] = record.id
        return record

    # Before the year begins

    def prepare(self, stories, first_call):
        """Have the programmes and the members; return who has which address."""
        self.env.cr.execute(
            "UPDATE ir_cron SET active = id IN (SELECT res_id FROM ir_model_data "
            f"WHERE model = 'ir.cron' AND ({JOBS})), nextcall = %s",
            [first_call],
        )
        self.env["mail.mail"].search([]).unlink()
        # A day of the simulation has few seconds.
        self.env["ir.config_parameter"].set_param("mail.mail.queue.batch.size", 1000)
        officer = self.env["res.users"].create(
            {
                "name": "Olga Officer",
                "login": "olga",
                "email": "olga@example.com",
                "group_ids": [
                    Command.set(self.env.ref("mentoring_program.group_manager").ids)
                ],
            }
        )
        self.programs = [self._make_program(place, officer) for place in PLACES]
        self.env["mentoring.program"].browse(self.programs[HIDDEN]).hide_names = True
        if max(story["program"] for story in stories) >= len(PLACES):
            self.programs += self._make_more_programs()
        self.membership = self.env["product.product"].create(
            {
                "name": "Membership",
                "type": "service",
                "membership": True,
                "membership_date_from": datetime.now().date(),
                "membership_date_to": datetime.now().date(),
            }
        )
        return {story["name"]: self._make_people(Story(**story)) for story in stories}

    def _make_program(self, place, officer):
        program = self.env.ref("mentoring_program.program_career")
        if place == PLACES[0]:
            company = self.env.company
        else:
            company = self.env["res.company"].create({"name": f"Branch {place}"})
            program = self._copy_program(program, place)
        company.partner_id.tz = place
        officer.company_ids = [Command.link(company.id)]
        program.write(
            {
                "fee_product_id": False,
                "company_id": company.id,
                "responsible_id": officer.id,
            }
        )
        return program.id

    def _make_more_programs(self):
        """Have one with a fee, and one whose numbers are going to change."""
        first = self.env["mentoring.program"].browse(self.programs[0])
        self.env["account.chart.template"].try_loading(
            "generic_coa", first.company_id, install_demo=False
        )
        paying, changing = (self._copy_program(first, name) for name in "PC")
        paying.fee_product_id = self.env.ref("mentoring_program.product_fee")
        return [paying.id, changing.id]

    def _copy_program(self, program, name):
        copied = program.copy({"name": f"Mentoring {name}"})
        for charter in program.charter_ids.filtered(
            lambda one: one.state == "published"
        ):
            charter.copy({"program_id": copied.id}).action_publish()
        return copied

    def _make_people(self, story):
        addresses = {}
        for side in BOTH:
            address = f"{side}.{story.name}@example.com".replace("_", "-")
            partner = self.env["res.partner"].create(
                {
                    "name": story.name_of(side),
                    "email": False if side in story.without_email else address,
                    "lang": story.languages[side],
                    "tz": story.timezone,
                    "country_id": self.env.ref("base.fr").id,
                    "zip": "75011",
                    "city": "Paris",
                }
            )
            self.ids[story.name, side] = partner.id
            addresses[side] = address
            if side == MENTEE:
                until = story.member_until
                start = datetime.fromisoformat(str(story.start)).date()
                days = MEMBERSHIP_DAYS if until is None else until
                self._make_member(
                    partner, start - timedelta(days=300), start + timedelta(days=days)
                )
        self.ids[story.name, "program"] = self.programs[story.program]
        return addresses

    def _make_member(self, partner, first, last):
        self.env["membership.membership_line"].create(
            {
                "partner_id": partner.id,
                "membership_id": self.membership.id,
                "member_price": 90,
                "date": first,
                "date_from": first,
                "date_to": last,
                "state": "paid",
            }
        )

    # What they do

    def begin_application(self, story):
        today = datetime.now().date()
        theme = self.env.ref("mentoring_program.theme_leadership")
        objective = {"theme_id": theme.id, "description": "Lead a larger team."}
        level = "mentoring_program.level_significant_teams"
        application = self.env["mentoring.application"].create(
            {
                "partner_id": self.ids[story, MENTEE],
                "program_id": self.ids[story, "program"],
                "employment": "in_post",
                "job_title": "Head of Sales",
                "employer": "Bois Clair",
                "experience_start": today - timedelta(days=365 * 12),
                "level_id": self.env.ref("mentoring_program.level_team").id,
                "aim": "promotion",
                "target_level_id": self.env.ref(level).id,
                "target_months": 18,
                "objective_ids": [Command.create(objective)],
                "expectations": "Advice.",
                "motivations": "A post.",
                "lang_ids": [Command.set(self.env.ref("base.lang_en").ids)],
            }
        )
        return self.keep(story, application).id

    def apply(self, story):
        self.begin_application(story)
        application = self.record("mentoring.application", story)
        application._sign_charter(application.partner_id.name)
        application.action_submit()

    def accept_application(self, story):
        self.record("mentoring.application", story).action_accept()

    def refuse_application(self, story):
        reason = self.env.ref("mentoring_program.refusal_not_precise")
        self.record("mentoring.application", story).action_refuse(reason)

    def withdraw(self, story):
        self.record("mentoring.application", story).action_withdraw()

    def register(self, story):
        program = self.env["mentoring.program"].browse(self.ids[story, "program"])
        partner = self.env["res.partner"].browse(self.ids[story, "mentor"])
        years = timedelta(days=365 * 20)
        mentor = self.env["mentoring.mentor"].create(
            {
                "partner_id": partner.id,
                "company_id": program.company_id.id,
                "program_ids": [Command.set(program.ids)],
                "job_title": "Managing Director",
                "employer": "Acier Durable",
                "experience_start": datetime.now().date() - years,
                "level_id": self.env.ref(
                    "mentoring_program.level_general_management"
                ).id,
                "theme_ids": [
                    Command.set(self.env.ref("mentoring_program.theme_leadership").ids)
                ],
                "lang_ids": [Command.set(self.env.ref("base.lang_en").ids)],
            }
        )
        self.env["mentoring.charter.signature"]._sign(
            program._get_charter("mentor"), partner, name=partner.name
        )
        mentor.action_submit()
        self.keep(story, mentor)

    def approve_mentor(self, story):
        self.record("mentoring.mentor", story).action_approve()

    def find_mentor(self, story, of):
        """Take the mentor of another pair."""
        self.ids[story, "mentoring.mentor"] = self.ids[of, "mentoring.mentor"]

    def propose(self, story):
        match = self.env["mentoring.match"].create(
            {
                "application_id": self.ids[story, "mentoring.application"],
                "mentor_id": self.ids[story, "mentoring.mentor"],
            }
        )
        match.action_propose()
        self.keep(story, match)

    def _match(self, story):
        return self.record("mentoring.match", story)

    def accept(self, story, side):
        self._match(story).action_accept(side)

    def decline(self, story, side):
        self._match(story).action_decline(side, "No time.")

    def cancel_proposal(self, story):
        self._match(story).action_cancel()

    def plan(self, story, session, on, hour):
        start = datetime.fromisoformat(on) + timedelta(hours=hour)
        record = self.env["mentoring.session"]._plan(
            self._match(story), start=start, duration=1.0, way="video"
        )
        self.ids[story, session] = record.id

    def _session(self, story, session):
        return self.env["mentoring.session"].browse(self.ids[story, session])

    def move(self, story, session, on):
        start = datetime.fromisoformat(on) + timedelta(hours=HOUR)
        self._session(story, session)._move(start=start, duration=1.0, way="video")

    def cancel(self, story, session, side):
        self._session(story, session).action_cancel_by(side, "A train strike.")

    def miss(self, story, session, side):
        self._session(story, session).action_miss(side)

    def confirm(self, story, session):
        self._session(story, session).action_done()

    def summarise(self, story, session):
        self.env["mentoring.session.summary"].create(
            {"session_id": self.ids[story, session], "retained": "What was said."}
        )

    def declare_end(self, story, side):
        self._match(story).action_declare_end(side)

    def stop_after_first(self, story):
        self._match(story).action_stop_after_first()

    def end(self, story, outcome):
        wizard = {"match_id": self._match(story).id, "outcome": outcome}
        self.env["mentoring.match.end"].create(wizard).action_end()

    def ask_extension(self, story, side, until):
        until = datetime.fromisoformat(until).date()
        self._match(story).action_ask_extension(side, until)

    def agree_extension(self, story, side):
        self._match(story).action_agree_extension(side)

    def decline_extension(self, story, side):
        self._match(story).action_decline_extension(side)

    def answer_survey(self, story, side):
        self._match(story)._get_survey_answer(side)._mark_done()

    def archive(self, story, side):
        self.env["res.partner"].browse(self.ids[story, side]).active = False

    def pay(self, story):
        invoice = self.record("mentoring.application", story).invoice_id
        wizard = self._open_with_invoice("account.payment.register", invoice, {})
        wizard.action_create_payments()
        assert invoice.payment_state in ("paid", "in_payment")

    def refund(self, story):
        invoice = self.record("mentoring.application", story).invoice_id
        journal = {"journal_id": invoice.journal_id.id}
        wizard = self._open_with_invoice("account.move.reversal", invoice, journal)
        wizard.refund_moves()
        wizard.new_move_ids.action_post()

    def _open_with_invoice(self, model, invoice, values):
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        return self.env[model].with_context(**context).create(values)

    def change_number(self, story, **numbers):
        program = self.env["mentoring.program"].browse(self.ids[story, "program"])
        program.write(numbers)

    def pause_mentor(self, story, until):
        last = datetime.fromisoformat(until).date()
        self._match(story).mentor_id.action_plan_pause(None, last)

    def pause_pair(self, story, until):
        self._match(story).pause_until = until

    def renew(self, story):
        today = datetime.now().date()
        self._make_member(
            self._match(story).mentee_id, today, today + timedelta(days=365)
        )

    def give_news(self, story, shared):
        news = self._match(story)._get_news_to_give()
        news.action_answer("yes", "Since this week.", shared=shared)

    # What came to staff

    def activities(self):
        """Return ``[[pair, code, day]]`` of all that were planned, done ones too."""
        names = {}
        for (story, model), record_id in self.ids.items():
            names.setdefault((model, record_id), story)
        found = self.env["mail.activity"].with_context(active_test=False).search([])
        codes = found.activity_type_id.get_external_id()
        return [
            [
                names.get((one.res_model, one.res_id)),
                codes[one.activity_type_id.id].split("activity_")[-1],
                str(one.create_date.date()),
            ]
            for one in found
        ]


def main(cr, port):
    """Serve with an environment that has no language nor time zone of its own."""
    serve(api.Environment(cr, api.SUPERUSER_ID, {}), port)
