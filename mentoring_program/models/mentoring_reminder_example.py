from odoo import api, fields, models

# Kinds that are about a session, and of which sort.
SESSIONS = {
    "session_soon": "planned",
    "unconfirmed": "planned",
    "appointment": "cancelled",
    "summary": "done",
    "go_on": "done",
    "quiet": "done",
}
# Kinds that are about a pair which is not active.
STATES = {"proposal": "proposed", "survey": "ended"}


class MentoringReminderExample(models.Model):
    """A reminder that nobody receives, for whoever wants to see its words."""

    _inherit = "mentoring.reminder"

    @api.model
    def _make_example(self, code):
        """Return a reminder about the latest record that fits ``code``; an empty one if
        there is none. The caller undoes it.
        """
        kind, side = code.rsplit("_", 1)
        about = self._get_example_values(kind, side)
        if not about:
            return self
        program = next(iter(about.values()))._get_mail_program()
        values = {
            "code": code,
            "kind": kind,
            "side": side,
            "step": 0,
            "occasion": str(fields.Date.today()),
            "due_date": fields.Date.today(),
            "program_id": program.id,
            **{name: record.id for name, record in about.items()},
        }
        # The caller may read reminders; it is undone before anybody else sees it.
        return self.sudo().create(values).sudo(self.env.su)

    def _get_example_values(self, kind, side):
        """Return ``{field: record}`` of what the reminder is about."""
        if kind == "unfinished":
            application = self._get_latest("mentoring.application", "draft")
            return application and {
                "application_id": application,
                "partner_id": application.partner_id,
            }
        if kind == "profile":
            mentor = self._get_latest("mentoring.mentor", "approved")
            return mentor and {"mentor_id": mentor, "partner_id": mentor.partner_id}
        if kind in SESSIONS:
            session = self._get_latest("mentoring.session", SESSIONS[kind])
            about = {"session_id": session, "match_id": session.match_id}
        else:
            state = STATES.get(kind, "active")
            about = {"match_id": self._get_latest("mentoring.match", state)}
        match = about["match_id"]
        if match and side != "staff":
            about["partner_id"] = match._get_partner(side)
        return match and about

    def _get_latest(self, model, state):
        """Return the latest record that is in ``state``, or else whichever."""
        Model = self.env[model]
        found = Model.search([("state", "=", state)], order="id desc", limit=1)
        return found or Model.search([], order="id desc", limit=1)
