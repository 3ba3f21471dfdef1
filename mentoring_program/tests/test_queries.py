"""Pages and lists cost as many queries for many records as for a few."""

from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged

from .common import MentoringCase

FEW, MANY = 4, 24


def _only(records):
    return Domain("id", "in", records.ids)


@tagged("post_install", "-at_install")
class TestQueries(MentoringCase):
    def _count(self, act):
        """The queries of ``act`` on what is in no cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertConstant(self, records, act):
        """``act`` costs the same for a few of ``records`` as for all of them."""
        self.assertGreaterEqual(len(records), MANY)
        act(records)  # what is cached for the whole process
        few, many = (
            self._count(partial(act, some.browse(some.ids)))
            for some in (records[:FEW], records)
        )
        self.assertLessEqual(many, few, f"{few} queries for {FEW}, {many} for {MANY}")

    @classmethod
    def _make_mentors(cls):
        return cls.env["mentoring.mentor"].concat(
            *(cls._make_mentor() for __ in range(MANY))
        )

    @classmethod
    def _make_applications(cls, state="submitted"):
        return cls.env["mentoring.application"].concat(
            *(cls._make_application(state=state) for __ in range(MANY))
        )

    def test_ranking_mentors(self):
        application = self._make_application(state="waiting")
        mentors = self._make_mentors()
        declined = self._make_match(application, mentors[0], "declined")
        self.assertEqual(declined.state, "declined")
        self.assertConstant(mentors, lambda some: application._rank(_only(some)))
        self.assertConstant(mentors, lambda some: some._get_facts(self.program))
        columns = ["name", "free_places", "experience_years", "signature_ids"]
        self.assertConstant(mentors, lambda some: some.read(columns))

    def test_finding_a_mentor(self):
        application = self._make_application(state="waiting")
        application = application.with_user(self.user_officer)
        mentors = self._make_mentors()
        for n, mentor in enumerate(mentors):
            mentor.capacity = 1 + n % 2
            if n % 3 == 0:
                mentor.experience_start = fields.Date.today() - timedelta(days=15000)

        def find(some):
            (mentors - some).active = False
            some.active = True
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            application.action_find_mentor()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        find(mentors)  # what is cached for the whole process
        few, many = find(mentors[:6]), find(mentors)
        # The lines are inserted in one go; a fuller list names more mentors.
        self.assertLessEqual(many, few + 2)

    def test_judging_a_waiting_list(self):
        self._make_mentors()
        self._make_match(mentor=self._make_mentor(capacity=1))
        applications = self._make_applications("waiting")
        officer = applications.with_user(self.user_officer)
        columns = ["waiting_number", "waiting_days", "waiting_why", "next_place_date"]
        self.assertConstant(officer, lambda some: some.read(columns))

    def test_reading_a_cohort(self):
        mentors, applications = self._make_mentors(), self._make_applications("waiting")
        run = self.env["mentoring.matching.run"].create(
            {
                "program_id": self.program.id,
                "application_scope": "only",
                "mentor_scope": "only",
                "mentor_ids": mentors.ids,
            }
        )

        def read(some):
            run.application_ids = some
            return run._prepare_question()

        self.assertConstant(applications, read)

    def test_judging_applications(self):
        applications = self._make_applications()
        self.assertConstant(applications, lambda some: some._get_facts())
        columns = [
            "blocking_count",
            "findings_html",
            "fee_state",
            "experience_years",
            "current_match_id",
        ]
        officer = applications.with_user(self.user_officer)
        self.assertConstant(officer, lambda some: some.read(columns))

    def test_telling_who_is_a_member(self):
        today = fields.Date.today()
        partners = self.env["res.partner"]
        for n in range(MANY):
            head = self._make_member()
            partners |= self._make_member(
                paid=n % 3,
                associate_member_id=n % 2 and head.id,
                free_member=n % 5 == 0,
            )
        self.assertConstant(partners, lambda some: some._get_membership_until(today))

    def test_listing_pairs(self):
        mentors, applications = self._make_mentors(), self._make_applications("waiting")
        Match = self.env["mentoring.match"]
        pairs = [
            {"application_id": application.id, "mentor_id": mentor.id}
            for application, mentor in zip(applications, mentors, strict=True)
        ]
        matches = Match.create(pairs)
        self.env.cr.execute(
            "UPDATE mentoring_match SET state = 'active', introduction_date = %s "
            "WHERE id IN %s",
            [fields.Date.today() - timedelta(days=70), tuple(matches.ids)],
        )
        self.env.invalidate_all()
        for match in matches:
            self._make_session(match, "done")
        columns = [
            "display_name",
            "attention",
            "next_step",
            "next_session",
            "membership_warning",
            "session_done_count",
        ]
        officer = matches.with_user(self.user_officer)
        self.assertConstant(officer, lambda some: some.read(columns))
        sessions = officer.session_ids
        names = ["display_name", "number", "short_notice"]
        self.assertConstant(sessions, lambda some: some.read(names))

    def test_counting_on_contacts(self):
        partners = self.env["res.partner"].concat(
            *(self._make_member(paid=False) for __ in range(MANY))
        )
        officer = partners.with_user(self.user_officer)
        names = ["mentoring_application_count", "mentoring_match_count"]
        self.assertConstant(officer, lambda some: some.read(names))
