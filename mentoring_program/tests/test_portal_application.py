"""A mentee's application in the portal, a member's space, and the public pages."""

import base64
import json

from odoo import fields
from odoo.http import Request, root
from odoo.tests import tagged

from odoo.addons.http_routing.tests.common import MockRequest

from ..controllers import overview
from .common import MentoringHttpCase

BASE = "/my/mentoring/applications"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


class PortalApplicationCase(MentoringHttpCase):
    """Posts as a browser does: each form with its token, the next page followed."""

    def _post(self, path, csrf=True, **form):
        if csrf:
            form["csrf_token"] = Request.csrf_token(self)
        answer = self.url_open(path, data=form)
        self.env.invalidate_all()
        return answer

    def _answers(self, step, **changes):
        """What is posted on a step, complete and right but for ``changes``."""
        prepare = getattr(self, f"_prepare_{step}", dict)
        return {**prepare(), **changes}

    def _id(self, name):
        return str(self.env.ref(f"mentoring_program.{name}").id)

    def _prepare_situation(self):
        return {
            "employment": "in_post",
            "job_title": "Head of logistics",
            "employer": "Verrières du Nord",
            "level_id": self._id("level_team"),
            "experience_start_month": "9",
            "experience_start_year": str(fields.Date.today().year - 13),
        }

    def _prepare_aim(self):
        return {
            "aim": "promotion",
            "target_level_id": self._id("level_significant_teams"),
            "target_months": "15",
            "new_post_date": "",
        }

    def _prepare_objectives(self):
        return {f"objective_{self._id('theme_strategy')}": "A vision for my scope."}

    def _prepare_expectations(self):
        return {
            "expectations": "Advice on my first months.",
            "motivations": "A seat opens next year.",
            "wishes": "",
        }

    def _prepare_profile(self):
        return {
            "function_id": str(self.env["mentoring.function"].search([], limit=1).id),
            "lang_ids": str(self.env.ref("base.lang_en").id),
            "ways": ["in_person", "phone"],
            "zip": "69003",
            "city": "Lyon",
            "country_id": str(self.env.ref("base.fr").id),
        }

    def _prepare_sign(self):
        return {
            "charter_id": str(self.program._get_charter("mentee").id),
            "charter_lang": "en_US",
            "read": "1",
            "name": "Stan  Stranger",
        }

    def _fill(self, application, *steps, **changes):
        for step in steps:
            answer = self._post(
                f"{BASE}/{application.id}/steps/{step}",
                **self._answers(step, **changes),
            )
        return answer

    def _begin(self, user=None):
        """Log in, begin an application as a member does, and return it."""
        user = user or self.user_stranger
        self._login(user)
        self._post("/my/mentoring/apply", program_id=str(self.program.id))
        return self._find(user.partner_id)

    def _find(self, partner):
        return self.env["mentoring.application"].search(
            [("partner_id", "=", partner.id)]
        )

    def _prepare_sent(self, state="submitted", **vals):
        """An application of the stranger, made by the records' own actions."""
        self._make_membership(self.partner_stranger)
        return self._make_application(self.partner_stranger, state, **vals)

    def assertShown(self, answer, *texts):
        self.assertEqual(answer.status_code, 200)
        for text in texts:
            self.assertIn(text, answer.text)


