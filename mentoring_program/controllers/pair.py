from functools import partial

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route
from odoo.tools import LazyTranslate

from odoo.addons.portal.controllers.portal import pager

from ..logic import session_plan
from . import appointment, forms, presentation, proposal
from .common import MentoringController

_lt = LazyTranslate(__name__)

# How the relation ended, as each of the two reads it.
OUTCOMES = {
    "completed": _lt(
        "You have gone through the whole programme together. Thank you for your time "
        "and your trust!"
    ),
    "agreement": _lt("You have agreed to end the relation here. Thank you both!"),
    "other": _lt("The relation has ended. Thank you both!"),
}
OWN_OUTCOMES = {
    "stopped_first": {
        "mentor": _lt(
            "You chose not to go on after the first session. Thank you for having met, "
            "and for saying so in time."
        ),
        "mentee": _lt(
            "Your mentor has chosen not to go on after the first session. As the "
            "charter says, no other mentor is proposed; the career centre is glad to "
            "talk with you about what may help you now."
        ),
    },
    "never_started": {
        "mentor": _lt(
            "The first session did not take place in time, so the relation has ended. "
            "Thank you for having been available."
        ),
        "mentee": _lt(
            "The first session did not take place in time, so the relation has ended. "
            "The career centre is glad to talk with you about what may help you now."
        ),
    },
    "fee_lapsed": {
        "mentor": _lt(
            "The career centre had to end the relation for an administrative reason. "
            "Thank you for the time that you have given."
        ),
        "mentee": _lt(
            "The relation has ended because your membership fee was no longer up to "
            "date. The career centre can tell you how to go on."
        ),
    },
}
# The long text that each of these forms asks for.
LONG_TEXTS = {"decline": "reason", "stop": "stop_comment", "end": "comment"}

PAIR = "/my/mentoring/pairs/<int:match_id>"
SESSIONS_STEP = 20
POST = {"type": "http", "auth": "user", "website": True, "methods": ["POST"]}


