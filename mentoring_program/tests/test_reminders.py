"""Reminders go out by themselves: each once, to whom it concerns, when it is due."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..logic import reminders
from ..models import mentoring_reminder_job
from ..models.mentoring_reminder import CODES, SIDES_OF
from .common import MentoringCase, MentoringHttpCase
from .test_mails import FAILED, MailsCase

ATTENTION = "mentoring_program.activity_attention"
JOB = "odoo.addons.mentoring_program.models.mentoring_reminder_job"


class RemindersMixin:
    """A pair of the cast, introduced twenty days ago, whatever the hour of the day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.write({"reminder_hour": 0, "responsible_id": cls.user_officer.id})
        # What leads up to the pair sends e-mails that are not looked at here.
        with patch.object(
            cls.registry["base.automation"],
            "_get_actions",
            lambda rules, records, triggers: rules.browse(),
        ):
            cls.match = cls._make_pair()
            cls._set_introduced(cls.match, 20)
            cls.env.flush_all()

    @classmethod
    def _day(cls, days):
        return cls.program._get_today() + timedelta(days=days)

    @classmethod
    def _set_introduced(cls, match, days):
        introduced = cls._day(-days)
        end = fields.Date.add(introduced, months=6)
        match.write({"introduction_date": introduced, "planned_end": end})

    def _run(self):
        """Run the job; return the codes of what it has sent, sorted."""
        Reminder = self.env["mentoring.reminder"]
        last = Reminder.search([], order="id desc", limit=1).id or 0
        with self.enter_registry_test_mode():
            self.env.ref("mentoring_program.cron_remind").method_direct_trigger()
        self.env.invalidate_all()
        return sorted(Reminder.search([("id", ">", last)]).mapped("code"))

    def _pass(self, days):
        """Let days go by, as far as what was sent and how far the job came go."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mentoring_reminder SET sent_date = sent_date - %s * "
            "interval '1 day'; UPDATE mentoring_reminder_round SET day = day - %s",
            [days, days],
        )
        self.env.invalidate_all()

    def _tomorrow(self):
        """Run the job as on another day, when nobody was reminded lately."""
        self._pass(8)
        return self._run()

    @contextmanager
    def _undone(self):
        """Take back what the block does."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint()
        yield
        savepoint.rollback()
        savepoint.close()
        self.env.invalidate_all()

    def _hold(self, days, summary=True, **vals):
        """A session that was held so many days ago."""
        start = fields.Datetime.now() - timedelta(days=days, hours=3)
        session = self._make_session(self.match, "done", start=start, **vals)
        if summary:
            session.summary_date = start + timedelta(days=1)
        return session

    def _ask_by_survey(self, side, days=0):
        """What ``side`` answers on, asked for so many days ago."""
        survey = self.program[f"survey_{side}_id"]
        self.match._create_survey_answer(survey, side)
        answer = self.match._get_survey_answer(side)
        self._set_asked(answer, days)
        return answer

    def _set_asked(self, answer, days):
        answer.flush_recordset()
        self.env.cr.execute(
            "UPDATE survey_user_input SET create_date = %s WHERE id IN %s",
            [fields.Datetime.now() - timedelta(days=days), tuple(answer.ids)],
        )
        answer.invalidate_recordset()

    def _remind(self, code, **vals):
        """The reminder ``code``, as the job makes it."""
        kind, side = code.rsplit("_", 1)
        person = None if side == "staff" else self.match._get_partner(side)
        return self.env["mentoring.reminder"].create(
            {
                "code": code,
                "kind": kind,
                "side": side,
                "step": 1,
                "occasion": "once",
                "due_date": self._day(0),
                "partner_id": person and person.id,
                "program_id": self.program.id,
                "match_id": self.match.id,
                **vals,
            }
        )


