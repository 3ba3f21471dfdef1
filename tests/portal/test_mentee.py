"""The mentee's way: applying; meeting the mentor, until the end."""

from datetime import date, timedelta

EXPECTATIONS = "Un mentor qui a conduit une usine à travers une fusion."
OBJECTIVE = "Présider un comité de direction sans décider à la place des autres."
REASON = "My week is full on Fridays."
HOME = "/my/mentoring"


def in_days(days):
    return (date.today() + timedelta(days=days)).isoformat()


def test_applying(visit, house):
    member = visit(*house.get_look(0))
    looks_whether_it_fits(member)
    member.become("camille")
    begins(member)
    answers_back_and_forth(member)
    reads_it_through(member)
    signs(member)
    withdraws(member)


def looks_whether_it_fits(member):
    """A stranger reads, checks, and is asked to log in before applying."""
    member.go("/mentoring")
    member.press("main a[href$='/self-check']")
    member.fill(employment="out_of_post", experience_start_month=9, aim="promotion")
    member.fill(experience_start_year=2012, target_months=12)
    member.pick("target_level_id", -1)
    member.submit("/self-check")
    member.has(".alert-warning table")
    member.fill(employment="in_post")
    member.submit("/self-check")
    member.has(".alert-success [href$='/my/mentoring/apply']")
    member.press(".alert-success [href$='/my/mentoring/apply']")
    assert "/web/login" in member.page.url


def begins(member):
    member.go(HOME)
    member.press("main a[href$='/apply']")
    member.submit("/apply")
    assert "/steps/situation" in member.page.url


def answers_back_and_forth(member):
    """Wrong answers are told; right ones are there when one comes back."""
    member.fill(employment="in_post", job_title="Directrice d'usine")
    member.submit("/situation")
    member.has("#errors a[href='#field_employer']")
    member.fill(employer="Ateliers du Nord", experience_start_month=9)
    member.fill(experience_start_year=2012)
    member.pick("level_id", 3)
    member.submit("/situation")
    member.fill(aim="promotion", target_months=18)
    member.press("main button[name=go][value=back]")
    assert member.page.input_value("#field_job_title") == "Directrice d'usine"
    member.submit("/situation")
    assert member.page.input_value("#field_target_months") == "18"
    member.pick("target_level_id", -1)
    member.submit("/aim")
    member.submit("/objectives")
    member.has("#field_objectives .invalid-feedback")
    member.unfold("textarea")
    member.page.locator("details[open] textarea").fill(OBJECTIVE)
    member.submit("/objectives")
    member.fill(
        expectations=EXPECTATIONS, motivations="Mon président part en retraite."
    )
    is_logged_out_meanwhile(member)
    member.fill(ways=["in_person", "video"])
    member.submit("/profile")


def is_logged_out_meanwhile(member):
    """What was typed comes back, and is saved after the log-in in another tab."""
    member.become(None, stay=True)
    member.submit("/expectations")
    member.has("main a[href*='/web/login']")
    member.become("camille", stay=True)
    member.submit("/expectations")
    member.lacks("main a[href*='/web/login']")
    member.submit("/expectations")
    assert member.page.url.endswith("/steps/profile")


def reads_it_through(member):
    """One answer is changed, and the way leads back to the review."""
    member.sees(OBJECTIVE, EXPECTATIONS, "Ateliers du Nord")
    member.press("main a[href*='/steps/situation?back=review']")
    member.fill(employer="Ateliers du Sud")
    member.submit("/situation")
    assert member.page.url.endswith("/steps/review")
    member.sees("Ateliers du Sud")
    member.submit("/review")


def signs(member):
    member.submit("/sign")
    member.has("#errors a[href='#field_name']")
    member.fill(name="Camille Aubertin", read="1")
    member.submit("/sign")
    member.has(".alert-success")
    member.sees("Ateliers du Sud")


def withdraws(member):
    """What was sent stays as it is; it can be withdrawn, and begun anew."""
    address = member.page.url
    member.page.goto(f"{address}/steps/situation")
    assert member.page.url == address
    member.has(".alert-info")
    member.unfold("form[action$='/withdraw']")
    member.submit("/withdraw")
    member.has(".alert-success")
    member.lacks("form[action$='/withdraw']")
    member.check()
    member.go("/my/mentoring/apply")
    member.has("form[action$='/apply']")


