"""For each kind of record: the state it is born in, and state → allowed next."""

MENTOR = {
    "draft": {"submitted"},
    "submitted": {"approved", "refused"},
    "approved": {"paused", "left"},
    "paused": {"approved", "left"},
    # One profile a contact: who comes back starts again from the same profile.
    "left": {"draft"},
    "refused": {"draft"},
}

APPLICATION = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {"accepted", "refused", "withdrawn"},
    "accepted": {"waiting", "withdrawn"},
    "waiting": {"matched", "withdrawn"},
    "matched": {"waiting", "closed"},
    "closed": set(),
    "refused": set(),
    "withdrawn": set(),
}

MATCH = {
    "draft": {"proposed", "cancelled"},
    "proposed": {"active", "declined", "expired", "cancelled"},
    "active": {"ended"},
    "ended": set(),
    "declined": set(),
    "expired": set(),
    "cancelled": set(),
}

SESSION = {
    "planned": {"done", "cancelled", "missed"},
    "done": set(),
    "cancelled": set(),
    "missed": set(),
}

RUN = {
    "draft": {"computing", "computed", "discarded"},
    # Cancelled or failed, it is what it was before.
    "computing": {"draft", "computed", "discarded"},
    "computed": {"computing", "published", "discarded"},
    "published": set(),
    "discarded": set(),
}

CHARTER = {
    "draft": {"published"},
    "published": {"retired"},
    "retired": set(),
}

LIFECYCLES = {
    "mentor": MENTOR,
    "application": APPLICATION,
    "match": MATCH,
    "session": SESSION,
    "run": RUN,
    "charter": CHARTER,
}


def first_state(kind: str) -> str:
    """The state that a new record of this kind has."""
    return next(iter(LIFECYCLES[kind]))


def is_allowed(kind: str, state: str, target: str) -> bool:
    """Whether a record of this kind may go from ``state`` to ``target``."""
    return target in LIFECYCLES[kind][state]


def is_final(kind: str, state: str) -> bool:
    """Whether nothing comes after ``state``."""
    return not LIFECYCLES[kind][state]
