"""The findings of ``logic.eligibility`` as sentences, for staff and for the member.

One sentence a code and answer; ``None`` is the answer "not known".
"""

from markupsafe import Markup

from odoo.tools import LazyTranslate
from odoo.tools.misc import formatLang

_lt = LazyTranslate(__name__)

STAFF = {
    "in_post": {
        True: _lt("In post."),
        False: _lt("Not in post at present."),
        None: _lt("Whether in post is not said."),
    },
    "experience": {
        True: _lt("%(years)s years of experience (%(minimum)s to %(maximum)s)."),
        False: _lt(
            "%(years)s years of experience; the programme is for %(minimum)s to "
            "%(maximum)s years."
        ),
        None: _lt("The beginning of the professional life is not said."),
    },
    "responsibility": {
        True: _lt("Aims for significantly greater responsibilities, in time."),
        False: _lt(
            "No significantly greater responsibility within %(horizon_months)s months, "
            "nor a post of that kind taken in the last %(new_post_months)s months."
        ),
        None: _lt("Aim, level or date of the next post is not said."),
    },
    "not_a_job_search": {
        True: _lt("Does not seek a job."),
        False: _lt("Seeks a job: that is for career coaching, not for mentoring."),
        None: _lt("The aim is not said."),
    },
    "objectives": {
        True: _lt("Objectives defined: %(count)s."),
        False: _lt("Objectives defined: %(count)s; at least %(minimum)s needed."),
    },
    "written": {
        True: _lt("Expectations and motivations are written."),
        False: _lt("Expectations or motivations are not written."),
    },
    "charter": {
        True: _lt("The charter is signed."),
        False: _lt("The charter is not signed."),
    },
    "membership": {
        True: _lt("The membership fee is up to date."),
        False: _lt("The membership fee is not up to date."),
        None: _lt("The membership is not known."),
    },
    "fee": {
        True: _lt("No fee is open."),
        False: _lt("The fee is neither paid nor waived."),
    },
    "not_replaced": {
        True: _lt("No mentor has stopped after a first session."),
        False: _lt(
            "A mentor has stopped after the first session: no other mentor is proposed "
            "to this mentee."
        ),
    },
    "gap": {
        True: _lt("%(years)s years more experience."),
        False: _lt(
            "%(years)s years more experience; the programme asks for %(minimum)s to "
            "%(maximum)s."
        ),
        None: _lt("The experience of one of them is not known."),
    },
    "level": {
        True: _lt("Has held a post at the level aimed for."),
        False: _lt("Has not held a post at the level aimed for."),
        None: _lt("The level of one of them is not known."),
    },
    "one_mentor": {
        True: _lt("The mentee has no other mentor."),
        False: _lt("The mentee has a mentor or an open proposal already."),
    },
    "places": {
        True: _lt("%(taken)s of %(places)s places taken."),
        False: _lt("All places are taken (%(taken)s of %(places)s)."),
    },
    "available": {
        True: _lt("Available in this programme."),
        False: _lt("Not available in this programme at present."),
    },
    "mentor_charter": {
        True: _lt("The mentor has signed the charter."),
        False: _lt("The mentor has not signed the charter."),
    },
    "language": {
        True: _lt("They share a language."),
        False: _lt("They share no language."),
        None: _lt("The languages of one of them are not known."),
    },
    "another_person": {
        True: _lt("Two different persons."),
        False: _lt("It is the same person."),
    },
    "other_employer": {
        True: _lt("Not the same employer."),
        False: _lt("The same employer, now or before."),
    },
    "wanted": {
        True: _lt("Neither has asked not to be paired with the other."),
        False: _lt("One has asked not to be paired with the other."),
    },
    "not_refused": {
        True: _lt("No earlier proposal was declined."),
        False: _lt("An earlier proposal of this pair was declined."),
    },
}

# To a member, differently worded; only rules on the member's own facts.
MEMBER = {
    "in_post": {
        True: _lt("You are in post."),
        False: _lt("Mentoring accompanies people who are in post at the moment."),
        None: _lt("Please tell whether you are in post."),
    },
    "experience": {
        True: _lt(
            "You have %(years)s years of professional experience (%(minimum)s to "
            "%(maximum)s are asked for)."
        ),
        False: _lt(
            "Mentoring is meant for %(minimum)s to %(maximum)s years of professional "
            "experience; you have %(years)s."
        ),
        None: _lt("Please tell when your professional life began."),
    },
    "responsibility": {
        True: _lt(
            "You aim for significantly greater responsibilities, or have just taken "
            "them up."
        ),
        False: _lt(
            "Mentoring prepares for significantly greater responsibilities within "
            "%(horizon_months)s months, or helps in the first %(new_post_months)s "
            "months of such a post."
        ),
        None: _lt("Please tell what you aim for, at which level, and when."),
    },
    "not_a_job_search": {
        True: _lt("You are not looking for a job."),
        False: _lt("Mentoring does not serve to find a job; career coaching does."),
        None: _lt("Please tell what you aim for."),
    },
    "objectives": {
        False: _lt("Please define at least %(minimum)s objective(s)."),
    },
    "written": {
        False: _lt("Please write down your expectations and motivations."),
    },
    "charter": {
        False: _lt("Please read and sign the charter."),
    },
    "membership": {
        False: _lt("Your membership fee is not up to date."),
        None: _lt("Your membership fee is not up to date."),
    },
    "fee": {
        False: _lt("The fee of the programme is not paid yet."),
    },
    "not_replaced": {
        False: _lt(
            "After a first session, your mentor ended the relation; as the charter "
            "says, the career centre then proposes no other mentor."
        ),
    },
}

ICONS = {
    True: ("fa-check-circle", "text-success", _lt("Met")),
    False: ("fa-times-circle", "text-danger", _lt("Not met")),
    None: ("fa-question-circle", "text-warning", _lt("Not known")),
}


def finding_sentence(env, finding, audience=STAFF):
    """Return the sentence of a ``logic.facts.Finding`` in the language of ``env``.

    Where the member needs no other words, those for staff serve.
    """
    answers = {**STAFF[finding.code], **audience.get(finding.code, {})}
    answer = answers[finding.passed]
    sentence = env._(answer)
    return sentence % {
        name: formatLang(env, value, digits=1) if isinstance(value, float) else value
        for name, value in finding.params.items()
    }


def member_sentence(env, finding):
    """Return the sentence that the member reads."""
    return finding_sentence(env, finding, MEMBER)


def findings_list(env, findings, overridden=frozenset()):
    """Return the findings as an HTML list: icon, sentence, rule id, override."""
    item = Markup(
        '<li class="d-flex gap-2 py-1"><i class="fa %s %s mt-1" role="img" title="%s" '
        'aria-label="%s"></i><span>%s <span class="text-muted">(%s)</span>%s</span>'
        "</li>"
    )
    rows = []
    for finding in findings:
        icon, colour, label = ICONS[finding.passed]
        let_pass = finding.blocks and finding.code in overridden
        rows.append(
            item
            % (
                icon,
                "text-info" if let_pass else colour,
                env._(label),
                env._(label),
                finding_sentence(env, finding),
                finding.rule,
                Markup(" <em>%s</em>") % env._("overridden") if let_pass else "",
            )
        )
    return Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup("").join(rows)