class MentoringPairController(MentoringController):
    """A pair, from the proposal to the end, as each of the two sees it."""

    @route(
        [PAIR, f"{PAIR}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def pair_page(self, match_id, page=1, **kwargs):
        """The page of the pair; ``page`` is that of its sessions, newest first."""
        return self._pair_render(*self._find_match(match_id), page=page)

    # The proposal

    @route(f"{PAIR}/accept", **POST)
    def pair_accept(self, match_id, **kwargs):
        match, side = self._find_match(match_id)
        failure = self._attempt(match.action_accept, side)
        if match._is_introduced():
            said = request.env._(
                "You are introduced to each other. Enjoy the exchange!"
            )
        else:
            said = request.env._(
                "Thank you! We write to you as soon as the other has answered."
            )
        return self._pair_go_on(match, failure, said)

    @route(f"{PAIR}/decline", **POST)
    def pair_decline(self, match_id, **kwargs):
        match, side = self._find_match(match_id)

        def decline(form):
            match.action_decline(side, forms.get_text(form, "reason"))

        return self._pair_submit(
            match,
            side,
            "decline",
            decline,
            said=request.env._("You have declined. The career centre takes it up."),
        )

    # Appointments

    @route(f"{PAIR}/sessions", **POST)
    def pair_plan(self, match_id, **kwargs):
        match, side = self._find_match(match_id)

        def plan(form):
            match.env["mentoring.session"].with_context(
                mail_create_nosubscribe=True
            )._plan(match, **appointment.parse(form), side=side)

        first = not match._get_kept_sessions()
        way = request.httprequest.form.get("way")
        said = request.env._("The session is planned. You both receive an invitation.")
        if session_plan.suggests_face_to_face(way, first):
            said = request.env._(
                "The session is planned. You both receive an invitation. If you live "
                "near each other, think of meeting face to face: the charter suggests "
                "it for a first session."
            )
        return self._pair_submit(match, side, "plan", plan, said=said)

    # Going on

    @route(f"{PAIR}/extend", **POST)
    def pair_extend(self, match_id, **kwargs):
        match, side = self._find_match(match_id)

        def extend(form):
            match.action_ask_extension(side, forms.get_date(form, "until"))

        return self._pair_submit(
            match,
            side,
            "extend",
            extend,
            said=request.env._("You have asked to go on. The other is asked to agree."),
        )

    @route(f"{PAIR}/extend/agree", **POST)
    def pair_extend_agree(self, match_id, **kwargs):
        match, side = self._find_match(match_id)
        failure = self._attempt(match.action_agree_extension, side)
        return self._pair_go_on(match, failure, request.env._("You go on together."))

    @route(f"{PAIR}/extend/decline", **POST)
    def pair_extend_decline(self, match_id, **kwargs):
        match, side = self._find_match(match_id)
        failure = self._attempt(match.action_decline_extension, side)
        said = request.env._("The planned end stays as it is.")
        return self._pair_go_on(match, failure, said)

    # The end

    @route(f"{PAIR}/stop", **POST)
    def pair_stop(self, match_id, **kwargs):
        match, side = self._find_match(match_id)

        def stop(form):
            if side != "mentor":
                raise UserError(
                    request.env._("Only the mentor can stop after the first session.")
                )
            if not forms.get_text(form, "sure"):
                raise UserError(
                    request.env._("Tick the box to say that you are sure to stop.")
                )
            match.action_stop_after_first(forms.get_text(form, "stop_comment"))

        return self._pair_submit(
            match,
            side,
            "stop",
            stop,
            said=request.env._("The relation has ended. Thank you for having met."),
        )

    @route(f"{PAIR}/end", **POST)
    def pair_end(self, match_id, **kwargs):
        match, side = self._find_match(match_id)

        def end(form):
            match.action_declare_end(side, forms.get_text(form, "comment"))

        return self._pair_submit(
            match,
            side,
            "end",
            end,
            said=request.env._("You have declared the end. Thank you!"),
        )

    @route(
        f"{PAIR}/certificate", type="http", auth="user", website=True, methods=["GET"]
    )
    def pair_certificate(self, match_id, **kwargs):
        match, side = self._find_match(match_id)
        if match.outcome != "completed":
            raise request.not_found()
        made = []

        def make():
            # The visitor is one of the two: see the door.
            report = request.env["ir.actions.report"].sudo()
            made.extend(
                report._render_qweb_pdf(
                    "mentoring_program.report_match_certificate",
                    match.ids,
                    data={"side": side},
                )
            )

        if failure := self._attempt(make):
            return self._pair_go_on(match, failure, "")
        name = request.env._("Certificate of mentoring.pdf")
        return request.make_response(
            made[0],
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name)),
            ],
        )

    # Helpers

    def _pair_submit(self, match, side, name, action, said):
        """Run ``action`` on the posted form; a failure shows it again as typed."""
        form = request.httprequest.form
        if failure := self._attempt(action, form):
            return self._pair_render(match, side, (name, form.to_dict()), failure)
        return self._pair_go_on(match, False, said)

    def _pair_go_on(self, match, failure, said):
        self._say(failure or said, "danger" if failure else "success")
        return request.redirect(f"/my/mentoring/pairs/{match.id}")

    def _pair_render(self, match, side, failed=(None, {}), failure=None, page=1):
        """Render the page; ``failed`` is the form that failed: its name, its fields."""
        values = self._pair_prepare_values(match, side)
        if match._is_introduced():
            template = "mentoring_program.portal_pair"
            values.update(self._pair_prepare_running(match, side, page))
        else:
            template = "mentoring_program.portal_proposal"
            values.update(proposal.prepare(match, side))
        values["open_form"], posted = failed
        values["typed"] = {**values.get("typed", {}), **posted}
        values["unsaved"] = self._pair_get_unsaved(values, *failed)
        if failure:
            values["message"] = {"text": failure, "kind": "danger"}
            values["doubts"] = appointment.find_doubts(match, posted)
        return self._render(template, values)

    def _pair_get_unsaved(self, values, name, posted):
        """Return the long text of a form that the page no longer has: it isn't lost."""
        running = values["match"].state == "active"
        shown = {
            "decline": values.get("asked"),
            "stop": values.get("can_stop"),
            "end": running and not values.get("own_end"),
        }
        return not shown.get(name, True) and posted.get(LONG_TEXTS[name])

    def _pair_prepare_values(self, match, side):
        other_side = "mentee" if side == "mentor" else "mentor"
        other = match._get_partner(other_side)
        return {
            "match": match,
            "side": side,
            # Nothing of a contact whose name is hidden gets as far as the page.
            "other": other.browse() if match.names_hidden else other,
            "names_hidden": match.names_hidden,
            "words": partial(match._get_words, other_side),
            "url": f"/my/mentoring/pairs/{match.id}",
            "program": match.program_id,
            "contact": presentation.contact(match.program_id),
            # The languages of the profiles count whether the site speaks them or not.
            "application": match.application_id.with_context(active_test=False),
            "mentor": match.mentor_id.with_context(active_test=False),
        }

    def _pair_prepare_running(self, match, side, page):
        sessions = match.session_ids
        url = f"/my/mentoring/pairs/{match.id}"
        pages = pager(url, len(sessions), page=page, step=SESSIONS_STEP)
        shown = sessions[pages["offset"] :][:SESSIONS_STEP]
        kept = match._get_kept_sessions()
        name = match._get_other_name(side)
        return {
            "page_title": request.env._("You and %(name)s", name=name),
            "sessions": [(session, appointment.describe(session)) for session in shown],
            "pager": pages,
            "appointment": appointment.prepare_form(match.program_id),
            "typed": appointment.get_typed(first=not kept),
            "first": not kept,
            "times": [
                (time, appointment.describe(time))
                for time in match.session_time_ids
                if time.start > fields.Datetime.now()
            ],
            "next_step": match._get_next_step_for(side),
            "first_session_due": not kept and match._get_first_session_due(),
            "progress": min(
                100,
                round(100 * match.session_done_count / match.program_id.sessions_min),
            ),
            "can_stop": side == "mentor" and match._can_stop_after_first(),
            "own_end": match[f"{side}_end_date"],
            "other_end": match[
                "mentee_end_date" if side == "mentor" else "mentor_end_date"
            ],
            "outcome": self._pair_get_outcome_words(match, side),
            "news": match._get_news(side),
            "signature": self._pair_get_signature(match, side),
            "fee_invoice": side == "mentee" and match.application_id.invoice_id,
        }

    def _pair_get_signature(self, match, side):
        """Return the charter that ``side`` has signed for this pair's programme."""
        if side == "mentee":
            return match.application_id.signature_id
        return match.mentor_id.signature_ids.filtered(
            lambda signature: signature.program_id == match.program_id
        )[:1]

    def _pair_get_outcome_words(self, match, side):
        if match.state != "ended":
            return ""
        outcome = match.outcome
        own = OWN_OUTCOMES.get(outcome)
        return request.env._(own[side] if own else OUTCOMES[outcome])
