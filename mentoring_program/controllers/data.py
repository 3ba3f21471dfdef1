"""What is held about the visitor: to read, and to take along."""

import json

from odoo.http import content_disposition, request, route

from . import personal_data
from .common import MentoringController

PAGE = {
    "type": "http",
    "auth": "user",
    "website": True,
    "methods": ["GET"],
    "readonly": True,
}
# Records of a section on the page; the file has all.
SHOWN = 50


class DataController(MentoringController):
    @route("/my/mentoring/data", **PAGE)
    def data_page(self, **query):
        return self._render(
            "mentoring_program.data_page",
            {"sections": self._data_prepare(limit=SHOWN), "shown": SHOWN},
        )

    @route("/my/mentoring/data.json", **PAGE)
    def data_file(self, **query):
        data = personal_data.as_json(self._data_prepare())
        return request.make_response(
            json.dumps(data, ensure_ascii=False, indent=2),
            [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Disposition", content_disposition("mentoring.json")),
                ("Cache-Control", "no-store"),
            ],
        )

    def _data_prepare(self, limit=None):
        return personal_data.prepare(
            request.env, self._get_partner(), self._get_mentor(), limit
        )
