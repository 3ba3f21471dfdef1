"""A mentee's application in the portal: questionnaire, signature, and what follows."""

from odoo.fields import Domain
from odoo.http import request, route

from ..models.finding_sentences import member_sentence
from ..models.mentoring_application import OPEN_STATES
from . import application_status, forms, presentation
from .application_steps import (
    KEYS,
    STEPS,
    get_first_incomplete,
    get_next,
    get_previous,
    is_reachable,
)
from .common import MentoringController
from .typed_form import LONG, TypedForm

BASE = "/my/mentoring/applications/<int:application_id>"


class ApplicationController(MentoringController):
    # To apply

    @route(
        "/my/mentoring/apply",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def application_apply(self, **query):
        programs = self._get_programs()
        mine = self._application_get_open()
        return self._render(
            "mentoring_program.application_apply",
            {
                "programs": [
                    {
                        "program": program,
                        "conditions": presentation.conditions(program),
                        "course": presentation.course(program),
                        "comparison": presentation.comparison(program),
                        "mine": mine.filtered(
                            lambda one, program=program: one.program_id == program
                        ),
                    }
                    for program in programs
                ],
            },
        )

    @route(
        "/my/mentoring/apply", type="http", auth="user", website=True, methods=["POST"]
    )
    def application_create(self, **posted):
        """Begin an application, or go to the one that is open already."""
        form = TypedForm(request.env, request.httprequest.form)
        options = [(program.id, program.name) for program in self._get_programs()]
        program_id = form.choice(
            "program_id", options, request.env._("Choose a programme.")
        )
        if form.errors:
            self._say(form.errors["program_id"], "danger")
            return request.redirect("/my/mentoring/apply")
        failure = self._attempt(self._application_begin, program_id)
        if failure:
            self._say(failure, "danger")
            return request.redirect("/my/mentoring/apply")
        return self._application_go_on(self._application_get_open(program_id))

    def _application_begin(self, program_id):
        if not self._application_get_open(program_id):
            # For the visitor alone, and one of the programmes shown to the visitor.
            request.env["mentoring.application"].sudo().create(
                {"partner_id": self._get_partner().id, "program_id": program_id}
            )

    def _application_get_open(self, program_id=None):
        """Return the visitor's own open applications, of one programme or of all."""
        domain = Domain("partner_id", "=", self._get_partner().id)
        domain &= Domain("state", "in", OPEN_STATES)
        if program_id:
            domain &= Domain("program_id", "=", program_id)
        return request.env["mentoring.application"].sudo().search(domain)

    def _application_go_on(self, application):
        """Go where the application is to be continued."""
        if application.state == "draft":
            return request.redirect(
                self._application_url(application, get_first_incomplete(application))
            )
        return request.redirect(self._application_url(application))

    def _application_url(self, application, key=None):
        base = f"/my/mentoring/applications/{application.id}"
        return f"{base}/steps/{key}" if key else base

    # Where it stands

    @route(BASE, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def application_page(self, application_id, **query):
        application = self._find_application(application_id)
        program = application.program_id
        return self._render(
            "mentoring_program.application_page",
            {
                "application": application,
                "status": application_status.prepare_status(application),
                "answers": application_status.prepare_answers(application),
                "changes": application_status.prepare_changes(application),
                "can_withdraw": application_status.can_withdraw(application),
                "comparison": presentation.comparison(program),
                "contact": presentation.contact(program),
            },
        )

    @route(f"{BASE}/withdraw", type="http", auth="user", website=True, methods=["POST"])
    def application_withdraw(self, application_id, **posted):
        application = self._find_application(application_id)
        return self._act(
            self._application_withdraw,
            application,
            back=self._application_url(application),
            said=request.env._("Your application is withdrawn."),
        )

    def _application_withdraw(self, application):
        if application.state != "withdrawn":  # a double click
            reason = forms.get_text(request.httprequest.form, "reason", LONG)
            application.action_withdraw(reason)

    # The questionnaire

    @route(
        f"{BASE}/steps/<key>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def application_step(self, application_id, key, **query):
        application, step, elsewhere = self._application_find_step(application_id, key)
        if elsewhere:
            return elsewhere
        return self._application_render_step(
            application, step, step.offer(application), step.show(application)
        )

    @route(
        f"{BASE}/steps/<key>", type="http", auth="user", website=True, methods=["POST"]
    )
    def application_step_save(self, application_id, key, **posted):
        application, step, elsewhere = self._application_find_step(application_id, key)
        if elsewhere:
            return elsewhere
        posted = request.httprequest.form
        goes_back = posted.get("go") == "back"
        form = TypedForm(request.env, posted, partial=goes_back)
        if key == "sign":
            return self._application_sign(application, step, form)
        offered = step.offer(application)
        values = step.read(form, application, offered)
        if form.errors:
            return self._application_render_step(
                application, step, offered, form.typed, form.errors
            )
        failure = values and self._attempt(application.write, values)
        if failure:
            self._say(failure, "danger")
            return self._application_render_step(application, step, offered, form.typed)
        key = self._application_get_next(step, goes_back)
        return request.redirect(
            self._application_url(application, key) if key else "/my/mentoring"
        )

    def _application_get_next(self, step, goes_back):
        """Return the step to go to, if any; whoever came from the review goes there."""
        if request.httprequest.form.get("back") == "review":
            return "review"
        return get_previous(step.key) if goes_back else get_next(step.key)

    def _application_find_step(self, application_id, key):
        """Return ``(application, step, elsewhere)``.

        ``elsewhere`` leads to where the visitor belongs, when the questionnaire has
        been sent, or when an earlier step is not complete.
        """
        application = self._find_application(application_id)
        if key not in STEPS:
            raise request.not_found()
        elsewhere = None
        if application.state != "draft":
            self._say(
                request.env._(
                    "This questionnaire has been sent; its answers stay as they are."
                ),
                "info",
            )
            elsewhere = request.redirect(self._application_url(application))
        elif not is_reachable(application, key):
            self._say(request.env._("Please answer this step first."), "info")
            elsewhere = self._application_go_on(application)
        return application, STEPS[key], elsewhere

    def _application_render_step(
        self, application, step, offered, typed, errors=None, **values
    ):
        """Render a step: what it offers, what was typed, and what is wrong with it."""
        number = KEYS.index(step.key)
        url = self._application_url(application)
        extra = {
            "review": self._application_prepare_review,
            "sign": self._application_prepare_sign,
        }.get(step.key)
        return self._render(
            step.template,
            {
                "application": application,
                "step": step,
                "step_title": request.env._(step.title),
                "steps": self._application_prepare_progress(application, step),
                "number": number + 1,
                "before": get_previous(step.key),
                "url": url,
                "crumbs": [
                    (
                        request.env._("My application"),
                        self._application_url(application),
                    )
                ],
                "back": request.params.get("back") == "review" and "review",
                "typed": typed,
                "errors": errors,
                **offered,
                **(extra(application) if extra else {}),
                **values,
            },
        )

    def _application_prepare_progress(self, application, current):
        """Return the steps as ``{title, url, current, done}``; no url: not yet."""
        progress = []
        for key, step in STEPS.items():
            reachable = is_reachable(application, key)
            progress.append(
                {
                    "title": request.env._(step.title),
                    "url": reachable and self._application_url(application, key),
                    "current": step is current,
                    "done": reachable and step.asks and step.is_complete(application),
                }
            )
        return progress

    def _application_prepare_review(self, application):
        """Return the answers, and what stands in the way by the programme's rules."""
        program = application.program_id
        findings = [
            finding
            for finding in application._get_findings()
            if finding.blocks and finding.code != "charter"
        ]
        return {
            "answers": application_status.prepare_answers(application),
            "concerns": [member_sentence(request.env, finding) for finding in findings],
            # A membership can be renewed; what the others say, coaching may answer.
            "to_coaching": any(finding.code != "membership" for finding in findings),
            "comparison": presentation.comparison(program),
            "contact": presentation.contact(program),
        }

    # The signature (S2)

    def _application_prepare_sign(self, application):
        return {
            "charter": application.program_id._get_charter("mentee"),
            "charter_lang": request.env.lang,
        }

    def _application_sign(self, application, step, form):
        """Sign the charter and send the questionnaire: both, or neither."""
        env = request.env
        name = form.line("name", env._("Write your name to sign the charter."))
        if not form.tick("read"):
            form.fail("read", env._("Tick this once you have read the charter."))
        drawn = form.drawing("signature")
        self._application_check_read(form, application)
        failure = not form.errors and self._attempt(
            self._application_sign_and_submit,
            # What is signed is the text that was read, in the language it was read in.
            application.with_context(lang=form.values["charter_lang"] or env.lang),
            name,
            drawn,
        )
        if form.errors or failure:
            if failure:
                self._say(failure, "danger")
            return self._application_render_step(
                application, step, {}, form.typed, form.errors
            )
        self._say(env._("Your charter is signed, and your application is sent."))
        return request.redirect(self._application_url(application))

    def _application_check_read(self, form, application):
        """Check that the charter on the page is the one that is in force now."""
        env = application.env
        charter = application.program_id._get_charter("mentee")
        if form.posted.get("charter_id") != str(charter.id):
            form.typed.pop("read", None)
            form.fail(
                "read",
                env._(
                    "The charter has changed meanwhile. Please read it as it is now."
                ),
            )
        form.choice("charter_lang", env["res.lang"].get_installed())

    def _application_sign_and_submit(self, application, name, drawn):
        application._sign_charter(
            name, signature=drawn, address=request.httprequest.remote_addr
        )
        application.action_submit()
