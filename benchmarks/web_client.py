"""Asks for a screen as Odoo's web client does, from the view's own description."""

import json
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo.fields import Domain
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval
from odoo.tools.safe_eval import time as safe_time

NAME = {"fields": {"display_name": {}}}
NUMBERS = {"integer", "float", "monetary"}
PAGE = {"list": 80, "kanban": 40}
COUNT_LIMIT = 10001
MEASURED = ("list", "kanban", "form", "pivot", "graph", "calendar", "activity")
DAYS = {"day": 1, "week": 7, "month": 42, "year": 365}  # that a calendar shows
RECORDS = 3  # that a form is opened for
# What a graph groups by.
GROUPABLE = {
    "boolean",
    "char",
    "date",
    "datetime",
    "integer",
    "many2one",
    "many2many",
    "selection",
    "tags",
}
# Widgets that ask once more when the page is there, and what for.
LATER = {"mentoring_waiting_why": "waiting_why"}


class Window:
    """A window action as a user opens it: its views, and what each of them asks."""

    def __init__(self, env, action):
        self.action = action
        self.context = {**env.context, **self._evaluate(env, action.context or "{}")}
        self.Model = env[action.res_model].with_context(
            {
                key: value
                for key, value in self.context.items()
                if not key.startswith("search_default_")
            }
        )
        self.views = [
            (number, "list" if kind == "tree" else kind)
            for number, kind in action.views
        ]
        self.shown = 0
        self._read()

    def _evaluate(self, env, expression):
        return safe_eval(
            expression,
            {
                "uid": env.uid,
                "active_id": False,
                "active_ids": [],
                "allowed_company_ids": env.companies.ids,
                "context": {},
                "context_today": date.today,
                "current_date": str(date.today()),
                "datetime": safe_datetime,
                "relativedelta": relativedelta,
                "time": safe_time,
            },
        )

    def _read(self):
        """Ask for the views; keep what they say."""
        search = self.action.search_view_id.id or False
        answer = self.Model.get_views(
            [*self.views, (search, "search")],
            {"action_id": self.action.id, "toolbar": True, "load_filters": True},
        )
        self.fields = {
            name: model["fields"] for name, model in answer["models"].items()
        }
        self.archs = {
            kind: etree.fromstring(view["arch"])
            for kind, view in answer["views"].items()
        }
        self.domain, self.groups = self._get_defaults(self.archs["search"])
        return answer

    def _get_defaults(self, search):
        """Return the domain and the groups of the filters that are on at first."""
        domain = Domain(self._evaluate(self.Model.env, self.action.domain or "[]"))
        groups = self.context.get("group_by") or []
        groups = [groups] if isinstance(groups, str) else list(groups)
        for key, value in self.context.items():
            if not key.startswith("search_default_") or not value:
                continue
            name = key.removeprefix("search_default_")
            for node in search.xpath(f"//filter[@name='{name}']"):
                domain &= Domain(
                    self._evaluate(self.Model.env, node.get("domain", "[]"))
                )
                context = self._evaluate(self.Model.env, node.get("context", "{}"))
                groups += [context["group_by"]] if "group_by" in context else []
            if search.xpath(f"//field[@name='{name}']"):
                domain &= Domain(name, "=", value)
        return list(domain), groups

    # What a view wants to read

    def specify(self, node, model):
        """Return the specification of `web_read` for the fields of an arch."""
        depth = len(list(node.iterancestors("field")))
        if node.tag == "field":
            depth += 1
        specification = {}
        for field in node.iterdescendants("field"):
            info = self.fields.get(model, {}).get(field.get("name"))
            if info and len(list(field.iterancestors("field"))) == depth:
                specification[field.get("name")] = self._specify_field(field, info)
        return specification

    def _specify_field(self, node, info):
        if info["type"] == "many2one":
            return NAME
        if info["type"] not in ("one2many", "many2many"):
            return {}
        for sub in node.iterchildren("list", "kanban"):
            names = {
                field.get("name"): (
                    NAME if self._type(info, field) == "many2one" else {}
                )
                for field in sub.iterdescendants("field")
            }
            return {"fields": names, "limit": 40}
        if "tags" in (node.get("widget") or "") or info["type"] == "many2many":
            return NAME
        return {"fields": {}}

    def _type(self, info, field):
        related = self.fields.get(info["relation"], {}).get(field.get("name"), {})
        return related.get("type")

    def _get_sums(self, kind):
        """Return the aggregates of the numbers that the view shows."""
        infos = self.fields[self.Model._name]
        shown = {node.get("name") for node in self.archs[kind].iter("field")}
        return [
            f"{name}:{infos[name]['aggregator']}"
            for name in sorted(shown & infos.keys())
            if infos[name]["type"] in NUMBERS
            and infos[name].get("aggregator")
            and infos[name].get("store")
        ]

    @property
    def _infos(self):
        return self.fields[self.Model._name]

    # What each kind of view asks

    def open(self, kind, record=None):
        """Ask for all that the view shows; return the length of the answer."""
        answers = [self._read()]
        answers.append(getattr(self, f"_open_{kind}")(record))
        answers += self._open_panel(kind)
        return len(json.dumps(answers, default=str))

    def get_later(self, kind):
        """Return the fields that the view asks for when it is there."""
        return [
            LATER[node.get("widget")]
            for node in self.archs[kind].iter("field")
            if node.get("widget") in LATER
        ]

    def open_later(self, kind):
        """Ask for these fields of the records of the first page."""
        found = self.Model.search(
            self.domain,
            limit=PAGE[kind],
            order=self.archs[kind].get("default_order"),
        )
        return found.read(self.get_later(kind))

    def _open_list(self, _record):
        arch = self.archs["list"]
        groups = self.groups or (arch.get("default_group_by") or "").split(",")
        groups = [group for group in groups if group]
        specification = self.specify(arch, self.Model._name)
        order = arch.get("default_order")
        if groups:
            return self.Model.web_read_group(
                self.domain,
                groups[:1],
                self._get_sums("list"),
                limit=PAGE["list"],
                auto_unfold=arch.get("expand") in ("1", "True"),
                unfold_read_specification=specification,
            )
        return self.Model.web_search_read(
            self.domain,
            specification,
            limit=int(arch.get("limit") or PAGE["list"]),
            order=order,
            count_limit=COUNT_LIMIT,
        )

    def _open_kanban(self, _record):
        arch = self.archs["kanban"]
        specification = self.specify(arch, self.Model._name)
        group = (self.groups or [arch.get("default_group_by")])[0]
        limit = int(arch.get("limit") or PAGE["kanban"])
        if not group:
            return self.Model.web_search_read(
                self.domain,
                specification,
                limit=limit,
                order=arch.get("default_order"),
                count_limit=COUNT_LIMIT,
            )
        answers = [
            self.Model.web_read_group(
                self.domain,
                [group],
                self._get_sums("kanban"),
                auto_unfold=True,
                unfold_read_specification=specification,
                unfold_read_default_limit=limit,
            )
        ]
        for bar in arch.iter("progressbar"):
            colors = json.loads(bar.get("colors"))
            answers.append(
                self.Model.read_progress_bar(
                    self.domain, group, {"field": bar.get("field"), "colors": colors}
                )
            )
        return answers

    def _open_form(self, record):
        specification = self.specify(self.archs["form"], self.Model._name)
        specification["display_name"] = {}
        return self.Model.browse(record or []).web_read(specification)

    def _open_pivot(self, _record):
        wanted = self.context.get
        rows = self.groups or wanted("pivot_row_groupby") or self._axes("pivot", "row")
        columns = wanted("pivot_column_groupby") or self._axes("pivot", "col")
        sets = [[], rows[:1], columns[:1], rows[:1] + columns[:1]]
        sets = [one for number, one in enumerate(sets) if one not in sets[:number]]
        return self.Model.formatted_read_grouping_sets(
            self.domain,
            [[self._with_interval(one) for one in axes] for axes in sets],
            self._measures("pivot"),
        )

    def _open_graph(self, _record):
        groups = self.groups or self.context.get("graph_groupbys")
        groups = groups or [
            self._spec(node)
            for node in self.archs["graph"].iter("field")
            if node.get("type") != "measure"
            and node.get("invisible") not in ("1", "True")
            and self._infos[node.get("name")]["type"] in GROUPABLE
        ]
        return self.Model.formatted_read_group(
            self.domain,
            [self._with_interval(one) for one in groups],
            self._measures("graph")[-1:],
        )

    def _axes(self, kind, side):
        return [
            self._spec(node)
            for node in self.archs[kind].iter("field")
            if node.get("type") == side
        ]

    def _spec(self, node):
        interval = node.get("interval")
        return f"{node.get('name')}:{interval}" if interval else node.get("name")

    def _with_interval(self, group):
        is_day = self._infos[group.split(":")[0]]["type"] in ("date", "datetime")
        return f"{group}:month" if is_day and ":" not in group else group

    def _measures(self, kind):
        wanted = self.context.get
        names = wanted("pivot_measures") if kind == "pivot" else None
        if kind == "graph" and wanted("graph_measure"):
            names = [wanted("graph_measure")]
        names = names or [
            node.get("name")
            for node in self.archs[kind].iter("field")
            if node.get("type") == "measure" and node.get("name") in self._infos
        ]
        return ["__count"] + [
            f"{name}:{self._infos[name].get('aggregator') or 'sum'}"
            for name in names
            if name != "__count"
        ]

    def _open_calendar(self, _record):
        arch = self.archs["calendar"]
        days = DAYS.get(arch.get("mode"), DAYS["week"])
        begin = datetime.now() - timedelta(days=days / 2)
        domain = self.domain + [
            (arch.get("date_start"), "<=", str(begin + timedelta(days=days))),
            (arch.get("date_stop") or arch.get("date_start"), ">=", str(begin)),
        ]
        names = ["display_name", *(node.get("name") for node in arch.iter("field"))]
        names += [arch.get(key) for key in ("date_start", "date_stop", "color")]
        found = self.Model.search_read(domain, sorted({*filter(None, names)}))
        self.shown = len(found)
        return found

    def _open_activity(self, _record):
        return self.Model.env["mail.activity"].get_activity_data(
            self.Model._name, self.domain, limit=100, offset=0, fetch_done=True
        )

    def _open_panel(self, kind):
        """What the search panel beside lists and kanbans asks."""
        answers = []
        for panel in self.archs["search"].iter("searchpanel"):
            if kind not in (panel.get("view_types") or "list,kanban").split(","):
                continue
            for node in panel.iter("field"):
                name = node.get("name")
                options = {
                    "search_domain": self.domain,
                    "category_domain": [],
                    "filter_domain": [],
                    "enable_counters": node.get("enable_counters") in ("1", "True"),
                    "expand": node.get("expand") in ("1", "True"),
                    "limit": 200,
                }
                if node.get("select") == "multi":
                    ask = self.Model.search_panel_select_multi_range
                else:
                    ask = self.Model.search_panel_select_range
                answers.append(ask(name, **options))
        return answers

    def get_records(self):
        """Return some ids, spread over all that the screen lists; `None`: a new one."""
        if self.action.res_id:
            return [self.action.res_id]
        count = self.Model.search_count(self.domain)
        offsets = sorted({number * (count - 1) // RECORDS for number in range(RECORDS)})
        return [
            self.Model.search(self.domain, offset=offset, limit=1).id
            for offset in offsets
            if count
        ]
