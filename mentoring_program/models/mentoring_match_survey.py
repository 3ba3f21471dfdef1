from odoo import api, fields, models

from ..logic import cadence

SIDES = ("mentee", "mentor")


class MentoringMatchSurvey(models.Model):
    """How the two are asked, each by a survey of their own, how it went.

    When the pair ends, each gets one record to answer on; an automated rule on the
    date sends the e-mail. What the two said to each other is not asked for (C8, D3).
    """

    _inherit = "mentoring.match"

    survey_answer_ids = fields.One2many(
        "survey.user_input", "mentoring_match_id", string="Survey Answers"
    )
    mentee_survey_date = fields.Datetime(
        "Mentee Asked by Survey On", readonly=True, copy=False
    )
    mentor_survey_date = fields.Datetime(
        "Mentor Asked by Survey On", readonly=True, copy=False
    )
    survey_done_count = fields.Integer(
        "Surveys Answered", compute="_compute_survey_done_count", compute_sudo=True
    )

    @api.depends("survey_answer_ids.state")
    def _compute_survey_done_count(self):
        for match in self:
            match.survey_done_count = len(
                match.survey_answer_ids.filtered(lambda answer: answer.state == "done")
            )

    def _ask_how_it_went(self):
        """Ask each of the two once, where the programme has a survey for them."""
        now = fields.Datetime.now()
        for match in self:
            if not cadence.has_survey(match.outcome, match.session_done_count):
                continue
            for side in SIDES:
                survey = match.program_id[f"survey_{side}_id"].filtered("active")
                if survey and match._get_partner(side).active:
                    match._create_survey_answer(survey, side)
                    match[f"{side}_survey_date"] = now

    def _create_survey_answer(self, survey, side):
        partner = self._get_partner(side)
        language = self.env["res.lang"]._get_data(code=partner.lang)
        # Whoever ends the pair, one of the two included, has no rights on surveys.
        survey.sudo()._create_answer(
            partner=partner,
            check_attempts=False,
            mentoring_match_id=self.id,
            mentoring_side=side,
            lang_id=language.id,
        )

    def _get_survey_answer(self, side):
        """Return what ``side`` answers on, or none; in sudo as the pair's pages are."""
        self.ensure_one()
        return self.survey_answer_ids.filtered(
            lambda answer: answer.mentoring_side == side
        )

    def _get_survey_to_answer(self, side):
        """Return what ``side`` has yet to answer on, if the survey is open."""
        return self._get_survey_answer(side).filtered(
            lambda answer: answer.state != "done" and answer.survey_id.active
        )

    def action_view_survey_answers(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_program.survey_answer_action"
        )
        return {**action, "domain": [("mentoring_match_id", "in", self.ids)]}
