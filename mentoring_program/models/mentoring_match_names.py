from odoo import api, fields, models

from ..logic import anonymity
from .mentoring_mail_mixin import OFFICER_GROUP
from .mentoring_match_proposal import SIDES

OTHER = {"mentor": "mentee", "mentee": "mentor"}
# What the outside learns of who else a message went to.
HEADERS_HIDDEN = ("X-Msg-To-Add",)


class MentoringMatchNames(models.Model):
    """Names that stay hidden until both have accepted, where the programme says so.

    Staff see everything. To the two, every page and e-mail leaves out who the other
    is: here is what the pages ask, and what keeps messages from telling.
    """

    _inherit = "mentoring.match"

    hide_names = fields.Boolean(
        "Published Without Names",
        readonly=True,
        copy=False,
        help="As the programme said when the pair was published: a promise to the two.",
    )
    names_hidden = fields.Boolean(
        "Names Hidden for Now",
        compute="_compute_names_hidden",
        compute_sudo=True,
        help="Neither is told who the other is before both have accepted.",
    )

    @api.depends("state", "hide_names", "program_id.hide_names")
    def _compute_names_hidden(self):
        for match in self:
            match.names_hidden = not match._is_introduced() and (
                match.hide_names or match.program_id.hide_names
            )

    @api.depends("names_hidden")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        super()._compute_display_name()
        user = self.env.user
        if user._is_superuser() or user.has_group(OFFICER_GROUP):
            return
        for match in self.filtered("names_hidden"):
            match.display_name = match._get_name_for_both()

    def _get_name_for_both(self):
        """Return what the pair is called where its names are hidden."""
        self.ensure_one()
        return self.env._("Proposal in “%(program)s”", program=self.program_id.name)

    def _get_other_name(self, side):
        """Return the name of the other one, as ``side`` may read it now."""
        self.ensure_one()
        if not self.names_hidden:
            return self._get_other_partner(side).name
        # Their job function tells one proposal from another.
        if side == "mentor":
            function = self.application_id.function_id
            return (
                self.env._("A mentee: %(function)s", function=function.name)
                if function
                else self.env._("A mentee")
            )
        function = self.mentor_id.function_ids[:1]
        return (
            self.env._("A mentor: %(function)s", function=function.name)
            if function
            else self.env._("A mentor")
        )

    def _get_profile(self, side):
        """Return what ``side`` has told of themselves."""
        self.ensure_one()
        return self.mentor_id if side == "mentor" else self.application_id

    def _get_words(self, side, text):
        """Return what ``side`` wrote, as the other may read it now."""
        profile = self._get_profile(side)
        return profile._get_anonymous(text) if self.names_hidden else text

    # Messages from the pair's record

    def _get_mail_pair(self):
        return self

    def _leave_out_names(self, values, names, partner_ids):
        """Have a message not tell the two who the other is, whoever worded it.

        :param dict values: of the message, changed in place
        :param names: the fields of ``values`` that are read by who receives it
        :param partner_ids: whom it goes to; ``None`` if that can't be told
        """
        if not self.names_hidden:
            return
        for side in SIDES:
            if partner_ids is None or self._get_partner(side).id in partner_ids:
                other = self._get_profile(OTHER[side])._get_identity()
                for name in names:
                    if values.get(name):
                        values[name] = anonymity.without_name(values[name], other)

    def _message_create(self, values_list):
        for values in values_list:
            if values.get("model") == self._name and values.get("partner_ids"):
                self.browse(values["res_id"])._leave_out_names(
                    values, ("subject", "body"), values["partner_ids"]
                )
        return super()._message_create(values_list)

    def _message_compute_subject(self):
        if self.names_hidden:
            return self._get_name_for_both()
        return super()._message_compute_subject()

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """The two receive what is meant for them, not what is written to the other."""
        own = self.mentee_id | self.mentor_partner_id
        others = [id_ for id_ in partner_ids or [] if id_ not in own.ids]
        return super()._message_subscribe(others, subtype_ids, customer_ids)

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        if self.names_hidden:
            kwargs["force_record_name"] = self._get_name_for_both()
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)

    def _notify_by_email_get_headers(self, headers=None):
        headers = super()._notify_by_email_get_headers(headers=headers)
        if self.names_hidden:
            headers = {
                name: value
                for name, value in headers.items()
                if name not in HEADERS_HIDDEN
            }
        return headers
