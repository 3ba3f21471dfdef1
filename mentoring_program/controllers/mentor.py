from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.http import request, route

from . import forms, mentor_profile, personal_data, presentation
from .common import MentoringController
from .mentor_profile import PAUSE, STANDINGS
from .typed_form import TypedForm

MENTOR = "/my/mentoring/mentor"
GET = {"type": "http", "auth": "user", "website": True, "methods": ["GET"]}
POST = {**GET, "methods": ["POST"]}
MATCHES_SHOWN = 20

# States in which the owner may still write the profile.
WRITABLE = (False, "draft", "submitted", "approved", "paused")


class MentorController(MentoringController):
    """A mentor's own profile: filling in, signing, sending, taking a break."""

    @route(MENTOR, **GET, readonly=True)
    def mentor_page(self, **kwargs):
        return self._mentor_render(self._get_mentor())

    @route(MENTOR, **POST)
    def mentor_save(self, **kwargs):
        mentor = self._get_mentor()
        if mentor.state not in WRITABLE:
            self._say(request.env._("This profile can't be changed now."), "danger")
            return request.redirect(MENTOR)
        programs = mentor_profile.get_programs(mentor, request.env.company)
        offered = mentor_profile.offer(mentor, programs)
        form = TypedForm(request.env, request.httprequest.form)
        today = Date.context_today(mentor)
        values = mentor_profile.read(form, mentor, offered, today)
        failure = not form.errors and self._attempt(self._mentor_write, mentor, values)
        if form.errors or failure:
            return self._mentor_render(mentor, form.typed, form.errors, failure)
        self._say(request.env._("Your profile is saved."))
        return request.redirect(MENTOR)

    @route(f"{MENTOR}/preview", **GET, readonly=True)
    def mentor_preview(self, **kwargs):
        mentor = self._get_mentor()
        if not mentor:
            return request.redirect(MENTOR)
        hidden = any(mentor.program_ids.mapped("hide_names"))
        return self._render(
            "mentoring_program.mentor_preview",
            {
                "mentor": mentor.with_context(active_test=False),
                "names_hidden": hidden,
                "words": mentor._get_anonymous if hidden else lambda text: text,
                "crumbs": [(request.env._("My mentor profile"), MENTOR)],
            },
        )

    @route(f"{MENTOR}/staff", **GET, readonly=True)
    def mentor_staff_view(self, **kwargs):
        """What the career centre reads of the profile."""
        mentor = self._get_mentor()
        if not mentor:
            return request.redirect(MENTOR)
        return self._render(
            "mentoring_program.mentor_staff_view",
            {
                "facts": personal_data.prepare_mentor(mentor),
                "crumbs": [(request.env._("My mentor profile"), MENTOR)],
            },
        )

    # The charter (S2)

    @route(f"{MENTOR}/sign", **GET, readonly=True)
    def mentor_sign_page(self, **kwargs):
        return self._mentor_render_sign(self._get_mentor())

    @route(f"{MENTOR}/sign", **POST)
    def mentor_sign(self, **kwargs):
        env = request.env
        mentor = self._get_mentor()
        form = TypedForm(env, request.httprequest.form)
        name = form.line("name", env._("Write your name to sign the charter."))
        if not form.tick("read"):
            form.fail("read", env._("Tick this once you have read the charter."))
        drawing = form.drawing("signature")
        lang = form.choice("charter_lang", env["res.lang"].get_installed())
        failure = not form.errors and self._attempt(
            self._mentor_sign_charter,
            # What is signed is the text that was read, in the language it was read in.
            mentor.with_context(lang=lang or env.lang),
            form,
            name,
            drawing,
        )
        if form.errors or failure:
            return self._mentor_render_sign(mentor, form.typed, form.errors, failure)
        self._say(env._("Your charter is signed. Thank you!"))
        return request.redirect(MENTOR)

    def _mentor_sign_charter(self, mentor, form, name, drawing):
        charter_id = forms.get_integer(form.posted, "charter_id")
        offered = self._mentor_get_charters(mentor)
        charter = offered.filtered(lambda one: one.id == charter_id)
        if not charter:
            if charter_id in mentor.signature_ids.charter_id.ids:
                return  # a double click
            raise UserError(
                request.env._(
                    "The charter has changed meanwhile. Please read it as it is now."
                )
            )
        mentor.env["mentoring.charter.signature"]._sign(
            charter,
            mentor.partner_id,
            name=name,
            signature=drawing,
            address=request.httprequest.remote_addr,
        )

    def _mentor_get_charters(self, mentor):
        """Return the charters in force that the mentor has yet to sign."""
        charters = mentor.env["mentoring.charter"]
        for program in mentor.program_ids:
            if not mentor._has_signed(program):
                charters |= program._get_charter("mentor")
        return charters

    # Where it stands

    @route(f"{MENTOR}/submit", **POST)
    def mentor_submit(self, **kwargs):
        mentor = self._get_mentor()

        def submit():
            self._mentor_check_begun(mentor)
            # A second click finds it sent, or even approved.
            if mentor.state == "draft":
                mentor.action_submit()

        return self._act(
            submit,
            back=MENTOR,
            said=request.env._("Your profile is sent to the career centre. Thank you!"),
        )

    @route(f"{MENTOR}/pause", **POST)
    def mentor_pause(self, **kwargs):
        mentor = self._get_mentor()
        form = request.httprequest.form

        def pause():
            self._mentor_check_begun(mentor)
            first_day = forms.get_date(form, "pause_from")
            mentor.action_plan_pause(first_day, forms.get_date(form, "pause_to"))

        if failure := self._attempt(pause):
            days = {name: form.get(name) for name in PAUSE}
            return self._mentor_render(mentor, failure=failure, pause=days)
        self._say(request.env._("Noted: no new mentee is proposed to you meanwhile."))
        return request.redirect(MENTOR)

    @route(f"{MENTOR}/resume", **POST)
    def mentor_resume(self, **kwargs):
        mentor = self._get_mentor()

        def resume():
            self._mentor_check_begun(mentor)
            mentor.action_resume()

        if mentor and mentor._has_planned_pause():
            said = request.env._("The break that you had planned is called off.")
        else:
            said = request.env._("Welcome back! You can be proposed to mentees again.")
        return self._act(resume, back=MENTOR, said=said)

    @route(f"{MENTOR}/reopen", **POST)
    def mentor_reopen(self, **kwargs):
        """Come back after having left: the profile starts again as a draft."""
        mentor = self._get_mentor()

        def reopen():
            self._mentor_check_begun(mentor)
            if mentor.state == "refused":
                raise UserError(
                    request.env._("Please ask the career centre to open it again.")
                )
            mentor.action_reopen()

        return self._act(
            reopen,
            back=MENTOR,
            said=request.env._("Welcome back! Check your profile, then send it."),
        )

    # Helpers

    def _mentor_check_begun(self, mentor):
        if not mentor:
            raise UserError(request.env._("Fill in your mentor profile first."))

    def _mentor_write(self, mentor, values):
        # Who saves the page has looked it over, changed or not.
        values = {**values, "profile_date": Date.today()}
        if mentor:
            mentor.write(values)
        else:
            mentor.with_context(mail_create_nosubscribe=True).create(
                {
                    **values,
                    "partner_id": self._get_partner().id,
                    "company_id": request.env.company.id,
                }
            )

    def _mentor_render(self, mentor, typed=None, errors=None, failure=None, pause=None):
        """Render the page; ``typed`` is the profile's form, ``pause`` the break's."""
        programs = mentor_profile.get_programs(mentor, request.env.company)
        offered = mentor_profile.offer(mentor, programs)
        charters = self._mentor_get_charters(mentor)
        values = {
            "mentor": mentor,
            "writable": mentor.state in WRITABLE,
            "standing": mentor.state in STANDINGS
            and request.env._(STANDINGS[mentor.state]),
            "charters": charters,
            "obstacle": mentor.state == "draft" and mentor._why_not_submitted(),
            "matches": self._mentor_get_matches(mentor),
            "conditions": [] if mentor else self._mentor_get_conditions(programs),
            "contact": programs and presentation.contact(programs[0]),
            "today": Date.context_today(mentor),
            "errors": errors,
            "typed": {
                **(pause or mentor_profile.show_pause(mentor)),
                **(typed or self._mentor_show(mentor, programs, offered)),
            },
            **offered,
        }
        if failure:
            values["message"] = {"text": failure, "kind": "danger"}
        return self._render("mentoring_program.mentor_page", values)

    def _mentor_show(self, mentor, programs, offered):
        return mentor_profile.show(mentor, self._get_partner(), programs, offered)

    def _mentor_get_matches(self, mentor):
        """Return the latest pairs that the mentor was asked about."""
        return mentor.env["mentoring.match"].search(
            [
                ("mentor_id", "in", mentor.ids),
                ("mentor_asked_date", "!=", False),
                ("state", "in", ("proposed", "active", "ended")),
            ],
            limit=MATCHES_SHOWN,
        )

    def _mentor_get_conditions(self, programs):
        return presentation.mentor_conditions(programs[0]) if programs else []

    def _mentor_render_sign(self, mentor, typed=None, errors=None, failure=None):
        charter = self._mentor_get_charters(mentor)[:1]
        if not charter:
            self._say(
                failure or request.env._("There is no charter left to sign."),
                "danger" if failure else "info",
            )
            return request.redirect(MENTOR)
        values = {
            "charter": charter,
            "charter_lang": request.env.lang,
            "typed": typed or {"name": mentor.name},
            "errors": errors,
            "crumbs": [(request.env._("My mentor profile"), MENTOR)],
        }
        if failure:
            values["message"] = {"text": failure, "kind": "danger"}
        return self._render("mentoring_program.mentor_sign", values)
