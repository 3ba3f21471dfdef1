"""M4 and M5 when everybody clicks at once, on a real server with real connections.

Eight officers publish, answer on behalf, take back and change places: `make clicks` has
them do 2,000 operations, `make test` a share. Whatever happens in between: no mentor
has more mentees than places, no mentee two mentors, what the records count is right,
and everybody is told how it went.
"""

import collections
import itertools
import os
import threading

from . import crowd, places
from .clients import Refused, at_once, log_in_officers

SHARE = 600
OPERATIONS = int(os.environ.get("CLICKS") or SHARE)
MATCH = "mentoring.match"
MATCH_TABLE = "mentoring_match"
# All that a loser may be told: what the rules say of the pair as it is now.
SENTENCES = (
    "All places are taken",
    "has a mentor or an open proposal already",
    "has a mentor, or an open proposal, already (M4)",
    "All places of this mentor are taken",
    "Places of Mentor",
    "is not on the waiting list (any more)",
    "has answered this proposal already",
    "This proposal is no longer open",
    "so it can't become",
    "Others are changing the same records at this moment",
)


class Day:
    """What the officers have to do: each takes the next operation from here.

    Drafts of the same mentors come close together, then those of one mentee. A pair
    that is published is answered by several at once: accepted with a double click,
    declined meanwhile, or taken back.
    """

    def __init__(self, odoo):
        """Line up the drafts."""
        drafts = places.rows(
            odoo, f"SELECT id, mentee_id, mentor_id FROM {MATCH_TABLE}"
        )
        half = len(drafts) // 2
        by_mentor = sorted(drafts, key=lambda draft: (draft[2] // 8, draft[0]))[:half]
        by_mentee = sorted(set(drafts) - set(by_mentor), key=lambda draft: draft[1])
        self.publishings = [("action_propose", draft[0]) for draft in by_mentor]
        self.publishings += [("action_propose", draft[0]) for draft in by_mentee]
        self.publishings.reverse()
        mentors = itertools.cycle(sorted({draft[2] for draft in drafts}))
        self.changes = zip(itertools.repeat("capacity"), mentors)
        self.answers = collections.deque()
        self.clicked = []
        self.followed = set()
        self.lock = threading.Lock()
        self.taken = 0
        self.done = []

    def take(self):
        """The next operation, or ``None`` at the end of the day."""
        with self.lock:
            if self.taken == OPERATIONS:
                return None
            self.taken += 1
            if self.taken % 50 == 0:
                return next(self.changes)
            if self.answers:
                return self.answers.popleft()
            if self.publishings:
                return self.publishings.pop()
            return self.clicked[self.taken % len(self.clicked)]  # once more

    def note(self, operation, sentence):
        """Note how it ended, and line up what follows."""
        with self.lock:
            self.done.append((operation, sentence))
            if sentence is None and operation not in self.followed:
                self.followed.add(operation)
                self.answers.extend(self._get_next(*operation))

    def _get_next(self, action, record_id, *arguments):
        if action == "action_propose":
            if record_id % 3 == 0:
                yield "action_decline", record_id, "mentor", "No time."
            yield from self._click("action_accept", record_id, "mentor")
        elif action == "action_accept" and arguments == ("mentor",):
            if record_id % 5 == 0:
                yield "action_cancel", record_id
            if record_id % 7 == 0:
                yield "action_decline", record_id, "mentee", "Another one."
            yield from self._click("action_accept", record_id, "mentee")

    def _click(self, *operation):
        """A click, every other time a double one."""
        self.clicked.append(operation)
        yield operation
        if operation[1] % 2:
            yield operation

    def get(self, action, won, arguments=None):
        """The ids of the records on which ``action`` was done, or refused."""
        return {
            operation[1]
            for operation, sentence in self.done
            if operation[0] == action
            and (sentence is None) == won
            and (arguments is None or list(operation[2:]) == arguments)
        }


def work(day, officer):
    """Do one operation after the other until the day is over."""
    while operation := day.take():
        action, record_id, *arguments = operation
        try:
            if action == "capacity":
                capacity = crowd.CAPACITIES[day.taken % len(crowd.CAPACITIES)]
                officer.call(
                    "mentoring.mentor", "write", [record_id], {"capacity": capacity}
                )
            else:
                officer.call(MATCH, action, [record_id], *arguments)
        except Refused as refused:
            day.note(operation, str(refused))
        else:
            day.note(operation, None)


def test_hundreds_of_clicks_at_once(odoo):
    officers = log_in_officers(odoo)
    day = Day(odoo)

    at_once(officers, lambda officer: work(day, officer))

    assert len(day.done) == OPERATIONS
    refused = [sentence for __, sentence in day.done if sentence is not None]
    unknown = [one for one in refused if not any(said in one for said in SENTENCES)]
    assert unknown == []
    places.assert_right(odoo)
    assert_what_was_told_is_true(odoo, day)
    places.assert_log_is_clean(odoo)


def assert_what_was_told_is_true(odoo, day):
    """Whoever read that it is done has done it; whoever was refused has not."""
    published = get_ids(odoo, "proposed_date IS NOT NULL")
    assert day.get("action_propose", won=True) == published
    assert not day.get("action_propose", won=False) & published
    assert len(published) > OPERATIONS // 20, "there was something to win"
    assert day.get("action_propose", won=False), "and to lose"
    for action, state in (
        ("action_cancel", "cancelled"),
        ("action_decline", "declined"),
    ):
        assert day.get(action, won=True) == get_ids(odoo, f"state = '{state}'")
    for side in ("mentor", "mentee"):
        accepted = get_ids(odoo, f"{side}_answer = 'accepted'")
        assert day.get("action_accept", won=True, arguments=[side]) == accepted
    assert len(get_ids(odoo, "state = 'active'")) > OPERATIONS // 40


def get_ids(odoo, condition):
    """The ids of the pairs of which ``condition`` is true."""
    found = places.rows(odoo, f"SELECT id FROM {MATCH_TABLE} WHERE {condition}")
    return {id_ for [id_] in found}
