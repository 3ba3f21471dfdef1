"""Proposals, and the answers to them, at every door: see `doors`."""

from functools import partial

from odoo.fields import Command
from odoo.tests import tagged

from ..logic import eligibility
from ..logic.facts import Applicant, Mentor, Policy
from .doors import (
    OFFICERS,
    OUTSIDERS,
    PROPOSE,
    DoorsCase,
    Tries,
    main,
    one_a_code,
    others,
    saying,
)
from .doors_pairs import PairBreaks


@tagged("post_install", "-at_install")
class TestProposalDoors(Tries, PairBreaks):
    """Rules on a pair and, asked again, on the person, when a pair is proposed.

    E4, E5, M1, M4, M5, S2, D6; E1, E2, E3, P5, P7, C2, E7, P9.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.persons = cls._make_person_pairs()
        cls.pairs = {
            name: (code, cls._draft(*make()))
            for name, (code, make) in cls._get_makers().items()
        }
        # D6 is a rule on the pair too, with whatever mentor.
        cls.pairs["mentor stopped"] = cls.persons["mentor stopped"]

    def _get_straight_doors(self, match):
        """Those that the rule itself has to close."""
        vals = {"state": "proposed"}
        several = {"note": "<p>x</p>", "pinned": True}
        nested = {"match_ids": [Command.update(match.id, vals)]}
        return {
            **self._get_write_doors(match, vals),
            **self._get_action_doors(match, "action_propose"),
            "server action": partial(self._run, PROPOSE, match),
            "write several": partial(
                self._rpc, match._name, "write", match.ids, {**several, **vals}
            ),
            **{
                f"through {one._name}": partial(
                    self._rpc, one._name, "write", one.ids, nested
                )
                for one in (match.application_id, match.mentor_id)
            },
        }

    def _get_crafted_doors(self, match):
        """Those that pretend something: they meet one sentence or another."""
        both = {"mentor_answer": "accepted", "mentee_answer": "accepted"}
        active = {"state": "active", **both}
        born = {
            "application_id": match.application_id.id,
            "mentor_id": match.mentor_id.id,
        }
        doors = {
            "import active": partial(
                self._import, match._name, {"id": match.id, **active}
            ),
            "create active": partial(
                self._rpc, match._name, "create", [{**born, **active}]
            ),
            **self._get_create_doors(match._name, {**born, "state": "proposed"}),
            **self._get_crafted_parents(match, active),
        }
        for vals in (
            active,
            {"state": "ended", "outcome": "completed"},
            {"mentor_id": 0, "state": "proposed"},
            {"mentee_id": self.partner_mentee.id},
            {"program_id": 0, "state": "proposed"},
            {"company_id": 0, "state": "proposed"},
        ):
            name = " and ".join(vals)
            doors[f"write {name}"] = partial(
                self._rpc, match._name, "write", match.ids, vals
            )
        return doors

    def _get_crafted_parents(self, match, active):
        """Writes on the application and on the mentor of the pair."""
        application, mentor = match.application_id, match.mentor_id
        write = partial(self._rpc, application._name, "write", application.ids)
        write_mentor = partial(self._rpc, mentor._name, "write", mentor.ids)
        created = Command.create({"mentor_id": mentor.id, **active})
        return {
            "matched without a pair": partial(write, {"state": "matched"}),
            "closed": partial(write, {"state": "closed"}),
            "a pair with it": partial(write, {"match_ids": [created]}),
            "no place taken": partial(write_mentor, {"taken_places": 0}),
            "free places": partial(write_mentor, {"free_places": 9}),
        }

    def _get_portal_doors(self, match):
        """Nobody, not even the two, has a page of a draft."""
        crafted = {
            "side": "mentee",
            "reason": "-",
            "state": "active",
            "mentor_answer": "accepted",
            "mentee_answer": "accepted",
            "mentee_asked_date": "2026-01-01",
            "partner_id": str(match.mentee_id.id),
        }
        return {
            f"portal {path}": partial(
                self._post, f"/my/mentoring/pairs/{match.id}/{path}", **crafted
            )
            for path in ("accept", "decline", "sessions", "end")
        }

    def _enter_for(self, role, match):
        partners = {"mentee": match.mentee_id, "mentor": match.mentor_partner_id}
        self._enter(role, partners.get(role))

    def _get_rule_sentence(self, match, code):
        return self._check_pair(match, code)

    def test_every_hard_rule_is_tried(self):
        """A rule that is added without a break here is noticed."""
        applicant = Applicant(languages=frozenset({"en"}))
        mentor = Mentor(languages=frozenset({"fr"}))
        for findings, broken in (
            (eligibility.person_findings(applicant, Policy()), self.persons),
            (eligibility.pair_findings(applicant, mentor, Policy()), self.pairs),
        ):
            hard = {finding.code for finding in findings if finding.hard}
            self.assertEqual({code for code, __ in broken.values()}, hard)

    def test_outsiders_do_not_propose(self):
        """E4, E5, M1, M4, M5, S2, D6: who has no rights has no door."""
        for role in OUTSIDERS:
            self._try_all(role, self.pairs)

    def test_the_two_do_not_propose_themselves(self):
        """E4, E5, M1, M4, M5, S2, D6: nor have the two of the pair."""
        for role in ("mentee", "mentor"):
            self._try_all(role, self.pairs)
            self._try_portal(role, one_a_code(self.pairs))

    def test_officers_do_not_propose(self):
        """E4, E5, M1, M4, M5, S2, D6: to an officer, the rule is told."""
        self._try_straight("officer", one_a_code(self.pairs))
        self._try_straight("officer", others(self.pairs), keep=main)
        self._try_crafted("officer", one_a_code(self.pairs))
        self._try_portal("officer", dict(list(self.pairs.items())[:1]))

    def test_managers_do_not_propose(self):
        """E4, E5, M1, M4, M5, S2, D6: a manager too has to override."""
        self._try_all("manager", self.pairs)

    def test_the_rules_on_the_person_are_asked_again(self):
        """E1, E2, E3, P5, P7, C2, S2, E7, P9, D6: what changed after acceptance."""
        self._try_straight("officer", one_a_code(self.persons), keep=main)

    def test_the_ranking_proposes_nobody_whom_a_rule_excludes(self):
        """E4, E5, M1, M4, M5, S2, D6: also when the line is made by hand."""
        for name, (code, match) in one_a_code({**self.persons, **self.pairs}).items():
            sentence = self._check_pair(match, code)
            born = match.application_id.id, match.mentor_id.id
            match.unlink()
            self._enter("officer")
            doors = {"ranking": partial(self._propose_from_ranking, *born)}
            self._knock(doors, saying(self, sentence), rule=name)

    def _propose_from_ranking(self, application_id, mentor_id):
        ranking = self._rpc(
            "mentoring.ranking", "create", {"application_id": application_id}
        )
        line = self._rpc(
            "mentoring.ranking.line",
            "create",
            {"ranking_id": ranking.result, "mentor_id": mentor_id},
        )
        propose = partial(self._rpc, "mentoring.ranking.line", "action_propose")
        return propose([line.result], door="call_button")

    def test_a_run_publishes_no_pair_that_a_rule_excludes(self):
        """E4, E5, M1, M4, M5, S2, D6: nor one that was put in by hand."""
        for name, (code, match) in one_a_code(self.pairs).items():
            sentence = self._check_pair(match, code)
            self._enter("officer")
            run_id = self._make_run(match)
            run = self.env["mentoring.matching.run"].browse(run_id)
            doors = self._get_write_doors(run, {"state": "published"})
            self._knock(main(doors), self.assertSentence, rule=name)
            doors = self._get_action_doors(run, "action_publish")
            self._knock(main(doors), partial(self.assertTold, run, sentence), rule=name)

    def assertTold(self, run, sentence, answer):
        """Whoever publishes a run is told, at once or on the run."""
        seen = self._rpc(run._name, "read", run.ids).result
        self.assertIn(sentence, answer.said or str(seen))

    def _make_run(self, match):
        """A run that holds the pair, pinned, as an officer can make one by RPC."""
        rpc = partial(self._rpc, "mentoring.matching.run")
        vals = {
            "program_id": match.program_id.id,
            "application_ids": [Command.set(match.application_id.ids)],
            "mentor_ids": [Command.set(match.mentor_id.ids)],
        }
        run_id = rpc("create", vals).result
        pinned = [Command.link(match.id), Command.update(match.id, {"pinned": True})]
        rpc("write", [run_id], {"match_ids": pinned, "state": "computed"})
        match.invalidate_recordset()
        self.assertEqual(match.run_id.id, run_id)
        return run_id

    def test_the_doors_open_when_no_rule_is_broken(self):
        """M1: so that it is the rules that keep them shut."""
        for door in self._get_straight_doors(self.pairs["paused"][1]):
            match = self._draft(self._make_mentee(), self._make_mentor())
            self.env.flush_all()
            self._enter("officer")
            with self.subTest(door=door):
                answer = self._get_straight_doors(match)[door]()
                self.assertIsNone(answer.kind, answer.said)
                match.invalidate_recordset()
                self.assertEqual(match.state, "proposed")

    def test_how_a_pair_ended_is_not_rewritten(self):
        """D6: the stop after the first session stays, so it keeps its effect."""
        match = self._make_match()
        self._make_session(match, "done")
        match.action_stop_after_first("No.")
        vals = {"outcome": "agreement"}
        again = {**vals, "state": "ended"}
        doors = {
            **self._get_write_doors(match, vals),
            "with the state": partial(
                self._rpc, match._name, "write", match.ids, again
            ),
            **self._get_action_doors(match.application_id, "action_back_to_waiting"),
        }
        for role in OFFICERS:
            self._enter(role)
            self._knock(doors, self.assertSentence)


@tagged("post_install", "-at_install")
class TestAnswerDoors(DoorsCase):
    """A proposal is answered by each of the two, for nobody but oneself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._make_pair("proposed")

    def _answer(self, path, **form):
        return self._post(f"/my/mentoring/pairs/{self.match.id}/{path}", **form)

    def _get_crafted(self, side):
        return {
            "side": side,
            "state": "active",
            "mentor_answer": "accepted",
            "mentee_answer": "accepted",
            "mentee_asked_date": "2026-01-01 00:00:00",
            "partner_id": str(self.partner_mentee.id),
            "match_id": str(self.match.id),
            "reason": "-",
        }

    def test_nobody_else_answers(self):
        """M1, M4, M5: neither others nor staff; nor the mentee before being asked."""
        for role in (*OUTSIDERS, *OFFICERS, "other_mentee", "other_mentor", "mentee"):
            self._enter(role)
            doors = {
                path: partial(self._answer, path, **self._get_crafted("mentor"))
                for path in ("accept", "decline", "end", "stop", "extend", "sessions")
            }
            self._knock(doors, self.assertNoPage)

    def test_each_answers_for_oneself(self):
        """M1: whatever side a post pretends to be."""
        self._enter("mentor")
        self._answer("accept", **self._get_crafted("mentee"))
        self.match.invalidate_recordset()
        self.assertEqual(self.match.state, "proposed")
        self.assertEqual(self.match.mentor_answer, "accepted")
        self.assertFalse(self.match.mentee_answer)
        self._enter("mentee")
        self._answer("accept", **self._get_crafted("mentor"))
        self.match.invalidate_recordset()
        self.assertEqual(self.match.state, "active")
