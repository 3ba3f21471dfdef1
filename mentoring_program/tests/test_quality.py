"""The self-assessment: filled from the data, commented by staff, printed."""

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..logic import quality
from ..models.quality_sentences import EVIDENCE, QUESTIONS, TO_DO, WHERE
from .common import MentoringCase


@tagged("post_install", "-at_install")
class TestQuality(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls._make_session(cls.match, "done").summary_date = fields.Datetime.now()
        cls._make_session(cls.match, "done")
        cls.waiting = cls._make_application(state="waiting")
        cls._make_application(state="refused")
        unsigned = cls._make_mentor(state="draft", signed=False)
        unsigned.sudo()._write({"state": "approved"})
        cls.env.flush_all()
        cls.assessment = (
            cls.env["mentoring.quality"]
            .with_user(cls.user_manager)
            .create({"program_id": cls.program.id})
        )

    def _get_line(self, code):
        return self.assessment.line_ids.filtered(lambda line: line.code == code)

    def _get_numbers(self, code):
        line = self._get_line(code)
        return line.result, line.there, line.whole

    def test_each_line_is_filled_from_the_data(self):
        codes = self.assessment.line_ids.mapped("code")
        self.assertEqual(codes, [line.code for line in quality.LINES])
        for code, found in {
            "charters": ("met", 2, 2),
            "objectives": ("met", 2, 2),  # of the pair and of the one who waits
            "mentors_signed": ("partly", 1, 2),
            "decided_soon": ("met", 3, 3),
            "waiting_fresh": ("met", 1, 1),
            "places": ("met", 1, 1),
            "surveys": ("met", 2, 2),
            "surveys_answered": ("unknown", 0, 0),
            "completed": ("unknown", 0, 0),
            "both_signed": ("met", 1, 1),
            "refused_with_words": ("met", 1, 1),
            "summaries": ("partly", 1, 2),
        }.items():
            with self.subTest(code=code):
                self.assertEqual(self._get_numbers(code), found)
        counts = [
            sum(line.result == result for line in self.assessment.line_ids)
            for result in ("met", "partly", "missing")
        ]
        self.assertEqual(
            [
                self.assessment.met_count,
                self.assessment.partly_count,
                self.assessment.missing_count,
            ],
            counts,
        )

    def test_it_stays_as_it_was_found_until_filled_anew(self):
        line = self._get_line("officer")
        line.with_user(self.user_officer).comment = "From January on."
        self.program.responsible_id = self.user_officer
        self.assertEqual(self._get_numbers("officer"), ("missing", 0, 1))
        self.assessment.action_fill()
        self.assertEqual(self._get_numbers("officer"), ("met", 1, 1))
        self.assertEqual(line.comment, "From January on.")
        self.assertEqual(len(self.assessment.line_ids), len(quality.LINES))
        with self.assertRefused("of this day already"):
            self.assessment.copy()

    def test_staff_comment_and_write_nothing_else(self):
        for user in (self.user_officer, self.user_manager):
            line = self._get_line("officer").with_user(user)
            with self.assertRefused("filled from the data"):
                line.result = "met"
        with self.assertRaises(AccessError):
            self.assessment.with_user(self.user_officer).action_fill()
        with self.assertRaises(AccessError):
            self._get_line("officer").with_user(self.user_employee).read(["comment"])

    def test_it_says_what_is_missing_and_where_to_do_it(self):
        for table in (QUESTIONS, EVIDENCE, TO_DO, WHERE):
            self.assertEqual(set(table), set(quality.BY_CODE))
        for line in self.assessment.line_ids.with_user(self.user_officer):
            with self.subTest(code=line.code):
                self.assertTrue(line.question and line.evidence)
                self.assertEqual(
                    bool(line.to_do), line.result in (quality.PARTLY, quality.MISSING)
                )
                action = line.action_open()
                self.assertIn(action["res_model"], self.env)

    def test_on_paper(self):
        self._get_line("officer").comment = "From January on."
        html, __ = (
            self.env["ir.actions.report"]
            .with_user(self.user_officer)
            ._render_qweb_html("mentoring_program.report_quality", self.assessment.ids)
        )
        text = " ".join(etree.HTML(html).xpath("//body//text()"))
        text = " ".join(text.split())
        for words in (
            "Clarity of purpose",
            "Administration and support",
            "Mentors who have signed it: 1 of 2.",
            "→ Choose an officer on the programme.",
            "From January on.",
            "This is no certificate of a standard.",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)
        self.assertNotIn("Mentee", text.replace("Mentees", ""))
