"""Names that stay hidden until both have accepted: who looks for them finds nothing.

Each of the two carries canaries: a name, addresses, an employer, a post, a town, which
they also write into their own texts. Whatever the other one gets is searched for them:
every page that can be reached, every e-mail as it leaves, every record that RPC reads.
"""

import json
import re
from html import unescape

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MockEmail

from ..models.mail_mail import MODELS
from .common import MentoringHttpCase

# What tells who somebody is; the first three are what an introduction is for.
CANARIES = {
    "mentor": {
        "name": "Zélie Serinmentor",
        "email": "zelie@serinmentor.example",
        "phone": "+33 6 11 22 33 44",
        "employer": "Volière Mentor & Fils",
        "past_employers": "Oisellerie Mentor",
        "job_title": "Oiselière en chef",
        "city": "Serinville-Mentor",
    },
    "mentee": {
        "name": "Côme Pinsonmentee",
        "email": "come@pinsonmentee.example",
        "phone": "+33 7 55 66 77 88",
        "employer": "Nichoir Mentee S.A.",
        "job_title": "Pinsonnier principal",
        "city": "Pinsonville-Mentee",
    },
}
# Written into the texts too, and known to nobody.
UNKNOWN = {
    "mentor": ("06 00 00 00 02", "www.serins.example/zoe"),
    "mentee": ("+41 44 000 00 01", "un.pinson@nid.example"),
}
SHARED = ("name", "email", "phone")
OTHER = {"mentor": "mentee", "mentee": "mentor"}
WORDS = "what counts in the first weeks"


def plain(text):
    """The text as somebody reads it: entities and spaces don't hide a thing."""
    return re.sub(r"\s+", " ", unescape(unescape(str(text)))).casefold()


