"""E7, C1: who has a paid or free membership on a day, and until when.

Memberships that come from invoices are in ``test_fee``, with the other invoices.
"""

from datetime import date, timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MentoringCase


@tagged("post_install", "-at_install")
class TestMembership(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _get_until(self, partner, day=None, company=None):
        until = partner._get_membership_until(day or self.today, company)
        return until.get(partner.id)

    def _make_line(self, start, end, partner=None, **vals):
        partner = partner or self._make_member(paid=False)
        self._make_membership(partner, self._day(start), self._day(end), **vals)
        return partner

    def test_nobody_is_covered_without_a_membership(self):
        self.assertIsNone(self._get_until(self._make_member(paid=False)))

    def test_only_what_is_paid_or_free_covers(self):
        for state, covers in (
            ("paid", True),
            ("free", True),
            ("invoiced", False),
            ("waiting", False),
            ("canceled", False),
            ("old", False),
            ("none", False),
        ):
            with self.subTest(state=state):
                partner = self._make_line(-10, 10, state=state)
                until = self._get_until(partner)
                self.assertEqual(until, self._day(10) if covers else None)

    def test_the_first_and_the_last_day_are_covered(self):
        for start, end, covers in (
            (1, 10, False),
            (0, 10, True),
            (-10, 0, True),
            (-10, -1, False),
        ):
            with self.subTest(start=start, end=end):
                partner = self._make_line(start, end)
                self.assertEqual(self._get_until(partner) is not None, covers)

    def test_a_membership_that_has_started_covers_without_any_job(self):
        partner = self._make_line(5, 400)
        self.assertIsNone(self._get_until(partner))
        self.assertEqual(self._get_until(partner, self._day(5)), self._day(400))

    def test_two_years_without_a_gap_make_one(self):
        partner = self._make_line(-100, 50)
        self._make_line(51, 400, partner)
        self.assertEqual(self._get_until(partner), self._day(400))

    def test_a_gap_between_two_years_is_a_gap(self):
        partner = self._make_line(-100, -2)
        self._make_line(1, 400, partner)
        self.assertIsNone(self._get_until(partner))
        self.assertEqual(self._get_until(partner, self._day(-2)), self._day(-2))
        self.assertIsNone(self._get_until(partner, self._day(-1)))

    def test_a_line_that_was_cancelled_covers_until_then(self):
        partner = self._make_line(-100, 100, date_cancel=self._day(-1))
        self.assertIsNone(self._get_until(partner))
        partner = self._make_line(-100, 100, date_cancel=self._day(20))
        self.assertEqual(self._get_until(partner), self._day(20))

    def test_a_free_member_is_covered_without_an_end(self):
        partner = self._make_member(paid=False, free_member=True)
        self.assertEqual(self._get_until(partner), date.max)

    def test_an_associate_shares_the_membership(self):
        head = self._make_line(-10, 90)
        associate = self._make_member(paid=False, associate_member_id=head.id)
        second = self._make_member(paid=False, associate_member_id=associate.id)
        self.assertEqual(self._get_until(associate), self._day(90))
        self.assertEqual(self._get_until(second), self._day(90))
        head.free_member = True
        self.assertEqual(self._get_until(second), date.max)

    def test_a_free_associate_needs_nobody(self):
        head = self._make_member(paid=False)
        partner = self._make_member(
            paid=False, associate_member_id=head.id, free_member=True
        )
        self.assertEqual(self._get_until(partner), date.max)

    def test_each_answer_is_for_its_own_contact(self):
        paid, unpaid = self._make_line(-10, 10), self._make_member(paid=False)
        free = self._make_member(paid=False, free_member=True)
        everybody = paid | unpaid | free
        self.assertEqual(
            everybody._get_membership_until(self.today),
            {paid.id: self._day(10), free.id: date.max},
        )

    def test_asking_about_nobody_is_answered(self):
        nobody = self.env["res.partner"]
        self.assertEqual(nobody._get_membership_until(self.today), {})

    def test_the_company_decides_whose_memberships_count(self):
        other = self.env["res.company"].create({"name": "Other"})
        partner = self._make_line(-10, 10)
        self.assertEqual(self._get_until(partner, company=self.company), self._day(10))
        line = self.env["membership.membership_line"].search(
            [("partner_id", "=", partner.id)]
        )
        self.env.cr.execute(
            "UPDATE membership_membership_line SET company_id = %s WHERE id = %s",
            [other.id, line.id],
        )
        line.invalidate_recordset()
        self.assertIsNone(self._get_until(partner, company=self.company))
        self.assertEqual(self._get_until(partner, company=other), self._day(10))
        self.assertEqual(self._get_until(partner), self._day(10))

    def test_thousands_are_answered_in_as_many_queries_as_one(self):
        # More than Odoo reads ahead at a time, and associates of each other.
        self.env.cr.execute(
            "INSERT INTO res_partner (name, active, type, autopost_bills) "
            "SELECT 'Member ' || n, true, 'contact', 'ask' "
            "FROM generate_series(1, 3000) n RETURNING id"
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        self.env.cr.execute(
            "INSERT INTO membership_membership_line "
            "(partner_id, membership_id, member_price, date_from, date_to, state) "
            "SELECT id, %s, 0, %s, %s, 'paid' FROM res_partner "
            "WHERE id = ANY(%s) AND id %% 2 = 0",
            [self._make_product().id, self._day(-9), self._day(9), ids],
        )
        self.env.cr.execute(
            "UPDATE res_partner SET associate_member_id = id - 1 "
            "WHERE id = ANY(%s) AND id %% 4 = 1",
            [ids[4:]],
        )
        partners = self.env["res.partner"].browse(ids)
        self._count(partners[:4])  # what is cached for the whole process
        few, many = self._count(partners[4:8]), self._count(partners)
        self.assertLessEqual(many, few)
        covered = partners._get_membership_until(self.today)
        even = {one for one in ids if one % 2 == 0}
        associates = {one for one in ids[4:] if one % 4 == 1}
        self.assertEqual(set(covered), even | associates)
        self.assertEqual(set(covered.values()), {self._day(9)})

    def _make_product(self):
        return self._make_membership(self._make_member(paid=False)).membership_id

    def _count(self, partners):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        partners._get_membership_cover(self.today, self.company)
        return self.env.cr.sql_log_count - before

    # The relation and its membership (C1)

    def _make_lapsing_pair(self, days, **vals):
        """A running pair whose mentee's membership ends in ``days`` days from now."""
        mentee = self._make_member()
        application = self._make_application(mentee, state="waiting")
        match = self._make_match(application, **vals)
        line = self.env["membership.membership_line"].search(
            [("partner_id", "=", mentee.id)]
        )
        line.date_to = self._day(days)
        return match

    def _get_attention(self, match):
        match.invalidate_recordset(["attention", "membership_warning"])
        return match.attention or ""

    def test_e7_a_membership_that_ends_before_the_relation_is_told_in_time(self):
        for days, sentence in (
            (31, ""),
            (30, "ends on"),
            (0, "ends on"),
            (-1, "is not up to date since"),
        ):
            with self.subTest(days=days):
                match = self._make_lapsing_pair(days)
                self.assertIn(sentence, self._get_attention(match))
                self.assertEqual(bool(match.attention), bool(sentence))
                self.assertTrue(match.membership_warning)

    def test_the_number_of_days_is_the_programmes(self):
        match = self._make_lapsing_pair(20)
        self.assertIn("ends on", self._get_attention(match))
        self.program.membership_warning_days = 10
        self.assertFalse(self._get_attention(match))

    def test_c1_who_pays_again_heals_it_at_once(self):
        match = self._make_lapsing_pair(-5)
        self.assertIn("is not up to date since", self._get_attention(match))
        self._make_membership(match.mentee_id)
        self.assertFalse(self._get_attention(match))
        self.assertFalse(match.membership_warning)

    def test_c1_staff_end_a_pair_after_the_period_of_grace_only(self):
        for days, refused in (
            (5, "is up to date"),
            (0, "is up to date"),
            (-1, "The period of grace lasts until"),
            (-30, "The period of grace lasts until"),
            (-31, None),
        ):
            with self.subTest(days=days):
                match = self._make_lapsing_pair(days)
                wizard = (
                    self.env["mentoring.match.end"]
                    .with_user(self.user_officer)
                    .create({"match_id": match.id, "outcome": "fee_lapsed"})
                )
                if refused:
                    with self.assertRefused(refused):
                        wizard.action_end()
                    self.assertEqual(match.state, "active")
                else:
                    wizard.action_end()
                    self.assertEqual(match.outcome, "fee_lapsed")

    def test_c1_without_grace_a_pair_ends_the_day_after(self):
        self.program.membership_grace_days = 0
        match = self._make_lapsing_pair(-1)
        match._end("fee_lapsed")
        self.assertEqual(match.state, "ended")

    def test_an_officer_asks_without_rights_on_memberships(self):
        partner = self._make_line(-10, 10)
        officer = partner.with_user(self.user_officer)
        self.assertEqual(self._get_until(officer), self._day(10))


@tagged("post_install", "-at_install")
class TestMembershipDates(MentoringCase):
    """The dates of `membership`, whose dependencies are declared anew (ADR 0015)."""

    DATES = (
        "membership_start",
        "membership_last_start",
        "membership_stop",
        "membership_cancel",
    )

    def test_each_depends_on_the_same_of_whom_it_is_shared_with(self):
        fields_of = self.env["res.partner"]._fields
        for name in self.DATES:
            depends = self.env.registry.field_depends[fields_of[name]]
            shared = {one for one in depends if one.startswith("associate_member_id.")}
            self.assertEqual(shared, {f"associate_member_id.{name}"})
            self.assertIn("member_line_ids.date_to", depends)

    def test_they_follow_the_head_through_a_chain(self):
        head = self._make_member()
        one = self._make_member(paid=False, associate_member_id=head.id)
        two = self._make_member(paid=False, associate_member_id=one.id)
        line = head.member_line_ids
        for change in (
            {"date_from": line.date_from - timedelta(days=40)},
            {"date_to": line.date_to + timedelta(days=40)},
            {"date_cancel": line.date_from + timedelta(days=10)},
            {"state": "canceled"},
        ):
            line.write(change)
            self.env.flush_all()
            self.env.invalidate_all()
            for member in (one, two):
                with self.subTest(change=change, member=member):
                    for name in self.DATES:
                        self.assertEqual(member[name], head[name], name)
