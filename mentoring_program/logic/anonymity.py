"""Texts without who wrote them: what members tell of themselves before they are
introduced.

``without_author`` is for what somebody wrote about themselves: besides the name, the
employers and the addresses that are known, it leaves out each word of the name, the
town, and whatever looks like an address, a link or a phone number. ``without_name`` is
for what others wrote (it may be HTML): only name, employers and addresses go.

A single word is a name where it is written like one ("Petit", "PETIT", not "petit").
Accents don't matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from .employer import employer_key

OMITTED = "[…]"

# Too short or too common to tell anybody apart.
_PARTICLES = frozenset(
    "van von der den del des dos das bin ben ibn los las the".split()
)
_SHORTEST_PART = 3

_WORD = re.compile(r"[^\W\d_]+")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)*")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w@])(?:[\w-]+\.)+(?:com|fr|org|net|eu|io|me|info)(?![\w-])(?:/\S*)?"
    r"|(?<!\w)@\w{2,}"
)
# As phone numbers are written: from + or 0 on, eight digits or more.
_PHONE = re.compile(
    r"(?<!\w)(?<!\d[\s.])(?:\+|\(?\+?0)\d?(?:[\s.()-]{0,3}\d){7,14}(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells who somebody is; addresses are e-mails and phone numbers, places are
    the towns that they live in.
    """

    names: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def without_author(text: str, author: Identity) -> str:
    """The author's own text, without what tells who they are."""
    parts = [part for name in author.names for part in _name_parts(name)]
    towns = [part for place in author.places for part in _phrase(_plain(place).split())]
    return _omit(text, [_MAIL, _LINK, _PHONE, *_known(author), *parts, *towns])


def without_name(text: str, identity: Identity) -> str:
    """Somebody else's text (or HTML), without what tells of ``identity``.

    :return: of the type of ``text``, so that markup stays markup
    """
    known = [*_known(identity), *_escaped(identity)]
    return type(text)(_omit(str(text), known))


def _omit(text: str, patterns: list[re.Pattern]) -> str:
    text = unicodedata.normalize("NFC", text)
    plain = _plain(text)
    spans = sorted(
        match.span() for pattern in patterns for match in pattern.finditer(plain)
    )
    pieces, end = [], 0
    for start, stop in spans:
        if start >= end:
            pieces += [text[end:start], OMITTED]
        end = max(end, stop)
    return "".join([*pieces, text[end:]])


def _plain(text: str) -> str:
    """The text without accents, character by character."""
    return "".join(unicodedata.normalize("NFKD", char)[0] for char in text)


def _known(identity: Identity) -> Iterator[re.Pattern]:
    for name in identity.names:
        words = _WORD.findall(_plain(name))
        yield from _phrase(words)
        yield from _phrase(words[::-1])
    for employer in identity.employers:
        yield from _phrase(_plain(employer).split())
        yield from _phrase(_short_form(employer))
    for address in identity.addresses:
        yield _literal(address)
        yield from _phone(address)


def _escaped(identity: Identity) -> Iterator[re.Pattern]:
    """The same as HTML writes it ("O&#x27;Brien")."""
    for word in (*identity.names, *identity.employers, *identity.addresses):
        for quoted in (escape(word), escape(word).replace("&#x27;", "&#39;")):
            if quoted != word:
                yield _literal(quoted)


def _phrase(words: list[str]) -> Iterator[re.Pattern]:
    """Several words in a row, whatever case; a single one as names are written."""
    if len(words) == 1:
        yield from _name(words[0])
    elif words:
        between = r"[\W_]{1,3}"
        yield _bounded(between.join(map(re.escape, words)), re.IGNORECASE)


def _name(word: str) -> Iterator[re.Pattern]:
    capitalised = word[:1].upper() + word[1:]
    yield _bounded("|".join({re.escape(capitalised), re.escape(word.upper())}))


def _name_parts(name: str) -> Iterator[re.Pattern]:
    for word in _WORD.findall(_plain(name)):
        if len(word) >= _SHORTEST_PART and word.casefold() not in _PARTICLES:
            yield from _name(word)


def _short_form(employer: str) -> list[str]:
    """The employer's words without its legal form, cased as written."""
    kept = set(employer_key(employer).split())
    return [
        word
        for word in re.findall(r"[^\W_]+", _plain(employer))
        if word.casefold() in kept
    ]


def _literal(text: str) -> re.Pattern:
    return _bounded(re.escape(_plain(text)), re.IGNORECASE)


def _phone(address: str) -> Iterator[re.Pattern]:
    """A phone number however it is spaced, with or without its country."""
    digits = re.sub(r"\D", "", address)
    if "@" not in address and len(digits) >= 8:
        national = r"[\s.()-]{0,3}".join(digits[-9:])
        yield _bounded(r"(?:[+(]?\d[\d\s.()-]{0,8})?" + national)


def _bounded(pattern: str, flags: int = 0) -> re.Pattern:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", flags)
