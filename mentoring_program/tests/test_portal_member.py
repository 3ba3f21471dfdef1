"""What a member finds in the portal beside the journeys: what is over, papers, data.

Also that no typed word is lost when the session has ended, and that pages speak the
visitor's language and tell the visitor's hours.
"""

import json
import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from odoo import fields, models
from odoo.http import Request, root
from odoo.tests import tagged

from ..controllers import application_status, home, overview, pair, personal_data
from ..logic.fee import BEFORE_REVIEW
from .common import MentoringHttpCase

MY = "/my/mentoring"
WORDS = "Lead a team of forty <b>people</b>,\nand sleep at night."


class MemberCase(MentoringHttpCase):
    _automated = False

    def _get(self, path, user=None, **options):
        if user:
            self._login(user)
        return self.url_open(f"{MY}{path}", **options)

    def _post(self, path, user=None, headers=None, **form):
        if user:
            self._login(user)
        form["csrf_token"] = Request.csrf_token(self)
        answer = self.url_open(f"{MY}{path}", data=form, headers=headers)
        self.env.invalidate_all()
        return answer

    def _count(self):
        return self.make_jsonrpc_request(
            "/my/counters", {"counters": ["mentoring_count"]}
        )["mentoring_count"]

    def assertShown(self, answer, *texts):
        self.assertEqual(answer.status_code, 200)
        for text in texts:
            self.assertIn(text, answer.text)


@tagged("post_install", "-at_install")
class TestWhatWaits(MemberCase):
    def test_a_fee_before_the_review_waits_for_the_member(self):
        self.program.write(
            {"fee_product_id": self.fee_product.id, "fee_timing": BEFORE_REVIEW}
        )
        self._make_membership(self.partner_stranger)
        application = self._make_application(self.partner_stranger)
        self.assertShown(self._get("", self.user_stranger), "Pay the fee")
        self.assertEqual(self._count(), 1)
        page = self._get(f"/applications/{application.id}")
        self.assertShown(
            page, "report_type=pdf", f"/my/invoices/{application.invoice_id.id}"
        )

    def test_an_extension_waits_for_the_one_who_is_asked(self):
        match = self._make_pair()
        self._make_session(match)
        until = match.planned_end + timedelta(days=40)
        match.action_ask_extension("mentee", until)
        self.env.flush_all()
        self.assertShown(self._get("", self.user_mentor), "Do you agree?")
        self.assertEqual(self._count(), 1)
        self.assertNotIn("Do you agree?", self._get("", self.user_mentee).text)

    def test_a_summary_that_is_missing_is_one_press_away(self):
        match = self._make_pair()
        session = self._make_session(match, "done")
        self.env.flush_all()
        link = f'href="/my/mentoring/sessions/{session.id}"'
        self.assertShown(self._get("", self.user_mentee), link)
        self.assertNotIn(link, self._get("", self.user_mentor).text)

    def test_a_new_programmes_charter_waits_for_its_mentor(self):
        mentor = self._make_mentor(self.partner_mentor)
        self._login(self.user_mentor)
        self.assertEqual(self._count(), 0)
        mentor.program_ids |= self._make_program()
        self.env.flush_all()
        self.assertEqual(self._count(), 1)


@tagged("post_install", "-at_install")
class TestWhatIsOver(MemberCase):
    def test_nothing_is_over_yet(self):
        self.assertNotIn("What is over", self._get("", self.user_stranger).text)
        self.assertShown(self._get("/history"), "Nothing is over yet")

    def test_the_latest_is_at_home_and_the_rest_on_pages(self):
        self._make_membership(self.partner_stranger)
        for __ in range(overview.LATEST + 2):
            application = self._make_application(self.partner_stranger, "draft")
            application.action_withdraw()
            self.env.flush_all()
        self.patch(home, "HISTORY_STEP", overview.LATEST)
        page = self._get("", self.user_stranger)
        self.assertShown(page, "What is over")
        said = "You withdrew this application"
        self.assertEqual(page.text.count(said), overview.LATEST)
        first = self._get("/history")
        self.assertShown(first, f"{MY}/history/page/2")
        self.assertEqual(first.text.count(said), overview.LATEST)
        for number in (2, 3, 10**12):
            second = self._get(f"/history/page/{number}")
            self.assertEqual(second.text.count(said), 2)

    def test_sessions_have_pages(self):
        match = self._make_pair()
        self.patch(pair, "SESSIONS_STEP", 2)
        for __ in range(3):
            self._make_session(match, "cancelled")
        path = f"/pairs/{match.id}"
        link = f'href="{MY}/sessions/'
        first = self._get(path, self.user_mentee)
        self.assertShown(first, f"{path}/page/2")
        self.assertEqual(first.text.count(link), 2)
        self.assertEqual(self._get(f"{path}/page/2").text.count(link), 1)