@tagged("post_install", "-at_install")
class TestApplicationJourney(PortalApplicationCase):
    def test_from_the_first_page_to_the_application_sent(self):
        self._make_membership(self.partner_stranger)
        self._login(self.user_stranger)
        self.assertShown(self.url_open("/my/mentoring/apply"), "Start my application")
        application = self._begin()
        self.assertEqual(application.state, "draft")
        steps = ("situation", "aim", "objectives", "expectations", "profile")
        answer = self._fill(application, *steps)
        self.assertTrue(answer.url.endswith("/steps/review"))
        self.assertShown(answer, "Head of logistics", "A vision for my scope.")
        self.assertNotIn("Before you go on", answer.text)
        answer = self._fill(application, "review")
        self.assertShown(answer, "Charter of commitments", "I have read the charter")
        answer = self._fill(
            application, "sign", signature=f"data:image/png;base64,{PIXEL}"
        )
        self.assertTrue(answer.url.endswith(f"{BASE}/{application.id}"))
        self.assertShown(answer, "your application is sent", "Being read", "Lyon")
        self._check_sent(application)

    def _check_sent(self, application):
        self.assertRecordValues(
            application,
            [
                {
                    "state": "submitted",
                    "employer": "Verrières du Nord",
                    "target_months": 15,
                    "meet_in_person": True,
                    "meet_video": False,
                    "meet_phone": True,
                    "blocking_count": 0,
                }
            ],
        )
        signature = application.signature_id
        self.assertEqual(signature.signed_name, "Stan Stranger")
        self.assertEqual(signature.lang, "en_US")
        self.assertTrue(signature.is_intact)
        self.assertTrue(base64.b64decode(signature.signature))
        self.assertEqual(signature.address, "127.0.0.1")

    def test_what_was_saved_is_shown_again(self):
        application = self._begin()
        self._fill(application, "situation", "aim", "objectives")
        for step, text in (
            ("situation", "Head of logistics"),
            ("aim", 'value="15"'),
            ("objectives", "A vision for my scope."),
        ):
            page = self.url_open(f"{BASE}/{application.id}/steps/{step}")
            self.assertShown(page, text)

    def test_an_objective_is_changed_and_another_taken_back(self):
        application = self._begin()
        theme = self.env.ref("mentoring_program.theme_leadership")
        other = self.env.ref("mentoring_program.theme_strategy")
        self._fill(application, "situation", "aim", "objectives")
        self._fill(
            application,
            "objectives",
            **{f"objective_{theme.id}": "Delegate.", f"objective_{other.id}": ""},
        )
        self.assertRecordValues(
            application.objective_ids,
            [{"theme_id": theme.id, "description": "Delegate."}],
        )

    def test_from_the_review_one_comes_back_to_it(self):
        application = self._begin()
        self._fill(
            application, "situation", "aim", "objectives", "expectations", "profile"
        )
        page = self.url_open(f"{BASE}/{application.id}/steps/aim?back=review")
        self.assertShown(page, 'name="back"')
        answer = self._fill(application, "aim", back="review", target_months="7")
        self.assertTrue(answer.url.endswith("/steps/review"))
        self.assertEqual(application.target_months, 7)

    def test_going_back_keeps_what_was_typed_so_far(self):
        application = self._begin()
        self._fill(application, "situation")
        answer = self._fill(
            application, "aim", go="back", target_months="7", target_level_id=""
        )
        self.assertTrue(answer.url.endswith("/steps/situation"))
        self.assertEqual(application.target_months, 7)
        self.assertFalse(application.target_level_id)
        self._fill(application, "aim")
        nothing = dict.fromkeys(self._prepare_objectives(), "")
        answer = self._fill(application, "objectives", go="back", **nothing)
        self.assertTrue(answer.url.endswith("/steps/aim"))
        answer = self._fill(application, "situation", employer="", go="back")
        self.assertTrue(answer.url.endswith("/my/mentoring"))
        self.assertFalse(application.employer)

    def test_what_cannot_be_read_does_not_go_back_unsaid(self):
        application = self._begin()
        self._fill(application, "situation")
        answer = self._fill(application, "aim", go="back", target_months="soon")
        self.assertTrue(answer.url.endswith("/steps/aim"))
        self.assertShown(answer, "field_target_months", 'value="soon"')

    def test_a_job_search_is_pointed_to_coaching_before_it_is_sent(self):
        application = self._begin()
        self._fill(application, "situation")
        self._fill(application, "aim", aim="job_search", target_level_id="")
        answer = self._fill(application, "objectives", "expectations", "profile")
        self.assertShown(
            answer,
            "does not serve to find a job",
            "Your membership fee is not up to date",
            "Career coaching may suit you better",
        )
        self.assertFalse(application.target_months)

    def test_the_charter_is_signed_in_the_language_in_which_it_was_read(self):
        application = self._begin()
        self._fill(
            application, "situation", "aim", "objectives", "expectations", "profile"
        )
        self.env["res.lang"]._activate_lang("fr_FR")
        self._fill(application, "sign", charter_lang="fr_FR")
        self.assertEqual(application.signature_id.lang, "fr_FR")


