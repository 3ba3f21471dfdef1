"""Whatever people do, in whatever order: no sequence breaks M4, M5, E7, S2 or D6.

A small association in plain Python: each action asks ``logic`` what the models ask it,
and does as it says. What must hold is judged apart from that, from what has happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from logic import eligibility, fee, lifecycle, membership, override
from logic.facts import Applicant, Mentor, Policy

FIRST_DAY = date(2026, 1, 5)
PEOPLE = range(3)
MENTORS = range(2)
HOLDING = ("proposed", "active")
someone = st.sampled_from(list(PEOPLE))
some_mentor = st.sampled_from(list(MENTORS))
FORGED = ["charter", "mentor_charter", "one_mentor", "places", "fee"]
PERSON_CODES = sorted(override.PERSON_FACTS)
PAIR_CODES = sorted(override.PAIR_FACTS)


@dataclass
class Person:
    number: int
    periods: list = field(default_factory=list)

    def is_covered(self, day):
        """Day by day, without the help of ``logic.membership``."""
        return any(start <= day <= end for start, end in self.periods)


@dataclass
class Application:
    person: Person
    state: str = "draft"
    signed: bool = False
    employment: str = "in_post"
    target_months: int = 12
    paid: bool = False
    overrides: dict = field(default_factory=dict)  # (mentor or None, code): fact


@dataclass
class Profile:
    number: int
    capacity: int = 2
    signed: bool = True
    available: bool = True
    refusals: dict = field(default_factory=dict)


@dataclass
class Pair:
    application: Application
    mentor: Profile
    state: str = "draft"
    outcome: str | None = None


class Association(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.today = FIRST_DAY
        self.policy = Policy()
        self.people = [Person(number) for number in PEOPLE]
        self.mentors = [Profile(number) for number in MENTORS]
        self.applications: list[Application] = []
        self.pairs: list[Pair] = []
        self.broken: list[str] = []

    # The facts, as the models gather them

    def held(self, mentor):
        return [
            pair
            for pair in self.pairs
            if pair.mentor is mentor and pair.state in HOLDING
        ]

    def stops(self, person):
        return [
            pair
            for pair in self.pairs
            if pair.application.person is person and pair.outcome == "stopped_first"
        ]

    def applicant(self, application):
        person = application.person
        cover = membership.cover(person.periods, self.today)
        state = "paid" if application.paid else "to_pay"
        return Applicant(
            person=person.number,
            today=self.today,
            employment=application.employment,
            experience_start=date(2012, 1, 1),
            aim="promotion",
            target_months=application.target_months,
            target_level_rank=50,
            target_level_is_management=True,
            objective_count=1,
            expectations="Advice.",
            motivations="A post.",
            charter_signed=application.signed,
            membership_covers_today=cover.until is not None,
            membership_ended=cover.ended,
            fee_open=fee.is_due(application.state, "after")
            and state not in fee.SETTLED,
            has_mentor=any(
                pair.state in HOLDING and pair.application.person is person
                for pair in self.pairs
            ),
            stops=len(self.stops(person)),
        )

    def facts(self, mentor):
        return Mentor(
            person=100 + mentor.number,
            available=mentor.available,
            charter_signed=mentor.signed,
            experience_start=date(2004, 1, 1),
            level_rank=60,
            capacity=mentor.capacity,
            taken_places=len(self.held(mentor)),
            refused_applicant_persons=frozenset(mentor.refusals),
            refusal_counts=frozenset(mentor.refusals.items()),
        )

    def overridden(self, application, mentor=None):
        applicant = self.applicant(application)
        codes = set()
        for (number, code), given_for in application.overrides.items():
            of_pair = mentor is not None and number == mentor.number
            facts = self.facts(mentor) if of_pair else None
            if (number is None or of_pair) and override.holds(
                code, given_for, applicant, facts
            ):
                codes.add(code)
        return frozenset(codes)

    def step(self, kind, record, target):
        """Enter a state if the life cycle has it next."""
        if lifecycle.is_allowed(kind, record.state, target):
            record.state = target
            return True
        return False

    def open_application(self, number):
        return next(
            (
                one
                for one in reversed(self.applications)
                if one.person.number == number
                and one.state not in ("closed", "refused", "withdrawn")
            ),
            None,
        )

    # What people do

    @initialize(unsigned=some_mentor | st.none())
    def most_are_members(self, unsigned):
        for person in self.people:
            person.periods.append((FIRST_DAY, FIRST_DAY + timedelta(days=360)))
        if unsigned is not None:
            self.mentors[unsigned].signed = False

    @rule(
        number=someone,
        mentor=some_mentor,
        steps=st.integers(1, 7),
        twist=st.sampled_from(["none", "hurry", "stop", "refund", "forge"]),
    )
    def it_goes_on(self, number, mentor, steps, twist):
        """What comes next for somebody: without it, chance seldom makes a pair.

        The twist is what tempts fate on the way: a second proposal at once, a mentor
        who stops, the fee paid back, overrides that nobody can give.
        """
        for __ in range(steps):
            self.one_step_on(number, mentor, twist)

    def one_step_on(self, number, mentor, twist):
        application = self.open_application(number)
        state = application.state if application else None
        if state is None:
            self.a_member_applies(number, True, 12)
        elif state == "draft":
            self.it_is_submitted(number)
        elif state == "submitted":
            self.staff_accept(number)
        elif state == "accepted":
            self.the_fee_is_paid(number)
        elif state == "waiting":
            self.one_step_with_a_mentor(application, mentor, twist)
        elif state == "matched" and twist == "stop":
            self.a_pair_ends(self.running(application), "stopped_first", False)

    def one_step_with_a_mentor(self, application, mentor, twist):
        number = application.person.number
        running = self.running(application)
        if running is not None and twist != "hurry":
            self.both_answer(running, True)
            return
        if twist == "refund":
            self.the_fee_is_paid_back(number)
        if twist == "forge":
            for code in FORGED:
                self.an_override_is_forged(number, code)
        self.staff_draft(number, mentor)
        self.staff_publish(len(self.pairs) - 1)

    def running(self, application):
        held = (
            at
            for at, pair in enumerate(self.pairs)
            if pair.application is application and pair.state in HOLDING
        )
        return next(held, None)

    @rule(days=st.sampled_from([1, 20, 200]))
    def time_goes_by(self, days):
        self.today += timedelta(days=days)

    @rule(number=someone, start=st.integers(-60, 60), days=st.integers(0, 400))
    def a_membership_is_paid(self, number, start, days):
        first = self.today + timedelta(days=start)
        period = (first, first + timedelta(days=days))
        self.people[number].periods.append(period)

    @rule(number=someone)
    def a_membership_is_paid_back(self, number):
        self.people[number].periods[-1:] = []

    @rule(number=someone, signed=st.booleans(), months=st.integers(0, 30))
    def a_member_applies(self, number, signed, months):
        if self.open_application(number) is None:
            self.applications.append(
                Application(self.people[number], signed=signed, target_months=months)
            )

    @rule(number=someone)
    def a_member_signs(self, number):
        application = self.open_application(number)
        if application:
            application.signed = True

    @rule(number=someone, employment=st.sampled_from(["in_post", "out_of_post"]))
    def facts_change(self, number, employment):
        application = self.open_application(number)
        if application:
            application.employment = employment

    @rule(number=someone)
    def it_is_submitted(self, number):
        application = self.open_application(number)
        if application and not eligibility.against_submission(
            self.applicant(application), self.policy
        ):
            self.step("application", application, "submitted")

    @rule(number=someone, mentor=some_mentor | st.none(), at=st.integers(0, 20))
    def a_manager_overrides(self, number, mentor, at):
        application = self.open_application(number)
        if application is None:
            return
        codes = PERSON_CODES if mentor is None else PAIR_CODES
        code = codes[at % len(codes)]
        facts = self.facts(self.mentors[mentor]) if mentor is not None else None
        given_for = override.fact(code, self.applicant(application), facts)
        application.overrides[mentor, code] = given_for

    @rule(number=someone, code=st.sampled_from(FORGED))
    def an_override_is_forged(self, number, code):
        application = self.open_application(number)
        if application:
            for mentor in (None, *MENTORS):
                application.overrides[mentor, code] = "[]"

    @rule(number=someone)
    def staff_accept(self, number):
        application = self.open_application(number)
        if application and not eligibility.against_acceptance(
            self.applicant(application),
            self.policy,
            self.overridden(application),
        ):
            self.step("application", application, "accepted")

    @rule(number=someone)
    def the_fee_is_paid(self, number):
        application = self.open_application(number)
        if application and application.state in ("accepted", "waiting", "matched"):
            application.paid = True
            if application.state == "accepted":
                self.step("application", application, "waiting")

    @rule(number=someone)
    def the_fee_is_paid_back(self, number):
        application = self.open_application(number)
        if application:
            application.paid = False

    @rule(number=someone)
    def a_member_withdraws(self, number):
        application = self.open_application(number)
        if application and self.step("application", application, "withdrawn"):
            for pair in self.pairs:
                if pair.application is application:
                    self.step("match", pair, "cancelled")

    @rule(number=someone, mentor=some_mentor)
    def staff_draft(self, number, mentor):
        application = self.open_application(number)
        if application and application.state == "waiting":
            self.pairs.append(Pair(application, self.mentors[mentor]))

    @precondition(lambda self: self.pairs)
    @rule(at=st.integers(0, 50))
    def staff_publish(self, at):
        pair = self.pairs[at % len(self.pairs)]
        application, mentor = pair.application, pair.mentor
        if application.state != "waiting" or eligibility.against_proposal(
            self.applicant(application),
            self.facts(mentor),
            self.policy,
            self.overridden(application, mentor),
        ):
            return
        before = self.what_would_break(pair)
        if self.step("match", pair, "proposed"):
            self.broken += before

    def what_would_break(self, pair):
        """Judge a publishing by what has happened, without ``logic.eligibility``."""
        application, mentor, broken = pair.application, pair.mentor, []
        allowed = {
            code
            for (number, code) in application.overrides
            if number in (None, mentor.number)
        }
        if not application.person.is_covered(self.today):
            broken += [] if "membership" in allowed else ["E7"]
        if not (application.signed and mentor.signed):
            broken.append("S2")
        if self.stops(application.person) and "not_replaced" not in allowed:
            broken.append("D6")
        if len(self.held(mentor)) >= min(mentor.capacity, self.policy.mentor_places):
            broken.append("M5")
        if not application.paid:
            broken.append("P9")
        return broken

    @precondition(lambda self: self.pairs)
    @rule(at=st.integers(0, 50), accepted=st.booleans())
    def both_answer(self, at, accepted):
        pair = self.pairs[at % len(self.pairs)]
        if accepted and self.step("match", pair, "active"):
            self.step("application", pair.application, "matched")
        elif not accepted and self.step("match", pair, "declined"):
            refusals = pair.mentor.refusals
            number = pair.application.person.number
            refusals[number] = refusals.get(number, 0) + 1

    @precondition(lambda self: self.pairs)
    @rule(at=st.integers(0, 50))
    def a_proposal_expires(self, at):
        self.step("match", self.pairs[at % len(self.pairs)], "expired")

    @precondition(lambda self: self.pairs)
    @rule(
        at=st.integers(0, 50),
        outcome=st.sampled_from(["stopped_first", "completed", "agreement"]),
        may_wait=st.booleans(),
    )
    def a_pair_ends(self, at, outcome, may_wait):
        pair = self.pairs[at % len(self.pairs)]
        if outcome == "stopped_first" and may_wait:
            return
        if self.step("match", pair, "ended"):
            pair.outcome = outcome
            target = "waiting" if may_wait else "closed"
            self.step("application", pair.application, target)

    @rule(mentor=some_mentor, capacity=st.integers(0, 4))
    def a_mentor_changes_places(self, mentor, capacity):
        profile = self.mentors[mentor]
        if capacity >= len(self.held(profile)):  # as the database asks
            profile.capacity = capacity

    @rule(mentor=some_mentor, available=st.booleans(), signed=st.booleans())
    def a_mentor_comes_or_goes(self, mentor, available, signed):
        profile = self.mentors[mentor]
        profile.available = available
        profile.signed = profile.signed or signed

    @rule(places=st.integers(1, 3))
    def the_programme_changes(self, places):
        self.policy = replace(self.policy, mentor_places=places)

    # What must hold, always

    @invariant()
    def m4_nobody_has_two_mentors(self):
        held = [p.application.person.number for p in self.pairs if p.state in HOLDING]
        assert len(held) == len(set(held))

    @invariant()
    def m5_no_mentor_is_over_capacity(self):
        for mentor in self.mentors:
            assert len(self.held(mentor)) <= mentor.capacity

    @invariant()
    def e7_s2_d6_p9_nothing_was_published_against_them(self):
        assert self.broken == []

    @invariant()
    def s2_nothing_unsigned_went_on(self):
        for application in self.applications:
            if application.state not in ("draft", "withdrawn"):
                assert application.signed


def test_no_sequence_breaks_a_rule():
    """M4, M5, E7 at publishing, S2, D6, P9."""
    examples = settings.default.max_examples
    Association.TestCase.settings = settings(
        max_examples=examples, stateful_step_count=60
    )
    Association.TestCase("runTest").runTest()


def test_the_machine_gets_as_far_as_a_second_pair():
    """E7, M4, M5, S2: what holds above is not empty, for pairs do come about."""
    world = Association()
    world.a_membership_is_paid(0, -10, 400)
    world.a_member_applies(0, False, 12)
    world.it_is_submitted(0)
    assert world.applications[0].state == "draft", "not signed"
    world.a_member_signs(0)
    world.it_is_submitted(0)
    world.staff_accept(0)
    world.the_fee_is_paid(0)
    for mentor in (0, 1):
        world.staff_draft(0, mentor)
    world.staff_publish(0)
    world.staff_publish(1)
    assert [pair.state for pair in world.pairs] == ["proposed", "draft"]
    world.both_answer(0, False)
    world.staff_publish(1)
    world.both_answer(1, True)
    assert [pair.state for pair in world.pairs] == ["declined", "active"]
    assert world.applications[0].state == "matched"
