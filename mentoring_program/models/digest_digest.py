from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .mentoring_mail_mixin import OFFICER_GROUP

XMLID = "mentoring_program.digest_digest"


class DigestDigest(models.Model):
    """What happened in the mentoring, by e-mail each week, company by company.

    The officers in charge of programmes receive it, and the officers who subscribe;
    others who get a digest with these figures see none of them.
    """

    _inherit = "digest.digest"

    kpi_mentoring_application = fields.Boolean("Mentoring: Applications")
    kpi_mentoring_application_value = fields.Integer(
        compute="_compute_kpi_mentoring_application_value",
        export_string_translation=False,
    )
    kpi_mentoring_match = fields.Boolean("Mentoring: Pairs Introduced")
    kpi_mentoring_match_value = fields.Integer(
        compute="_compute_kpi_mentoring_match_value", export_string_translation=False
    )
    kpi_mentoring_session = fields.Boolean("Mentoring: Sessions Held")
    kpi_mentoring_session_value = fields.Integer(
        compute="_compute_kpi_mentoring_session_value",
        export_string_translation=False,
    )
    kpi_mentoring_ended = fields.Boolean("Mentoring: Relations Ended")
    kpi_mentoring_ended_value = fields.Integer(
        compute="_compute_kpi_mentoring_ended_value", export_string_translation=False
    )
    kpi_mentoring_news = fields.Boolean("Mentoring: News Received")
    kpi_mentoring_news_value = fields.Integer(
        compute="_compute_kpi_mentoring_news_value", export_string_translation=False
    )

    def _compute_kpi_mentoring_application_value(self):
        self._count_mentoring("application", "mentoring.application", "submitted_date")

    def _compute_kpi_mentoring_match_value(self):
        # A day without an hour: of today, nothing yet, and nothing twice.
        self._count_mentoring("match", "mentoring.match", "introduction_date")

    def _compute_kpi_mentoring_session_value(self):
        self._count_mentoring(
            "session", "mentoring.session", "start", Domain("state", "=", "done")
        )

    def _compute_kpi_mentoring_ended_value(self):
        self._count_mentoring("ended", "mentoring.match", "end_date")

    def _compute_kpi_mentoring_news_value(self):
        self._count_mentoring("news", "mentoring.news", "answered_date")

    def _count_mentoring(self, name, model, date_field, domain=None):
        """Count for officers; whoever else is sent the digest does without."""
        if not self.env.user.has_group(OFFICER_GROUP):
            raise AccessError(
                self.env._("The figures of the mentoring are for its officers.")
            )
        self._calculate_company_based_kpi(
            model, f"kpi_mentoring_{name}_value", date_field, domain
        )

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("mentoring_program.mentoring_menu_root").id
        return actions | {
            f"kpi_mentoring_{name}": f"mentoring_program.{action}?menu_id={menu}"
            for name, action in (
                ("application", "mentoring_application_action"),
                ("match", "mentoring_match_action"),
                ("session", "mentoring_session_action"),
                ("ended", "mentoring_match_action"),
                ("news", "mentoring_news_action"),
            )
        }

    @api.model
    def _get_of_company(self, company):
        """Return the mentoring's digest of the company; a new one where there is none.

        The one that comes with the addon, which staff may have changed, is the model.
        """
        # Officers in charge are subscribed by whoever may change programmes.
        digests = self.sudo()
        own = Domain("company_id", "=", company.id)
        if found := digests.search(
            own & Domain("kpi_mentoring_application", "=", True), limit=1
        ):
            return found
        model = self.env.ref(XMLID, raise_if_not_found=False)
        if not model:
            return digests.browse()  # deleted: nobody wants it
        return model.sudo().copy({"company_id": company.id, "user_ids": False})
