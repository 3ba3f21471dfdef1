import psycopg2

from odoo import fields
from odoo.exceptions import ConcurrencyError, UserError
from odoo.http import content_disposition, request, route

from ..logic.cadence import is_short_notice, summary_due
from ..logic.invitation import as_ics
from . import appointment, forms
from .common import MentoringController

SIDES = ("mentor", "mentee")
ACTION_NAME_LIMIT = 300
SESSION = "/my/mentoring/sessions/<int:session_id>"
POST = {"type": "http", "auth": "user", "website": True, "methods": ["POST"]}


class MentoringSessionController(MentoringController):
    """A session and what the two note on it.

    The notes are read and written in the visitor's own environment, never in sudo:
    the global record rules decide who may (C8, D3).
    """

    @route(
        SESSION, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def session_page(self, session_id, **kwargs):
        return self._session_render(*self._find_session(session_id))

    @route(
        f"{SESSION}/invitation.ics",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def session_invitation(self, session_id, **kwargs):
        session, __ = self._find_session(session_id)
        return request.make_response(
            as_ics(session._get_invitation(), fields.Datetime.now()),
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", content_disposition("invitation.ics")),
            ],
        )

    # The appointment

    @route(f"{SESSION}/move", **POST)
    def session_move(self, session_id, **kwargs):
        session, side = self._find_session(session_id)

        def move(form):
            session._move(**appointment.parse(form), side=side)

        return self._session_submit(
            session,
            side,
            "move",
            move,
            said=request.env._("The session is moved. You both receive an invitation."),
        )

    @route(f"{SESSION}/answer", **POST)
    def session_answer(self, session_id, **kwargs):
        session, side = self._find_session(session_id)
        answers = {
            "accepted": request.env._("Thank you: your answer is noted."),
            "declined": request.env._(
                "Your answer is noted. Do move the session to a time that suits you "
                "both, or cancel it."
            ),
        }

        def answer(form):
            given = forms.get_choice(form, "answer", answers)
            if not given:
                raise UserError(request.env._("Tell whether you come."))
            session._answer(side, given)

        given = request.httprequest.form.get("answer")
        return self._session_submit(
            session, side, "answer", answer, said=answers.get(given, "")
        )

    @route(f"{SESSION}/cancel", **POST)
    def session_cancel(self, session_id, **kwargs):
        session, side = self._find_session(session_id)

        def cancel(form):
            session.action_cancel_by(side, forms.get_text(form, "reason"))

        return self._session_submit(
            session,
            side,
            "cancel",
            cancel,
            said=request.env._("The session is cancelled. You are both told."),
        )

    @route(f"{SESSION}/done", **POST)
    def session_done(self, session_id, **kwargs):
        session, __ = self._find_session(session_id)
        return self._act(
            session.action_done,
            back=self._session_get_url(session),
            said=request.env._("Thank you: the session is noted as held."),
        )

    @route(f"{SESSION}/missed", **POST)
    def session_missed(self, session_id, **kwargs):
        session, side = self._find_session(session_id)

        def miss(form):
            missing = forms.get_choice(form, "who", SIDES)
            if not missing:
                raise UserError(request.env._("Tell who could not come."))
            session.action_miss(missing)

        return self._session_submit(
            session,
            side,
            "missed",
            miss,
            said=request.env._("Thank you: it is noted. Do plan another session."),
        )

    # The private notes

    @route(f"{SESSION}/notes", **POST)
    def session_notes(self, session_id, **kwargs):
        session, side = self._find_session(session_id)

        def save(form):
            self._session_write_notes(session, side, form, ("topics", "retained"))

        return self._session_submit(
            session,
            side,
            "notes",
            save,
            said=request.env._(
                "Your notes are saved. Only the two of you can read them."
            ),
        )

    @route(f"{SESSION}/comment", **POST)
    def session_comment(self, session_id, **kwargs):
        session, side = self._find_session(session_id)

        def comment(form):
            notes = self._session_get_notes(session)
            if side != "mentor":
                raise UserError(request.env._("The mentor writes the comment."))
            if not notes:
                raise UserError(
                    request.env._(
                        "You can comment once the mentee has begun the notes."
                    )
                )
            notes.mentor_comment = forms.get_text(form, "mentor_comment")

        return self._session_submit(
            session,
            side,
            "comment",
            comment,
            said=request.env._(
                "Your comment is saved. Only the two of you can read it."
            ),
        )

    @route(f"{SESSION}/actions", **POST)
    def session_add_action(self, session_id, **kwargs):
        session, side = self._find_session(session_id)

        def add(form):
            values = self._session_parse_action(form)
            notes = self._session_write_notes(session, side, {}, ())
            notes.action_ids.create({"summary_id": notes.id, **values})

        return self._session_submit(
            session,
            side,
            "action",
            add,
            said=request.env._("The action is noted."),
        )

    @route(f"{SESSION}/actions/<int:action_id>", **POST)
    def session_change_action(self, session_id, action_id, **kwargs):
        session, side = self._find_session(session_id)
        # In the visitor's own environment: the record rules say whose it is.
        action = request.env["mentoring.action"].search(
            [("id", "=", action_id), ("match_id", "=", session.match_id.id)]
        )
        if not action:
            raise request.not_found()

        def change(form):
            self._session_check_mentee(side)
            step = forms.get_choice(form, "do", ("done", "reopen", "save", "remove"))
            if step == "remove":
                action.unlink()
            elif step == "save":
                action.write(self._session_parse_action(form))
            elif step:
                action.done = step == "done"

        return self._session_submit(
            session,
            side,
            f"action_{action.id}",
            change,
            said=request.env._("The action is changed."),
        )

    # Helpers

    def _session_get_url(self, session):
        return f"/my/mentoring/sessions/{session.id}"

    def _session_get_notes(self, session):
        """Return the private notes, in the visitor's own environment."""
        return request.env["mentoring.session.summary"].search(
            [("session_id", "=", session.id)], limit=1
        )

    def _session_get_earlier_actions(self, session):
        """Return what is still to do from earlier sessions: it carries over (C7)."""
        earlier = session.match_id.session_ids.filtered(
            lambda other: other.start < session.start
        )
        return request.env["mentoring.action"].search(
            [("summary_id.session_id", "in", earlier.ids), ("done", "=", False)]
        )

    def _session_check_mentee(self, side):
        if side != "mentee":
            raise UserError(
                request.env._("The mentee writes the notes; the mentor can comment.")
            )

    def _session_write_notes(self, session, side, form, names):
        """Write what has changed of the posted ``names``; begin the notes if needed."""
        self._session_check_mentee(side)
        notes = self._session_get_notes(session)
        values = {
            name: text
            for name in names
            if name in form
            and (text := forms.get_text(form, name)) != (notes[name] or "")
        }
        if not notes:
            return self._session_begin_notes(session, values)
        if values:
            notes.write(values)
        return notes

    def _session_begin_notes(self, session, values):
        """Create the notes; after a click at the same moment, start anew with its."""
        try:
            with request.env.cr.savepoint():
                return request.env["mentoring.session.summary"].create(
                    {"session_id": session.id, **values}
                )
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError from error

    def _session_parse_action(self, form):
        name = forms.get_text(form, "action", ACTION_NAME_LIMIT)
        if not name:
            raise UserError(request.env._("Write what there is to do."))
        return {"name": name, "due_date": forms.get_date(form, "due_date")}

    def _session_submit(self, session, side, name, action, said):
        """Run ``action`` on the posted form; a failure shows it again as typed."""
        form = request.httprequest.form
        if failure := self._attempt(action, form):
            return self._session_render(session, side, (name, form.to_dict()), failure)
        self._say(said)
        return request.redirect(self._session_get_url(session))

    def _session_render(self, session, side, failed=(None, {}), failure=None):
        """Render the page; ``failed`` is the form that failed: its name, its fields."""
        notes = self._session_get_notes(session)
        name, posted = failed
        values = {
            **self._session_prepare_values(session, side),
            **self._session_prepare_notes_values(session, side, notes),
            "open_form": name,
            # The form of a late cancellation is gone; what was typed in it is not.
            "unsaved": name == "cancel" and posted.get("reason"),
            "typed": {
                **appointment.get_typed(session),
                "topics": notes.topics,
                "retained": notes.retained,
                "mentor_comment": notes.mentor_comment,
                **posted,
            },
        }
        if failure:
            values["message"] = {"text": failure, "kind": "danger"}
            values["doubts"] = appointment.find_doubts(session.match_id, posted)
        return self._render("mentoring_program.portal_session", values)

    def _session_prepare_values(self, session, side):
        match, now = session.match_id, fields.Datetime.now()
        other, when = match._get_other_partner(side), appointment.describe(session)
        policy = match.program_id._get_policy()
        planned = session.state == "planned"
        return {
            "session": session,
            "match": match,
            "side": side,
            "other": other,
            "program": match.program_id,
            "url": self._session_get_url(session),
            "when": when,
            "page_title": request.env._("Session of %(day)s", day=when["short_day"]),
            "crumbs": [
                (
                    request.env._("You and %(name)s", name=other.name),
                    f"/my/mentoring/pairs/{match.id}",
                )
            ],
            "parties": [
                ("mentee", session.mentee_id.name),
                ("mentor", session.mentor_partner_id.name),
            ],
            "appointment": appointment.prepare_form(match.program_id),
            "begun": session.start <= now,
            "answers": session._get_answers(),
            "own_answer": session[f"{side}_answer"],
            "first": session.match_id._get_kept_sessions() <= session,
            "can_move": planned and session.start > now and match.state == "active",
            "can_confirm": planned and session.stop <= now,
            "can_miss": planned and session.start <= now,
            "short_notice": planned and is_short_notice(session.start, now, policy),
        }

    def _session_prepare_notes_values(self, session, side, notes):
        policy = session.program_id._get_policy()
        return {
            "notes": notes._read_out(),
            "actions": notes.action_ids._read_out(),
            "earlier_actions": self._session_get_earlier_actions(session)._read_out(),
            "writes": side == "mentee",
            "summary_due": session.state == "done"
            and not session.summary_date
            and summary_due(session.stop, policy),
        }
