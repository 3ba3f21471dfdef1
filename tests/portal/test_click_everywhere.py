"""Odoo's own crawler over the addon's menus, with demo data, as each of the staff.

`make click-everywhere` has it open every menu, every view and every filter, which takes
minutes; `make test` has it open the app only. The server's log is looked at by the
house, as after all walks.
"""

import os

import pytest

ALL = bool(os.environ.get("CLICK_EVERYWHERE"))
MENU = "mentoring_program.mentoring_menu_root"
SUCCEEDED = "clickbot test succeeded"
PATIENCE = 600_000 if ALL else 90_000  # milliseconds
# So wide that no menu hides behind “+”.
SIZE = {"width": 1920, "height": 1080}
START = """
    ([menu, light]) => odoo.loader.modules
        .get("@web/webclient/clickbot/clickbot_loader")
        .startClickEverywhere(menu, light)
"""
# Menus that the crawler has to have opened, if it opens any below the app.
MENUS = {
    "officer": {"mentoring_menu_overview", "mentoring_menu_message"},
    "manager": {"mentoring_menu_overview", "mentoring_menu_refusal_reason"},
}


@pytest.mark.parametrize("who", ["officer", "manager"] if ALL else ["manager"])
def test_the_crawler_finds_no_error(chromium, house, who):
    context = chromium.new_context(viewport=SIZE, locale="en-US")
    try:
        context.add_cookies(
            [{"name": "session_id", "value": house.sessions[who], "url": house.url}]
        )
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append((message.type, message.text)))
        page.goto(f"{house.url}/odoo/mentoring", timeout=PATIENCE)
        page.wait_for_selector(".o_mentoring_number", timeout=PATIENCE)
        with page.expect_console_message(
            lambda message: message.type == "error" or message.text == SUCCEEDED,
            timeout=PATIENCE,
        ):
            page.evaluate(START, [MENU, not ALL])
        assert [text for kind, text in said if kind == "error"] == []
        opened = " ".join(text for kind, text in said if "Testing menu" in text)
        assert {menu for menu in MENUS[who] if menu not in opened} == (
            set() if ALL else MENUS[who]
        )
    finally:
        context.close()