@tagged("post_install", "-at_install")
class TestReminderJob(RemindersMixin, MentoringCase):
    def test_c3_warned_twice_each_once_then_staff(self):
        self.assertEqual(self._run(), ["first_session_mentee"])
        self.assertEqual(self._run(), [])
        self._pass(1)
        self.assertEqual(self._run(), [], "one a week")
        self._set_introduced(self.match, 28)
        self._pass(7)
        self.assertEqual(self._run(), ["first_session_mentee"])
        self._set_introduced(self.match, 40)
        self.assertEqual(self._tomorrow(), ["first_session_staff"])
        self.assertEqual(self._tomorrow(), [])
        steps = self.match.reminder_ids.sorted("id").mapped("step")
        self.assertEqual(steps, [1, 2, 3])

    def test_each_is_sent_when_its_facts_are_there(self):
        now = fields.Datetime.now()
        for code, prepare in {
            "session_soon_mentee session_soon_mentor": lambda: self._make_session(
                self.match, start=now + timedelta(hours=30)
            ).write({"invited_date": now - timedelta(days=3)}),
            "unconfirmed_mentee": lambda: self._make_session(
                self.match, start=now - timedelta(days=4)
            ),
            "appointment_mentee": lambda: self._hold(18)
            and self._hold(17)
            and self._make_session(self.match, "missed", start=now - timedelta(days=9)),
            "summary_mentee": lambda: (self._hold(18) | self._hold(10, summary=False)),
            "go_on_mentor": lambda: self._hold(2),
            "quiet_mentee": lambda: self._set_introduced(self.match, 80)
            or self._hold(61)
            or self._hold(60),
            "end_near_mentee end_near_mentor": lambda: (
                self._hold(5) | self._hold(9)
            ).match_id.write({"planned_end": self._day(10)}),
            "past_end_mentee past_end_mentor": lambda: (
                self._hold(5) | self._hold(9)
            ).match_id.write({"planned_end": self._day(-7)}),
            "one_side_ended_mentor": lambda: self.match.action_declare_end("mentee")
            and self.match.write({"mentee_end_date": now - timedelta(days=8)}),
            "membership_ending_mentee": lambda: self._end_membership(20),
            "membership_lapsed_mentee": lambda: self._end_membership(-2),
        }.items():
            with self.subTest(code), self._undone():
                prepare()
                self.assertEqual(" ".join(self._run()), code)
                self.assertEqual(self._run(), [], "once")

    def _end_membership(self, days):
        self._hold(5), self._hold(9)
        self.env.flush_all()
        lines = self.env["membership.membership_line"].search(
            [("partner_id", "=", self.partner_mentee.id)]
        )
        lines.date_to = self._day(days)

    def test_m1_who_has_a_proposal_to_answer(self):
        self.program.proposal_days = 3
        other = self._make_match(state="proposed")
        other.sudo().mentor_asked_date = fields.Datetime.now() - timedelta(days=3)
        self.assertIn("proposal_mentor", self._run())
        self.assertEqual(other.reminder_ids.code, "proposal_mentor")
        self._pass(8)
        self.assertNotIn("proposal_mentor", self._run())

    def test_a_questionnaire_left_for_days_once(self):
        self._run()
        draft = self._make_application(state="draft", signed=False)
        for days, expected in ((6, []), (8, ["unfinished_mentee"]), (9, [])):
            with self.subTest(days=days):
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE mentoring_application SET write_date = %s WHERE id = %s",
                    [fields.Datetime.now() - timedelta(days=days), draft.id],
                )
                self._pass(8)
                self.match.pause_until = self._day(9)
                self.assertEqual(self._run(), expected)

    def test_a_survey_not_answered_is_asked_for_again_once(self):
        self.match.pause_until = self._day(90)
        asked = self._ask_by_survey("mentee") | self._ask_by_survey("mentor")
        both = ["survey_mentee", "survey_mentor"]
        for days, expected in ((13, []), (14, both), (15, []), (40, [])):
            with self.subTest(days=days):
                self._set_asked(asked, days)
                self.assertEqual(self._tomorrow(), expected)
        reminder = self.match.reminder_ids[0]
        self.assertEqual(reminder._get_path(), f"{self.match.access_url}/survey")

    def test_a_survey_is_not_asked_for_again_of_whom_it_makes_no_sense(self):
        self.match.pause_until = self._day(90)
        answer = self._ask_by_survey("mentee", days=20)

        def leave():
            self.partner_mentee.user_ids.active = False
            self.partner_mentee.active = False

        for why, change in (
            ("answered", answer._mark_done),
            ("survey archived", lambda: answer.survey_id.write({"active": False})),
            ("contact archived", leave),
            ("never", lambda: self.program.write({"survey_days": 0})),
            ("long ago", lambda: self._set_asked(answer, 46)),
        ):
            with self.subTest(why), self._undone():
                change()
                self.assertEqual(self._run(), [])
        self.assertEqual(self._run(), ["survey_mentee"])

    def test_a_profile_is_to_be_checked_once_a_year(self):
        self.match.pause_until = self._day(90)
        mentor = self.match.mentor_id
        mentor.profile_date = self._day(-364)
        self.assertEqual(self._run(), [])
        mentor.profile_date = self._day(-370)
        self.assertEqual(self._tomorrow(), ["profile_mentor"])
        self.assertEqual(self._tomorrow(), [])
        mentor.action_pause()
        mentor.profile_date = self._day(-375)
        self.assertEqual(self._tomorrow(), [], "on a pause")

    def test_a_rule_that_is_switched_off_sends_none_and_is_not_waited_for(self):
        rule = self.env.ref("mentoring_program.automation_reminder_unconfirmed_mentee")
        rule.active = False
        self._make_session(self.match, start=fields.Datetime.now() - timedelta(days=4))
        self.assertEqual(self._run(), [])
        with self._undone():
            rule.active = True
            self.assertEqual(self._tomorrow(), ["unconfirmed_mentee"])
        rule.unlink()
        self._pass(1)
        self.assertEqual(self._run(), [])

    def test_a_pause_of_the_pair_or_of_the_mentor_pauses_its_reminders(self):
        self.match.pause_until = self._day(0)
        self.assertEqual(self._run(), [])
        self.match.pause_until = self._day(-1)
        with self._undone():
            self.match.mentor_id.action_pause()
            self.assertEqual(self._tomorrow(), [])
        self.assertEqual(self._tomorrow(), ["first_session_mentee"])

    def test_what_came_up_before_the_mentor_was_back_counts_from_then(self):
        """The mentee is not chased for what became due while the mentor was away."""
        self._hold(60, summary=False)
        self._hold(4)
        self.assertEqual(self._run(), [], "long past")
        self.match.mentor_id.action_pause()
        self.match.mentor_id.action_resume()
        self.assertEqual(self.match.mentor_id.resumed_date, fields.Date.today())
        self.assertEqual(self._tomorrow(), ["summary_mentee"])

    def test_after_the_end_nothing_goes_out(self):
        self._hold(9, summary=False)
        self.match._end("other")
        self.assertEqual(self._run(), [])

    def test_an_archived_contact_is_told_nothing(self):
        self.partner_mentee.user_ids.active = False
        self.partner_mentee.active = False
        self.assertEqual(self._run(), [])

    def test_who_has_two_pairs_gets_one_a_week_the_most_urgent(self):
        other = self._make_match(mentor=self.match.mentor_id)
        self._hold(2)
        self.match.write({"planned_end": self._day(60)})
        other.write({"planned_end": self._day(5)})
        other.pause_until = False
        found = self._run()
        mentors = self.env["mentoring.reminder"].search(
            [("partner_id", "=", self.partner_mentor.id)]
        )
        self.assertEqual(mentors.code, "end_near_mentor", found)
        self.assertEqual(mentors.match_id, other)
        self.assertIn("go_on_mentor", self._tomorrow())

    def test_the_programmes_hour_and_day(self):
        noon = datetime.combine(self._day(0), datetime.min.time()).replace(hour=12)
        self.program.reminder_hour = 15  # 13 or 14 o'clock in Paris
        self.company.partner_id.tz = "Europe/Paris"
        with patch.object(fields.Datetime, "now", lambda: noon):
            self.assertEqual(self._run(), [])
            self.program.reminder_hour = 13
            self.assertEqual(self._run(), ["first_session_mentee"])

    def test_a_changed_number_changes_what_is_due(self):
        self._hold(30), self._hold(31)
        self.assertEqual(self._run(), [])
        self.program.quiet_days = 20
        self._pass(1)
        self.assertEqual(self._run(), ["quiet_mentee"])

    # The job goes on, whatever happens

    @mute_logger(JOB)
    def test_a_broken_pair_does_not_stop_the_job(self):
        others = self.match
        for __ in range(4):
            others |= self._make_match()
        for match in others:
            self._set_introduced(match, 20)
        broken = others[2]
        Match = type(others)
        get_relation = Match._get_relation

        def fail(match, *args):
            if match.id == broken.id:
                raise ValueError("broken")
            return get_relation(match, *args)

        self.env.flush_all()
        with patch.object(Match, "_get_relation", fail):
            self.assertEqual(self._run(), ["first_session_mentee"] * 4)
            self.assertFalse(broken.reminder_ids)
        self.assertEqual(self._tomorrow(), ["first_session_mentee"])

    def test_it_goes_on_where_it_was(self):
        for __ in range(3):
            self._set_introduced(self._make_match(), 20)
        left = iter([9, 9, 0])
        cron = self.registry["ir.cron"]
        looked_at = []
        Reminder = self.registry["mentoring.reminder"]
        remind = Reminder._remind

        def look(model, program, batch, *args):
            looked_at.extend(batch.ids)
            return remind(model, program, batch, *args)

        with (
            patch.object(mentoring_reminder_job, "BATCH", 1),
            patch.object(Reminder, "_remind", look),
        ):
            with patch.object(cron, "_commit_progress", lambda *a, **k: next(left, 0)):
                self.env["mentoring.reminder"]._cron_remind()
            first = list(looked_at)
            self._run()
        self.assertTrue(0 < len(first) < 4, first)
        self.assertEqual(len(looked_at), len(set(looked_at)), "nobody twice")
        self.assertEqual(len(self.env["mentoring.reminder"].search([])), 4)

    def test_two_jobs_at_once_send_once(self):
        """The other job's message is not seen yet, and there all the same."""
        self._run()
        self._pass(0)
        self.env["mentoring.reminder.round"].search([]).last_id = 0
        Reminder = self.registry["mentoring.reminder"]
        with (
            patch.object(Reminder, "_get_sent", lambda *args: {}),
            patch.object(Reminder, "_get_last", lambda *args: {}),
            mute_logger("odoo.sql_db"),
            self.assertNoLogs(JOB, "ERROR"),
        ):
            self.assertEqual(self._run(), [])

    def test_as_many_queries_for_many_as_for_few(self):
        pairs = self.match
        for __ in range(11):
            pairs |= self._make_match()
        for match in pairs:
            match.pause_until = self._day(5)
            self._make_session(match, "done")
        Reminder = self.env["mentoring.reminder"]

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Reminder._remind(self.program, some.browse(some.ids), frozenset(), False)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(pairs)  # what is cached for the whole process
        few, many = count(pairs[:2]), count(pairs)
        self.assertLessEqual(many, few)

    # Attention

    def test_attention_is_filtered_and_grouped_without_reading_every_pair(self):
        Match = self.env["mentoring.match"]
        self.assertFalse(self.match.attention_code)
        self._set_introduced(self.match, 40)
        self.assertEqual(self.match.attention_code, "not_started")
        self.assertEqual(
            self.match.attention_since, self.match._get_first_session_due()
        )
        self.assertIn(self.match, Match.search([("attention", "!=", False)]))
        groups = Match.formatted_read_group(
            [("state", "=", "active")], ["attention_code"], ["__count"]
        )
        self.assertIn("not_started", [group["attention_code"] for group in groups])

    def test_c1_the_job_keeps_attention_in_step_with_the_calendar(self):
        self._end_membership(-1)
        self.assertFalse(self.match.attention_code, "nothing of the pair was written")
        self._run()
        self.assertEqual(self.match.attention_code, "membership_lapsed")
        self.assertEqual(self.match.attention_since, self._day(0))
        self._make_membership(self.partner_mentee)
        self._tomorrow()
        self.assertFalse(self.match.attention_code)

    def test_the_form_tells_what_comes_next_and_why_not_now(self):
        match = self.match.with_user(self.user_officer)
        first = "First session not planned (C3), to the Mentee: "
        self.assertEqual(
            match.reminder_outlook.split("\n")[0], f"{first}with the next round"
        )
        self._run()
        match.invalidate_recordset()
        self.assertIn(f"{first}from ", match.reminder_outlook)
        self.match.pause_until = self._day(3)
        match.invalidate_recordset()
        self.assertIn(f"{first}not during the pause", match.reminder_outlook)

    def test_staff_read_and_change_nothing(self):
        reminder = self._remind("quiet_mentee").with_user(self.user_officer)
        self.assertEqual(reminder.display_name, "No session for long")
        for change in (
            lambda: reminder.write({"step": 3}),
            reminder.unlink,
            lambda: reminder.copy(),
        ):
            with self.assertRefused("not allowed", error=Exception):
                change()

    def test_each_code_has_its_rule(self):
        for code in CODES:
            self.env.ref(f"mentoring_program.automation_reminder_{code}")
        self.assertEqual(self.env["mentoring.reminder"]._get_switched_off(), set())
        self.assertEqual(set(SIDES_OF), {*reminders.URGENCY, reminders.INVITATION})


