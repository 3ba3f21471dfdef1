from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Command

from . import tables

MODULE = "mentoring_program"
LANGUAGES = {
    "fr": "fr_FR",
    "en": "en_US",
    "es": "es_ES",
    "de": "de_DE",
    "it": "it_IT",
    "pt": "pt_PT",
    "nl": "nl_NL",
    "ar": "ar_001",
    "zh": "zh_CN",
    "ja": "ja_JP",
}
WAYS = {"p": "meet_in_person", "v": "meet_video", "t": "meet_phone"}


class MentoringDemoBase(models.AbstractModel):
    """Records by their names, contacts, users and days, for all that is built."""

    _name = "mentoring.demo.base"
    _description = "Ground of the Demo Data"

    def _ref(self, name, *, missing=False):
        """Return the demo record of that name, or the addon's own."""
        for xmlid in (f"{MODULE}.demo_{name}", f"{MODULE}.{name}"):
            if record := self.env.ref(xmlid, raise_if_not_found=False):
                return record.with_env(self.env)
        if missing:
            return None
        raise ValueError(f"No demo record {name}")

    def _refs(self, kind, names):
        """Return the addon's records of one kind, such as several themes."""
        return [self._ref(f"{kind}_{name}").id for name in names.split()]

    def _name_record(self, name, record):
        """Give the record an external id, by which it is found again."""
        xmlid = f"{MODULE}.demo_{name}"
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": xmlid, "record": record, "noupdate": True}]
        )
        return record

    def _get_clock(self):
        return tables.Clock(fields.Date.today())

    def _set_signed(self, signature, moment):
        """Set back the day of a signature, which no method of the model allows."""
        signature.flush_recordset()
        self.env.cr.execute(
            "UPDATE mentoring_charter_signature SET signed_on = %s WHERE id = %s",
            (moment, signature.id),
        )
        signature.invalidate_recordset(["signed_on"])

    # People

    def _build_partners(self, rows):
        """Create the contacts of the rows that have none yet; return all, by key."""
        partners = {}
        French = self.env["res.lang"]._get_data(code="fr_FR")
        for number, row in enumerate(rows):
            values = self._prepare_partner(row, number)
            if French and "fr" in row["languages"]:
                values["lang"] = "fr_FR"
            partner = self._ref(f"partner_{row['key']}", missing=True)
            if partner:
                partner.write(values)
            else:
                partner = self._name_record(
                    f"partner_{row['key']}", self.env["res.partner"].create(values)
                )
            partners[row["key"]] = partner
        return partners

    def _prepare_partner(self, row, number):
        countries = self.env["res.country"]
        return {
            "name": row["name"],
            "email": f"{row['key']}@example.com",
            "phone": f"+33 1 99 00 {number // 100:02d} {number % 100:02d}",
            "city": row["city"],
            "zip": row["zip"],
            "country_id": countries.search([("code", "=", row["country"])]).id,
            "function": row["job_title"],
            "tz": "Europe/Paris",
        }

    def _prepare_profile(self, row, number):
        """Return what mentors and applicants tell alike."""
        codes = [LANGUAGES[code] for code in row["languages"].split()]
        languages = self.env["res.lang"].with_context(active_test=False)
        return {
            "job_title": row["job_title"],
            "employer": row["employer"],
            "experience_start": self._get_experience_start(row["years"], number),
            "level_id": row["level"] and self._ref(f"level_{row['level']}").id,
            "lang_ids": languages.search([("code", "in", codes)]).ids,
            **{name: way in row["ways"] for way, name in WAYS.items()},
        }

    def _get_experience_start(self, years, number):
        """The first day of a month, so that ``years`` are complete, and some months."""
        if not years:
            return False
        start = fields.Date.today() - relativedelta(years=int(years), months=number % 9)
        return start.replace(day=1)

    def _get_user(self, partner):
        """Return the portal user of the contact, who writes in the own name."""
        return partner.user_ids or self.env["res.users"].create(
            {
                "partner_id": partner.id,
                "login": partner.email,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
