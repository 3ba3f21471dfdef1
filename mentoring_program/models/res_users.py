from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class ResUsers(models.Model):
    """The login of somebody in a pair leads to that person's notes, and to no other's.

    Who may read private notes follows from the login's contact (C8, D3): a login that
    is moved onto a mentee's contact, or a second one, would read what is the mentee's.
    """

    _inherit = "res.users"

    def write(self, vals):
        if "partner_id" in vals:
            self._check_contact_kept(vals["partner_id"])
        return super().write(vals)

    def _check_contact_kept(self, partner_id):
        moved = self.filtered(lambda user: user.partner_id.id != partner_id)
        contacts = moved.partner_id.browse([partner_id]) | moved.partner_id
        if moved and contacts._is_in_pair():
            raise UserError(
                self.env._(
                    "A login stays with its contact where one of the contacts belongs "
                    "to a mentoring pair: private notes would go to somebody else."
                )
            )

    @api.constrains("partner_id")
    def _check_login_once(self):
        everybody = self.with_context(active_test=False).sudo()
        twice = everybody._read_group(
            Domain("partner_id", "in", self.partner_id.ids),
            ["partner_id"],
            having=[("__count", ">", 1)],
        )
        for [partner] in twice:
            if partner._is_in_pair():
                raise ValidationError(
                    self.env._(
                        "%(name)s belongs to a mentoring pair and has a login already; "
                        "a second one would open the private notes.",
                        name=partner.name,
                    )
                )
