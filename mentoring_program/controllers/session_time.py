from odoo.exceptions import UserError
from odoo.http import request, route

from . import appointment
from .common import MentoringController

TIMES = "/my/mentoring/pairs/<int:match_id>/times"
POST = {"type": "http", "auth": "user", "website": True, "methods": ["POST"]}


class MentoringSessionTimeController(MentoringController):
    """The mentor proposes times, the mentee picks one: a session is planned (C3)."""

    @route(
        TIMES, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def times_page(self, match_id, **kwargs):
        return self._times_render(self._find_match_as("mentor", match_id))

    @route(TIMES, **POST)
    def times_propose(self, match_id, **kwargs):
        match = self._find_match_as("mentor", match_id)
        form = request.httprequest.form

        def propose():
            match.env["mentoring.session.time"]._propose(
                match, appointment.parse_times(form), **appointment.parse_meeting(form)
            )

        if failure := self._attempt(propose):
            return self._times_render(match, form.to_dict(), failure)
        return self._times_go_on(
            match, request.env._("Your mentee is asked to pick one of these times.")
        )

    @route(f"{TIMES}/<int:time_id>", **POST)
    def times_pick(self, match_id, time_id, **kwargs):
        match = self._find_match_as("mentee", match_id)

        def pick():
            time = match.session_time_ids.filtered(lambda one: one.id == time_id)
            if not time:
                raise UserError(
                    request.env._(
                        "This time is no longer proposed. Further down you see what is "
                        "planned, and you can plan a session yourself."
                    )
                )
            time.with_context(mail_create_nosubscribe=True)._pick()

        if failure := self._attempt(pick):
            return self._times_go_on(match, failure, "danger")
        return self._times_go_on(
            match,
            request.env._("The session is planned. You both receive an invitation."),
        )

    # Helpers

    def _find_match_as(self, side, match_id):
        """Return the visitor's own pair; "not found" to who is on the other side."""
        match, own_side = self._find_match(match_id)
        if own_side != side or not match._is_introduced():
            raise request.not_found()
        return match

    def _times_get_url(self, match):
        return f"/my/mentoring/pairs/{match.id}"

    def _times_go_on(self, match, said, kind="success"):
        self._say(said, kind)
        return request.redirect(self._times_get_url(match))

    def _times_render(self, match, posted=None, failure=None):
        first = not match._get_kept_sessions()
        name = match._get_other_name("mentor")
        url = self._times_get_url(match)
        values = {
            "match": match,
            "url": url,
            "first": first,
            "page_title": request.env._("Propose times"),
            "crumbs": [(request.env._("You and %(name)s", name=name), url)],
            "appointment": appointment.prepare_form(match.program_id),
            "typed": posted or appointment.get_typed(first=first),
        }
        if failure:
            values["message"] = {"text": failure, "kind": "danger"}
            values["doubts"] = appointment.find_doubts(match, posted)
        return self._render("mentoring_program.portal_propose_times", values)
