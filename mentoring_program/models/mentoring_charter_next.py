from odoo import fields, models
from odoo.fields import Domain

from ..logic.charter_version import next_version

# Who stands on what they signed. A draft application signs at its end (S2).
HELD_STATES = {
    "mentee": ("submitted", "accepted", "waiting", "matched"),
    "mentor": ("submitted", "approved", "paused"),
}


class MentoringCharterNext(models.Model):
    """The next version of a charter, and who stands on another one than this.

    What was signed stays valid, unchanged (S3): nobody loses a place for not having
    signed a version that came later. Whether they are asked is the managers' choice.
    """

    _inherit = "mentoring.charter"

    earlier_signer_count = fields.Integer(
        "Signed Another Version", compute="_compute_earlier_signer_count"
    )

    def _compute_earlier_signer_count(self):
        for charter in self:
            charter.earlier_signer_count = (
                charter._get_earlier_signers_count()
                if charter.state == "published"
                else 0
            )

    def _get_earlier_signers_count(self):
        model, domain = self._get_earlier_signers()
        return self.env[model].search_count(domain)

    def _get_earlier_signers(self):
        """Return ``(model, domain)`` of the open applications, or of the mentors of the
        programme, whose people have not signed this version.
        """
        self.ensure_one()
        held = Domain("state", "in", HELD_STATES[self.role])
        signed = self.env["mentoring.charter.signature"]._search(
            [("charter_id", "=", self.id)]
        )
        held &= ~Domain("partner_id", "any!", signed.subselect("partner_id"))
        if self.role == "mentee":
            of_program = Domain("program_id", "=", self.program_id.id)
            return "mentoring.application", held & of_program
        return "mentoring.mentor", held & Domain(
            "program_ids", "in", self.program_id.ids
        )

    def _plan_telling_earlier_signers(self):
        """Plan for the officers to tell them: no member is asked by itself."""
        model, domain = self._get_earlier_signers()
        self.env[model].search(domain)._schedule_for_officer(
            "mentoring_program.activity_charter",
            note=self.env._(
                "“%(charter)s” is in force now. What was signed before stays valid.",
                charter=self.display_name,
            ),
        )

    def action_view_earlier_signers(self):
        """Open the applications, or the mentors, that stand on another version."""
        model, domain = self._get_earlier_signers()
        shown = [("id", "in", self.env[model].search(domain).ids)]
        xmlid = f"mentoring_program.{model.replace('.', '_')}_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {
            **action,
            "name": self.env._("Signed another version"),
            "domain": shown,
            "context": {},
        }

    def action_new_version(self):
        """Open a draft of the next version, with this text; there is one at most."""
        self.ensure_one()
        same = self.search(
            [("program_id", "=", self.program_id.id), ("role", "=", self.role)]
        )
        draft = same.filtered(lambda charter: charter.state == "draft")[:1]
        if not draft:
            version = next_version(self.version, same.mapped("version"))
            draft = self.copy({"version": version})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
        }
