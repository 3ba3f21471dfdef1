"""Who may do what with which record: one table, tried out by acting."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MANAGER, MentoringCase

ROLES = (
    "public",
    "stranger",
    "mentee",
    "mentor",
    "employee",
    "officer",
    "manager",
    "foreign",  # a manager of another company
)
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
# r: read, w: write, c: create, u: unlink; roles that are not named may do nothing.
SETTINGS = {"officer": "r", "manager": "rwcu"}
SHARED_SETTINGS = {**SETTINGS, "foreign": "rwcu"}
DAILY_WORK = {"officer": "rwc", "manager": "rwcu"}
TABLE = {
    "mentoring.program": SETTINGS,
    "mentoring.charter": SETTINGS,
    "mentoring.theme": SHARED_SETTINGS,
    "mentoring.function": SHARED_SETTINGS,
    "mentoring.level": SHARED_SETTINGS,
    "mentoring.refusal.reason": SHARED_SETTINGS,
    "mentoring.resource": SETTINGS,
    "mentoring.charter.signature": {"officer": "r", "manager": "r"},
    "mentoring.mentor": DAILY_WORK,
    "mentoring.application": DAILY_WORK,
    "mentoring.objective": {"officer": "rwcu", "manager": "rwcu"},
    "mentoring.override": {"officer": "r", "manager": "rc"},
    "mentoring.match": DAILY_WORK,
    "mentoring.matching.run": DAILY_WORK,
    "mentoring.matching.exclusion": {"officer": "rwcu", "manager": "rwcu"},
    "mentoring.matching.left.out": {"officer": "rwcu", "manager": "rwcu"},
    "mentoring.demand": {"officer": "r", "manager": "r"},
    "mentoring.report": {"officer": "r", "manager": "r"},
    "mentoring.quality": SETTINGS,
    # Staff comment; what the data say is filled by the assessment.
    "mentoring.quality.line": {"officer": "rw", "manager": "rw"},
    "mentoring.session": DAILY_WORK,
    # Written by the mentee in the portal alone (C10); the pages check who asks.
    "mentoring.session.time": {"officer": "r", "manager": "ru"},
    "mentoring.news": {"officer": "r", "manager": "ru"},
    # Made by the job alone.
    "mentoring.reminder": {"officer": "r", "manager": "r"},
    "mentoring.reminder.round": {"officer": "r", "manager": "r"},
    # One for each automated rule, whatever the company.
    "mentoring.message": {"officer": "r", "manager": "r", "foreign": "r"},
    # The pair alone (C8, D3): no staff, no administrator.
    "mentoring.session.summary": {"mentee": "rwc", "mentor": "r"},
    "mentoring.action": {"mentee": "rwcu", "mentor": "r"},
}


@tagged("post_install", "-at_install")
class TestAccess(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.company"].create({"name": "Other"})
        cls.users = {
            role: getattr(cls, f"user_{role}") for role in ROLES if role != "foreign"
        }
        cls.users["foreign"] = cls._make_user(
            "foreign",
            "Fanny Foreign",
            MANAGER,
            company_id=other.id,
            company_ids=other.ids,
        )
        match = cls._make_pair()
        cls.records = cls._make_records(match)
        cls.vals = cls._prepare_new(match)
        cls.env.flush_all()

    @classmethod
    def _make_records(cls, match):
        session = cls._make_session(match, "done")
        summary = (
            cls.env["mentoring.session.summary"]
            .with_user(cls.user_mentee)
            .create({"session_id": session.id, "retained": "What counts."})
        )
        action = summary.env["mentoring.action"].create(
            {"summary_id": summary.id, "name": "Call Anna."}
        )
        override = cls.env["mentoring.override"].create(
            cls._prepare_override(match.application_id)
        )
        resource = cls.env["mentoring.resource"].search([], limit=1)
        resource.program_id = cls.program
        run = cls.env["mentoring.matching.run"].create({"program_id": cls.program.id})
        exclusion = cls.env["mentoring.matching.exclusion"].create(
            {
                "run_id": run.id,
                "application_id": match.application_id.id,
                "mentor_id": match.mentor_id.id,
            }
        )
        left_out = cls.env["mentoring.matching.left.out"].create(
            {
                "run_id": run.id,
                "application_id": match.application_id.id,
                "reason": "taken",
            }
        )
        news = cls.env["mentoring.news"].create(
            {"match_id": match.id, "asking": "first"}
        )
        rounds = cls.env["mentoring.reminder.round"]
        reminder = cls.env["mentoring.reminder"].create(cls._prepare_reminder(match))
        cls._make_application(state="waiting")
        quality = cls.env["mentoring.quality"].create({"program_id": cls.program.id})
        cls.env.flush_all()
        records = (
            quality,
            quality.line_ids[0],
            cls._propose_time(match),
            match.program_id,
            match.program_id.charter_ids[0],
            match.application_id.objective_ids.theme_id,
            cls.env.ref("mentoring_program.level_team"),
            cls.env["mentoring.function"].search([], limit=1),
            cls.env.ref("mentoring_program.refusal_other"),
            resource,
            match.application_id.signature_id,
            match.mentor_id,
            match.application_id,
            match.application_id.objective_ids,
            override,
            match,
            run,
            exclusion,
            left_out,
            cls.env["mentoring.demand"].search([], limit=1),
            cls.env["mentoring.report"].search([], limit=1),
            session,
            news,
            reminder,
            rounds._get_today(match.program_id, "mentoring.match"),
            cls.env["mentoring.message"].search([], limit=1),
            summary,
            action,
        )
        return {record._name: record.with_env(cls.env) for record in records}

    @classmethod
    def _prepare_override(cls, application):
        start = fields.Date.today() - timedelta(days=365 * 40)
        return {
            "application_id": application.id,
            "mentor_id": cls._make_mentor(experience_start=start).id,
            "code": "gap",
            "reason": "They know each other's trade.",
        }

    @classmethod
    def _prepare_new(cls, match):
        member = cls._make_member()
        program = match.program_id
        unnoted = cls._make_session(match, "done")
        signature = match.application_id.signature_id
        application = cls._make_application(state="waiting")
        another = {"version": "9", "name": "Charter", "body": "<p>Text.</p>"}
        return {
            "mentoring.program": {"name": "Another", "company_id": cls.company.id},
            "mentoring.charter": {
                **another,
                "program_id": program.id,
                "role": "mentee",
            },
            "mentoring.theme": {"name": "Another"},
            "mentoring.function": {"name": "Another"},
            "mentoring.level": {"name": "Another", "rank": 99},
            "mentoring.refusal.reason": {"name": "Another", "member_text": "No."},
            "mentoring.resource": cls._prepare_resource(),
            "mentoring.charter.signature": signature.copy_data()[0],
            "mentoring.mentor": {
                **cls._prepare_mentor(member),
                "company_id": cls.company.id,
            },
            "mentoring.application": cls._prepare_application(member),
            "mentoring.objective": {
                "application_id": match.application_id.id,
                "theme_id": cls.env.ref("mentoring_program.theme_balance").id,
                "description": "More time.",
            },
            "mentoring.override": cls._prepare_override(match.application_id),
            "mentoring.match": {
                "application_id": application.id,
                "mentor_id": match.mentor_id.id,
            },
            "mentoring.matching.run": {"program_id": program.id, "name": "Another"},
            "mentoring.matching.exclusion": {
                "run_id": cls.records["mentoring.matching.run"].id,
                "application_id": application.id,
                "mentor_id": match.mentor_id.id,
            },
            "mentoring.matching.left.out": {
                "run_id": cls.records["mentoring.matching.run"].id,
                "application_id": application.id,
                "reason": "taken",
            },
            "mentoring.demand": {"program_id": program.id},
            "mentoring.report": {"program_id": program.id},
            "mentoring.quality": {"program_id": program.id, "date": "2020-01-01"},
            "mentoring.quality.line": {
                "quality_id": cls.records["mentoring.quality"].id,
                "code": "officer",
                "area": "administration",
                "result": "met",
            },
            "mentoring.session": {
                "match_id": match.id,
                "start": fields.Datetime.now() + timedelta(days=30),
            },
            "mentoring.session.time": {
                "match_id": match.id,
                "start": fields.Datetime.now() + timedelta(days=9),
                "duration": 1,
                "way": "phone",
            },
            "mentoring.news": {"match_id": match.id, "asking": "last"},
            "mentoring.reminder": {**cls._prepare_reminder(match), "occasion": "-"},
            "mentoring.reminder.round": {
                "program_id": program.id,
                "model": "mentoring.mentor",
                "day": fields.Date.today(),
            },
            "mentoring.message": {"audience": "mentee"},
            "mentoring.session.summary": {"session_id": unnoted.id, "retained": "-"},
            "mentoring.action": {
                "summary_id": cls.records["mentoring.session.summary"].id,
                "name": "Another",
            },
        }

    @classmethod
    def _prepare_reminder(cls, match):
        return {
            "code": "quiet_mentee",
            "kind": "quiet",
            "side": "mentee",
            "occasion": "once",
            "due_date": fields.Date.today(),
            "program_id": match.program_id.id,
            "match_id": match.id,
        }

    @classmethod
    def _prepare_resource(cls):
        return cls.records["mentoring.resource"].copy_data()[0]

    def _act(self, verb, model, user):
        """Whether ``user`` may, by trying; what was done is undone."""
        record = self.records[model].with_user(user)
        acts = {
            "r": lambda: record.read(["id", self._get_column(record)]),
            "w": lambda: record.write(self._prepare_write(record)),
            "c": lambda: record.create(dict(self.vals[model])),
            "u": record.unlink,
        }
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                acts[verb]()
                self.env.flush_all()
                raise Undone
        except AccessError:
            return False
        except Undone:
            return True
        except (UserError, IntegrityError):
            # A rule of the programme refuses it to everybody.
            return record.has_access(OPERATIONS[verb])
        finally:
            self.env.invalidate_all(flush=False)

    def _get_column(self, record):
        names = ("create_date", "company_id", "audience")
        return next(name for name in names if name in record._fields)

    def _prepare_write(self, record):
        for name in ("note", "sequence", "active", "place", "topics", "done", "name"):
            if name in record._fields:
                return {name: False}
        return {"create_date": False}

    def _assert_table(self, *models):
        for model in models:
            for role in ROLES:
                user = self.users[role]
                may = "".join(verb for verb in "rwcu" if self._act(verb, model, user))
                with self.subTest(model=model, role=role):
                    self.assertEqual(may, TABLE[model].get(role, ""), (model, role))

    def test_settings(self):
        self._assert_table(*(model for model in TABLE if "manager" in TABLE[model]))

    def test_private_notes(self):
        self._assert_table("mentoring.session.summary", "mentoring.action")

    def test_every_model_is_in_the_table(self):
        models = {
            model._name
            for model in self.env.values()
            if model._name.startswith("mentoring.")
            and not model._abstract
            and not model._transient
        }
        self.assertEqual(models, set(TABLE))

    def test_outsiders_find_nothing(self):
        for model in TABLE:
            for role in ("public", "stranger", "employee"):
                Model = self.env[model].with_user(self.users[role])
                with self.subTest(model=model, role=role):
                    try:
                        found = Model.search([])
                    except AccessError:
                        found = Model
                    self.assertFalse(found)

    def test_assistants_are_for_staff(self):
        for model in (
            "mentoring.annual.report",
            "mentoring.application.refuse",
            "mentoring.charter.publish",
            "mentoring.match.answer",
            "mentoring.match.change",
            "mentoring.match.end",
            "mentoring.message.comparison",
            "mentoring.program.new",
            "mentoring.ranking",
            "mentoring.override.wizard",
        ):
            for role in ("public", "stranger", "mentee", "mentor", "employee"):
                Model = self.env[model].with_user(self.users[role])
                with self.subTest(model=model, role=role):
                    with self.assertRaises(AccessError):
                        Model.check_access("create")

    def test_another_company_sees_no_one(self):
        foreign = self.users["foreign"]
        for model in TABLE:
            if "company_id" not in self.env[model]._fields:
                continue
            if model in ("mentoring.session.summary", "mentoring.action"):
                continue
            found = self.env[model].with_user(foreign).search([])
            with self.subTest(model=model):
                self.assertFalse(found.sudo().filtered("company_id"))


class Undone(Exception):
    """Takes back what an act that succeeded has done."""
