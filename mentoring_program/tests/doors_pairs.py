"""Pairs, each of which breaks one rule: see `doors`."""

from functools import partial

from odoo.fields import Command

from ..logic import eligibility
from .doors import (
    PersonBreaks,
)


class PairBreaks(PersonBreaks):
    """Drafted pairs, each of which one rule keeps from being proposed."""

    @classmethod
    def _draft(cls, application, mentor):
        return cls._make_match(application, mentor, "draft")

    @classmethod
    def _make_person_pairs(cls):
        """``{name: (code, match)}``: of those whom the rules on a person stop."""
        broken = cls._make_broken("waiting")
        del broken["beginning not said"]  # breaks E4 too
        mentor = cls._make_mentor()
        others = {
            "not 8 years": {"experience_start": cls._years_ago(15)},
            "21 years": {"experience_start": cls._years_ago(28)},
            "fee open": {
                "program_ids": [Command.set(broken["fee open"][1].program_id.ids)]
            },
        }
        return {
            name: (
                code,
                cls._draft(
                    application,
                    cls._make_mentor(**others[name]) if name in others else mentor,
                ),
            )
            for name, (code, application) in broken.items()
        }

    @classmethod
    def _get_makers(cls):
        """``{name: (code, how to make)}``: ``(application, mentor)`` of each break."""
        with_mentor, written = cls._with_mentor, cls._with_mentor_written
        french = cls.env.ref("base.lang_fr").ids
        return {
            "gap of 4 years": with_mentor(
                "gap", experience_start=cls._years_ago(17, days=-1)
            ),
            "gap of 10 years and a month": with_mentor(
                "gap", experience_start=cls._years_ago(22, months=1)
            ),
            "gap not known": written("gap", experience_start=False),
            "level too low": with_mentor("level", level_id=cls._level("department")),
            "level not known": written("level", level_id=False),
            "has a mentor": ("one_mentor", cls._with_two_programs),
            "no place": ("places", cls._with_full_mentor),
            "never a place": with_mentor("places", capacity=0),
            "paused": with_mentor("available", state="paused"),
            "left": with_mentor("available", state="left"),
            "to be approved": with_mentor("available", state="submitted"),
            "archived": written("available", active=False),
            "other programme": written("available", program_ids=[Command.clear()]),
            "mentor not signed": ("mentor_charter", cls._with_unsigned_mentor),
            "no language": with_mentor("language", lang_ids=[Command.set(french)]),
            "the same person": ("another_person", cls._with_oneself),
            "same employer": with_mentor("other_employer", employer="BOIS CLAIR SA"),
            "employer before": with_mentor(
                "other_employer", past_employers="X\nBois-Clair"
            ),
            "not wanted by mentee": ("wanted", partial(cls._with_unwanted, "mentee")),
            "not wanted by mentor": ("wanted", partial(cls._with_unwanted, "mentor")),
            "refused before": ("not_refused", cls._with_refusal),
        }

    @classmethod
    def _with_mentor(cls, code, **vals):
        return code, lambda: (cls._make_mentee(), cls._make_mentor(**vals))

    @classmethod
    def _with_mentor_written(cls, code, **vals):
        """What a mentor lost only after having been approved."""

        def make():
            mentor = cls._make_mentor()
            mentor.write(vals)
            return cls._make_mentee(), mentor

        return code, make

    @classmethod
    def _make_mentee(cls, **vals):
        start = cls._years_ago(12)
        return cls._make_application(state="waiting", experience_start=start, **vals)

    @classmethod
    def _with_two_programs(cls):
        """The mentee has been proposed a mentor in another programme (M4)."""
        application = cls._make_mentee()
        program = cls._make_program()
        mentor = cls._make_mentor(program_ids=[Command.set(program.ids)])
        other = cls._make_application(
            application.partner_id, "waiting", program_id=program.id
        )
        cls._make_match(other, mentor, "proposed")
        return application, cls._make_mentor()

    @classmethod
    def _with_full_mentor(cls):
        mentor = cls._make_mentor(capacity=1)
        cls._make_match(mentor=mentor, state="proposed")
        return cls._make_mentee(), mentor

    @classmethod
    def _with_unsigned_mentor(cls):
        """A mentor of one programme who now serves another too (S2)."""
        program = cls._make_program()
        mentor = cls._make_mentor(program_ids=[Command.set(program.ids)])
        mentor.program_ids |= cls.program
        return cls._make_mentee(), mentor

    @classmethod
    def _with_oneself(cls):
        application = cls._make_mentee()
        return application, cls._make_mentor(application.partner_id)

    @classmethod
    def _with_unwanted(cls, side):
        application, mentor = cls._make_mentee(), cls._make_mentor()
        one, other = {
            "mentee": (application, mentor),
            "mentor": (mentor, application),
        }[side]
        one.unwanted_partner_ids = other.partner_id
        return application, mentor

    @classmethod
    def _with_refusal(cls):
        match = cls._make_match(state="declined")
        cls.env.flush_all()
        return match.application_id, match.mentor_id

    def _check_pair(self, match, code):
        """Check that ``code`` alone keeps the pair from being proposed."""
        findings = eligibility.against_proposal(*match._get_pair_facts())
        return self._check_isolated(findings, code)
