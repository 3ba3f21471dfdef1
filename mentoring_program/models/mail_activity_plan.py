from odoo import fields, models

# What staff follow by plans: each has its officer.
PLANNED = ("mentoring.application", "mentoring.mentor", "mentoring.match")


class MailActivityPlan(models.Model):
    """Plans come with the addon, so staff read their names in their own language."""

    _inherit = "mail.activity.plan"

    name = fields.Char(translate=True)
