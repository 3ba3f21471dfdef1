"""The portal's doors: who passes where, and which fields its forms have.

Without Odoo, for programs outside read it too. ``test_portal_routes`` holds the table
against the routes that Odoo knows.
"""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"
FIELD = re.compile(
    r"""<(?:input|select|textarea|button)\b[^>]*?\bname="([a-z_]+)"
    |t-set="name"\s+t-value="'([a-z_]+)'\"""",
    re.VERBOSE,
)
# Made of parts in the templates, or by a script.
MADE = {
    "date_1",
    "experience_start_month",
    "experience_start_year",
    "objective_1",
    "signature",
    "time_1",
}

MEMBERS = (
    "stranger",  # a member without any role
    "mentee",
    "mentor",
    "other_mentee",
    "other_mentor",
    "officer",
    "manager",
    "employee",
)
# Who passes: all others find nothing, and visitors are asked to log in.
ANYBODY = ("public", *MEMBERS)
ANY_MEMBER = MEMBERS
THE_MENTEE = ("mentee",)
THE_MENTOR = ("mentor",)
THE_PAIR = ("mentee", "mentor")
THE_APPLICANT = ("stranger",)

MY = "/my/mentoring"
APPLICATION = f"{MY}/applications/<int:application_id>"
PAIR = f"{MY}/pairs/<int:match_id>"
SESSION = f"{MY}/sessions/<int:session_id>"
SIGNATURE = f"{MY}/signatures/<int:signature_id>"
TABLE = {
    ("GET", "/mentoring"): ANYBODY,
    ("GET", "/mentoring/charter/<role>"): ANYBODY,
    ("GET", "/mentoring/self-check"): ANYBODY,
    ("POST", "/mentoring/self-check"): ANYBODY,
    ("GET", MY): ANY_MEMBER,
    ("GET", f"{MY}/history"): ANY_MEMBER,
    ("GET", f"{MY}/history/page/<int:page>"): ANY_MEMBER,
    ("GET", f"{MY}/guides"): ANY_MEMBER,
    ("GET", f"{MY}/data"): ANY_MEMBER,
    ("GET", f"{MY}/data.json"): ANY_MEMBER,
    ("GET", f"{MY}/apply"): ANY_MEMBER,
    ("POST", f"{MY}/apply"): ANY_MEMBER,
    ("GET", APPLICATION): THE_APPLICANT,
    ("POST", f"{APPLICATION}/withdraw"): THE_APPLICANT,
    ("GET", f"{APPLICATION}/steps/<key>"): THE_APPLICANT,
    ("POST", f"{APPLICATION}/steps/<key>"): THE_APPLICANT,
    ("GET", f"{MY}/mentor"): ANY_MEMBER,
    ("POST", f"{MY}/mentor"): ANY_MEMBER,
    ("GET", f"{MY}/mentor/preview"): ANY_MEMBER,
    ("GET", f"{MY}/mentor/staff"): ANY_MEMBER,
    ("GET", f"{MY}/mentor/sign"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/sign"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/submit"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/pause"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/resume"): ANY_MEMBER,
    ("POST", f"{MY}/mentor/reopen"): ANY_MEMBER,
    ("GET", PAIR): THE_PAIR,
    ("GET", f"{PAIR}/page/<int:page>"): THE_PAIR,
    ("POST", f"{PAIR}/accept"): THE_PAIR,
    ("POST", f"{PAIR}/decline"): THE_PAIR,
    ("POST", f"{PAIR}/sessions"): THE_PAIR,
    ("GET", f"{PAIR}/times"): THE_MENTOR,
    ("POST", f"{PAIR}/times"): THE_MENTOR,
    ("POST", f"{PAIR}/times/<int:time_id>"): THE_MENTEE,
    ("POST", f"{PAIR}/extend"): THE_PAIR,
    ("POST", f"{PAIR}/extend/agree"): THE_PAIR,
    ("POST", f"{PAIR}/extend/decline"): THE_PAIR,
    ("POST", f"{PAIR}/stop"): THE_PAIR,
    ("POST", f"{PAIR}/end"): THE_PAIR,
    ("GET", f"{PAIR}/survey"): (),  # of a pair that has not ended
    ("GET", f"{PAIR}/news/<asking>"): THE_MENTEE,
    ("POST", f"{PAIR}/news/<asking>"): THE_MENTEE,
    ("GET", f"{PAIR}/certificate"): (),  # of a pair that has not ended
    ("GET", SESSION): THE_PAIR,
    ("GET", f"{SESSION}/invitation.ics"): THE_PAIR,
    ("POST", f"{SESSION}/rate"): THE_PAIR,
    ("POST", f"{SESSION}/move"): THE_PAIR,
    ("POST", f"{SESSION}/answer"): THE_PAIR,
    ("POST", f"{SESSION}/cancel"): THE_PAIR,
    ("POST", f"{SESSION}/done"): THE_PAIR,
    ("POST", f"{SESSION}/missed"): THE_PAIR,
    ("POST", f"{SESSION}/notes"): THE_PAIR,
    ("POST", f"{SESSION}/comment"): THE_PAIR,
    ("POST", f"{SESSION}/actions"): THE_PAIR,
    ("POST", f"{SESSION}/actions/<int:action_id>"): THE_PAIR,
    ("GET", SIGNATURE): THE_MENTEE,
    ("GET", f"{SIGNATURE}/pdf"): THE_MENTEE,
}


def field_names():
    """The names of all fields in the addon's own forms."""
    found = {
        literal or given
        for path in TEMPLATES.glob("*.xml")
        for literal, given in FIELD.findall(path.read_text())
    }
    return sorted((found | MADE) - {"csrf_token"})
