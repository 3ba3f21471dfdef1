"""What Odoo fills in where an e-mail's text leaves a place for it.

Whoever rewords a message writes around its placeholders. They are evaluated with all
rights, so one that the message did not have could tell anything to anybody; and one
that is taken out of its condition could tell it too early.
"""

from __future__ import annotations

import re

from lxml import html

DIRECTIVE = "t-"
CONDITIONS = ("t-if", "t-elif", "t-else", "t-foreach")
ELSE = {"t-elif", "t-else"}
INLINE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)

# What holds for an element: its own condition, after those that its "else" refers to.
Condition = tuple[str, ...]
# Under which conditions, the directive, the expression.
Placeholder = tuple[tuple[Condition, ...], str, str]


def read_placeholders(subject: str, body: str) -> set[Placeholder]:
    """Return the placeholders of a message: of its subject, an inline template, and of
    its body, in QWeb.
    """
    inline = {((), "t-out", _normal(found)) for found in INLINE.findall(subject)}
    return inline | _read_qweb(body)


def find_added(before: set[Placeholder], after: set[Placeholder]) -> set[Placeholder]:
    """Return those of ``after`` that a message with those of ``before`` may not show:
    unknown ones, and those that stood under a condition which now is not around them.
    """
    known = {}
    for conditions, *what in before:
        known.setdefault(tuple(what), []).append(set(conditions))
    return {
        (conditions, *what)
        for conditions, *what in after
        if not any(needed <= set(conditions) for needed in known.get(tuple(what), []))
    }


def _read_qweb(body: str) -> set[Placeholder]:
    if not body.strip():
        return set()
    # As Odoo parses it to fill it in.
    root = html.fragment_fromstring(body, create_parent="div")
    return {
        (_conditions(element), name, _normal(value))
        for element in root.iter("*")
        for name, value in element.attrib.items()
        if name.startswith(DIRECTIVE)
    }


def _conditions(element) -> tuple[Condition, ...]:
    around = reversed([element, *element.iterancestors()])
    return tuple(filter(None, map(_own_condition, around)))


def _own_condition(element) -> Condition:
    own = tuple(
        f"{name} {_normal(element.attrib[name])}".strip()
        for name in CONDITIONS
        if name in element.attrib
    )
    before = next(element.itersiblings("*", preceding=True), None)
    if before is not None and not ELSE.isdisjoint(element.attrib):
        return _own_condition(before) + own
    return own


def _normal(expression: str) -> str:
    return " ".join(expression.split())