def test_meeting(visit, house):
    mentee = visit(*house.get_look(1))
    mentee.become("silva")
    match_id = house.records["match_silva_toure"]
    answers_the_proposal(mentee)
    session_id = plans_a_session(mentee, house, match_id)
    moves_and_cancels(mentee)
    writes_about_it(mentee, house, match_id, session_id)
    goes_on_longer(mentee, house, match_id)
    declares_the_end(mentee, house, match_id)
    reads_what_is_kept(mentee)


def answers_the_proposal(mentee):
    mentee.go(HOME)
    mentee.press(".list-group-item a[href*='/pairs/']")
    mentee.lacks("a[href^='mailto:toure@']")
    mentee.submit("/accept")
    mentee.has("a[href^='mailto:toure@']")
    mentee.has("#next")


def plans_a_session(mentee, house, match_id):
    """A day that is past is refused with a sentence; what was typed is still there."""
    mentee.page.eval_on_selector(
        "form[action$='/sessions']", "f => {f.noValidate=true}"
    )
    mentee.fill(date=in_days(-3), time="18:30", minutes=90, way="in_person")
    mentee.fill(place="Café des Anciens")
    mentee.submit("/sessions")
    mentee.has(".alert-danger")
    assert mentee.page.input_value("#field_place") == "Café des Anciens"
    mentee.fill(date=in_days(9))
    mentee.submit("/sessions")
    mentee.has(".alert-success")
    mentee.reads(fr=("18:30", "20:00"), en=("6:30 PM", "8:00 PM"))
    [session_id] = house.call(
        "mentoring.session", "search", [("match_id", "=", match_id)]
    )
    return session_id


def moves_and_cancels(mentee):
    mentee.press("main a[href*='/sessions/']")
    mentee.unfold("form[action$='/move']")
    mentee.fill(time="08:00")
    mentee.submit("/move")
    mentee.reads(
        fr=("08:00", "09:30", "Europe/Paris"),
        en=("8:00 AM", "9:30 AM", "Europe/Paris"),
    )
    mentee.unfold("form[action$='/cancel']")
    mentee.reads(fr=("prévenez au moins 24",), en=("warn at least 24 hours before",))
    mentee.page.locator("form[action$='/cancel'] textarea").fill(REASON)
    mentee.submit("/cancel")
    mentee.reads(
        fr=("Vous avez annulé cette séance.", REASON),
        en=("You have cancelled this session.", REASON),
    )
    mentee.check()


def writes_about_it(mentee, house, match_id, cancelled_id):
    """A session that is over: held, summed up, with an action done."""
    mentee.go(f"{HOME}/pairs/{match_id}")
    mentee.fill(date=in_days(2), time="12:00", minutes=60, way="video")
    mentee.submit("/sessions")
    house.sql(
        "UPDATE mentoring_session SET start = start - interval '9 days', "
        f"stop = stop - interval '9 days' WHERE match_id = {match_id} "
        f"AND id <> {cancelled_id}"
    )
    [held_id] = set(
        house.call("mentoring.session", "search", [("match_id", "=", match_id)])
    ) - {cancelled_id}
    mentee.go(f"{HOME}/sessions/{held_id}")
    mentee.submit("/done")
    mentee.fill(topics="How to say no.", retained="I delegate more.")
    mentee.submit("/notes")
    mentee.fill(action="Delegate the hiring", due_date=in_days(20))
    mentee.submit("/actions")
    mentee.press("button[name=do][value=done]")
    mentee.has("button[name=do][value=reopen]")
    mentee.check()


def goes_on_longer(mentee, house, match_id):
    mentee.go(f"{HOME}/pairs/{match_id}")
    mentee.fill(until=in_days(300))
    mentee.submit("/extend")
    mentee.has("form[action$='/extend/decline']")
    house.call("mentoring.match", "action_agree_extension", match_id, "mentor")
    mentee.page.reload()
    mentee.has("form[action$='/extend']")


def declares_the_end(mentee, house, match_id):
    mentee.submit("/end")
    mentee.lacks("form[action$='/end']")
    mentee.reads(fr=("Vous avez déclaré la fin",), en=("You have declared the end.",))
    house.call("mentoring.match", "action_declare_end", match_id, "mentor")
    mentee.page.reload()
    mentee.has("#outcome")
    mentee.lacks("form[action$='/sessions']")


def reads_what_is_kept(mentee):
    """Everything that is held, the private notes included, to read and as a file."""
    mentee.go("/my/mentoring/data")
    mentee.sees("I delegate more.", "Delegate the hiring")
    file = mentee.page.request.get(f"{mentee.house.url}/my/mentoring/data.json")
    assert file.json()["notes"][0]["retained"] == "I delegate more."
    mentee.go("/my/mentoring/guides")
    mentee.has("main details")
