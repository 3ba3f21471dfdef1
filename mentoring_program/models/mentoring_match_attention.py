from odoo import api, fields, models
from odoo.tools import LazyTranslate, format_date

from ..logic import cadence, fee, pause, reminders
from ..logic.facts import Meeting, Progress, Relation

_lt = LazyTranslate(__name__)

CONCERNS = {
    "not_started": _lt("No first session planned since %(since)s."),
    "unconfirmed": _lt("A session of %(since)s is not confirmed."),
    "summary_missing": _lt("A summary is missing since %(since)s."),
    "appointment_missing": _lt(
        "A session fell through, and no other is planned since %(since)s."
    ),
    "quiet": _lt("No session planned, and none held for long (since %(since)s)."),
    "past_end": _lt("The planned end was on %(since)s: extend or close."),
    "membership_ending": _lt(
        "The membership of the mentee ends on %(since)s, before the relation does."
    ),
    "membership_lapsed": _lt(
        "The membership fee of the mentee is not up to date since %(since)s."
    ),
    "fee_open": _lt("The mentee's fee was settled, and no longer is."),
    "one_side_ended": _lt("Only one side has declared the end."),
}
# Short names to group by.
CONCERN_NAMES = [
    ("not_started", "No first session (C3)"),
    ("unconfirmed", "Session not confirmed"),
    ("summary_missing", "Summary missing (C7)"),
    ("appointment_missing", "No new appointment (C5)"),
    ("quiet", "No session for long"),
    ("past_end", "Past the planned end (P2)"),
    ("membership_ending", "Membership ends soon (C1)"),
    ("membership_lapsed", "Membership lapsed (C1)"),
    ("fee_open", "Fee undone (P9)"),
    ("one_side_ended", "End declared by one (C9)"),
]
# What is read of each record; all else would be read for thousands of pairs.
MATCH_FACTS = [
    "state",
    "application_id",
    "mentor_id",
    "mentee_id",
    "mentor_partner_id",
    "program_id",
    "introduction_date",
    "planned_end",
    "extension_end",
    "mentor_end_date",
    "mentee_end_date",
    "pause_until",
    "answer_before",
    "mentor_asked_date",
    "mentee_asked_date",
    "mentor_answer",
    "mentee_answer",
    "attention_code",
    "attention_since",
]
SESSION_FACTS = [
    "match_id",
    "state",
    "start",
    "stop",
    "cancelled_date",
    "summary_date",
    "invited_date",
    "create_date",
]
MENTOR_FACTS = ["state", "pause_from", "pause_to", "resumed_date"]


