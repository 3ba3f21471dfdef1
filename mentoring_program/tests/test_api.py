"""The examples of docs/api.md, as they stand, and what a bad request is told."""

import json
import re
import subprocess
import sys
import urllib.request
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from os import environ
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME

from .common import MentoringHttpCase

CURL = Path(__file__).parent / "data" / "curl.py"
PAGE = Path(__file__).parents[2] / "docs" / "api.md"
WEBSITE = "base.group_user,mentoring_program.group_website"
PERSON = {"name": "Nina New", "email": "nina@example.com"}


def get_examples(language):
    blocks = re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(), re.M | re.S)
    assert blocks, language
    return blocks


@tagged("post_install", "-at_install")
class TestApi(MentoringHttpCase):
    _automated = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_website = cls._make_user("website", "Website", WEBSITE)
        cls.keys = {
            user: cls.env(user=user)["res.users.apikeys"]
            .sudo()
            ._generate("rpc", "Test", fields.Datetime.now() + timedelta(days=1))
            for user in (cls.user_website, cls.user_officer, cls.user_employee)
        }

    def _call(self, method, key=None, model="mentoring.application", **body):
        key = key or self.keys[self.user_website]
        response = self.url_open(
            f"/json/2/{model}/{method}",
            json=body,
            headers={"Authorization": f"Bearer {key}"},
            method="POST",
        )
        return response.status_code, response.json()

    def _apply(self, **body):
        return self._call(
            "website_apply", **{"reference": "1", "person": PERSON, **body}
        )

    def _assert_refused(self, words, status=422, **body):
        before = self.env["mentoring.application"].search_count([])
        code, answer = self._apply(**body)
        self.assertEqual(code, status, answer)
        self.assertIn(words, answer["message"])
        self.assertNotIn("Traceback", answer["message"])
        self.assertEqual(self.env["mentoring.application"].search_count([]), before)

    def _get_settings(self):
        return {
            "ODOO_URL": self.base_url(),
            "ODOO_KEY": self.keys[self.user_website],
            "ODOO_OFFICER_KEY": self.keys[self.user_officer],
        }

    def _get_headers(self):
        """What a request needs to reach the test's server and database."""
        return {
            "Cookie": f"{TEST_CURSOR_COOKIE_NAME}={self.http_request_key}",
            "X-Odoo-Database": self.env.cr.dbname,
        }

    def test_python_examples(self):
        opener = urllib.request.build_opener()
        printed = StringIO()
        with (
            self.allow_requests(),
            patch.dict(environ, self._get_settings()),
            patch.object(urllib.request, "_opener", opener),
            redirect_stdout(printed),
        ):
            opener.addheaders = list(self._get_headers().items())
            for example in get_examples("python"):
                exec(compile(example, PAGE.name, "exec"), {})  # noqa: S102
        application = self.env["mentoring.application"].search(
            [("website_reference", "=", "website-2026-00017")]
        )
        self.assertEqual(application.state, "draft")
        self.assertEqual(application.partner_id.email, "claire.dupuis@example.com")
        self.assertEqual(
            application.objective_ids.description, "To lead a larger team."
        )
        self.assertEqual(len(application.lang_ids), 2)
        self.assertIn(f"{application.id} draft", printed.getvalue())
        self.assertEqual(printed.getvalue().count("Missing:"), 1, "The charter alone.")

    def test_curl_examples(self):
        match = self._make_pair()
        match.action_declare_end("mentee")
        match.action_declare_end("mentor")
        self.env.flush_all()
        for example in get_examples("bash"):
            with self.allow_requests():
                headers = self._get_headers().items()
                options = " ".join(f"-H '{name}: {value}'" for name, value in headers)
                curl = f"'{sys.executable}' '{CURL}' {options}"
                done = subprocess.run(
                    ["sh", "-c", example.replace("curl", curl, 1)],
                    env={**environ, **self._get_settings()},
                    capture_output=True,
                    text=True,
                    timeout=60,
                )
            with self.subTest(example=example):
                answer = json.loads(done.stdout)
                self.assertTrue(answer)
                self.assertNotIn("message", answer)

    def test_sent_twice_is_one(self):
        code, first = self._apply()
        self.assertEqual((code, first["created"]), (200, True), first)
        code, second = self._apply(person={"name": "Other", "email": "o@example.com"})
        self.assertEqual((code, second["created"]), (200, False), second)
        self.assertEqual(second["id"], first["id"])
        self.assertFalse(
            self.env["res.partner"].search([("email", "=", "o@example.com")])
        )

    def test_known_contact_stays_as_it_is(self):
        name = self.partner_mentee.name
        email = self.partner_mentee.email.upper()
        code, answer = self._apply(person={"name": "Forged", "email": email})
        self.assertEqual(code, 200, answer)
        application = self.env["mentoring.application"].browse(answer["id"])
        self.assertEqual(application.partner_id, self.partner_mentee)
        self.assertEqual(self.partner_mentee.name, name)
        self._assert_refused(
            "already", reference="2", person={"name": "Again", "email": email}
        )

    def test_decisions_are_not_told(self):
        application = self._make_application(state="refused")
        application.website_reference = "1"
        code, answer = self._apply()
        self.assertEqual((code, answer["state"]), (200, "received"))
        self.assertFalse(answer["findings"] or answer["missing"])

    def test_sentences_in_the_asked_language(self):
        __, english = self._apply(context={"lang": "en_US"})
        self.assertIn("E1", [finding["rule"] for finding in english["findings"]])
        self.assertNotIn("E7", [finding["rule"] for finding in english["findings"]])
        self.assertIn("charter", " ".join(english["missing"]))
        __, french = self._apply(context={"lang": "fr_FR"})
        self.assertNotEqual(french["missing"], english["missing"])

    def test_bad_answers_are_told_in_sentences(self):
        level = self.env.ref("mentoring_program.level_team").id
        theme = self.env["mentoring.theme"].search([], limit=1).id
        objective = {"theme_id": theme, "description": "To lead."}
        tomorrow = fields.Date.today() + timedelta(days=2)
        for answers, words in (
            ({"target_months": 0}, "answers.target_months"),
            ({"target_months": True}, "whole number"),
            ({"level_id": 0}, "answers.level_id"),
            ({"level_id": 10**30}, "none of the answers"),
            ({"level_id": [level]}, "none of the answers"),
            ({"aim": "fame"}, "answers.aim"),
            ({"experience_start": str(tomorrow)}, "future"),
            ({"experience_start": "2999-01"}, "date such as"),
            ({"experience_start": "soon"}, "date such as"),
            ({"expectations": ["x"]}, "must be a text"),
            ({"expectations": "x" * 10_001}, "10000"),
            ({"languages": "fr"}, "must be a list"),
            ({"languages": ["tlh", {}]}, "Choose among"),
            ({"objectives": [objective, objective]}, "Each theme once"),
            ({"objectives": [{"theme_id": theme}]}, "in your own words"),
            ({"objectives": ["x"]}, "JSON object"),
            ({"state": "accepted"}, "answers.state: There is no such question."),
            ({"signature_id": 1}, "There is no such question."),
            ([], "JSON object"),
        ):
            with self.subTest(answers=answers):
                self._assert_refused(words, answers=answers)

    def test_bad_persons_and_references(self):
        for body, words in (
            ({"person": {"name": "No Address"}}, "e-mail address"),
            ({"person": {"email": "n@example.com"}}, "Tell the name"),
            ({"person": {**PERSON, "email": "nina"}}, "no e-mail address"),
            ({"person": {**PERSON, "lang": "tlh"}}, "none of the answers"),
            ({"person": {**PERSON, "user_ids": [2]}}, "no such question"),
            ({"person": "Nina"}, "JSON object"),
            ({"reference": ""}, "reference"),
            ({"reference": 7}, "must be a text"),
            ({"program": 10**9}, "no such programme"),
            ({"program": "1"}, "must be a number"),
        ):
            with self.subTest(body=body):
                self._assert_refused(words, **body)

    def test_missing_parameter_and_wrong_key(self):
        self.assertEqual(self._call("website_apply", reference="1")[0], 422)
        code, answer = self._call("website_apply", key="wrong")
        self.assertEqual((code, answer["message"]), (401, "Invalid apikey"))
        self._assert_refused("may not send", 403, key=self.keys[self.user_employee])
        self._assert_refused("may not send", 403, key=self.keys[self.user_officer])

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        program = self.env["mentoring.program"].create(
            {"name": "Theirs", "company_id": other.id}
        )
        self._assert_refused("no such programme", program=program.id)
        code, __ = self._call("website_questions", program=program.id)
        self.assertEqual(code, 422)

    def test_the_key_opens_nothing_else(self):
        application = self._make_application()
        for model, ids in (
            ("mentoring.application", application.ids),
            ("mentoring.match", []),
            ("mentoring.program", []),
            ("mentoring.mentor", []),
            ("mentoring.session.summary", []),
        ):
            with self.subTest(model=model):
                code, __ = self._call("read", model=model, ids=ids, fields=["id"])
                search, found = self._call("search", model=model, domain=[])
                self.assertTrue(search == 403 or not found)
                self.assertTrue(code == 403 or not ids)
        code, __ = self._call("write", ids=application.ids, vals={"note": "x"})
        self.assertEqual(code, 403)