@tagged("post_install", "-at_install")
class TestReminderMails(RemindersMixin, MailsCase):
    def _prepare_all(self):
        """Return ``{code: values}``: what each message needs to know."""
        session = self._hold(9)
        soon = self._make_session(self.match)
        self.match.write({"answer_before": self._day(3)})
        self.match.mentee_end_date = self.match.mentor_end_date = (
            fields.Datetime.now() - timedelta(days=8)
        )
        day = str(self._day(-3))
        special = {
            "session_soon": {"session_id": soon.id},
            "unfinished": {
                "match_id": False,
                "application_id": self.match.application_id.id,
            },
            "survey": {"survey_answer_id": self._ask_by_survey("mentee").id},
            "profile": {"match_id": False, "mentor_id": self.match.mentor_id.id},
            "membership_ending": {"occasion": day},
            "membership_lapsed": {"occasion": day},
        }
        return {
            code: special.get(code.rsplit("_", 1)[0], {"session_id": session.id})
            for code in CODES
            if not code.endswith("_staff")
        }

    def test_every_message_in_both_languages(self):
        """Without a raw field, an empty greeting or a second link."""
        for code, vals in self._prepare_all().items():
            partner = self.match._get_partner(code.rsplit("_", 1)[1])
            for lang in ("en_US", "fr_FR"):
                partner.lang = lang
                for step in (1, 2):
                    with self.subTest(code, lang=lang, step=step):
                        with self._capture() as mails:
                            self._remind(
                                code, **{**vals, "step": step, "rule": lang}
                            ).flush_recordset()
                        self.assertEqual(mails[0].recipient_ids, partner)
                        self.assertEqual(len(mails), 1)
                        self._check_translated(mails[0], lang)
                        self.env["mentoring.reminder"].search([]).unlink()

    def _check_translated(self, mail, lang):
        text = self._get_text(mail)
        self.assertIn(mail.recipient_ids.name, text)
        for rest in ("{{", "}}", "t-out", "t-if", "False", "None"):
            self.assertNotIn(rest, mail.body_html)
            self.assertNotIn(rest, mail.subject)
        self.assertEqual(len(self._get_links(mail)), 1, "one clear link")
        self.assertNotRegex(text, r"[  ],|\(\)|on \.|by \.")
        if lang == "en_US":
            self._check_mail(mail)

    def test_the_job_sends_in_the_members_language_and_once(self):
        self.partner_mentee.lang = "fr_FR"
        with self._capture() as mails:
            self.assertEqual(self._run(), ["first_session_mentee"])
            self._run()
        [mail] = mails
        self.assertEqual(mail.recipient_ids, self.partner_mentee)
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.res_id, self.match.reminder_ids.id)

    def test_what_is_switched_off_sends_none(self):
        self.env.ref(
            "mentoring_program.automation_reminder_first_session_mentee"
        ).active = False
        with self.assertSends():
            self._run()

    def test_c3_the_words_tell_how_late_it_is(self):
        for days, step, words in (
            (20, 1, "It is for you to take the initiative"),
            (28, 2, "you risk losing the service"),
            (40, 1, "was to take place by"),
        ):
            with self.subTest(days=days):
                self._set_introduced(self.match, days)
                with self._capture() as mails:
                    self._remind("first_session_mentee", step=step, occasion=f"{days}")
                self.assertIn(words, self._get_text(mails[0]))

    def test_a_mail_server_that_is_down_loses_nothing(self):
        with self._capture() as mails:
            self._run()
        down = patch.object(
            self.env.registry["ir.mail_server"],
            "_connect__",
            side_effect=ConnectionRefusedError("down"),
        )
        with down, mute_logger("odoo.addons.mail.models.mail_mail"):
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(mails[0].state, "outgoing")
        self._pass(1)
        self.assertEqual(self._run(), [], "the same is not made again")
        self._deliver()
        self.assertEqual(mails[0].state, "sent")

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_what_cannot_be_delivered_is_an_activity_on_the_pair(self):
        self.partner_mentee.email = False
        self._run()
        self._deliver()
        activity = self.match.activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref(FAILED))
        self.assertEqual(activity.user_id, self.user_officer)

    def test_staff_are_told_once_and_it_is_done_by_itself(self):
        """C3: what stays undone is an activity, until it is done."""
        self._set_introduced(self.match, 40)
        for step in (1, 2):
            self._remind("first_session_mentee", step=step)
        self.assertEqual(self._tomorrow(), ["first_session_staff"])
        activity = self.match.activity_search([ATTENTION])
        self.assertEqual(activity.user_id, self.user_officer)
        self.assertIn("No first session planned since", activity.note)
        self._remind("quiet_staff")
        self.assertEqual(len(self.match.activity_search([ATTENTION])), 1, "no flood")
        self._make_session(self.match)
        self.env.flush_all()
        self.assertFalse(self.match.activity_search([ATTENTION]))

    def test_names_stay_hidden_whatever_staff_write(self):
        template = self.env.ref("mentoring_program.mail_reminder_proposal_mentor")
        template.subject = "{{ object.match_id.mentee_id.name }} waits"
        self.program.hide_names = True
        other = self._make_match(state="proposed")
        with self._capture() as mails:
            self._remind(
                "proposal_mentor",
                match_id=other.id,
                partner_id=other.mentor_partner_id.id,
            )
        self.assertNotIn(other.mentee_id.name, mails[0].subject)
        self.assertNotIn(other.mentee_id.name, mails[0].body_html)


@tagged("post_install", "-at_install")
class TestReminderLinks(RemindersMixin, MentoringHttpCase):
    _automated = False

    def test_the_links_open_for_whom_they_are_meant(self):
        draft = self._make_application(
            self.user_other_mentee.partner_id, state="draft", signed=False
        )
        session = self._hold(9)
        self.env.flush_all()
        for user, code, vals in (
            (self.user_mentee, "quiet_mentee", {}),
            (self.user_mentor, "go_on_mentor", {}),
            (self.user_mentee, "summary_mentee", {"session_id": session.id}),
            (
                self.user_mentor,
                "profile_mentor",
                {"match_id": False, "mentor_id": self.match.mentor_id.id},
            ),
            (
                self.user_other_mentee,
                "unfinished_mentee",
                {"match_id": False, "application_id": draft.id},
            ),
        ):
            with self.subTest(code):
                reminder = self._remind(code, **vals)
                self._login(user)
                answer = self.url_open(reminder._get_path())
                self.assertEqual(answer.status_code, 200)
                self.assertNotIn("/web/login", urlsplit(answer.url).path)
