"""Without a mouse: the questionnaire, the signature, an answer, an appointment."""

from datetime import date, timedelta

from .keyboard import Keyboard


def test_by_keyboard_alone(visit):
    visitor = visit("en", "desktop")
    keyboard = Keyboard(visitor)
    visitor.become("gaspard")
    visitor.go("/my/mentoring/apply")
    keyboard.submit("/apply")
    answers(keyboard)
    signs(keyboard)
    visitor.has("main .alert-success")

    visitor.become("dubosc")
    visitor.go("/my/mentoring/pairs/{match_dubosc_moretti}")
    keyboard.submit("/accept")
    plans(keyboard)
    visitor.has("main a[href*='/sessions/']")


def answers(keyboard):
    keyboard.tick("employment")
    keyboard.type("job_title", "Head of operations")
    keyboard.type("employer", "Ateliers du Nord")
    keyboard.choose("level_id", 3)
    keyboard.choose("experience_start_month", 9)
    keyboard.type("experience_start_year", "2012")
    keyboard.submit("/situation")
    keyboard.tick("aim")
    keyboard.choose("target_level_id", 6)
    keyboard.type("target_months", "18")
    keyboard.submit("/aim")
    keyboard.open("main details summary")
    keyboard.page.keyboard.press("Tab")
    keyboard.page.keyboard.type("Lead a merger without losing trust.")
    keyboard.submit("/objectives")
    keyboard.type("expectations", "Advice from somebody who has done it.")
    keyboard.type("motivations", "My chairman retires.")
    keyboard.submit("/expectations")
    keyboard.tick("ways")
    keyboard.submit("/profile")
    keyboard.submit("/review")


def signs(keyboard):
    keyboard.tick("read")
    keyboard.type("name", "Gaspard Leveneur")
    keyboard.submit("/sign")


def plans(keyboard):
    day = date.today() + timedelta(days=10)
    keyboard.type("date", day.strftime("%m%d%Y"))
    keyboard.type("time", "0630PM")
    keyboard.choose("minutes", 2)
    keyboard.tick("way")
    keyboard.type("place", "Café des Anciens")
    keyboard.submit("/sessions")
