from dateutil.relativedelta import relativedelta

from odoo import models

from . import tables

DAYS_TO_ANSWER = 10
PLACES = (
    "Café des Arcades",
    "Maison des alumni, salle Voltaire",
    "Brasserie du Parc",
    "Bureau du mentor",
)


class MentoringDemoPairs(models.AbstractModel):
    """Pairs at every stage, with their sessions and what the two noted."""

    _name = "mentoring.demo.pair"
    _description = "Pairs of the Demo Data"
    _inherit = "mentoring.demo.application"

    def _build_pairs(self):
        words = tables.Words()
        for number, row in enumerate(tables.read("pairs")):
            match = self.env["mentoring.match"].create(
                {
                    "application_id": self._ref(f"application_{row['application']}").id,
                    "mentor_id": self._ref(f"mentor_{row['mentor']}").id,
                }
            )
            self._name_record(f"match_{row['application']}_{row['mentor']}", match)
            lead = getattr(self, f"_lead_match_{row['state']}")
            lead(match, -int(row["days"]), row["detail"])
            if match.state == "active":
                self._build_sessions(match, row["sessions"], number, words)
                self._close_match(match, row)

    # Proposals

    def _lead_match_draft(self, match, days, detail):
        """Leave it: staff are still looking at it."""

    def _lead_match_cancelled(self, match, days, detail):
        match.action_cancel()

    def _lead_match_proposed(self, match, days, detail):
        clock = self._get_clock()
        match.action_propose()
        if detail == "mentor_accepted":
            match.action_accept("mentor")
        match.write(self._prepare_proposal_dates(match, days))
        match.answer_before = clock.today + relativedelta(days=days + DAYS_TO_ANSWER)

    def _lead_match_expired(self, match, days, detail):
        self._lead_match_proposed(match, days, detail)
        match.write({"state": "expired"})

    def _lead_match_declined(self, match, days, detail):
        match.action_propose()
        if detail == "mentee":
            match.action_accept("mentor")
        match.action_decline(
            detail, "Nos agendas ne se croisent pas avant plusieurs mois."
        )
        match.write(self._prepare_proposal_dates(match, days))

    def _lead_match_active(self, match, days, detail):
        clock = self._get_clock()
        match.action_propose()
        match.action_accept("mentor")
        match.action_accept("mentee")
        introduction = clock.day(days)
        match.write(
            {
                **self._prepare_proposal_dates(match, days - 5),
                "introduction_date": introduction,
                "planned_end": introduction
                + relativedelta(months=match.program_id.duration_months_max),
            }
        )

    _lead_match_ended = _lead_match_active

    def _prepare_proposal_dates(self, match, days):
        """Return the dates of a proposal made ``days`` from today."""
        clock = self._get_clock()
        dates = {
            "proposed_date": clock.moment(days, 1),
            "answer_before": clock.day(days + DAYS_TO_ANSWER),
            "mentor_asked_date": clock.moment(days, 1),
        }
        if match.mentor_answer:
            dates["mentor_answer_date"] = clock.moment(days + 2, 2)
        if match.mentee_asked_date:
            dates["mentee_asked_date"] = clock.moment(days + 2, 2)
        if match.mentee_answer:
            dates["mentee_answer_date"] = clock.moment(days + 4)
        return dates

    # Sessions and private notes

    def _build_sessions(self, match, text, number, words):
        for count, row in enumerate(tables.read_sessions(text)):
            session = self.env["mentoring.session"].create(
                {
                    "match_id": match.id,
                    "start": self._get_clock().moment(row.days, number),
                    "duration": (1.5, 1.0, 2.0)[(number + count) % 3],
                    "way": row.way,
                    "place": self._get_place(match, row.way, number + count),
                }
            )
            getattr(self, f"_lead_session_{row.state}")(session)
            if session.state == "done" and row.summary:
                self._write_notes(session, words, 2 * number + count)
            elif session.state == "planned" and 0 < row.days < 5:
                self._write_topics(session, words, number)

    def _get_place(self, match, way, number):
        if way == "video":
            return f"https://visio.example.com/{match.id:05d}"
        return PLACES[number % len(PLACES)] if way == "in_person" else False

    def _lead_session_planned(self, session):
        """Leave it: it is to come, or nobody has confirmed it."""

    def _lead_session_done(self, session):
        session.action_done()
        session.confirmed_date = session.stop + relativedelta(hours=2)

    def _lead_session_missed(self, session):
        session.action_mentee_missed()

    def _lead_session_cancelled(self, session):
        session.action_cancel_by(
            "mentee", "Un imprévu au bureau, je vous prie de m'excuser."
        )
        session.cancelled_date = session.start - relativedelta(hours=30)

    def _write_notes(self, session, words, number):
        """Write topics, summary and an action as the mentee, who alone may (C4, C7)."""
        mentee = self._get_user(session.mentee_id)
        notes = self.env["mentoring.session.summary"].with_user(mentee)
        notes = notes.create(
            {
                "session_id": session.id,
                "topics": words.pick("topics", number),
                "retained": words.pick("retained", number),
            }
        )
        self.env["mentoring.action"].with_user(mentee).create(
            {
                "summary_id": notes.id,
                "name": words.pick("action", number),
                "due_date": (session.stop + relativedelta(days=21)).date(),
                "done": session.stop.date() < self._get_clock().day(-40),
            }
        )
        session.write(
            {
                "topics_date": session.start - relativedelta(days=2),
                "summary_date": session.stop + relativedelta(days=2),
            }
        )

    def _write_topics(self, session, words, number):
        mentee = self._get_user(session.mentee_id)
        self.env["mentoring.session.summary"].with_user(mentee).create(
            {"session_id": session.id, "topics": words.pick("topics", number)}
        )

    # The end

    def _close_match(self, match, row):
        clock = self._get_clock()
        if row["detail"] == "mentor_declared":
            match.action_declare_end(
                "mentor", "Les objectifs sont atteints, ce fut un plaisir."
            )
            match.mentor_end_date = clock.moment(-6)
        elif row["detail"] == "extension":
            match.action_ask_extension(
                "mentee", match.planned_end + relativedelta(months=2)
            )
        elif row["state"] == "ended":
            self._end_match(match, row["detail"])

    def _end_match(self, match, outcome):
        if outcome in ("completed", "agreement"):
            match.action_declare_end(
                "mentee", "Merci, ces échanges m'ont fait avancer."
            )
            match.action_declare_end(
                "mentor", "Une belle progression, de bout en bout."
            )
        elif outcome == "stopped_first":
            match.action_stop_after_first("Les rendez-vous ne seront pas tenus.")
        else:
            if outcome == "fee_lapsed":
                # Longer ago than the period of grace (C1).
                lines = match.mentee_id.member_line_ids.sorted("date_to")
                lines[-1:].date_to = self._get_clock().day(-45)
            match._end(outcome)
        self._set_ended(match)

    def _set_ended(self, match):
        """Set the end back to some days after the last session."""
        last = max(match.session_ids.mapped("stop"))
        end = last + relativedelta(days=10)
        match.end_date = end
        match.application_id.closed_date = end
        for side, days in (("mentee", 3), ("mentor", 0)):
            if match[f"{side}_end_date"]:
                match[f"{side}_end_date"] = end - relativedelta(days=days)
