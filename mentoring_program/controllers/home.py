"""The member's own mentoring space: what waits, what goes on, guides."""

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager

from . import overview
from .common import MentoringController

PAGE = {
    "type": "http",
    "auth": "user",
    "website": True,
    "methods": ["GET"],
    "readonly": True,
}
HISTORY = "/my/mentoring/history"
HISTORY_STEP = 20


class HomeController(MentoringController):
    @route("/my/mentoring", **PAGE)
    def home_page(self, **query):
        prepared = overview.prepare(
            request.env, self._get_partner(), self._get_mentor()
        )
        return self._render(
            "mentoring_program.home_page",
            {
                **prepared,
                "waiting": overview.get_waiting(prepared),
                "open": bool(self._get_programs()),
                "has_history": any(
                    overview.Mine(request.env, self._get_partner()).count_past()
                ),
                "mentoring_root": True,
            },
        )

    @route([HISTORY, f"{HISTORY}/page/<int:page>"], **PAGE)
    def home_history(self, page=1, **query):
        """What is over, the latest first."""
        env, partner = request.env, self._get_partner()
        total = max(overview.Mine(env, partner).count_past())
        pages = pager(HISTORY, total, page=page, step=HISTORY_STEP)
        number = pages["page"]["num"]
        pairs, applications = overview.prepare_past(env, partner, number, HISTORY_STEP)
        return self._render(
            "mentoring_program.home_history",
            {"pairs": pairs, "applications": applications, "pager": pages},
        )

    @route("/my/mentoring/guides", **PAGE)
    def home_guides(self, **query):
        guides = self._home_get_guides()
        stages = request.env["mentoring.resource"]._fields["stage"]
        return self._render(
            "mentoring_program.home_guides",
            {
                "stages": [
                    (
                        words,
                        guides.filtered(
                            lambda guide, stage=stage: guide.stage == stage
                        ),
                    )
                    for stage, words in stages._description_selection(request.env)
                ]
            },
        )

    def _home_get_guides(self):
        """Return the guides for the visitor's roles; a newcomer reads the mentee's."""
        env = request.env
        applications = overview.Mine(env, self._get_partner()).get_applications()
        mentor = self._get_mentor()
        roles = ["both"]
        if mentor:
            roles.append("mentor")
        if applications or not mentor:
            roles.append("mentee")
        programs = applications.program_id | mentor.program_ids
        domain = Domain("role", "in", roles)
        domain &= Domain("program_id", "in", [False, *programs.ids])
        # Guides are open to all; those of a programme to who takes part in it.
        return env["mentoring.resource"].sudo().search(domain)

    # The card on the portal's home

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "mentoring_count" in counters:
            prepared = overview.prepare(
                request.env, self._get_partner(), self._get_mentor()
            )
            values["mentoring_count"] = len(overview.get_waiting(prepared))
        return values
