from odoo import api, fields, models
from odoo.tools import LazyTranslate, format_date

from ..logic import reminders

_lt = LazyTranslate(__name__)

# What the pair's form says of a message to come.
COMING = {
    reminders.DUE: _lt("%(message)s, to the %(side)s: with the next round"),
    reminders.LATER: _lt("%(message)s, to the %(side)s: from %(date)s on"),
    reminders.PAUSED: _lt("%(message)s, to the %(side)s: not during the pause"),
    reminders.WEEKLY: _lt(
        "%(message)s, to the %(side)s: from %(date)s on, because of another reminder"
    ),
}


class MentoringMatchReminders(models.Model):
    """What goes out to a pair by itself: what went out, and what comes next."""

    _inherit = "mentoring.match"

    reminder_ids = fields.One2many(
        "mentoring.reminder", "match_id", string="Reminders", readonly=True
    )
    reminder_count = fields.Integer(compute="_compute_reminder_count")
    reminder_outlook = fields.Text(
        "What Comes Next",
        compute="_compute_reminder_outlook",
        help="As things stand now: whatever is done meanwhile is not asked for.",
    )

    _to_remind = models.Index(
        "(program_id, id) WHERE state IN ('proposed', 'active')",
    )

    def _compute_reminder_count(self):
        counts = dict(
            self.env["mentoring.reminder"]._read_group(
                [("match_id", "in", self.ids)], ["match_id"], ["__count"]
            )
        )
        for match in self:
            match.reminder_count = counts.get(match, 0)

    @api.depends_context("lang")
    def _compute_reminder_outlook(self):
        self.reminder_outlook = False
        Reminder = self.env["mentoring.reminder"]
        off = Reminder.sudo()._get_switched_off()
        running = self.filtered(lambda match: match.state in ("proposed", "active"))
        for program, matches in running.grouped("program_id").items():
            clock = program._get_clock()
            now = clock(fields.Datetime.now())
            sent = Reminder._get_sent(matches, clock)
            relations = matches._get_relations(program, now)
            found = matches._get_reminder_messages(
                relations, program._get_policy(), now.date(), sent, off
            )
            people = {message.person for __, message in found if message.person}
            last = Reminder._get_last(people, clock)
            for match in matches:
                match.reminder_outlook = "\n".join(
                    match._get_coming_sentence(message, last.get(message.person), now)
                    for one, message in found
                    if one == match
                )

    def _get_coming_sentence(self, message, last, now):
        why, day = message.why, message.due
        if why == reminders.DUE and reminders.is_too_soon(last, now.date()):
            why, day = reminders.WEEKLY, last + reminders.WEEK
        Reminder = self.env["mentoring.reminder"]
        sides, kinds = (
            dict(Reminder._fields[name]._description_selection(self.env))
            for name in ("side", "kind")
        )
        sentence = self.env._(COMING[why])
        return sentence % {
            "message": kinds[message.kind],
            "side": sides[message.side],
            "date": format_date(self.env, day),
        }

    def _get_reminder_messages(self, relations, policy, today, sent, off):
        """Return ``[(pair, logic.reminders.Message)]``: the next ones of each pair.

        :param relations: as ``_get_relations`` returns them
        :param sent: as ``mentoring.reminder._get_sent`` returns it
        """
        return [
            (match, message)
            for match in self
            for message in reminders.outlook(
                relations[match.id], policy, today, sent.get(match.id, {}), off
            )
        ]

    def _get_session_messages(self, relations, policy, now):
        """Return ``[(pair, logic.reminders.Message)]`` of the sessions to come soon."""
        return [
            (match, message)
            for match in self
            for message in reminders.session_messages(relations[match.id], policy, now)
        ]

    def _get_reminder_links(self):
        """Return the values of a reminder that refer to the pair."""
        return {"match_id": self.id}

    def _why_not_reminded(self):
        if self.state not in ("proposed", "active"):
            return self.env._(
                "It is “%(state)s”: nobody is reminded.",
                state=self._get_state_label(self.state),
            )
        # What comes first.
        outlook = (self.reminder_outlook or "").split("\n")[0]
        return outlook or super()._why_not_reminded()

    def action_view_reminders(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_program.mentoring_reminder_action"
        )
        return {**action, "domain": [("match_id", "in", self.ids)], "context": {}}
