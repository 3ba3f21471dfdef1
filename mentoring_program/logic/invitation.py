"""Calendar invitations (iCalendar) that update one entry instead of adding others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import vobject
from dateutil.tz import UTC  # the one that vobject writes as UTC

# How iCalendar calls the answers of Odoo's attendees.
PARTSTATS = {
    "accepted": "ACCEPTED",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting as its invitation tells it; times are naive and in UTC.

    ``uid`` stays the same for the meeting's life, ``sequence`` rises with each change.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    location: str = ""
    organizer: tuple[str, str] | None = None  # name, address
    attendees: tuple[tuple[str, ...], ...] = ()  # name, address, answer if any
    cancelled: bool = False

    @property
    def method(self) -> str:
        return "CANCEL" if self.cancelled else "REQUEST"


def as_ics(invitation: Invitation, now: datetime) -> bytes:
    """Return the invitation as the bytes of an ``.ics`` file (RFC 5545, 5546)."""
    calendar = vobject.iCalendar()
    calendar.add("method").value = invitation.method
    event = calendar.add("vevent")
    event.add("uid").value = invitation.uid
    event.add("sequence").value = str(invitation.sequence)
    event.add("status").value = "CANCELLED" if invitation.cancelled else "CONFIRMED"
    event.add("dtstamp").value = now.replace(tzinfo=UTC)
    event.add("dtstart").value = invitation.start.replace(tzinfo=UTC)
    event.add("dtend").value = invitation.end.replace(tzinfo=UTC)
    event.add("summary").value = invitation.summary
    if invitation.description:
        event.add("description").value = invitation.description
    if invitation.location:
        event.add("location").value = invitation.location
        if invitation.location.startswith(("https://", "http://")):
            event.add("url").value = invitation.location
    if invitation.organizer:
        _add_person(event, "organizer", *invitation.organizer)
    for name, address, *answer in invitation.attendees:
        person = _add_person(event, "attendee", name, address)
        person.role_param = "REQ-PARTICIPANT"
        person.partstat_param = PARTSTATS.get(*answer or [""], "NEEDS-ACTION")
        person.rsvp_param = "TRUE"
    return calendar.serialize().encode()


def _add_person(event, kind: str, name: str, address: str):
    person = event.add(kind)
    person.value = f"mailto:{address}"
    # A parameter can hold neither line breaks nor double quotes (RFC 5545, 3.2).
    person.cn_param = " ".join(name.split()).replace('"', "'")
    return person
