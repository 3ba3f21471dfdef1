"""What goes out by itself when: reminders to the two, and what then comes to staff.

Whatever is chased is a ``Chase``: the fact that makes it one of a kind (``occasion``)
and its steps, each with its earliest day and those whom it goes to. Mentee, both, staff
is the order of most. A step waits for the one before it, so that whoever is late to
come, was on a pause, or had other reminders first still gets each in turn. A chase
whose fact is gone is not there any more, so nobody gets what is past.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import cadence, membership
from .facts import Meeting, Policy, Relation

MENTEE, MENTOR, STAFF = "mentee", "mentor", "staff"
BOTH = (MENTEE, MENTOR)
OTHER = {MENTEE: MENTOR, MENTOR: MENTEE}

# Nobody gets more than one a week, besides what concerns an appointment.
WEEK = timedelta(days=7)
# What came up longer ago is not begun with: summaries of an imported pair, say.
LATE = timedelta(days=30)
# How long the question whether the mentor goes on makes sense (D6).
GO_ON = timedelta(days=14)
# Whoever was asked to answer so recently is not reminded.
JUST_ASKED = timedelta(days=2)

# From the most urgent on: who has several due gets the first of them.
URGENCY = (
    "proposal",
    "membership_lapsed",
    "first_session",
    "membership_ending",
    "one_side_ended",
    "end_near",
    "past_end",
    "go_on",
    "appointment",
    "unconfirmed",
    "summary",
    "quiet",
    "survey",
    "unfinished",
    "profile",
)
INVITATION = "session_soon"

DUE, LATER, PAUSED, WEEKLY = "due", "later", "paused", "weekly"

# (code, step, occasion) → the day on which it was sent
Sent = Mapping[tuple[str, int, str], date]


@dataclass(frozen=True, slots=True)
class Step:
    """Whom a chase turns to next: not before ``day``."""

    day: date
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chase:
    """Something that is asked for until it is done, or until it makes no sense."""

    kind: str
    rule: str
    steps: tuple[Step, ...]
    occasion: str = "once"
    until: date | None = None  # the last day on which it makes sense
    may_be_old: bool = True  # begun however long ago it came up
    session: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one side; ``code``, ``step`` and ``occasion`` make it unique."""

    kind: str
    rule: str
    side: str
    step: int
    occasion: str
    due: date
    person: int | None = None
    session: int | None = None
    why: str = DUE  # DUE, or why not now

    @property
    def code(self) -> str:
        return code_of(self.kind, self.side)

    @property
    def key(self) -> tuple[str, int, str]:
        return self.code, self.step, self.occasion


def code_of(kind: str, side: str) -> str:
    """The name of the message, of its automated rule and of its template."""
    return f"{kind}_{side}"


# What is to be done in a pair


def chases(pair: Relation, policy: Policy, today: date) -> list[Chase]:
    """What has to be chased in the pair today, or will have to be as things stand."""
    state, progress = pair.progress.state, pair.progress
    if state == "proposed":
        return _proposal(pair, policy)
    if state != "active":
        return []
    if progress.ended_by:
        return _one_side_ended(pair, policy)
    return [chase for check in _CHECKS for chase in check(pair, policy, today)]


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def _steps(start: date, policy: Policy, *sides: tuple[str, ...]) -> tuple[Step, ...]:
    """One step after the other, the programme's days apart."""
    gap = _days(policy.escalation_days)
    return tuple(Step(start + n * gap, some) for n, some in enumerate(sides))


def _proposal(pair, policy):
    last = pair.answer_before
    if not last:
        return []
    reminded = last - _days(policy.proposal_reminder_days)
    return [
        Chase(
            "proposal",
            "M1",
            (Step(max(reminded, asked + JUST_ASKED), (side,)),),
            occasion=f"{side} {last}",
            until=last,
        )
        for side, asked in pair.asked
    ]


def _first_session(pair, policy, today):
    """C3: the mentee is told twice, then staff decide."""
    progress = pair.progress
    if progress.held or progress.planned or progress.unconfirmed:
        return []
    begin, last = (
        progress.introduction,
        cadence.first_session_due(progress.introduction, policy),
    )
    half = begin + (last - begin) // 2
    warned = last - _days(policy.first_session_warning_days)
    steps = (
        Step(half, (MENTEE,)),
        Step(max(half, warned), (MENTEE,)),
        Step(last + _days(1), (STAFF,)),
    )
    return [Chase("first_session", "C3", steps)]


