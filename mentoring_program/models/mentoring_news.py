from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import LazyTranslate

from ..logic.cadence import FIRST_NEWS, LAST_NEWS
from .mentoring_mail_mixin import OFFICER_GROUP

_lt = LazyTranslate(__name__)

NO_ANSWER = _lt("Choose an answer: did the responsibility that you hoped for come?")


class MentoringNews(models.Model):
    """News of a mentee after the relation, and what came of it (C10).

    A job asks twice, some months after the end; the record is the question, and holds
    the answer once the mentee has given it in the portal. The career centre reads it,
    and changes nothing; the mentor reads it when the mentee shares it.
    """

    _name = "mentoring.news"
    _description = "News After a Mentoring"
    _inherit = ["mentoring.fixed.mixin", "mentoring.mail.mixin", "mail.thread"]
    _order = "asked_date desc, id desc"
    _fixed_fields = frozenset({"match_id"})
    _mail_post_access = "read"

    match_id = fields.Many2one(
        "mentoring.match",
        string="Pair",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    mentee_id = fields.Many2one(related="match_id.mentee_id", store=True, index=True)
    mentor_id = fields.Many2one(related="match_id.mentor_id", store=True)
    mentor_partner_id = fields.Many2one(related="match_id.mentor_partner_id")
    program_id = fields.Many2one(related="match_id.program_id", store=True)
    company_id = fields.Many2one(related="match_id.company_id", store=True)
    outcome = fields.Selection(related="match_id.outcome", store=True)
    aim = fields.Selection(
        related="match_id.application_id.aim", store=True, string="Aim at the Start"
    )

    asking = fields.Selection(
        [(FIRST_NEWS, "First news"), (LAST_NEWS, "Last news")],
        required=True,
        readonly=True,
        string="Which News",
    )
    months = fields.Integer(
        "Months After the End",
        readonly=True,
        aggregator=None,
        help="As the programme said when the news was asked for.",
    )
    asked_date = fields.Datetime(
        "Asked On", required=True, readonly=True, default=fields.Datetime.now
    )

    answered_date = fields.Datetime("Answered On", readonly=True)
    responsibility = fields.Selection(
        [
            ("yes", "Yes"),
            ("partly", "Partly"),
            ("not_yet", "Not yet"),
            ("not_sought", "No longer sought"),
        ],
        string="Hoped-For Responsibility",
        readonly=True,
        help="Did the responsibility that the mentee hoped for come?",
    )
    words = fields.Text("In Own Words", readonly=True)
    recorder_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        readonly=True,
        help="Who of the career centre has noted what the mentee told by phone, by "
        "e-mail or in person.",
    )
    obtained = fields.Integer(
        "Promotions Obtained",
        compute="_compute_obtained",
        store=True,
        help="1 when the responsibility hoped for has come.",
    )
    shared = fields.Boolean("Shared With the Mentor", readonly=True)
    shared_date = fields.Datetime(
        "First Shared On", readonly=True, help="When the mentor was told of it."
    )

    _asked_once = models.UniqueIndex(
        "(match_id, asking)", "This news has been asked for already."
    )

    @api.depends("mentee_id.name", "asking")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["asking"]._description_selection(self.env))
        for news in self:
            news.display_name = self.env._(
                "%(mentee)s: %(which)s",
                mentee=news.mentee_id.name or "",
                which=labels.get(news.asking, ""),
            )

    @api.depends("responsibility")
    def _compute_obtained(self):
        for news in self:
            news.obtained = news.responsibility == "yes"

    def action_answer(self, responsibility, words=None, shared=False, recorder=None):
        """Note what the mentee says, for the first time or corrected.

        :param responsibility: a value of the field
        :param recorder: who of the staff notes it for the mentee
        """
        self.ensure_one()
        if not responsibility:
            raise UserError(self.env._(NO_ANSWER))
        values = {
            "responsibility": responsibility,
            "words": (words or "").strip() or False,
            "shared": bool(shared),
            "recorder_id": recorder.id if recorder else False,
        }
        noted = self._convert_to_write({name: self[name] for name in values})
        if self.answered_date and noted == values:
            return True  # a double click
        now = fields.Datetime.now()
        if shared and not self.shared_date:
            values["shared_date"] = now
        return self.write({**values, "answered_date": now})

    def action_record(self, responsibility, words=None):
        """Note, as staff, what the mentee told; who reads it stays the mentee's choice.

        What the mentee has written stays as it is.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(OFFICER_GROUP):
            raise AccessError(self.env._("The career centre records what it is told."))
        if self.answered_date and not self.recorder_id:
            raise UserError(self.env._("The mentee has answered already."))
        # Staff change nothing else of the news: see the access rights.
        return self.sudo().action_answer(
            responsibility, words, self.shared, self.env.user
        )

    # What the e-mails need to know

    def _get_activity_record(self):
        return self.match_id

    def _get_portal_path(self):
        """Return the address of the mentee's form, below that of the site."""
        self.ensure_one()
        return f"{self.match_id.access_url}/news/{self.asking}"
