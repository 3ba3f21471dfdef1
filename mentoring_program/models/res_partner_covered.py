from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_partner import ASSOCIATE_STEPS


class ResPartnerCovered(models.Model):
    """Who is covered on a day, told by the database: for lists and their numbers."""

    _inherit = "res.partner"

    # Few have either, among hundreds of thousands.
    _mentoring_associates = models.Index(
        "(associate_member_id) WHERE associate_member_id IS NOT NULL"
    )
    _mentoring_free_members = models.Index("(id) WHERE free_member")

    @api.model
    def _get_covered_sql(self, day, company):
        """Return the SQL of the ids of the contacts whom ``_get_membership_cover``
        finds covered on ``day``.
        """
        settled, by_invoice = self._get_settled_domains(company)
        covering = self._get_covering_domain(day)
        # One search with “or” would read the lines of all years, and all invoices.
        lines = self._get_lines_sql(
            settled & covering & Domain("date_to", ">=", day),
            settled & covering & Domain("date_to", "=", False),
            by_invoice & covering,
        )
        own = SQL("%s UNION ALL SELECT id FROM res_partner WHERE free_member", lines)
        return self._get_shared_sql(own)

    @api.model
    def _get_ending_sql(self, day, soon, company):
        """Return the SQL of those covered on ``day`` and not any more on ``soon``.

        Whose lines end between the two are few: only these are looked at.
        """
        settled, by_invoice = self._get_settled_domains(company)
        covering = self._get_covering_domain(day)
        ended, cancelled = (
            Domain(last, ">=", day) & Domain(last, "<", soon)
            for last in ("date_to", "date_cancel")
        )
        own = SQL(
            """
            SELECT ending.partner_id
            FROM (%(ending)s) ending
            JOIN res_partner partner
              ON partner.id = ending.partner_id AND partner.free_member IS NOT TRUE
            WHERE NOT EXISTS (
                SELECT FROM (%(lasting)s) lasting
                WHERE lasting.partner_id = ending.partner_id
            )
            """,
            ending=self._get_lines_sql(
                settled & covering & ended,
                settled & covering & cancelled,
                by_invoice & covering & (ended | cancelled),
            ),
            lasting=self._get_lines_sql(
                self._get_settled_domain(company) & self._get_covering_domain(soon)
            ),
        )
        return self._get_shared_sql(own)

    def _get_covering_domain(self, day):
        """Return the domain of the lines that ``day`` lies in."""
        return (
            (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
            & (Domain("date_cancel", "=", False) | Domain("date_cancel", ">=", day))
        )

    def _get_lines_sql(self, *domains):
        """Return the SQL of the contacts of the lines of either domain."""
        # Only whose membership covers the day leaves this model.
        lines = self.env["membership.membership_line"].sudo()
        queries = (lines._search(domain) for domain in domains)
        return SQL(" UNION ALL ").join(
            query.select(SQL.identifier(query.table, "partner_id")) for query in queries
        )

    def _get_shared_sql(self, own):
        """Return the SQL of the contacts in ``own``, and of their associates.

        An associate shares the membership of another, and has none besides it.
        """
        self.flush_model(["associate_member_id", "free_member"])
        return SQL(
            """(
            WITH RECURSIVE chain AS (
                SELECT id, associate_member_id AS holder_id, 1 AS step
                FROM res_partner
                WHERE associate_member_id IS NOT NULL AND free_member IS NOT TRUE
                UNION ALL
                SELECT chain.id, partner.associate_member_id, chain.step + 1
                FROM chain JOIN res_partner partner ON partner.id = chain.holder_id
                WHERE partner.associate_member_id IS NOT NULL
                  AND partner.free_member IS NOT TRUE AND chain.step < %(steps)s
            ), holder AS (
                SELECT DISTINCT ON (id) id, holder_id FROM chain ORDER BY id, step DESC
            ), own (partner_id) AS NOT MATERIALIZED (
                %(own)s
            )
            SELECT partner_id FROM own
            WHERE partner_id IS NOT NULL
              AND partner_id NOT IN (SELECT id FROM holder)
            UNION ALL
            SELECT id FROM holder WHERE holder_id IN (SELECT partner_id FROM own)
            )""",
            own=own,
            steps=ASSOCIATE_STEPS,
        )
