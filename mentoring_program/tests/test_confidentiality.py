"""C8, D3: what the two write to each other is found by the two, and by nobody else."""

import logging
from itertools import product

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.sealed_text import SealedText
from .common import MentoringCase
from .confidentiality_ways import ADMIN_WAYS, SECRET, WAYS
from .confidentiality_world import (
    ACTION,
    ADMINISTRATORS,
    NOTES,
    ROLES,
    SUDO,
    TEXTS,
    CanaryWorld,
    canary,
    listening,
)

REFUSALS = (UserError, ValueError, AttributeError, TypeError, KeyError)
# Ways that tell nothing, whatever stands in the texts: Odoo has no text there, unless
# the addon were to put one there.
SILENT = {
    "views",
    "onchange",
    "default_values",
    "display_name",
    "name_search",
    "metadata",
    "message_on_the_record",
    "messages",
    "follower",
    "tracked_values",
    "mail_queue",
    "activity",
    "calendar",
    "attachment",
    "file_of_the_field",
}
# What the two may use themselves: the positive control of the table.
OPEN_TO_THE_PAIR = (
    "form",
    "list_view",
    "read",
    "search_read",
    "search_fetch",
    "field_by_field",
    "cache_of_another",
)


@tagged("post_install", "-at_install")
class TestConfidentiality(CanaryWorld, MentoringCase):
    """C8, D3: whoever asks, whatever they ask through."""

    _automated = True

    def _say(self, way, attempt):
        """What the way gives away, and the refusal if there is one."""
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                return way(attempt), None
        except REFUSALS as refusal:
            return None, refusal

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_role_record_way(self):
        """Every role tries every way to every record; then the canary is searched."""
        since, leaks = self.env.cr.now(), []
        table = [*product((*ROLES, *SUDO), WAYS.items())]
        table += product(ADMINISTRATORS, ADMIN_WAYS.items())
        with listening(logging.INFO) as log:
            for (role, (name, way)), model in product(table, TEXTS):
                said, refusal = self._say(way, self._attempt(role, model))
                if self._tells(said) or self._tells(refusal):
                    leaks.append((role, name, model))
            self.env.flush_all()
        self.assertEqual(leaks, [])
        self.assertFalse(self._tells("\n".join(log.lines)))
        self.assertDatabaseHoldsNothing()
        for role in ROLES:
            self.assertNothingToRead(role, since)

    def test_the_pair_finds_it(self):
        """The positive control: the same table, the same records, the same search."""
        for role, name, model in product(("mentee", "mentor"), OPEN_TO_THE_PAIR, TEXTS):
            with self.subTest(role=role, record=model, way=name):
                said, refusal = self._say(WAYS[name], self._attempt(role, model))
                count = str(said).count(SECRET)
                self.assertGreaterEqual(count, len(TEXTS[model]), refusal)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_every_way_leads_there(self):
        """Were the texts like others, each way would tell them: the table can fail."""
        rules = self.registry["ir.rule"]
        self.patch(rules, "_compute_domain", lambda *args, **kwargs: Domain.TRUE)
        for name in ("convert_to_column", "convert_to_cache", "convert_to_record"):
            self.patch(SealedText, name, getattr(fields.Text, name))
        self.registry.clear_cache()
        for record, texts in TEXTS.items():
            attempt = self._attempt("superuser", record)
            attempt.record.write({text: canary(text) for text in texts})
        tried = product(("settings", "superuser"), TEXTS)
        attempts = [self._attempt(role, model) for role, model in tried]
        silent = {
            name
            for name, way in {**WAYS, **ADMIN_WAYS}.items()
            if not any(self._tells(self._say(way, one)[0]) for one in attempts)
        }
        self.assertEqual(silent, SILENT)


@tagged("post_install", "-at_install")
class TestConfidentialityCustomFields(CanaryWorld, MentoringCase):
    """C8, D3: fields that an administrator adds."""

    def test_custom_fields(self):
        """Related to the texts, or computed from them, in one's own name or theirs."""
        made = self.env(user=self.user_settings)["ir.model.fields"].create(
            [
                {
                    "name": f"x_leak_{number}",
                    "model_id": self.env["ir.model"]._get_id("mentoring.session"),
                    "ttype": "text",
                    **vals,
                }
                for number, vals in enumerate(self._prepare_leaks())
            ]
        )
        session = self._make_session(self.match, "done")
        notes = self._write_notes(session, topics=canary("new"))
        notes.action_ids.create({"summary_id": notes.id, "name": canary("new")})
        self.env.flush_all()
        self.env.invalidate_all()
        said = []
        for role in ("mentee", "officer", "settings", "superuser"):
            for name in made.mapped("name"):
                record = session.with_user(self._user(role)).sudo(role == "superuser")
                try:
                    said.append(record[name])
                except REFUSALS as refusal:
                    said.append(str(refusal))
        self.assertFalse(self._tells(said), said)
        self.assertDatabaseHoldsNothing()

    def _prepare_leaks(self):
        mentee = self.user_mentee.id
        asking = (
            "one.summary_ids.retained",
            "one.sudo().summary_ids.retained",
            f"one.env['{NOTES}'].with_user({mentee}).search([]).mapped('topics')",
            f"one.env['{ACTION}'].with_user({mentee}).search([]).mapped('name')",
        )
        code = """
for one in self:
    try:
        one['x_leak_%s'] = str(%s)
    except Exception as error:
        one['x_leak_%s'] = str(error)
"""
        for number, ask in enumerate(asking):
            yield {
                "compute": code % (number, ask, number),
                "depends": "topics_date",
                "store": bool(number % 2),
            }
        # Last, so that the numbers above are those of the names.
        yield {"related": "summary_ids.retained", "store": False}