class NamesCase(MentoringHttpCase, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.write({"responsible_id": cls.user_officer.id, "hide_names": True})
        cls.users = {side: cls._make_canary(side) for side in CANARIES}
        industry = cls.env["res.partner.industry"].create({"name": "Ornithology"})
        texts = {
            side: ", ".join(
                [
                    WORDS,
                    *(canary for fact, canary in facts.items() if fact != "job_title"),
                    *UNKNOWN[side],
                ]
            )
            for side, facts in CANARIES.items()
        }
        text = texts["mentee"]
        cls.application = cls._make_application(
            cls.users["mentee"].partner_id,
            state="waiting",
            **{name: CANARIES["mentee"][name] for name in ("employer", "job_title")},
            expectations=text,
            motivations=text,
            wishes=text,
            industry_id=industry.id,
            objective_ids=[
                Command.create(
                    {
                        "theme_id": cls.env.ref(
                            "mentoring_program.theme_leadership"
                        ).id,
                        "description": text,
                    }
                )
            ],
        )
        cls.mentor = cls._make_mentor(
            cls.users["mentor"].partner_id,
            **{
                name: CANARIES["mentor"][name]
                for name in ("employer", "job_title", "past_employers")
            },
            presentation=texts["mentor"],
            industry_ids=[Command.set(industry.ids)],
        )

    @classmethod
    def _make_canary(cls, side):
        facts = CANARIES[side]
        user = cls._make_user(f"canary_{side}", facts["name"], "base.group_portal")
        user.partner_id.write(
            {
                "email": facts["email"],
                "phone": facts["phone"],
                "city": facts["city"],
                "country_id": cls.env.ref("base.fr").id,
            }
        )
        cls._make_membership(user.partner_id)
        return user

    def _publish_pair(self, order="both"):
        """The canaries' pair, published."""
        self.program.answer_order = order
        return self._make_match(self.application, self.mentor, state="proposed")

    # What one side gets

    def _read_pages(self, side, match, everything=True):
        """Return ``{address: text}`` of the pages that ``side`` can get to."""
        self._login(self.users[side])
        start = [
            "/my",
            "/my/mentoring",
            "/my/mentoring/data",
            "/my/mentoring/data.json",
            f"/my/mentoring/pairs/{match.id}",
            f"/my/mentoring/pairs/{match.id}/certificate",
            f"/mail/view?model=mentoring.match&res_id={match.id}",
            f"/web/image/mentoring.match/{match.id}/display_name",
            f"/web/image/res.partner/{match._get_other_partner(side).id}/image_128",
        ]
        pages, queue = {}, list(start)
        while queue:
            address = queue.pop()
            if address in pages:
                continue
            answer = self.url_open(address, allow_redirects=True)
            pages[address] = f"{answer.url} {answer.headers} {answer.text}"
            links = re.findall(r'(?:href|action|src)="(/[^"#?]*)', answer.text)
            if everything:
                queue += [link for link in links if self._is_worth(link, pages)]
        return pages

    def _is_worth(self, link, pages):
        return link not in pages and re.match(r"/(my|mentoring)(/|$)", link)

    def _read_records(self, side):
        """Yield ``(model, all that is read)`` of each model that ``side`` may read."""
        env = self.env(user=self.users[side], su=False)
        for name in sorted(env):
            Model = env[name]
            if Model._abstract or not Model._auto or not Model.has_access("read"):
                continue
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    records = Model.search([], limit=80, order="id desc")
                    said = [records.read(), records.mapped("display_name")]
                    said.append(Model.name_search("", limit=80))
            except (AccessError, UserError, ValueError, NotImplementedError):
                continue
            yield name, str(said)

    # Assertions

    def assertHidden(self, text, side, where):
        """The text does not tell ``side`` who the other one is."""
        text, other = plain(text), CANARIES[OTHER[side]]
        for canary in (*other.values(), *other["name"].split(), *UNKNOWN[OTHER[side]]):
            found = text.find(plain(canary))
            if found >= 0:
                context = text[max(found - 80, 0) : found + 80]
                self.fail(f"“{canary}” in {where}: …{context}…")

    def assertNothingTells(self, match, everything=True):
        for side in OTHER:
            for address, text in self._read_pages(side, match, everything).items():
                self.assertHidden(text, side, f"{address} to the {side}")
            for model, text in self._read_records(side):
                self.assertHidden(text, side, f"{model} to the {side}")

    def assertMailsHide(self, **counts):
        """So many mails go to each side, and none tells."""
        queued = self.env["mail.mail"].search([("state", "=", "outgoing")])
        for side in OTHER:
            contact = self.users[side].partner_id
            own = [mail for mail in queued if mail.recipient_ids == contact]
            self.assertEqual(len(own), counts.get(side, 0), side)
            for mail in own:
                self.assertHidden(self._deliver(mail), side, f"“{mail.subject}”")
                kept = mail.read(["subject", "body", "body_html", "reply_to"])
                self.assertHidden(kept, side, f"“{mail.subject}” as kept")

    def _deliver(self, mail):
        """Send one mail; return all of it, headers included, decoded."""
        with self.mock_mail_gateway():
            mail.send()
            [sent] = self._mails
        message = sent["EmailMessage"]
        parts = [f"{name}: {value}" for name, value in message.items()]
        parts += [
            part.get_content()
            for part in message.walk()
            if part.get_content_maintype() == "text"
        ]
        return "\n".join(map(str, parts))

    def _forget_mails(self):
        self.env["mail.mail"].search([("model", "in", MODELS)]).unlink()


@tagged("post_install", "-at_install")
class TestHiddenNames(NamesCase):
    def setUp(self):
        super().setUp()
        self._forget_mails()

    def test_nothing_tells_before_both_have_accepted(self):
        match = self._publish_pair()
        self.assertTrue(match.names_hidden)
        self.assertMailsHide(mentor=1, mentee=1)
        self.assertNothingTells(match)
        match.with_user(self.users["mentor"]).sudo().action_accept("mentor")
        self.assertNothingTells(match, everything=False)
        self._forget_mails()
        match.with_user(self.users["mentee"]).sudo().action_accept("mentee")
        self.assertFalse(match.names_hidden)
        for side in OTHER:
            self._assert_introduced(side, match)

    def _assert_introduced(self, side, match):
        pages = self._read_pages(side, match)
        page = plain(pages[f"/my/mentoring/pairs/{match.id}"])
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "=", self.users[side].partner_id.id)], limit=1
        )
        sent = plain(self._deliver(mail))
        for fact in SHARED:
            canary = plain(CANARIES[OTHER[side]][fact])
            self.assertIn(canary, page)
            self.assertIn(canary, sent)
        self.assertIn(plain(CANARIES[OTHER[side]]["employer"]), page)
        for address in ("/my/mentoring", "/my/mentoring/data"):
            self.assertIn(plain(CANARIES[OTHER[side]]["name"]), plain(pages[address]))

    def test_what_is_shown_instead(self):
        match = self._publish_pair()
        pages = {side: self._read_pages(side, match) for side in OTHER}
        page = {
            side: plain(pages[side][f"/my/mentoring/pairs/{match.id}"])
            for side in OTHER
        }
        for side in OTHER:
            for shown in (WORDS, "[…]", "leadership", "ornithology", "years", "video"):
                self.assertIn(shown, page[side], side)
            self.assertIn("what speaks for this match", page[side])
            self.assertIn("france", page[side])
        self.assertIn("general management", page["mentee"])
        self.assertIn("11</span> years", page["mentor"])
        self.assertIn("a mentor", plain(pages["mentee"]["/my/mentoring"]))
        self.assertIn("a mentee", plain(pages["mentor"]["/my/mentoring"]))
        preview = pages["mentor"].get("/my/mentoring/mentor/preview")
        self.assertIn(WORDS, preview)
        self.assertNotIn("Oisellerie", preview)

    def test_it_stays_so_when_nothing_comes_of_it(self):
        for way_out in ("decline", "cancel", "expire"):
            match = self._publish_pair()
            self._forget_mails()
            if way_out == "decline":
                match.action_decline("mentor", "Not the right moment.")
                self.assertMailsHide(mentee=1)
            elif way_out == "cancel":
                match.action_cancel()
                self.assertMailsHide(mentor=1, mentee=1)
            else:
                match.answer_before = "2020-01-01"
                match.write({"state": "expired"})
                self.assertMailsHide(mentor=1, mentee=1)
            self.assertNothingTells(match, everything=False)
            self._assert_reason_stays_with_staff(match)
            self._forget_mails()
            self.env.flush_all()
            match.sudo().unlink()  # or it would not be proposed again

    def _assert_reason_stays_with_staff(self, match):
        pages = self._read_pages("mentee", match, everything=False)
        for where, text in (*pages.items(), *self._read_records("mentee")):
            self.assertNotIn("Not the right moment", text, where)

    def test_a_failing_click_does_not_tell_either(self):
        match = self._publish_pair("mentor")
        match.action_cancel()
        self._login(self.users["mentor"])
        for action in ("accept", "decline"):
            answer = self.url_open(
                f"/my/mentoring/pairs/{match.id}/{action}",
                data={"csrf_token": Request.csrf_token(self), "reason": "No."},
            )
            self.assertIn("This proposal is no longer open.", answer.text)
            self.assertHidden(answer.text, "mentor", action)
        with self.assertRaisesRegex(UserError, "Proposal in") as refused:
            match.with_user(self.users["mentor"]).sudo().write({"state": "active"})
        self.assertHidden(refused.exception, "mentor", "the refusal")

    def test_switching_it_off_does_not_break_the_promise(self):
        match = self._publish_pair()
        self.program.hide_names = False
        self.assertTrue(match.names_hidden)
        self.assertNothingTells(match, everything=False)

    def test_switching_it_on_counts_at_once(self):
        self.program.hide_names = False
        match = self._publish_pair()
        self.assertFalse(match.names_hidden)
        self.program.hide_names = True
        self.assertTrue(match.names_hidden)

    def test_only_managers_switch_it(self):
        with self.assertRaises(AccessError):
            self.program.with_user(self.user_officer).hide_names = False
        with Form(self.program.with_user(self.user_manager)) as form:
            form.hide_names = False

    def test_staff_are_told_who_it_was_that_declined(self):
        match = self._publish_pair()
        match.with_user(self.users["mentor"]).sudo().action_decline("mentor", "No.")
        self.assertTrue(match.names_hidden)
        self.assertIn("Serinmentor", match.activity_ids.res_name)
        self.assertEqual(match.activity_ids.user_id, self.user_officer)

    def test_a_colleague_outside_the_career_centre_is_no_staff(self):
        match = self._publish_pair()
        name = match.with_user(self.user_employee).sudo().display_name
        self.assertHidden(name, "mentor", "the pair's name")
        self.assertHidden(name, "mentee", "the pair's name")

    def test_staff_see_who_it_is(self):
        match = self._publish_pair().with_user(self.user_officer)
        self.assertIn("Serinmentor", match.display_name)
        self.assertIn("Pinsonmentee", match.display_name)

    def test_rpc_answers_no_member(self):
        match = self._publish_pair()
        for side in OTHER:
            self._login(self.users[side])
            for model, method in (
                ("mentoring.match", "read"),
                ("mentoring.match", "web_read"),
                ("mentoring.match", "export_data"),
                ("mentoring.application", "read"),
                ("mentoring.mentor", "read"),
                ("res.partner", "read"),
            ):
                other = match._get_other_partner(side)
                ids = other.ids if model == "res.partner" else match.ids
                names = ["display_name"]
                params = {
                    "model": model,
                    "method": method,
                    "args": [ids, {names[0]: {}} if method == "web_read" else names],
                    "kwargs": {},
                }
                with mute_logger("odoo.http"):
                    answer = self.url_open(
                        "/web/dataset/call_kw",
                        data=json.dumps({"params": params}),
                        headers={"Content-Type": "application/json"},
                    )
                with self.subTest(side=side, model=model, method=method):
                    self.assertIn("error", answer.json())
                    self.assertHidden(answer.text, side, method)

    def test_the_history_is_closed_to_members(self):
        match = self._publish_pair()
        params = {
            "thread_model": "mentoring.match",
            "thread_id": match.id,
            "fetch_params": {},
        }
        for side in OTHER:
            self._login(self.users[side])
            for route in ("/mail/thread/messages", "/mail/chatter_fetch"):
                with mute_logger("odoo.http"):
                    answer = self.url_open(
                        route,
                        data=json.dumps({"params": params}),
                        headers={"Content-Type": "application/json"},
                    )
                with self.subTest(side=side, route=route):
                    self.assertHidden(answer.text, side, route)
                    self.assertNotIn("Answer", answer.text)


