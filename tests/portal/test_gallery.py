"""Each page in each state: accessible, in bounds, in one language.

Languages and widths take turns, so that a page that comes in several states is seen in
all. With PICTURES set, each stop is made in both languages and checked at both widths,
and its pictures are kept.
"""

import os

import pytest

from .gallery import STOPS
from .visitor import SIZES

PICTURES = bool(os.environ.get("PICTURES"))
LANGUAGES = ("fr", "en")


def visits():
    """Which stops are made, in which language, and checked at which widths."""
    sizes = list(SIZES)
    for number, stop in enumerate(STOPS):
        turn = LANGUAGES[number % 2], [sizes[number // 2 % 2]]
        every = [(lang, sizes) for lang in LANGUAGES]
        for lang, widths in every if PICTURES else [turn]:
            yield pytest.param(stop, lang, widths, id=f"{stop.name}-{lang}")


@pytest.mark.parametrize(("stop", "lang", "widths"), visits())
def test_page(window, stop, lang, widths):
    window.become(stop.who, lang)
    window.go(stop.path)
    if stop.act:
        stop.act(window)
    window.has(f"main {stop.shows}")
    if PICTURES:
        window.take_pictures(stop.name)
    window.check(widths)
