"""The cast, the builders and the assertions that all tests share."""

from contextlib import contextmanager
from datetime import timedelta
from itertools import count

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

OFFICER = "base.group_user,mentoring_program.group_officer"
MANAGER = "base.group_user,mentoring_program.group_manager"
ACCOUNTANT = "base.group_user,account.group_account_invoice"

# Who is there in all tests: {login: (name, groups)}.
CAST = {
    "officer": ("Odile Officer", OFFICER),
    "manager": ("Maud Manager", MANAGER),
    "employee": ("Emil Employee", "base.group_user"),
    "accountant": ("Anna Account", ACCOUNTANT),
    "mentor": ("Marie Mentor", "base.group_portal"),
    "mentee": ("Luc Mentee", "base.group_portal"),
    "other_mentor": ("Omar Mentor", "base.group_portal"),
    "other_mentee": ("Olga Mentee", "base.group_portal"),
    "stranger": ("Stan Stranger", "base.group_portal"),
}

# What stands behind a state: each is entered by the record's own action.
APPLICATION_PATHS = {
    "draft": (),
    "submitted": ("submitted",),
    "accepted": ("submitted", "accepted"),
    "waiting": ("submitted", "accepted", "waiting"),
    "refused": ("submitted", "refused"),
    "withdrawn": ("submitted", "withdrawn"),
}
MENTOR_PATHS = {
    "draft": (),
    "submitted": ("submitted",),
    "approved": ("submitted", "approved"),
    "paused": ("submitted", "approved", "paused"),
    "left": ("submitted", "approved", "left"),
    "refused": ("submitted", "refused"),
}