@tagged("post_install", "-at_install")
class TestApplicationInput(PortalApplicationCase):
    """Wrong input is answered with a sentence at the field; nothing is saved."""

    def assertStepRefused(self, application, step, field, **changes):
        answer = self._fill(application, step, **changes)
        self.assertShown(answer, 'id="errors"', f'href="#field_{field}"')
        return answer

    def test_each_wrong_situation_has_its_sentence(self):
        application = self._begin()
        year = fields.Date.today().year
        for step, field, changes in (
            ("situation", "employment", {"employment": ""}),
            ("situation", "employment", {"employment": "retired"}),
            ("situation", "job_title", {"job_title": "   "}),
            ("situation", "job_title", {"job_title": "x" * 201}),
            ("situation", "level_id", {"level_id": "999999999"}),
            ("situation", "level_id", {"level_id": "1; DROP TABLE"}),
            ("situation", "experience_start", {"experience_start_year": "many"}),
            ("situation", "experience_start", {"experience_start_year": "9999"}),
            ("situation", "experience_start", {"experience_start_year": "--5"}),
            ("situation", "experience_start", {"experience_start_month": "13"}),
            ("situation", "experience_start", {"experience_start_month": ""}),
            (
                "situation",
                "experience_start",
                {"experience_start_year": str(year + 1)},
            ),
        ):
            with self.subTest(field=field, **changes):
                self.assertStepRefused(application, step, field, **changes)
        self.assertFalse(application.employment)

    def test_each_wrong_aim_has_its_sentence(self):
        application = self._begin()
        self._fill(application, "situation")
        for field, changes in (
            ("aim", {"aim": ""}),
            ("target_level_id", {"target_level_id": ""}),
            ("target_months", {"target_months": ""}),
            ("target_months", {"target_months": "soon"}),
            ("target_months", {"target_months": "0"}),
            ("target_months", {"target_months": "-3"}),
            ("target_months", {"target_months": "99999999999"}),
            ("new_post_date", {"aim": "new_post"}),
            ("new_post_date", {"aim": "new_post", "new_post_date": "9999-01-01"}),
            ("new_post_date", {"aim": "new_post", "new_post_date": "2024-02-31"}),
            ("new_post_date", {"aim": "new_post", "new_post_date": "yesterday"}),
        ):
            with self.subTest(field=field, **changes):
                self.assertStepRefused(application, "aim", field, **changes)
        self.assertFalse(application.aim)

    def test_texts_themes_and_languages_are_checked(self):
        application = self._begin()
        self._fill(application, "situation", "aim")
        theme = f"objective_{self.env.ref('mentoring_program.theme_strategy').id}"
        self.assertStepRefused(application, "objectives", "objectives", **{theme: " "})
        self.assertStepRefused(application, "objectives", theme, **{theme: "x" * 5_001})
        self._fill(application, "objectives")
        self.assertStepRefused(
            application, "expectations", "expectations", expectations=""
        )
        self.assertStepRefused(
            application, "expectations", "motivations", motivations="x" * 10_001
        )
        self._fill(application, "expectations")
        self.assertStepRefused(application, "profile", "lang_ids", lang_ids=[])
        self.assertStepRefused(application, "profile", "lang_ids", lang_ids="0")
        self.assertStepRefused(application, "profile", "ways", ways=[])
        self.assertStepRefused(application, "profile", "ways", ways="telepathy")
        self.assertStepRefused(application, "profile", "country_id", country_id="x")

    def test_what_was_typed_is_shown_again(self):
        application = self._begin()
        answer = self.assertStepRefused(
            application,
            "situation",
            "level_id",
            level_id="",
            job_title="<script>alert(1)</script>",
        )
        self.assertIn("&lt;script&gt;alert(1)", answer.text)
        self.assertNotIn("<script>alert(1)", answer.text)
        self.assertIn("Verrières du Nord", answer.text)

    def test_to_sign_takes_a_name_and_a_tick(self):
        application = self._begin()
        self._fill(
            application, "situation", "aim", "objectives", "expectations", "profile"
        )
        for field, changes in (
            ("name", {"name": " "}),
            ("read", {"read": ""}),
            ("read", {"charter_id": "0"}),
            ("charter_lang", {"charter_lang": "tlh"}),
            ("signature", {"signature": "data:image/png;base64,%%%"}),
            ("signature", {"signature": "data:text/html;base64,QQ=="}),
        ):
            with self.subTest(**changes):
                self.assertStepRefused(application, "sign", field, **changes)
        answer = self._fill(
            application, "sign", signature="data:image/png;base64,QUJDRA=="
        )
        self.assertShown(answer, "alert-danger")
        self.assertEqual(application.state, "draft")
        self.assertFalse(application.signature_id)

    def test_a_charter_that_changed_meanwhile_is_read_anew(self):
        application = self._begin()
        self._fill(
            application, "situation", "aim", "objectives", "expectations", "profile"
        )
        old = self.program._get_charter("mentee")
        old.copy({"version": "2.0"}).action_publish()
        answer = self._fill(application, "sign", charter_id=str(old.id))
        self.assertShown(answer, "The charter has changed meanwhile")
        self.assertEqual(application.state, "draft")

    def test_steps_are_taken_in_order(self):
        application = self._begin()
        for step in ("aim", "review", "sign"):
            with self.subTest(step=step):
                page = self.url_open(f"{BASE}/{application.id}/steps/{step}")
                self.assertTrue(page.url.endswith("/steps/situation"))
                answer = self._fill(application, step)
                self.assertTrue(answer.url.endswith("/steps/situation"))
        self.assertFalse(application.aim)
        self.assertEqual(application.state, "draft")

    def test_addresses_that_lead_nowhere(self):
        application = self._begin()
        for path in (
            f"{BASE}/{application.id}/steps/nowhere",
            f"{BASE}/999999999",
            f"{BASE}/-1",
            f"{BASE}/abc",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)
        self.assertIn(
            self.url_open(f"{BASE}/{application.id}/withdraw").status_code, (404, 405)
        )


