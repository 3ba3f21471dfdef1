from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# From the acceptance to the end of the relation (E7, C1).
HELD_TO_IT = ("accepted", "waiting", "matched")


class MentoringApplicationMembership(models.Model):
    """Whether the membership of a mentee holds, as long as it has to (E7, C1)."""

    _inherit = "mentoring.application"

    membership_status = fields.Selection(
        [("lapsed", "Lapsed"), ("ending", "Ends soon")],
        string="Membership Fee",
        compute="_compute_membership_status",
        search="_search_membership_status",
        compute_sudo=True,
        help="Not settled today, or not so many days ahead as the programme warns "
        "before; from the acceptance to the end of the relation.",
    )

    @api.depends("state", "partner_id", "program_id.membership_warning_days")
    def _compute_membership_status(self):
        self.membership_status = False
        held = self.filtered(lambda application: application.state in HELD_TO_IT)
        for (company, *days), programs in self._get_terms(held.program_id).items():
            applications = held.filtered(lambda one, of=programs: one.program_id in of)
            now, soon = (
                applications.partner_id._get_membership_cover(day, company)
                for day in days
            )
            for application in applications:
                member = application.partner_id.id
                if not now[member].until:
                    application.membership_status = "lapsed"
                elif not soon[member].until:
                    application.membership_status = "ending"

    def _search_membership_status(self, operator, value):
        if operator != "in" or not set(value) <= {"lapsed", "ending"}:
            return NotImplemented
        # Every programme: a house has a handful.
        every = self.env["mentoring.program"].with_context(active_test=False)
        terms = self._get_terms(every.search([]))  # pylint: disable=no-search-all
        return Domain("state", "in", HELD_TO_IT) & Domain.OR(
            Domain("program_id", "in", programs.ids)
            & self._get_status_domain(set(value), *term)
            for term, programs in terms.items()
        )

    def _get_status_domain(self, wanted, company, today, soon):
        partners = self.env["res.partner"]
        covered = partners._get_covered_sql(today, company)
        ending = partners._get_ending_sql(today, soon, company)
        found = {
            "lapsed": Domain.custom(to_sql=self._prepare_not_in_sql(covered)),
            "ending": Domain("partner_id", "any!", ending),
        }
        return Domain.OR(found[status] for status in sorted(wanted))

    def _prepare_not_in_sql(self, partners):
        """Return what writes the SQL of a mentee who is not among the partners.

        An anti-join takes half the time of NOT IN, which “not any” would be.
        """

        def to_sql(model, alias, query):
            partner = model._field_to_sql(alias, "partner_id", query)
            return SQL(
                "NOT EXISTS (SELECT FROM %s one WHERE one.partner_id = %s)",
                partners,
                partner,
            )

        return to_sql

    @api.model
    def _get_terms(self, programs):
        """Return ``{(company, today, last day to be covered): programmes}``."""
        return programs.grouped(
            lambda program: (
                program.company_id,
                program._get_today(),
                program._get_today() + timedelta(days=program.membership_warning_days),
            )
        )
