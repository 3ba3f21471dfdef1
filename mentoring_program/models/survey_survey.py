from odoo import api, fields, models

from .mentoring_mail_mixin import MANAGER_GROUP


class SurveySurvey(models.Model):
    """A survey of the mentoring: a type of its own, so that its answers are read by
    the career centre and not by everybody who may use surveys.
    """

    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[("mentoring", "Mentoring")],
        # Of another type, its answers would be open to others.
        ondelete={"mentoring": "cascade"},
    )

    @api.depends("survey_type")
    @api.depends_context("uid")
    def _compute_allowed_survey_types(self):
        super()._compute_allowed_survey_types()
        if self.env.user.has_group(MANAGER_GROUP):
            for survey in self:
                allowed = survey.allowed_survey_types or []
                survey.allowed_survey_types = [*allowed, "mentoring"]
