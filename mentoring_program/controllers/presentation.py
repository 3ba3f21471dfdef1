"""A programme in words for members: its numbers, its sister service, whom to ask."""

from odoo.tools import format_amount

from ..logic.fee import BEFORE_REVIEW


def months_in_words(env, months):
    """Return "2 years", "18 months" …"""
    if months % 12 or not months:
        return env._("%s months", months) if months != 1 else env._("1 month")
    years = months // 12
    return env._("%s years", years) if years != 1 else env._("1 year")


def _hours(env, minutes):
    if minutes % 60:
        return env._("%s minutes", minutes)
    hours = minutes // 60
    return env._("%s hours", hours) if hours != 1 else env._("1 hour")


def _promotion(env, program):
    return env._(
        "You aim for a significantly greater responsibility within %(horizon)s, or you "
        "are in the first %(recent)s of such a post.",
        horizon=months_in_words(env, program.horizon_months),
        recent=months_in_words(env, program.new_post_months),
    )


def conditions(program):
    """Return who the programme is for, as sentences (E1, E2, E3, E7, P7)."""
    env = program.env
    return [
        env._("You are in post."),
        env._(
            "You have %(least)s to %(most)s years of professional experience.",
            least=program.experience_years_min,
            most=program.experience_years_max,
        ),
        _promotion(env, program),
        env._("You are not looking for a job: career coaching is there for that."),
        env._("Your membership fee is up to date, and stays so to the end."),
    ]


def course(program):
    """Return how it goes, as sentences with the programme's numbers (P2, P3, C3)."""
    env = program.env
    sentences = [
        env._(
            "One-to-one exchanges over %(least)s to %(most)s months.",
            least=program.duration_months_min,
            most=program.duration_months_max,
        ),
        env._(
            "At least %(count)s sessions of %(shortest)s to %(longest)s each, face to "
            "face if possible.",
            count=program.sessions_min,
            shortest=_hours(env, program.session_minutes_min),
            longest=_hours(env, program.session_minutes_max),
        ),
        env._(
            "The first session within %(delay)s of the introduction, at your "
            "initiative.",
            delay=months_in_words(env, program.first_session_months),
        ),
    ]
    fee = program.fee_product_id
    if fee:
        sentence = (
            env._(
                "A fee of %(amount)s, paid with your application; the mentors are "
                "volunteers."
            )
            if program.fee_timing == BEFORE_REVIEW
            else env._(
                "A fee of %(amount)s, paid once you are accepted; the mentors are "
                "volunteers."
            )
        )
        amount = format_amount(env, fee.list_price, fee.currency_id)
        sentences.append(sentence % {"amount": amount})
    return sentences


def mentor_conditions(program):
    """Return who may be a mentor, as sentences (E4, E5, M5)."""
    env = program.env
    return [
        env._(
            "You have about %(least)s to %(most)s years more experience than your "
            "mentee.",
            least=program.gap_years_min,
            most=program.gap_years_max,
        ),
        env._("You hold, or have held, a post at the level that your mentee aims for."),
        env._(
            "You are ready to give a few hours over %(months)s months, as a volunteer, "
            "to at most %(places)s mentees at a time.",
            months=program.duration_months_max,
            places=program.mentor_places,
        ),
    ]


def comparison(program):
    """Return mentoring and coaching on five lines: (what, mentoring, coaching) (P8)."""
    env = program.env
    return [
        (
            env._("Experience"),
            env._(
                "%(least)s to %(most)s years of professional experience",
                least=program.experience_years_min,
                most=program.experience_years_max,
            ),
            env._("All along the career"),
        ),
        (
            env._("Situation"),
            env._(
                "In post, with a major promotion at stake within %(horizon)s",
                horizon=months_in_words(env, program.horizon_months),
            ),
            env._("In post or not, whatever is at stake"),
        ),
        (
            env._("Objective"),
            env._("Prepare or speed up for a promotion, or settle into a new post"),
            env._("Any professional objective"),
        ),
        (
            env._("Nature"),
            env._("Advice, and experience passed on"),
            env._("Help to find your own solutions, advice on how to search"),
        ),
        (
            env._("Follow-up"),
            env._("At least %(count)s sessions", count=program.sessions_min),
            env._("One session or several"),
        ),
    ]


def contact(program):
    """Return whom to ask about the programme: the officer in charge, or the house."""
    # What the association shows of itself to its members.
    responsible = program.sudo().responsible_id.partner_id
    company = program.sudo().company_id
    return {
        "name": responsible.name or company.name,
        "email": responsible.email or company.email,
        "phone": responsible.phone or company.phone,
    }
