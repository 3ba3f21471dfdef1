"""`make rules`: for each rule of the charter, where the addon quotes it and which tests
watch it. A rule that no test watches makes it fail.

A test watches the rules that it quotes by their ids in its name, its docstring or its
body, and those that the docstring of its class quotes.
"""

import ast
import functools
import re
from collections import Counter, defaultdict
from pathlib import Path

from . import paths

ADDON = paths.ROOT / "mentoring_program"
# What is enforced is code, or data that code reads; the rest only tells of it.
SOURCES = ("logic", "models", "wizard", "controllers", "security", "data", "report")
TESTS = (ADDON / "tests", paths.ROOT / "tests")
OF_THE_TOOLS = paths.ROOT / "tests/dev"  # these tell of rules, and watch none
ID = re.compile(r"(?<![A-Za-z0-9])[PEMCDS]\d{1,2}(?![A-Za-z0-9])", re.IGNORECASE)
NAMES_SHOWN = 3


def run():
    """Print the table; return whether every rule is watched by a test."""
    rules, places, tests = catalogue(), quoted_in_code(), quoted_in_tests()
    for rule, words in rules.items():
        watching = tests[rule]
        print(f"{rule:4}{sum(watching.values()):>4} tests  {words}")
        print(f"{'':15}enforced: {_some(places[rule]) or '(a text only)'}")
        print(f"{'':15}watched:  {_some(watching) or 'BY NO TEST'}")
    unwatched = [rule for rule in rules if not tests[rule]]
    total = sum(sum(watching.values()) for watching in tests.values())
    print(f"\n{len(rules)} rules, watched {total} times by tests.")
    if unwatched:
        print(f"No test watches {', '.join(unwatched)}.")
    return not unwatched


def catalogue():
    """Return `{id: words}` of the addon's own list, read without importing it."""
    tree = ast.parse((ADDON / "logic/rules.py").read_text())
    [table] = [node.value for node in tree.body if isinstance(node, ast.Assign)]
    return ast.literal_eval(table)


def quoted_in_code():
    """Return `{id: Counter of files}` of the addon's code and data."""
    places = defaultdict(Counter)
    for folder in SOURCES:
        for path in sorted((ADDON / folder).rglob("*")):
            if path.suffix in (".py", ".xml") and path.name != "rules.py":
                for rule in _ids(path.read_text()):
                    places[rule][path.relative_to(ADDON).as_posix()] += 1
    return places


def quoted_in_tests():
    """Return `{id: Counter of files}`, one for each test that watches the rule."""
    watching = defaultdict(Counter)
    for folder in TESTS:
        for path in sorted(folder.rglob("test_*.py")):
            if path.is_relative_to(OF_THE_TOOLS):
                continue
            for rules in tests_of(path.read_text()).values():
                for rule in rules:
                    watching[rule][path.relative_to(paths.ROOT).as_posix()] += 1
    return watching


def tests_of(source):
    """Return `{name of a test: ids of the rules that it watches}` of a test file."""
    tree = ast.parse(source)
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            shared = set(_ids(ast.get_docstring(node) or ""))
            for inner in node.body:
                if _is_test(inner):
                    name = f"{node.name}.{inner.name}"
                    found[name] = shared | _watched(source, inner)
        elif _is_test(node):
            found[node.name] = _watched(source, node)
    return found


def _is_test(node):
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def _watched(source, node):
    """Return the ids in a test: decorators, name, docstring, body and comments."""
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    lines = source.splitlines()[first - 1 : node.end_lineno]
    return set(_ids("\n".join(lines).replace("_", " ")))


def _ids(text):
    return {one.upper() for one in ID.findall(text)} & known_ids()


@functools.cache
def known_ids():
    """Return the ids of the catalogue."""
    return frozenset(catalogue())


def _some(places: Counter):
    """Return the names of the files that quote most, and how many more there are."""
    names = [Path(name).as_posix() for name, _count in places.most_common()]
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
