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
        # Only whose membership covers the day leaves this method.
        lines = self.env["membership.membership_line"].sudo()
        covering = lines._search(
            self._get_settled_domain(company)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
            & (Domain("date_cancel", "=", False) | Domain("date_cancel", ">=", day))
        )
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
            ), own AS (
                %(covering)s
                UNION ALL SELECT id FROM res_partner WHERE free_member
            )
            SELECT partner_id FROM own
            WHERE partner_id IS NOT NULL
              AND partner_id NOT IN (SELECT id FROM holder)
            UNION ALL
            SELECT id FROM holder WHERE holder_id IN (SELECT partner_id FROM own)
            )""",
            covering=covering.select(SQL.identifier(covering.table, "partner_id")),
            steps=ASSOCIATE_STEPS,
        )
