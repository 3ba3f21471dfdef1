from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import get_lang

SIDES = ("mentee", "mentor")


class MatchCertificateReport(models.AbstractModel):
    """What mentor and mentee each receive when their pair is completed.

    ``data["side"]`` ("mentor" or "mentee") prints one of the two pages only. Nothing
    of what they said or wrote is in it (C8, D3).
    """

    _name = "report.mentoring_program.match_certificate_page"
    _description = "Certificate of a Pair (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        matches = self.env["mentoring.match"].browse(docids)
        for match in matches:
            if match.state != "ended" or match.outcome != "completed":
                raise UserError(
                    self.env._(
                        "%(pair)s: only a completed pair has a certificate.",
                        pair=match.display_name,
                    )
                )
        asked = (data or {}).get("side")
        sides = (asked,) if asked in SIDES else SIDES
        return {
            "doc_ids": docids,
            "doc_model": matches._name,
            "docs": matches,
            "pages": [
                self._prepare_page(match, side) for match in matches for side in sides
            ],
        }

    @api.model
    def _prepare_page(self, match, side):
        person = match.mentee_id if side == "mentee" else match.mentor_partner_id
        return {
            "match": match,
            "side": side,
            "person": person,
            "other": match._get_other_partner(side),
            "lang": get_lang(self.env, person.lang).code,
        }