class MentoringMatchAttention(models.Model):
    """What is wrong with a pair, since when, and what comes next.

    The facts of many pairs are read at once; ``logic.cadence`` says what is wrong with
    each, ``logic.reminders`` what is to be sent. The first concern is stored, so that
    staff can filter and group; the daily job keeps it in step with the calendar.
    """

    _inherit = "mentoring.match"

    attention = fields.Char(
        compute="_compute_attention", search="_search_attention", compute_sudo=True
    )
    next_step = fields.Char(compute="_compute_attention", compute_sudo=True)
    attention_code = fields.Selection(
        CONCERN_NAMES,
        string="Concern",
        compute="_compute_attention_code",
        store=True,
        index="btree_not_null",
        help="The oldest of what is wrong, as of the last time that the facts or the "
        "day changed.",
    )
    attention_since = fields.Date(
        "Concern Since", compute="_compute_attention_code", store=True
    )
    pause_until = fields.Date(
        "Reminders Paused Until",
        copy=False,
        tracking=True,
        help="Until the end of this day, the two are reminded of their appointments "
        "only, and nothing comes to staff. A pause of the mentor does the same.",
    )

    @api.depends("session_ids.state", "session_ids.start", "state", "planned_end")
    @api.depends_context("lang")
    def _compute_attention(self):
        nothing = self._get_step_sentence("none")
        self.attention, self.next_step = False, False
        for match in self:
            if match.program_id:
                match.next_step = nothing
        for match, relation, policy, now in self._get_running_facts():
            found = cadence.concerns(relation.progress, policy, now)
            match.attention = bool(found) and match._get_concern_sentence(found[0])
            step = cadence.next_step(relation.progress, policy)
            match.next_step = match._get_step_sentence(step)

    def _search_attention(self, operator, value):
        """Search the running pairs with which nothing is wrong, or the others."""
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        return [("attention_code", "=", False)]

    @api.depends(
        "state",
        "introduction_date",
        "planned_end",
        "mentor_end_date",
        "mentee_end_date",
        "session_ids.state",
        "session_ids.start",
        "session_ids.duration",
        "session_ids.summary_date",
        "application_id.fee_issue",
    )
    def _compute_attention_code(self):
        self.attention_code = self.attention_since = False
        for match, relation, policy, now in self._get_running_facts():
            for concern in cadence.concerns(relation.progress, policy, now)[:1]:
                match.attention_code = concern.code
                match.attention_since = concern.since

    def _refresh_attention(self, relations, policy, now):
        """Have the stored concern follow the day; the rest of the facts is unchanged.

        :param relations: ``{match id: logic.facts.Relation}`` of these pairs
        """
        stale = self.browse()
        for match in self:
            found = cadence.concerns(relations[match.id].progress, policy, now)[:1]
            stored = (match.attention_code or None, match.attention_since or None)
            if stored != ((found[0].code, found[0].since) if found else (None, None)):
                stale |= match
        for name in ("attention_code", "attention_since"):
            self.env.add_to_compute(self._fields[name], stale)

    def _get_concern_sentence(self, concern):
        since = format_date(self.env, concern.since)
        sentence = self.env._(CONCERNS[concern.code])
        return sentence % {"since": since}

    def _get_concern(self, code):
        """Return what ``code`` says of the pair now, as a sentence, or ``""``."""
        self.ensure_one()
        for match, relation, policy, now in self._get_running_facts():
            for concern in cadence.concerns(relation.progress, policy, now):
                if concern.code == code:
                    return match._get_concern_sentence(concern)
        return ""

    # Facts

    def _get_running_facts(self):
        """Yield ``(match, relation, policy, now)`` of the active pairs."""
        running = self.filtered(
            lambda match: match.state == "active" and match.introduction_date
        )
        for program, matches in running.grouped("program_id").items():
            policy = program._get_policy()
            now = program._get_clock()(fields.Datetime.now())
            relations = matches._get_relations(program, now)
            for match in matches:
                yield match, relations[match.id], policy, now

    def _get_relations(self, program, now):
        """Return ``{match id: logic.facts.Relation}``, in as many queries for many.

        :param program: that of all these pairs
        :param now: in the programme's place
        """
        # Only what follows from these facts is shown, to whoever may see the pair.
        matches = self.sudo()
        stored = matches._origin
        stored.fetch(MATCH_FACTS)
        stored.session_ids.fetch(SESSION_FACTS)
        stored.mentor_id.fetch(MENTOR_FACTS)
        stored.application_id.fetch(["fee_issue", "fee_issue_date"])
        (stored.mentee_id | stored.mentor_partner_id).fetch(["active"])
        covers = matches._get_membership_cover()
        clock = program._get_clock()
        return {
            match.id: match._get_relation(covers[match.id], clock, now)
            for match in matches
        }

    def _get_relation(self, cover, clock, now):
        meetings = self._get_meetings(clock)
        mentor = self.mentor_id
        today = now.date()
        on_pause = mentor.state == "paused" or pause.is_on(
            mentor.pause_from, mentor.pause_to, today
        )
        until = self.pause_until
        resumed = [
            day
            for day in (until and fields.Date.add(until, days=1), mentor.resumed_date)
            if day
        ]
        return Relation(
            id=self.id,
            progress=self._prepare_progress(meetings, cover, clock, now),
            mentee=self.mentee_id.id if self.mentee_id.active else None,
            mentor=self.mentor_partner_id.id if self.mentor_partner_id.active else None,
            meetings=meetings,
            answer_before=self.answer_before or None,
            asked=tuple(
                (side, clock(self[f"{side}_asked_date"]).date())
                for side in reminders.BOTH
                if self._is_asked(side)
            ),
            extension_asked=bool(self.extension_end),
            paused=on_pause or bool(until and today <= until),
            resumed=max(resumed, default=None),
        )

    def _get_meetings(self, clock):
        """Return the sessions as a tuple of ``logic.facts.Meeting``.

        :param clock: turns a moment in UTC into that of some place
        """
        return tuple(
            self._get_meeting(session, clock)
            for session in self.session_ids
            if session.stop  # one being typed in a form may have none yet
        )

    def _get_meeting(self, session, clock):
        told = session.invited_date or session.create_date
        cancelled = session.cancelled_date
        return Meeting(
            id=session.id,
            state=session.state,
            start=clock(session.start),
            stop=clock(session.stop),
            told=clock(told) if told else None,
            cancelled=clock(cancelled) if cancelled else None,
            has_summary=bool(session.summary_date),
        )

    def _get_progress(self, cover, now):
        """Return the pair's ``logic.facts.Progress`` at ``now``, both in UTC.

        :param cover: the ``logic.membership.Cover`` of the mentee
        """
        self.ensure_one()

        def clock(moment):
            return moment

        return self._prepare_progress(self._get_meetings(clock), cover, clock, now)

    def _prepare_progress(self, meetings, cover, clock, now):
        done = [one for one in meetings if one.state == "done"]
        planned = [one for one in meetings if one.state == "planned"]
        lost = reminders.lost_meeting(meetings)
        ended = {
            side: clock(self[f"{side}_end_date"])
            for side in reminders.BOTH
            if self[f"{side}_end_date"]
        }
        fee_open = self.application_id.fee_issue == fee.UNDONE
        return Progress(
            state=self.state,
            introduction=self.introduction_date or None,
            planned_end=self.planned_end or None,
            held=tuple(one.stop for one in done),
            planned=tuple(one.start for one in planned if one.stop > now),
            unconfirmed=tuple(one.stop for one in planned if one.stop <= now),
            without_summary=tuple(one.stop for one in done if not one.has_summary),
            ended_by=frozenset(ended),
            membership_until=cover.until,
            membership_ended=cover.ended,
            membership_covers_today=cover.until is not None,
            fee_open=fee_open,
            fee_open_since=self.application_id.fee_issue_date if fee_open else None,
            ended_on=min(ended.values()).date() if ended else None,
            without_appointment=reminders.fell_through(lost) if lost else None,
        )
