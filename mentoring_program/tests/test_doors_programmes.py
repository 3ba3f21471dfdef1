"""Several programmes, each with numbers of its own, at every door: see `doors`."""

from functools import partial

from odoo.fields import Command
from odoo.tests import tagged

from .doors import (
    DoorsCase,
    saying,
)


@tagged("post_install", "-at_install")
class TestTwoProgrammes(DoorsCase):
    """Two programmes side by side: each has its own numbers, at the same doors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wide = cls._make_program(
            experience_years_min=5,
            experience_years_max=30,
            horizon_months=36,
            new_post_months=12,
            gap_years_min=2,
            gap_years_max=15,
        )

    def _get_doors(self, record, state, action):
        return {
            **self._get_write_doors(record, {"state": state}),
            **self._get_action_doors(record, action),
        }

    def _try_both(self, rule, make, target):
        """``make(programme)`` is refused in the strict one, and passes in the wide."""
        strict = make(self.program)
        self._enter("officer")
        self._knock(self._get_doors(strict, *target), saying(self, rule), rule=rule)
        for door in self._get_doors(strict, *target):
            record = make(self.wide)
            self.env.flush_all()
            with self.subTest(rule=rule, door=door):
                answer = self._get_doors(record, *target)[door]()
                self.assertIsNone(answer.kind, answer.said)
                record.invalidate_recordset()
                self.assertIn(record.state, ("waiting", "proposed"))

    def test_the_same_person_passes_in_one_only(self):
        """E2, E3: at the same doors, on the same day, with the same answers."""
        for rule, vals in (
            ("8 to 20 years", {"experience_start": self._years_ago(6)}),
            ("8 to 20 years", {"experience_start": self._years_ago(25)}),
            ("within 24 months", {"target_months": 30}),
            (
                "in the last 6 months",
                {"aim": "new_post", "new_post_date": self._years_ago(1)},
            ),
        ):
            self._try_both(
                rule,
                lambda program, vals=vals: self._make_application(
                    program_id=program.id, **vals
                ),
                ("accepted", "action_accept"),
            )

    def test_the_same_two_pass_in_one_only(self):
        """E4: a gap of 3 years, and one of 14."""
        for years in (15, 26):
            mentor = self._make_mentor(
                experience_start=self._years_ago(years),
                program_ids=[Command.set((self.program | self.wide).ids)],
                capacity=9,
            )
            self.wide.mentor_places = 9
            self._try_both(
                "years more experience",
                partial(self._make_draft, mentor),
                ("proposed", "action_propose"),
            )

    def _make_draft(self, mentor, program):
        application = self._make_application(
            state="waiting",
            program_id=program.id,
            experience_start=self._years_ago(12),
        )
        return self._make_match(application, mentor, "draft")

    def test_the_places_are_the_programmes(self):
        """M5: a mentor of many places has as many as each programme gives."""
        mentor = self._make_mentor(
            program_ids=[Command.set((self.program | self.wide).ids)], capacity=9
        )
        self.wide.mentor_places = 9
        for __ in range(2):
            self._make_match(
                self._make_application(state="waiting"), mentor, "proposed"
            )
        self._try_both(
            "All places are taken",
            partial(self._make_draft, mentor),
            ("proposed", "action_propose"),
        )
