from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.misc import format_datetime

from .common import MentoringCase

WIZARD_ACTIONS = (
    "mentoring_application_refuse_action",
    "mentoring_match_end_action",
    "mentoring_ranking_action",
)
MANAGERS_ACTIONS = (
    "mentoring_override_wizard_action",
    "mentoring_program_new_action",
    "mentoring_charter_publish_action",
)
PRIVATE_FIELDS = {"summary_ids", "action_ids", "topics", "retained", "mentor_comment"}


class ViewsCase(MentoringCase):
    def _get_actions(self):
        """The window actions of the addon, but those that only managers may open."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "mentoring_program"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        return self.env["ir.actions.act_window"].browse(data.mapped("res_id"))

    def _get_views(self, action, user):
        modes = [(False, mode) for mode in action.view_mode.split(",")]
        views = dict((mode, view) for view, mode in action.views)
        return (
            self.env[action.res_model]
            .with_user(user)
            .get_views([(views.get(mode, view), mode) for view, mode in modes])
        )


@tagged("post_install", "-at_install")
class TestViews(ViewsCase):
    """Staff open every screen; nobody else has a menu; nothing private is shown."""

    def test_views_of_every_action_load(self):
        managers = self.env["ir.actions.act_window"].concat(
            *(self.env.ref(f"mentoring_program.{name}") for name in MANAGERS_ACTIONS)
        )
        for user in (self.user_officer, self.user_manager):
            for action in self._get_actions():
                if action in managers and user == self.user_officer:
                    continue
                with self.subTest(user=user.name, action=action.name):
                    views = self._get_views(action, user)["views"]
                    self.assertEqual(set(views), set(action.view_mode.split(",")))

    def test_only_managers_may_open_the_override(self):
        action = self.env.ref("mentoring_program.mentoring_override_wizard_action")
        self.assertIn("form", self._get_views(action, self.user_manager)["views"])
        with self.assertRaises(AccessError):
            self.env["mentoring.override.wizard"].with_user(self.user_officer).create(
                {"application_id": 1, "reason": "Because."}
            )

    def test_views_show_nothing_that_is_private(self):
        for action in self._get_actions():
            answer = self._get_views(action, self.user_manager)
            with self.subTest(action=action.name):
                self.assertNotIn("mentoring.session.summary", answer["models"])
                self.assertNotIn("mentoring.action", answer["models"])
                for model in answer["models"].values():
                    self.assertFalse(PRIVATE_FIELDS & set(model["fields"]))

    def test_views_of_one_record_read(self):
        match = self._make_pair()
        self._make_session(match, "done")
        records = {
            "mentoring.application": match.application_id,
            "mentoring.mentor": match.mentor_id,
            "mentoring.match": match,
            "mentoring.session": match.session_ids,
            "mentoring.program": match.program_id,
            "mentoring.charter": match.program_id.charter_ids[:1],
            "mentoring.charter.signature": match.application_id.signature_id,
            "res.partner": match.mentee_id,
        }
        for user in (self.user_officer, self.user_manager):
            for name, record in records.items():
                with self.subTest(user=user.name, model=name):
                    self._read_as_form(record.with_user(user))

    def _read_as_form(self, record):
        """Read what the record's form shows this user, as the browser does."""
        view = record.get_views([(False, "form")])["views"]["form"]
        form = etree.fromstring(view["arch"])
        shown = form.xpath("//field[not(ancestor::field)]/@name")
        [values] = record.web_read({name: {} for name in shown})
        return values

    def test_empty_forms_open(self):
        """“New” opens the form of each record that staff write."""
        for model in (
            "mentoring.application",
            "mentoring.mentor",
            "mentoring.match",
            "mentoring.matching.run",
            "mentoring.session",
        ):
            with self.subTest(model=model):
                Form(self.env[model].with_user(self.user_officer))
        for model in (
            "mentoring.program",
            "mentoring.charter",
            "mentoring.resource",
            "mentoring.theme",
            "mentoring.function",
            "mentoring.level",
            "mentoring.refusal.reason",
        ):
            with self.subTest(model=model):
                Form(self.env[model].with_user(self.user_manager))

    def test_officer_drafts_a_pair_by_hand(self):
        application, mentor = (
            self._make_application(state="waiting"),
            self._make_mentor(),
        )
        with Form(self.env["mentoring.match"].with_user(self.user_officer)) as form:
            form.application_id = application
            form.mentor_id = mentor
        self.assertEqual(form.record.mentee_id, application.partner_id)
        self.assertGreater(form.record.score, 0)

    def test_officer_plans_a_session_by_hand(self):
        match = self._make_match()
        with Form(self.env["mentoring.session"].with_user(self.user_officer)) as form:
            form.match_id = match
            form.start = fields.Datetime.now() + timedelta(days=3)
        self.assertEqual(form.record.mentee_id, match.mentee_id)

    def test_menus(self):
        root = self.env.ref("mentoring_program.mentoring_menu_root")
        configuration = self.env.ref("mentoring_program.mentoring_menu_configuration")
        for user, sees, configures in (
            (self.user_manager, True, True),
            (self.user_officer, True, False),
            (self.user_employee, False, False),
            (self.user_accountant, False, False),
        ):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            with self.subTest(user=user.name):
                self.assertEqual(root.id in visible, sees)
                self.assertEqual(configuration.id in visible, configures)

    def test_every_menu_opens(self):
        menus = self.env["ir.ui.menu"].search(
            [
                (
                    "id",
                    "child_of",
                    self.env.ref("mentoring_program.mentoring_menu_root").id,
                )
            ]
        )
        for menu in menus:
            with self.subTest(menu=menu.complete_name):
                self.assertTrue(menu.action or menu.child_id)
                if menu.action:
                    self.assertIn(menu.action.res_model, self.env)

    def test_officer_reads_an_application_with_an_invoice(self):
        self.program.fee_product_id = self.fee_product
        application = self._make_application(state="accepted")
        self.assertTrue(application.invoice_id)
        as_officer = application.with_user(self.user_officer)
        values = self._read_as_form(as_officer)
        self.assertNotIn("invoice_id", values)
        self.assertEqual(values["fee_state"], "to_pay")

    def test_accountant_officer_sees_the_invoice(self):
        self.program.fee_product_id = self.fee_product
        application = self._make_application(state="accepted")
        self.user_officer.group_ids += self.env.ref("account.group_account_invoice")
        values = self._read_as_form(application.with_user(self.user_officer))
        self.assertIn("invoice_id", values)


