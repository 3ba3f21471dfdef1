"""The self-check tells visitors what staff's screen would say of the same answers."""

from html import unescape

from dateutil.relativedelta import relativedelta

from odoo.tests import Form, tagged

from ..logic import eligibility
from ..models.finding_sentences import finding_sentence, member_sentence
from .test_portal_application import PortalApplicationCase

CODES = ("in_post", "experience", "responsibility", "not_a_job_search")
FITS = "Yes, mentoring is made for you"


@tagged("post_install", "-at_install")
class TestSelfCheckParity(PortalApplicationCase):
    """E1, E2, E3, P7: the same answers, from the same code, for both."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.today = self.program._get_today()

    def _level(self, name):
        return self.env.ref(f"mentoring_program.level_{name}").id

    def _began(self, **ago):
        return (self.today - relativedelta(**ago)).replace(day=1)

    def _prepare_cases(self):
        """Return facts of an application, at, before and after each bound."""
        teams, team = self._level("significant_teams"), self._level("team")
        good = {
            "employment": "in_post",
            "experience_start": self._began(years=12),
            "aim": "promotion",
            "target_level_id": teams,
            "target_months": 12,
        }
        new_post = {**good, "aim": "new_post", "target_months": False}
        return [
            good,
            {**good, "employment": "out_of_post"},
            {**good, "experience_start": self._began(years=8)},
            {**good, "experience_start": self._began(years=7, months=11)},
            {**good, "experience_start": self._began(years=20)},
            {**good, "experience_start": self._began(years=20, months=11)},
            {**good, "experience_start": self._began(years=21)},
            {**good, "target_months": 24},
            {**good, "target_months": 25},
            {**good, "target_level_id": team},
            {**new_post, "new_post_date": self.today},
            {**new_post, "new_post_date": self.today - relativedelta(months=6)},
            {**new_post, "new_post_date": self.today - relativedelta(months=6, days=2)},
            {**good, "aim": "job_search"},
            {**good, "aim": "job_search", "employment": "out_of_post"},
        ]

    def _prepare_post(self, facts):
        """Return the form that a visitor with these facts sends."""
        start = facts["experience_start"]
        return {
            "employment": facts["employment"],
            "experience_start_month": str(start.month),
            "experience_start_year": str(start.year),
            "aim": facts["aim"],
            "target_level_id": str(facts["target_level_id"]),
            "target_months": str(facts["target_months"] or ""),
            "new_post_date": str(facts.get("new_post_date") or ""),
        }

    def test_visitors_and_staff_are_told_the_same(self):
        said = set()
        for facts in self._prepare_cases():
            with self.subTest(**facts):
                application = self._make_application(state="draft", **facts)
                findings = [
                    finding
                    for finding in application._get_findings()
                    if finding.code in CODES
                ]
                page = self._post("/mentoring/self-check", **self._prepare_post(facts))
                text = " ".join(unescape(page.text).split())
                fits = not eligibility.blocking(findings)
                self.assertEqual(FITS in text, fits)
                for finding in findings:
                    self.assertIn(member_sentence(self.env, finding), text)
                    staff = finding_sentence(self.env, finding)
                    self.assertIn(staff, unescape(application.findings_html))
                    said.add((finding.code, finding.passed))
        self.assertEqual(said, {(code, ok) for code in CODES for ok in (True, False)})

    def test_each_programme_judges_by_its_own_numbers(self):
        """E2, E3: a second programme with other numbers runs beside the first."""
        young = self._make_program(
            name="First steps",
            experience_years_min=2,
            experience_years_max=5,
            horizon_months=36,
        )
        facts = {**self._prepare_cases()[0], "target_months": 30}
        for start, program, fits in (
            (self._began(years=3), young, True),
            (self._began(years=3), self.program, False),
            (self._began(years=12), young, False),
        ):
            form = self._prepare_post({**facts, "experience_start": start})
            page = self._post(
                "/mentoring/self-check", program_id=str(program.id), **form
            )
            self.assertEqual(FITS in page.text, fits)
            application = self._make_application(
                state="draft",
                program_id=program.id,
                **{**facts, "experience_start": start},
            )
            blocking = eligibility.blocking(application._get_findings())
            codes = {finding.code for finding in blocking} & {*CODES}
            self.assertEqual(not codes, fits)

    def test_who_is_out_of_scope_is_shown_coaching_and_whom_to_ask(self):
        """P7, P8: kindly, with the comparison and a contact."""
        self.program.responsible_id = self.user_officer
        form = self._prepare_post({**self._prepare_cases()[0], "aim": "job_search"})
        page = self._post("/mentoring/self-check", **form)
        for words in ("Mentoring and career coaching", self.user_officer.name):
            self.assertIn(words, page.text)

    def test_the_reason_is_suggested_by_what_blocks(self):
        """E1, E2, E3, E7, P7: staff need not look for the words to refuse kindly."""
        cases = self._prepare_cases()
        member, other = self._make_member(), self._make_member(paid=False)
        for facts, partner, reason in (
            (cases[0], member, None),
            (cases[1], None, "not_in_post"),
            (cases[3], None, "experience_short"),
            (cases[6], None, "experience_long"),
            (cases[8], None, "no_promotion"),
            (cases[13], None, "job_search"),
            (cases[14], None, "job_search"),
            (cases[0], other, "membership"),
        ):
            with self.subTest(reason=reason):
                application = self._make_application(partner, **facts)
                action = application.with_user(self.user_officer).action_refuse()
                wizard = Form(
                    self.env[action["res_model"]]
                    .with_user(self.user_officer)
                    .with_context(**action["context"])
                )
                expected = self.env["mentoring.refusal.reason"]
                if reason:
                    expected = self.env.ref(f"mentoring_program.refusal_{reason}")
                self.assertEqual(wizard.reason_id, expected)
