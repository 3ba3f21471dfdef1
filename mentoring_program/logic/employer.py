"""Employers written by hand, made comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LEGAL_FORMS = frozenset(
    "sa sas sasu sarl eurl snc sca se ag gmbh ltd limited llc inc plc nv bv spa srl "
    "group groupe france holding".split()
)


def plain_words(text: str) -> list[str]:
    """The words of a text in any script, without case, accents and punctuation."""
    plain = text or ""
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.casefold().replace(".", "").replace("'", " ").replace("’", " ")
    return re.findall(r"(?:[^\W_]|&)+", plain)


@lru_cache(maxsize=1 << 16)  # a ranking asks for those of all mentors
def employer_key(name: str) -> str:
    """``"Société Générale S.A."`` → ``"societe generale"``; empty when nothing is left.

    Case, accents, punctuation and legal forms don't tell two employers apart.
    """
    return " ".join(word for word in plain_words(name) if word not in _LEGAL_FORMS)


@lru_cache(maxsize=1 << 16)
def employer_keys(*names: str) -> frozenset[str]:
    """The keys of several texts, each with one employer a line."""
    lines = (line for name in names for line in (name or "").splitlines())
    return frozenset(filter(None, map(employer_key, lines)))
