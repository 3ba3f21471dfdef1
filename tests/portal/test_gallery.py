"""Each page in each state: accessible, in bounds, in one language."""

import pytest

from .gallery import STOPS
from .turns import PICTURES

NUMBERED = [
    pytest.param(number, stop, id=stop.name) for number, stop in enumerate(STOPS)
]


@pytest.mark.parametrize(("number", "stop"), NUMBERED)
def test_page(window, number, stop):
    lang, size = window.house.get_look(number)
    window.become(stop.who, lang)
    window.go(stop.path)
    undo = stop.act and stop.act(window)
    try:
        window.has(f"main {stop.shows}")
        if PICTURES:
            window.take_picture(stop.name, size)
        window.check(size)
    finally:
        if undo:
            undo()
