"""Whatever is posted, imported or written: a sentence, never an error page.

E1, E2, E3, P5, C2 and S2 are judged on what is typed here, E7 and P9 on contacts that
lack what most have.
"""

import re
from html import unescape

from odoo import fields
from odoo.http import Request
from odoo.tests import tagged

from .common import MentoringCase, MentoringHttpCase
from .route_table import field_names
from .test_portal_application import PortalApplicationCase

CONTROLLERS = "odoo.addons.mentoring_program.controllers"
NASTY = {
    "nothing": "",
    "blanks": "   ",
    "a text": "many",
    "negative": "-1",
    "zero": "0",
    "a fraction": "1.5",
    "not a number": "NaN",
    "too large for the database": "99999999999999999999",
    "the year 9999": "9999-12-31",
    "the year 1": "0001-01-01T00:00",
    "no such day": "2026-02-31T25:61",
    "a null character": "a\x00b",
    "half a character": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe",
    "a picture and turned letters": "\U0001f393 \u202eabc",
    "a script": "<script>alert(1)</script>",
    "SQL": "1); DROP TABLE res_users; --",
    "a template": "{{ object.env }} %(name)s ${x}",
    "a huge text": "x" * 100_000,
}
# What is done to a session before it begins; all else, to one that was held.
BEFORE = ("/move", "/cancel")
RAW = ("Traceback", "psycopg2", "odoo.exceptions", "Internal Server Error")


@tagged("post_install", "-at_install")
class TestBadPosts(PortalApplicationCase):
    """Each POST route of the addon, with each nasty value in every field."""

    _automated = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.planned = cls._make_session(cls.match)
        cls.held = cls._make_session(cls.match, "done")
        cls.action = cls._make_action(cls.held)
        cls.time = cls._propose_time(cls.match)
        cls.env["mentoring.news"].create({"match_id": cls.match.id, "asking": "first"})
        cls._make_membership(cls.partner_stranger)
        cls.application = cls._make_application(
            cls.partner_stranger, "draft", signed=False
        )
        theme = cls.env.ref("mentoring_program.theme_leadership")
        cls.names = [*field_names(), f"objective_{theme.id}"]

    def setUp(self):
        super().setUp()
        self.enterContext(self.assertNoLogs("odoo", "ERROR"))

    def _get_routes(self):
        """The addon's POST routes, as the server knows them."""
        Http = self.env["ir.http"]
        modules = sorted(self.env.registry._init_modules)
        found = Http._generate_routing_rules(modules, Http._get_converters())
        return sorted(
            {
                url
                for url, endpoint in found
                if "POST" in (endpoint.routing["methods"] or ())
                and endpoint.func.__module__.startswith(CONTROLLERS)
            }
        )

    def _get_paths(self, route):
        """Return ``[(who posts, path)]`` for a route with its blanks filled in."""
        session = self.planned if route.endswith(BEFORE) else self.held
        ids = {
            "application_id": self.application.id,
            "match_id": self.match.id,
            "session_id": session.id,
            "action_id": self.action.id,
            "time_id": self.time.id,
        }
        steps = ["situation", "aim", "objectives", "expectations", "profile", "sign"]
        keys = steps if "<key>" in route else [""]
        own = self.user_stranger if "application" in route else self.user_mentee
        path = re.sub(r"<int:(\w+)>", lambda blank: str(ids[blank[1]]), route)
        path = path.replace("<asking>", "first")
        return [(own, path.replace("<key>", key)) for key in keys]

    def assertCalm(self, answer):
        self.assertLess(answer.status_code, 500)
        for raw in RAW:
            self.assertNotIn(raw, answer.text)
        self.assertNotIn("<script>alert(1)", answer.text)

    def _get_forms(self):
        """Return what is posted, one form after the other, and none of the fields.

        A Latin square: each form holds all the values, and each field holds another
        one each time, so no field hides behind the mistake in another.
        """
        values = list(NASTY.values())
        for first in range(len(values)):
            yield {
                name: values[(first + number) % len(values)]
                for number, name in enumerate(self.names)
            }
        yield {}

    def test_every_route_stands_every_value(self):
        routes = self._get_routes()
        self.assertGreater(len(routes), 20)
        self.assertGreaterEqual(len(self.names), len(NASTY))
        paths = [one for route in routes for one in self._get_paths(route)]
        for user in (self.user_stranger, self.user_mentee):
            self._login(user)
            for path in [path for own, path in paths if own == user]:
                self.assertNotIn("<", path, "a blank that this test does not fill in")
                self._try_all(path)

    def _try_all(self, path):
        """Post each form; what one of them changed is undone before the next path."""
        with self.assertRaises(_Undo), self.env.cr.savepoint():
            for number, form in enumerate(self._get_forms()):
                with self.subTest(path=path, form=number):
                    self.assertCalm(self._send(path, form))
            with self.subTest(path=path, what="the page that follows"):
                self.assertCalm(self.url_open("/my/mentoring"))
            raise _Undo
        self.env.invalidate_all()

    def _send(self, path, form):
        token = Request.csrf_token(self)
        data = {**form, "csrf_token": token}
        return self.url_open(path, data=data, allow_redirects=False)

    def test_ids_that_there_are_not(self):
        self._login(self.user_mentee)
        for number in ("0", "999999999", "-1", "2147483648", "abc"):
            for path in ("applications/%s", "pairs/%s", "sessions/%s"):
                with self.subTest(path=path, number=number):
                    answer = self.url_open(f"/my/mentoring/{path % number}")
                    self.assertEqual(answer.status_code, 404)