@tagged("post_install", "-at_install")
class TestLists(ViewsCase):
    """Filters that need a decision, kanban columns, mass actions."""

    def test_filter_blocked(self):
        fine = self._make_application()
        blocked = self._make_application(self._make_member(paid=False))
        draft = self._make_application(state="draft", signed=False)
        found = self.env["mentoring.application"].search([("blocking_count", ">", 0)])
        self.assertIn(blocked, found)
        self.assertNotIn(fine, found)
        self.assertNotIn(draft, found, "only what is to be reviewed")

    def test_filter_attention(self):
        fine, late = self._make_match(), self._make_match()
        late.introduction_date -= timedelta(days=60)
        found = self.env["mentoring.match"].search([("attention", "!=", False)])
        self.assertIn(late, found)
        self.assertNotIn(fine, found)
        others = self.env["mentoring.match"].search([("attention", "=", False)])
        self.assertIn(fine, others)
        self.assertNotIn(late, others)

    def test_list_costs_the_same_however_long(self):
        for __ in range(2):
            self._make_application()
        few = self._count_queries(self.env["mentoring.application"].search([], limit=2))
        for __ in range(6):
            self._make_application()
        many = self._count_queries(self.env["mentoring.application"].search([]))
        self.assertLessEqual(many, few + 2)

    def _count_queries(self, applications):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        applications.mapped("blocking_count")
        return self.env.cr.sql_log_count - before

    def test_kanban_columns_follow_the_life_cycle(self):
        self._make_application(state="refused")
        groups = (
            self.env["mentoring.application"]
            .with_context(read_group_expand=True)
            .web_read_group([], ["state"])["groups"]
        )
        states = [group["state"] for group in groups]
        order = ["submitted", "accepted", "waiting", "matched", "refused"]
        self.assertEqual([state for state in states if state in order], order)
        self.assertNotIn("withdrawn", states)

    def test_officer_computes_and_discards_a_run(self):
        self._make_application(state="waiting")
        self._make_mentor()
        run = self.env["mentoring.matching.run"].with_user(self.user_officer).create({})
        run.action_compute()
        run.action_compute()
        self.assertTrue(run.match_ids)
        run.action_discard()
        self.assertFalse(run.match_ids)

    def test_waiting_without_an_invoice_owes_nothing(self):
        application = self._make_application(state="waiting")
        self.program.fee_product_id = self.fee_product
        self.assertNotEqual(application.fee_state, "to_pay")


