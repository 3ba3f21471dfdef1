"""The "Import Template" buttons of Odoo's import screens, for what associations bring.

The files are explained column by column in ``docs/import.md``.
"""

from odoo import api, models

FOLDER = "/mentoring_program/static/import"


class MentoringMentor(models.Model):
    _inherit = "mentoring.mentor"

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Mentors"),
                "template": f"{FOLDER}/mentors.csv",
            }
        ]


class MembershipLine(models.Model):
    _inherit = "membership.membership_line"

    @api.model
    def get_import_templates(self):
        return [
            {
                "label": self.env._("Import Template for Memberships"),
                "template": f"{FOLDER}/memberships.csv",
            }
        ]


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def get_import_templates(self):
        return [
            *super().get_import_templates(),
            {
                "label": self.env._("Import Template for Alumni"),
                "template": f"{FOLDER}/contacts.csv",
            },
        ]
