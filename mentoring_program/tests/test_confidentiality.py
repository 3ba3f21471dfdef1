"""C8, D3: what the two write to each other is found by the two, and by nobody else."""

import json
from functools import partial

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MANAGER, MentoringCase, MentoringHttpCase

CANARY = "canary-7f3a"
NOTES = "mentoring.session.summary"
ACTION = "mentoring.action"
TEXTS = {
    NOTES: ("topics", "retained", "mentor_comment"),
    ACTION: ("name",),
}


class Canary:
    """A pair whose every private text holds the canary."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair()
        cls.meeting = cls._make_session(cls.match, "done")
        cls.notes = (
            cls.env[NOTES]
            .with_user(cls.user_mentee)
            .create(
                {
                    "session_id": cls.meeting.id,
                    "topics": f"{CANARY} topics",
                    "retained": f"{CANARY} retained",
                    "action_ids": [Command.create({"name": f"{CANARY} action"})],
                }
            )
        )
        cls.notes.with_user(cls.user_mentor).mentor_comment = f"{CANARY} comment"
        cls.env.flush_all()
        cls.settings_user = cls._make_user(
            "settings",
            "Sam Settings",
            f"{MANAGER},base.group_system,base.group_allow_export",
        )
        cls._make_membership(cls.partner_other_mentee)
        cls._make_match(
            cls._make_application(cls.partner_other_mentee, state="waiting"),
            cls.match.mentor_id,
        )
        cls.outsiders = (
            cls.user_officer,
            cls.user_manager,
            cls.settings_user,
            cls.user_admin,
            cls.user_employee,
            cls.user_other_mentee,
            cls.user_stranger,
            cls.user_public,
        )


@tagged("post_install", "-at_install")
class TestConfidentiality(Canary, MentoringCase):
    """C8, D3: whoever asks, whatever they ask through."""

    _automated = True

    def _say(self, act):
        """What ``act`` gives away; nothing, if it is refused."""
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                return act()
        except (UserError, ValueError):
            return None

    def _get_ways(self, user):
        """Each way to a text that Odoo offers, for both private models."""
        env = self.env(user=user)
        for model, texts in TEXTS.items():
            Model, text = env[model], texts[0]
            record = Model.browse(self._get_record(model).id)
            domain = [(text, "ilike", CANARY)]
            yield "search", lambda M=Model, d=domain: M.search(d).ids
            yield "search_count", lambda M=Model: M.search_count([])
            yield "search_read", lambda M=Model, t=texts: M.search_read([], t)
            yield "read", lambda r=record, t=texts: r.read(t)
            yield "web_read", lambda r=record, t=texts: r.web_read({n: {} for n in t})
            yield (
                "web_search_read",
                lambda M=Model, t=texts: M.web_search_read([], {n: {} for n in t})[
                    "records"
                ],
            )
            yield "export", lambda r=record, t=texts: r.export_data(t)["datas"]
            yield "name_search", lambda M=Model: M.name_search("")
            yield "display_name", lambda r=record: r.display_name
            yield "_read_group", lambda M=Model, t=text: M._read_group([], [t])
            yield (
                "formatted_read_group",
                lambda M=Model, t=text: M.formatted_read_group([], [t], ["__count"]),
            )
            yield "copy", lambda r=record: r.copy_data()

    def _get_record(self, model):
        notes = self.notes.sudo()
        return notes if model == NOTES else notes.action_ids

    def test_nobody_else_finds_a_word(self):
        for user in self.outsiders:
            for way, act in self._get_ways(user):
                with self.subTest(user=user.login, way=way):
                    self.assertFalse(self._say(act))

    def test_the_two_do(self):
        for user in (self.user_mentee, self.user_mentor):
            for way, act in self._get_ways(user):
                if way not in ("search_count", "read", "web_read", "search_read"):
                    continue  # what the portal does not offer
                with self.subTest(user=user.login, way=way):
                    self.assertTrue(self._say(act), way)

    def test_nobody_else_gets_there_from_another_record(self):
        paths = (
            ("mentoring.session", "summary_ids"),
            ("mentoring.match", "session_ids.summary_ids"),
            ("mentoring.application", "match_ids.session_ids.summary_ids"),
            ("mentoring.mentor", "match_ids.session_ids.summary_ids"),
        )
        for user in self.outsiders[:4]:
            env = self.env(user=user)
            for model, path in paths:
                domain = [(f"{path}.retained", "ilike", CANARY)]
                actions = [(f"{path}.action_ids.name", "ilike", CANARY)]
                with self.subTest(user=user.login, model=model):
                    self.assertFalse(env[model].search(domain))
                    self.assertFalse(env[model].search(actions))
                    anything = [(f"{path}.retained", "!=", False)]
                    self.assertFalse(env[model].search(anything))
            session = self.meeting.with_user(user)
            specification = {"summary_ids": {"fields": {"retained": {}, "topics": {}}}}
            self.env.invalidate_all()
            with self.subTest(user=user.login):
                self.assertFalse(session.summary_ids)
                self.assertEqual(session.web_read(specification)[0]["summary_ids"], [])
                export = partial(session.export_data, ["id", "summary_ids/retained"])
                self.assertNotIn(CANARY, str(self._say(export)))

    def test_staff_learn_when_something_was_written(self):
        session = self.meeting.with_user(self.user_officer)
        self.assertTrue(session.topics_date and session.summary_date)

    def test_no_other_table_holds_a_word(self):
        """Messages, tracking, attachments, mails, events, activities: all columns."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type IN "
            "('text', 'character varying', 'jsonb', 'json') AND table_name ~ "
            "'^(mail|ir_attachment|ir_logging|calendar|mentoring|bus|sms|base_auto)'"
        )
        found = set()
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s LIMIT 1',
                [f"%{CANARY}%"],
            )
            if self.env.cr.fetchone():
                found.add(table)
        self.assertEqual(found, {"mentoring_session_summary", "mentoring_action"})

    def test_nobody_else_writes_creates_or_deletes(self):
        session = self._make_session(self.match, "done")
        for user in self.outsiders:
            env = self.env(user=user)
            notes, action = (
                env[model].browse(self._get_record(model).id) for model in TEXTS
            )
            for name, act in {
                "write": lambda n=notes: n.write({"retained": "-"}),
                "unlink": notes.unlink,
                "create": lambda e=env: e[NOTES].create({"session_id": session.id}),
                "write action": lambda a=action: a.write({"done": True}),
                "unlink action": action.unlink,
                "create action": lambda e=env, n=notes: e[ACTION].create(
                    {"summary_id": n.id, "name": "-"}
                ),
            }.items():
                with self.subTest(user=user.login, act=name):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        act()

    def test_nobody_makes_a_pairs_notes_the_own(self):
        """By putting themselves in the place of one of the two."""
        for user in (self.user_manager, self.settings_user, self.user_stranger):
            me = user.partner_id.id
            env = self.env(user=user)
            for record, vals in (
                (self.notes, {"mentee_id": me}),
                (self.meeting, {"mentee_id": me}),
                (self.meeting, {"mentor_partner_id": me}),
                (self.match, {"mentee_id": me}),
                (self.match, {"mentor_partner_id": me}),
                (self.match.application_id, {"partner_id": me}),
                (self.match.mentor_id, {"partner_id": me}),
            ):
                with self.subTest(user=user.login, record=record, vals=vals):
                    with self.assertRefused():
                        record.with_env(env).write(vals)
        self.test_nobody_else_finds_a_word()

    def test_nobody_plants_notes_under_the_own_name(self):
        session = self._make_session(self.match, "done")
        for user in (self.user_stranger, self.user_employee, self.user_mentor):
            env, me = self.env(user=user), user.partner_id.id
            for model, vals in (
                (NOTES, {"session_id": session.id, "mentee_id": me}),
                (ACTION, {"summary_id": self.notes.id, "name": "-", "mentee_id": me}),
            ):
                with self.subTest(user=user.login, model=model):
                    with self.assertRefused():
                        env[model].create(vals)
        self.assertFalse(session.summary_date)

    def test_notes_stay_with_their_session(self):
        other = self._make_session(self.match, "done")
        with self.assertRefused("can't be changed any more"):
            self.notes.session_id = other

    def test_each_of_the_two_writes_the_own_part(self):
        mentors = self.notes.with_user(self.user_mentor)
        for vals in (
            {"topics": "-"},
            {"retained": "-"},
            {"mentor_comment": "-", "retained": "-"},
            {"action_ids": [Command.create({"name": "-"})]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                mentors.write(vals)
        with self.assertRaises(AccessError):
            self.notes.write({"mentor_comment": "He praised me."})
        session = self._make_session(self.match, "done")
        with self.assertRaises(AccessError):
            mentors.create({"session_id": session.id, "retained": "-"})

    def test_the_rules_switched_off_open_nothing(self):
        """By an administrator, in the settings."""
        rules = self.env["ir.rule"].search([("model_id.model", "in", list(TEXTS))])
        self.assertTrue(rules)
        rules.active = False
        self.test_nobody_else_finds_a_word()
        self.test_the_two_do()

    def test_an_attachment_of_the_notes_is_theirs_too(self):
        attachment = self.env["ir.attachment"].create(
            {"name": CANARY, "res_model": NOTES, "res_id": self.notes.id}
        )
        for user in self.outsiders[:6]:
            mine = attachment.with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(mine.search([("id", "=", attachment.id)]))
                with self.assertRaises(AccessError):
                    mine.read(["name"])


@tagged("post_install", "-at_install")
class TestConfidentialityByRpc(Canary, MentoringHttpCase):
    """C8, D3: over the wire."""

    def _call(self, model, method, *args, **kwargs):
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return response.text

    @mute_logger("odoo.http")
    def test_nobody_else_is_told_over_the_wire(self):
        session, match = self.meeting.id, self.match.id
        texts = list(TEXTS[NOTES])
        spec = {"summary_ids": {"fields": {name: {} for name in texts}}}
        for user in (self.user_manager, self.user_other_mentee, self.user_stranger):
            self._login(user)
            for call in (
                (NOTES, "search_read", [], texts),
                (NOTES, "read", self.notes.ids, texts),
                (NOTES, "web_search_read", [], {name: {} for name in texts}),
                (NOTES, "export_data", self.notes.ids, texts),
                (ACTION, "search_read", [], ["name"]),
                ("mentoring.session", "web_read", [session], spec),
                ("mentoring.session", "read", [session], ["summary_ids"]),
                ("mentoring.match", "message_post", [match]),
                ("mail.message", "search_read", [("body", "ilike", CANARY)], ["body"]),
                ("ir.attachment", "search_read", [], ["name", "index_content"]),
                ("calendar.event", "search_read", [], ["name", "description"]),
            ):
                with self.subTest(user=user.login, call=call):
                    self.assertNotIn(CANARY, self._call(*call))

    def test_the_two_are(self):
        for user in (self.user_mentee, self.user_mentor):
            self._login(user)
            answer = self._call(NOTES, "search_read", [], list(TEXTS[NOTES]))
            with self.subTest(user=user.login):
                for part in ("topics", "retained", "comment"):
                    self.assertIn(f"{CANARY} {part}", answer)
