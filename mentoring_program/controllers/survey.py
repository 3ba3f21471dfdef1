from odoo.http import request, route

from .common import MentoringController
from .pair import PAIR


class MentoringSurveyController(MentoringController):
    """The door to the survey that a member answers after the end of a pair."""

    @route(
        f"{PAIR}/survey",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def pair_survey(self, match_id, **kwargs):
        """Lead each of the two to the answers of their own, open or given."""
        match, side = self._find_match(match_id)
        answer = match._get_survey_answer(side)
        if not answer:
            raise request.not_found()
        return request.redirect(answer.get_start_url())
