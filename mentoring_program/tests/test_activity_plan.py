"""Plans of activities: who they fall to, when, in which language, whose they are."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import MentoringCase


@tagged("post_install", "-at_install")
class TestActivityPlan(MentoringCase):
    _automated = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.plan = cls.env.ref("mentoring_program.plan_match")

    def _launch(self, plan, records, user):
        """Launch the plan from the records, as ``user``; return what was planned."""
        before = records.activity_ids
        context = {"active_model": records._name, "active_ids": records.ids}
        wizard = (
            self.env["mail.activity.schedule"]
            .with_user(user)
            .with_context(**context)
            .create({"plan_id": plan.id})
        )
        self.assertIn(plan, wizard.plan_available_ids)
        wizard.action_schedule_plan()
        return (records.activity_ids - before).sorted("date_deadline")

    def test_each_kind_of_record_has_its_plan_for_its_officer(self):
        self.program.responsible_id = self.user_officer
        today = fields.Date.context_today(self.env.user)
        months = [today + relativedelta(months=number) for number in (1, 3, 5)]
        for plan, record, days in (
            ("application", self.match.application_id, None),
            ("mentor", self.match.mentor_id, None),
            ("match", self.match, months),
        ):
            with self.subTest(plan):
                found = self._launch(
                    self.env.ref(f"mentoring_program.plan_{plan}"),
                    record,
                    self.user_manager,
                )
                self.assertTrue(found)
                self.assertEqual(found.user_id, self.user_officer)
                if days:
                    self.assertEqual(found.mapped("date_deadline"), days)

    def test_without_an_officer_it_is_for_whoever_launches_it(self):
        managers = self.env.ref("mentoring_program.group_manager").all_user_ids
        managers.filtered("active").sudo().active = False
        self.program.responsible_id = False
        found = self._launch(self.plan, self.match, self.user_officer)
        self.assertEqual(found.user_id, self.user_officer)

    def test_the_words_are_those_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        plan = self.plan.with_context(lang="fr_FR")
        for english, french in zip(
            [self.plan, *self.plan.template_ids],
            [plan, *plan.template_ids],
            strict=True,
        ):
            name = english._rec_name
            self.assertNotEqual(english[name], french[name])

    def test_managers_change_their_plans_and_no_others(self):
        other = self.env["mail.activity.plan"].create(
            {"name": "Somebody else's", "res_model": "res.partner"}
        )
        self.plan.with_user(self.user_manager).name = "Ours"
        self.plan.template_ids[0].with_user(self.user_manager).summary = "Call"
        for plan, user in (
            (self.plan, self.user_officer),
            (other, self.user_manager),
            (self.plan, self.user_employee),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                plan.with_user(user).name = "Mine"

    def test_only_what_has_an_officer_falls_to_the_officer(self):
        plan = self.env["mail.activity.plan"].create(
            {"name": "Contacts", "res_model": "res.partner"}
        )
        with self.assertRaises(ValidationError):
            self.env["mail.activity.plan.template"].create(
                {"plan_id": plan.id, "responsible_type": "mentoring_officer"}
            )
