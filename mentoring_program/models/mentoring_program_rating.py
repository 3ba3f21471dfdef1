from odoo import fields, models


class MentoringProgramRating(models.Model):
    """Whether a programme has its sessions rated, and how they were."""

    _name = "mentoring.program"
    _inherit = ["mentoring.program", "mentoring.rating.mixin"]
    _rated_by = "program_id"

    rate_sessions = fields.Boolean(
        "Rate Each Session",
        tracking=True,
        help="After a session, mentee and mentor may each give it 1 to 5. Staff see "
        "averages; neither sees what the other gave.",
    )
