from odoo import fields, models


class MentoringProgramSurvey(models.Model):
    """What the programme asks mentee and mentor once their relation has ended."""

    _inherit = "mentoring.program"

    survey_mentee_id = fields.Many2one(
        "survey.survey",
        string="Survey for the Mentee",
        domain="[('survey_type', '=', 'mentoring')]",
        default=lambda self: self._get_own_survey("mentee"),
        help="Asked once the relation has ended. Leave it empty to ask nothing.",
    )
    survey_mentor_id = fields.Many2one(
        "survey.survey",
        string="Survey for the Mentor",
        domain="[('survey_type', '=', 'mentoring')]",
        default=lambda self: self._get_own_survey("mentor"),
        help="Asked once the relation has ended. Leave it empty to ask nothing.",
    )

    def _get_own_survey(self, side):
        """Return the survey that comes with the addon, unless staff deleted it."""
        found = self.env.ref(
            f"mentoring_program.survey_{side}", raise_if_not_found=False
        )
        return found or self.env["survey.survey"]
