from odoo import api, models


class AnnualReport(models.AbstractModel):
    """The report to the general meeting (PDF)."""

    _name = "report.mentoring_program.annual_report_page"
    _description = "Mentoring Report (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["mentoring.annual.report"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": reports._name,
            "docs": reports,
            "pages": [report._prepare_page() for report in reports],
        }
