"""The parts of a score (``logic.scoring``) as sentences for staff."""

from odoo.tools import LazyTranslate
from odoo.tools.misc import formatLang

_lt = LazyTranslate(__name__)

CRITERIA = {
    "objectives": _lt("Objectives"),
    "function": _lt("Job function"),
    "industry": _lt("Sector"),
    "gap": _lt("Experience gap"),
    "meeting": _lt("Meeting"),
    "load": _lt("Load"),
}

SENTENCES = {
    "objectives": _lt("Competent for: %(covered)s. Not for: %(missing)s."),
    "objectives_all": _lt("Competent for all objectives: %(covered)s."),
    "objectives_unknown": _lt("Objectives or competences are not known."),
    "function_same": _lt("Knows the mentee's job function."),
    "function_other": _lt("Comes from another job function."),
    "function_unknown": _lt("The job function of one of them is not known."),
    "industry_same": _lt("Knows the mentee's sector."),
    "industry_other": _lt("Comes from another sector."),
    "industry_unknown": _lt("The sector of one of them is not known."),
    "gap": _lt("%(years)s years more experience."),
    "gap_unknown": _lt("The experience of one of them is not known."),
    "meeting_same_place": _lt("Near each other: they can meet face to face."),
    "meeting_remote": _lt("Not near each other: phone or video."),
    "meeting_travel": _lt("Only face to face, and not near each other."),
    "meeting_none": _lt("No way of meeting in common."),
    "meeting_unknown": _lt("The way of meeting of one of them is not known."),
    "load": _lt("%(free)s of %(places)s places free."),
}


def part_as_json(part):
    """Return a ``logic.scoring.Part`` as what a match keeps of it."""
    return {
        "criterion": part.criterion,
        "value": round(part.value),
        "weight": round(part.weight, 4),
        "code": part.code,
        "params": part.params,
    }


def part_sentence(env, part):
    """Return the sentence of a part as kept by ``part_as_json``."""
    code, params = part["code"], dict(part["params"])
    if code == "objectives":
        themes = env["mentoring.theme"]
        known = themes._get_known_ids()
        for name in ("covered", "missing"):
            found = themes.browse(one for one in params[name] if one in known)
            params[name] = ", ".join(found.mapped("name")) or env._("none")
        if not part["params"]["missing"]:
            code = "objectives_all"
    sentence = env._(SENTENCES[code])
    return sentence % {
        name: formatLang(env, value, digits=1) if isinstance(value, float) else value
        for name, value in params.items()
    }


def score_rows(env, parts):
    """Return kept parts as ``{name, value, weight, sentence}``, both in percent."""
    return [_score_row(env, part) for part in parts or []]


def _score_row(env, part):
    criterion = CRITERIA[part["criterion"]]
    return {
        "name": env._(criterion),
        "value": part["value"],
        "weight": round(100 * part["weight"]),
        "sentence": part_sentence(env, part),
    }
