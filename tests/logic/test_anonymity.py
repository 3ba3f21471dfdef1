"""Texts without who wrote them (names hidden until both have accepted)."""

import pytest
from logic.anonymity import OMITTED, Identity, without_author, without_name

MARIE = Identity(
    names=("Marie-Hélène de La Tour",),
    employers=("Bois Clair S.A.", "Orange", "EY"),
    addresses=("marie@bois-clair.example", "+33 6 12 34 56 78"),
    places=("Aix-en-Provence", "Nice"),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # The name: as a whole in any case, in parts as names are written
        ("I am Marie-Hélène de La Tour.", "I am […]."),
        ("I am marie helene DE LA TOUR!", "I am […]!"),
        ("TOUR, Marie here", "[…], […] here"),
        ("Marie here; Helene to friends", "[…] here; […] to friends"),
        ("a tour of the plants with de la", "a tour of the plants with de la"),
        ("Marieke and Tourisme", "Marieke and Tourisme"),
        # Employers: a single word as it is written, several in any case
        ("At BOIS-CLAIR since 2010", "At […] since 2010"),
        ("at bois clair sa, then Orange", "at […] sa, then […]"),
        ("an orange light, hey, EY", "an orange light, hey, […]"),
        # The town
        ("Plants in Aix-en-Provence and Nice", "Plants in […] and […]"),
        ("a nice plant near aix", "a nice plant near aix"),
        # Addresses, links, numbers, also unknown ones
        ("Write to marie@bois-clair.example!", "Write to […]!"),
        ("or m.h+x@other.example", "or […]"),
        ("https://linkedin.com/in/marie?x=1 shows", "[…] shows"),
        ("see linkedin.com/in/marie", "see […]"),
        ("@marie_h on the networks", "[…] on the networks"),
        ("06 12 34 56 78 or +33 (0)6.12.34.56.78", "[…] or […]"),
        ("call 0033612345678 now", "call […] now"),
        ("+1 (212) 555-0123", "[…]"),
        # What only looks like it
        ("2004-2019: 1 000 000 000 euros", "2004-2019: 1 000 000 000 euros"),
        ("from 01/02/2004 to 2019", "from 01/02/2004 to 2019"),
        ("e.g. this, i.e. that", "e.g. this, i.e. that"),
        ("Lead 120 people in 14 countries.", "Lead 120 people in 14 countries."),
        ("", ""),
    ],
)
def test_own_words_do_not_tell_who(text, left):
    assert without_author(text, MARIE) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<p>Marie-Hélène de La Tour</p>", "<p>[…]</p>"),
        ("<p>Marie Officer in Nice</p>", "<p>Marie Officer in Nice</p>"),
        (
            '<a href="mailto:marie@bois-clair.example">x</a>',
            '<a href="mailto:[…]">x</a>',
        ),
        ("06.12.34.56.78", "[…]"),
        (
            '<a href="https://site.example/my/1" style="color: orange">us@x.org</a>',
            '<a href="https://site.example/my/1" style="color: orange">us@x.org</a>',
        ),
    ],
)
def test_words_of_others_lose_only_what_is_known(text, left):
    assert without_name(text, MARIE) == left


def test_html_is_read_as_it_is_written():
    brien = Identity(names=("Ann O'Brien",), employers=("Black & White",))
    for name in ("Ann O'Brien", "Ann O&#39;Brien", "Ann O&#x27;Brien"):
        assert without_name(f"<b>{name}</b>", brien) == f"<b>{OMITTED}</b>"
    assert without_name("at Black &amp; White", brien) == f"at {OMITTED}"


def test_nobody_to_hide():
    assert without_name("Anything.", Identity(names=("",))) == "Anything."
    assert without_author("Anything.", Identity()) == "Anything."


def test_characters_keep_their_place():
    text = "ﬁn, Ｈélène, ½ année — 漢字 Hélène"
    assert without_author(text, MARIE) == f"ﬁn, {OMITTED}, ½ année — 漢字 {OMITTED}"
