"""Employers written by hand, made comparable."""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORMS = frozenset(
    "sa sas sasu sarl eurl snc sca se ag gmbh ltd limited llc inc plc nv bv spa srl "
    "group groupe france holding".split()
)


def employer_key(name: str) -> str:
    """``"Société Générale S.A."`` → ``"societe generale"``; empty when nothing is left.

    Case, accents, punctuation and legal forms don't tell two employers apart.
    """
    plain = unicodedata.normalize("NFKD", name or "")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.casefold().replace(".", "").replace("'", " ").replace("’", " ")
    words = re.findall(r"[a-z0-9&]+", plain)
    return " ".join(word for word in words if word not in _LEGAL_FORMS)


def employer_keys(*names: str) -> frozenset[str]:
    """The keys of several texts, each with one employer a line."""
    lines = (line for name in names for line in (name or "").splitlines())
    return frozenset(filter(None, map(employer_key, lines)))
