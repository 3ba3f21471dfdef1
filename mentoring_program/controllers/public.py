"""What anybody may read, and the self-check: nothing about visitors is stored."""

from odoo.fields import Date
from odoo.http import request, route

from ..logic import eligibility
from ..logic.facts import AIM_NEW_POST, AIM_PROMOTION, Applicant
from ..models.finding_sentences import member_sentence
from . import choices, presentation
from .application_steps import MONTHS_LIMIT
from .common import MentoringController
from .typed_form import TypedForm

PAGE = {"type": "http", "auth": "public", "website": True, "readonly": True}
ROLES = ("mentee", "mentor")


class PublicController(MentoringController):
    @route("/mentoring", **PAGE, methods=["GET"], sitemap=True)
    def public_landing(self, **query):
        return self._public_render(
            "mentoring_program.public_landing",
            {
                "programs": [
                    {
                        "program": program,
                        "conditions": presentation.conditions(program),
                        "course": presentation.course(program),
                        "mentor_conditions": presentation.mentor_conditions(program),
                        "comparison": presentation.comparison(program),
                        "contact": presentation.contact(program),
                        "charters": [
                            role for role in ROLES if program._get_charter(role)
                        ],
                    }
                    for program in self._get_programs()
                ]
            },
        )

    @route("/mentoring/charter/<role>", **PAGE, methods=["GET"], sitemap=False)
    def public_charter(self, role, program=None, **query):
        """Show the charter in force, of the programme asked for or of the first."""
        if role not in ROLES:
            raise request.not_found()
        charters = [one._get_charter(role) for one in self._public_pick(program)]
        charter = next(filter(None, charters), None)
        if not charter:
            raise request.not_found()
        return self._public_render(
            "mentoring_program.public_charter", {"charter": charter}
        )

    def _public_pick(self, program):
        """Return the programme with the id ``program``, all of them without one."""
        programs = self._get_programs()
        if program is None:
            return programs
        return programs.filtered(lambda one: str(one.id) == program)

    # The self-check (E1, E2, E3, P7)

    @route("/mentoring/self-check", **PAGE, methods=["GET"], sitemap=True)
    def public_self_check(self, **query):
        return self._public_render_check({})

    @route("/mentoring/self-check", **PAGE, methods=["POST"], sitemap=False)
    def public_self_check_answer(self, **posted):
        """Answer at once. It is a POST so that the answers are in no address or log."""
        form = TypedForm(request.env, request.httprequest.form)
        program = self._public_read_program(form)
        applicant = self._public_read_applicant(form, program)
        if form.errors:
            return self._public_render_check(form.typed, errors=form.errors)
        findings = eligibility.self_check_findings(applicant, program._get_policy())
        return self._public_render_check(
            form.typed,
            program=program,
            fits=not eligibility.blocking(findings),
            reasons=[
                (finding.passed, member_sentence(request.env, finding))
                for finding in findings
            ],
            comparison=presentation.comparison(program),
            contact=presentation.contact(program),
        )

    def _public_read_program(self, form):
        programs = self._get_programs()
        if len(programs) > 1:
            options = [(program.id, program.name) for program in programs]
            chosen = form.choice(
                "program_id", options, request.env._("Choose a programme.")
            )
            return programs.filtered(lambda one: one.id == chosen) or programs[:1]
        if not programs:
            raise request.not_found()
        return programs

    def _public_read_applicant(self, form, program):
        """Read the answers into a ``logic.facts.Applicant``."""
        env = request.env
        offered = self._public_offer()
        today = program._get_today()
        employment = form.choice(
            "employment", offered["employments"], env._("Tell whether you are in post.")
        )
        start = form.past_month(
            "experience_start", today, env._("Tell when your professional life began.")
        )
        aim = form.choice("aim", offered["aims"], env._("Tell what you aim for."))
        level_id = form.choice(
            "target_level_id",
            offered["levels"],
            aim in (AIM_PROMOTION, AIM_NEW_POST)
            and env._("Choose the level of that post."),
        )
        months = form.integer(
            "target_months",
            1,
            MONTHS_LIMIT,
            aim == AIM_PROMOTION and env._("Tell in how many months you aim for it."),
        )
        day = form.past_date(
            "new_post_date",
            today,
            aim == AIM_NEW_POST and env._("Tell when you took up the new post."),
        )
        level = env["mentoring.level"].sudo().browse(level_id or [])
        return Applicant(
            today=today,
            employment=employment or None,
            experience_start=start,
            aim=aim or None,
            target_level_rank=level.rank if level else None,
            target_level_is_management=level.target if level else None,
            target_months=months,
            new_post_date=day,
        )

    def _public_offer(self):
        env = request.env
        return {
            "employments": choices.selection(
                env, "mentoring.application", "employment"
            ),
            "aims": choices.selection(env, "mentoring.application", "aim"),
            "levels": choices.records(env, "mentoring.level"),
            "months": choices.months(env),
        }

    def _public_render_check(self, typed, errors=None, **answer):
        return self._public_render(
            "mentoring_program.public_self_check",
            {
                "typed": typed,
                "errors": errors,
                "programs": self._get_programs(),
                "today": Date.context_today(request.env.user),
                **self._public_offer(),
                **answer,
            },
        )

    def _public_render(self, template, values):
        visitor = request.env.user._is_public()
        return self._render(template, {"no_breadcrumbs": visitor, **values})
