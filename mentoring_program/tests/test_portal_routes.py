"""Every route of the addon, tried as every role: the right people pass, no other does.

What the pages do is tested elsewhere; here is who gets in, and by which method. A
route that the table doesn't have fails the test.
"""

import re
from datetime import date, timedelta

from odoo.http import Request
from odoo.tests import tagged

from ..controllers import overview
from .common import MentoringHttpCase
from .route_table import ANYBODY, TABLE

CONTROLLERS = "odoo.addons.mentoring_program.controllers"
PAGE, LOGIN, NOT_FOUND = "page", "login", "not found"
# What is done to a session before it begins; all else, to one that was held.
BEFORE = ("/move", "/cancel", "/answer")
# What outsiders post: complete enough to change something, if they were let in.
FORM = {
    "reason": "Mine.",
    "comment": "Mine.",
    "sure": "1",
    "until": "2150-01-01",
    "date": (date.today() + timedelta(days=3)).isoformat(),
    "time": "18:30",
    "date_1": (date.today() + timedelta(days=4)).isoformat(),
    "time_1": "18:30",
    "answer": "declined",
    "minutes": "90",
    "way": "video",
    "who": "mentee",
    "topics": "Mine.",
    "retained": "Mine.",
    "mentor_comment": "Mine.",
    "action": "Mine.",
    "do": "done",
    "employment": "out_of_post",
    "responsibility": "yes",
    "stars": "5",
    "words": "Mine.",
}


def is_own(endpoint):
    return endpoint.func.__module__.startswith(CONTROLLERS)


@tagged("post_install", "-at_install")
class TestRoutes(MentoringHttpCase):
    _automated = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.held = cls._make_session(cls.match, "done")
        cls.planned = cls._make_session(cls.match)
        cls.action = cls._make_action(cls.held)
        cls._make_membership(cls.partner_other_mentee)
        cls._make_match(
            cls._make_application(cls.partner_other_mentee, state="waiting"),
            cls._make_mentor(cls.partner_other_mentor),
        )
        cls.application = cls._make_application(
            cls.partner_stranger, "draft", signed=False
        )
        cls.ids = {
            "application_id": cls.application.id,
            "match_id": cls.match.id,
            "action_id": cls.action.id,
            "time_id": cls._propose_time(cls.match).id,
            "signature_id": cls.match.application_id.signature_id.id,
            "page": 1,
            "role": "mentee",
            "key": "situation",
            "asking": "first",
        }
        cls.env["mentoring.news"].create({"match_id": cls.match.id, "asking": "first"})
        # Made on demand, by a program that is not tested here.
        pdf = cls.env["ir.attachment"].create({"name": "charter.pdf", "raw": b"%PDF"})
        cls.match.application_id.signature_id.pdf_attachment_id = pdf
        cls.env.flush_all()

    def _get_path(self, route):
        session = self.planned if route.endswith(BEFORE) else self.held
        ids = {**self.ids, "session_id": session.id}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda blank: str(ids[blank[1]]), route)

    def _get_rows(self, *methods):
        return [
            (method, self._get_path(route), passing)
            for (method, route), passing in TABLE.items()
            if method in methods
        ]

    def _enter(self, role):
        if role == "public":
            self.authenticate(None, None)
        else:
            self._login(getattr(self, f"user_{role}"))

    def _ask(self, method, path, token=True):
        form = dict(FORM) if method == "POST" else None
        if form and token:
            form["csrf_token"] = Request.csrf_token(self)
        return self.url_open(path, data=form, method=method, allow_redirects=False)

    def _get_outcome(self, answer):
        if "/web/login" in answer.headers.get("Location", ""):
            return LOGIN
        if answer.status_code == 404:
            return NOT_FOUND
        if answer.status_code in (200, 303):
            return PAGE
        return answer.status_code

    def _get_expected(self, role, passing):
        if role in passing:
            return PAGE
        return LOGIN if role == "public" else NOT_FOUND

    def _get_facts(self):
        """Everything that the addon's tables hold, in short."""
        self.env.flush_all()
        tables = sorted(
            model._table
            for model in self.env.values()
            if model._name.startswith("mentoring.")
            and model._auto
            and not (model._abstract or model._transient)
        )
        self.env.cr.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', md5(string_agg(t::text, '' ORDER BY id)) "  # noqa: S608
                f"FROM {table} t"
                for table in tables
            )
        )
        return dict(self.env.cr.fetchall())

    def test_the_table_has_every_route(self):
        Http = self.env["ir.http"]
        modules = sorted(self.env.registry._init_modules)
        found = {
            (method, url)
            for url, endpoint in Http._generate_routing_rules(
                modules, Http._get_converters()
            )
            if is_own(endpoint)
            for method in endpoint.routing["methods"] or ("any",)
            if method != "OPTIONS"
        }
        self.assertEqual(found, set(TABLE))

    def test_who_reads_a_page(self):
        for role in ANYBODY:
            self._enter(role)
            for method, path, passing in self._get_rows("GET"):
                with self.subTest(role=role, path=path):
                    outcome = self._get_outcome(self._ask(method, path))
                    self.assertEqual(outcome, self._get_expected(role, passing))

    def test_who_may_not_act_changes_nothing(self):
        before = self._get_facts()
        for role in ANYBODY:
            self._enter(role)
            for method, path, passing in self._get_rows("POST"):
                if role in passing:
                    continue
                with self.subTest(role=role, path=path):
                    outcome = self._get_outcome(self._ask(method, path))
                    self.assertEqual(outcome, self._get_expected(role, passing))
        self.assertEqual(self._get_facts(), before)

    def test_who_may_act_is_let_in(self):
        """Each is answered with a page, whatever it says of the form."""
        for role in ("public", "stranger", "mentee", "mentor"):
            self._enter(role)
            with self.assertRaises(_Undo), self.env.cr.savepoint():
                for method, path, passing in self._get_rows("POST"):
                    if role in passing:
                        with self.subTest(role=role, path=path):
                            outcome = self._get_outcome(self._ask(method, path))
                            self.assertEqual(outcome, PAGE)
                raise _Undo
            self.env.invalidate_all()

    def test_nothing_is_changed_but_by_post_with_a_token(self):
        """No token, GET, and OPTIONS, which Odoo opens on each route without one."""
        before = self._get_facts()
        pages = {path for __, path, __ in self._get_rows("GET")}
        for role in ("stranger", "mentee", "mentor"):
            self._enter(role)
            for __, path, passing in self._get_rows("POST"):
                if role not in passing:
                    continue
                with self.subTest(role=role, path=path):
                    untold = self._ask("POST", path, token=False)
                    self.assertEqual(untold.status_code, 400)
                    for method in ("GET", "OPTIONS"):
                        answer = self._ask(method, path)
                        if path not in pages:
                            self.assertEqual(answer.status_code, 405, method)
        self.assertEqual(self._get_facts(), before)


