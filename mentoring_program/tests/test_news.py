"""News after the end: asked for twice, given on a page, shared if one likes (C10)."""

import json
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..logic.cadence import NEWS_DAYS
from ..logic.duration import add_months
from .common import MentoringCase
from .test_mails import MailsCase
from .test_portal_pair import PortalPairCase

NO_ANSWER = "Choose an answer: did the responsibility that you hoped for come?"
WORDS = "I lead the whole plant now."


class NewsMixin:
    """A pair of the cast that has ended by agreement, after one session."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What leads up to the end sends e-mails that are not looked at here.
        with patch.object(
            cls.registry["base.automation"],
            "_get_actions",
            lambda rules, records, triggers: rules.browse(),
        ):
            cls.match = cls._make_ended(cls._make_pair())
            cls.env.flush_all()

    @classmethod
    def _make_ended(cls, match):
        cls._make_session(match, "done")
        match.action_declare_end("mentee")
        match.action_declare_end("mentor")
        return match

    def _set_ended(self, months, match=None, **vals):
        """Have the pair end so many months ago."""
        match = match or self.match
        day = add_months(self.program._get_today(), -months)
        match.end_date = fields.Datetime.to_datetime(day).replace(hour=12)
        if vals:
            # How it ended can't be changed any more, but by force.
            self.env.flush_all()
            sets = ", ".join(f"{name} = %s" for name in vals)
            self.env.cr.execute(
                f"UPDATE mentoring_match SET {sets} WHERE id = %s",  # noqa: S608
                [*vals.values(), match.id],
            )
            self.env.invalidate_all()

    def _ask(self, asking="first"):
        return self.env["mentoring.news"].create(
            {"match_id": self.match.id, "asking": asking, "months": 3}
        )


@tagged("post_install", "-at_install")
class TestAskingForNews(NewsMixin, MentoringCase):
    _automated = False

    def _run(self):
        """Run the job; return what it has asked for, of all pairs."""
        with self.enter_registry_test_mode():
            self.env.ref("mentoring_program.cron_ask_news").method_direct_trigger()
        return [
            (news.asking, news.months)
            for news in self.env["mentoring.news"].search([], order="id")
        ]

    @contextmanager
    def _undone(self):
        """Take back what the block does."""
        savepoint = self.env.cr.savepoint()
        yield
        savepoint.rollback()
        savepoint.close()
        self.env.invalidate_all()

    def test_c10_each_is_asked_once(self):
        self._set_ended(2)
        self.assertEqual(self._run(), [])
        self._set_ended(3)
        self.assertEqual(self._run(), [("first", 3)])
        self.assertEqual(self._run(), [("first", 3)])
        self._set_ended(12)
        self.assertEqual(self._run(), [("first", 3), ("last", 12)])
        self.assertEqual(self._run(), [("first", 3), ("last", 12)])

    def test_c10_the_programme_sets_the_months(self):
        self._set_ended(2)
        self.program.news_months_first = 2
        self.assertEqual(self._run(), [("first", 2)])
        self.program.news_months_first = 3
        self._set_ended(3)
        self.assertEqual(self._run(), [("first", 2)], "asked already")

    def test_c10_nobody_is_asked_when_it_makes_no_sense(self):
        """D6, C3, C1, and who never met, waits again, or is archived."""
        for vals in (
            {"outcome": "stopped_first"},
            {"outcome": "never_started"},
            {"outcome": "fee_lapsed"},
            {"session_done_count": 0},
            {"mentee_may_wait": True},
        ):
            with self.subTest(**vals), self._undone():
                self._set_ended(3, **vals)
                self.assertEqual(self._run(), [])
        self._set_ended(3)
        self.partner_mentee.user_ids.active = False
        self.partner_mentee.active = False
        self.assertEqual(self._run(), [])

    def test_c10_nobody_is_asked_about_what_is_long_past(self):
        self._set_ended(10)
        self.assertEqual(self._run(), [])
        self._set_ended(30)
        self.assertEqual(self._run(), [])

    def test_c10_two_jobs_at_once_ask_once(self):
        with self._found_twice():
            self.assertEqual(self._run(), [("first", 3)])

    def _found_twice(self):
        """As if the other job had not yet asked when this one looked."""
        match_id = self.match.id
        return patch.object(
            type(self.match),
            "_get_news_due",
            lambda matches: [(matches.browse(match_id), "first")] * 2,
        )

    def test_c10_the_database_decides_who_was_first(self):
        """The other job's question is not seen yet, and there all the same."""
        News = self.registry["mentoring.news"]
        with (
            self._found_twice(),
            patch.object(News, "search_count", lambda *args, **options: 0),
            mute_logger("odoo.sql_db"),
            self.assertNoLogs("odoo.addons.mentoring_program", "ERROR"),
        ):
            self.assertEqual(self._run(), [("first", 3)])

    def test_the_job_stops_when_told_and_goes_on_later(self):
        other = self._make_ended(self._make_match())
        for match in (self.match, other):
            self._set_ended(3, match)
        left = iter([9, 0])
        cron = self.registry["ir.cron"]
        with patch.object(cron, "_commit_progress", lambda *a, **k: next(left)):
            self.env["mentoring.match"]._cron_ask_news()
        self.assertEqual(len(self.match.news_ids | other.news_ids), 1)
        self.assertEqual(self._run(), [("first", 3)] * 2)

    def test_staff_read_and_count_and_change_nothing(self):
        news = self._ask()
        news.action_answer("yes", WORDS)
        read = news.with_user(self.user_officer)
        self.assertEqual(read.words, WORDS)
        self.assertEqual(read.display_name, "Luc Mentee: First news")
        groups = read.formatted_read_group([], ["outcome"], ["obtained:sum"])
        self.assertEqual(groups[0]["obtained:sum"], 1)
        for user in (self.user_officer, self.user_manager, self.user_mentee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                news.with_user(user).action_answer("not_yet")

    def test_staff_record_what_the_mentee_told(self):
        news = self._ask().with_user(self.user_officer)
        record = self.env["mentoring.news.record"].with_user(self.user_officer)
        values = {"news_id": news.id, "responsibility": "partly", "words": WORDS}
        record.create(values).action_record()
        self.assertEqual(
            (news.responsibility, news.words, news.recorder_id, news.shared),
            ("partly", WORDS, self.user_officer, False),
        )
        record.create({**values, "responsibility": "yes"}).action_record()
        self.assertEqual(news.responsibility, "yes")
        news.sudo().action_answer("yes", WORDS)
        self.assertFalse(news.recorder_id, "the mentee's own now")
        with self.assertRefused("has answered already"):
            record.create(values).action_record()
        for user in (self.user_mentee, self.user_mentor, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                news.with_user(user).action_record("yes")

    def test_contacts_stay_who_they_are(self):
        news = self._ask()
        other = self._make_match(state="ended")
        with self.assertRefused("can't be changed"):
            news.match_id = other
        with self.assertRefused("asked for already"):
            self._ask()


@tagged("post_install", "-at_install")
class TestNewsMails(NewsMixin, MailsCase):
    def test_c10_the_mentee_is_asked_and_the_mentor_told_once(self):
        asked = (self.partner_mentee, "getting on since your mentoring?")
        with self.assertSends(asked) as mails:
            news = self._ask()
        link = f"/my/mentoring/pairs/{self.match.id}/news/first"
        self.assertTrue(self._get_links(mails[0])[0].endswith(link))
        self.assertIn("The career centre reads it", self._get_text(mails[0]))
        with self.assertSends():
            news.action_answer("partly", WORDS)
        with self.assertSends((self.partner_mentor, "has news for you")) as mails:
            news.action_answer("partly", WORDS, shared=True)
        self.assertNotIn(WORDS, mails[0].body_html)
        with self.assertSends():
            news.action_answer("yes", WORDS, shared=False)
            news.action_answer("yes", WORDS, shared=True)

    def test_an_archived_mentor_is_told_nothing(self):
        news = self._ask()
        self.partner_mentor.user_ids.active = False
        self.partner_mentor.active = False
        with self.assertSends():
            news.action_answer("yes", WORDS, shared=True)


@tagged("post_install", "-at_install")
class TestPortalNews(NewsMixin, PortalPairCase):
    _automated = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match.survey_answer_ids.unlink()  # nothing else waits
        cls.pair = f"/my/mentoring/pairs/{cls.match.id}"
        cls.form = f"{cls.pair}/news/first"

    def _count(self):
        return self.make_jsonrpc_request(
            "/my/counters", {"counters": ["mentoring_count"]}
        )["mentoring_count"]

    def test_given_corrected_and_shared(self):
        news = self._ask()
        self.env.flush_all()
        self._login(self.user_mentee)
        self.assertEqual(self._count(), 1)
        for path in ("/my/mentoring", self.pair):
            self.assertIn(f'href="{self.form}"', self._get(path).text)
        self.assertIn("The career centre reads your news.", self._get(self.form).text)
        empty = self._post(self.form, words=WORDS)
        self.assertIn(NO_ANSWER, empty.text)
        self.assertIn(WORDS, empty.text, "what was typed is shown again")
        self.assertFalse(news.answered_date)
        answer = self._post(self.form, responsibility="not_yet", words=WORDS)
        self.assertSaid(answer, "Thank you for your news!")
        self.assertEqual((news.responsibility, news.shared), ("not_yet", False))
        self.assertEqual(self._count(), 0)
        self.assertNotIn(WORDS, self._get(self.pair, self.user_mentor).text)
        form = self._get(self.form, self.user_mentee).text
        self.assertIn(WORDS, form)
        self._post(self.form, responsibility="yes", words=WORDS, shared="1")
        self.assertEqual((news.responsibility, news.shared), ("yes", True))
        page = self._get(self.pair, self.user_mentor).text
        self.assertIn(WORDS, page)
        self.assertNotIn(self.form, page)
        self.assertIn("There is news.", self._get("/my/mentoring").text)
        self._post(self.form, self.user_mentee, responsibility="yes", words=WORDS)
        self.assertNotIn(WORDS, self._get(self.pair, self.user_mentor).text)
        self.assertNotIn(WORDS, self._get("/my/mentoring/data.json").text)
        self._login(self.user_mentee)
        data = json.loads(self._get("/my/mentoring/data.json").text)
        self.assertEqual(data["news"][0]["words"], WORDS)

    def test_a_double_click_changes_nothing_more(self):
        news = self._ask()
        self._login(self.user_mentee)
        form = {"responsibility": "partly", "words": WORDS, "shared": "1"}
        self._post(self.form, **form)
        dates = ["answered_date", "shared_date", "write_date"]
        before = news.read(dates)
        self.assertSaid(self._post(self.form, **form), "Thank you for your news!")
        self.assertEqual(news.read(dates), before)

    def test_it_is_the_mentees_alone_and_only_once_asked(self):
        self._login(self.user_mentee)
        self.assertEqual(self._get(self.form).status_code, 404)
        self._ask()
        self.env.flush_all()
        self.assertEqual(self._get(self.form).status_code, 200)
        for path in (f"{self.pair}/news/last", f"{self.pair}/news/any"):
            self.assertEqual(self._get(path).status_code, 404)
        for user in (self.user_mentor, self.user_other_mentee, self.user_officer):
            self.assertEqual(self._get(self.form, user).status_code, 404)

    def test_only_the_latest_waits(self):
        self._ask()
        self._ask("last").asked_date = fields.Datetime.now()
        self.match.news_ids.invalidate_recordset()
        self.env.flush_all()
        self._login(self.user_mentee)
        self.assertEqual(self._count(), 1)
        last = self.form.replace("first", "last")
        self.assertIn(f'href="{last}"', self._get("/my/mentoring").text)
        self._post(last, responsibility="not_sought")
        self.assertEqual(self._count(), 0)

    def test_c10_the_last_question_stops_waiting(self):
        news = self._ask("last")
        self._login(self.user_mentee)
        for days, count in ((NEWS_DAYS, 1), (NEWS_DAYS + 1, 0)):
            with self.subTest(days=days):
                news.asked_date = fields.Datetime.now() - timedelta(days=days)
                self.env.flush_all()
                self.assertEqual(self._count(), count)
        last = self.form.replace("first", "last")
        self.assertEqual(self._get(last).status_code, 200, "it can still be given")

    def test_the_mentee_sees_who_recorded_it(self):
        news = self._ask().with_user(self.user_officer)
        news.action_record("partly", WORDS)
        self.env.flush_all()
        page = self._get(self.pair, self.user_mentee).text
        self.assertIn(WORDS, page)
        self.assertIn("of the career centre, from what the mentee told", page)
        self.assertNotIn(WORDS, self._get(self.pair, self.user_mentor).text)
