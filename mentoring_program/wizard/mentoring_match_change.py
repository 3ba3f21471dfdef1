from odoo import api, fields, models
from odoo.exceptions import UserError

SHOWN = 20


class MentoringMatchChange(models.TransientModel):
    """What else could be done for one application of a matching run.

    Another mentor with a free place, or an exchange with another draft: only what the
    rules allow, the best for the run as a whole first.
    """

    _name = "mentoring.match.change"
    _description = "Change of the Mentor in a Draft"
    _rec_name = "match_id"

    match_id = fields.Many2one("mentoring.match", required=True, ondelete="cascade")
    mentee_id = fields.Many2one(related="match_id.mentee_id")
    mentor_id = fields.Many2one(related="match_id.mentor_id", string="Drafted With")
    score = fields.Float(related="match_id.score")
    line_ids = fields.One2many("mentoring.match.change.line", "change_id")

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        for change in changes:
            possible = change.match_id._get_possible_changes()[:SHOWN]
            change.line_ids = [
                fields.Command.create(
                    {
                        "mentor_id": one.mentor,
                        "score": one.score.total,
                        "other_match_id": other.id,
                        "other_score": one.other_score and one.other_score.total,
                        "gain": one.gain,
                    }
                )
                for one, other in possible
            ]
        return changes


class MentoringMatchChangeLine(models.TransientModel):
    """One way to give the application another mentor."""

    _name = "mentoring.match.change.line"
    _description = "Possible Change of the Mentor"
    _order = "gain desc, score desc, id"

    change_id = fields.Many2one(
        "mentoring.match.change", required=True, ondelete="cascade"
    )
    mentor_id = fields.Many2one("mentoring.mentor", required=True, ondelete="cascade")
    avatar_128 = fields.Image(related="mentor_id.partner_id.avatar_128")
    job_title = fields.Char(related="mentor_id.job_title")
    employer = fields.Char(related="mentor_id.employer")
    score = fields.Float(digits=(5, 1))
    other_match_id = fields.Many2one(
        "mentoring.match", string="Exchange With", ondelete="cascade"
    )
    other_score = fields.Float("Their New Score", digits=(5, 1))
    gain = fields.Float(
        "Change of the Total",
        digits=(5, 1),
        help="Points that the run as a whole gains or loses.",
    )
    consequence = fields.Char(compute="_compute_consequence")

    @api.depends("other_match_id", "other_score")
    def _compute_consequence(self):
        for line in self:
            other = line.other_match_id
            line.consequence = (
                self.env._(
                    "%(mentee)s goes to %(mentor)s instead: from %(before).1f to "
                    "%(after).1f points.",
                    mentee=other.mentee_id.name,
                    mentor=line.change_id.mentor_id.name,
                    before=other.score,
                    after=line.other_score,
                )
                if other
                else self.env._("A place is free.")
            )

    def action_take(self):
        """Draft this instead, and pin it: it is what staff want."""
        self.ensure_one()
        match = self.change_id.match_id
        run = match._get_reviewed_run()
        for change, other in match._get_possible_changes():
            if (change.mentor, other) == (self.mentor_id.id, self.other_match_id):
                run._redraft(match | other, change.pairs(match._as_pair()))
                return {"type": "ir.actions.act_window_close"}
        raise UserError(
            self.env._("This is not possible any more. Look at the others.")
        )
