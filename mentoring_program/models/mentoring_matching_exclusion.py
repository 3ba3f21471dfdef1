from odoo import fields, models


class MentoringMatchingExclusion(models.Model):
    """A pair that staff don't want in a run; deleting it takes that back."""

    _name = "mentoring.matching.exclusion"
    _description = "Pair Forbidden in a Matching Run"
    _rec_name = "application_id"

    run_id = fields.Many2one(
        "mentoring.matching.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    program_id = fields.Many2one(related="run_id.program_id")
    application_id = fields.Many2one(
        "mentoring.application", string="Mentee", required=True, ondelete="cascade"
    )
    mentor_id = fields.Many2one("mentoring.mentor", required=True, ondelete="cascade")

    _pair_once = models.Constraint(
        "UNIQUE (run_id, application_id, mentor_id)",
        "This pair is forbidden in this run already.",
    )

    def action_allow(self):
        """Take the prohibition back: the pair may be drafted the next time."""
        self.unlink()
        return True