@tagged("post_install", "-at_install")
class TestPapers(MemberCase):
    def test_what_may_still_change_is_told_once_sent(self):
        self._make_membership(self.partner_stranger)
        application = self._make_application(self.partner_stranger)
        page = self._get(f"/applications/{application.id}", self.user_stranger)
        self.assertShown(page, "What may still change", "Your answers stay as")
        application.action_withdraw()
        page = self._get(f"/applications/{application.id}")
        self.assertNotIn("What may still change", page.text)

    def test_each_finds_the_own_charter_and_the_certificate(self):
        self.program.sessions_min = 1
        match = self._make_pair()
        self._make_session(match, "done")
        signatures = {
            self.user_mentee: match.application_id.signature_id,
            self.user_mentor: match.mentor_id.signature_ids,
        }
        path = f"/pairs/{match.id}"
        for user, signature in signatures.items():
            page = self._get(path, user)
            self.assertShown(page, f"{MY}/signatures/{signature.id}/pdf")
            self.assertNotIn("/certificate", page.text)
        match.action_declare_end("mentee")
        match.action_declare_end("mentor")
        self.env.flush_all()
        for user in signatures:
            self.assertShown(self._get(path, user), f"{path}/certificate")
        # Each the page of their own, with name and role.
        words = {self.user_mentee: "as mentor,", self.user_mentor: "volunteer mentor"}
        for user, own in words.items():
            text = self._get(f"{path}/certificate", user).text
            self.assertEqual([one for one in words.values() if one in text], [own])

    def test_a_mentor_sees_what_staff_see(self):
        self._make_mentor(self.partner_mentor, past_employers="Fonte & Fils")
        page = self._get("/mentor/staff", self.user_mentor)
        self.assertShown(page, "Fonte &amp; Fils", "never sees")
        self.assertTrue(self._get("/mentor/staff", self.user_stranger).url[-14:])


