"""Where people can meet without a journey, from addresses written by hand."""

from __future__ import annotations

from .employer import plain_words

CAPITAL_REGION = frozenset({"75", "77", "78", "91", "92", "93", "94", "95"})


def place_key(country: str | None, postcode: str | None, city: str | None):
    """A key that two people share who can meet face to face (P4), or ``None``.

    :param country: ISO code, as ``"FR"``
    :return: in France the department, or the capital region as a whole; elsewhere
        the city
    """
    digits = (postcode or "").strip()
    if country == "FR" and len(digits) == 5 and digits.isdigit():
        department = digits[:3] if digits.startswith("97") else digits[:2]
        return "FR-IDF" if department in CAPITAL_REGION else f"FR-{department}"
    name = " ".join(plain_words(city))
    return f"{country or ''}-{name}" if name else None
