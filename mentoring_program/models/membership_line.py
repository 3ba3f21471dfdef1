from odoo import api, models


class MembershipLine(models.Model):
    _inherit = "membership.membership_line"

    # Of all years' lines, those of today: read from the index alone.
    _mentoring_current = models.Index(
        "(date_to) INCLUDE (partner_id, date_from, date_cancel, company_id) "
        "WHERE state IN ('paid', 'free')"
    )
    _mentoring_invoiced = models.Index("(date_to) WHERE state = 'invoiced'")
    _mentoring_cancelled = models.Index("(date_cancel) WHERE date_cancel IS NOT NULL")

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Memberships"),
                "template": "/mentoring_program/static/import/memberships.csv",
            }
        ]