def _unconfirmed(pair, policy, today):
    """P3: either can tell whether the session took place."""
    ended = [one for one in pair.meetings if one.state == "planned"]
    return [
        Chase(
            "unconfirmed",
            "P3",
            _steps(
                one.stop.date() + _days(policy.confirm_days),
                policy,
                (MENTEE,),
                BOTH,
                (STAFF,),
            ),
            occasion=str(one.id),
            may_be_old=False,
            session=one.id,
        )
        for one in ended
        if one.stop in pair.progress.unconfirmed
    ]


def _summary(pair, policy, today):
    """C7: the mentee is reminded; later staff see it."""
    return [
        Chase(
            "summary",
            "C7",
            _steps(
                cadence.summary_due(one.stop, policy) + _days(1),
                policy,
                (MENTEE,),
                (STAFF,),
            ),
            occasion=str(one.id),
            may_be_old=False,
            session=one.id,
        )
        for one in pair.meetings
        if one.state == "done" and not one.has_summary
    ]


def _appointment(pair, policy, today):
    """C5: a session fell through, and no other is agreed on."""
    lost = lost_meeting(pair.meetings)
    if not lost:
        return []
    due = cadence.appointment_due(fell_through(lost), policy)
    return [
        Chase(
            "appointment",
            "C5",
            _steps(due + _days(1), policy, (MENTEE,), BOTH, (STAFF,)),
            occasion=str(lost.id),
            may_be_old=False,
            session=lost.id,
        )
    ]


def _quiet(pair, policy, today):
    """P3: none held for long, and none agreed on; unless C5 asks for one already."""
    progress = pair.progress
    busy = progress.planned or progress.unconfirmed or progress.without_appointment
    if not progress.held or busy:
        return []
    last = max(
        (one for one in pair.meetings if one.state == "done"), key=lambda one: one.stop
    )
    start = last.stop.date() + _days(policy.quiet_days)
    steps = _steps(start, policy, (MENTEE,), BOTH, (STAFF,))
    return [Chase("quiet", "P3", steps, occasion=str(last.id), session=last.id)]


def _go_on(pair, policy, today):
    """D6: after the first session, the mentor is asked once."""
    held = [one for one in pair.meetings if one.state == "done"]
    if len(held) != 1:
        return []
    day = held[0].stop.date() + _days(policy.go_on_days)
    return [
        Chase(
            "go_on",
            "D6",
            (Step(day, (MENTOR,)),),
            until=day + GO_ON,
            session=held[0].id,
        )
    ]


def _membership_ending(pair, policy, today):
    until, end = pair.progress.membership_until, pair.progress.planned_end
    if until is None or not end or membership.lasts(until, end):
        return []
    day = until - _days(policy.membership_warning_days)
    step = Step(day, (MENTEE,))
    return [Chase("membership_ending", "C1", (step,), occasion=str(until), until=until)]


def _membership_lapsed(pair, policy, today):
    """C1: the mentor is never told of it."""
    progress = pair.progress
    if progress.membership_covers_today:
        return []
    ended = progress.membership_ended
    start = ended + _days(1) if ended else progress.introduction
    steps = _steps(start, policy, (MENTEE,), (STAFF,))
    return [Chase("membership_lapsed", "C1", steps, occasion=str(start))]


def _end_near(pair, policy, today):
    """P2: extend, or close."""
    end = pair.progress.planned_end
    if not end or pair.extension_asked:
        return []
    day = end - _days(policy.end_warning_days)
    near = Chase("end_near", "P2", (Step(day, BOTH),), occasion=str(end), until=end)
    past = Chase(
        "past_end",
        "P2",
        _steps(end + _days(policy.escalation_days), policy, BOTH, (STAFF,)),
        occasion=str(end),
    )
    return [near if today <= end else past]


def _one_side_ended(pair, policy):
    """C9, D5: the other has yet to declare the end."""
    if len(pair.progress.ended_by) != 1:
        return []
    [declared] = pair.progress.ended_by
    start = pair.progress.ended_on + _days(policy.end_reply_days)
    steps = _steps(start, policy, (OTHER[declared],), (STAFF,))
    return [Chase("one_side_ended", "C9", steps, occasion=declared)]


_CHECKS = (
    _first_session,
    _unconfirmed,
    _summary,
    _appointment,
    _quiet,
    _go_on,
    _membership_ending,
    _membership_lapsed,
    _end_near,
)


def lost_meeting(meetings: Iterable[Meeting]) -> Meeting | None:
    """C5: the last session that fell through, if no other was agreed on since."""
    meetings = list(meetings)
    lost = [one for one in meetings if one.state in ("cancelled", "missed")]
    if not lost or any(one.state == "planned" for one in meetings):
        return None
    last = max(lost, key=fell_through)
    held = (one.stop.date() for one in meetings if one.state == "done")
    return None if any(day >= fell_through(last) for day in held) else last


