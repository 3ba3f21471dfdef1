from odoo import models
from odoo.exceptions import UserError

from ..models.mentoring_application import OPEN_STATES


class BasePartnerMerge(models.TransientModel):
    """Contacts are not merged when that would drop, or twist, what they have here.

    Where one contact can have one record only, Odoo's merge deletes the other: a
    mentor's profile, say, with its approval.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        # Whoever may merge contacts is told why not, whatever else they may read.
        self.sudo()._check_mentoring(partner_ids)
        return super()._merge(partner_ids, dst_partner, extra_checks)

    def _check_mentoring(self, partner_ids):
        """Raise what stands in the way."""
        env = self.with_context(active_test=False).env
        profiles = env["mentoring.mentor"].search_count(
            [("partner_id", "in", partner_ids)], limit=2
        )
        if profiles > 1:
            raise UserError(
                env._("More than one of these contacts has a mentor profile.")
            )
        own_pairs = env["mentoring.match"].search_count(
            [
                ("mentee_id", "in", partner_ids),
                ("mentor_partner_id", "in", partner_ids),
            ],
            limit=1,
        )
        if own_pairs:
            raise UserError(
                env._("These contacts are mentor and mentee of the same pair.")
            )
        opened = env["mentoring.application"]._read_group(
            [("partner_id", "in", partner_ids), ("state", "in", OPEN_STATES)],
            ["program_id"],
            having=[("__count", ">", 1)],
        )
        if opened:
            raise UserError(
                env._(
                    "More than one of these contacts has an open application for the "
                    "same programme: close one first."
                )
            )