@tagged("post_install", "-at_install")
class TestApplicationLife(PortalApplicationCase):
    def test_one_open_application_a_programme(self):
        application = self._begin()
        answer = self._post("/my/mentoring/apply", program_id=str(self.program.id))
        self.assertTrue(answer.url.endswith(f"{BASE}/{application.id}/steps/situation"))
        self.assertEqual(self._find(self.partner_stranger), application)
        self.assertShown(self.url_open("/my/mentoring/apply"), "Go to my application")

    def test_only_programmes_that_run_are_applied_for(self):
        self._login(self.user_stranger)
        other = self._make_program(active=False)
        for program_id in (str(other.id), "0", "", "x"):
            with self.subTest(program_id=program_id):
                answer = self._post("/my/mentoring/apply", program_id=program_id)
                self.assertShown(answer, "alert-danger")
        self.assertFalse(self._find(self.partner_stranger))

    def test_what_was_sent_stays_as_it_is(self):
        application = self._prepare_sent()
        self._login(self.user_stranger)
        signature = application.signature_id
        for step in ("situation", "sign"):
            with self.subTest(step=step):
                answer = self._fill(application, step)
                self.assertTrue(answer.url.endswith(f"{BASE}/{application.id}"))
                self.assertShown(answer, "its answers stay as they are")
        self.assertEqual(application.job_title, "Head of Sales")
        self.assertEqual(application.signature_id, signature)
        self.assertEqual(
            self.env["mentoring.charter.signature"].search_count(
                [("partner_id", "=", self.partner_stranger.id)]
            ),
            1,
        )

    def test_withdrawn_once_with_a_reason(self):
        application = self._prepare_sent()
        self._login(self.user_stranger)
        path = f"{BASE}/{application.id}/withdraw"
        self.assertShown(
            self._post(path, reason="Moving abroad."), "Your application is withdrawn"
        )
        self._post(path, reason="Again.")
        self.assertEqual(application.state, "withdrawn")
        self.assertEqual(application.withdrawal_reason, "Moving abroad.")

    def test_a_running_pair_is_not_withdrawn(self):
        match = self._make_pair()
        self._login(self.user_mentee)
        application = match.application_id
        answer = self._post(f"{BASE}/{application.id}/withdraw")
        self.assertShown(answer, "alert-danger")
        self.assertEqual(application.state, "matched")

    def test_each_state_has_its_words(self):
        for state, words in (
            ("submitted", "Being read"),
            ("waiting", "on the waiting list since"),
            ("withdrawn", "You withdrew this application"),
        ):
            with self.subTest(state=state):
                application = self._prepare_sent(state)
                self._login(self.user_stranger)
                page = self.url_open(f"{BASE}/{application.id}")
                self.assertShown(page, words)
                if state != "withdrawn":
                    application.action_withdraw()
                    self.env.flush_all()

    def test_a_refusal_says_why_and_points_to_coaching(self):
        """P7, P8: kindly, with the sister service and whom to ask."""
        application = self._prepare_sent()
        reason = self.env.ref("mentoring_program.refusal_job_search")
        application.action_refuse(reason, "Call us.")
        self._login(self.user_stranger)
        page = self.url_open(f"{BASE}/{application.id}")
        self.assertShown(
            page,
            "a mentor would not be the right person",
            "Call us.",
            "Mentoring and career coaching",
            "The answer of the career centre",
        )

    def test_an_accepted_application_leads_to_its_invoice(self):
        self.program.fee_product_id = self.fee_product
        application = self._prepare_sent("accepted")
        self._login(self.user_stranger)
        link = f"/my/invoices/{application.invoice_id.id}"
        self.assertShown(self.url_open(f"{BASE}/{application.id}"), "Pay the fee", link)
        self.assertShown(self.url_open("/my/mentoring"), "Pay the fee", link)
        self.assertShown(self.url_open(link), application.invoice_id.name)