def fell_through(meeting: Meeting) -> date:
    """C5: the day on which it was clear that the session would not take place."""
    return (meeting.cancelled or meeting.start).date()


# Whose turn it is


def outlook(
    pair: Relation,
    policy: Policy,
    today: date,
    sent: Sent,
    off: frozenset[str] = frozenset(),
) -> list[Message]:
    """The next messages of the pair, each due, or with the reason why not now.

    :param off: codes that staff have switched off; nobody waits for these
    """
    return [
        message
        for chase in chases(pair, policy, today)
        for message in _next_messages(chase, pair, policy, today, sent, off)
    ]


def _next_messages(chase, pair, policy, today, sent, off):
    if not _is_timely(chase, pair, today, sent):
        return []
    ready = pair.resumed or date.min
    for number, step in enumerate(chase.steps, 1):
        sides = [side for side in step.sides if _can_be_told(chase, pair, side, off)]
        done = {
            side: sent.get((code_of(chase.kind, side), number, chase.occasion))
            for side in sides
        }
        day = max(step.day, ready)
        missing = [side for side in sides if done[side] is None]
        if missing:
            why = _why_not_now(chase, pair, day, today)
            return [_message(chase, pair, side, number, day, why) for side in missing]
        if done:
            # Who comes back from a pause has as long as after a reminder.
            begun = max(*done.values(), pair.resumed or date.min)
            ready = begun + _days(policy.escalation_days)
    return []


def _is_timely(chase, pair, today, sent):
    if chase.until and today > chase.until:
        return False
    if chase.may_be_old or _is_begun(chase, sent):
        return True
    came_up = max(chase.steps[0].day, pair.resumed or date.min)
    return today <= came_up + LATE


def _is_begun(chase, sent):
    codes = {code_of(chase.kind, side) for step in chase.steps for side in step.sides}
    return any(
        code in codes and occasion == chase.occasion for code, __, occasion in sent
    )


def _can_be_told(chase, pair, side, off):
    known = side == STAFF or pair.person(side) is not None
    return known and code_of(chase.kind, side) not in off


def _why_not_now(chase, pair, day, today):
    if pair.paused:
        return PAUSED
    return DUE if day <= today else LATER


def _message(chase, pair, side, number, day, why):
    return Message(
        chase.kind,
        chase.rule,
        side,
        number,
        chase.occasion,
        due=day,
        person=pair.person(side),
        session=chase.session,
        why=why,
    )


def chosen(
    messages: Iterable[tuple[object, Message]],
    last: Mapping[int, date],
    today: date,
) -> list[tuple[object, Message]]:
    """Those that go out today: one for each person, the most urgent; staff get all.

    :param messages: ``[(whose, message)]``
    :param last: ``{person: day of the last reminder}``
    """
    due = [pair for pair in messages if pair[1].why == DUE]
    due.sort(key=lambda pair: (URGENCY.index(pair[1].kind), pair[1].due))
    told, found = set(), []
    for whose, message in due:
        person = message.person
        if message.side != STAFF:
            if person in told or is_too_soon(last.get(person), today):
                continue
            told.add(person)
        found.append((whose, message))
    return found


def is_too_soon(last: date | None, today: date) -> bool:
    """Whether a person reminded on ``last`` is left alone today."""
    return last is not None and today < last + WEEK


# The sessions to come


def session_soon(meeting: Meeting, policy: Policy, now: datetime) -> bool:
    """C5, D4: whether to remind of a session now: while there is time to give notice.

    Whoever was invited, or told of another start, since then needs no reminder.
    """
    if meeting.state != "planned":
        return False
    due = soon_from(meeting.start, policy)
    told = meeting.told
    return due <= now < meeting.start and (told is None or told <= due)


def soon_from(start: datetime, policy: Policy) -> datetime:
    """C5, D4: when the reminder of a session is due."""
    return start - timedelta(hours=policy.notice_hours + policy.session_reminder_hours)


def session_messages(pair: Relation, policy: Policy, now: datetime) -> list[Message]:
    """C5, D4: the reminders of the sessions to come soon, to both; on a pause, too."""
    if pair.progress.state != "active":
        return []
    return [
        Message(
            INVITATION,
            "C5" if side == MENTEE else "D4",
            side,
            1,
            f"{one.id} {one.start}",
            due=soon_from(one.start, policy).date(),
            person=pair.person(side),
            session=one.id,
        )
        for one in pair.meetings
        if session_soon(one, policy, now)
        for side in BOTH
        if pair.person(side) is not None
    ]
