"""A new programme from one that runs, and the next version of a charter."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import MentoringCase

NUMBERS = ("integer", "selection", "boolean")


@tagged("post_install", "-at_install")
class TestProgramWizards(MentoringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")

    def _make_from(self, source, **vals):
        Wizard = self.env["mentoring.program.new"].with_user(self.user_manager)
        wizard = Wizard.create({"source_id": source.id, "name": "Engineers", **vals})
        return self.env["mentoring.program"].browse(wizard.action_create()["res_id"])

    # A new programme

    def test_numbers_presentation_surveys_and_officer_are_copied(self):
        source = self.program
        source.write({"gap_years_min": 4, "quiet_days": 31, "weight_gap": 17})
        source.responsible_id = self.user_officer
        source.with_context(lang="fr_FR").description = "<p>Bienvenue.</p>"
        program = self._make_from(source)
        for name, field in source._fields.items():
            if name != "id" and field.copy and field.type in NUMBERS:
                with self.subTest(name):
                    self.assertEqual(program[name], source[name])
        self.assertEqual(program.name, "Engineers")
        self.assertEqual(program.responsible_id, self.user_officer)
        self.assertTrue(program.survey_mentee_id)
        self.assertEqual(program.survey_mentee_id, source.survey_mentee_id)
        french = program.with_context(lang="fr_FR")
        self.assertIn("Bienvenue", french.description)

    def test_charters_are_in_force_at_once_or_drafts(self):
        """S1: each in its own words, in each language."""
        source = self.program._get_charter("mentee")
        source.with_context(lang="fr_FR").name = "Charte du mentoré"
        program = self._make_from(self.program)
        charter = program._get_charter("mentee")
        self.assertEqual(charter.version, source.version)
        self.assertEqual(charter.body, source.body)
        self.assertEqual(charter.with_context(lang="fr_FR").name, "Charte du mentoré")
        self.assertEqual(self.program._get_charter("mentee"), source)
        later = self._make_from(self.program, publish=False)
        self.assertEqual(set(later.charter_ids.mapped("state")), {"draft"})
        self.assertEqual(len(later.charter_ids), 2)

    def test_its_own_guides_are_copied_but_no_people(self):
        self.env["mentoring.resource"].create(
            {"name": "Own", "body": "<p>Own.</p>", "program_id": self.program.id}
        )
        self._make_match()
        program = self._make_from(self.program, fee_product_id=self.fee_product.id)
        guides = self.env["mentoring.resource"].search(
            [("program_id", "=", program.id)]
        )
        self.assertEqual(guides.mapped("name"), ["Own"])
        self.assertEqual(program.fee_product_id, self.fee_product)
        self.assertFalse(program.application_count + program.match_count)
        self.assertFalse(program.mentor_count)

    def test_what_is_copied_is_shown_before(self):
        Wizard = self.env["mentoring.program.new"].with_user(self.user_manager)
        with Form(Wizard.with_context(default_source_id=self.program.id)) as form:
            form.name = "Engineers"
            self.assertEqual(len(form.charter_ids), 2)
            self.assertEqual(form.responsible_id, self.program.responsible_id)

    # The next version of a charter

    def test_the_next_version_is_a_draft_with_the_text(self):
        charter = self.program._get_charter("mentor").with_user(self.user_manager)
        draft = charter.browse(charter.action_new_version()["res_id"])
        self.assertEqual((draft.state, draft.body), ("draft", charter.body))
        self.assertNotEqual(draft.version, charter.version)
        # A second click opens the same draft.
        self.assertEqual(charter.action_new_version()["res_id"], draft.id)

    def test_who_stands_on_another_version_is_told_and_keeps_it(self):
        """S3: what was signed stays valid."""
        application = self._make_application()
        self._make_application(state="draft", signed=False)
        self._make_application(state="refused")
        mentor = self._make_mentor()
        self._make_mentor(state="left")
        for role, record in (("mentee", application), ("mentor", mentor)):
            charter = self.program._get_charter(role).with_user(self.user_manager)
            self.assertEqual(charter.earlier_signer_count, 0)
            draft = charter.browse(charter.action_new_version()["res_id"])
            wizard = self.env["mentoring.charter.publish"].with_user(self.user_manager)
            wizard = wizard.create({"charter_id": draft.id})
            self.assertEqual(wizard.previous_id, charter)
            self.assertEqual(wizard.earlier_count, 1)
            wizard.plan_activities = role == "mentor"
            wizard.action_publish()
            told = record.activity_ids.mapped("activity_type_id.name")
            self.assertEqual("Tell of the New Charter" in told, role == "mentor")
            self.assertEqual((draft.state, charter.state), ("published", "retired"))
            draft.invalidate_recordset()
            self.assertEqual(draft.earlier_signer_count, 1)
            action = draft.action_view_earlier_signers()
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(found, record)
        application.action_accept()
        self.assertEqual(application.state, "waiting")
        signed = self._make_mentor()
        self.assertEqual(signed.signature_ids.version, draft.version)
        self.assertEqual(draft.earlier_signer_count, 1)

    def test_officers_neither_make_programmes_nor_publish(self):
        charter = self.program._get_charter("mentee").with_user(self.user_officer)
        with self.assertRaises(AccessError):
            charter.action_new_version()
        for model in ("mentoring.program.new", "mentoring.charter.publish"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.user_officer).create({})
