from odoo import fields, models


class MentoringNewsRecord(models.TransientModel):
    """Record the news that a mentee has given by phone, by e-mail or in person."""

    _name = "mentoring.news.record"
    _description = "Record News"

    news_id = fields.Many2one("mentoring.news", required=True, ondelete="cascade")
    responsibility = fields.Selection(
        selection=lambda self: self.env["mentoring.news"]
        ._fields["responsibility"]
        ._description_selection(self.env),
        string="Hoped-For Responsibility",
        required=True,
    )
    words = fields.Text("What the Mentee Said")

    def action_record(self):
        self.ensure_one()
        self.news_id.action_record(self.responsibility, self.words)
        return {"type": "ir.actions.act_window_close"}
