"""Each page in each state, at both widths: accessible, in bounds, in one language.

The languages take turns, so that a page that comes in several states is seen in both.
With PICTURES set, each stop is made in both languages, and its pictures are kept.
"""

import os

import pytest

from .gallery import STOPS

PICTURES = bool(os.environ.get("PICTURES"))
LANGUAGES = ("fr", "en")
VISITS = [
    pytest.param(stop, lang, id=f"{stop.name}-{lang}")
    for number, stop in enumerate(STOPS)
    for lang in (LANGUAGES if PICTURES else [LANGUAGES[number % 2]])
]


@pytest.mark.parametrize(("stop", "lang"), VISITS)
def test_page(window, stop, lang):
    window.become(stop.who, lang)
    window.go(stop.path)
    if stop.act:
        stop.act(window)
    window.has(f"main {stop.shows}")
    if PICTURES:
        window.take_pictures(stop.name)
    window.check()
