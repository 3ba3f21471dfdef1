"""C8, D3: whose notes they are, who writes them, and that they stay with the two."""

import os
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import RecordCapturer, tagged
from odoo.tools import mute_logger

from .common import MentoringCase
from .confidentiality_ways import SECRET
from .confidentiality_world import ACTION, NOTES, CanaryWorld, canary

OUTSIDERS = ("stranger", "other_mentee", "other_mentor", "employee", "officer")
ADMINISTRATORS = ("manager", "access", "settings", "everything")


@tagged("post_install", "-at_install")
class TestConfidentialityOwners(CanaryWorld, MentoringCase):
    """C8, D3."""

    def assertReads(self, user):
        """``user`` reads all the texts."""
        self.env.invalidate_all()
        notes = self.notes.with_user(user)
        said = [notes.topics, notes.retained, notes.mentor_comment]
        said += notes.action_ids.mapped("name")
        self.assertEqual(str(said).count(SECRET), 4)

    def assertReadsNothing(self, user):
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.notes.with_user(user).read(["retained"])

    # Writing

    def test_nobody_else_writes_creates_or_deletes(self):
        session = self._make_session(self.match, "done")
        for role in ("public", *OUTSIDERS, *ADMINISTRATORS):
            env = self.env(user=self._user(role))
            notes, action = self.notes.with_env(env), self.action.with_env(env)
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
                with self.subTest(role=role, act=name):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        act()

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

    def test_staff_learn_when_something_was_written(self):
        session = self.meeting.with_user(self.user_officer)
        self.assertTrue(session.topics_date and session.summary_date)
        self.notes.write({"topics": "", "retained": False})
        self.assertFalse(session.topics_date or session.summary_date)

    def test_the_rules_switched_off_open_nothing(self):
        """By an administrator, in the settings."""
        rules = self.env["ir.rule"].search([("model_id.model", "in", (NOTES, ACTION))])
        self.assertTrue(rules)
        rules.active = False
        for role in (*OUTSIDERS, *ADMINISTRATORS):
            for record in (self.notes, self.action):
                mine = record.with_user(self._user(role))
                with self.subTest(role=role, record=record):
                    self.assertFalse(mine.search([]))
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        mine.write({"write_uid": 1})
        self.assertReads(self.user_mentor)

    # Whose they are

    def test_nobody_makes_a_pairs_notes_the_own(self):
        """By putting themselves in the place of one of the two."""
        for role in ("stranger", "officer", *ADMINISTRATORS):
            user = self._user(role)
            me, env = user.partner_id.id, self.env(user=user)
            for record, vals in (
                (self.notes, {"mentee_id": me}),
                (self.action, {"mentor_partner_id": me}),
                (self.meeting, {"mentee_id": me}),
                (self.meeting, {"mentor_partner_id": me}),
                (self.match, {"mentee_id": me}),
                (self.match, {"mentor_partner_id": me}),
                (self.match.application_id, {"partner_id": me}),
                (self.match.mentor_id, {"partner_id": me}),
                (self.user_mentee, {"partner_id": me}),
                (user, {"partner_id": self.partner_mentee.id}),
                (user, {"partner_id": self.partner_mentor.id}),
            ):
                with self.subTest(role=role, record=record, vals=vals):
                    with self.assertRefused():
                        record.with_env(env).write(vals)
            self.assertReadsNothing(user)

    def test_a_contact_of_a_pair_has_one_login(self):
        """A second login, an archived one, or a merged one would read along."""
        vals = {"name": "?", "login": "second", "partner_id": self.partner_mentee.id}
        for active in (True, False):
            with self.assertRefused("has a login already"):
                self.env["res.users"].create({**vals, "active": active})
        with self.assertRefused("linked to more than one user"):
            self.env["base.partner.merge.automatic.wizard"]._merge(
                (self.partner_stranger | self.partner_mentee).ids,
                self.partner_stranger,
            )
        free = self._make_member(name="Nadia New")
        made = self.env["res.users"].create({**vals, "partner_id": free.id})
        self.assertFalse(self.env[NOTES].with_user(made).search([]))

    def test_notes_stay_with_their_session(self):
        other = self._make_session(self.match, "done")
        with self.assertRefused("can't be changed any more"):
            self.notes.session_id = other

    def test_an_attachment_of_the_notes_is_theirs_too(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "?", "res_model": NOTES, "res_id": self.notes.id}
        )
        for role in ("public", *OUTSIDERS, *ADMINISTRATORS):
            mine = attachment.with_user(self._user(role))
            with self.subTest(role=role):
                self.assertFalse(mine.search([("id", "=", attachment.id)]))
                with self.assertRaises(AccessError):
                    mine.read(["name"])

    # They stay

    def test_after_the_end_both_read_on(self):
        """C8: the end of a pair takes nobody's notes away."""
        self.match.action_declare_end("mentee")
        self.match.action_declare_end("mentor")
        self.assertEqual(self.match.state, "ended")
        for user in (self.user_mentee, self.user_mentor):
            self.assertReads(user)
        self.notes.with_user(self.user_mentor).mentor_comment = canary("late")
        self.assertReads(self.user_mentee)

    def test_whoever_leaves_takes_nothing_from_the_other(self):
        """Archived, with the login, made nameless, then back: each reads the own."""
        for gone, stays in (
            (self.user_mentee, self.user_mentor),
            (self.user_mentor, self.user_mentee),
        ):
            with self.subTest(gone=gone.login):
                gone.active = False
                gone.partner_id.active = False
                gone.partner_id.write({"name": "Former member", "email": False})
                self.assertReads(stays)
                for role in ("officer", *ADMINISTRATORS):
                    self.assertReadsNothing(self._user(role))
                gone.partner_id.active = True
                gone.active = True
                self.assertReads(gone)

    def test_a_login_made_anew_opens_them_again(self):
        """The portal access was deleted, and is given once more to the same contact."""
        self.user_mentee.unlink()
        again = self._make_user(
            "again",
            "Luc Mentee",
            "base.group_portal",
            partner_id=self.partner_mentee.id,
        )
        self.assertReads(again)
        self.assertReads(self.user_mentor)

    @mute_logger("odoo.models.unlink")
    def test_nobody_deletes_them_with_their_session(self):
        """A manager may delete what is empty; what is written belongs to the two."""
        meeting = self.meeting.with_user(self.user_manager)
        for record in (meeting, self.meeting):
            with self.assertRefused("belong to the two"):
                record.unlink()
        with self.assertRefused():
            self.match.with_user(self.user_manager).unlink()
        self.assertReads(self.user_mentor)
        self.notes.with_user(self.user_mentor).mentor_comment = False
        mentees = self.notes.with_user(self.user_mentee)
        mentees.write({"topics": "", "retained": ""})
        with self.assertRefused("belong to the two"):
            meeting.unlink()
        mentees.action_ids.unlink()
        meeting.unlink()
        self.assertFalse(self.notes.exists())

    def test_a_password_that_is_not_their_own_is_told_them(self):
        """An administrator can take a login over, but not in silence."""
        mails = self.env["mail.mail"]
        for vals in ({"password": "taken over"}, {"login": "taken@over.test"}):
            with (
                self.subTest(vals=vals),
                RecordCapturer(mails) as sent,
                patch.object(self.registry["mail.mail"], "send"),
            ):
                self.user_mentee.with_user(self.user_settings).write(vals)
                self.assertIn("mentee@mentoring.test", sent.records.email_to)
                self.assertIn("Security Update", sent.records.subject)

    # The key

    def test_without_the_key_there_is_a_sentence(self):
        """A backup restored without Odoo's files: nothing is lost or overwritten."""
        filestore = "odoo.addons.mentoring_program.models.sealed_text.KEY_FILE"
        notes = self.notes.with_user(self.user_mentee)
        lost = f"{os.getpid()}.lost.key"
        with patch(filestore, lost):
            self.env.invalidate_all()
            with self.assertRefused("key to the private notes is missing"):
                notes.read(["retained"])
            with self.assertRefused("key to the private notes is missing"):
                notes.write({"retained": "?"})
        self.assertReads(self.user_mentee)

    def test_a_key_of_another_database_opens_nothing(self):
        self.env.invalidate_all()
        other = b"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
        target = "odoo.addons.mentoring_program.models.sealed_text.read_key"
        with patch(target, lambda path: other):
            with self.assertRefused("key to the private notes is missing"):
                self.notes.with_user(self.user_mentee).read(["retained"])
