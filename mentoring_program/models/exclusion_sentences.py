"""How many mentors each rule excludes, in words for staff."""

from odoo.tools import LazyTranslate, format_list

_lt = LazyTranslate(__name__)

# What each rule on a pair finds wrong, short enough for a list with numbers.
RULES = {
    "gap": _lt("Gap of experience out of range (E4)"),
    "level": _lt("Level aimed for not held (E5)"),
    "one_mentor": _lt("The mentee has a mentor already (M4)"),
    "places": _lt("No free place (M5)"),
    "available": _lt("Not available (M1)"),
    "mentor_charter": _lt("Charter not signed (S2)"),
    "language": _lt("No shared language (M1)"),
    "another_person": _lt("The same person (M1)"),
    "other_employer": _lt("Same employer, now or before (M1)"),
    "wanted": _lt("One asked not to be paired with the other (M1)"),
    "not_refused": _lt("An earlier proposal was declined (M1)"),
    "not_replaced": _lt("A mentor stopped after the first session (D6)"),
}
SHOWN = 3  # rules in a sentence: those that exclude most


def rule_name(env, code):
    """Return what the rule ``code`` on a pair finds wrong, in a few words."""
    name = RULES[code]
    return env._(name)


def excluded_by(env, counts):
    """Return a sentence of the rules that exclude most mentors, with their numbers.

    :param counts: ``{code of the rule: mentors}``
    """
    if not counts:
        return ""
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    rules = [
        env._("%(rule)s: %(count)s", rule=rule_name(env, code), count=count)
        for code, count in most
    ]
    return env._("Excluded by: %s.", format_list(env, rules, style="unit"))
