"""How pairs behave in the simulated year, and what each of the two must be told.

Each behaviour is written by hand: what is done on which day, and beside it the messages
that ``docs/emails.md`` and the programme's numbers promise for it. Nothing here asks
the addon what is due. Days are counted from the proposal; things are done at noon, and
the jobs run before: what is done on a day has its consequences from the next one on.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from inspect import signature

from dateutil.relativedelta import relativedelta

MENTEE, MENTOR, STAFF = "mentee", "mentor", "staff"
BOTH = (MENTEE, MENTOR)
OTHER = {MENTEE: MENTOR, MENTOR: MENTEE}
FIRST = -3  # the day on which the two register
HOUR = 10  # at which sessions are held, in UTC
FRENCH, ENGLISH = "fr_FR", "en_US"


@dataclass
class Story:
    """One pair: who they are, what they do, and what they must get."""

    name: str
    start: date  # the day of the proposal
    languages: dict = field(default_factory=dict)
    program: int = 0  # which of the programmes
    timezone: str = "Europe/Paris"
    behaviour: str = ""
    member_until: int | None = None  # the last day of the mentee's membership
    without_email: tuple = ()
    acts: list = field(default_factory=list)
    expected: list = field(default_factory=list)
    sessions: int = 0
    shares: object = None  # the pair whose mentor is this one's, too

    def day(self, number):
        return self.start + timedelta(days=number)

    def months(self, number, months):
        """The day so many calendar months after the day ``number``."""
        later = self.day(number) + relativedelta(months=months)
        return (later - self.start).days

    def name_of(self, side):
        return f"{side} {self.name}"

    def does(self, number, act, **values):
        self.acts.append((self.day(number), act, values))

    def gets(self, number, code, *sides):
        for side in sides:
            pair = self.shares if self.shares and side == MENTOR else self
            pair.expected.append((self.day(number), side, code))

    # What most have in common

    def apply(self):
        """The mentee registers, and is taken; who has a fee to pay, pays it."""
        self.does(FIRST, "apply")
        self.gets(FIRST, "application_submitted", MENTEE)
        self.gets(FIRST, "review", STAFF)
        self.does(FIRST + 1, "accept_application")
        if self.program == PAYING:
            self.gets(FIRST + 1, "application_accepted", MENTEE)
            self.does(FIRST + 2, "pay")
            self.gets(FIRST + 2, "application_waiting", MENTEE)
        else:
            self.gets(FIRST + 1, "application_waiting", MENTEE)

    def register(self):
        """So does the mentor."""
        self.does(FIRST, "register")
        self.gets(FIRST, "mentor_submitted", MENTOR)
        self.gets(FIRST, "review", STAFF)
        self.does(FIRST + 1, "approve_mentor")
        self.gets(FIRST + 1, "mentor_approved", MENTOR)
        self.gets(self.months(FIRST, 12), "reminder_profile", MENTOR)

    def propose(self):
        self.apply()
        if self.shares:
            self.does(0, "find_mentor", of=self.shares.name)
        else:
            self.register()
        self.does(0, "propose")
        self.gets(0, "match_proposal", MENTOR)

    def mentor_accepts(self, number):
        self.does(number, "accept", side=MENTOR)
        self.gets(number, "match_proposal", MENTEE)

    def mentee_accepts(self, number):
        self.does(number, "accept", side=MENTEE)
        self.gets(number, "match_introduction", *BOTH)

    def begin(self):
        """From the application to the introduction, in good time."""
        self.propose()
        self.mentor_accepts(2)
        self.mentee_accepts(4)

    def plan(self, number, held, soon=True, hour=HOUR):
        """Plan a session; both are reminded ``soon`` before, unless just invited."""
        self.sessions += 1
        self.does(
            number,
            "plan",
            session=self.sessions,
            on=str(self.day(held)),
            hour=hour,
        )
        self.gets(number, "session_invitation", *BOTH)
        if soon and number < held - 1:
            self.gets(held - 1, "reminder_session_soon", *BOTH)
        return self.sessions

    def confirm(self, number, session, summary=True):
        self.does(number, "confirm", session=session)
        if summary:
            self.does(number, "summarise", session=session)

    def meet(self, *days, hour=HOUR):
        """Sessions as they should be: planned a week before, confirmed, summed up."""
        for held in days:
            self.confirm(held + 1, self.plan(held - 7, held, hour=hour))

    def meet_first(self, held=14):
        """The first one, after which the mentor is asked whether to go on."""
        self.meet(held)
        self.gets(held + 2, "reminder_go_on", MENTOR)

    def declare(self, number, side):
        """The first of the two declares the end."""
        self.does(number, "declare_end", side=side)
        self.gets(number, "match_end_asked", OTHER[side])

    def end(self, number, side, news=True):
        """The second declares it."""
        self.does(number, "declare_end", side=side)
        self.ended(number, news)

    def ended(self, number, news, left=BOTH):
        """Those who are left are asked how it went; the mentee, for news as well."""
        self.gets(number, "match_ended", *left)
        if news:
            self.gets(number, "match_survey", *left)
            for side in left:
                self.asked_again(number + 14, side)
            self.gets(self.months(number, 3), "news_asked", MENTEE)
            self.gets(self.months(number, 12), "news_asked", MENTEE)

    def asked_again(self, number, side):
        """To answer the survey; whose mentor has two of them, the mentor is once."""
        if not (self.shares and side == MENTOR):
            self.gets(number, "reminder_survey", side)

    def answers_survey(self, number, side):
        """In time: nobody is asked again."""
        self.does(number, "answer_survey", side=side)
        self.does_not_get("reminder_survey", side)

    def does_not_get(self, code, side):
        self.expected = [one for one in self.expected if one[1:] != (side, code)]

    def escalate(self, number, code, *steps):
        """One step a week."""
        for index, sides in enumerate(steps):
            for side in sides:
                self.reminded(number + 7 * index, code, side)

    def reminded(self, number, code, side):
        self.gets(number, "attention" if side == STAFF else f"reminder_{code}", side)


ALL = ((MENTEE,), BOTH, (STAFF,))


def as_it_should_be(one):
    one.begin()
    one.meet_first()
    one.meet(44, 74, 104)
    one.declare(110, MENTEE)
    one.end(112, MENTOR)
    one.answers_survey(112, MENTOR)
    one.answers_survey(120, MENTEE)
    shared = one.months(112, 3) + 2
    one.does(shared, "give_news", shared=True)
    one.gets(shared, "news_shared", MENTOR)


def keeps_news_private(one):
    one.begin()
    one.meet_first()
    one.declare(24, MENTOR)
    one.end(25, MENTEE)
    one.does(one.months(25, 3) + 2, "give_news", shared=False)


def mentor_never_answers(one):
    one.propose()
    one.gets(7, "reminder_proposal", MENTOR)
    one.gets(11, "match_expired", MENTOR)
    one.gets(11, "rematch", STAFF)


def mentee_never_answers(one):
    one.propose()
    one.mentor_accepts(2)
    one.gets(7, "reminder_proposal", MENTEE)
    one.gets(11, "match_expired", *BOTH)
    one.gets(11, "rematch", STAFF)


def both_answer_late(one):
    one.propose()
    one.gets(7, "reminder_proposal", MENTOR)
    one.mentor_accepts(8)
    one.gets(10, "reminder_proposal", MENTEE)  # not who was asked a day ago
    one.mentee_accepts(10)
    one.meet_first(22)
    one.does(25, "stop_after_first")
    one.ended(25, news=False)


def mentor_declines(one):
    one.propose()
    one.does(3, "decline", side=MENTOR)
    one.gets(3, "rematch", STAFF)


def mentee_declines(one):
    one.propose()
    one.mentor_accepts(2)
    one.does(5, "decline", side=MENTEE)
    one.gets(5, "match_declined", MENTOR)
    one.gets(5, "rematch", STAFF)


def taken_back(one):
    one.propose()
    one.does(3, "cancel_proposal")
    one.gets(3, "match_cancelled", MENTOR)


def never_starts(one):
    one.begin()
    last = one.months(4, 1)
    half = 4 + (last - 4) // 2
    one.gets(half, "reminder_first_session", MENTEE)
    one.gets(last - 5, "reminder_first_session", MENTEE)
    one.gets(last + 2, "attention", STAFF)  # a week after the last call
    one.does(last + 10, "end", outcome="never_started")
    one.ended(last + 10, news=False)


def starts_late_and_falls_silent(one):
    one.begin()
    half = 4 + (one.months(4, 1) - 4) // 2
    one.gets(half, "reminder_first_session", MENTEE)
    held = half + 8
    one.meet_first(held)
    one.escalate(held + 45, "quiet", *ALL)
    one.declare(held + 60, MENTEE)
    one.end(held + 61, MENTOR)


def confirms_nothing(one):
    one.begin()
    session = one.plan(6, 14)
    one.escalate(16, "unconfirmed", *ALL)
    one.confirm(32, session)  # too late to ask whether the mentor goes on
    one.meet(50, 80, 110)
    one.declare(112, MENTEE)
    one.end(114, MENTOR)


def writes_no_summary(one):
    one.begin()
    session = one.plan(7, 14)
    one.confirm(15, session, summary=False)
    one.gets(16, "reminder_go_on", MENTOR)
    one.escalate(22, "summary", (MENTEE,), (STAFF,))
    one.does(31, "summarise", session=session)
    one.meet(44)
    one.declare(60, MENTOR)
    one.end(61, MENTEE)


def cancels_without_another(one):
    one.begin()
    one.meet_first()
    session = one.plan(20, 30, soon=False)
    one.does(28, "cancel", session=session, side=MENTOR)
    one.gets(28, "session_cancelled", *BOTH)
    one.escalate(36, "appointment", *ALL)
    one.declare(51, MENTEE)
    one.end(52, MENTOR)


def cancels_the_first(one):
    """What is due at the same time goes out a week apart, the most urgent first."""
    one.begin()
    session = one.plan(6, 14, soon=False)
    one.does(10, "cancel", session=session, side=MENTEE)
    one.gets(10, "session_cancelled", *BOTH)
    half = 4 + (one.months(4, 1) - 4) // 2
    if half == 18:  # the first call and the lack of an appointment, on the same day
        one.gets(18, "reminder_first_session", MENTEE)
        one.gets(25, "reminder_appointment", MENTEE)
        one.gets(32, "reminder_appointment", MENTOR)
    else:
        one.gets(18, "reminder_appointment", MENTEE)
        one.gets(25, "reminder_first_session", MENTEE)
        one.gets(25, "reminder_appointment", MENTOR)
    one.gets(32, "reminder_first_session", MENTEE)
    one.gets(39, "reminder_appointment", MENTEE)
    one.gets(39, "attention", STAFF)  # one activity, for whatever is wrong
    one.does(50, "end", outcome="never_started")
    one.ended(50, news=False)


def ends_with_a_session_planned(one):
    one.begin()
    one.meet_first()
    one.plan(20, 40, soon=False)
    one.declare(25, MENTEE)
    one.end(27, MENTOR)
    one.gets(27, "session_cancelled", *BOTH)


def meets_at_night(one):
    """In UTC; the next day has begun where the programme is, and counts."""
    one.program = TOKYO
    one.begin()
    session = one.plan(6, 14, hour=16)
    one.escalate(17, "unconfirmed", (MENTEE,), BOTH)
    one.confirm(25, session)
    # Until two weeks after the session; the mentor was reminded a week ago at most.
    one.does(27, "stop_after_first")
    one.ended(27, news=False)


def has_two_mentees(one, other):
    """The mentor gets one reminder a week, of whichever pair."""
    for pair, hour in ((one, HOUR), (other, HOUR + 2)):
        pair.begin()
        end = pair.months(4, 6)
        pair.meet(14, 44, 74, 104, 134, end - 20, hour=hour)
        pair.gets(end - 14, "reminder_end_near", MENTEE)
        pair.declare(end - 3, MENTOR)
        pair.end(end - 2, MENTEE)
    one.gets(16, "reminder_go_on", MENTOR)
    one.gets(23, "reminder_go_on", MENTOR)
    one.gets(end - 14, "reminder_end_near", MENTOR)
    one.gets(end - 7, "reminder_end_near", MENTOR)
    one.gets(end + 19, "reminder_survey", MENTOR)  # a week after that of the other


def misses_a_session(one):
    one.begin()
    one.meet_first()
    session = one.plan(25, 30)
    one.does(31, "miss", session=session, side=MENTEE)
    one.escalate(38, "appointment", (MENTEE,))
    one.meet(50)
    one.declare(60, MENTEE)
    one.end(62, MENTOR)


def moves_a_session(one):
    one.begin()
    session = one.plan(6, 14, soon=False)
    one.does(12, "move", session=session, on=str(one.day(17)))
    one.gets(12, "session_invitation", *BOTH)
    one.gets(16, "reminder_session_soon", *BOTH)
    one.confirm(18, session)
    one.gets(19, "reminder_go_on", MENTOR)
    one.does(20, "stop_after_first")
    one.ended(20, news=False)


def mentor_takes_a_break(one):
    one.begin()
    one.meet_first()
    one.does(40, "pause_mentor", until=str(one.day(100)))
    one.escalate(101, "quiet", *ALL)
    one.declare(116, MENTEE)
    one.end(117, MENTOR)


def reminders_paused(one):
    one.begin()
    one.meet_first()
    one.does(50, "pause_pair", until=str(one.day(80)))
    one.escalate(81, "quiet", (MENTEE,), BOTH)
    one.meet(95)
    one.declare(100, MENTEE)
    one.end(101, MENTOR)


def membership_renewed_late(one):
    one.member_until = 60
    one.begin()
    one.meet_first()
    one.meet(44, 74, 104)
    one.gets(30, "reminder_membership_ending", MENTEE)
    one.escalate(61, "membership_lapsed", (MENTEE,), (STAFF,))
    one.does(70, "renew")
    one.declare(110, MENTOR)
    one.end(112, MENTEE)


def membership_lapses(one):
    one.member_until = 60
    one.begin()
    one.meet_first()
    one.meet(44)
    one.gets(30, "reminder_membership_ending", MENTEE)
    one.escalate(61, "membership_lapsed", (MENTEE,), (STAFF,))
    one.gets(89, "reminder_quiet", MENTEE)
    one.does(95, "end", outcome="fee_lapsed")
    one.ended(95, news=False)


def one_declares_the_end(one):
    one.begin()
    one.meet_first()
    one.meet(44)
    one.declare(60, MENTEE)
    one.escalate(67, "one_side_ended", (MENTOR,), (STAFF,))
    one.end(76, MENTOR)


def goes_on_longer(one):
    one.begin()
    end = one.months(4, 6)
    one.meet_first()
    one.meet(44, 74, 104, 134, 164, end + 10)
    one.gets(end - 14, "reminder_end_near", *BOTH)
    one.does(end - 10, "ask_extension", side=MENTEE, until=str(one.day(end + 30)))
    one.gets(end - 10, "match_extension", MENTOR)
    one.does(end - 8, "agree_extension", side=MENTOR)
    one.gets(end + 16, "reminder_end_near", *BOTH)
    one.declare(end + 27, MENTEE)
    one.end(end + 28, MENTOR)


def lets_the_end_go_by(one):
    one.begin()
    end = one.months(4, 6)
    one.meet_first()
    one.meet(44, 74, 104, 134, end - 20)
    one.gets(end - 14, "reminder_end_near", *BOTH)
    one.escalate(end + 7, "past_end", BOTH, (STAFF,))
    one.declare(end + 20, MENTOR)
    one.end(end + 21, MENTEE)


def extension_is_declined(one):
    one.begin()
    end = one.months(4, 6)
    one.meet_first()
    one.meet(44, 74, 104, 134, end - 20)
    one.gets(end - 14, "reminder_end_near", *BOTH)
    one.does(end - 10, "ask_extension", side=MENTOR, until=str(one.day(end + 30)))
    one.gets(end - 10, "match_extension", MENTEE)
    one.does(end - 3, "decline_extension", side=MENTEE)
    one.escalate(end + 7, "past_end", BOTH, (STAFF,))
    one.declare(end + 20, MENTEE)
    one.end(end + 21, MENTOR)


def mentor_is_gone(one):
    """The contact is archived: the other is looked after, and nobody else told."""
    one.begin()
    one.meet_first()
    one.does(20, "archive", side=MENTOR)
    one.does_not_get("reminder_profile", MENTOR)
    one.escalate(59, "quiet", (MENTEE,), (MENTEE,), (STAFF,))
    one.does(80, "end", outcome="other")
    one.ended(80, news=True, left=(MENTEE,))


def fee_is_refunded(one):
    """The career centre deals with it: neither of the two is told."""
    one.program = PAYING
    one.begin()
    one.meet_first()
    one.does(30, "refund")
    one.gets(30, "fee", STAFF)
    one.meet(44, 74)
    one.declare(90, MENTOR)
    one.end(92, MENTEE)


def number_is_changed(one):
    """From then on it is the new one that counts; that of others, too."""
    one.program = CHANGING
    one.begin()
    one.meet_first()
    one.does(40, "change_number", quiet_days=60)
    one.escalate(74, "quiet", *ALL)
    one.declare(90, MENTEE)
    one.end(91, MENTOR)


def cannot_be_written_to(one):
    one.without_email = (MENTEE,)
    one.begin()
    one.gets(FIRST, "mail_failed", STAFF)
    one.gets(2, "mail_failed", STAFF)
    one.meet_first()
    one.does(20, "stop_after_first")
    one.ended(20, news=False)


def leaves_the_questionnaire(one):
    one.does(0, "begin_application")
    one.gets(7, "reminder_unfinished", MENTEE)


def is_refused(one):
    one.does(0, "apply")
    one.gets(0, "application_submitted", MENTEE)
    one.gets(0, "review", STAFF)
    one.does(5, "refuse_application")
    one.gets(5, "application_refused", MENTEE)


def withdraws(one):
    one.does(0, "apply")
    one.gets(0, "application_submitted", MENTEE)
    one.gets(0, "review", STAFF)
    one.does(1, "accept_application")
    one.gets(1, "application_waiting", MENTEE)
    one.does(20, "withdraw")
    one.gets(20, "application_withdrawn", MENTEE)


BEHAVIOURS = (
    as_it_should_be,
    keeps_news_private,
    mentor_never_answers,
    mentee_never_answers,
    both_answer_late,
    mentor_declines,
    mentee_declines,
    taken_back,
    never_starts,
    starts_late_and_falls_silent,
    confirms_nothing,
    writes_no_summary,
    cancels_without_another,
    cancels_the_first,
    ends_with_a_session_planned,
    meets_at_night,
    has_two_mentees,
    misses_a_session,
    moves_a_session,
    mentor_takes_a_break,
    reminders_paused,
    membership_renewed_late,
    membership_lapses,
    one_declares_the_end,
    goes_on_longer,
    lets_the_end_go_by,
    extension_is_declined,
    mentor_is_gone,
    fee_is_refunded,
    number_is_changed,
    cannot_be_written_to,
    leaves_the_questionnaire,
    is_refused,
    withdraws,
)
# Those of `make test`: one of each kind of chase, and an end with its news.
FEW = (
    as_it_should_be,
    mentee_never_answers,
    never_starts,
    starts_late_and_falls_silent,
    confirms_nothing,
    writes_no_summary,
    cancels_without_another,
    mentor_takes_a_break,
    membership_lapses,
    one_declares_the_end,
    cannot_be_written_to,
    leaves_the_questionnaire,
)
# Where the programmes' companies are, and the members.
PLACES = ("Europe/Paris", "America/New_York", "Asia/Tokyo")
NEW_YORK, TOKYO = 1, 2
HIDDEN = NEW_YORK  # names, until both have accepted
# Beside them, in the first company: with a fee; with numbers that change.
PAYING, CHANGING = 3, 4
TIMEZONES = ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Auckland")


def stories(behaviours, count, first_day, spread):
    """So many pairs, one behaviour after the other, of all languages and places.

    :param spread: the days over which they begin
    """
    found = []
    turn = 0
    while len(found) < count:
        for which, behaviour in enumerate(behaviours):
            start = first_day + timedelta(days=-FIRST + (turn * 29 + which) % spread)
            found += _pairs(behaviour, turn, which, start)
        turn += 1
    return found[:count]


def _pairs(behaviour, turn, which, start):
    """The pair that behaves so, or the two of one mentor."""
    pairs = []
    for number in range(len(signature(behaviour).parameters)):
        pairs.append(
            Story(
                name=f"{behaviour.__name__}-{turn}{'ab'[number]}",
                behaviour=behaviour.__name__,
                start=start,
                languages={
                    MENTEE: (FRENCH, ENGLISH)[(which + turn + number) % 2],
                    MENTOR: (FRENCH, ENGLISH)[(which + turn) // 2 % 2],
                },
                program=(which + turn) % len(PLACES),
                timezone=TIMEZONES[(which + turn + number) % len(TIMEZONES)],
                shares=pairs[0] if pairs else None,
            )
        )
    behaviour(*pairs)
    return pairs
