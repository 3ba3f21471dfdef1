from datetime import timedelta

from odoo import api, fields, models

# Nobody is told of what the demo data stages.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_activity_quick_update": True,
    "no_reset_password": True,
}


class MentoringDemo(models.AbstractModel):
    """Builds the demo data: an association at work, on the day of the installation.

    Every record takes the same way through its life cycle as a real one; only the
    dates are set back afterwards. Loaded from ``mentoring_demo.xml``.
    """

    _name = "mentoring.demo"
    _inherit = "mentoring.demo.end"
    _description = "Demo Data of the Mentoring Programme"

    @api.model
    def _build(self):
        """Build everything, once; nobody is sent an e-mail."""
        if self._ref("application_mentee", missing=True):
            return
        rules = self.env["base.automation"].search(
            [("model_name", "like", "mentoring.")]
        )
        rules.active = False
        self._load_translations()
        demo = self.with_context(**QUIET)
        demo._build_mentors()
        demo._build_applications()
        demo._build_pairs()
        demo._build_ends()
        demo._build_activities()
        demo._end_memberships()
        rules.active = True
        self._put_off_filing()

    def _put_off_filing(self):
        """File the charters as PDF tomorrow: rendering so many takes minutes."""
        job = self.env.ref("mentoring_program.cron_charter_pdf")
        job.nextcall = fields.Datetime.now() + timedelta(days=1)

    def _load_translations(self):
        """Have members sign the charter in their language: Odoo translates it later."""
        languages = [code for code, __ in self.env["res.lang"].get_installed()]
        self.env["ir.module.module"]._load_module_terms(
            ["mentoring_program"], languages
        )