@tagged("post_install", "-at_install")
class TestMemberSpace(PortalApplicationCase):
    def _count(self):
        answer = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["mentoring_count"]}
        )
        return answer["mentoring_count"]

    def test_a_newcomer_is_told_what_there_is(self):
        self._login(self.user_stranger)
        self.assertShown(
            self.url_open("/my/mentoring"),
            "Nothing for now",
            "Apply for a mentor",
            "Become a mentor",
        )
        self.assertEqual(self._count(), 0)
        self.assertShown(self.url_open("/my"), "/my/mentoring")

    def test_the_counter_counts_what_waits(self):
        match = self._make_pair("proposed")
        url = f"/my/mentoring/pairs/{match.id}"
        for user, count in ((self.user_mentor, 1), (self.user_mentee, 0)):
            self._login(user)
            with self.subTest(user=user.login, asked="mentor"):
                self.assertEqual(self._count(), count)
                page = self.url_open("/my/mentoring")
                self.assertEqual(url in page.text, bool(count))
        match.action_accept("mentor")
        self._login(self.user_mentee)
        self.assertEqual(self._count(), 1)
        self.assertShown(self.url_open("/my/mentoring"), "Answer the proposal", url)
        match.action_accept("mentee")
        self.env.flush_all()
        self.assertEqual(self._count(), 1)
        self.assertShown(self.url_open("/my/mentoring"), "Plan the first session")
        self._login(self.user_mentor)
        self.assertEqual(self._count(), 0)

    def test_the_space_takes_as_many_queries_for_many_pairs(self):
        mentor = self._make_mentor(self.partner_mentor, capacity=9)
        self.program.mentor_places = 9
        counts = []
        for pairs in (1, 1, 5):
            for __ in range(pairs):
                self._make_session(self._make_match(mentor=mentor))
            prepared, queries = self._prepare_space(mentor)
            counts.append(queries)
        self.assertEqual(len(prepared["as_mentor"]), 7)
        # The first time, Odoo fills its own caches.
        self.assertEqual(*counts[1:])

    def _prepare_space(self, mentor):
        """Return the mentor's space, and how many queries it took."""
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(user=self.user_mentor)
        with MockRequest(env):
            before = self.env.cr.sql_log_count
            prepared = overview.prepare(
                env, self.partner_mentor.with_env(env), mentor.with_env(env).sudo()
            )
            return prepared, self.env.cr.sql_log_count - before

    def test_guides_are_those_of_the_roles(self):
        guides = {
            role: self.env["mentoring.resource"].create(
                {"name": f"Guide of {role}", "role": role, "body": "<p>Read.</p>"}
            )
            for role in ("mentee", "mentor", "both")
        }
        self._make_mentor(self.partner_mentor)
        self._prepare_sent()
        for user, roles in (
            (self.user_mentor, {"mentor", "both"}),
            (self.user_stranger, {"mentee", "both"}),
            (self.user_other_mentee, {"mentee", "both"}),
        ):
            self._login(user)
            page = self.url_open("/my/mentoring/guides").text
            for role, guide in guides.items():
                with self.subTest(user=user.login, role=role):
                    self.assertEqual(guide.name in page, role in roles)


