import base64
import csv
import io

import xlsxwriter

from odoo import fields, models

from ..models.figure_sentences import figure_meaning, figure_name, figure_unit

DIGITS = 2
MIMETYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


class MentoringAnnualReportExport(models.TransientModel):
    """The figures of the report as tables, for whoever goes on working with them.

    Numbers are numbers, "no figure" is an empty cell.
    """

    _inherit = "mentoring.annual.report"

    xlsx_file = fields.Binary("XLSX", readonly=True, attachment=False)
    csv_file = fields.Binary("CSV", readonly=True, attachment=False)
    file_stem = fields.Char(compute="_compute_file_stem")

    def _compute_file_stem(self):
        for report in self:
            report.file_stem = self.env._(
                "mentoring-%(first)s-%(last)s",
                first=report.date_from,
                last=report.date_to,
            )

    def action_export_xlsx(self):
        self.xlsx_file = base64.b64encode(self._make_xlsx())
        return self._download("xlsx")

    def action_export_csv(self):
        self.csv_file = base64.b64encode(self._make_csv())
        return self._download("csv")

    def _download(self, kind):
        """Return the file by core's own route, which checks who asks.

        Told what it is, that route doesn't guess from the first part of the file.
        """
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{kind}_file/"
            f"{self.file_stem}.{kind}?download=true"
            f"&mimetype={MIMETYPES[kind]}",
            "target": "download",
        }

    # Tables: ``[(title, headings, rows)]``

    def _get_tables(self):
        sections = self._get_sections()
        return [
            self._get_figures_table(sections),
            self._get_outcomes_table(sections),
            self._get_split_table(self.env._("Themes"), "theme"),
            self._get_split_table(self.env._("Sectors"), "sector"),
        ]

    def _get_figures_table(self, sections):
        now, before = map(self._show_days, self._get_periods())
        headings = [
            self.env._("Programme"),
            self.env._("Figure"),
            self.env._("Unit"),
            now,
            before,
            self.env._("Difference"),
            self.env._("Difference in %"),
            self.env._("Meaning"),
        ]
        rows = [
            [
                section["name"],
                figure_name(self.env, row.key),
                figure_unit(self.env, row.kind, section["currency"]),
                row.value,
                row.before,
                row.change,
                row.change_percent,
                figure_meaning(self.env, row.key),
            ]
            for section in sections
            for row in section["rows"].values()
        ]
        return self.env._("Figures"), headings, rows

    def _get_outcomes_table(self, sections):
        now, before = map(self._show_days, self._get_periods())
        headings = [
            self.env._("Programme"),
            self.env._("Outcome"),
            now,
            self.env._("Share in %"),
            before,
        ]
        rows = [
            [section["name"], *outcome]
            for section in sections
            for outcome in section["outcomes"]
        ]
        return self.env._("Outcomes"), headings, rows

    def _get_split_table(self, title, kind):
        __, before = map(self._show_days, self._get_periods())
        headings = [
            title,
            self.env._("Applications"),
            before,
            self.env._("Pairs introduced"),
            self.env._("Relations completed"),
        ]
        return title, headings, [list(row) for row in self._get_split(kind)]

    # Files

    def _make_xlsx(self):
        output = io.BytesIO()
        book = xlsxwriter.Workbook(output, {"in_memory": True})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "#,##0.##"})
        for title, headings, rows in self._get_tables():
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 1, 34)
            sheet.set_column(2, len(headings) - 1, 16)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
            for line, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        # A name that begins with "=" is no formula.
                        sheet.write_string(line, column, value)
                    elif value is not None:
                        sheet.write_number(line, column, value, number)
        book.close()
        return output.getvalue()

    def _make_csv(self):
        output = io.StringIO()
        writer = csv.writer(output, quoting=csv.QUOTE_MINIMAL)
        for number, (title, headings, rows) in enumerate(self._get_tables()):
            if number:
                writer.writerow([])
            writer.writerow([title])
            writer.writerow(headings)
            writer.writerows([self._as_cell(value) for value in row] for row in rows)
        # With a mark, so that spreadsheets read the accents.
        return output.getvalue().encode("utf-8-sig")

    def _as_cell(self, value):
        if value is None:
            return ""
        if not isinstance(value, str):
            return round(value, DIGITS)
        # As core's export does: a name that begins so is no formula.
        return f"'{value}" if value.startswith(("=", "-", "+", "@")) else value