@tagged("post_install", "-at_install")
class TestMessagesOfStaff(NamesCase):
    """What staff write from the pair's record, and how they reword the e-mails."""

    def setUp(self):
        super().setUp()
        self.match = self._publish_pair()
        self._forget_mails()

    def _post(self, *sides, **values):
        partners = [self.users[side].partner_id.id for side in sides]
        return self.match.with_user(self.user_officer).message_post(
            body=" ".join(CANARIES["mentor"][fact] for fact in SHARED)
            + " and "
            + " ".join(CANARIES["mentee"][fact] for fact in SHARED),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partners,
            **values,
        )

    def test_a_message_to_one_leaves_out_the_other(self):
        for side in OTHER:
            for subject in (None, f"About {CANARIES[OTHER[side]]['name']}"):
                self._post(side, subject=subject)
                self.assertMailsHide(**{side: 1})
                self._forget_mails()
        for side in OTHER:
            for model, text in self._read_records(side):
                self.assertHidden(text, side, model)

    def test_a_message_to_both_leaves_out_both(self):
        self._post("mentor", "mentee")
        mails = self.env["mail.mail"].search([("model", "=", "mentoring.match")])
        self.assertTrue(mails)
        with self.mock_mail_gateway():
            mails.send()
            sent = [mail["EmailMessage"] for mail in self._mails]
        for message in sent:
            [side] = [one for one in OTHER if CANARIES[one]["email"] in message["To"]]
            headers = [f"{name}: {value}" for name, value in message.items()]
            body = message.get_body(("html",)).get_content()
            self.assertHidden(f"{headers} {body}", side, "a message to both")

    def test_neither_follows_what_is_written_to_the_other(self):
        partners = [user.partner_id.id for user in self.users.values()]
        self.match.message_subscribe(partners)
        self.match.with_context(mail_post_autofollow=True).message_post(
            body="Hello", partner_ids=partners
        )
        self.assertFalse(
            self.match.message_partner_ids & self.match.mentee_id
            | self.match.message_partner_ids & self.match.mentor_partner_id
        )

    def test_a_template_reworded_carelessly_does_not_tell(self):
        placeholders = (
            "{{ object.mentor_partner_id.name }} {{ object.mentee_id.name }}"
            " {{ object.display_name }}"
        )
        body = "".join(
            f'<p t-out="object.{path}"/>'
            for path in (
                "mentor_partner_id.name",
                "mentor_partner_id.email",
                "mentor_partner_id.phone",
                "mentor_id.employer",
                "mentee_id.name",
                "mentee_id.email",
                "mentee_id.phone",
                "application_id.employer",
                "display_name",
            )
        )
        for side in OTHER:
            template = self.env.ref(f"mentoring_program.mail_match_proposal_{side}")
            template.write({"subject": placeholders, "body_html": body})
            template.send_mail(self.match.id)
            mail = self.env["mail.mail"].search(
                [("recipient_ids", "=", self.users[side].partner_id.id)], limit=1
            )
            text = self._deliver(mail)
            self.assertIn(plain(CANARIES[side]["name"]), plain(text), "their own")
            for fact in ("name", "email", "phone", "employer"):
                canary = plain(CANARIES[OTHER[side]][fact])
                self.assertNotIn(canary, plain(text))
                self.assertNotIn(canary, plain(mail.read(["subject", "body"])))


@tagged("post_install", "-at_install")
class TestShownNames(NamesCase):
    """Without the setting, the proposal tells who it is, but not how to reach them."""

    def test_the_name_is_there_and_the_addresses_are_not(self):
        self.program.hide_names = False
        match = self._publish_pair()
        for side in OTHER:
            pages = self._read_pages(side, match)
            page = plain(pages[f"/my/mentoring/pairs/{match.id}"])
            canaries = CANARIES[OTHER[side]]
            for fact in ("name", "employer", "job_title"):
                self.assertIn(plain(canaries[fact]), page)
            self.assertIn(plain(canaries["name"]), plain(pages["/my/mentoring"]))
            for field in ("mailto:", "tel:"):
                self.assertNotIn(f"{field}{canaries['email']}", page)

    def test_pages_of_others_find_nothing(self):
        match = self._publish_pair()
        self._login(self.user_stranger)
        answer = self.url_open(f"/my/mentoring/pairs/{match.id}")
        self.assertEqual(answer.status_code, 404)
        for side in OTHER:
            self.assertHidden(answer.text, side, "a stranger's page")