@tagged("post_install", "-at_install")
class TestMyData(PortalApplicationCase):
    def setUp(self):
        super().setUp()
        self.match = self._make_pair()
        session = self._make_session(self.match, "done")
        notes = self._write_notes(session, retained="Say no more often.")
        self.env["mentoring.action"].with_user(self.user_mentee).create(
            {"summary_id": notes.id, "name": "Refuse one meeting a week."}
        )

    def _get_data(self, user):
        self._login(user)
        return json.loads(self.url_open("/my/mentoring/data.json").text)

    def test_the_two_of_the_pair_find_their_notes(self):
        for user in (self.user_mentee, self.user_mentor):
            with self.subTest(user=user.login):
                [notes] = self._get_data(user)["notes"]
                self.assertEqual(notes["retained"], "Say no more often.")
                [action] = notes["action_ids"]
                self.assertEqual(action["name"], "Refuse one meeting a week.")
                self.assertShown(
                    self.url_open("/my/mentoring/data"),
                    "Say no more often.",
                    "Refuse one meeting a week.",
                )

    def test_each_finds_what_is_theirs(self):
        data = self._get_data(self.user_mentee)
        [application] = data["applications"]
        self.assertEqual(application["employer"], "Bois Clair")
        self.assertEqual(data["pairs"][0]["other"], "Marie Mentor")
        self.assertNotIn("mentor_answer", data["pairs"][0])
        self.assertEqual(len(data["sessions"]), 1)
        self.assertEqual(len(data["signatures"]), 1)
        data = self._get_data(self.user_mentor)
        self.assertFalse(data["applications"])
        self.assertEqual(data["mentor"][0]["employer"], "Acier Durable")

    def test_nobody_else_finds_any_of_it(self):
        for user in (self.user_stranger, self.user_officer, self.user_manager):
            with self.subTest(user=user.login):
                data = self._get_data(user)
                self.assertEqual(data["contact"][0]["name"], user.name)
                del data["contact"]
                self.assertFalse(any(data.values()), data)


