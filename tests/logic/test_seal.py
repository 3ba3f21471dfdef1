"""C8, D3: sealing a text; its key; who asks to open it."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from logic.seal import (
    is_sandboxed,
    make_key,
    read_key,
    seal,
    unseal,
)

SANDBOX = {"__builtins__": {"len": len}, "ask": lambda: is_sandboxed(sys._getframe())}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "filestore" / "notes.key"


@pytest.mark.parametrize("text", ["Say no.", " ", "Élan – 東京\r\n\0", "x" * 100_000])
def test_a_sealed_text_opens_with_its_key_alone(path, text):
    key, other = make_key(path), make_key(path.with_name("other.key"))
    sealed = seal(text, key)
    assert text not in sealed
    assert sealed != seal(text, key), "the same text twice would tell"
    assert unseal(sealed, key) == text
    assert unseal(sealed, other) is None
    assert unseal("Say no.", key) is None


def test_a_key_is_made_once(path):
    assert read_key(path) is None
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(make_key, [path] * 50))
    assert keys == {read_key(path)}
    assert list(path.parent.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "code",
    ["ask()", "(lambda: ask())()", "[ask() for one in [1]][0]", "max(map(ask, [1]))"],
)
def test_code_of_the_database_is_told_from_the_servers(code):
    names = {**SANDBOX, "max": max, "map": lambda act, items: [act() for _ in items]}
    assert eval(code, dict(names)) is True
    del names["__builtins__"]
    assert eval(code, names) is False


def test_a_function_that_such_code_leaves_behind_is_told_too():
    assert eval("lambda: ask()", dict(SANDBOX))() is True