@tagged("post_install", "-at_install")
class TestReports(ViewsCase):
    """Both PDFs, as HTML."""

    def _render(self, xmlid, records, user=None, data=None):
        report = self.env["ir.actions.report"].with_user(user or self.user_officer)
        html, __ = report._render_qweb_html(
            f"mentoring_program.{xmlid}", records.ids, data=data
        )
        return html.decode()

    def _make_completed(self):
        match = self._make_pair()
        match.introduction_date = fields.Date.today() - timedelta(days=150)
        for __ in range(match.program_id.sessions_min):
            session = self._make_session(match, "done")
            self._write_notes(session, retained="A secret between the two.")
        match.action_declare_end("mentee", "Thank you.")
        match.action_declare_end("mentor")
        self.assertEqual(match.outcome, "completed")
        return match

    def test_signed_charter(self):
        signature = self._make_application().signature_id
        for user in (self.user_officer, self.user_manager):
            html = self._render("report_charter_signature", signature, user)
            for part in (
                signature.title,
                signature.signed_name,
                signature.version,
                signature.text_hash,
            ):
                self.assertIn(part, html)

    def test_signed_charter_in_the_language_signed(self):
        charter = self.program._get_charter("mentee").with_context(lang="fr_FR")
        signature = (
            self.env["mentoring.charter.signature"]
            .with_context(lang="fr_FR")
            ._sign(charter, self.partner_mentee, name="Luc Mentee")
        )
        html = self._render("report_charter_signature", signature)
        self.assertIn("Le mentoring ne sert pas", html)
        self.assertIn(self.program.with_context(lang="fr_FR").name, html)
        signed_on = format_datetime(
            self.env,
            signature.signed_on,
            tz="Europe/Paris",
            dt_format="d MMMM yyyy, HH:mm",
            lang_code="fr_FR",
        )
        self.assertIn(signed_on, html)

    def test_certificate_of_both(self):
        match = self._make_completed()
        html = self._render("report_match_certificate", match)
        self.assertEqual(html.count('o_mentoring_certificate"'), 2)
        for part in ("Luc Mentee", "Marie Mentor", match.program_id.name):
            self.assertIn(part, html)
        self.assertNotIn("A secret", html)
        self.assertNotIn("Thank you.", html)

    def test_certificate_of_one_side(self):
        match = self._make_completed()
        html = self._render("report_match_certificate", match, data={"side": "mentor"})
        self.assertEqual(html.count('o_mentoring_certificate"'), 1)
        self.assertIn("volunteer mentor", html)

    def test_no_certificate_before_completion(self):
        for state in ("draft", "active", "ended"):
            match = self._make_match(state=state)
            with self.subTest(state=state), self.assertRaises(UserError):
                self._render("report_match_certificate", match)
