from odoo import api, models

from .mentoring_mail_mixin import OFFICER_GROUP


class MentoringProgramDigest(models.Model):
    """The officer in charge of a programme receives the weekly digest.

    From the day of the charge on, until that officer unsubscribes.
    """

    _inherit = "mentoring.program"

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._subscribe_responsible()
        return programs

    def write(self, vals):
        before = {program: program.responsible_id for program in self}
        result = super().write(vals)
        if "responsible_id" in vals:
            self.filtered(
                lambda program: program.responsible_id != before[program]
            )._subscribe_responsible()
        return result

    def _subscribe_responsible(self):
        for program in self.filtered("responsible_id"):
            user, company = program.responsible_id, program.company_id
            if user.has_group(OFFICER_GROUP) and user.active:
                digest = self.env["digest.digest"]._get_of_company(company)
                digest._action_subscribe_users(user)
