"""The main job, end to end, as the three people see it.

A member applies, signs, is accepted, pays; staff look at the ranking and propose; both
accept and are introduced; they meet four times and write; both declare the end. Every
mail goes through a real SMTP server. Nobody but the pair ever sees what they write.
"""

import re
from datetime import date, timedelta

from tests import mailbox as post

from .association import MENTEE, MENTOR, OFFICER, running
from .people import PHONE, Officer, Person

OBJECTIVE = "Lead a management committee through a merger without losing its trust."
# What the pair writes; it must be found with the two of them, and nowhere else.
TOPICS = "How to say no to my chairman, number"
SUMMARY = "I must stop deciding in place of my deputies, number"
ACTION = "Let the deputies decide on hiring"
PRIVATE = (TOPICS, SUMMARY, ACTION)
SESSIONS = 4
DAYS_PER_SESSION = 30


def test_from_application_to_the_end(chromium, mail_server):
    with running(mail_server) as association:
        officer = Officer(chromium, association, OFFICER["login"])
        mentor = Person(chromium, association, MENTOR["login"])
        mentee = Person(chromium, association, MENTEE["login"], PHONE)

        mentor_registers(mentor, officer, association)
        application_id = member_applies(mentee, association)
        staff_accept(officer, association, application_id)
        member_pays(mentee, association, application_id)
        match_id = staff_propose(officer, association, application_id)
        both_accept(mentor, mentee, association, match_id)
        session_ids = [
            pair_meets(mentor, mentee, association, match_id, number)
            for number in range(1, SESSIONS + 1)
        ]
        staff_never_see_notes(officer, session_ids)
        both_declare_the_end(mentor, mentee, association, match_id)
        staff_see_it_completed(officer, association, match_id)

        assert not association.get_problems()
        for message in association.mailbox.all():
            assert not any(words in post.text_of(message) for words in PRIVATE)
        assert not any(words in association.odoo.log() for words in PRIVATE)


def newest_id(association, table):
    [[record_id]] = association.sql(f"SELECT max(id) FROM {table}")
    return int(record_id)


def state_of(association, table, record_id):
    [[state]] = association.sql(f"SELECT state FROM {table} WHERE id = {record_id}")
    return state


def mentor_registers(mentor, officer, association):
    """The mentor fills in the profile, signs and sends it; staff approve it."""
    mentor.go("/my/mentoring/mentor")
    mentor.fill(
        job_title="Chief executive",
        employer="Verdier Industries",
        experience_start_month=9,
        experience_start_year=2004,
        level_id="General management",
        program_ids="Speed up your career",
        theme_ids=["Leadership", "Strategic vision"],
        function_ids="General management and entrepreneurship",
        industry_ids="Manufacturing",
        lang_ids=["English", "French"],
        ways=["in_person", "video"],
        presentation="Twenty years in industry, ten of them at the head of plants.",
        capacity=1,
    )
    mentor.press("Save my profile")
    mentor.go("/my/mentoring/mentor/sign")
    mentor.sees("totally confidential")
    mentor.fill(read=True, name=MENTOR["name"])
    mentor.press("Sign the charter")
    mentor.go("/my/mentoring/mentor")
    mentor.press("Send my profile")
    mentor_id = newest_id(association, "mentoring_mentor")
    assert state_of(association, "mentoring_mentor", mentor_id) == "submitted"
    mentor.take_picture("mentor-profile")

    officer.open_record("mentoring_mentor", mentor_id)
    officer.click_action("action_approve")
    assert state_of(association, "mentoring_mentor", mentor_id) == "approved"


