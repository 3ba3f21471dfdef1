"""Every route of the addon, tried as every role: the right people pass, no other does.

What the pages do is tested elsewhere; here is who gets in, and by which method. A
route that the table doesn't have fails the test.
"""

import re
from datetime import date, timedelta

from odoo.http import Request
from odoo.tests import tagged

from .common import MentoringHttpCase

CONTROLLERS = "odoo.addons.mentoring_program.controllers"
PAGE, LOGIN, NOT_FOUND = "page", "login", "not found"
MEMBERS = (
    "stranger",  # a member without any role
    "mentee",
    "mentor",
    "other_mentee",
    "other_mentor",
    "officer",
    "employee",
)
# Who passes: all others find nothing, and visitors are asked to log in.
ANYBODY = ("public", *MEMBERS)
ANY_MEMBER = MEMBERS
THE_MENTEE = ("mentee",)
THE_PAIR = ("mentee", "mentor")
THE_APPLICANT = ("stranger",)

MY = "/my/mentoring"
APPLICATION = f"{MY}/applications/<int:application_id>"
PAIR = f"{MY}/pairs/<int:match_id>"
SESSION = f"{MY}/sessions/<int:session_id>"
SIGNATURE = f"{MY}/signatures/<int:signature_id>"
TABLE = {
    ("GET", "/mentoring"): ANYBODY,
    ("GET", "/mentoring/charter/<role>"): ANYBODY,
    ("GET", "/mentoring/self-check"): ANYBODY,
    ("POST", "/mentoring/self-check"): ANYBODY,
    ("GET", MY): ANY_MEMBER,
    ("GET", f"{MY}/history"): ANY_MEMBER,
    ("GET", f"{MY}/history/page/<int:page>"): ANY_MEMBER,
    ("GET", f"{MY}/guides"): ANY_MEMBER,
    ("GET", f"{MY}/data"): ANY_MEMBER,
    ("GET", f"{MY}/data.json"): ANY_MEMBER,
    ("GET", f"{MY}/apply"): ANY_MEMBER,
    ("POST", f"{MY}/apply"): ANY_MEMBER,
    ("GET", APPLICATION): THE_APPLICANT,
    ("POST", f"{APPLICATION}/withdraw"): THE_APPLICANT,
    ("GET", f"{APPLICATION}/steps/<key>"): THE_APPLICANT,
    ("POST", f"{APPLICATION}/steps/<key>"): THE_APPLICANT,
    ("GET", f"{MY}/mentor"): ANY_MEMBER,
    ("POST", f"{MY}/mentor"): ANY_MEMBER,
    ("GET", f"{MY}/mentor/preview"): ANY_MEMBER,
    ("GET", f"{MY}/mentor/staff"): ANY_MEMBER,
    ("GET", f"{MY}/mentor/sign"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/sign"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/submit"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/pause"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/resume"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/reopen"): ANY_MEMBER,
    ("GET", PAIR): THE_PAIR,
    ("GET", f"{PAIR}/page/<int:page>"): THE_PAIR,
    ("POST", f"{PAIR}/accept"): THE_PAIR,
    ("POST", f"{PAIR}/decline"): THE_PAIR,
    ("POST", f"{PAIR}/sessions"): THE_PAIR,
    ("POST", f"{PAIR}/extend"): THE_PAIR,
    ("POST", f"{PAIR}/extend/agree"): THE_PAIR,
    ("POST", f"{PAIR}/extend/decline"): THE_PAIR,
    ("POST", f"{PAIR}/stop"): THE_PAIR,
    ("POST", f"{PAIR}/end"): THE_PAIR,
    ("GET", f"{PAIR}/certificate"): (),  # of a pair that has not ended
    ("GET", SESSION): THE_PAIR,
    ("GET", f"{SESSION}/invitation.ics"): THE_PAIR,
    ("POST", f"{SESSION}/move"): THE_PAIR,
    ("POST", f"{SESSION}/cancel"): THE_PAIR,
    ("POST", f"{SESSION}/done"): THE_PAIR,
    ("POST", f"{SESSION}/missed"): THE_PAIR,
    ("POST", f"{SESSION}/notes"): THE_PAIR,
    ("POST", f"{SESSION}/comment"): THE_PAIR,
    ("POST", f"{SESSION}/actions"): THE_PAIR,
    ("POST", f"{SESSION}/actions/<int:action_id>"): THE_PAIR,
    ("GET", SIGNATURE): THE_MENTEE,
    ("GET", f"{SIGNATURE}/pdf"): THE_MENTEE,
}
# What outsiders post: complete enough to change something, if they were let in.
FORM = {
    "reason": "Mine.",
    "comment": "Mine.",
    "sure": "1",
    "until": "2150-01-01",
    "date": (date.today() + timedelta(days=3)).isoformat(),
    "time": "18:30",
    "minutes": "90",
    "way": "video",
    "who": "mentee",
    "topics": "Mine.",
    "retained": "Mine.",
    "mentor_comment": "Mine.",
    "action": "Mine.",
    "do": "done",
    "employment": "out_of_post",
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
        notes = (
            cls.env["mentoring.session.summary"]
            .with_user(cls.user_mentee)
            .create({"session_id": cls.held.id, "retained": "What counts."})
        )
        cls.action = notes.action_ids.create(
            {"summary_id": notes.id, "name": "Talk to the board"}
        )
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
            "session_id": cls.held.id,
            "action_id": cls.action.id,
            "signature_id": cls.match.application_id.signature_id.id,
            "page": 1,
            "role": "mentee",
            "key": "situation",
        }
        # Made on demand, by a program that is not tested here.
        pdf = cls.env["ir.attachment"].create({"name": "charter.pdf", "raw": b"%PDF"})
        cls.match.application_id.signature_id.pdf_attachment_id = pdf
        cls.env.flush_all()

    def _get_path(self, route):
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda blank: str(self.ids[blank[1]]), route)

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
                    for method in ("GET", "OPTIONS", "PUT"):
                        answer = self._ask(method, path)
                        if path not in pages:
                            self.assertEqual(answer.status_code, 405, method)
        self.assertEqual(self._get_facts(), before)


class _Undo(Exception):
    pass
