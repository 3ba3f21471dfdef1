"""The mentor's way: registering; answering, meeting, and the end."""

from datetime import date, datetime, timedelta

MENTOR = "/my/mentoring/mentor"


def test_registering(visit, house):
    mentor = visit(*house.get_look(3))
    mentor.become("solange")
    fills_in_the_profile(mentor)
    signs_and_sends(mentor)
    is_approved(mentor, house)
    looks_as_a_mentee_does(mentor, house)
    takes_a_break(mentor)


def fills_in_the_profile(mentor):
    """What can't be read is told, and the rest is still there."""
    mentor.go("/my/mentoring")
    mentor.press("main a[href$='/mentor']")
    mentor.fill(job_title="Directrice générale", employer="Verdier Industries")
    mentor.fill(experience_start_month=9, experience_start_year=2999)
    mentor.submit("/mentor")
    mentor.has("#errors a[href='#field_experience_start']")
    assert mentor.page.input_value("#field_job_title") == "Directrice générale"
    mentor.fill(experience_start_year=2002, capacity=1)
    mentor.pick("level_id", -1)
    mentor.page.check("main input[name=theme_ids] >> nth=0")
    mentor.fill(presentation="Vingt ans d'usine, dont dix à leur tête.")
    mentor.submit("/mentor")
    mentor.has(".alert-success")


def signs_and_sends(mentor):
    mentor.press("main a[href$='/mentor/sign']")
    mentor.fill(name="Solange Verdier", read="1")
    mentor.submit("/sign")
    mentor.submit("/submit")
    mentor.has(".alert-success")
    mentor.lacks("form[action$='/pause']")


def is_approved(mentor, house):
    [mentor_id] = house.call(
        "mentoring.mentor", "search", [("name", "=", "Solange Verdier")]
    )
    house.call("mentoring.mentor", "action_approve", mentor_id)
    mentor.page.reload()
    mentor.has("form[action$='/pause']")
    mentor.fill(capacity=2)
    mentor.submit("/mentor")
    assert house.sql(f"SELECT capacity FROM mentoring_mentor WHERE id={mentor_id}") == [
        ["2"]
    ]


def looks_as_a_mentee_does(mentor, house):
    """The name shows, unless the programme hides names."""
    mentor.go(f"{MENTOR}/preview")
    mentor.sees("Solange Verdier", "Verdier Industries", "Vingt ans d'usine")
    house.sql("UPDATE mentoring_program SET hide_names = true")
    mentor.page.reload()
    shown = mentor.page.inner_text("main section")
    house.sql("UPDATE mentoring_program SET hide_names = false")
    assert "Vingt ans d'usine" in shown
    assert "Verdier" not in shown


def takes_a_break(mentor):
    mentor.go(MENTOR)
    last = date.today() + timedelta(days=40)
    mentor.fill(pause_to=last.isoformat())
    mentor.submit("/pause")
    mentor.reads(fr=(f"{last:%d/%m/%Y}",), en=(f"{last:%m/%d/%Y}",))
    mentor.submit("/resume")
    mentor.has("form[action$='/pause']")


def test_mentoring(visit, house):
    mentor = visit(*house.get_look(2))
    mentor.become("benhamou")
    declines_one(mentor)
    accepts_another(mentor, house)
    stops_after_the_first_session(mentor, house)
    mentor.become("garrigou")
    ends_with_a_certificate(mentor, house)


def declines_one(mentor):
    mentor.go("/my/mentoring")
    mentor.press(
        ".list-group-item a[href$='/pairs/{match_baudry_benhamou}']".format(
            **mentor.house.records
        )
    )
    mentor.unfold("form[action$='/decline']")
    mentor.page.locator("form[action$='/decline'] textarea").fill("No time in spring.")
    mentor.submit("/decline")
    mentor.has(".alert-success")
    mentor.lacks("form[action$='/accept']")
    mentor.check()


def accepts_another(mentor, house):
    """The contact is shown once the other has accepted as well."""
    mentor.go("/my/mentoring/pairs/{match_vasseur_benhamou}")
    mentor.submit("/accept")
    mentor.has(".alert-info")
    mentor.lacks("a[href^='mailto:vasseur@']")
    match_id = house.records["match_vasseur_benhamou"]
    house.call("mentoring.match", "action_accept", match_id, "mentee")
    mentor.page.reload()
    mentor.has("a[href^='mailto:vasseur@']")


def stops_after_the_first_session(mentor, house):
    """Only after the first session, and only when sure (D6)."""
    mentor.lacks("form[action$='/stop']")
    match_id = house.records["match_vasseur_benhamou"]
    start = datetime.now() - timedelta(days=1)
    session_id = house.call(
        "mentoring.session",
        "create",
        [{"match_id": match_id, "start": f"{start:%Y-%m-%d %H:%M:%S}"}],
    )
    house.call("mentoring.session", "action_done", session_id)
    mentor.page.reload()
    mentor.unfold("form[action$='/stop']")
    mentor.fill(sure="1", stop_comment="Three appointments were not kept.")
    mentor.submit("/stop")
    mentor.has("#outcome")
    mentor.reads(
        fr=("Vous avez choisi de ne pas poursuivre après la première séance.",),
        en=("You chose not to go on after the first session.",),
    )
    mentor.lacks("a[href$='/certificate']")


def ends_with_a_certificate(mentor, house):
    """A word to the mentee; then the second of the two declarations."""
    mentor.go("/my/mentoring/sessions/{session_lefort_garrigou_4}")
    mentor.fill(mentor_comment="You have come a long way.")
    mentor.submit("/comment")
    assert mentor.page.input_value("#field_mentor_comment")
    match_id = house.records["match_lefort_garrigou"]
    house.call("mentoring.match", "action_declare_end", match_id, "mentee")
    mentor.go("/my/mentoring/pairs/{match_lefort_garrigou}")
    mentor.reads(fr=("a déclaré la fin",), en=("has declared the end",))
    mentor.submit("/end")
    mentor.has("a[href$='/certificate']")
    mentor.check()