class _Undo(Exception):
    pass


@tagged("post_install", "-at_install")
class TestBareContacts(PortalApplicationCase):
    """E7, P9, S2: a contact that lacks what most have."""

    BARE = {
        "email": False,
        "lang": False,
        "tz": False,
        "country_id": False,
        "zip": False,
    }

    def test_a_member_without_anything_else_gets_through(self):
        self.program.fee_product_id = self.fee_product
        self.partner_stranger.write(self.BARE)
        self._make_membership(self.partner_stranger)
        application = self._begin()
        self._fill(
            application,
            "situation",
            "aim",
            "objectives",
            "expectations",
            "profile",
            "sign",
        )
        self._post(f"/my/mentoring/applications/{application.id}/steps/submit")
        if application.state == "draft":
            application.action_submit()
        application.with_user(self.user_officer).action_accept()
        self.assertEqual(application.state, "accepted")
        self.assertEqual(application.invoice_id.state, "posted")
        for path in (
            "/my/mentoring",
            f"/my/mentoring/applications/{application.id}",
            "/my/mentoring/data",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 200)

    def test_a_pair_of_bare_contacts_meets(self):
        match = self._make_pair()
        (match.mentee_id | match.mentor_partner_id).write(self.BARE)
        session = self._make_session(match)
        for user in (self.user_mentee, self.user_mentor):
            self._login(user)
            for path in (f"pairs/{match.id}", f"sessions/{session.id}"):
                with self.subTest(path=path, user=user.login):
                    page = self.url_open(f"/my/mentoring/{path}")
                    self.assertEqual(page.status_code, 200)

    def test_a_contact_who_was_archived_stays_readable_for_staff(self):
        application = self._make_application(state="waiting")
        match = self._make_match(application)
        (match.mentee_id | match.mentor_partner_id).active = False
        officer = match.with_user(self.user_officer)
        self.assertTrue(officer.read(["display_name", "attention"]))
        self.assertTrue(application.with_user(self.user_officer).findings_html)

    def test_a_contact_with_an_application_is_not_deleted(self):
        for record in (self._make_application(), self._make_mentor()):
            with self.subTest(model=record._name), self.assertRefused():
                record.partner_id.unlink()
            self.assertTrue(record.partner_id.exists())

    def test_one_whose_application_is_deleted_meanwhile(self):
        application = self._begin()
        path = f"/my/mentoring/applications/{application.id}/steps/situation"
        application.unlink()
        self.env.flush_all()
        answer = self._post(path, **self._answers("situation"))
        self.assertEqual(answer.status_code, 404)


@tagged("post_install", "-at_install")
class TestBadWrites(MentoringCase):
    """E2, E3, M5: staff write by form, import or another program."""

    def test_numbers_and_days_that_cannot_be(self):
        application, mentor = self._make_application(), self._make_mentor()
        for record, vals in (
            (application, {"target_months": -1}),
            (application, {"target_months": 601}),
            (application, {"experience_start": "9999-01-01"}),
            (application, {"experience_start": "0001-01-01"}),
            (application, {"new_post_date": "9999-01-01"}),
            (mentor, {"experience_start": "9999-01-01"}),
            (mentor, {"experience_start": "1066-10-14"}),
            (mentor, {"capacity": -1}),
            (mentor, {"capacity": 51}),
            (mentor, {"pause_from": "2026-02-01", "pause_to": "2026-01-01"}),
            (self.program, {"experience_years_min": 30}),
            (self.program, {"sessions_min": 0}),
            (self.program, {"membership_grace_days": -1}),
            (self.program, {"membership_warning_days": 366}),
            (self.program, {"weight_gap": -1}),
        ):
            with self.subTest(model=record._name, **vals), self.assertRefused():
                record.with_user(self.user_manager).write(vals)
                self.env.flush_all()


@tagged("post_install", "-at_install")
class TestBadCalls(MentoringHttpCase):
    """What is no value of its field at all, over the wire: no raw words of SQL."""

    def test_what_is_no_number_and_no_day(self):
        application, mentor = self._make_application(), self._make_mentor()
        self._login(self.user_officer)
        for record, vals in (
            (application, {"target_months": "many"}),
            (application, {"target_months": 10**12}),
            (application, {"experience_start": "yesterday"}),
            (application, {"experience_start": "2026-02-31"}),
            (application, {"aim": "riches"}),
            (application, {"program_id": "none"}),
            (application, {"target_level_id": 10**9}),
            (mentor, {"capacity": "two"}),
            (mentor, {"capacity": 10**12}),
            (mentor, {"level_id": 10**9}),
        ):
            with self.subTest(model=record._name, **vals):
                said = self._write(record, vals)
                self.assertTrue(said, "It was not refused.")
                for raw in ("psycopg2", "DETAIL", "LINE 1", "INSERT", "UPDATE"):
                    self.assertNotIn(raw, said)

    def _write(self, record, vals):
        """Write over the wire; return the sentence of the refusal."""
        params = {
            "model": record._name,
            "method": "write",
            "args": [record.ids, vals],
            "kwargs": {},
        }
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        url = f"/web/dataset/call_kw/{record._name}/write"
        answer = self.url_open(url, json=body).json()
        return unescape(answer.get("error", {}).get("data", {}).get("message", ""))

    def test_today_is_a_day(self):
        """The calls above are refused for their values, not for their form."""
        application = self._make_application()
        self._login(self.user_officer)
        today = fields.Date.to_string(fields.Date.today())
        self.assertFalse(self._write(application, {"new_post_date": today}))
