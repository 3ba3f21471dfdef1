"""Each transition sends exactly its e-mails: to whom, in which language, once."""

import re
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from html import unescape
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import vobject

from odoo import fields
from odoo.tests import RecordCapturer, tagged
from odoo.tools import mute_logger

from ..models.mail_mail import MODELS
from .common import MentoringHttpCase, MentoringMailCase

REVIEW = "mentoring_program.activity_review"
REMATCH = "mentoring_program.activity_rematch"
FAILED = "mentoring_program.activity_mail_failed"


class MailsCase(MentoringMailCase):
    """The cast with an officer in charge, and a way to see what a step sends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("en_US", "fr_FR"):
            cls.env["res.lang"]._activate_lang(code)
        cls.program.responsible_id = cls.user_officer
        for partner in (cls.partner_mentee, cls.partner_mentor):
            cls._make_membership(partner)
        cls.partner_mentor.phone = "+33 1 23 45 67 89"
        cls.partner_mentee.phone = "+33 6 98 76 54 32"

    @contextmanager
    def _capture(self):
        """Yield a list that holds, after the block, the mails that it has queued."""
        mails = []
        domain = [("model", "in", MODELS)]
        with RecordCapturer(self.env["mail.mail"], domain) as capture:
            yield mails
            self.env.flush_all()
        mails.extend(capture.records.sorted("id"))

    @contextmanager
    def assertSends(self, *expected):
        """The block queues one mail for each (contact, words of the subject)."""
        with self._capture() as mails:
            yield mails
        sent = [(mail.recipient_ids, mail.subject) for mail in mails]
        left = list(sent)
        for partner, words in expected:
            found = [one for one in left if one[0] == partner and words in one[1]]
            self.assertTrue(found, f"{partner.name}: “{words}” is missing in {sent}")
            left.remove(found[0])
        self.assertFalse(left, "more than expected")
        for mail in mails:
            self._check_mail(mail)

    def _check_mail(self, mail):
        self.assertEqual(mail.state, "outgoing", "it waits in the queue")
        self.assertEqual(mail.email_from, self.user_officer.email_formatted)
        self.assertEqual(mail.reply_to, self.user_officer.email_formatted)
        self.assertEqual(mail.author_id, self.user_officer.partner_id)
        self.assertIn(f"Hello {mail.recipient_ids.name},", self._get_text(mail))
        for rest in ("{{", "}}", "t-out", "t-if", "False", "None"):
            self.assertNotIn(rest, mail.body_html)
            self.assertNotIn(rest, mail.subject)
        self.assertEqual(len(self._get_links(mail)), 1, "one clear link")

    def _get_text(self, mail):
        text = unescape(re.sub(r"<[^>]+>", "", str(mail.body_html)))
        return re.sub(r"\s+", " ", text)

    def _get_links(self, mail):
        return re.findall(r'href="(http[^"]+)"', str(mail.body_html))

    def _deliver(self):
        """Send the queue; return the parsed messages."""
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.env["mail.mail"].process_email_queue()
            return list(self._mails)


@tagged("post_install", "-at_install")
class TestApplicationMails(MailsCase):
    def test_submitted_is_acknowledged_and_reviewed(self):
        application = self._make_application(self.partner_mentee, state="draft")
        with self.assertSends((self.partner_mentee, "received your application")):
            application.action_submit()
        activity = application.activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref(REVIEW))
        self.assertEqual(activity.user_id, self.user_officer)

    def test_writing_the_same_state_sends_nothing(self):
        application = self._make_application(self.partner_mentee, state="submitted")
        with self.assertSends():
            application.write({"state": "submitted"})
        self.assertEqual(len(application.activity_ids), 1)

    def test_acceptance_with_a_fee_then_the_fee_paid(self):
        self.program.fee_product_id = self.fee_product
        application = self._make_application(self.partner_mentee)
        with self.assertSends((self.partner_mentee, "is accepted")) as mails:
            application.action_accept()
        self.assertRegex(self._get_text(mails[0]), r"the fee of \S*\s?\d+\.\d\d")
        self.assertIn(
            f"/my/invoices/{application.invoice_id.id}", self._get_links(mails[0])[0]
        )
        self.assertFalse(application.activity_ids, "the review is done")
        with self.assertSends((self.partner_mentee, "on the waiting list")) as mails:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=application.invoice_id.ids
            ).create({})._create_payments()
        self.assertEqual(application.state, "waiting")
        self.assertIn("We have received your fee", self._get_text(mails[0]))

    def test_acceptance_without_a_fee_is_one_mail(self):
        application = self._make_application(self.partner_mentee)
        with self.assertSends((self.partner_mentee, "on the waiting list")) as mails:
            application.action_accept()
        self.assertIn("There is nothing to pay", self._get_text(mails[0]))
        self.assertNotIn("received your fee", self._get_text(mails[0]))

    def test_acceptance_with_the_fee_waived(self):
        self.program.fee_product_id = self.fee_product
        application = self._make_application(self.partner_mentee, state="accepted")
        application.fee_waiver_reason = "CANARY"
        with self.assertSends((self.partner_mentee, "on the waiting list")) as mails:
            application.action_waive_fee()
        self.assertIn("the fee is waived for you", self._get_text(mails[0]))
        self.assertNotIn("CANARY", mails[0].body_html)

    def test_acceptance_with_a_fee_of_zero(self):
        self.program.fee_product_id = self.fee_product
        self.fee_product.list_price = 0
        application = self._make_application(self.partner_mentee)
        with self.assertSends((self.partner_mentee, "on the waiting list")) as mails:
            application.action_accept()
        self.assertIn("There is nothing to pay", self._get_text(mails[0]))

    def test_refusal_with_and_without_coaching(self):
        for xmlid, coaching in (
            ("refusal_job_search", True),
            ("refusal_not_precise", False),
        ):
            with self.subTest(xmlid):
                reason = self.env.ref(f"mentoring_program.{xmlid}")
                application = self._make_application(self._make_member())
                application.note = "CANARY"
                expected = (application.partner_id, "Our answer to your application")
                with self.assertSends(expected) as mails:
                    application.action_refuse(reason, "Do call me.")
                text = self._get_text(mails[0])
                self.assertIn(reason.member_text, text)
                self.assertIn("Do call me.", text)
                self.assertIn("reply to this e-mail", text)
                self.assertEqual("sister service" in text, coaching)
                self.assertNotIn("CANARY", text)
                self.assertFalse(application.activity_ids)

    def test_withdrawal_is_confirmed(self):
        application = self._make_application(self.partner_mentee)
        with self.assertSends((self.partner_mentee, "is withdrawn")) as mails:
            application.action_withdraw("CANARY")
        self.assertNotIn("CANARY", mails[0].body_html)
        self.assertFalse(application.activity_ids)

    def test_a_portal_user_without_rights_triggers_them(self):
        application = self._make_application(self.partner_mentee, state="draft")
        with self.assertSends((self.partner_mentee, "received your application")):
            application.with_user(self.user_mentee).sudo().action_submit()
        self.assertEqual(application.activity_ids.user_id, self.user_officer)

    def test_language_of_the_member(self):
        template = self.env.ref("mentoring_program.mail_application_submitted")
        template.with_context(lang="fr_FR").subject = "Bien reçu"
        for lang, words in (("fr_FR", "Bien reçu"), ("en_US", "We have received")):
            with self.subTest(lang):
                partner = self._make_member(lang=lang)
                application = self._make_application(partner, state="draft")
                with self._capture() as mails:
                    application.action_submit()
                self.assertIn(words, mails[0].subject)
                self.assertIn(f'lang="{lang.replace("_", "-")}"', mails[0].body_html)

    def test_an_officer_without_rights_gets_no_activity(self):
        self.program.responsible_id = self.user_employee
        application = self._make_application(self.partner_mentee)
        officer = application.activity_ids.user_id
        self.assertTrue(officer.has_group("mentoring_program.group_manager"))

    def test_creating_a_record_mails_no_assignment(self):
        with RecordCapturer(self.env["mail.mail"], []) as capture:
            self._make_application(self.partner_mentee, state="draft")
            self.env.flush_all()
        self.assertFalse(capture.records)


@tagged("post_install", "-at_install")
class TestMentorMails(MailsCase):
    def test_registration_and_approval(self):
        mentor = self._make_mentor(self.partner_mentor, state="draft")
        with self.assertSends((self.partner_mentor, "received your registration")):
            mentor.action_submit()
        self.assertEqual(mentor.activity_ids.user_id, self.user_officer)
        with self.assertSends((self.partner_mentor, "Welcome")):
            mentor.action_approve()
        self.assertFalse(mentor.activity_ids)

    def test_the_end_of_a_pause_welcomes_nobody(self):
        mentor = self._make_mentor(self.partner_mentor, state="paused")
        with self.assertSends():
            mentor.action_resume()

    def test_refusal_carries_the_words_written_for_it(self):
        mentor = self._make_mentor(self.partner_mentor, state="submitted")
        mentor.write({"refusal_note": "Come back next year.", "note": "CANARY"})
        with self.assertSends((self.partner_mentor, "Our answer")) as mails:
            mentor.action_refuse()
        self.assertIn("Come back next year.", self._get_text(mails[0]))
        self.assertNotIn("CANARY", mails[0].body_html)


@tagged("post_install", "-at_install")
class TestMatchMails(MailsCase):
    def _make_draft(self, **program):
        self.program.write(program)
        return self._make_pair("draft")

    def test_one_after_the_other(self):
        match = self._make_draft(answer_order="mentor")
        with self.assertSends((self.partner_mentor, "A mentee for you?")) as mails:
            match.action_propose()
        self.assertTrue(self._get_links(mails[0])[0].endswith(f"/pairs/{match.id}"))
        self.assertIn("Leadership", self._get_text(mails[0]))
        self.assertNotIn(self.partner_mentee.name, self._get_text(mails[0]))
        with self.assertSends((self.partner_mentee, "A mentor for you?")) as mails:
            match.action_accept("mentor")
        self.assertNotIn(self.partner_mentor.email, self._get_text(mails[0]))

    def test_both_at_once(self):
        match = self._make_draft(answer_order="both")
        with self.assertSends(
            (self.partner_mentor, "A mentee for you?"),
            (self.partner_mentee, "A mentor for you?"),
        ):
            match.action_propose()
        with self.assertSends():
            match.action_accept("mentor")

    def test_introduction_gives_the_contact_details(self):
        match = self._make_pair("proposed")
        match.action_accept("mentor")
        with self.assertSends(
            (self.partner_mentor, "You have a mentee: Luc Mentee"),
            (self.partner_mentee, "You have a mentor: Marie Mentor"),
        ) as mails:
            match.action_accept("mentee")
            match.action_accept("mentee")  # a double click
        for mail in mails:
            other = match._get_other_partner(
                "mentor" if mail.recipient_ids == self.partner_mentor else "mentee"
            )
            text = self._get_text(mail)
            self.assertIn(other.email, text)
            self.assertIn(other.phone, text)
            due = match._get_first_session_due()
            self.assertIn(f"{due.day} {due:%B %Y}", text, "C3: the last day is named")

    def test_expired_tells_whoever_was_asked(self):
        match = self._make_pair("proposed")
        with self.assertSends((self.partner_mentor, "has lapsed")) as mails:
            match.answer_before -= timedelta(days=30)
            match.write({"state": "expired"})
        self.assertIn("We had no answer from you", self._get_text(mails[0]))
        self.assertEqual(match.activity_ids.activity_type_id, self.env.ref(REMATCH))

    def test_expired_thanks_who_had_accepted(self):
        match = self._make_pair("proposed")
        match.action_accept("mentor")
        with self.assertSends(
            (self.partner_mentor, "has lapsed"), (self.partner_mentee, "has lapsed")
        ) as mails:
            match.answer_before -= timedelta(days=30)
            match.write({"state": "expired"})
        texts = {mail.recipient_ids: self._get_text(mail) for mail in mails}
        self.assertIn("You had accepted", texts[self.partner_mentor])
        self.assertIn("We had no answer from you", texts[self.partner_mentee])

    def test_declined_never_tells_the_reason(self):
        match = self._make_pair("proposed")
        with self.assertSends():
            match.action_decline("mentor", "CANARY")
        self.assertEqual(match.activity_ids.activity_type_id, self.env.ref(REMATCH))
        self.assertNotIn("CANARY", match.activity_ids.note or "")

    def test_declined_tells_the_other_kindly(self):
        match = self._make_pair("proposed")
        match.action_accept("mentor")
        with self.assertSends((self.partner_mentor, "is closed")) as mails:
            match.action_decline("mentee", "CANARY")
        self.assertNotIn("CANARY", mails[0].body_html)
        self.assertIn("no judgement on you", self._get_text(mails[0]))

    def test_taken_back(self):
        match = self._make_pair("proposed")
        with self.assertSends((self.partner_mentor, "is closed")):
            match.action_cancel()

    def test_withdrawn_while_proposed(self):
        match = self._make_draft(answer_order="both")
        match.action_propose()
        with self.assertSends(
            (self.partner_mentee, "is withdrawn"), (self.partner_mentor, "is closed")
        ):
            match.application_id.action_withdraw()

    def test_extension_asks_the_other(self):
        match = self._make_pair()
        until = match.planned_end + timedelta(days=60)
        with self.assertSends((self.partner_mentor, "Luc Mentee would like")):
            match.action_ask_extension("mentee", until)
        with self.assertSends():
            match.action_agree_extension("mentor")
        later = until + timedelta(days=30)
        with self.assertSends((self.partner_mentee, "Marie Mentor would like")):
            match.action_ask_extension("mentor", later)

    def test_end_declared_by_one_then_by_both(self):
        match = self._make_pair()
        for __ in range(4):
            self._make_session(match, "done")
        with self.assertSends((self.partner_mentor, "Has your mentoring")) as mails:
            match.action_declare_end("mentee", "CANARY")
        self.assertNotIn("CANARY", mails[0].body_html)
        with self.assertSends(
            (self.partner_mentor, "has ended"),
            (self.partner_mentee, "has ended"),
            (self.partner_mentor, "how your mentoring went"),
            (self.partner_mentee, "how your mentoring went"),
        ) as mails:
            match.action_declare_end("mentor", "CANARY")
        self.assertEqual(match.outcome, "completed")
        for mail in mails:
            self.assertNotIn("CANARY", mail.body_html)
            page = "/certificate" if "has ended" in mail.subject else "/survey"
            self.assertTrue(self._get_links(mail)[0].endswith(page))

    def test_each_outcome_has_its_words(self):
        said = {
            "stopped_first": ("as the charter allows", "no other mentor is proposed"),
            "never_started": ("No first session", "No first session"),
            "fee_lapsed": ("an administrative reason", "Your membership fee"),
            "agreement": ("has ended", "has ended"),
            "other": ("has ended", "has ended"),
        }
        for outcome, words in said.items():
            with self.subTest(outcome):
                match = self._make_match()
                if outcome == "fee_lapsed":
                    self._let_membership_lapse(match.mentee_id)
                sides = (match.mentor_partner_id, match.mentee_id)
                with self.assertSends(
                    *((side, "has ended") for side in sides)
                ) as mails:
                    match._end(outcome)
                texts = {mail.recipient_ids: self._get_text(mail) for mail in mails}
                for side, part in zip(sides, words, strict=True):
                    self.assertIn(part, texts[side])
        self.assertNotIn("membership", texts[sides[0]])

    def _let_membership_lapse(self, partner):
        """C1: as after the period of grace."""
        lines = self.env["membership.membership_line"].search(
            [("partner_id", "=", partner.id)]
        )
        lines.date_to = fields.Date.today() - timedelta(days=31)

    def test_stopped_after_the_first_session_asks_nobody(self):
        match = self._make_pair()
        self._make_session(match, "done")
        with self.assertSends(
            (self.partner_mentor, "has ended"), (self.partner_mentee, "has ended")
        ):
            match.action_stop_after_first("CANARY")

    def test_back_to_the_waiting_list_is_said_once(self):
        match = self._make_pair()
        with self.assertSends(
            (self.partner_mentor, "has ended"), (self.partner_mentee, "has ended")
        ) as mails:
            match._end("other", mentee_may_wait=True)
        texts = {mail.recipient_ids: self._get_text(mail) for mail in mails}
        self.assertIn("your place on the waiting list", texts[self.partner_mentee])
        self.assertNotIn("waiting list", texts[self.partner_mentor])


@tagged("post_install", "-at_install")
class TestSessionMails(MailsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.partner_mentor.tz = "America/New_York"

    def _both(self, words):
        return (self.partner_mentor, words), (self.partner_mentee, words)

    def _plan(self, **vals):
        start = datetime.combine(
            fields.Date.today() + timedelta(days=20), datetime.min.time()
        ).replace(hour=16)
        return self.env["mentoring.session"]._plan(
            self.match,
            **{
                "start": start,
                "duration": 1.5,
                "way": "in_person",
                "place": "12 rue des Lilas",
                **vals,
            },
        )

    def _get_events(self, messages):
        """Return ``[(content type's method, parsed calendar)]`` of the messages."""
        found = []
        for raw in messages:
            for name, content, mimetype in raw["attachments"]:
                self.assertEqual(name, "invitation.ics")
                found.append((mimetype, vobject.readOne(content.decode())))
        return found

    def test_both_are_invited_in_their_own_time(self):
        with self.assertSends(*self._both("Mentoring session on")) as mails:
            session = self._plan()
        texts = {mail.recipient_ids: self._get_text(mail) for mail in mails}
        for partner in (self.partner_mentor, self.partner_mentee):
            local = fields.Datetime.context_timestamp(
                self.env.user.with_context(tz=partner.tz), session.start
            )
            self.assertIn(local.strftime("%H:%M"), texts[partner])
            self.assertIn(f"({partner.tz})", texts[partner])
            self.assertIn("24 hours", texts[partner])
            self.assertIn("90 minutes", texts[partner])
            self.assertIn("12 rue des Lilas", texts[partner])
        self.assertIn("within 7 days", texts[self.partner_mentee])
        self.assertTrue(session.invited_date)

    def test_the_calendar_moves_one_entry(self):
        session = self._plan()
        move = {"duration": 1.5, "way": "video", "place": "https://meet.example/x"}
        with self.assertSends(*self._both("Mentoring session on")) as mails:
            session._move(start=session.start + timedelta(days=1), **move)
        for mail in mails:
            self.assertIn("has changed", self._get_text(mail))
        with self.assertSends():  # the same again
            session._move(start=session.start, **move)
        with self.assertSends(*self._both("Cancelled")):
            session.action_cancel_by("mentor", "A strike.")
        methods, sequences, uids = [], [], set()
        for mimetype, calendar in self._get_events(self._deliver()):
            methods.append(calendar.method.value)
            self.assertEqual(
                mimetype, f"text/calendar; charset=utf-8; method={methods[-1]}"
            )
            sequences.append(int(calendar.vevent.sequence.value))
            uids.add(calendar.vevent.uid.value)
        self.assertEqual(methods, ["REQUEST"] * 4 + ["CANCEL"] * 2)
        self.assertEqual(sequences, [0, 0, 1, 1, 2, 2])
        self.assertEqual(uids, {session.invitation_uid})

    def test_the_content_type_survives_on_the_wire(self):
        self._plan()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        [email] = mail._prepare_outgoing_list()
        message = self.env["ir.mail_server"]._build_email__(
            email_from=email["email_from"],
            email_to=email["email_to"],
            subject=email["subject"],
            body=email["body"],
            subtype="html",
            attachments=email["attachments"],
        )
        parsed = message_from_bytes(message.as_bytes(), policy=policy.default)
        [part] = list(parsed.iter_attachments())
        self.assertEqual(part.get_content_type(), "text/calendar")
        self.assertEqual(part["Content-Type"].params["method"], "REQUEST")
        self.assertEqual(part.get_content_charset(), "utf-8")
        self.assertIn("BEGIN:VEVENT", part.get_content())

    def test_cancelled_says_who_why_and_what_next(self):
        for side, mentor, mentee in (
            ("mentor", "You have cancelled", "Marie Mentor has cancelled"),
            ("mentee", "Luc Mentee has cancelled", "You have cancelled"),
            ("staff", "The career centre has", "The career centre has"),
        ):
            with self.subTest(side):
                session = self._plan()
                with self.assertSends(*self._both("Cancelled")) as mails:
                    session.action_cancel_by(side, "A strike.")
                    session.action_cancel_by(side, "A strike.")  # a double click
                texts = {mail.recipient_ids: self._get_text(mail) for mail in mails}
                self.assertIn(mentor, texts[self.partner_mentor])
                self.assertIn(mentee, texts[self.partner_mentee])
                for text in texts.values():
                    self.assertIn("A strike.", text)
                    self.assertIn("within 7 days", text)

    def test_cancelled_by_the_end_asks_for_no_appointment(self):
        self._plan()
        with self.assertSends(
            *self._both("Cancelled"), *self._both("has ended")
        ) as all_:
            self.match._end("other")
        for mail in all_:
            if "Cancelled" in mail.subject:
                self.assertIn("no new appointment", self._get_text(mail))

    def test_the_past_and_the_outcome_send_nothing(self):
        with self.assertSends():
            session = self._make_session(self.match, "done")
            past = self._make_session(
                self.match, start=fields.Datetime.now() - timedelta(days=9)
            )
            past.action_cancel()
        self.assertEqual(session.state, "done")

    def test_staff_who_move_a_session_in_the_list_invite_too(self):
        session = self._plan()
        with self.assertSends(*self._both("Mentoring session on")):
            session.with_user(self.user_officer).write(
                {"start": session.start + timedelta(days=2)}
            )
        self.assertEqual(session.invitation_sequence, 1)
        self.assertTrue(session.invited_date)

    def test_private_notes_are_in_no_mail(self):
        session = self._plan()
        with self.assertSends():
            self._write_notes(session, topics="CANARY", retained="CANARY")
        session.action_cancel_by("mentee", "Ill.")
        mails = self.env["mail.mail"].search([("model", "in", MODELS)])
        self.assertTrue(mails)
        for mail in mails:
            self.assertNotIn("CANARY", mail.body_html)
            for file in mail.attachment_ids:
                self.assertNotIn(b"CANARY", file.raw)


@tagged("post_install", "-at_install")
class TestDelivery(MailsCase):
    def _submit(self, **partner):
        application = self._make_application(
            self._make_member(**partner), state="draft"
        )
        with self._capture() as mails:
            application.action_submit()
        return application, mails[0]

    def test_the_queue_is_woken_up(self):
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self._submit()
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertGreater(after, triggers)

    def test_the_chatter_keeps_the_mail(self):
        application, mail = self._submit()
        self._deliver()
        self.assertEqual(mail.state, "sent")
        self.assertIn(mail.mail_message_id, application.message_ids)
        self.assertEqual(mail.mail_message_id.partner_ids, application.partner_id)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_a_contact_without_an_address_is_an_activity(self):
        application, mail = self._submit(email=False)
        self._deliver()
        self.assertEqual(mail.state, "exception")
        activity = application.activity_ids - application.activity_search([REVIEW])
        self.assertEqual(activity.activity_type_id, self.env.ref(FAILED))
        self.assertEqual(activity.user_id, self.user_officer)
        self.assertIn(application.partner_id.name, activity.note)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_an_archived_contact_is_not_written_to(self):
        match = self._make_pair()
        self.partner_mentor.user_ids.active = False
        self.partner_mentor.active = False
        match.outcome = "other"
        with self.assertSends((self.partner_mentee, "has ended")):
            match.state = "ended"

    def test_a_session_of_a_pair_without_addresses_goes_to_the_pair(self):
        match = self._make_pair()
        self._deliver()
        (self.partner_mentee | self.partner_mentor).email = False
        self._make_session(match)
        self._deliver()
        activity = match.activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref(FAILED))

    def test_a_mail_server_that_is_down_loses_nothing(self):
        application, mail = self._submit()
        down = patch.object(
            self.env.registry["ir.mail_server"],
            "_connect__",
            side_effect=ConnectionRefusedError("down"),
        )
        with down:
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(mail.state, "outgoing")
        self.assertFalse(application.activity_search([FAILED]))
        self._deliver()
        self.assertEqual(mail.state, "sent")

    def test_a_mail_server_that_stays_down_is_reported(self):
        application, mail = self._submit()
        mail._write({"create_date": fields.Datetime.now() - timedelta(days=4)})
        mail.invalidate_recordset(["create_date"])
        mail._retry_or_report("mail_smtp")
        self.assertTrue(application.activity_search([FAILED]))

    def test_a_contact_without_a_user_gets_one_link_to_a_password(self):
        application, mail = self._submit()
        self.assertNotIn("token", mail.body_html, "staff never see it")
        [sent] = [
            one for one in self._deliver() if "received your app" in one["subject"]
        ]
        [link] = [
            unescape(url) for url in re.findall(r'href="(http[^"]+)"', sent["body"])
        ]
        query = parse_qs(urlsplit(link).query)
        self.assertEqual(urlsplit(link).path, "/web/signup")
        partner = self.env["res.partner"]._get_partner_from_token(query["token"][0])
        self.assertEqual(partner, application.partner_id)
        self.assertTrue(query["redirect"][0].startswith("/my/mentoring"))
        self.assertNotIn("token", mail.body_html)

    def test_a_contact_with_a_user_gets_the_page_itself(self):
        application = self._make_application(self.partner_mentee)
        bodies = [one["body"] for one in self._deliver()]
        self.assertTrue(application)
        self.assertFalse([body for body in bodies if "/web/signup" in body])


@tagged("post_install", "-at_install")
class TestLinks(MentoringHttpCase):
    """The links of the e-mails open, for the one whom they were sent to."""

    def test_links_open(self):
        match = self._make_pair()
        self._make_session(match)
        match.action_declare_end("mentee")
        match.action_declare_end("mentor")
        mails = self.env["mail.mail"].search([("model", "in", MODELS)])
        found = {
            (mail.recipient_ids, urlsplit(unescape(url)).path)
            for mail in mails
            for url in re.findall(r'href="(http[^"]+)"', str(mail.body_html))
        }
        self.assertTrue(found)
        for user in (self.user_mentee, self.user_mentor):
            self._login(user)
            for partner, path in found:
                if partner == user.partner_id:
                    with self.subTest(path):
                        response = self.url_open(path)
                        self.assertEqual(response.status_code, 200, path)
                        self.assertNotIn("/web/login", response.url)

    def test_choosing_a_password_leads_to_the_page(self):
        partner = self._make_member()
        self._make_application(partner)
        mail = self.env["mail.mail"].search(
            [
                ("model", "=", "mentoring.application"),
                ("recipient_ids", "in", partner.ids),
            ]
        )
        body = mail._personalize_outgoing_body(mail.body_html, partner)
        [link] = re.findall(r'href="(http[^"]+/web/signup[^"]+)"', body)
        page = self.url_open(unescape(link).replace(mail.get_base_url(), ""))
        self.assertEqual(page.status_code, 200)
        self.assertIn(partner.email, page.text)
