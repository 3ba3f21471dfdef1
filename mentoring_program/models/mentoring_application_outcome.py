from odoo import api, fields, models

from .mentoring_match_closing import OUTCOMES

OFFICER = "mentoring_program.group_officer"


class MentoringApplicationOutcome(models.Model):
    """What came of the pairs, kept with the application: reports read one table."""

    _inherit = "mentoring.application"

    introduction_date = fields.Date(
        "Introduced On",
        compute="_compute_outcome",
        store=True,
        groups=OFFICER,
        help="When the first pair was introduced.",
    )
    end_date = fields.Datetime(
        "Ended On",
        compute="_compute_outcome",
        store=True,
        groups=OFFICER,
        help="When the last pair ended; empty while one is under way.",
    )
    outcome = fields.Selection(
        OUTCOMES,
        "Outcome of the Last Pair",
        compute="_compute_outcome",
        store=True,
        groups=OFFICER,
    )

    @api.depends(
        "match_ids.introduction_date", "match_ids.end_date", "match_ids.outcome"
    )
    def _compute_outcome(self):
        for application in self:
            pairs = application.match_ids.filtered("introduction_date")
            dates = pairs.mapped("introduction_date")
            application.introduction_date = min(dates, default=False)
            # The last to end is the outcome once none is under way.
            last = pairs.browse()
            if all(pairs.mapped("end_date")):
                last = pairs.sorted(lambda pair: (pair.end_date, pair.id))[-1:]
            application.end_date = last.end_date
            application.outcome = last.outcome