class _Undo(Exception):
    pass


@tagged("post_install", "-at_install")
class TestPageQueries(MentoringHttpCase):
    """A page asks the database as often for many records as for a few."""

    _automated = False
    FEW, MANY = overview.LATEST + 1, 30

    def _copy(self, record, count, **changes):
        """Copy the row so many times, past all checks: it is only to be read."""
        self.env.flush_all()
        names = [
            name
            for name, field in record._fields.items()
            if field.store and field.column_type and name != "id"
        ]
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(
            f"'{changes[name]}'" if name in changes else f'"{name}"' for name in names
        )
        self.env.cr.execute(
            f"INSERT INTO {record._table} ({columns}) "  # noqa: S608
            f"SELECT {values} FROM {record._table}, generate_series(1, %s) "
            "WHERE id = %s",
            [count, record.id],
        )
        self.env.invalidate_all()

    def _grow(self, match, count):
        """Past pairs and applications of both, sessions of their running pair."""
        ended = {"state": "ended", "outcome": "completed", "end_date": "2026-01-31"}
        self._copy(match, count, **ended)
        withdrawn = {"state": "withdrawn", "closed_date": "2026-01-31"}
        self._copy(match.application_id, count, **withdrawn)
        self._copy(match.session_ids[0], count, state="cancelled")

    def _get_paths(self, match):
        application = f"/my/mentoring/applications/{match.application_id.id}"
        pair = f"/my/mentoring/pairs/{match.id}"
        session = f"/my/mentoring/sessions/{match.session_ids[-1].id}"
        shared = ["/my/mentoring", "/my/mentoring/history", "/my/mentoring/data"]
        shared += ["/my/mentoring/data.json", "/my/mentoring/guides", pair, session]
        return {
            self.user_mentee: [*shared, application, "/my/mentoring/apply"],
            self.user_mentor: [*shared, "/my/mentoring/mentor"],
        }

    def _count(self, paths):
        counts = {}
        for user, of_user in paths.items():
            self._login(user)
            for path in of_user:
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.assertEqual(self.url_open(path).status_code, 200)
                counts[user.login, path] = self.env.cr.sql_log_count - before
        return counts

    def test_many_records_take_no_more_queries(self):
        match = self._make_pair()
        self._make_session(match, "done")
        self._make_session(match)
        self._grow(match, self.FEW)
        paths = self._get_paths(match)
        self._count(paths)  # what is cached for the whole process
        few = self._count(paths)
        self._grow(match, self.MANY - self.FEW)
        many = self._count(paths)
        more = {key: (few[key], many[key]) for key in few if many[key] > few[key]}
        self.assertFalse(more)
