"""A mentor's own profile in the portal: filling in, signing, sending, a break."""

from odoo.http import Request
from odoo.tests import tagged

from .common import MentoringHttpCase

URL = "/my/mentoring/mentor"


@tagged("post_install", "-at_install")
class TestPortalMentor(MentoringHttpCase):
    def _post(self, path="", user=None, **form):
        """Post as the browser does; return the page that follows."""
        if user:
            self._login(user)
        form["csrf_token"] = Request.csrf_token(self)
        answer = self.url_open(f"{URL}{path}", data=form)
        self.env.invalidate_all()
        return answer

    def _get(self, path="", user=None):
        if user:
            self._login(user)
        return self.url_open(f"{URL}{path}")

    def _find(self, partner):
        return self.env["mentoring.mentor"].search([("partner_id", "=", partner.id)])

    def _profile(self, **changes):
        return {
            "program_ids": str(self.program.id),
            "job_title": "Managing Director",
            "employer": "Acier Durable",
            "past_employers": "Fonte & Fils\nAlu SA",
            "experience_start_month": "9",
            "experience_start_year": "2001",
            "level_id": str(
                self.env.ref("mentoring_program.level_general_management").id
            ),
            "theme_ids": [
                str(self.env.ref(f"mentoring_program.theme_{name}").id)
                for name in ("leadership", "strategy")
            ],
            "lang_ids": str(self._get_language("en")),
            "presentation": "Twenty years in steel.",
            "zip": "69001",
            "city": "Lyon",
            "country_id": str(self.env.ref("base.fr").id),
            "ways": ["in_person", "phone"],
            "capacity": "2",
            **changes,
        }

    def _get_language(self, code):
        """The record that stands for a language on the page."""
        langs = self.env["res.lang"].with_context(active_test=False).search([])
        same = langs.filtered(lambda lang: lang.code.split("_")[0] == code)
        return same.sorted(lambda lang: (not lang.active, lang.id))[0].id

    def _sign(self, **changes):
        return self._post(
            "/sign",
            **{
                "charter_id": str(self.program._get_charter("mentor").id),
                "charter_lang": "en_US",
                "read": "1",
                "name": "Stan Stranger",
                **changes,
            },
        )

    def assertSaid(self, answer, text, kind="success"):
        self.assertEqual(answer.status_code, 200)
        self.assertIn(f"alert-{kind}", answer.text)
        self.assertIn(text, answer.text)

    def test_from_nothing_to_a_profile_that_is_sent(self):
        self.assertIn("Save my profile", self._get(user=self.user_stranger).text)
        self.assertFalse(self._find(self.partner_stranger))
        self.assertSaid(self._post(**self._profile()), "Your profile is saved.")
        mentor = self._find(self.partner_stranger)
        self.assertEqual(mentor.job_title, "Managing Director")
        self.assertEqual(str(mentor.experience_start), "2001-09-01")
        self.assertEqual(len(mentor.theme_ids), 2)
        self.assertEqual(
            (mentor.meet_in_person, mentor.meet_video, mentor.meet_phone),
            (True, False, True),
        )
        early = self._post("/submit")
        self.assertSaid(early, "has not signed the charter", "danger")
        self.assertIn("confidential", self._get("/sign").text)
        self.assertSaid(self._sign(), "Your charter is signed.")
        self.assertSaid(self._post("/submit"), "is sent to the career centre")
        self.assertEqual(mentor.state, "submitted")
        self.assertSaid(self._post("/submit"), "is sent to the career centre")
        self.assertIn("Twenty years in steel.", self._get("/preview").text)

    def test_a_profile_with_gaps_is_kept_but_not_sent(self):
        self._login(self.user_stranger)
        gaps = self._profile(theme_ids=[], level_id="", experience_start_month="")
        gaps["experience_start_year"] = ""
        self.assertSaid(self._post(**gaps), "Your profile is saved.")
        answer = self._post("/submit")
        self.assertSaid(answer, "Please fill in first", "danger")
        self.assertEqual(self._find(self.partner_stranger).state, "draft")

    def test_what_cannot_be_read_is_shown_again(self):
        self._login(self.user_stranger)
        for changes in (
            {"capacity": "many"},
            {"capacity": "-1"},
            {"capacity": "999"},
            {"capacity": ""},
            {"level_id": "999999"},
            {"theme_ids": ["999999"]},
            {"theme_ids": ["x"]},
            {"program_ids": "999999"},
            {"lang_ids": "999999"},
            {"ways": ["pigeon"]},
            {"country_id": "x"},
            {"experience_start_month": "13"},
            {"experience_start_year": "2190"},
            {"job_title": "x" * 201},
        ):
            with self.subTest(**changes):
                answer = self._post(**self._profile(**changes))
                self.assertIn("alert-danger", answer.text)
                self.assertIn("Twenty years in steel.", answer.text)
        self.assertFalse(self._find(self.partner_stranger))

    def test_the_charter_is_signed_by_name_and_with_the_box_ticked(self):
        self._post(user=self.user_stranger, **self._profile())
        mentor = self._find(self.partner_stranger)
        for changes in (
            {"name": " "},
            {"read": ""},
            {"charter_id": "0"},
            {"charter_id": "x"},
            {"charter_id": str(self.program._get_charter("mentee").id)},
            {"charter_lang": "xx_XX"},
            {"signature": "data:image/png;base64,!!!"},
        ):
            with self.subTest(**changes):
                self.assertIn("alert-danger", self._sign(**changes).text)
        self.assertFalse(mentor.signature_ids)
        self._sign()
        again = self._sign()
        self.assertSaid(again, "Your charter is signed.")
        self.assertEqual(len(self._find(self.partner_stranger).signature_ids), 1)

    def test_nothing_to_sign_leads_back(self):
        for path in ("/sign", "/preview"):
            self.assertEqual(self._get(path, self.user_stranger).url[-14:], URL[-14:])

    def test_an_approved_mentor_keeps_the_profile_up_to_date(self):
        mentor = self._make_mentor(self.partner_mentor)
        answer = self._post(user=self.user_mentor, **self._profile(city="Lille"))
        self.assertSaid(answer, "Your profile is saved.")
        self.assertEqual((mentor.city, mentor.state), ("Lille", "approved"))
        emptied = self._post(**self._profile(theme_ids=[], job_title=""))
        self.assertIn("your profile can", emptied.text)
        self.assertTrue(mentor.theme_ids)

    def test_places_cannot_be_fewer_than_those_taken(self):
        match = self._make_pair()
        answer = self._post(user=self.user_mentor, **self._profile(capacity="0"))
        self.assertSaid(answer, "that mentees and open proposals take: 1", "danger")
        self.assertEqual(match.mentor_id.capacity, 2)
        self.assertIn("Twenty years in steel.", answer.text)

    def test_a_new_programme_asks_for_its_charter(self):
        mentor = self._make_mentor(self.partner_mentor)
        other = self._make_program()
        programs = [str(self.program.id), str(other.id)]
        self._post(user=self.user_mentor, **self._profile(program_ids=programs))
        self.assertEqual(mentor.program_ids, self.program | other)
        page = self._get("/sign").text
        self.assertIn("What a mentor commits to.", page)
        self._sign(charter_id=str(other._get_charter("mentor").id))
        mentor.invalidate_recordset()
        self.assertTrue(mentor._has_signed(other))

    def test_a_break_and_its_end(self):
        mentor = self._make_mentor(self.partner_mentor)
        for day in ("2020-01-01", "some day", "9999-99-99"):
            answer = self._post("/pause", self.user_mentor, pause_to=day)
            self.assertIn("alert-danger", answer.text)
            self.assertEqual(mentor.state, "approved")
        self._post("/pause", pause_to="2150-01-01")
        self.assertEqual(mentor.state, "paused")
        self.assertEqual(str(mentor.pause_to), "2150-01-01")
        self.assertSaid(self._post("/pause", pause_to=""), "no new mentee")
        self.assertSaid(self._post("/resume"), "Welcome back!")
        self.assertEqual(mentor.state, "approved")
        self.assertFalse(mentor.pause_to)
        self.assertSaid(self._post("/resume"), "Welcome back!")

    def test_a_break_that_begins_later(self):
        mentor = self._make_mentor(self.partner_mentor)
        days = {"pause_from": "2149-06-01", "pause_to": "2150-01-01"}
        wrong = self._post("/pause", self.user_mentor, **{**days, "pause_to": "2149"})
        self.assertSaid(wrong, "is not a date", "danger")
        for changes, said in (
            ({"pause_to": "2149-05-31"}, "before its first day"),
            ({"pause_from": "2020-01-01"}, "begins today or on a day to come"),
        ):
            answer = self._post("/pause", **{**days, **changes})
            self.assertSaid(answer, said, "danger")
            self.assertIn({**days, **changes}["pause_from"], answer.text)
        self.assertFalse(mentor.pause_from)
        for __ in range(2):
            self.assertSaid(self._post("/pause", **days), "no new mentee")
            self.assertEqual(
                (mentor.state, str(mentor.pause_from)), ("approved", "2149-06-01")
            )
        page = self._get().text
        self.assertIn("Call the break off", page)
        self.assertIn('value="2149-06-01"', page)
        self.assertSaid(self._post("/resume"), "is called off")
        self.assertFalse(mentor.pause_from or mentor.pause_to)
        self._post("/pause", pause_to="2150-01-01")
        self.assertEqual(mentor.state, "paused")
        stale = self._post("/pause", **days)
        self.assertSaid(stale, "has begun already", "danger")
        self.assertEqual(str(mentor.pause_to), "2150-01-01")

    def test_no_click_approves_ones_own_profile(self):
        later = {"pause_from": "2149-06-01"}
        for state in ("draft", "submitted", "refused", "left"):
            partner = self.partner_stranger
            mentor = self._find(partner) or self._make_mentor(partner, "draft")
            self._reach(mentor, state)
            self._login(self.user_stranger)
            for path in ("/resume", "/pause"):
                with self.subTest(state=state, path=path):
                    answer = self._post(path, **(later if path == "/pause" else {}))
                    self.assertIn("alert-danger", answer.text)
                    self.assertEqual(mentor.state, state)
                    self.assertFalse(mentor.pause_from)

    def _reach(self, mentor, state):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mentoring_mentor SET state = %s WHERE id = %s", (state, mentor.id)
        )
        mentor.invalidate_recordset()

    def test_who_left_may_come_back_and_who_was_refused_asks(self):
        mentor = self._make_mentor(self.partner_mentor, "left")
        self.assertIn("can", self._post(user=self.user_mentor, **self._profile()).text)
        self.assertNotEqual(mentor.city, "Lyon")
        self.assertSaid(self._post("/reopen"), "Welcome back!")
        self.assertEqual(mentor.state, "draft")
        self._reach(mentor, "refused")
        answer = self._post("/reopen")
        self.assertSaid(answer, "ask the career centre", "danger")
        self.assertEqual(mentor.state, "refused")

    def test_clicks_without_a_profile_are_answered_in_a_sentence(self):
        self._login(self.user_stranger)
        for path in ("/submit", "/pause", "/resume", "/reopen"):
            with self.subTest(path=path):
                answer = self._post(path)
                self.assertSaid(answer, "Fill in your mentor profile first.", "danger")
        self.assertIn("alert-", self._sign().text)
        self.assertFalse(self._find(self.partner_stranger))

    def test_the_mail_addresses_are_not_in_the_preview(self):
        self._make_mentor(self.partner_mentor)
        page = self._get("/preview", self.user_mentor).text
        self.assertNotIn(self.partner_mentor.email, page)
        self.assertIn("Managing Director", page)
