from odoo.http import request, route

from ..models.mentoring_session_rating import STARS
from . import forms
from .common import MentoringController
from .session import POST, SESSION


class MentoringRatingController(MentoringController):
    """What each of the two gives a session that was held."""

    @route(f"{SESSION}/rate", **POST)
    def session_rate(self, session_id, **kwargs):
        session, side = self._find_session(session_id)

        def rate():
            stars = forms.get_text(request.httprequest.form, "stars")
            session._rate(side, {str(one): one for one in STARS}.get(stars))

        return self._act(
            rate,
            back=f"/my/mentoring/sessions/{session_id}",
            said=request.env._("Thank you: your rating is noted."),
        )
