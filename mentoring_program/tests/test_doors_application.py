"""Applications at every door: see `doors`."""

from functools import partial

from odoo.fields import Command
from odoo.tests import tagged

from ..logic import eligibility
from .doors import (
    ACCEPT,
    NOW,
    OFFICERS,
    OUTSIDERS,
    PersonBreaks,
    Tries,
    main,
    one_a_code,
    others,
    saying,
)


class ApplicationDoors(Tries, PersonBreaks):
    """The ways to have an application advance, to where its rule does not let it."""

    state = None  # in which the applications are
    target = None  # that they must not reach
    action = None  # that would take them there

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.broken = cls._make_broken(cls.state)
        cls.newcomer = cls._make_member()
        cls.foreign = cls._make_application().signature_id

    def _get_straight_doors(self, application):
        """Those that the rule itself has to close."""
        vals = {"state": self.target}
        write = partial(self._rpc, application._name, "write", application.ids)
        doors = {
            **self._get_write_doors(application, vals),
            **self._get_action_doors(application, self.action),
            "write several": partial(write, {"note": "<p>x</p>", "city": "X", **vals}),
            "write dates": partial(write, {"decision_date": NOW, **vals}),
        }
        if self.target == "accepted":
            doors["server action"] = partial(self._run, ACCEPT, application)
        return doors

    def _get_crafted_doors(self, application):
        """Those that pretend something: they meet one sentence or another."""
        model, vals = application._name, {"state": self.target}
        write = partial(self._rpc, model, "write", application.ids)
        born = {
            "partner_id": self.newcomer.id,
            "program_id": application.program_id.id,
        }
        doors = {
            f"write {state}": partial(write, {"state": state})
            for state in ("waiting", "matched", "closed", "welcome")
        }
        pretences = [
            *self._get_pretences(),
            {"match_ids": [Command.create({"state": "active"})]},
        ]
        for pretence in pretences:
            name = " and ".join(pretence)
            doors[f"write {name}"] = partial(write, {**pretence, **vals})
        return {**doors, **self._get_create_doors(model, {**born, **vals})}

    def _get_pretences(self):
        """What would make it advance, if it were so."""
        return [
            {"fee_state": "paid"},
            {"blocking_count": 0, "fee_state": "none"},
            {"fee_waived_date": NOW},
            {"invoice_id": False},
            {"signature_id": self.foreign.id},
            {"partner_id": self.newcomer.id},
        ]

    def _get_crafted_imports(self, application):
        """The same by an import, which takes its time."""
        row = {"id": application.id, "state": self.target}
        return {
            f"import {' and '.join(pretence)}": partial(
                self._import, application._name, {**row, **pretence}
            )
            for pretence in self._get_pretences()
        }

    def _get_portal_doors(self, application):
        """Posts to pages that are there, with fields that are not."""
        base = f"/my/mentoring/applications/{application.id}"
        crafted = {
            "state": self.target,
            "program_id": str(application.program_id.id),
            "partner_id": str(self.newcomer.id),
            "signature_id": str(self.foreign.id),
            "fee_state": "paid",
            "invoice_id": "",
            "fee_waived_date": "2026-01-01",
            "application_id": str(application.id),
            "blocking_count": "0",
        }
        return {
            f"portal {path}": partial(self._post, f"{base}/{path}", **crafted)
            for path in ("steps/situation", "steps/review", "steps/sign")
        }

    def _enter_for(self, role, application):
        self._enter(role, application.partner_id if role == "member" else None)

    def _get_rule_sentence(self, application, code):
        [applicant] = application._get_judged()
        policy = application.program_id._get_policy()
        blocking = eligibility.against_acceptance(applicant, policy)
        return self._check_isolated(blocking, code)


