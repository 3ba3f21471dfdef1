from odoo import api, fields, models


class MentoringProgramNew(models.TransientModel):
    """A new programme, made from one that runs: its numbers, charters and guides."""

    _name = "mentoring.program.new"
    _description = "New Mentoring Programme"
    _check_company_auto = True

    source_id = fields.Many2one(
        "mentoring.program", string="Made From", required=True, readonly=True
    )
    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_from_source",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    responsible_id = fields.Many2one(
        "res.users",
        string="Officer in Charge",
        compute="_compute_from_source",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        domain="[('share', '=', False)]",
    )
    fee_product_id = fields.Many2one(
        "product.product",
        string="Fee",
        compute="_compute_from_source",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        help="Leave it empty to charge nothing.",
    )
    publish = fields.Boolean(
        "Put the charters in force at once",
        default=True,
        help="Otherwise they are drafts, to be reworded and published.",
    )

    # What is copied, to be seen before
    charter_ids = fields.Many2many(
        "mentoring.charter", string="Charters", compute="_compute_copied"
    )
    resource_ids = fields.Many2many(
        "mentoring.resource", string="Guides of Its Own", compute="_compute_copied"
    )
    survey_ids = fields.Many2many(
        "survey.survey", string="Surveys", compute="_compute_copied"
    )

    @api.depends("source_id")
    def _compute_from_source(self):
        for wizard in self:
            wizard.company_id = wizard.source_id.company_id
            wizard.responsible_id = wizard.source_id.responsible_id
            wizard.fee_product_id = wizard.source_id.fee_product_id

    @api.depends("source_id")
    def _compute_copied(self):
        for wizard in self:
            source = wizard.source_id
            wizard.charter_ids = source.charter_ids.filtered(
                lambda charter: charter.state == "published"
            )
            wizard.resource_ids = self.env["mentoring.resource"].search(
                [("program_id", "=", source.id)]
            )
            wizard.survey_ids = source.survey_mentee_id | source.survey_mentor_id

    def action_create(self):
        """Make the programme and open it; what others applied for is not copied."""
        self.ensure_one()
        program = self.source_id.copy(
            {
                "name": self.name,
                "company_id": self.company_id.id,
                "responsible_id": self.responsible_id.id,
                "fee_product_id": self.fee_product_id.id,
            }
        )
        self._copy_charters(program)
        for resource in self.resource_ids:
            resource.copy({"program_id": program.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": program._name,
            "res_id": program.id,
            "views": [(False, "form")],
        }

    def _copy_charters(self, program):
        for charter in self.charter_ids:
            copied = charter.copy(
                {"program_id": program.id, "version": charter.version}
            )
            if self.publish:
                copied.action_publish()
