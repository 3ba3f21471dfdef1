from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.membership import COVERED_FOR_GOOD, cover

COVERING_STATES = ("paid", "free")
ASSOCIATE_STEPS = 5


class ResPartner(models.Model):
    _inherit = "res.partner"

    mentoring_mentor_ids = fields.One2many(
        "mentoring.mentor",
        "partner_id",
        string="Mentor Profile",
        groups="mentoring_program.group_officer",
    )
    mentoring_application_ids = fields.One2many(
        "mentoring.application",
        "partner_id",
        string="Mentoring Applications",
        groups="mentoring_program.group_officer",
    )
    mentoring_application_count = fields.Integer(
        compute="_compute_mentoring_counts", groups="mentoring_program.group_officer"
    )
    mentoring_match_count = fields.Integer(
        compute="_compute_mentoring_counts", groups="mentoring_program.group_officer"
    )

    def _compute_mentoring_counts(self):
        applications = self._count_mentoring("mentoring.application", "partner_id")
        as_mentee = self._count_mentoring("mentoring.match", "mentee_id")
        as_mentor = self._count_mentoring("mentoring.match", "mentor_partner_id")
        for partner in self:
            partner.mentoring_application_count = applications.get(partner, 0)
            partner.mentoring_match_count = as_mentee.get(partner, 0) + as_mentor.get(
                partner, 0
            )

    def _count_mentoring(self, model, field):
        return dict(
            self.env[model]._read_group([(field, "in", self.ids)], [field], ["__count"])
        )

    def _is_in_pair(self):
        """Tell whether one of the contacts is mentor or mentee of a pair."""
        own = Domain("mentee_id", "in", self.ids)
        own |= Domain("mentor_partner_id", "in", self.ids)
        # Whoever runs the logins is told that, and nothing else about the pair.
        return bool(self.env["mentoring.match"].sudo().search_count(own, limit=1))

    def _get_membership_cover(self, day, company=None):
        """Tell whether a paid or free membership covers each contact (E7, C1).

        It is read from the membership lines: the state on the contact also takes in
        members who are merely invoiced, and is late to see starts and ends. The
        number of queries doesn't depend on how many contacts there are.

        :param date day: the day that has to be covered
        :param company: the company whose memberships count; those without one do too
        :return: ``{partner id: logic.membership.Cover}``
        """
        # Only what the membership says of the day leaves this method.
        holders = self.sudo()._get_membership_holders()
        partners = self.sudo().browse({holder.id for holder in holders.values()})
        periods = partners._get_membership_periods(company)
        return {
            partner_id: COVERED_FOR_GOOD
            if holder.free_member
            else cover(periods.get(holder.id, ()), day)
            for partner_id, holder in holders.items()
        }

    def _get_membership_until(self, day, company=None):
        """Return ``{partner id: last day of the cover}`` of those covered on ``day``.

        ``date.max`` stands for a membership without an end.
        """
        covers = self._get_membership_cover(day, company)
        return {
            partner_id: one.until for partner_id, one in covers.items() if one.until
        }

    def _get_membership_holders(self):
        """Return ``{partner id: the contact whose membership counts}``.

        An associate member shares the membership of another; a few queries follow
        the chains of all contacts together.
        """
        holders = {partner.id: partner for partner in self}
        moved = holders
        for __ in range(ASSOCIATE_STEPS):
            self.browse({holder.id for holder in moved.values()}).fetch(
                ["associate_member_id", "free_member"]
            )
            moved = {
                partner_id: holder.associate_member_id
                for partner_id, holder in moved.items()
                if holder.associate_member_id and not holder.free_member
            }
            if not moved:
                break
            holders.update(moved)
        return holders

    def _get_membership_periods(self, company):
        """Return ``{partner id: [(first day, last day), …]}`` of what is settled."""
        domain = Domain("partner_id", "in", self.ids)
        domain &= self._get_settled_domain(company)
        lines = self.env["membership.membership_line"].search_fetch(
            domain, ["partner_id", "date_from", "date_to", "date_cancel"]
        )
        periods = {}
        for line in lines:
            last = min(filter(None, (line.date_to, line.date_cancel)), default=None)
            periods.setdefault(line.partner_id.id, []).append(
                (line.date_from or None, last)
            )
        return periods

    @api.model
    def _get_settled_domain(self, company):
        """Return the domain of the membership lines that are paid or free (E7)."""
        return Domain.OR(self._get_settled_domains(company))

    @api.model
    def _get_settled_domains(self, company):
        """Return the domains of the lines that are settled, and of those that their
        invoice alone tells to be. No line is in both.
        """
        settled = Domain("state", "in", COVERING_STATES)
        # An invoice of zero is paid once posted, while its line stays "invoiced".
        paid = Domain("state", "=", "invoiced") & Domain(
            "account_invoice_line_id.move_id.payment_state",
            "in",
            ("paid", "in_payment"),
        )
        if not company:
            return [settled, paid]
        own = Domain("company_id", "in", [False, company.id])
        return [settled & own, paid & own]

    def action_view_mentoring_applications(self):
        return self._action_view_mentoring(
            "mentoring_program.mentoring_application_action",
            [("partner_id", "in", self.ids)],
        )

    def action_view_mentoring_matches(self):
        return self._action_view_mentoring(
            "mentoring_program.mentoring_match_action",
            [
                "|",
                ("mentee_id", "in", self.ids),
                ("mentor_partner_id", "in", self.ids),
            ],
        )

    def action_view_mentor(self):
        return self._action_view_mentoring(
            "mentoring_program.mentoring_mentor_action",
            [("partner_id", "in", self.ids)],
        )

    def _action_view_mentoring(self, xmlid, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": domain, "context": {"active_test": False}}

    @api.model
    def get_import_templates(self):
        return [
            *super().get_import_templates(),
            {
                "label": self.env._("Import Template for Alumni"),
                "template": "/mentoring_program/static/import/contacts.csv",
            },
        ]
