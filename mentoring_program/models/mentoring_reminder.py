from datetime import timedelta

from odoo import api, fields, models

from ..logic import reminders

SIDES = [("mentee", "Mentee"), ("mentor", "Mentor"), ("staff", "Career centre")]
# What each is called, by kind: in the list, on the pair and in the catalogue.
KINDS = [
    ("unfinished", "Questionnaire left unfinished"),
    ("proposal", "Proposal waits for an answer"),
    ("first_session", "First session not planned (C3)"),
    ("session_soon", "Session soon (C5, D4)"),
    ("unconfirmed", "Session not confirmed"),
    ("appointment", "No new appointment (C5)"),
    ("summary", "Summary missing (C7)"),
    ("go_on", "Does the mentor go on? (D6)"),
    ("membership_ending", "Membership ends soon (C1)"),
    ("membership_lapsed", "Membership lapsed (C1)"),
    ("quiet", "No session for long"),
    ("end_near", "Planned end near (P2)"),
    ("past_end", "Past the planned end (P2)"),
    ("one_side_ended", "End declared by one side (C9, D5)"),
    ("survey", "Survey not answered"),
    ("profile", "Mentor's profile to check"),
]
# Whom each kind goes to.
SIDES_OF = {
    "unfinished": ("mentee",),
    "proposal": ("mentee", "mentor"),
    "first_session": ("mentee", "staff"),
    "session_soon": ("mentee", "mentor"),
    "unconfirmed": ("mentee", "mentor", "staff"),
    "appointment": ("mentee", "mentor", "staff"),
    "summary": ("mentee", "staff"),
    "go_on": ("mentor",),
    "membership_ending": ("mentee",),
    "membership_lapsed": ("mentee", "staff"),
    "quiet": ("mentee", "mentor", "staff"),
    "end_near": ("mentee", "mentor"),
    "past_end": ("mentee", "mentor", "staff"),
    "one_side_ended": ("mentee", "mentor", "staff"),
    "survey": ("mentee", "mentor"),
    "profile": ("mentor",),
}
CODES = [
    reminders.code_of(kind, side) for kind, sides in SIDES_OF.items() for side in sides
]
INVITATIONS = [reminders.code_of(reminders.INVITATION, side) for side in reminders.BOTH]
# What is wrong with a pair of which staff are told at last: logic.cadence's codes.
CONCERN_OF = {"first_session": "not_started", "summary": "summary_missing"}
CONCERN_OF["appointment"] = "appointment_missing"
RULE_PREFIX = "automation_reminder_"


