"""S3: what was signed can be shown years later, unchanged."""

import hashlib
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MentoringCase


@tagged("post_install", "-at_install")
class TestCharter(MentoringCase):
    """S3, for the contract that S1 and S2 speak of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.charter = cls.program._get_charter("mentee").copy({"version": "2.0"})
        cls.charter.body = "<p>I keep our exchanges confidential.</p>"
        cls.charter.update_field_translations(
            "body",
            {"fr_FR": {"I keep our exchanges confidential.": "Je garde le secret."}},
        )
        cls.charter.with_context(lang="fr_FR").name = "Charte"
        cls.charter.action_publish()

    def _sign(self, lang="en_US", name="Luc Mentee", **vals):
        Signature = self.env["mentoring.charter.signature"].with_context(lang=lang)
        return Signature._sign(self.charter, self.partner_mentee, name=name, **vals)

    def test_the_text_is_kept_as_it_was_read(self):
        for lang, words, title in (
            ("en_US", "I keep our exchanges confidential.", self.charter.name),
            ("fr_FR", "Je garde le secret.", "Charte"),
        ):
            with self.subTest(lang=lang):
                signature = self._sign(lang, address="192.0.2.7")
                self.assertIn(words, signature.body)
                self.assertEqual(signature.title, title)
                self.assertEqual(signature.lang, lang)
                self.assertEqual(signature.version, "2.0")
                self.assertEqual(signature.role, "mentee")
                self.assertEqual(signature.partner_id, self.partner_mentee)
                self.assertEqual(signature.signed_name, "Luc Mentee")
                self.assertEqual(signature.address, "192.0.2.7")
                age = fields.Datetime.now() - signature.signed_on
                self.assertLess(age, timedelta(minutes=5))
                self.assertTrue(signature.is_intact)

    def test_the_hash_can_be_checked_by_hand(self):
        signature = self._sign()
        signature.invalidate_recordset()  # as the database gives it back
        text = "\n".join(
            ["mentee", "2.0", "en_US", self.charter.name, str(signature.body)]
        )
        expected = hashlib.sha256(text.encode()).hexdigest()
        self.assertEqual(signature.text_hash, expected)

    def test_a_text_changed_in_the_database_is_noticed(self):
        signature = self._sign()
        self.env.cr.execute(
            "UPDATE mentoring_charter_signature SET body = '<p>Anything.</p>' "
            "WHERE id = %s",
            [signature.id],
        )
        signature.invalidate_recordset()
        self.assertFalse(signature.is_intact)

    def test_a_name_is_needed(self):
        for name in ("", "  ", None):
            with self.subTest(name=name), self.assertRefused("Write your name"):
                self._sign(name=name)

    def test_only_the_version_in_force_is_signed(self):
        self.charter.copy().action_publish()
        self.assertEqual(self.charter.state, "retired")
        with self.assertRefused("no longer in force"):
            self._sign()

    def test_a_new_version_retires_the_one_before(self):
        new = self.charter.copy()
        self.assertEqual(new.version, "2.0 (copy)")
        mentors = self.program._get_charter("mentor")
        new.action_publish()
        self.assertEqual(self.program._get_charter("mentee"), new)
        self.assertEqual(self.charter.state, "retired")
        self.assertEqual(self.program._get_charter("mentor"), mentors)

    def test_a_draft_can_be_rewritten(self):
        draft = self.charter.copy()
        draft.with_user(self.user_manager).body = "<p>Anything.</p>"
        draft.with_user(self.user_manager).unlink()

    def test_a_charter_that_was_signed_never_changes(self):
        self._sign()
        charter = self.charter.with_user(self.user_manager)
        french = charter.with_context(lang="fr_FR")
        for name, change in {
            "body": lambda: charter.write({"body": "<p>Anything.</p>"}),
            "title": lambda: charter.write({"name": "Another"}),
            "version": lambda: charter.write({"version": "9"}),
            "role": lambda: charter.write({"role": "mentor"}),
            "French body": lambda: french.write({"body": "<p>Autre chose.</p>"}),
            "French title": lambda: french.write({"name": "Autre"}),
            "translations": lambda: charter.update_field_translations(
                "name", {"fr_FR": "Autre"}
            ),
            "terms": lambda: charter.update_field_translations(
                "body", {"fr_FR": {"Je garde le secret.": "Je le dis."}}
            ),
            "all translations": lambda: charter.web_override_translations(
                {"name": "Another"}
            ),
            "deletion": charter.unlink,
        }.items():
            said = "a été signée" if "French" in name else "has been signed"
            with self.subTest(name), self.assertRefused(said):
                change()
        charter.action_retire()

    def test_a_signature_is_never_changed_nor_deleted(self):
        signature = self._sign()
        for user in (self.user_officer, self.user_manager, self.user_admin):
            mine = signature.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRefused():
                    mine.write({"signed_name": "Another"})
                with self.assertRefused():
                    mine.write({"pdf_attachment_id": False})
                with self.assertRefused():
                    mine.unlink()
                with self.assertRefused():
                    mine.create({"charter_id": self.charter.id})
        with self.assertRefused("can't be changed"):
            signature.sudo().write({"signed_on": fields.Datetime.now()})
        with self.assertRefused("can't be deleted"):
            signature.sudo().unlink()
        partner = self._make_application().partner_id
        with self.assertRefused():
            partner.unlink()

    def test_the_address_is_for_managers(self):
        signature = self._sign(address="192.0.2.7")
        with self.assertRaises(AccessError):
            signature.with_user(self.user_officer).read(["address"])
        self.assertEqual(
            signature.with_user(self.user_manager).read(["address"])[0]["address"],
            "192.0.2.7",
        )

    def test_signing_again_after_a_refused_attempt_counts_at_once(self):
        mentor = self._make_mentor(state="draft", signed=False)
        self.assertFalse(mentor.signature_ids)
        self.env["mentoring.charter.signature"]._sign(
            self.program._get_charter("mentor"), mentor.partner_id, name="Marie"
        )
        mentor.action_submit()
