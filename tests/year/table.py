"""What was expected against what was sent, person by person."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tests import mailbox

from .behaviours import BOTH, FRENCH, HIDDEN, OTHER, STAFF

GREETINGS = {"en_US": re.compile(r"\bHello\b"), FRENCH: re.compile(r"\bBonjour\b")}
COLUMNS = (
    "expected",
    "sent",
    "missing",
    "twice",
    "unasked",
    "after",
    "language",
    "names",
)
TITLES = {
    "unasked": "not expected",
    "after": "after the end",
    "language": "wrong language",
    "names": "name too early",
}
FAULTS = COLUMNS[2:]
LAST = {"match_ended", "match_expired", "match_declined", "match_cancelled"}
# What may still come when a pair has ended.
LATER = LAST | {
    "match_survey",
    "news_asked",
    "news_shared",
    "reminder_profile",
    "reminder_survey",
    "rematch",
}


@dataclass
class Person:
    """One side of a pair: which messages on which day."""

    story: object
    side: str
    expected: Counter
    sent: Counter = field(default_factory=Counter)
    wrong_language: list = field(default_factory=list)
    told_names: list = field(default_factory=list)

    @property
    def faults(self):
        """Return ``{column: [(day, message)]}``."""
        missing = list((self.expected - self.sent).elements())
        more = list((self.sent - self.expected).elements())
        end = max((day for day, code in self.expected if code in LAST), default=None)
        found = {name: [] for name in FAULTS}
        found["language"] = self.wrong_language
        found["names"] = self.told_names
        found["missing"] = missing
        for day, code in more:
            if self.expected[day, code] or self.sent[day, code] > 1:
                found["twice"].append((day, code))
            elif end and day > end and code not in LATER:
                found["after"].append((day, code))
            else:
                found["unasked"].append((day, code))
        return found

    def is_told_too_early(self, day, message):
        """Whether who must not know it yet is told the name of the other."""
        known = [at for at, code in self.expected if code == "match_introduction"]
        if self.story.program != HIDDEN or day >= min(known, default=date.max):
            return False
        name = self.story.name_of(OTHER[self.side])
        return name in f"{message['Subject']} {mailbox.text_of(message)}"

    def row(self):
        faults = self.faults
        return Counter(
            expected=self.expected.total(),
            sent=self.sent.total(),
            **{name: len(found) for name, found in faults.items()},
        )


class Table:
    """The whole year's, and what was on the wire when a server was killed."""

    def __init__(self, stories, last_day):
        self.people = {}
        self.on_the_wire = 0
        self.strange = []  # letters that nobody of them should have got
        for story in stories:
            for side in (*BOTH, STAFF):
                expected = Counter(
                    (day, code)
                    for day, whom, code in story.expected
                    if whom == side
                    and day <= last_day
                    and side not in story.without_email
                )
                self.people[story.name, side] = Person(story, side, expected)

    def take_letters(self, letters, codes, addresses, killed):
        """Enter what the SMTP server has received.

        :param letters: ``[(day, recipients, message)]``
        :param codes: ``{Message-Id: the name of the message}``
        :param addresses: ``{pair: {side: address}}``
        :param killed: the days on which a server was: what is on the wire then may
            come twice
        """
        owners = {
            address: (story, side)
            for story, sides in addresses.items()
            for side, address in sides.items()
        }
        seen = set()
        for day, recipients, message in letters:
            message_id = message["Message-Id"].strip()
            for address in recipients:
                if day in killed and (message_id, address) in seen:
                    self.on_the_wire += 1
                    continue
                seen.add((message_id, address))
                if address not in owners or message_id not in codes:
                    self.strange.append((day, address, message["Subject"]))
                    continue
                person = self.people[owners[address]]
                entry = (day, codes[message_id])
                person.sent[entry] += 1
                if not _is_in(person.story.languages[person.side], message):
                    person.wrong_language.append(entry)
                if person.is_told_too_early(day, message):
                    person.told_names.append(entry)

    def take_activities(self, activities, days):
        """Enter what came to staff: ``[[pair, code, day]]``."""
        by_text = {str(day): day for day in days}
        for story, code, day in activities:
            if story is None or day not in by_text:
                self.strange.append((day, STAFF, code))
            else:
                self.people[story, STAFF].sent[by_text[day], code] += 1

    def total(self):
        return sum((one.row() for one in self.people.values()), Counter())

    def is_right(self):
        total = self.total()
        return not self.strange and not any(total[name] for name in FAULTS)

    def __str__(self):
        groups = {}
        for one in self.people.values():
            key = (one.story.behaviour, one.side)
            groups.setdefault(key, []).append(one.row())
        width = max(len(behaviour) for behaviour, __ in groups)
        head = [TITLES.get(name, name) for name in COLUMNS]
        everybody = [one.row() for one in self.people.values()]
        lines = [
            f"{'behaviour':{width}}  to      people  " + "  ".join(head),
            *(
                _line(behaviour, side, width, head, rows)
                for (behaviour, side), rows in groups.items()
            ),
            _line("all", "", width, head, everybody),
        ]
        return "\n".join([*lines, *self._complaints()])

    def _complaints(self):
        for one in self.people.values():
            for name, entries in one.faults.items():
                for day, code in entries:
                    number = (day - one.story.start).days
                    yield (
                        f"{TITLES.get(name, name)}: {code} to the {one.side} of "
                        f"{one.story.name} on {day} (day {number})"
                    )
        for day, address, subject in self.strange:
            yield f"not expected: “{subject}” to {address} on {day}"


def _line(behaviour, side, width, head, rows):
    total = sum(rows, Counter())
    numbers = "  ".join(
        f"{total[name]:>{len(title)},}"
        for name, title in zip(COLUMNS, head, strict=True)
    )
    return f"{behaviour:{width}}  {side:6}  {len(rows):>6}  {numbers}"


def _is_in(language, message):
    """Whether the message greets in that language, and in no other."""
    words = mailbox.text_of(message)
    return {name for name, greeting in GREETINGS.items() if greeting.search(words)} == {
        language
    }
