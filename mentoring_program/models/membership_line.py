from odoo import api, models


class MembershipLine(models.Model):
    _inherit = "membership.membership_line"

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Memberships"),
                "template": "/mentoring_program/static/import/memberships.csv",
            }
        ]
