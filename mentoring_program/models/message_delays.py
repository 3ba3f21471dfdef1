"""After how long each message goes out, as sentences with the programme's numbers."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

_AFTER_MENTEE = _lt("%(escalation_days)s day(s) after the mentee was told.")
_AFTER_BOTH = _lt("%(escalation_days)s day(s) after both were told.")
_PROPOSAL = _lt("%(proposal_reminder_days)s day(s) before the last day to answer.")
_SESSION = _lt(
    "%(session_reminder_hours)s hour(s) before the last moment to give notice."
)
_UNCONFIRMED = _lt(
    "%(confirm_days)s day(s) after the session; again %(escalation_days)s day(s) later."
)
_APPOINTMENT = _lt(
    "When %(reschedule_days)s day(s) have gone by without a new appointment; again "
    "%(escalation_days)s day(s) later."
)
_SUMMARY = _lt("When %(summary_days)s day(s) have gone by without a summary.")
_QUIET = _lt(
    "%(quiet_days)s day(s) after the last session; again %(escalation_days)s day(s) "
    "later."
)
_END_NEAR = _lt("%(end_warning_days)s day(s) before the planned end.")
_PAST_END = _lt("%(escalation_days)s day(s) after the planned end.")
_SURVEY = _lt("%(survey_days)s day(s) after the survey was asked for, once.")
_ONE_SIDE = _lt("%(end_reply_days)s day(s) after the other has declared the end.")

# By the name of the automated rule in the addon's data; the others send at once.
DELAYS = {
    "automation_news_asked": _lt(
        "%(news_months_first)s and %(news_months_last)s month(s) after the end."
    ),
    "automation_match_expired_mentor": _lt("When the last day to answer is over."),
    "automation_match_expired_mentee": _lt("When the last day to answer is over."),
    "automation_reminder_unfinished_mentee": _lt(
        "%(draft_days)s day(s) after the questionnaire was last touched, once."
    ),
    "automation_reminder_proposal_mentee": _PROPOSAL,
    "automation_reminder_proposal_mentor": _PROPOSAL,
    "automation_reminder_first_session_mentee": _lt(
        "When half of the time for the first session has gone by, and "
        "%(first_session_warning_days)s day(s) before its last day."
    ),
    "automation_reminder_first_session_staff": _lt(
        "The day after the last day for the first session."
    ),
    "automation_reminder_session_soon_mentee": _SESSION,
    "automation_reminder_session_soon_mentor": _SESSION,
    "automation_reminder_unconfirmed_mentee": _UNCONFIRMED,
    "automation_reminder_unconfirmed_mentor": _AFTER_MENTEE,
    "automation_reminder_unconfirmed_staff": _AFTER_BOTH,
    "automation_reminder_appointment_mentee": _APPOINTMENT,
    "automation_reminder_appointment_mentor": _AFTER_MENTEE,
    "automation_reminder_appointment_staff": _AFTER_BOTH,
    "automation_reminder_summary_mentee": _SUMMARY,
    "automation_reminder_summary_staff": _AFTER_MENTEE,
    "automation_reminder_go_on_mentor": _lt(
        "%(go_on_days)s day(s) after the first session."
    ),
    "automation_reminder_membership_ending_mentee": _lt(
        "%(membership_warning_days)s day(s) before the membership ends, where it does "
        "not last until the planned end."
    ),
    "automation_reminder_membership_lapsed_mentee": _lt(
        "The day after the membership has ended."
    ),
    "automation_reminder_membership_lapsed_staff": _AFTER_MENTEE,
    "automation_reminder_quiet_mentee": _QUIET,
    "automation_reminder_quiet_mentor": _AFTER_MENTEE,
    "automation_reminder_quiet_staff": _AFTER_BOTH,
    "automation_reminder_end_near_mentee": _END_NEAR,
    "automation_reminder_end_near_mentor": _END_NEAR,
    "automation_reminder_past_end_mentee": _PAST_END,
    "automation_reminder_past_end_mentor": _PAST_END,
    "automation_reminder_past_end_staff": _AFTER_BOTH,
    "automation_reminder_one_side_ended_mentee": _ONE_SIDE,
    "automation_reminder_one_side_ended_mentor": _ONE_SIDE,
    "automation_reminder_one_side_ended_staff": _lt(
        "%(escalation_days)s day(s) after the other side was told."
    ),
    "automation_reminder_survey_mentee": _SURVEY,
    "automation_reminder_survey_mentor": _SURVEY,
    "automation_reminder_profile_mentor": _lt(
        "%(profile_months)s month(s) after the profile was last saved."
    ),
}
# The fields of the programme that the sentences name.
NUMBERS = (
    "confirm_days",
    "draft_days",
    "end_reply_days",
    "end_warning_days",
    "escalation_days",
    "first_session_warning_days",
    "go_on_days",
    "membership_warning_days",
    "news_months_first",
    "news_months_last",
    "profile_months",
    "proposal_reminder_days",
    "quiet_days",
    "reschedule_days",
    "session_reminder_hours",
    "summary_days",
    "survey_days",
)