@tagged("post_install", "-at_install")
class TestPublicPages(PortalApplicationCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _prepare_check(self):
        target = self.env.ref("mentoring_program.level_significant_teams").id
        return {
            "employment": "in_post",
            "experience_start_month": "1",
            "experience_start_year": str(fields.Date.today().year - 12),
            "aim": "promotion",
            "target_level_id": str(target),
            "target_months": "12",
        }

    def _check(self, **changes):
        return self._post("/mentoring/self-check", **self._answers("check", **changes))

    def test_anybody_reads_them_in_both_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        for path in (
            "/mentoring",
            "/mentoring/self-check",
            "/mentoring/charter/mentee",
            "/mentoring/charter/mentor",
        ):
            for prefix, lang in (("/en", "en-US"), ("/fr", "fr-FR")):
                with self.subTest(path=path, lang=lang):
                    page = self.url_open(f"{prefix}{path}")
                    self.assertShown(page, f'<html lang="{lang}"')

    def test_the_presentation_has_the_programmes_numbers(self):
        """P8 is shown before anybody applies."""
        self.program.write({"experience_years_min": 7, "sessions_min": 5})
        self.assertShown(
            self.url_open("/mentoring"),
            "7 to 20 years of professional experience",
            "At least 5 sessions",
            "Career coaching",
        )

    def test_without_a_programme_it_says_so(self):
        self.env["mentoring.program"].search([]).active = False
        self.assertShown(self.url_open("/mentoring"), "No mentoring programme is open")
        self.assertEqual(self._check().status_code, 404)

    def test_charters_that_there_are_not(self):
        for path in ("staff", "mentee?program=0", "mentee?program=x"):
            with self.subTest(path=path):
                answer = self.url_open(f"/mentoring/charter/{path}")
                self.assertEqual(answer.status_code, 404)

    def test_the_answer_comes_at_once_with_its_reasons(self):
        self.assertShown(
            self._check(), "Yes, mentoring is made for you", "You are in post."
        )
        for changes, reason in (
            ({"employment": "out_of_post"}, "in post at the moment"),
            (
                {"experience_start_year": str(fields.Date.today().year - 2)},
                "Mentoring is meant for 8 to 20 years",
            ),
            ({"aim": "job_search"}, "does not serve to find a job"),
            ({"target_months": "60"}, "within 24 months"),
        ):
            with self.subTest(**changes):
                self.assertShown(
                    self._check(**changes),
                    "not quite what you need",
                    reason,
                    "Mentoring and career coaching",
                )

    def test_wrong_answers_have_their_sentence(self):
        for field, changes in (
            ("employment", {"employment": "x"}),
            ("experience_start", {"experience_start_year": "9999"}),
            ("target_months", {"target_months": "twelve"}),
            ("target_level_id", {"target_level_id": "999999999"}),
        ):
            with self.subTest(**changes):
                answer = self._check(**changes)
                self.assertShown(answer, f'href="#field_{field}"')
                self.assertNotIn("mentoring is made for you", answer.text)

    def _get_session_keys(self):
        return set(root.session_store.get(self.session.sid))

    def test_nothing_is_kept_of_a_visitor(self):
        models = ("mentoring.application", "res.partner", "mentoring.objective")
        before = [self.env[model].search_count([]) for model in models]
        self.url_open("/mentoring/self-check")
        kept = self._get_session_keys()
        answer = self._check(target_months="13")
        self.assertEqual(before, [self.env[model].search_count([]) for model in models])
        self.assertTrue(answer.url.endswith("/mentoring/self-check"))
        self.assertEqual(self._get_session_keys(), kept)
        self.assertNotIn('value="13"', self.url_open("/mentoring/self-check").text)
