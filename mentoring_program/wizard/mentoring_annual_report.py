from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from ..logic import figures, period
from ..logic.period import Period
from ..models.figure_sentences import (
    GROUP_NAMES,
    GROUPS,
    figure_meaning,
    figure_name,
    show_change,
    show_value,
)

# What a general meeting looks at first.
HIGHLIGHTS = (
    "applications",
    "introduced",
    "matching_rate",
    "completion_rate",
    "satisfaction_mentee",
    "promotions",
)


class MentoringAnnualReport(models.TransientModel):
    """What the programmes achieved in a year, beside the year before.

    For the general meeting: as PDF, and the same figures as XLSX and CSV. Nobody's
    name is in any of them. Where no figure can be told, there is a dash.
    """

    _name = "mentoring.annual.report"
    _description = "Mentoring Report"

    program_ids = fields.Many2many(
        "mentoring.program",
        string="Programmes",
        required=True,
        default=lambda self: self._get_own_programs(),
        context={"active_test": False},
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._get_last_year().first
    )
    date_to = fields.Date(
        "To", required=True, default=lambda self: self._get_last_year().last
    )
    before_from = fields.Date("Compared From", compute="_compute_before")
    before_to = fields.Date("Compared To", compute="_compute_before")
    foreword = fields.Html(
        "Words of Your Own", help="They stand at the beginning of the report."
    )
    with_presentation = fields.Boolean(
        "Presentation of the Programmes",
        default=True,
        help="As on their public pages.",
    )

    @api.depends("date_from", "date_to")
    def _compute_before(self):
        self.before_from = self.before_to = False
        for report in self:
            if report.date_from and report.date_to >= report.date_from:
                before = period.before(Period(report.date_from, report.date_to))
                report.before_from, report.before_to = before.first, before.last

    def _get_own_programs(self):
        return self.env["mentoring.program"].search(
            [("company_id", "=", self.env.company.id)]
        )

    def _get_last_year(self):
        """Return the last full year of the company's books."""
        today = fields.Date.context_today(self)
        # Whoever writes a report need not be an accountant.
        year = self.env.company.sudo().compute_fiscalyear_dates(today)
        return period.last_full_year(today, year["date_to"])

    def action_print(self):
        self._get_periods()
        report = self.env.ref("mentoring_program.report_annual_report")
        return report.report_action(self)

    # The figures, with their names, as they are printed and exported

    def _get_periods(self):
        """Return ``[the period, the one before]``; refuse what is none."""
        self.ensure_one()
        asked = self.program_ids._get_period(self.date_from, self.date_to)
        return [asked, period.before(asked)]

    def _get_sections(self):
        """Return the figures of all programmes together, then of each if several.

        :return: list of ``{"program", "name", "currency", "rows", "outcomes"}``, where
            ``rows`` is ``{key: Compared}`` and ``outcomes`` is
            ``[(label, pairs, percent, before)]``
        """
        periods = self._get_periods()
        programs = self.program_ids
        counts = self.env["mentoring.figures"]._count(programs, periods)
        several = len(programs) > 1
        currencies = programs.company_id.currency_id
        total = {
            "program": programs.browse() if several else programs,
            "name": self.env._("All Programmes") if several else programs.name,
            "currency": currencies if len(currencies) == 1 else currencies.browse(),
            **self._get_section(*(counts[None, one] for one in periods)),
        }
        return [total] + [
            {
                "program": program,
                "name": program.name,
                "currency": program.company_id.currency_id,
                **self._get_section(*(counts[program.id, one] for one in periods)),
            }
            for program in programs
            if several
        ]

    def _get_section(self, counts, before):
        labels = dict(
            self.env["mentoring.match"]
            ._fields["outcome"]
            ._description_selection(self.env)
        )
        return {
            "rows": {row.key: row for row in figures.compare(counts, before)},
            "outcomes": [
                (labels[outcome], pairs, percent, before.outcomes.get(outcome, 0))
                for outcome, pairs, percent in figures.shares(counts.outcomes)
            ],
        }

    def _get_split(self, kind):
        """Return ``[(name, applications, before, introduced, completed)]``.

        :param kind: "theme" or "sector"; the most asked for come first
        """
        asked, before = self._get_periods()
        counts = self.env["mentoring.figures"]._count_by(
            kind, self.program_ids, [asked, before]
        )
        model = {"theme": "mentoring.theme", "sector": "res.partner.industry"}[kind]
        needs = self.env[model].browse(counts)
        rows = []
        for need in needs:
            now = counts[need.id].get(asked, (0, 0, 0))
            then = counts[need.id].get(before, (0, 0, 0))
            rows.append((need.display_name, now[0], then[0], now[1], now[2]))
        return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))

    # What the page shows

    def _prepare_page(self):
        """Return what the PDF's template shows, all of it in words."""
        periods = self._get_periods()
        sections = self._get_sections()
        programs = self.program_ids
        return {
            "report": self,
            "company": programs.company_id[:1],
            "lang": get_lang(self.env).code,
            "programs": programs,
            "days": self._show_days(periods[0]),
            "days_before": self._show_days(periods[1]),
            "years": [self._show_year(one) for one in periods],
            "highlights": [self._prepare_row(sections[0], key) for key in HIGHLIGHTS],
            "sections": [self._prepare_section(section) for section in sections],
            "splits": [
                (title, self._prepare_bars(self._get_split(kind)))
                for title, kind in (
                    (self.env._("By theme"), "theme"),
                    (self.env._("By sector"), "sector"),
                )
            ],
            "meanings": [
                (figure_name(self.env, one.key), figure_meaning(self.env, one.key))
                for one in figures.FIGURES
            ],
        }

    def _prepare_section(self, section):
        return {
            "name": section["name"],
            "groups": [
                (
                    self.env._(GROUP_NAMES[group]),
                    [self._prepare_row(section, key) for key in keys],
                )
                for group, keys in GROUPS.items()
            ],
            "outcomes": [
                (label, pairs, before, percent or 0, self._show_percent(percent))
                for label, pairs, percent, before in section["outcomes"]
            ],
        }

    def _prepare_row(self, section, key):
        row, currency = section["rows"][key], section["currency"]
        return {
            "name": figure_name(self.env, key),
            "value": show_value(self.env, row.kind, row.value, currency),
            "before": show_value(self.env, row.kind, row.before, currency),
            "change": show_change(self.env, row, currency),
            "bar": row.value if row.kind == figures.PERCENT else None,
        }

    def _prepare_bars(self, rows):
        """Return the rows, each with the width of its bar in percent."""
        most = max([row[1] for row in rows], default=0)
        return [(*row, row[1] / most * 100 if most else 0) for row in rows]

    def _show_percent(self, percent):
        return show_value(self.env, figures.PERCENT, percent)

    def _show_days(self, days):
        return self.env._(
            "%(first)s to %(last)s",
            first=format_date(self.env, days.first),
            last=format_date(self.env, days.last),
        )

    def _show_year(self, days):
        """Return a short heading: the year where it is one, else the days."""
        if period.whole_months(days) != 12:
            return self._show_days(days)
        if days.first.year == days.last.year:
            return str(days.first.year)
        return f"{days.first.year}/{days.last.year}"
