"""Asks for the numbers of the spreadsheet dashboard as it does when it is opened.

Each pivot and chart is a question of its own, over the twelve months that are the
dashboard's period at first, or the twelve before these.
"""

import json
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.fields import Domain

PERIOD = "mentoring-period"


class Dashboard:
    """The questions of a dashboard, for the user of `env`."""

    def __init__(self, env, dashboard):
        self.env = env
        data = json.loads(dashboard.with_env(env).sudo().spreadsheet_data)
        charts = [
            figure["data"]
            for sheet in data["sheets"]
            for figure in sheet["figures"]
            if "metaData" in figure["data"]
        ]
        self.questions = [self._of_pivot(pivot) for pivot in data["pivots"].values()]
        self.questions += [self._of_chart(chart) for chart in charts]

    def ask(self, question):
        """Ask one; return the length of the answer."""
        model, domain, groups, measures = question
        answer = self.env[model].formatted_read_group(domain, groups, measures)
        return len(json.dumps(answer, default=str))

    def _of_pivot(self, pivot):
        groups = [one["fieldName"] for one in pivot["rows"] + pivot["columns"]]
        names = [one["fieldName"] for one in pivot["measures"]]
        return self._prepare(pivot["model"], pivot, pivot["domain"], groups, names)

    def _of_chart(self, chart):
        asked = chart["metaData"]
        domain = chart["searchParams"]["domain"]
        return self._prepare(
            asked["resModel"], chart, domain, asked["groupBy"], [asked["measure"]]
        )

    def _prepare(self, model, source, domain, groups, names):
        fields = self.env[model]._fields
        measures = [
            name if name == "__count" else f"{name}:{fields[name].aggregator}"
            for name in names
        ]
        return model, self._in_period(source, domain), groups, measures

    def _in_period(self, source, domain):
        matched = source["fieldMatching"][PERIOD]
        stop = date.today().replace(day=1) + relativedelta(
            months=1, years=matched["offset"]
        )
        start = stop - relativedelta(years=1)
        chain = matched["chain"]
        return list(
            Domain(domain)
            & Domain(chain, ">=", str(start))
            & Domain(chain, "<", str(stop))
        )