@tagged("post_install", "-at_install")
class TestAcceptanceDoors(ApplicationDoors):
    """Rules on a person, at acceptance: E1, E2, E3, P5, P7, C2, S2, E7, P9, D6."""

    state = "submitted"
    target = "accepted"
    action = "action_accept"

    def test_outsiders_do_not_accept(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: who has no rights has no door."""
        for role in OUTSIDERS:
            self._try_all(role, self.broken)

    def test_nobody_imports_it_as_accepted(self):
        """E1, P9, S2: whatever else the file pretends."""
        for role in (*OUTSIDERS, "member", *OFFICERS):
            application = self.broken["out of post"][1]
            self._enter(role, application.partner_id if role == "member" else None)
            doors = self._get_crafted_imports(application)
            self._knock(doors, self.assertSentence)

    def test_members_do_not_accept_themselves(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: nor has the member herself."""
        self._try_all("member", self.broken)

    def test_officers_do_not_accept(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: to an officer, the rule is told."""
        self._try_straight("officer", one_a_code(self.broken))
        self._try_straight("officer", others(self.broken), keep=main)
        self._try_crafted("officer", one_a_code(self.broken))
        self._try_portal("officer", dict(list(self.broken.items())[:1]))

    def test_managers_do_not_accept(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: a manager too has to override."""
        self._try_all("manager", self.broken)

    def test_what_was_sent_is_not_sent_anew(self):
        """S2: the member's posts to pages that are over change nothing."""
        for name, (__, application) in one_a_code(self.broken).items():
            self._enter("member", application.partner_id)
            doors = self._get_portal_doors(application)
            self._knock(doors, lambda one: self.assertEqual(one.status, 303), rule=name)

    def test_one_who_may_not_stops_those_who_may(self):
        """E1: several in one call are all accepted, or none is.

        From a list, those who may are: ``test_mass_actions`` looks at that.
        """
        good = self._make_application()
        both = good | self.broken["out of post"][1]
        doors = {"action": partial(self._rpc, both._name, "action_accept", both.ids)}
        for role in OFFICERS:
            self._enter(role)
            self._knock(doors, saying(self, "Not in post"))

    def test_the_doors_open_when_no_rule_is_broken(self):
        """E1: so that it is the rules that keep them shut."""
        for door in self._get_straight_doors(self._make_application()):
            application = self._make_application()
            self.env.flush_all()
            self._enter("officer")
            with self.subTest(door=door):
                answer = self._get_straight_doors(application)[door]()
                self.assertIsNone(answer.kind, answer.said)
                application.invalidate_recordset()
                self.assertEqual(application.state, "waiting")

    def test_an_old_signature_serves_no_new_application(self):
        """S2: what is signed with one application is not lent to another."""
        old = self._make_application()
        signature, partner = old.signature_id, old.partner_id
        old.action_withdraw()
        self.env.flush_all()
        new = self._make_application(partner, "draft", signed=False)
        doors = self._get_write_doors(new, {"signature_id": signature.id})
        for role in OFFICERS:
            self._enter(role)
            self._knock(doors, saying(self, "S2"))


@tagged("post_install", "-at_install")
class TestSubmissionDoors(ApplicationDoors):
    """What must be in a questionnaire before it is sent: P5, C2, S2, all answers."""

    state = "draft"
    target = "submitted"
    action = "action_submit"

    @classmethod
    def _make_broken(cls, state):
        broken = {}
        for name, (code, vals) in cls._get_gaps().items():
            application = cls._make_application(state="draft")
            application.write(vals)
            broken[name] = code, application
        return broken

    def test_outsiders_do_not_submit(self):
        """E1, E2, E3, P5, C2, S2: who has no rights has no door."""
        for role in OUTSIDERS:
            self._try_all(role, self.broken)

    def test_officers_do_not_submit_for_the_member(self):
        """E1, E2, E3, P5, C2, S2: what is missing is told."""
        for role in OFFICERS:
            self._try_all(role, self.broken)
        self._try_straight("officer", self.broken)

    def test_members_do_not_submit_by_rpc(self):
        """E1, E2, E3, P5, C2, S2: a member has the portal alone."""
        self._try_all("member", self.broken)

    def test_members_do_not_send_what_is_incomplete(self):
        """E1, E2, E3, P5, C2, S2: the portal asks for what is missing."""
        for name, (__, application) in self.broken.items():
            self._enter("member", application.partner_id)
            ticks = ("", "0", "on") if name == "not signed" else ("1",)
            doors = {
                f"ticked “{tick}”": partial(self._post_signing, application, read=tick)
                for tick in ticks
            }
            self._knock(doors, self.assertAsked, rule=name)

    def assertAsked(self, answer):
        """Sent back to the step that lacks something, or told at the field."""
        self.assertIn(answer.status, (200, 303))
        if answer.status == 200:
            self.assertIn('id="errors"', answer.said)

    def _post_signing(self, application, **changes):
        charter = application.program_id._get_charter("mentee")
        form = {
            "charter_id": str(charter.id),
            "charter_lang": "en_US",
            "read": "1",
            "name": application.partner_id.name,
            "state": "accepted",
            "partner_id": str(self.newcomer.id),
            "signature_id": str(self.foreign.id),
            **changes,
        }
        path = f"/my/mentoring/applications/{application.id}/steps/sign"
        return self._post(path, **form)

    def test_what_a_member_sends_is_for_staff_to_accept(self):
        """E1, E2, E3, P7, S2: a wrong answer may be sent; no post has it accepted."""
        other = self._make_program()
        for name, (__, vals) in self._get_wrong_answers().items():
            application = self._make_application(state="draft", signed=False)
            application.write(vals)
            self._enter("member", application.partner_id)
            self._post_signing(
                application, program_id=str(other.id), override_ids="[[0, 0, {}]]"
            )
            application.invalidate_recordset()
            with self.subTest(rule=name):
                signer = application.signature_id.partner_id
                self.assertEqual(application.state, "submitted")
                self.assertEqual(signer, application.partner_id)
                self.assertEqual(application.program_id, self.program)
                self.assertFalse(application.override_ids or application.match_ids)

    def test_a_member_does_not_apply_for_another(self):
        """E7: a beginning belongs to the one who is logged in."""
        self._enter("stranger")
        self._post(
            "/my/mentoring/apply",
            program_id=str(self.program.id),
            partner_id=str(self.newcomer.id),
            state="waiting",
            signature_id=str(self.foreign.id),
        )
        Application = self.env["mentoring.application"]
        self.assertFalse(Application.search([("partner_id", "=", self.newcomer.id)]))
        mine = Application.search([("partner_id", "=", self.partner_stranger.id)])
        self.assertEqual(mine.state, "draft")
        self.assertFalse(mine.signature_id)
