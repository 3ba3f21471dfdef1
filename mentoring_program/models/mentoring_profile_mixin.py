from odoo import api, fields, models

from ..logic import anonymity
from ..logic.duration import full_years
from ..logic.place import place_key

WAYS = ("in_person", "video", "phone")


class MentoringProfileMixin(models.AbstractModel):
    """What mentors and applicants alike tell of themselves (E2, E4, P4).

    The record has a ``partner_id``; place and country come from the contact until
    somebody writes others.
    """

    _name = "mentoring.profile.mixin"
    _description = "Experience, languages and ways of meeting"

    job_title = fields.Char("Post", tracking=True)
    employer = fields.Char(tracking=True)
    experience_start = fields.Date(
        "Professional Experience Since",
        tracking=True,
        help="The first day of the first post; experience is counted from it (E2, E4).",
    )
    experience_years = fields.Integer(compute="_compute_experience_years")
    lang_ids = fields.Many2many(
        "res.lang", string="Languages", context={"active_test": False}
    )
    city = fields.Char(compute="_compute_address", store=True, readonly=False)
    zip = fields.Char(
        "Postcode", compute="_compute_address", store=True, readonly=False
    )
    country_id = fields.Many2one(
        "res.country", compute="_compute_address", store=True, readonly=False
    )
    meet_in_person = fields.Boolean("Face to Face", default=True)
    meet_video = fields.Boolean("By Video", default=True)
    meet_phone = fields.Boolean("By Phone")

    @api.depends("experience_start")
    def _compute_experience_years(self):
        today = fields.Date.context_today(self)
        for profile in self:
            start = profile.experience_start
            profile.experience_years = full_years(start, today) if start else 0

    @api.depends("partner_id")
    def _compute_address(self):
        for profile in self:
            profile.city = profile.partner_id.city
            profile.zip = profile.partner_id.zip
            profile.country_id = profile.partner_id.country_id

    def _get_identity(self):
        """Return the ``logic.anonymity.Identity`` of the person."""
        self.ensure_one()
        partner = self.partner_id
        return anonymity.Identity(
            names=(partner.name or "",),
            employers=tuple(self._get_employers()),
            addresses=tuple(filter(None, (partner.email, partner.phone))),
            places=tuple({self.city, partner.city} - {False}),
        )

    def _get_employers(self):
        return [self.employer] if self.employer else []

    def _get_anonymous(self, text):
        """Return what the person wrote, without what tells who they are."""
        return text and anonymity.without_author(text, self._get_identity())

    def _prepare_profile_facts(self):
        """Return what the facts of mentors and applicants have in common."""
        self.ensure_one()
        return {
            "id": self.id,
            "person": self.partner_id.id,
            "experience_start": self.experience_start or None,
            "languages": frozenset(lang.code.split("_")[0] for lang in self.lang_ids),
            "place": place_key(self.country_id.code, self.zip, self.city),
            "ways": frozenset(way for way in WAYS if self[f"meet_{way}"]),
            "unwanted_persons": frozenset(self.unwanted_partner_ids.ids),
        }
