"""What a manager may let pass, at every door: see `doors`."""

from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .doors import (
    OFFICERS,
    OUTSIDERS,
    saying,
)
from .doors_pairs import PairBreaks


@tagged("post_install", "-at_install")
class TestOverrideDoors(PairBreaks):
    """A manager may let a rule pass, with a reason; never M4, M5, S2 nor the fee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Mentor = cls.env["mentoring.mentor"]
        unsigned = cls._make_application()
        unsigned.signature_id = False
        cls.blocked = cls._make_application(employment="out_of_post"), Mentor
        cls.never = {
            "charter": (unsigned, Mentor),
            "fee": (cls._make_unpaid("submitted"), Mentor),
            "one_mentor": cls._with_two_programs(),
            "places": cls._with_full_mentor(),
            "mentor_charter": cls._with_unsigned_mentor(),
            "another_person": cls._with_oneself(),
        }

    def _get_doors(self, code, application, mentor, **forged):
        """The ways to override ``code``; ``forged`` are further values to write."""
        vals = {"code": code, "reason": "Because.", "mentor_id": mentor.id, **forged}
        own = {**vals, "application_id": application.id}
        nested = {"override_ids": [Command.create(vals)]}
        write = partial(self._rpc, application._name, "write", application.ids)
        return {
            **self._get_create_doors("mentoring.override", own),
            "through the application": partial(write, nested),
            "with the state": partial(write, {**nested, "state": "accepted"}),
        }

    def _override_by_wizard(self, application, mentor, reason="Because."):
        rpc = partial(self._rpc, "mentoring.override.wizard")
        made = rpc(
            "create",
            {
                "application_id": application.id,
                "mentor_id": mentor.id,
                "reason": reason,
            },
        )
        if made.kind:
            return made
        return rpc("action_override", [made.result], door="call_button")

    def test_nobody_but_a_manager_overrides(self):
        """E1, S2, M4, M5: an officer does not, and who has no rights does not."""
        tried = {"in_post": self.blocked, "places": self.never["places"]}
        for role in ("officer", *OUTSIDERS, "mentee"):
            self._enter(role)
            for code, (application, mentor) in tried.items():
                doors = self._get_doors(code, application, mentor)
                doors["wizard"] = partial(self._override_by_wizard, application, mentor)
                self._knock(doors, self.assertDenied, code=code)

    def test_some_rules_nobody_overrides(self):
        """M4, M5, S2, P9: not even a manager, by whatever door."""
        self._enter("manager")
        for code, (application, mentor) in self.never.items():
            doors = self._get_doors(code, application, mentor)
            self._knock(doors, saying(self, "Nobody can override rule"), code=code)
            wizard = {"wizard": partial(self._override_by_wizard, application, mentor)}
            self._knock(wizard, saying(self, "nothing that could be"), code=code)

    def test_a_reason_is_asked_for(self):
        """E1: no door lets a manager override without saying why."""
        application, mentor = self.blocked
        self._enter("manager")
        for reason in ("", "  "):
            doors = self._get_doors("in_post", application, mentor, reason=reason)
            self._knock(doors, self.assertSentence, reason=reason)

    def test_who_when_and_why_are_not_forged(self):
        """E1: author, date, rule and fact are those of the moment."""
        forged = {
            "user_id": self.user_officer.id,
            "date": "2020-01-01 00:00:00",
            "rule": "P7",
            "finding": "All is well.",
            "fact": "[]",
        }
        self._enter("manager")
        for door in self._get_doors("in_post", *self.blocked):
            application = self._make_application(employment="out_of_post")
            doors = self._get_doors("in_post", application, self.blocked[1], **forged)
            self.env.flush_all()
            with self.subTest(door=door):
                answer = doors[door]()
                self.assertIsNone(answer.kind, answer.said)
                self._check_genuine(application)

    def _check_genuine(self, application):
        application.invalidate_recordset()
        [override] = application.override_ids
        self.assertEqual(override.user_id, self.user_manager)
        self.assertEqual(override.rule, "E1")
        self.assertEqual(override.finding, "Not in post at present.")
        self.assertGreater(override.date, fields.Datetime.now() - timedelta(hours=1))
        self.assertTrue(override.holds)

    def test_an_override_stays_as_it_was_given(self):
        """E1: nobody changes it, takes it back or moves it elsewhere."""
        application = self.blocked[0]
        override = self.env["mentoring.override"].create(
            {"application_id": application.id, "code": "in_post", "reason": "Soon."}
        )
        doors = self._get_action_doors(override, "unlink")
        for vals in (
            {"reason": "Another."},
            {"user_id": self.user_officer.id},
            {"code": "fee", "rule": "P9"},
            {"application_id": self.never["fee"][0].id},
        ):
            for door, knock in self._get_write_doors(override, vals).items():
                doors[f"{door} {vals}"] = knock
        for command in (
            Command.update(override.id, {"reason": "Another."}),
            Command.delete(override.id),
            Command.unlink(override.id),
            Command.clear(),
            Command.set([]),
        ):
            nested = {"override_ids": [command]}
            doors[f"{command} through the application"] = partial(
                self._rpc, application._name, "write", application.ids, nested
            )
        for role in (*OFFICERS, *OUTSIDERS):
            self._enter(role)
            self._knock(doors, self.assertSentence)
