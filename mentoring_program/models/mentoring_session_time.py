from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .mentoring_session import MEETING_WAYS

LIMIT = 3


class MentoringSessionTime(models.Model):
    """A time that the mentor proposes for a session; the mentee may pick it (C3).

    The initiative stays with the mentee: a proposal plans nothing, holds no place in
    a calendar, and all of a pair's are gone once one is picked or others are proposed.
    """

    _name = "mentoring.session.time"
    _inherit = ["mentoring.fixed.mixin"]
    _description = "Proposed Time of a Session"
    _order = "start, id"
    _fixed_fields = frozenset({"match_id"})

    match_id = fields.Many2one(
        "mentoring.match", string="Pair", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="match_id.company_id", store=True)
    start = fields.Datetime(required=True)
    duration = fields.Float("Duration (hours)", required=True)
    stop = fields.Datetime("End", compute="_compute_stop")
    way = fields.Selection(MEETING_WAYS, required=True)
    place = fields.Char("Place or Link")

    @api.depends("start", "duration")
    def _compute_stop(self):
        for time in self:
            time.stop = time.start + timedelta(minutes=round(time.duration * 60))

    @api.depends("start")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for time in self:
            time.display_name = format_datetime(self.env, time.start, dt_format="short")

    @api.model
    def _propose(self, match, starts, *, duration, way, place=None, sure=False):
        """Propose up to three times to the mentee, in place of those before.

        :param starts: naive datetimes in UTC
        """
        match._check_running()
        starts = sorted(set(starts))
        if not starts:
            raise UserError(self.env._("Choose a day and an hour."))
        if len(starts) > LIMIT:
            raise UserError(self.env._("Propose at most %(limit)s times.", limit=LIMIT))
        Session = self.env["mentoring.session"]
        for start in starts:
            Session._check_plan(match, start, duration)
            Session._check_doubts(match, start, duration, sure)
        plans = [Session._prepare_plan(start, duration, way, place) for start in starts]
        before = [time._get_plan() for time in match.session_time_ids]
        if plans == before:
            return match.session_time_ids  # a double click
        match.session_time_ids.unlink()
        # The rule that tells the mentee looks at the change, to the second.
        match.times_proposed_date = False
        times = self.create([{"match_id": match.id, **plan} for plan in plans])
        match.times_proposed_date = fields.Datetime.now()
        return times

    def _pick(self):
        """Plan the session at this time, as the mentee."""
        self.ensure_one()
        match = self.match_id
        session = self.env["mentoring.session"]._plan(
            match, **self._get_plan(), side="mentee", sure=True
        )
        match.session_time_ids.unlink()
        return session

    def _get_plan(self):
        return {name: self[name] for name in ("start", "duration", "way", "place")}
