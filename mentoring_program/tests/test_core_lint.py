"""Odoo's own checks of addons, pointed at this one: ``test_lint``, and its views'.

What core checks of every addon is narrowed to ours, or it would take a minute.
"""

from contextlib import ExitStack
from importlib import import_module
from unittest import TestResult, TestSuite
from unittest.mock import patch

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged

ADDON = "mentoring_program"
LINT = "odoo.addons.test_lint.tests"
VIEWS = "odoo.addons.base.tests.test_views"
# Module of test_lint: its checks. Left out: Odoo's pylint and ESLint, which `make lint`
# has in other forms, and what is about core alone.
CHECKS = {
    "test_dunderinit": "TestDunderinit.test_dunderinit",
    "test_i18n": "TestI18n.test_user_content_as_prop_is_translatable",
    "test_jstranslate": "TestJsTranslations.test_js_translations",
    "test_manifests": "ManifestLinter.test_manifests",
    "test_naming": "TestNaming.test_parameter_rpc_compatible",
    "test_onchange_domains": "TestOnchangeDomains.test_forbid_domains_in_onchanges",
    "test_orm_import": "TestDunderinit.test_addons_orm_import",
    "test_override_signatures": (
        "TestLintOverrideSignatures.test_lint_override_signature"
    ),
    "test_pofile": "PotLinter.test_pot_duplicate_entries",
    "test_test_holes": "TestTestHoles.test_check_tests",
}


@tagged("post_install", "-at_install")
class TestCoreLint(TransactionCase):
    def _get_own_models(self, *arguments):
        return {
            name: model
            for name, model in self.registry.items()
            if any(f".{ADDON}." in one.__module__ for one in model.mro())
        }

    def _narrow(self, module):
        """Have a module of ``test_lint`` look at this addon, and its models, alone."""
        own = [Manifest.for_addon(ADDON)]
        stack = ExitStack()
        stack.enter_context(patch.object(Manifest, "all_addon_manifests", lambda: own))
        for name, value in {
            "Registry": self._get_own_models,
            "get_modules": lambda: [ADDON],
        }.items():
            if hasattr(module, name):
                stack.enter_context(patch.object(module, name, value))
        return stack

    def _run_check(self, module, check):
        """Run a check of core; return what it found."""
        class_name, method = check.split(".")
        case = getattr(module, class_name)(method)
        result = TestResult()
        TestSuite([case]).run(result)
        self.assertEqual(result.testsRun, 1, "core has renamed this check")
        return [said for __, said in result.failures + result.errors]

    def test_odoo_finds_nothing_in_the_addon(self):
        for name, check in CHECKS.items():
            module = import_module(f"{LINT}.{name}")
            with self.subTest(name), self._narrow(module):
                self.assertEqual(self._run_check(module, check), [])

    def test_views_are_valid_and_tell_why_a_field_is_never_seen(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", ADDON), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].with_context(lang=None)
        for view in views.browse(data.mapped("res_id")):
            with self.subTest(view.name):
                view._check_xml()
        module = import_module(VIEWS)
        with self.assertNoLogs(module.__name__, "ERROR"):
            check = "TestInvisibleField.test_uncommented_invisible_field"
            self.assertEqual(self._run_check(module, check), [])
