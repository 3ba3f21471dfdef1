"""Managers reword the messages: words alone, and nothing else is filled in or told."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_messages import MessagesCase


@tagged("post_install", "-at_install")
class TestMessageWords(MessagesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As Odoo is installed; its own tests of e-mails do without.
        cls.env["ir.config_parameter"].set_param(
            "mail.restrict.template.rendering", True
        )

    def _template(self, name, user=None):
        """Return the text ``name`` for ``user``: a manager."""
        template = self.env.ref(f"mentoring_program.{name}")
        return template.with_user(user or self.user_manager).with_context(lang="en_US")

    def assertNotWritten(self, template, error, **vals):
        """Check that a value is neither written nor filled in."""
        kept = template.read(list(vals))
        filling_in = type(template)._render_field
        with (
            patch.object(type(template), "_render_field", autospec=True) as rendering,
            self.assertRaises(error) as caught,
            self.env.cr.savepoint(),
        ):
            rendering.side_effect = filling_in
            template.write(vals)
        rendering.assert_not_called()
        template.invalidate_recordset()
        self.assertEqual(template.read(list(vals)), kept)
        return str(caught.exception)

    def test_a_manager_rewords_in_each_language(self):
        action = self._message(
            "send_match_introduction_mentee", self.user_manager
        ).action_open_text()
        [(view_id, _form)] = action["views"]
        template = self._template("mail_match_introduction_mentee")
        self.assertEqual(template.id, action["res_id"])
        form = Form(template, view=self.env["ir.ui.view"].browse(view_id))
        form.subject = "Here is {{ object.mentor_partner_id.name }}"
        form.save()
        french = template.with_context(lang="fr_FR")
        french.body_html = french.body_html.replace("Bonjour", "Chère adhérente")
        french.update_field_translations(
            "subject", {"fr_FR": "Voici {{ object.mentor_partner_id.name }}"}
        )
        match = self._make_pair()
        mail = self._capture_test(self._message("send_match_introduction_mentee"))
        self.assertIn(f"Here is {match.mentor_partner_id.name}", mail.subject)
        self.user_officer.lang = "fr_FR"
        mail = self._capture_test(self._message("send_match_introduction_mentee"))
        self.assertIn(f"Voici {match.mentor_partner_id.name}", mail.subject)
        self.assertIn("Chère adhérente", mail.body_html)

    def test_a_manager_has_nothing_else_filled_in(self):
        template = self._template("mail_match_introduction_mentee")
        secret = "object.env['res.users'].browse(2).login"
        told = self.assertNotWritten(template, UserError, subject=f"{{{{ {secret} }}}}")
        self.assertIn("browse(2).login", told)
        body = str(template.body_html)
        for added in (
            f'<t t-out="{secret}"/>',
            '<p t-if="object.mentor_id.comment">Yes</p>',
            '<a t-att-href="object.mentor_partner_id.name">See</a>',
            '<t t-call="web.login"/>',
        ):
            with self.subTest(added):
                self.assertNotWritten(template, UserError, body_html=body + added)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            template.update_field_translations(
                "body_html", {"fr_FR": f'<p t-out="{secret}"/>'}
            )

    def test_what_is_told_under_a_condition_stays_under_it(self):
        template = self._template("mail_match_proposal_mentor")
        shown = '<t t-out="object.application_id.job_title"/>'
        self.assertIn("object.names_hidden", template.body_html)
        self.assertNotWritten(template, UserError, body_html=f"<p>Post: {shown}</p>")

    def test_a_manager_changes_not_to_whom_it_goes(self):
        template = self._template("mail_match_introduction_mentee")
        for vals in (
            {"partner_to": "{{ object.mentor_partner_id.id }}"},
            {"email_cc": "me@example.com", "subject": "Words"},
            {"model_id": self.env["ir.model"]._get_id("res.partner")},
        ):
            with self.subTest(vals):
                self.assertNotWritten(template, AccessError, **vals)

    def test_only_a_manager_rewords_and_only_the_messages_of_the_programme(self):
        own = "mail_match_introduction_mentee"
        for user in (self.user_officer, self.user_employee, self.user_mentee):
            template = self._template(own, user)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                template.subject = "Words"
        other = self.env.ref("auth_signup.set_password_email")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            other.with_user(self.user_manager).subject = "Words"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._template(own).unlink()

    def test_a_template_editor_goes_on_as_before(self):
        self.user_manager.group_ids |= self.env.ref("mail.group_mail_template_editor")
        template = self._template("mail_match_introduction_mentee")
        template.write({"subject": "{{ object.id }}", "email_cc": "us@example.com"})
        self.assertEqual(template.email_cc, "us@example.com")
