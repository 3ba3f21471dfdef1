"""Every page that visitors and members see, in each of its states."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Stop:
    """A page in one state; ``shows`` is what tells that state from the others.

    ``act`` does something on the page; it may return what puts all back afterwards.
    """

    name: str
    who: str | None
    path: str
    shows: str
    act: Callable | None = None


def send(action="", **fields):
    """Fill in fields and send the form, past the browser's own checks."""

    def act(visitor):
        visitor.fill(**fields)
        form = f"main form[action$='{action}']"
        visitor.page.eval_on_selector(form, "form => { form.noValidate = true }")
        visitor.submit(action)

    return act


def move(**fields):
    """Move the session, with a length out of the ordinary."""

    def act(visitor):
        visitor.unfold("form[action$='/move']")
        send("/move", **fields)(visitor)

    return act


def far():
    """Return a day some weeks ahead, as a form has it."""
    return (date.today() + timedelta(days=20)).isoformat()


def send_logged_out(action):
    """The session ends while one types."""

    def act(visitor):
        visitor.become(None, stay=True)
        send(action)(visitor)

    return act


def change(statement, undo):
    """What staff set meanwhile, until the visitor has left."""

    def act(visitor):
        house = visitor.house
        house.sql(house.path(statement))
        visitor.page.reload()
        return lambda: house.sql(house.path(undo))

    return act


NAMES_HIDDEN = change(
    "UPDATE mentoring_program SET hide_names = true",
    "UPDATE mentoring_program SET hide_names = false",
)
TWO_PROGRAMS = change(
    "UPDATE mentoring_program SET active = true WHERE id = {program_second}",
    "UPDATE mentoring_program SET active = false WHERE id = {program_second}",
)
FITTING = {
    "employment": "in_post",
    "experience_start_month": 9,
    "experience_start_year": 2012,
    "aim": "promotion",
    "target_months": 12,
}


def check_oneself(**answers):
    def act(visitor):
        visitor.pick("target_level_id", -1)
        send("self-check", **{**FITTING, **answers})(visitor)

    return act


CHECK = "/mentoring/self-check"
MY = "/my/mentoring"
MENTOR = f"{MY}/mentor"
GUIDES = f"{MY}/guides"
DATA = f"{MY}/data"
APPLY = f"{MY}/apply"
ERRORS = "#errors a"


def application(key, step=None):
    path = f"{MY}/applications/{{application_{key}}}"
    return f"{path}/steps/{step}" if step else path


def pair(mentee, mentor):
    return f"{MY}/pairs/{{match_{mentee}_{mentor}}}"


def session(mentee, mentor, number):
    return f"{MY}/sessions/{{session_{mentee}_{mentor}_{number}}}"


