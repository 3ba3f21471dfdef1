from odoo import fields, models

from odoo.addons.membership.models.res_partner import ResPartner as Membership

SHARED = "associate_member_id."
OWN = [
    name
    for name in Membership._compute_membership_date._depends
    if not name.startswith(SHARED)
]


def _as_of_the_same(name):
    """Return the date that a contact has from the lines, or from whom it shares with:
    that one's same date.
    """
    return fields.Date(depends=[*OWN, f"{SHARED}{name}"])


class ResPartnerMembershipDates(models.Model):
    """Which dates of a membership depend on which (ADR 0015).

    `membership` has each of its four depend on all four of the member with whom it is
    shared. Odoo then follows them in every order, for each field of an invoice: in each
    process, the first fee that was charged waited for seconds.
    """

    _inherit = "res.partner"

    membership_start = _as_of_the_same("membership_start")
    membership_last_start = _as_of_the_same("membership_last_start")
    membership_stop = _as_of_the_same("membership_stop")
    membership_cancel = _as_of_the_same("membership_cancel")