@tagged("post_install", "-at_install")
class TestTypedAgain(MemberCase):
    """The session ends while somebody types: the form comes back."""

    def setUp(self):
        super().setUp()
        self.application = self._make_application(
            self.partner_stranger, "draft", signed=False
        )
        self.path = f"/applications/{self.application.id}/steps/expectations"
        self.form = {"expectations": WORDS, "motivations": "x"}
        self.own = {"Origin": self.base_url()}

    def _expire(self):
        """What the server has forgotten, the browser doesn't know."""
        self._login(self.user_stranger)
        sid = self.session.sid
        root.session_store.delete(self.session)
        self.assertFalse(root.session_store.get(sid).uid)

    def assertHandedBack(self, answer):
        self.assertEqual(answer.status_code, 403)
        self.assertIn("Not saved yet", answer.text)
        self.assertIn("Lead a team of forty &lt;b&gt;people&lt;/b&gt;", answer.text)
        self.assertNotIn("forty <b>people", answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_the_form_comes_back_and_is_saved_after_the_login(self):
        self._expire()
        answer = self._post(self.path, headers=self.own, **self.form)
        self.assertHandedBack(answer)
        self.assertIn("/web/login", answer.text)
        # Logged in, with the token of the session before.
        self._login(self.user_stranger)
        stale = {**self.form, "csrf_token": f"{'0' * 40}o1"}
        sent_by_us = {"Sec-Fetch-Site": "same-origin"}
        answer = self.url_open(f"{MY}{self.path}", data=stale, headers=sent_by_us)
        self.assertHandedBack(answer)
        self.assertNotIn("/web/login?redirect", answer.text)
        self.assertNotEqual(self.application.expectations, WORDS)
        self._post(self.path, **self.form)
        self.assertEqual(self.application.expectations, WORDS)

    def test_another_sites_form_is_not_handed_back(self):
        self._expire()
        for headers in (
            {},
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {**self.own, "Sec-Fetch-Site": "cross-site"},
        ):
            with self.subTest(**headers):
                answer = self._post(self.path, headers=headers, **self.form)
                self.assertIn("/web/login", answer.url)
                self.assertNotIn("forty", answer.text)

    def test_too_much_is_not_handed_back(self):
        self._expire()
        form = {**self.form, "wishes": "x" * 1_000_001}
        answer = self._post(self.path, headers=self.own, **form)
        self.assertIn("/web/login", answer.url)

    def test_a_page_that_is_not_ours_is_as_it_was(self):
        self._expire()
        answer = self.url_open("/my/account", data={"name": WORDS}, headers=self.own)
        self.assertNotIn("Not saved yet", answer.text)


@tagged("post_install", "-at_install")
class TestLanguagesAndHours(MemberCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fr_FR")

    def test_a_day_that_is_past_reads_so(self):
        today = fields.Date.context_today(self.env.user)
        get_text = application_status.get_due_text
        self.assertIn("To be done", get_text(self.env, today))
        self.assertIn("was to be done", get_text(self.env, today - timedelta(days=1)))
        self.assertIsNone(get_text(self.env, None))

    def test_a_visitor_reads_the_browsers_language(self):
        self.authenticate(None, None)
        for asked, told in (("fr-FR,fr;q=0.9", "fr-FR"), ("en-GB", "en-US")):
            self.opener.cookies.clear()
            with self.subTest(asked=asked):
                page = self.url_open("/mentoring", headers={"Accept-Language": asked})
                self.assertShown(page, f'<html lang="{told}"')

    def test_a_member_reads_the_own_language(self):
        self.partner_mentee.lang = "fr_FR"
        page = self._get("", self.user_mentee, headers={"Accept-Language": "en-US,en"})
        self.assertShown(page, '<html lang="fr-FR"')

    def test_who_has_no_time_zone_reads_the_houses(self):
        match = self._make_pair()
        self.user_mentee.tz = False
        self.env.company.partner_id.tz = "Asia/Tokyo"
        start = fields.Datetime.now().replace(hour=20, minute=0) + timedelta(days=3)
        session = self._make_session(match, start=start)
        page = self._get(f"/sessions/{session.id}", self.user_mentee)
        self.assertShown(page, "5:00", "Asia/Tokyo")
        self.env.cr.execute(
            "UPDATE mentoring_match SET mentee_asked_date = '2026-03-31 20:00:00'"
        )
        self.env.invalidate_all()
        self.assertIn("04/01/2026", self._get("/data").text)


# Stored fields that "My data" leaves out, and why.
ITS_OWN = "which record it belongs to"
TECHNICAL = "of the software, nothing about a person"
OTHERS = "tells of somebody else as well"
STAFF = "notes of the career centre, to be asked for"
ELSEWHERE = "shown in another section"
NOT_SHOWN = {
    "mentoring.application": {
        "website_reference": TECHNICAL,
        "partner_id": ITS_OWN,
        "company_id": TECHNICAL,
        "note": STAFF,
        "signature_id": ELSEWHERE,
        "theme_ids": ELSEWHERE,
        "invoice_id": ELSEWHERE,
        "unwanted_partner_ids": OTHERS,
        "left_out_count": ELSEWHERE,
        "introduction_date": ELSEWHERE,
        "end_date": ELSEWHERE,
        "outcome": ELSEWHERE,
    },
    "mentoring.mentor": {
        "partner_id": ITS_OWN,
        "company_id": TECHNICAL,
        "name": ELSEWHERE,
        "active": TECHNICAL,
        "note": STAFF,
        "resumed_date": TECHNICAL,
        "unwanted_partner_ids": OTHERS,
    },
    "mentoring.match": {
        "application_id": ITS_OWN,
        "mentor_id": ITS_OWN,
        "mentee_id": ITS_OWN,
        "mentor_partner_id": ITS_OWN,
        "company_id": TECHNICAL,
        "run_id": STAFF,
        "pinned": STAFF,
        "to_publish": STAFF,
        "note": STAFF,
        "attention_code": STAFF,
        "attention_since": STAFF,
        "answer_before": ELSEWHERE,
        "hide_names": TECHNICAL,
        "access_token": TECHNICAL,
    },
    "mentoring.session": {
        "match_id": ITS_OWN,
        "mentee_id": ITS_OWN,
        "mentor_partner_id": ITS_OWN,
        "program_id": ELSEWHERE,
        "company_id": TECHNICAL,
        "event_id": TECHNICAL,
        "invitation_uid": TECHNICAL,
        "invitation_sequence": TECHNICAL,
    },
    "mentoring.session.time": {"match_id": ITS_OWN, "company_id": TECHNICAL},
    "mentoring.reminder": {
        "code": ELSEWHERE,
        "side": ITS_OWN,
        "step": TECHNICAL,
        "occasion": TECHNICAL,
        "partner_id": ITS_OWN,
        "program_id": ELSEWHERE,
        "company_id": TECHNICAL,
        "match_id": ELSEWHERE,
        "session_id": ELSEWHERE,
        "application_id": ELSEWHERE,
        "mentor_id": ELSEWHERE,
        "survey_answer_id": ELSEWHERE,
    },
    "mentoring.session.summary": {
        "session_id": ITS_OWN,
        "match_id": ITS_OWN,
        "mentee_id": ITS_OWN,
        "mentor_partner_id": ITS_OWN,
    },
    "mentoring.action": {
        "summary_id": ITS_OWN,
        "match_id": ITS_OWN,
        "mentee_id": ITS_OWN,
        "mentor_partner_id": ITS_OWN,
    },
    "mentoring.news": {
        "match_id": ITS_OWN,
        "mentee_id": ITS_OWN,
        "mentor_id": OTHERS,
        "program_id": ELSEWHERE,
        "company_id": TECHNICAL,
        "outcome": ELSEWHERE,
        "aim": ELSEWHERE,
        "obtained": ELSEWHERE,
    },
    "mentoring.charter.signature": {
        "partner_id": ITS_OWN,
        "charter_id": ELSEWHERE,
        "program_id": ELSEWHERE,
        "company_id": TECHNICAL,
        "pdf_attachment_id": ELSEWHERE,
        "body": "on a page of its own, and in the PDF",
    },
    "mentoring.objective": {
        "application_id": ITS_OWN,
        "company_id": TECHNICAL,
        "sequence": TECHNICAL,
    },
    "mentoring.override": {
        "application_id": ITS_OWN,
        "mentor_id": OTHERS,
        "company_id": TECHNICAL,
        "code": ELSEWHERE,
    },
    "mentoring.matching.left.out": {
        "run_id": STAFF,
        "application_id": ITS_OWN,
        "company_id": TECHNICAL,
        "reason": ELSEWHERE,
        "facts": ELSEWHERE,
    },
    "mentoring.matching.exclusion": {
        "run_id": OTHERS,
        "application_id": OTHERS,
        "mentor_id": OTHERS,
        "company_id": TECHNICAL,
    },
}
SETTINGS = {
    "mentoring.program",
    "mentoring.charter",
    "mentoring.theme",
    "mentoring.function",
    "mentoring.level",
    "mentoring.refusal.reason",
    "mentoring.resource",
    "mentoring.demand",
    "mentoring.matching.run",
    "mentoring.message",
    "mentoring.reminder.round",
    # Counted anew from what is shown, or judged of a programme as a whole.
    "mentoring.report",
    "mentoring.quality",
    "mentoring.quality.line",
}


def get_shown():
    """What "My data" shows of each model."""
    sides = {
        f"{side}_{name}"
        for side in ("mentor", "mentee")
        for name in personal_data.OWN_SIDE
    }
    return {
        "mentoring.application": {*personal_data.APPLICATION},
        "mentoring.mentor": {*personal_data.MENTOR},
        "mentoring.match": {
            *personal_data.MATCH,
            *sides,
            "decline_reason",
            "score_parts",
        },
        "mentoring.session": {
            *personal_data.SESSION,
            "mentee_rating",
            "mentor_rating",
        },
        "mentoring.session.time": {*personal_data.TIME},
        "mentoring.reminder": {*personal_data.REMINDER},
        "mentoring.session.summary": {*personal_data.NOTES},
        "mentoring.action": {*personal_data.ACTION},
        "mentoring.news": {*personal_data.NEWS},
        "mentoring.charter.signature": {*personal_data.SIGNATURE},
        "mentoring.objective": {"theme_id", "description"},
        "mentoring.override": {*personal_data.OVERRIDE},
        "mentoring.matching.left.out": {"why"},
        "mentoring.matching.exclusion": set(),
    }


@tagged("post_install", "-at_install")
class TestMyDataIsComplete(MemberCase):
    _automated = True

    def test_each_field_is_shown_or_left_out_for_a_reason(self):
        shown = get_shown()
        for model in self.env.values():
            if (
                not model._name.startswith("mentoring.")
                or model._abstract
                or model._transient
                or model._name in SETTINGS
            ):
                continue
            kept = {
                name
                for name, field in model._fields.items()
                if field.store
                and field.type != "one2many"
                and name not in models.MAGIC_COLUMNS
            }
            with self.subTest(model=model._name):
                known = shown[model._name] | NOT_SHOWN.get(model._name, {}).keys()
                self.assertEqual(kept - known, set(), "neither shown nor left out")
                self.assertEqual(known - set(model._fields), set(), "no such field")

    def test_all_that_there_is_and_nothing_of_the_others(self):
        match = self._make_full_story()
        data = {
            user: self._get("/data.json", user)
            for user in (self.user_mentee, self.user_mentor)
        }
        for user, words in (
            (self.user_mentee, ("MENTEE-END", "NOTES", "OVERRIDE", "REVOKED")),
            (self.user_mentor, ("MENTOR-END", "NOTES", "DECLINED")),
        ):
            with self.subTest(user=user.login):
                for word in words:
                    self.assertIn(word, data[user].text)
        for user, words in (
            (self.user_mentee, ("MENTOR-END", "DECLINED", "STAFF", "UNWANTED")),
            (self.user_mentor, ("MENTEE-END", "OVERRIDE", "STAFF", "WISH")),
        ):
            with self.subTest(user=user.login):
                for word in words:
                    self.assertNotIn(word, data[user].text)
                    self.assertNotIn(word, self._get("/data", user).text)
        read = json.loads(data[self.user_mentee].text)
        self.assertEqual(read["pairs"][0]["mentee_end_comment"], "MENTEE-END")
        self.assertTrue(read["messages"])
        self.assertEqual(read["runs"][0]["why"][:15], "Mentors who fit")
        self.assertEqual(match.state, "ended")

    def _make_full_story(self):
        """A pair from end to end, with words of each that only some may read."""
        self._make_membership(self.partner_mentee)
        application = self._make_application(
            self.partner_mentee,
            employment="out_of_post",
            wishes="WISH",
            note="STAFF",
        )
        application.unwanted_partner_ids = self._make_member("UNWANTED")
        self.env["mentoring.override"].create(
            {
                "application_id": application.id,
                "code": "in_post",
                "reason": "OVERRIDE",
            }
        )
        application.action_accept()
        declining = self._make_mentor(self.partner_mentor, note="STAFF")
        refused = self._make_match(
            self._make_application(state="waiting"), declining, "proposed"
        )
        refused.action_decline("mentor", "DECLINED")
        run = self.env["mentoring.matching.run"].create({"program_id": self.program.id})
        self.env["mentoring.matching.left.out"].create(
            {"run_id": run.id, "application_id": application.id, "reason": "taken"}
        )
        match = self._make_match(application, declining, note="STAFF")
        session = self._make_session(match, "done")
        self._write_notes(session, retained="NOTES")
        self._make_session(match).action_cancel_by("mentee", "REVOKED")
        match.action_declare_end("mentee", "MENTEE-END")
        match.action_declare_end("mentor", "MENTOR-END")
        self.env.flush_all()
        return match


@tagged("post_install", "-at_install")
class TestFirstLink(MemberCase):
    _automated = True

    def test_a_contact_without_access_comes_from_the_mail_to_the_proposal(self):
        """One link, a password, then the page itself."""
        mentor = self._make_mentor()
        match = self._make_match(mentor=mentor, state="proposed")
        mail = self.env["mail.mail"].search(
            [
                ("model", "=", "mentoring.match"),
                ("recipient_ids", "in", mentor.partner_id.ids),
            ]
        )
        body = mail._personalize_outgoing_body(mail.body_html, mentor.partner_id)
        [link] = set(re.findall(r'href="(http[^"]+/web/signup[^"]+)"', body))
        link = unescape(link).replace(mail.get_base_url(), "")
        self.env.flush_all()
        self.authenticate(None, None)
        page = self.url_open(link)
        form = {
            **dict(re.findall(r'name="(token|csrf_token)" value="([^"]+)"', page.text)),
            **dict(parse_qsl(urlsplit(link).query)),
            "login": mentor.partner_id.email,
            "name": mentor.partner_id.name,
            "password": "a long password",
            "confirm_password": "a long password",
            "csrf_token": Request.csrf_token(self),
        }
        answer = self.url_open("/web/signup", data=form)
        self.assertTrue(answer.url.endswith(match.access_url), answer.url)
        self.assertShown(answer, "Accept the proposal")
