"""A proposal, as each of the two reads it before they are introduced."""

from odoo.tools import LazyTranslate

from ..models.score_sentences import score_rows

_lt = LazyTranslate(__name__)

# What became of a proposal that is no longer open.
CLOSED = {
    "declined": _lt("This proposal has been declined."),
    "expired": _lt("This proposal was not answered in time, so it is no longer open."),
    "cancelled": _lt("The career centre has withdrawn this proposal."),
}
# The load of the mentor is the career centre's concern, not a reason to meet.
REASONS_HIDDEN = {"load"}


def prepare(match, side):
    """Return what the page of the proposal needs for ``side``."""
    closed = CLOSED.get(match.state)
    return {
        "page_title": _get_title(match, side),
        "asked": match._is_asked(side),
        "answer": match[f"{side}_answer"],
        "closed": closed and match.env._(closed),
        "reasons": get_reasons(match),
    }


def _get_title(match, side):
    env = match.env
    if match.names_hidden:
        if side == "mentor":
            return env._("Proposal: a mentee for you")
        return env._("Proposal: a mentor for you")
    name = match._get_other_name(side)
    if side == "mentor":
        return env._("Proposal: %(name)s as your mentee", name=name)
    return env._("Proposal: %(name)s as your mentor", name=name)


def get_reasons(match):
    """Return ``[(criterion, sentence)]`` of what speaks for the match."""
    parts = [part for part in match.score_parts or [] if _speaks(part)]
    return [(row["name"], row["sentence"]) for row in score_rows(match.env, parts)]


def _speaks(part):
    """Whether a part of the score is a reason to meet, worth telling the two."""
    known = not part["code"].endswith("_unknown")
    counts = part["value"] >= 50 and part["weight"] > 0
    return known and counts and part["criterion"] not in REASONS_HIDDEN
