from odoo import models

from . import tables

# How a mentor comes to each state.
MENTOR_PATHS = {
    "draft": (),
    "submitted": ("submitted",),
    "approved": ("submitted", "approved"),
    "paused": ("submitted", "approved", "paused"),
    "left": ("submitted", "approved", "left"),
    "refused": ("submitted", "refused"),
}


class MentoringDemoPeople(models.AbstractModel):
    """Mentors, their profiles and what members pay the association."""

    _name = "mentoring.demo.people"
    _description = "Mentors and Members of the Demo Data"
    _inherit = "mentoring.demo.base"

    def _build_mentors(self):
        rows = tables.read("mentors")
        partners = self._build_partners(rows)
        words = tables.Words()
        for number, row in enumerate(rows):
            mentor = self.env["mentoring.mentor"].create(
                {
                    **self._prepare_mentor(row, number, words),
                    "partner_id": partners[row["key"]].id,
                }
            )
            self._name_record(f"mentor_{row['key']}", mentor)
            self._lead_mentor(mentor, row["state"], 700 - 16 * number)
        self._pay_memberships(list(partners.values()))

    def _prepare_mentor(self, row, number, words):
        return {
            **self._prepare_profile(row, number),
            "past_employers": row["past_employers"].replace(";", "\n"),
            "program_ids": self._ref("program_career").ids,
            "theme_ids": self._refs("theme", row["themes"]),
            "function_ids": self._refs("function", row["functions"]),
            "industry_ids": [
                self.env.ref(f"base.res_partner_industry_{letter}").id
                for letter in row["sectors"].split()
            ],
            "capacity": int(row["places"]),
            "presentation": row["themes"] and words.pick("presentation", number),
            "refusal_note": row["state"] == "refused"
            and "Le parcours est encore trop court pour accompagner nos mentorés.",
        }

    def _lead_mentor(self, mentor, state, days):
        clock = self._get_clock()
        if state != "draft":
            charter = self._ref("program_career")._get_charter("mentor")
            signature = self.env["mentoring.charter.signature"]._sign(
                charter.with_context(lang=mentor.partner_id.lang),
                mentor.partner_id,
                name=mentor.name,
            )
            self._set_signed(signature, clock.moment(-days))
        for step in MENTOR_PATHS[state]:
            mentor.write({"state": step})
        if state == "paused":
            mentor.write({"pause_from": clock.day(-20), "pause_to": clock.day(55)})

    # Membership fees (E7, C1)

    def _pay_memberships(self, partners, cover=None):
        """Have the contacts be members, last year and this one.

        :param cover: ``{contact: "soon", "lapsed", "none" or "invoiced"}`` for those
            whose membership isn't simply paid
        """
        cover = cover or {}
        lines = []
        for number, partner in enumerate(partners):
            if number % 4:
                lines.append(self._prepare_membership(partner, "last"))
            kind = cover.get(partner)
            if kind in ("soon", "lapsed"):
                lines.append(self._prepare_membership(partner, "sliding"))
            elif not kind:
                lines.append(self._prepare_membership(partner, "current"))
        self.env["membership.membership_line"].create(lines)
        for partner, kind in cover.items():
            if kind == "invoiced":
                self._invoice_membership(partner)

    def _prepare_membership(self, partner, year):
        product = self._ref(f"membership_{year}")
        begin, end = product.membership_date_from, product.membership_date_to
        if year == "sliding":
            clock = self._get_clock()
            begin, end = clock.day(-345), clock.day(20)
        return {
            "partner_id": partner.id,
            "membership_id": product.id,
            "member_price": product.list_price,
            "date": begin,
            "date_from": begin,
            "date_to": end,
            "state": "paid",
        }

    def _invoice_membership(self, partner):
        """Invoice this year's membership, which is not paid yet: no cover (E7)."""
        product = self._ref("membership_current")
        partner.create_membership_invoice(product, product.list_price).action_post()

    def _end_memberships(self):
        """Let the memberships lapse that lasted while their members were accepted."""
        rows = [row for row in tables.read("applications") if row["cover"] == "lapsed"]
        for row in rows:
            partner = self._ref(f"partner_{row['key']}")
            partner.member_line_ids.sorted("date_to")[-1:].write(
                {"date_to": self._get_clock().day(-12)}
            )

    def _build_activities(self):
        """Give the officer something to do: late, today and soon."""
        officer = self._ref("user_officer")
        for name, days, kind, summary in ACTIVITIES:
            self._ref(name).activity_schedule(
                f"mail.mail_activity_data_{kind}",
                self._get_clock().day(days),
                summary=summary,
                user_id=officer.id,
            )


ACTIVITIES = (
    ("application_mallet", -2, "call", "Ask what the present team looks like"),
    ("application_duplessis", 0, "todo", "Read the application with the legal mentors"),
    ("application_perrin", 0, "email", "Membership invoiced: remind of the payment"),
    ("application_barbier", 3, "call", "Explain the minimum of experience"),
    ("application_dacosta", 1, "todo", "Look for a mentor in real estate"),
    ("application_brunel", -1, "email", "The fee is still to be paid"),
    ("match_petitjean_mercadier", 0, "call", "First session still not planned"),
    ("match_riviere_kermarrec", 2, "call", "Extend or close?"),
    ("match_bonnet_pasquier", 4, "email", "Ask the mentee to declare the end"),
    ("mentor_roche", 1, "call", "First talk with the new mentor"),
    ("mentor_poncet", 5, "email", "Offer help with the profile"),
)