def member_applies(mentee, association):
    """The mentee answers the questionnaire on a phone, signs, and gets a receipt."""
    mentee.go("/mentoring")
    mentee.take_picture("landing-phone")
    mentee.go("/my/mentoring/apply")
    mentee.press("Start my application")
    mentee.fill(
        employment="In post",
        job_title="Head of operations",
        employer="Ateliers du Nord",
        level_id="Head of department",
        experience_start_month=9,
        experience_start_year=2012,
    )
    mentee.press("Save and go on")
    mentee.fill(aim="promotion", target_level_id="Member of a management committee")
    mentee.fill(target_months=18)
    mentee.press("Save and go on")
    mentee.open_details("Leadership")
    mentee.page.locator("details[open] textarea").fill(OBJECTIVE)
    mentee.take_picture("questionnaire-phone")
    mentee.press("Save and go on")
    mentee.fill(
        expectations="A mentor who has led a plant through a merger.",
        motivations="My chairman retires in eighteen months.",
    )
    mentee.press("Save and go on")
    mentee.fill(
        function_id="General management and entrepreneurship",
        industry_id="Manufacturing",
        lang_ids=["English", "French"],
        ways=["in_person", "video"],
    )
    mentee.press("Save and go on")
    mentee.sees(OBJECTIVE, "Ateliers du Nord")
    mentee.press("Go on to the charter")
    mentee.sees("totally confidential")
    mentee.fill(read=True, name=MENTEE["name"])
    mentee.press("Sign and send my application")

    application_id = newest_id(association, "mentoring_application")
    assert state_of(association, "mentoring_application", application_id) == "submitted"
    association.mailbox.wait_for(MENTEE["email"], "received")
    return application_id


def staff_accept(officer, association, application_id):
    """The officer reads what the rules say, and accepts; the fee is invoiced."""
    officer.open_list("mentoring_application")
    officer.take_picture("applications")
    officer.open_record("mentoring_application", application_id)
    officer.sees(OBJECTIVE, "years of experience (8 to 20)", "up to date")
    officer.take_picture("application")
    officer.click_action("action_accept")
    assert state_of(association, "mentoring_application", application_id) == "accepted"


def member_pays(mentee, association, application_id):
    """The mentee pays online, with Odoo's demo provider, and joins the waiting list."""
    message = association.mailbox.wait_for(MENTEE["email"], "accepted")
    mentee.go(f"/my/mentoring/applications/{application_id}")
    mentee.sees("150.00")
    [link] = [link for link in post.links_of(message) if "/my/" in link]
    mentee.go(link)
    pay_online(mentee)
    association.mailbox.wait_for(MENTEE["email"], "waiting list")
    assert state_of(association, "mentoring_application", application_id) == "waiting"


def pay_online(mentee):
    """Pay the invoice that the page shows."""
    page = mentee.page
    page.get_by_role("link", name=re.compile("Pay")).first.click()
    form = page.locator("form[name='o_payment_form'], #o_payment_form")
    form.first.wait_for()
    page.locator("input[name='o_payment_radio']").first.check()
    page.locator("input[name='customer_input']").first.fill("4111")
    with page.expect_navigation(url=re.compile("/my/|/payment/status")):
        page.locator("button[name='o_payment_submit_button']:visible").first.click()


def staff_propose(officer, association, application_id):
    """The officer sees the mentors ranked with reasons, and proposes the best."""
    officer.open_record("mentoring_application", application_id)
    officer.click_action("action_find_mentor")
    officer.page.wait_for_selector(f"text={MENTOR['name']}")
    officer.take_picture("ranking")
    card = officer.page.locator(".o_kanban_record", has_text=MENTOR["name"]).first
    assert "Objectives" in card.inner_text()
    with officer.page.expect_response(re.compile("/action_propose")) as answered:
        card.locator("[name='action_propose']").first.click()
    assert "error" not in answered.value.json(), answered.value.text()[:500]
    match_id = newest_id(association, "mentoring_match")
    assert state_of(association, "mentoring_match", match_id) == "proposed"
    return match_id


def both_accept(mentor, mentee, association, match_id):
    """The mentor, then the mentee accepts; only then do they see how to meet."""
    pair = f"/my/mentoring/pairs/{match_id}"
    assert mentee.status_of(pair) == 404  # the mentor is asked first
    message = association.mailbox.wait_for(MENTOR["email"], "A mentee for you?")
    [link] = [link for link in post.links_of(message) if pair in link]
    mentor.go(link)
    mentor.sees(OBJECTIVE, "Ateliers du Nord")
    mentor.does_not_see(MENTEE["email"])
    mentor.take_picture("proposal")
    mentor.press("Accept the proposal")

    association.mailbox.wait_for(MENTEE["email"], "A mentor for you?")
    mentee.go(pair)
    mentee.sees("Verdier Industries")
    mentee.does_not_see(MENTOR["email"])
    mentee.press("Accept the proposal")
    assert state_of(association, "mentoring_match", match_id) == "active"

    for person, other, words in (
        (MENTEE, MENTOR, "You have a mentor"),
        (MENTOR, MENTEE, "You have a mentee"),
    ):
        message = association.mailbox.wait_for(person["email"], words)
        assert other["email"] in post.text_of(message)
    mentee.go(pair)
    mentee.sees(MENTOR["email"])
    mentor.go(pair)
    mentor.sees(MENTEE["email"])


