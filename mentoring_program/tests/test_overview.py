"""The start page: every number is that of the list which it opens."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..models.mentoring_program_overview import NUMBERS
from .common import MentoringCase

# Shown when there are any: nothing of the kind is in the world of these tests.
NOT_SHOWN = {"fee_issue", "match_late", "match_mail", "mentor_late", "mentor_mail"}


@tagged("post_install", "-at_install")
class TestOverview(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.paris = cls.program
        cls.paris.company_id.partner_id.tz = "Europe/Paris"
        cls.abroad = cls._make_program(mentor_places=1)
        cls._make_applications()
        cls._make_pairs()
        cls._make_mentors()

    @classmethod
    def _make_applications(cls):
        cls._make_application(state="submitted")
        cls._make_application(state="submitted", program_id=cls.abroad.id)
        late = cls._make_application(state="submitted")
        late.activity_schedule(
            "mentoring_program.activity_mail_failed",
            date_deadline=cls.today - timedelta(days=3),
            user_id=cls.user_officer.id,
        )
        cls.paris.fee_product_id = cls.fee_product
        cls.with_fee = cls._make_application(state="accepted")
        cls.paris.fee_product_id = False

    @classmethod
    def _make_waiting(cls, until):
        """An application of a member whose fee was settled until that day."""
        application = cls._make_application(state="waiting")
        lines = application.partner_id.member_line_ids
        lines.date_to = cls.today + timedelta(days=until)
        return application

    @classmethod
    def _make_pairs(cls):
        cls._make_match(state="draft")
        cls._make_match(state="proposed")
        soon = cls._make_match(state="proposed")
        soon.answer_before = cls.today + timedelta(days=1)
        pair = cls._make_match()
        cls._make_session(pair)
        cls._make_session(pair, start=fields.Datetime.now() + timedelta(days=8))
        quiet = cls._make_match()
        quiet.introduction_date = cls.today - timedelta(days=50)
        cls._make_waiting(until=-1)
        cls._make_waiting(until=5)

    @classmethod
    def _make_mentors(cls):
        cls._make_mentor(state="submitted")
        cls._make_mentor(program_ids=[Command.set((cls.paris | cls.abroad).ids)])
        full = cls._make_mentor(
            capacity=2, program_ids=[Command.set((cls.paris | cls.abroad).ids)]
        )
        # A second mentee would be too many for the other programme.
        cls._make_match(mentor=full)
        cls._make_mentor().action_plan_pause(None, cls.today + timedelta(days=9))

    def _get_numbers(self, program):
        overview = program.with_user(self.user_officer).overview
        return [number for part in overview for number in part["numbers"]]

    def _count(self, program, key, value=None):
        for number in self._get_numbers(program):
            if (number["key"], number["value"]) == (key, value):
                return number["count"]
        return None

    def test_every_number_opens_as_many_records(self):
        shown = set()
        for program in self.paris | self.abroad:
            for number in self._get_numbers(program):
                shown.add(number["key"])
                with self.subTest(program=program.name, number=number["label"]):
                    action = (
                        program.with_user(self.user_officer)
                        .with_context(
                            mentoring_number=number["key"],
                            mentoring_value=number["value"],
                        )
                        .action_open_number()
                    )
                    self.assertEqual(action["name"], number["label"])
                    self.assertFalse(action["context"])
                    model = self.env[action["res_model"]].with_user(self.user_officer)
                    found = model.search_count(action["domain"])
                    self.assertEqual(found, number["count"])
        self.assertEqual(set(NUMBERS) - shown, NOT_SHOWN)

    def test_a_number_of_a_stale_page_is_told(self):
        theme = self.env["mentoring.theme"].create({"name": "Archived since"})
        program = self.program.with_user(self.user_officer).with_context(
            mentoring_number="theme", mentoring_value=theme.id
        )
        self.assertTrue(program.action_open_number())
        theme.active = False
        for forged in (
            {},
            {"mentoring_number": "forged"},
            {"mentoring_number": ["theme"]},
            {"mentoring_value": [theme.id]},
            {"mentoring_value": {"id": theme.id}},
        ):
            with self.subTest(forged), self.assertRefused("load the page again"):
                program.with_context(**forged).action_open_number()

    def test_what_is_counted(self):
        for key, here, there in (
            ("to_review", 2, 1),
            ("fee_open", 1, 0),
            ("application_late", 1, None),
            ("application_mail", 1, None),
            ("draft", 1, 0),
            ("proposed", 2, 0),
            ("expiring", 1, None),
            ("sessions", 1, 0),
            ("attention", 1, 0),
            ("membership_lapsed", 1, 0),
            ("membership_ending", 1, 0),
            ("waiting", 5, 0),
            ("approve", 1, 0),
        ):
            with self.subTest(key):
                self.assertEqual(self._count(self.paris, key), here)
                self.assertEqual(self._count(self.abroad, key), there)
        self.assertEqual(self._count(self.paris, "concern", "not_started"), 1)

    def test_mentors_are_free_where_they_may_have_another(self):
        leadership = self.env.ref("mentoring_program.theme_leadership").id
        other = self.env.ref("mentoring_program.theme_influence").id
        level = self.env.ref("mentoring_program.level_general_management").id
        free = self._count(self.paris, "free")
        self.assertEqual(self._count(self.abroad, "free"), 1)
        self.assertEqual(self._count(self.paris, "theme", leadership), free)
        self.assertEqual(self._count(self.paris, "theme", other), 0)
        self.assertEqual(self._count(self.abroad, "level", level), 1)

    def test_another_company_is_not_counted(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.user_officer.company_ids |= company
        program = self._make_program(company_id=company.id)
        before = self._count(self.paris, "to_review")
        self._make_application(state="submitted", program_id=program.id)
        self.env.invalidate_all()
        self.assertEqual(self._count(self.paris, "to_review"), before)
        both = program.with_user(self.user_officer).with_context(
            allowed_company_ids=(self.company | company).ids
        )
        self.assertEqual(both.overview[0]["numbers"][0]["count"], 1)

    def test_a_membership_found_is_a_membership_judged(self):
        """The search is the database's, the field's value is ``logic.membership``'s."""
        member = self._make_member(paid=False)
        head = self._make_member()
        associate = self._make_waiting(until=-1)
        associate.partner_id.associate_member_id = head
        chain = self._make_waiting(until=-1)
        chain.partner_id.associate_member_id = associate.partner_id
        orphan = self._make_waiting(until=300)
        orphan.partner_id.associate_member_id = member
        free = self._make_waiting(until=-1)
        free.partner_id.free_member = True
        cancelled = self._make_waiting(until=300)
        cancelled.partner_id.member_line_ids.date_cancel = self.today - timedelta(
            days=2
        )
        invoiced = self._make_waiting(until=300)
        invoiced.partner_id.member_line_ids.state = "invoiced"
        renewed = self._make_waiting(until=5)
        self._make_membership(
            renewed.partner_id,
            start=self.today + timedelta(days=6),
            end=self.today + timedelta(days=300),
        )
        endless = self._make_waiting(until=300)
        endless.partner_id.member_line_ids.date_to = False
        leaving = self._make_waiting(until=300)
        leaving.partner_id.member_line_ids.date_cancel = self.today + timedelta(days=5)
        follower = self._make_waiting(until=300)
        follower.partner_id.associate_member_id = self._make_waiting(until=5).partner_id
        self.env.flush_all()
        self.env.invalidate_all()
        Application = self.env["mentoring.application"].with_user(self.user_officer)
        every = Application.search([("program_id", "=", self.paris.id)])
        for status in ("lapsed", "ending"):
            found = Application.search([("membership_status", "=", status)])
            judged = every.filtered(
                lambda one, status=status: one.membership_status == status
            )
            self.assertEqual(found, judged)
        lapsed = every.filtered(lambda one: one.membership_status == "lapsed")
        self.assertLessEqual(orphan | cancelled | invoiced, lapsed)
        self.assertFalse((associate | chain | free | endless) & lapsed)
        ending = every.filtered(lambda one: one.membership_status == "ending")
        self.assertLessEqual(follower | leaving, ending)
        self.assertFalse((renewed | endless) & (ending | lapsed))

    def test_as_many_queries_for_many_programmes(self):
        programs = self.paris.copy({"name": "One"})
        for name in map(str, range(11)):
            programs |= self.paris.copy({"name": name})
        officer = programs.with_user(self.user_officer)
        officer.mapped("overview")  # what is cached for the whole process
        few, many = (self._count_queries(some) for some in (officer[:3], officer))
        self.assertLessEqual(many, few)

    def _count_queries(self, programs):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        programs.mapped("overview")
        return self.env.cr.sql_log_count - before