class MentoringMixin:
    """A cast of users, builders that reach states by real actions, assertions.

    Users ``user_x`` log in with ``x@mentoring.test``, which is the password too, in
    English, in Paris; ``partner_x`` is their contact. ``program`` is the programme of
    the data, without a fee; ``fee_product`` is what it charges otherwise.
    """

    # Whether the automated rules run: their e-mails take most of the time.
    _automated = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        if not cls._automated:
            cls.classPatch(
                cls.registry["base.automation"],
                "_get_actions",
                lambda rules, records, triggers: rules.browse(),
            )
        cls._numbers = count(1)
        cls.company = cls.env.company
        cls.program = cls.env.ref("mentoring_program.program_career")
        cls.fee_product = cls.program.fee_product_id
        cls.program.fee_product_id = False
        cls._make_cast()

    @classmethod
    def _make_cast(cls):
        """Have the cast; those who run the tests may have made it before."""
        cls._get_membership_product()
        cls.user_public = cls.env.ref("base.public_user")
        cls.user_admin = cls.env.ref("base.user_admin")
        logins = [cls._get_login_of(name) for name in CAST]
        there = cls.env["res.users"].search([("login", "in", logins)])
        there = dict(zip(there.mapped("login"), there, strict=True))
        for login, (name, groups) in CAST.items():
            user = there.get(cls._get_login_of(login))
            user = user or cls._make_user(login, name, groups)
            setattr(cls, f"user_{login}", user)
            if groups == "base.group_portal":
                setattr(cls, f"partner_{login}", user.partner_id)

    @classmethod
    def _get_login_of(cls, name):
        return f"{name}@mentoring.test"

    @classmethod
    def _make_user(cls, login, name, groups="base.group_user", **vals):
        login = cls._get_login_of(login)
        values = {
            "login": login,
            "password": login,
            "name": name,
            "email": login,
            "lang": "en_US",
            "tz": "Europe/Paris",
            "notification_type": "email",
            **vals,
        }
        if groups == "base.group_portal":
            values.pop("notification_type")
        # No letter of welcome, nor log: they cost more than the user.
        quiet = {
            "no_reset_password": True,
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_notrack": True,
        }
        return new_test_user(cls.env, groups=groups, context=quiet, **values)

    def _login(self, user):
        """Log a member of the cast in (HttpCase)."""
        self.authenticate(user.login, user.login)

    # Members

    @classmethod
    def _make_member(cls, name=None, paid=True, **vals):
        """A contact with a paid membership around today, or without (``paid``)."""
        number = next(cls._numbers)
        partner = cls.env["res.partner"].create(
            {
                "name": name or f"Member {number}",
                "email": f"member{number}@mentoring.test",
                "lang": "en_US",
                "tz": "Europe/Paris",
                "country_id": cls.env.ref("base.fr").id,
                "zip": "75011",
                "city": "Paris",
                **vals,
            }
        )
        if paid:
            cls._make_membership(partner)
        return partner

    @classmethod
    def _make_membership(cls, partner, start=None, end=None, state="paid", **vals):
        """A membership line; by default from two months ago to over a year ahead."""
        product = cls._get_membership_product(start, end)
        return cls.env["membership.membership_line"].create(
            {
                "partner_id": partner.id,
                "membership_id": product.id,
                "date_from": product.membership_date_from,
                "date_to": product.membership_date_to,
                "member_price": 100,
                "state": state,
                **vals,
            }
        )

    @classmethod
    def _get_membership_product(cls, start=None, end=None):
        """What is sold for these days, once: each new product empties the caches."""
        today = fields.Date.today()
        values = {
            "name": "Membership",
            "type": "service",
            "membership": True,
            "membership_date_from": start or today - timedelta(days=60),
            "membership_date_to": end or today + timedelta(days=400),
            "list_price": 100,
        }
        products = cls.env["product.product"]
        domain = [(name, "=", value) for name, value in values.items()]
        return products.search(domain, limit=1) or products.create(values)

    # Programmes

    @classmethod
    def _make_program(cls, **vals):
        """Another programme, without a fee, with both charters in force."""
        program = cls.env["mentoring.program"].create(
            {"name": f"Programme {next(cls._numbers)}", **vals}
        )
        for role in ("mentee", "mentor"):
            cls.env["mentoring.charter"].create(
                {
                    "name": f"Charter for the {role}",
                    "program_id": program.id,
                    "role": role,
                    "version": "1.0",
                    "body": f"<p>What a {role} commits to.</p>",
                }
            ).action_publish()
        return program

    # Mentees

    @classmethod
    def _prepare_application(cls, partner, **vals):
        today = fields.Date.today()
        return {
            "partner_id": partner.id,
            "program_id": cls.program.id,
            "employment": "in_post",
            "job_title": "Head of Sales",
            "employer": "Bois Clair",
            "experience_start": today - timedelta(days=365 * 12),
            "level_id": cls.env.ref("mentoring_program.level_team").id,
            "aim": "promotion",
            "target_level_id": cls.env.ref(
                "mentoring_program.level_significant_teams"
            ).id,
            "target_months": 18,
            "objective_ids": [
                Command.create(
                    {
                        "theme_id": cls.env.ref(
                            "mentoring_program.theme_leadership"
                        ).id,
                        "description": "Lead a larger team.",
                    }
                )
            ],
            "expectations": "Advice on leading managers.",
            "motivations": "A post of director within two years.",
            "lang_ids": [Command.set(cls.env.ref("base.lang_en").ids)],
            **vals,
        }

    @classmethod
    def _make_application(cls, partner=None, state="submitted", signed=True, **vals):
        """An application that the rules accept, taken to ``state`` by its actions.

        ``matched`` and ``closed`` are reached through ``_make_match``.
        """
        partner = partner or cls._make_member()
        application = cls.env["mentoring.application"].create(
            cls._prepare_application(partner, **vals)
        )
        if signed:
            application._sign_charter(partner.name)
        for target in APPLICATION_PATHS[state]:
            cls._advance_application(application, target)
        assert application.state == state, application.state
        return application

    @classmethod
    def _advance_application(cls, application, target):
        if target == "refused":
            reason = cls.env.ref("mentoring_program.refusal_not_precise")
            application.action_refuse(reason)
        elif target == "waiting":
            if application.state == "accepted":
                application.fee_waiver_reason = "A friend of the house."
                application.action_waive_fee()
        else:
            getattr(
                application,
                {
                    "submitted": "action_submit",
                    "accepted": "action_accept",
                    "withdrawn": "action_withdraw",
                }[target],
            )()

    # Mentors

    @classmethod
    def _make_mentor(cls, partner=None, state="approved", signed=True, **vals):
        """A mentor who suits ``_make_application``'s mentee, taken to ``state``."""
        partner = partner or cls._make_member(name=f"Mentor {next(cls._numbers)}")
        mentor = cls.env["mentoring.mentor"].create(
            cls._prepare_mentor(partner, **vals)
        )
        if signed:
            cls._sign_as_mentor(mentor)
        for target in MENTOR_PATHS[state]:
            if target == "refused":
                mentor.refusal_note = "Not yet."
            mentor.write({"state": target})
        return mentor

    @classmethod
    def _prepare_mentor(cls, partner, **vals):
        return {
            "partner_id": partner.id,
            "program_ids": [Command.set(cls.program.ids)],
            "job_title": "Managing Director",
            "employer": "Acier Durable",
            "experience_start": fields.Date.today() - timedelta(days=365 * 20),
            "level_id": cls.env.ref("mentoring_program.level_general_management").id,
            "theme_ids": [
                Command.set(cls.env.ref("mentoring_program.theme_leadership").ids)
            ],
            "lang_ids": [Command.set(cls.env.ref("base.lang_en").ids)],
            **vals,
        }

    @classmethod
    def _sign_as_mentor(cls, mentor):
        for program in mentor.program_ids:
            cls.env["mentoring.charter.signature"]._sign(
                program._get_charter("mentor"),
                mentor.partner_id,
                name=mentor.partner_id.name,
            )
        mentor.invalidate_recordset(["signature_ids"])

    # Pairs

    @classmethod
    def _make_match(cls, application=None, mentor=None, state="active", **vals):
        """A pair, taken to ``state``: proposed, answered by both, ended by both."""
        application = application or cls._make_application(state="waiting")
        mentor = mentor or cls._make_mentor()
        match = cls.env["mentoring.match"].create(
            {"application_id": application.id, "mentor_id": mentor.id, **vals}
        )
        if state == "draft":
            return match
        if state == "cancelled":
            match.action_cancel()
            return match
        match.action_propose()
        if state in ("active", "ended"):
            for side in cls._get_sides(match):
                match.action_accept(side)
        if state == "declined":
            match.action_decline(cls._get_sides(match)[0], "No time this year.")
        if state == "expired":
            match.answer_before = match.program_id._get_today() - timedelta(days=1)
            match.write({"state": "expired"})
        if state == "ended":
            match.action_declare_end("mentee")
            match.action_declare_end("mentor")
        assert match.state == state, match.state
        return match

    @classmethod
    def _get_sides(cls, match):
        """Both sides, in the order in which they are asked."""
        sides = ["mentor", "mentee"]
        return sides[::-1] if match.program_id.answer_order == "mentee" else sides

    @classmethod
    def _make_pair(cls, state="active", **vals):
        """The pair of the cast: ``user_mentee`` with ``user_mentor``, paid up."""
        for partner in (cls.partner_mentee, cls.partner_mentor):
            cls._make_membership(partner)
        application = cls._make_application(cls.partner_mentee, state="waiting")
        mentor = cls._make_mentor(cls.partner_mentor)
        return cls._make_match(application, mentor, state, **vals)

    # Sessions

    @classmethod
    def _make_session(cls, match, state="planned", start=None, **vals):
        """A session, taken to ``state``; each one on another day."""
        days = timedelta(days=1 + len(match.session_ids))
        now = fields.Datetime.now()
        past = state in ("done", "missed")
        session = cls.env["mentoring.session"].create(
            {
                "match_id": match.id,
                "start": start or (now - days if past else now + days),
                "duration": 1.5,
                "way": "video",
                **vals,
            }
        )
        if state == "done":
            session.action_done()
        elif state == "missed":
            session.action_mentee_missed()
        elif state == "cancelled":
            session.action_cancel_by("mentee", "Ill.")
        return session

    @classmethod
    def _propose_time(cls, match):
        """Return a time that the mentor proposes to the mentee."""
        return cls.env["mentoring.session.time"]._propose(
            match,
            [fields.Datetime.now() + timedelta(days=9)],
            duration=1.5,
            way="video",
        )

    @classmethod
    def _make_action(cls, session):
        """Return an action to take that the mentee has noted after ``session``."""
        notes = (
            cls.env["mentoring.session.summary"]
            .with_user(cls.user_mentee)
            .create({"session_id": session.id, "retained": "What counts."})
        )
        return notes.action_ids.create(
            {"summary_id": notes.id, "name": "Talk to the board"}
        )

    def _write_notes(self, session, **texts):
        """The private notes of a session, written by the mentee, as the mentee."""
        user = session.mentee_id.user_ids[:1]
        return (
            self.env["mentoring.session.summary"]
            .with_user(user)
            .create({"session_id": session.id, "retained": "What counts.", **texts})
        )

    # Assertions

    @contextmanager
    def assertRefused(self, *parts, error=UserError):
        """The block is refused in a sentence that holds each of ``parts``.

        Nothing of the block is kept; what the database refuses is read as a sentence.
        """
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                yield
        except IntegrityError as violation:
            said = self._get_sentence(violation)
        except error as refusal:
            said = str(refusal)
        else:
            self.fail("It was not refused.")
        for part in parts:
            self.assertIn(part, said)

    def _get_sentence(self, violation):
        for model in self.env.values():
            if model._table == violation.diag.table_name and not model._abstract:
                return model._sql_error_to_message(violation)
        return str(violation)

    def assertFinding(self, application, code, passed, mentor=None):
        """What the rule ``code`` says of the application, or of it with ``mentor``."""
        if mentor:
            from ..logic.eligibility import pair_findings

            program = application.program_id
            findings = pair_findings(
                application._get_facts()[application.id],
                mentor._get_facts(program)[mentor.id],
                program._get_policy(),
            )
        else:
            findings = application._get_findings()
        said = {finding.code: finding.passed for finding in findings}
        self.assertIn(code, said)
        self.assertIs(said[code], passed, f"{code} says {said[code]}")


class MentoringCase(MentoringMixin, TransactionCase):
    """Tests of records, without the automated rules."""

    _automated = False


class MentoringMailCase(MentoringMixin, MailCommon):
    """Tests of e-mails: with ``mock_mail_gateway`` and the assertions of ``mail``."""


class MentoringHttpCase(MentoringMixin, HttpCase):
    """Tests of pages and RPC, which speak English whatever the database does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
