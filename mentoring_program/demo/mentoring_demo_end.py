from dateutil.relativedelta import relativedelta

from odoo import models

from ..logic.cadence import FIRST_NEWS
from . import tables

# Who of which pairs has answered the survey.
ANSWERED = {
    "costa_bastide": ("mentee", "mentor"),
    "picard_sarkissian": ("mentee",),
}
OPINION = "Une rencontre entre mentorés, à mi-parcours, serait la bienvenue."


class MentoringDemoEnd(models.AbstractModel):
    """What the two say of it: ratings, the surveys, news after the end (C10)."""

    _name = "mentoring.demo.end"
    _description = "After the End, in the Demo Data"
    _inherit = "mentoring.demo.pair"

    def _build_ends(self):
        for name, sides in ANSWERED.items():
            match = self._ref(f"match_{name}")
            for side in sides:
                self._answer_survey(match._get_survey_answer(side))
        for row in tables.read("news"):
            self._build_news(row)

    def _set_ended(self, match):
        super()._set_ended(match)
        for side in ("mentee", "mentor"):
            if match[f"{side}_survey_date"]:
                match[f"{side}_survey_date"] = match.end_date

    def _lead_session_done(self, session):
        super()._lead_session_done(session)
        session._rate("mentee", 4 + session.id % 2)
        if session.id % 3:
            session._rate("mentor", 5 - session.id % 3)

    def _answer_survey(self, answer):
        """Answer as one who is rather content: second choices, high on the scales."""
        for question in answer.survey_id.question_ids:
            if question.question_type == "simple_choice":
                value = question.suggested_answer_ids[1].id
            elif question.question_type == "scale":
                value = question.scale_max - 1
            else:
                value = OPINION
            answer._save_lines(question, value)
        answer._mark_done()

    def _build_news(self, row):
        match = self._ref(f"match_{row['pair']}")
        months = match.program_id.news_months_first
        asked = match.end_date + relativedelta(months=months)
        news = self.env["mentoring.news"].create(
            {
                "match_id": match.id,
                "asking": FIRST_NEWS,
                "months": months,
                "asked_date": asked,
            }
        )
        if not row["responsibility"]:
            return
        officer = self._ref("user_officer") if row["recorded"] else None
        news.action_answer(
            row["responsibility"], row["words"], bool(row["shared"]), officer
        )
        news.answered_date = asked + relativedelta(days=int(row["days"]))
        if news.shared:
            news.shared_date = news.answered_date