def pair_meets(mentor, mentee, association, match_id, number):
    """Plan a session, get its invitations, hold it, write about it."""
    mentee.go(f"/my/mentoring/pairs/{match_id}")
    mentee.fill(date=in_days(3), time="18:30", minutes=90, way="in_person")
    mentee.fill(place="Café des Anciens, Paris")
    mentee.press("Plan the session")
    session_id = newest_id(association, "mentoring_session")
    for person in (MENTEE, MENTOR):
        assert_invited(association, person, session_id)

    page = f"/my/mentoring/sessions/{session_id}"
    mentee.go(page)
    mentee.fill(topics=f"{TOPICS} {number}")
    mentee.press("Save the notes")
    association.let_days_pass(DAYS_PER_SESSION * (SESSIONS + 1 - number), [session_id])
    mentor.go(page)
    mentor.sees(TOPICS)
    mentor.press("The session took place")
    mentee.go(page)
    mentee.fill(retained=f"{SUMMARY} {number}")
    mentee.press("Save the notes")
    mentee.fill(action=ACTION)
    mentee.press("Add the action")
    mentor.go(page)
    mentor.sees(SUMMARY, ACTION)
    if number == 1:
        mentee.take_picture("session-phone")
    return session_id


def in_days(days):
    return (date.today() + timedelta(days=days)).isoformat()


def assert_invited(association, person, session_id):
    """The person has a calendar file with the UID of this session."""
    [[uid]] = association.sql(
        f"SELECT invitation_uid FROM mentoring_session WHERE id = {session_id}"
    )
    association.mailbox.wait_until(
        lambda: any(
            uid in calendar
            for message in association.mailbox.to(person["email"])
            for calendar in post.calendars_of(message)
        ),
        f"no invitation for {person['email']}",
    )


def staff_never_see_notes(officer, session_ids):
    """Staff see that something was written, by no way what."""
    for session_id in session_ids:
        officer.open_record("mentoring_session", session_id)
        officer.does_not_see(*PRIVATE)
    officer.take_picture("session-staff")
    for model in ("mentoring.session.summary", "mentoring.action"):
        answer = officer.call(model, "search_read", [])
        assert answer.get("result", []) == [], answer
    answer = officer.call("mentoring.session", "read", session_ids)
    assert not any(words in str(answer) for words in PRIVATE)


def both_declare_the_end(mentor, mentee, association, match_id):
    """Each declares the end; both are thanked, and may take the certificate."""
    pair = f"/my/mentoring/pairs/{match_id}"
    mentee.go(pair)
    mentee.take_picture("pair-phone")
    mentee.press("Declare the end")
    assert state_of(association, "mentoring_match", match_id) == "active"
    mentor.go(pair)
    mentor.take_picture("pair")
    mentor.press("Declare the end")
    for person in (mentee, mentor):
        person.go(pair)
        certificate = person.context.request.get(f"{person.url}{pair}/certificate")
        assert certificate.body().startswith(b"%PDF")
    for person in (MENTEE, MENTOR):
        association.mailbox.wait_for(person["email"], "has ended")


def staff_see_it_completed(officer, association, match_id):
    """The pair is completed, the application closed, the mentor's place free again."""
    [row] = association.sql(
        "SELECT m.state, m.outcome, a.state, p.free_places FROM mentoring_match m "
        "JOIN mentoring_application a ON a.id = m.application_id "
        f"JOIN mentoring_mentor p ON p.id = m.mentor_id WHERE m.id = {match_id}"
    )
    assert row == ["ended", "completed", "closed", "1"]
    officer.open_record("mentoring_match", match_id)
    officer.sees("Completed")
    officer.does_not_see(*PRIVATE)
    officer.take_picture("match-completed")