class MentoringReminder(models.Model):
    """A message that went out by the calendar, to one of a pair or to staff.

    A job makes the record when the message is due, once; the automated rule of its
    code, which staff can reword or switch off, then sends the e-mail or plans the
    activity. Both are in one transaction, so that neither comes without the other.
    """

    _name = "mentoring.reminder"
    _description = "Mentoring Reminder"
    _inherit = ["mentoring.mail.mixin", "mail.thread"]
    _order = "sent_date desc, id desc"
    _rec_name = "code"
    _mail_post_access = "read"

    code = fields.Char(required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True, string="Message")
    side = fields.Selection(SIDES, required=True, readonly=True, string="To")
    rule = fields.Char(readonly=True, help="The charter's rule.")
    step = fields.Integer(readonly=True, aggregator=None)
    occasion = fields.Char(
        required=True, readonly=True, help="The fact that makes it one of a kind."
    )
    due_date = fields.Date("Due On", required=True, readonly=True)
    sent_date = fields.Datetime(
        "Sent On", required=True, readonly=True, default=fields.Datetime.now
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        "mentoring.program",
        string="Programme",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    match_id = fields.Many2one(
        "mentoring.match", string="Pair", readonly=True, ondelete="cascade"
    )
    session_id = fields.Many2one(
        "mentoring.session",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
    )
    application_id = fields.Many2one(
        "mentoring.application", readonly=True, ondelete="cascade"
    )
    mentor_id = fields.Many2one("mentoring.mentor", readonly=True, ondelete="cascade")
    survey_answer_id = fields.Many2one(
        "survey.user_input", readonly=True, ondelete="cascade"
    )

    # Two servers, a crash, a retry: the database knows what has gone out.
    _once_a_pair = models.UniqueIndex(
        "(match_id, code, step, occasion) WHERE match_id IS NOT NULL",
        "This reminder has been sent already.",
    )
    _once_an_application = models.UniqueIndex(
        "(application_id, code, step, occasion) WHERE application_id IS NOT NULL",
        "This reminder has been sent already.",
    )
    _once_a_mentor = models.UniqueIndex(
        "(mentor_id, code, step, occasion) WHERE mentor_id IS NOT NULL",
        "This reminder has been sent already.",
    )
    _once_a_survey = models.UniqueIndex(
        "(survey_answer_id, code, step, occasion) WHERE survey_answer_id IS NOT NULL",
        "This reminder has been sent already.",
    )
    _by_person = models.Index("(partner_id, sent_date) WHERE partner_id IS NOT NULL")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for reminder in self:
            reminder.display_name = kinds.get(reminder.kind, reminder.code)

    @api.model
    def _get_switched_off(self):
        """Return the codes whose automated rule, or what it sends, staff have switched
        off or deleted.
        """
        data = self.env["ir.model.data"].search_fetch(
            [
                ("module", "=", "mentoring_program"),
                ("model", "=", "base.automation"),
                ("name", "=like", f"{RULE_PREFIX}%"),
            ],
            ["name", "res_id"],
        )
        rules = self.env["base.automation"].search(
            [
                ("id", "in", data.mapped("res_id")),
                ("action_server_ids", "any", [("mentoring_muted", "=", False)]),
            ]
        )
        on = {
            one.name.removeprefix(RULE_PREFIX)
            for one in data
            if one.res_id in rules.ids
        }
        return frozenset(CODES) - on

    # What the e-mails and activities need to know

    def _get_mail_pair(self):
        return self.match_id

    def _get_activity_record(self):
        return self.match_id or self.application_id or self.mentor_id

    def _get_other(self):
        """Return the contact on the other side of the pair."""
        self.ensure_one()
        return self.match_id._get_other_partner(self.side)

    def _get_path(self):
        """Return the address of the page that the e-mail leads to."""
        self.ensure_one()
        if self.kind == "summary":
            return f"/my/mentoring/sessions/{self.session_id.id}"
        if self.kind == "survey":
            return f"{self.match_id.access_url}/survey"
        if self.match_id:
            return self.match_id.access_url
        if self.application_id:
            return f"/my/mentoring/applications/{self.application_id.id}"
        return "/my/mentoring/mentor"

    def _get_last_day_to_renew(self):
        """Return the last day of grace of a membership that lapsed (C1)."""
        self.ensure_one()
        grace = self.program_id.membership_grace_days
        return fields.Date.add(fields.Date.to_date(self.occasion), days=grace - 1)

    def _get_last_moment(self):
        """Return until when notice can be given of the session (C5, D4)."""
        self.ensure_one()
        return self.session_id.start - timedelta(hours=self.program_id.notice_hours)

    def _escalate(self):
        """Plan the activity that tells the officer what the two have left undone."""
        for reminder in self:
            officer = reminder._get_officer()
            match = reminder.match_id.with_context(lang=officer.lang)
            concern = CONCERN_OF.get(reminder.kind, reminder.kind)
            reminder._schedule_for_officer(
                "mentoring_program.activity_attention", note=match._get_concern(concern)
            )

    def _message_create(self, values_list):
        """As in the pair's own messages: no names before both have accepted."""
        for values in values_list:
            if values.get("model") == self._name and values.get("partner_ids"):
                self.browse(values["res_id"]).match_id._leave_out_names(
                    values, ("subject", "body"), values["partner_ids"]
                )
        return super()._message_create(values_list)
