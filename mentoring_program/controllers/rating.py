from odoo.http import request, route

from . import forms
from .common import MentoringController
from .session import POST, SESSION


class MentoringRatingController(MentoringController):
    """What each of the two gives a session that was held."""

    @route(f"{SESSION}/rate", **POST)
    def session_rate(self, session_id, **kwargs):
        session, side = self._find_session(session_id)

        def rate():
            choices = [str(number) for number in range(1, 6)]
            stars = forms.get_choice(request.httprequest.form, "stars", choices)
            session._rate(side, int(stars or 0))

        return self._act(
            rate,
            back=f"/my/mentoring/sessions/{session_id}",
            said=request.env._("Thank you: your rating is noted."),
        )