PUBLIC = [
    Stop("landing", None, "/mentoring", "h2[id^='program_']"),
    Stop(
        "landing-two", None, "/mentoring", "h2[id^='program_'] >> nth=1", TWO_PROGRAMS
    ),
    Stop("charter-mentee", None, "/mentoring/charter/mentee", "article h3, article h2"),
    Stop("charter-mentor", None, "/mentoring/charter/mentor", "article h3, article h2"),
    Stop("self-check", None, CHECK, "form[action$='self-check']"),
    Stop("self-check-errors", None, CHECK, ERRORS, send("self-check")),
    Stop("self-check-yes", None, CHECK, ".alert-success", check_oneself()),
    Stop(
        "self-check-no",
        None,
        CHECK,
        ".alert-warning table",
        check_oneself(employment="out_of_post"),
    ),
]
SPACE = [
    Stop("my", "mentor", "/my", "#portal_service_category a[href$='/my/mentoring']"),
    Stop("home-newcomer", "solange", MY, "a[href$='/mentoring/apply']"),
    Stop("home-draft", "blanchard", MY, ".list-group-item a[href*='/steps/']"),
    Stop("home-mentee", "sissoko", MY, ".list-group-item a[href*='/sessions/']"),
    Stop("home-mentor", "mentor", MY, ".list-group-item a[href*='/pairs/']"),
    Stop("history", "costa", f"{MY}/history", ".card"),
    Stop("history-newcomer", "solange", f"{MY}/history", "h1"),
    Stop("guides-mentee", "mentee", GUIDES, "details"),
    Stop("guides-mentor", "roche", GUIDES, "details"),
    Stop("data-newcomer", "solange", DATA, "dl"),
    Stop("data-mentee", "mentee", DATA, "dl"),
    Stop("data-mentor", "mentor", DATA, "dl"),
    Stop("signature", "mentee", f"{MY}/signatures/{{signature_mentee}}", "article"),
]
APPLICATION = [
    Stop("apply", "solange", APPLY, "form[action$='/apply']"),
    Stop(
        "apply-two", "solange", APPLY, "form[action$='/apply'] >> nth=1", TWO_PROGRAMS
    ),
    Stop("apply-again", "mallet", APPLY, "a[href*='/applications/']"),
    Stop("application-draft", "blanchard", application("blanchard"), "a[href*='step']"),
    Stop("application-submitted", "mallet", application("mallet"), "[href$='/pdf']"),
    Stop("application-to-pay", "lecomte", application("lecomte"), "[href*='invoices']"),
    Stop("application-waiting", "keller", application("keller"), "form[action$=draw]"),
    Stop("application-unpaid", "fernandez", application("fernandez"), "[href*='inv']"),
    Stop(
        "application-refunded", "meunier", application("meunier"), "#application_state"
    ),
    Stop("application-settling", "okafor", application("okafor"), "#application_state"),
    Stop("application-proposal", "chen", application("chen"), "a.btn[href*='pairs']"),
    Stop("application-matched", "mentee", application("mentee"), "a[href*='pairs']"),
    Stop("application-closed", "costa", application("costa"), "#application_state"),
    Stop("application-refused", "carpentier", application("carpentier"), "table"),
    Stop("application-refused-short", "lopez", application("lopez"), "h2"),
    Stop("application-withdrawn", "joly", application("joly"), "#application_state"),
]
STEPS = [
    Stop(
        f"step-{key}", "blanchard", application("blanchard", key), "[aria-current=step]"
    )
    for key in (
        "situation",
        "aim",
        "objectives",
        "expectations",
        "profile",
        "review",
        "sign",
    )
] + [
    Stop(
        "step-situation-errors",
        "bakary",
        application("bakary", "situation"),
        ERRORS,
        send("situation", job_title=""),
    ),
    Stop(
        "typed-again",
        "blanchard",
        application("blanchard", "expectations"),
        "a[href*='/web/login']",
        send_logged_out("expectations"),
    ),
    Stop(
        "step-aim-errors",
        "leroux",
        application("leroux", "aim"),
        ERRORS,
        send("aim"),
    ),
    Stop(
        "step-expectations-errors",
        "blanchard",
        application("blanchard", "expectations"),
        ERRORS,
        send("expectations", expectations="", motivations=""),
    ),
    Stop(
        "step-review-concerns",
        "guerin",
        application("guerin", "review"),
        ".alert-warning li",
    ),
    Stop(
        "step-sign-errors",
        "blanchard",
        application("blanchard", "sign"),
        ERRORS,
        send("sign"),
    ),
]
MENTORS = [
    Stop("mentor-new", "camille", MENTOR, "form[action$='/mentor']"),
    Stop(
        "mentor-errors",
        "camille",
        MENTOR,
        ERRORS,
        send("/mentor", capacity=9, experience_start_year=2999),
    ),
    Stop("mentor-draft", "poncet", MENTOR, "#standing"),
    Stop("mentor-draft-unsigned", "ndiaye", MENTOR, "a[href$='/mentor/sign']"),
    Stop("mentor-sign", "ndiaye", f"{MENTOR}/sign", "input[name=charter_id]"),
    Stop("mentor-sign-errors", "ndiaye", f"{MENTOR}/sign", ERRORS, send("sign")),
    Stop("mentor-submitted", "roche", MENTOR, "#standing"),
    Stop("mentor-approved", "mentor", MENTOR, "form[action$='/pause']"),
    Stop("mentor-paused", "berthelot", MENTOR, "form[action$='/resume']"),
    Stop("mentor-left", "tellier", MENTOR, "form[action$='/reopen']"),
    Stop("mentor-refused", "girault", MENTOR, "#standing"),
    Stop("mentor-staff-view", "mentor", f"{MENTOR}/staff", "#staff_view"),
    Stop("mentor-preview", "mentor", f"{MENTOR}/preview", "#preview"),
    Stop("mentor-nameless", "mentor", f"{MENTOR}/preview", "#preview", NAMES_HIDDEN),
]
PROPOSALS = [
    Stop("proposal-mentor", "mentor", pair("lemaitre", "mentor"), "[action$=accept]"),
    Stop("proposal-answered", "zhang", pair("chen", "zhang"), ".alert-info"),
    Stop("proposal-mentee", "chen", pair("chen", "zhang"), "[action$=accept]"),
    Stop("proposal-nameless-mentor", "vidal", pair("yilmaz", "vidal"), "#about"),
    Stop("proposal-nameless-mentee", "elkaim", pair("elkaim", "khelifi"), "#about"),
    Stop("proposal-declined", "roussel", pair("roussel", "lambrecht"), "p.lead"),
    Stop("proposal-cancelled", "toure", pair("baudry", "toure"), "p.lead"),
    Stop("proposal-expired", "sarkissian", pair("dacosta", "sarkissian"), "p.lead"),
]
PAIRS = [
    Stop("pair-first", "petitjean", pair("petitjean", "mercadier"), "#plan"),
    Stop(
        "pair-plan-failed",
        "petitjean",
        pair("petitjean", "mercadier"),
        ".alert-danger",
        send("/sessions"),
    ),
    Stop("pair-first-mentor", "mercadier", pair("petitjean", "mercadier"), "#plan"),
    Stop("pair-times", "vandamme", pair("vandamme", "diallo"), "[action*='/times/']"),
    Stop("pair-times-mentor", "diallo", pair("vandamme", "diallo"), "#times"),
    Stop("times", "diallo", f"{pair('vandamme', 'diallo')}/times", "[name=date_3]"),
    Stop(
        "times-asked-twice",
        "diallo",
        f"{pair('vandamme', 'diallo')}/times",
        "[name=sure]",
        send("/times", date_1=far(), time_1="18:30", minutes=30, way="phone"),
    ),
    Stop("pair-mentee", "mentee", pair("mentee", "mentor"), "a[href*='/sessions/']"),
    Stop("pair-mentor", "mentor", pair("mentee", "mentor"), "[action$='/stop']"),
    Stop("pair-extension-own", "aubert", pair("aubert", "delaunay"), "#going_on"),
    Stop(
        "pair-extension-asked", "delaunay", pair("aubert", "delaunay"), "[action*=gre]"
    ),
    Stop("pair-declared-own", "pasquier", pair("bonnet", "pasquier"), ".alert-info"),
    Stop("pair-declared-other", "bonnet", pair("bonnet", "pasquier"), ".alert-info"),
    Stop("pair-past-end", "riviere", pair("riviere", "kermarrec"), "#next"),
    Stop("pair-fee-lapsed", "amrani", pair("amrani", "oliveira"), ".alert-warning"),
    Stop("ended-completed", "costa", pair("costa", "bastide"), "[href$=certificate]"),
    Stop("home-survey", "ramirez", MY, ".list-group-item a[href$=survey]"),
    Stop("ended-survey", "ramirez", pair("ramirez", "lambrecht"), "[href$=survey]"),
    Stop("ended-recorded", "maillard", pair("maillard", "weber"), "#news"),
    Stop("ended-news", "bastide", pair("costa", "bastide"), "#news"),
    Stop("home-news", "costa", MY, ".list-group-item a[href*='/news/']"),
    Stop("news", "costa", f"{pair('costa', 'bastide')}/news/last", "[name=words]"),
    Stop(
        "news-errors",
        "costa",
        f"{pair('costa', 'bastide')}/news/last",
        ERRORS,
        send("/news/last"),
    ),
    Stop("ended-agreement", "leclercq", pair("delcroix", "leclercq"), "#outcome"),
    Stop("ended-fee-lapsed", "gilles", pair("gilles", "lambrecht"), "#outcome"),
    Stop("ended-stopped", "pruvost", pair("pruvost", "diallo"), "#outcome"),
    Stop("ended-never-started", "abadie", pair("abadie", "guilbert"), "#outcome"),
]
SESSIONS = [
    Stop(
        "session-moved-failed",
        "mentor",
        session("mentee", "mentor", 2),
        ".alert-danger",
        move(minutes=30),
    ),
    Stop("session-planned", "mentee", session("mentee", "mentor", 2), "[action$=move]"),
    Stop("session-planned-mentor", "mentor", session("mentee", "mentor", 2), "#notes"),
    Stop("session-soon", "marchal", session("marchal", "nguyen", 3), "#notes"),
    Stop("session-begun", "ortega", session("ortega", "guilbert", 1), "#held"),
    Stop("session-over", "traore", session("traore", "camara", 2), "[action$=done]"),
    Stop("session-summary-due", "sissoko", session("sissoko", "vidal", 2), "#notes"),
    Stop("session-no-notes", "vidal", session("sissoko", "vidal", 2), "#notes"),
    Stop("session-held", "mentee", session("mentee", "mentor", 1), "#rating"),
    Stop("session-held-mentor", "mentor", session("mentee", "mentor", 1), "#comment"),
    Stop(
        "session-cancelled", "weber", session("hoffmann", "weber", 1), "a[href$=plan]"
    ),
    Stop("session-missed", "abadie", session("abadie", "guilbert", 1), "#facts"),
]
STOPS = [
    *PUBLIC,
    *SPACE,
    *APPLICATION,
    *STEPS,
    *MENTORS,
    *PROPOSALS,
    *PAIRS,
    *SESSIONS,
]
