"""Contacts that turn out to be the same person, merged by Odoo's own wizard."""

from odoo.tests import tagged

from .common import MentoringHttpCase


@tagged("post_install", "-at_install")
class TestPartnerMerge(MentoringHttpCase):
    def _merge(self, gone, kept):
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((gone | kept).ids, kept)
        self.env.invalidate_all()

    def test_one_who_was_merged_finds_everything_again(self):
        """C8, S3: pair, private notes and the signature as it was signed."""
        match = self._make_pair()
        session = self._make_session(match, "done")
        self._write_notes(session, retained="Say no more often.")
        signature = match.application_id.signature_id
        kept = self._make_member(name="Luc Mentee, twice", paid=False)
        self._merge(self.partner_mentee, kept)
        self.assertEqual(self.user_mentee.partner_id, kept)
        self.assertEqual(match.mentee_id, kept)
        self.assertEqual(signature.partner_id, kept)
        self.assertTrue(signature.is_intact)
        self._login(self.user_mentee)
        for path, text in (
            ("/my/mentoring", "Marie Mentor"),
            (f"/my/mentoring/pairs/{match.id}", "Marie Mentor"),
            (f"/my/mentoring/sessions/{session.id}", "Say no more often."),
        ):
            with self.subTest(path=path):
                page = self.url_open(path)
                self.assertEqual(page.status_code, 200)
                self.assertIn(text, page.text)

    def test_a_profile_is_not_dropped(self):
        """S2: the approved profile of the one for the empty draft of the other."""
        approved, draft = self._make_mentor(), self._make_mentor(state="draft")
        for gone, kept in ((approved, draft), (draft, approved)):
            with self.assertRefused("has a mentor profile"):
                self._merge(gone.partner_id, kept.partner_id)
        self.assertEqual((approved | draft).exists(), approved | draft)

    def test_nobody_becomes_their_own_mentor(self):
        """M1: the two of a pair are two persons."""
        match = self._make_match()
        with self.assertRefused("mentor and mentee of the same pair"):
            self._merge(match.mentee_id, match.mentor_partner_id)

    def test_an_open_application_is_not_dropped(self):
        """M4: one application a programme, so staff choose which one stays open."""
        first, second = self._make_application(), self._make_application()
        with self.assertRefused("an open application"):
            self._merge(first.partner_id, second.partner_id)
        first.action_withdraw()
        self._merge(first.partner_id, second.partner_id)
        self.assertEqual(first.partner_id, second.partner_id)
