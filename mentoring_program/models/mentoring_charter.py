from odoo import api, fields, models
from odoo.exceptions import UserError

ROLES = [("mentee", "Mentee"), ("mentor", "Mentor")]
# What a signature vouches for; it can't change once somebody has signed (S3).
SIGNED_FIELDS = {"name", "version", "role", "program_id", "body"}


class MentoringCharter(models.Model):
    """A version of the charter of a programme, for one role (S1).

    A draft is written and translated, then published; publishing a new version
    retires the one before it. A version that anyone has signed is frozen.
    """

    _name = "mentoring.charter"
    _description = "Mentoring Charter"
    _inherit = ["mentoring.lifecycle.mixin", "mail.thread"]
    _order = "program_id, role, id desc"
    _lifecycle = "charter"

    name = fields.Char("Title", required=True, translate=True)
    program_id = fields.Many2one(
        "mentoring.program", string="Programme", required=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True)
    role = fields.Selection(ROLES, required=True)
    version = fields.Char(required=True)
    body = fields.Html(required=True, translate=True, sanitize_overridable=False)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "In force"), ("retired", "Retired")],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
    )
    publication_date = fields.Datetime(readonly=True, copy=False)
    signature_ids = fields.One2many(
        "mentoring.charter.signature", "charter_id", string="Signatures"
    )
    signature_count = fields.Integer(compute="_compute_signature_count")

    _version_unique = models.Constraint(
        "UNIQUE (program_id, role, version)",
        "The programme has a charter with this role and version already.",
    )
    _one_in_force = models.UniqueIndex(
        "(program_id, role) WHERE state = 'published'",
        "Only one version of a charter can be in force for a programme and role.",
    )

    def _compute_signature_count(self):
        counts = dict(
            self.env["mentoring.charter.signature"]._read_group(
                [("charter_id", "in", self.ids)], ["charter_id"], ["__count"]
            )
        )
        for charter in self:
            charter.signature_count = counts.get(charter, 0)

    @api.depends("name", "version")
    def _compute_display_name(self):
        for charter in self:
            charter.display_name = f"{charter.name} ({charter.version})"

    def write(self, vals):
        if SIGNED_FIELDS & vals.keys():
            self.check_access("write")  # whether it is signed is not for outsiders
            self._check_not_signed()
        return super().write(vals)

    def _update_field_translations(self, field_name, *args, **kwargs):
        if field_name in SIGNED_FIELDS:
            self._check_not_signed()
        return super()._update_field_translations(field_name, *args, **kwargs)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_not_signed()

    def _check_not_signed(self):
        signed = (
            self.env["mentoring.charter.signature"]
            .sudo()  # only whether there are any, for whoever may edit the charter
            .search([("charter_id", "in", self.ids)], limit=1)
        )
        if signed:
            raise UserError(
                self.env._(
                    "“%(charter)s” has been signed, so its text stays as it is. "
                    "Duplicate it to write a new version.",
                    charter=signed.charter_id.display_name,
                )
            )

    def copy_data(self, default=None):
        return [
            {**vals, "version": self.env._("%s (copy)", charter.version)}
            if "version" not in (default or {})
            else vals
            for charter, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _prepare_published_values(self):
        # The database lets one version be in force: the one before it goes first.
        self.search(
            [
                ("program_id", "=", self.program_id.id),
                ("role", "=", self.role),
                ("state", "=", "published"),
            ]
        ).write({"state": "retired"})
        self.flush_model(["state"])
        return {"publication_date": fields.Datetime.now()}

    def action_publish(self):
        return self.write({"state": "published"})

    def action_retire(self):
        return self.write({"state": "retired"})

    def action_view_signatures(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_program.mentoring_charter_signature_action"
        )
        return {**action, "domain": [("charter_id", "in", self.ids)]}
