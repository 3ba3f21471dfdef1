"""Who waits, since when and why; whom to recruit; and inviting them."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MentoringCase, MentoringMailCase


@tagged("post_install", "-at_install")
class TestWaitingList(MentoringCase):
    def _make_waiting(self, days=0, **vals):
        application = self._make_application(state="waiting", **vals)
        application.waiting_date = fields.Datetime.now() - timedelta(days=days)
        return application

    def test_the_longest_wait_comes_first_and_who_was_left_out_before_them(self):
        late, early, left_out = (self._make_waiting(days) for days in (2, 30, 1))
        left_out.left_out_count = 1
        numbers = (left_out | early | late).with_user(self.user_officer)
        self.assertEqual(numbers.mapped("waiting_number"), [1, 2, 3])
        view = self.env.ref("mentoring_program.mentoring_application_view_list_waiting")
        self.env.flush_all()
        listed = numbers.search(
            [("id", "in", numbers.ids)],
            order=etree.fromstring(view.arch).get("default_order"),
        )
        self.assertEqual(listed, numbers)
        self.assertEqual(numbers.mapped("waiting_days"), [1, 30, 2])
        self.program.waiting_order = "submitted_date"
        late.submitted_date = fields.Datetime.now() - timedelta(days=99)
        numbers.invalidate_recordset()
        self.assertEqual(numbers.mapped("waiting_number"), [1, 3, 2])
        self.assertEqual(self._make_application().waiting_number, 0)

    def test_it_tells_why_they_wait(self):
        application = self._make_waiting()
        self._assert_why(application, "No mentor fits.")
        old = self._make_mentor()
        old.experience_start = fields.Date.today() - timedelta(days=365 * 40)
        self._assert_why(
            application,
            "No mentor fits. Excluded by: Gap of experience out of range (E4): 1.",
        )
        full = self._make_mentor(capacity=0)
        self._assert_why(application, "Mentors who fit, all full: 1.")
        full.capacity = 1
        match = self._make_match(mentor=full)
        match.planned_end = fields.Date.today() + timedelta(days=50)
        self._assert_why(
            application,
            "Mentors who fit, all full: 1. The next place is expected on",
            next_place_date=match.planned_end,
            full_mentor_count=1,
        )
        free = self._make_mentor()
        self._assert_why(
            application,
            "Mentors who fit, with a free place: 1.",
            fitting_mentor_count=1,
        )
        self._make_match(application, free, "proposed")
        self._assert_why(application, "A proposal is open.", fitting_mentor_count=0)

    def _assert_why(self, application, sentence, **expected):
        application.invalidate_recordset()
        application = application.with_user(self.user_officer)
        self.assertTrue(application.waiting_why.startswith(sentence))
        for name, value in expected.items():
            self.assertEqual(application[name], value)

    def test_the_page_does_not_wait_for_the_reasons(self):
        """They are asked for when it is there: judging takes longer than all else."""
        for kind in ("list", "kanban"):
            view = self.env.ref(
                f"mentoring_program.mentoring_application_view_{kind}_waiting"
            )
            arch = etree.fromstring(view.arch)
            judged = {
                name
                for name, field in self.env["mentoring.application"]._fields.items()
                if field.compute == "_compute_waiting_why"
            }
            self.assertIn("waiting_why", judged)
            self.assertFalse(judged & set(arch.xpath("//field/@name")))
            self.assertTrue(arch.xpath("//field[@widget='mentoring_waiting_why']"))

    def test_members_do_not_read_it(self):
        application = self._make_waiting()
        for user in (self.user_mentee, self.user_employee):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                application.with_user(user).read(["waiting_why"])


@tagged("post_install", "-at_install")
class TestDemand(MentoringCase):
    def setUp(self):
        super().setUp()
        self.program = self._make_program()
        self.leadership = self.env.ref("mentoring_program.theme_leadership")
        self.industry = self.env["res.partner.industry"].search([], limit=1)

    def _get(self, **need):
        self.env.flush_all()
        domain = [("program_id", "=", self.program.id)]
        domain += [(name, "=", record.id) for name, record in need.items()]
        return self.env["mentoring.demand"].with_user(self.user_officer).search(domain)

    def test_who_waits_is_held_against_the_free_places(self):
        for __ in range(3):
            self._make_application(
                state="waiting",
                program_id=self.program.id,
                industry_id=self.industry.id,
            )
        programs = [Command.set(self.program.ids)]
        mentor = self._make_mentor(program_ids=programs, capacity=5)
        self._make_mentor(
            program_ids=programs,
            level_id=self.env.ref("mentoring_program.level_team").id,
            industry_ids=self.industry.ids,
        )
        self._make_mentor(program_ids=programs, state="paused")
        by_theme = self._get(theme_id=self.leadership)
        # Five places, of which the programme allows two at a time (M5).
        self._assert_numbers(by_theme, waiting=3, mentors=2, places=4, lacking=0)
        self._assert_numbers(
            self._get(industry_id=self.industry),
            waiting=3,
            mentors=1,
            places=2,
            lacking=1,
        )
        level = self.env.ref("mentoring_program.level_significant_teams")
        by_level = self._get(level_id=level)
        self._assert_numbers(by_level, waiting=3, mentors=1, places=2, lacking=1)
        self.assertAlmostEqual(by_level.ratio, 1.5)
        action = by_level.action_view_mentors()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), mentor)
        for demand in self._get():
            action = demand.action_view_waiting()
            found = self.env[action["res_model"]].search_count(action["domain"])
            self.assertEqual(found, demand.waiting_count)
            action = demand.action_view_mentors()
            found = self.env[action["res_model"]].search_count(action["domain"])
            self.assertEqual(found, demand.mentor_count)

    def _assert_numbers(self, demand, waiting, mentors, places, lacking):
        self.assertEqual(
            (
                demand.waiting_count,
                demand.mentor_count,
                demand.free_places,
                demand.lacking,
            ),
            (waiting, mentors, places, lacking),
        )

    def test_whoever_has_a_proposal_open_needs_no_mentor(self):
        application = self._make_application(
            state="waiting", program_id=self.program.id
        )
        self.assertTrue(self._get(theme_id=self.leadership))
        mentor = self._make_mentor(program_ids=[Command.set(self.program.ids)])
        self._make_match(application, mentor, "proposed")
        self.assertFalse(self._get(theme_id=self.leadership))


@tagged("post_install", "-at_install")
class TestInvitation(MentoringMailCase):
    _automated = False

    def _invite(self, partners, user=None):
        action = self.env.ref("mentoring_program.res_partner_invite_action")
        return (
            action.with_user(user or self.user_officer)
            .with_context(
                active_model="res.partner",
                active_ids=partners.ids,
                active_id=partners[:1].id,
            )
            .run()
        )

    def _get_invitations(self, partners):
        return self.env["mail.mail"].search(
            [("mentoring_invitation", "=", True), ("res_id", "in", partners.ids)]
        )

    def test_contacts_are_invited_once(self):
        alumni = self._make_member("Ada", paid=False) | self._make_member(
            "Ben", paid=False
        )
        said = self._invite(alumni)["params"]["message"]
        self.assertEqual(said, "Invitations sent: 2.")
        mails = self._get_invitations(alumni)
        self.assertEqual(mails.mapped("state"), ["outgoing", "outgoing"])
        self.assertEqual(mails.recipient_ids, alumni)
        for partner in alumni:
            self.assertIn("Would you become", partner.message_ids[:1].subject)
        said = self._invite(alumni)["params"]["message"]  # a double click
        self.assertIn("Nobody was invited.", said)
        self.assertIn("They were invited a short while ago: Ada, Ben.", said)
        self.assertEqual(self._get_invitations(alumni), mails)
        alumni.mentoring_invited_date = fields.Datetime.now() - timedelta(days=181)
        self.assertIn("sent: 2", self._invite(alumni)["params"]["message"])

    def test_some_are_passed_over_by_name(self):
        fine = self._make_member("Fine", paid=False)
        mentor = self._make_mentor(
            self._make_member("Has Profile", paid=False)
        ).partner_id
        silent = self._make_member("No Address", paid=False, email=False)
        company = self._make_member("A Company", paid=False, is_company=True)
        mentee = self._make_application(self._make_member("A Mentee")).partner_id
        everybody = fine | mentor | silent | company | mentee
        notice = self._invite(everybody)["params"]
        for words in (
            "Invitations sent: 1.",
            "They have a mentor profile: Has Profile.",
            "They have an application of their own open: A Mentee.",
            "They have no e-mail address: No Address.",
            "They are companies: A Company.",
        ):
            self.assertIn(words, notice["message"])
        self.assertTrue(notice["sticky"])
        self.assertEqual(self._get_invitations(everybody).recipient_ids, fine)

    def test_the_link_leads_to_the_registration_by_way_of_a_password(self):
        partner = self._make_member("Ada", paid=False)
        self._invite(partner)
        mail = self._get_invitations(partner)
        self.assertIn("/my/mentoring/mentor", mail.body_html)
        self.assertNotIn("token", mail.body_html)
        with self.mock_mail_gateway():
            mail.send()
        [sent] = self._mails
        self.assertIn("/web/signup?", sent["body"])
        self.assertIn("redirect=%2Fmy%2Fmentoring%2Fmentor", sent["body"])
        self.assertIn("Hello Ada", sent["body"])
        self._invite(self.partner_stranger)
        mail = self._get_invitations(self.partner_stranger)
        with self.mock_mail_gateway():
            mail.send()
        self.assertNotIn("/web/signup", self._mails[0]["body"])

    def test_only_officers_invite(self):
        partner = self._make_member("Ada", paid=False)
        with self.assertRaises(AccessError):
            self._invite(partner, self.user_employee)
        with self.assertRefused("Only officers", error=AccessError):
            partner.with_user(self.user_employee).action_invite_to_mentor()
        self.assertFalse(self._get_invitations(partner))

    def test_five_hundred_are_invited_through_the_queue(self):
        alumni = self.env["res.partner"].create(
            [
                {"name": f"Alumnus {n}", "email": f"alumnus{n}@mentoring.test"}
                for n in range(500)
            ]
        )
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.assertIn("sent: 500", self._invite(alumni)["params"]["message"])
        self.assertEqual(len(self._get_invitations(alumni)), 500)
        self.assertLess(self.env.cr.sql_log_count - before, 2500)
