from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Command

from . import tables

# How an application comes to each state; a pair leads on from the waiting list.
PATHS = {
    "draft": (),
    "submitted": ("submitted",),
    "accepted": ("submitted", "accepted"),
    "refused": ("submitted", "refused"),
    "withdrawn": ("submitted", "withdrawn"),
    "waiting": ("submitted", "accepted"),
    "matched": ("submitted", "accepted"),
    "closed": ("submitted", "accepted"),
}
FEE_PAID = ("waiting", "matched", "closed")
PILOT_DAYS = 130  # applications as old as that were not charged
DAYS_TO_DECIDE = 4
DAYS_TO_PAY = 9


class MentoringDemoApplications(models.AbstractModel):
    """Applications in all states, with their fees."""

    _name = "mentoring.demo.application"
    _description = "Applications of the Demo Data"
    _inherit = "mentoring.demo.people"

    def _build_applications(self):
        rows = tables.read("applications")
        partners = self._build_partners(rows)
        cover = {partners[row["key"]]: row["cover"] for row in rows if row["cover"]}
        self._pay_memberships(list(partners.values()), cover)
        words = tables.Words()
        # The oldest come first, as they did.
        rows.sort(key=lambda row: -int(row["submitted"] or 0))
        for number, row in enumerate(rows):
            application = self.env["mentoring.application"].create(
                {
                    **self._prepare_application(row, number, words),
                    "partner_id": partners[row["key"]].id,
                }
            )
            self._name_record(f"application_{row['key']}", application)
            self._lead_application(application, row)
        self._pay_fees(rows)

    def _prepare_application(self, row, number, words):
        return {
            **self._prepare_profile(row, number),
            "program_id": self._ref("program_career").id,
            "employment": "in_post" if row["employer"] else "out_of_post",
            "aim": row["aim"],
            "target_level_id": row["target"] and self._ref(f"level_{row['target']}").id,
            "target_months": int(row["months"] or 0),
            "new_post_date": row["aim"] == "new_post"
            and fields.Date.today() - relativedelta(months=3),
            "function_id": self._ref(f"function_{row['function']}").id,
            "industry_id": self.env.ref(
                f"base.res_partner_industry_{row['sector']}"
            ).id,
            "objective_ids": [
                Command.create(
                    {
                        "theme_id": self._ref(f"theme_{theme}").id,
                        "description": words.pick("objective", number, theme),
                    }
                )
                for theme in row["themes"].split()
            ],
            "expectations": row["aim"] and words.pick("expectation", number),
            "motivations": row["aim"] and words.pick("motivation", number // 2),
        }

    def _lead_application(self, application, row):
        """Lead the application to its state, or to where the fee is to be paid."""
        if row["state"] == "draft":
            return
        clock = self._get_clock()
        submitted = -int(row["submitted"])
        application.with_context(lang=application.partner_id.lang)._sign_charter(
            application.partner_id.name
        )
        self._set_signed(application.signature_id, clock.moment(submitted))
        decided = clock.moment(submitted + DAYS_TO_DECIDE, 1)
        if row["state"] in FEE_PAID and -submitted >= PILOT_DAYS:
            self._waive_fee(application)
        for step in PATHS[row["state"]]:
            application.with_context(default_invoice_date=decided.date()).write(
                {"state": step, **self._prepare_reason(step, row)}
            )
        past = {"submitted_date": clock.moment(submitted)}
        if application.decision_date:
            past["decision_date"] = decided
        if application.closed_date:
            past["closed_date"] = decided
        application.write(past)

    def _prepare_reason(self, step, row):
        if step == "refused":
            return {"refusal_reason_id": self._ref(f"refusal_{row['reason']}").id}
        if step == "withdrawn":
            return {"withdrawal_reason": "Je change d'entreprise et préfère attendre."}
        return {}

    # Fees (P9)

    def _waive_fee(self, application):
        application.fee_waiver_reason = "Année pilote : le programme était offert."
        application.with_user(self._ref("user_manager")).action_waive_fee()

    def _pay_fees(self, rows):
        """Book the payments month by month; each member joins the waiting list."""
        clock = self._get_clock()
        months = {}
        for row in rows:
            if row["state"] in FEE_PAID and int(row["submitted"]) < PILOT_DAYS:
                months.setdefault(int(row["submitted"]) // 30, []).append(row)
        for paid in months.values():
            applications = self.env["mentoring.application"].union(
                *(self._ref(f"application_{row['key']}") for row in paid)
            )
            day = clock.day(DAYS_TO_PAY - int(paid[-1]["submitted"]))
            self._register_payments(applications.invoice_id, day)
        for row in rows:
            if row["state"] in FEE_PAID:
                moment = clock.moment(DAYS_TO_PAY - int(row["submitted"]), 2)
                self._ref(f"application_{row['key']}").waiting_date = moment

    def _register_payments(self, invoices, day):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        ).create({"payment_date": day, "group_payment": False})._create_payments()
