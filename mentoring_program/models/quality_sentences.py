"""What each line of the self-assessment asks, and what to do where it isn't met."""

from odoo.tools import LazyTranslate

from ..logic import quality

_lt = LazyTranslate(__name__)

AREA_NAMES = [
    (quality.PURPOSE, "Clarity of purpose"),
    (quality.TRAINING, "Training and briefing"),
    (quality.MATCHING, "Selection and matching"),
    (quality.REVIEW, "Measurement and review"),
    (quality.ETHICS, "Ethics"),
    (quality.ADMINISTRATION, "Administration and support"),
]
RESULT_NAMES = [
    (quality.MET, "Met"),
    (quality.PARTLY, "Partly met"),
    (quality.MISSING, "Missing"),
    (quality.UNKNOWN, "Nothing to tell yet"),
]
QUESTIONS = {
    "presentation": _lt("The programme says publicly what it is for, and for whom."),
    "charters": _lt("Mentees and mentors each have a charter in force."),
    "objectives": _lt("Mentees begin with objectives of their own (P5)."),
    "mentee_guides": _lt("Mentees find a guide at each stage."),
    "mentor_guides": _lt("Mentors find a guide at each stage."),
    "mentors_signed": _lt("Mentors have signed the charter in force (S2)."),
    "decided_soon": _lt("Applicants have their answer within three weeks."),
    "criteria": _lt("Pairs are matched by several criteria (M2, M3)."),
    "waiting_fresh": _lt("Nobody waits for a mentor longer than three months."),
    "places": _lt("There are places for those who wait."),
    "surveys": _lt("Mentees and mentors are each asked how it went."),
    "surveys_answered": _lt("They answer."),
    "news_answered": _lt("Mentees tell what came of it later on (C10)."),
    "completed": _lt("Relations reach their end as planned (P2, P3)."),
    "both_signed": _lt("In each pair, both are bound to confidentiality (C8, D3)."),
    "refused_with_words": _lt("Those who are refused are told why."),
    "summaries": _lt(
        "Sessions are followed by a summary, seen by the pair alone (C7)."
    ),
    "officer": _lt("Somebody is in charge of the programme."),
    "followed_up": _lt("Pairs that need attention get it."),
    "fees_settled": _lt("Fees that were invoiced are settled (P9)."),
    "messages_on": _lt("Members are informed by automated messages."),
}
EVIDENCE = {
    "presentation": _lt("Words of the presentation: %(there)s of at least %(whole)s."),
    "charters": _lt("Charters in force: %(there)s of %(whole)s."),
    "objectives": _lt("Applications accepted with objectives: %(there)s of %(whole)s."),
    "mentee_guides": _lt("Stages with a guide: %(there)s of %(whole)s."),
    "mentor_guides": _lt("Stages with a guide: %(there)s of %(whole)s."),
    "mentors_signed": _lt("Mentors who have signed it: %(there)s of %(whole)s."),
    "decided_soon": _lt("Decided upon within 21 days: %(there)s of %(whole)s."),
    "criteria": _lt("Criteria that weigh: %(there)s of at least %(whole)s."),
    "waiting_fresh": _lt("Waiting for less than 90 days: %(there)s of %(whole)s."),
    "places": _lt("Free places for those who wait: %(there)s of %(whole)s."),
    "surveys": _lt("Surveys of the programme: %(there)s of %(whole)s."),
    "surveys_answered": _lt("Surveys answered: %(there)s of %(whole)s."),
    "news_answered": _lt("News given: %(there)s of %(whole)s asked for."),
    "completed": _lt("Relations completed: %(there)s of %(whole)s that ended."),
    "both_signed": _lt("Running pairs where both have signed: %(there)s of %(whole)s."),
    "refused_with_words": _lt("Refused with a reason: %(there)s of %(whole)s."),
    "summaries": _lt("Sessions with a summary written: %(there)s of %(whole)s."),
    "officer": _lt("Officers in charge: %(there)s."),
    "followed_up": _lt("Running pairs without a concern: %(there)s of %(whole)s."),
    "fees_settled": _lt("Fees settled: %(there)s of %(whole)s."),
    "messages_on": _lt("Messages switched on: %(there)s of %(whole)s."),
}
TO_DO = {
    "presentation": _lt("Write the presentation of the programme."),
    "charters": _lt("Publish a charter for each role."),
    "objectives": _lt("Ask for objectives when you review applications."),
    "mentee_guides": _lt("Write a guide for the stages that have none."),
    "mentor_guides": _lt("Write a guide for the stages that have none."),
    "mentors_signed": _lt("Ask the mentors who have not signed yet."),
    "decided_soon": _lt("Review the applications as they come in."),
    "criteria": _lt("Give more of the criteria a weight."),
    "waiting_fresh": _lt("Look at why they wait, and for mentors who fit."),
    "places": _lt("Look for mentors: see what is lacking."),
    "surveys": _lt("Choose a survey for each role on the programme."),
    "surveys_answered": _lt("Look at the surveys: shorter ones are answered more."),
    "news_answered": _lt("Ask by phone, and record what you are told."),
    "completed": _lt("Look at the reasons for stopping."),
    "both_signed": _lt("Have the charter signed before pairs are introduced."),
    "refused_with_words": _lt("Complete the reasons for refusal."),
    "summaries": _lt("Look at whether the reminders of the summary go out."),
    "officer": _lt("Choose an officer on the programme."),
    "followed_up": _lt("Go through the pairs under attention."),
    "fees_settled": _lt("Go through the applications with a fee to pay."),
    "messages_on": _lt("Look at what is switched off."),
}
# Where it is done; "program" is the form of the programme.
PROGRAM = "program"
WHERE = {
    "presentation": PROGRAM,
    "charters": "mentoring_charter_action",
    "objectives": "mentoring_application_action",
    "mentee_guides": "mentoring_resource_action",
    "mentor_guides": "mentoring_resource_action",
    "mentors_signed": "mentoring_mentor_action",
    "decided_soon": "mentoring_application_action",
    "criteria": PROGRAM,
    "waiting_fresh": "mentoring_application_waiting_action",
    "places": "mentoring_demand_action",
    "surveys": PROGRAM,
    "surveys_answered": "survey_survey_action",
    "news_answered": "mentoring_news_action",
    "completed": "mentoring_report_outcome_action",
    "both_signed": "mentoring_match_action",
    "refused_with_words": "mentoring_refusal_reason_action",
    "summaries": "mentoring_reminder_action",
    "officer": PROGRAM,
    "followed_up": "mentoring_match_action",
    "fees_settled": "mentoring_application_action",
    "messages_on": "mentoring_message_action",
}
