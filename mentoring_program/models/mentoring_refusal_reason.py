from odoo import fields, models


class MentoringRefusalReason(models.Model):
    """Why an application is refused: a name for staff, words for the member."""

    _name = "mentoring.refusal.reason"
    _description = "Reason for Refusal"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    member_text = fields.Text(
        "Words to the Member",
        required=True,
        translate=True,
        help="Said to the member in the e-mail and on the portal.",
    )
    to_coaching = fields.Boolean(
        "Points to Career Coaching",
        help="The member is shown how coaching differs and whom to contact (P7, P8).",
    )
    suggested_for = fields.Selection(
        [
            ("not_a_job_search", "Looking for a job (P7)"),
            ("in_post", "Not in post (E1)"),
            ("experience_short", "Too little experience (E2)"),
            ("experience_long", "Too much experience (E2)"),
            ("responsibility", "No greater responsibility in reach (E3)"),
            ("membership", "Membership not up to date (E7)"),
            ("written", "Expectations or motivations missing (C2)"),
            ("objectives", "Too few objectives (P5)"),
        ],
        help="The finding for which this reason is suggested to staff.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
