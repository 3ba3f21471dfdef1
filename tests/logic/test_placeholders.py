"""What a message has Odoo fill in, and under which condition."""

import pytest
from logic.placeholders import find_added, read_placeholders

NAME = ((), "t-out", "object.name")


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("", "", set()),
        ("Hello", "<p>Nothing to fill in</p>", set()),
        ("For {{ object.name }}", "", {NAME}),
        ("", '<p>For <t t-out="object.name"/></p>', {NAME}),
        ("For {{object.name}}", '<b t-out=" object.name "></b>', {NAME}),
        ("For {{ object\n.name }}", "", {((), "t-out", "object .name")}),
        (
            "{{ object.name }} and {{ object.date }}",
            "",
            {NAME, ((), "t-out", "object.date")},
        ),
        (
            "",
            '<p t-if="object.ok">For <t t-out="object.name"/></p>',
            {
                ((("t-if object.ok",),), "t-if", "object.ok"),
                ((("t-if object.ok",),), "t-out", "object.name"),
            },
        ),
        (
            "",
            '<a t-att-href="object.url" T-ESC="object.name">See</a>',
            {((), "t-att-href", "object.url"), ((), "t-esc", "object.name")},
        ),
        ("", '<!-- <t t-out="object.name"/> -->Words', set()),
    ],
)
def test_placeholders_are_found(subject, body, expected):
    assert read_placeholders(subject, body) == expected


def out_of(body):
    """Return the conditions of what is put out."""
    [conditions] = {
        conditions
        for conditions, name, _expression in read_placeholders("", body)
        if name == "t-out"
    }
    return conditions


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '<div t-if="a"><ul><li t-if="b"><t t-out="x"/></li></ul></div>',
            (("t-if a",), ("t-if b",)),
        ),
        (
            '<p t-if="a">One</p> <p t-elif="b">Two</p> <p t-else=""><t t-out="x"/></p>',
            (("t-if a", "t-elif b", "t-else"),),
        ),
        (
            '<p t-if="a">One</p><!-- a word --><p t-elif="b" t-out="x"></p>',
            (("t-if a", "t-elif b"),),
        ),
        (
            '<p t-foreach="many" t-as="one"><t t-out="one"/></p>',
            (("t-foreach many",),),
        ),
        ('<p t-if="a">One</p><p><t t-out="x"/></p>', ()),
    ],
)
def test_each_stands_under_its_conditions(body, expected):
    assert out_of(body) == expected


ORIGINAL = """
    <p>Hello <t t-out="x"/>,</p>
    <p t-if="a"><t t-out="y"/></p>
    <p t-else=""><t t-out="z"/></p>
"""


@pytest.mark.parametrize(
    ("reworded", "added"),
    [
        (ORIGINAL, []),
        ("<p>Words alone</p>", []),
        ('<p>Dear <b t-out=" x "/>! And again, <t t-out="x"/>.</p>', []),
        ('<div><p t-if="a">At last: <t t-out="y"/></p></div>', []),
        ('<p t-if="a">Hello <t t-out="x"/>: <t t-out="y"/></p>', []),
        ('<p t-if="a">Yes</p><p t-else=""><i><t t-out="z"/></i></p>', []),
        ('<p t-if="a">Yes</p><p>No: <t t-out="z"/></p>', ["z"]),
        ('<p>Hello <t t-out="x"/>: <t t-out="y"/></p>', ["y"]),
        ('<p t-if="not a"><t t-out="y"/></p>', ["not a", "y"]),
        (
            '<p t-if="a">One</p><p t-else=""><t t-out="y"/></p>',
            ["y"],
        ),
        (
            # Its "else" is another one's.
            '<div t-if="a"><p t-if="x">One</p><p t-else=""><t t-out="z"/></p></div>',
            ["", "x", "z"],
        ),
        ('<p><t t-out="x"/>, <t t-out="x.secret"/></p>', ["x.secret"]),
        ('<p><t t-out="x"/><t t-call="any.view"/></p>', ["any.view"]),
        ('<p><a t-att-href="x">See</a></p>', ["x"]),
        ('<p><t t-set="x" t-value="y"/><t t-out="x"/></p>', ["x", "y"]),
    ],
)
def test_what_the_original_would_not_show_is_found(reworded, added):
    before, after = (read_placeholders("", body) for body in (ORIGINAL, reworded))
    found = find_added(before, after)
    assert sorted(expression for _conditions, _name, expression in found) == added


def test_a_placeholder_of_the_text_may_stand_in_the_subject():
    before = read_placeholders("Welcome", ORIGINAL)
    assert not find_added(before, read_placeholders("Welcome, {{ x }}", ""))
    assert find_added(before, read_placeholders("Welcome, {{ y }}", ""))
