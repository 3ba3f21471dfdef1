"""Takes the pictures of the guides from a running demo server; run by the virtual
environment's Python, which has Playwright and Pillow.

guide_pictures.py http://127.0.0.1:8069 path/of/chromium docs/images
"""

import io
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

SIZE = {"width": 1280, "height": 800}
COLOURS = 256
LARGEST = 120_000  # bytes of a file
PATIENCE = 90_000  # milliseconds; a busy machine is slow
SETTLED = 1_000  # milliseconds: until what moved stands still
LOADED = ".o_action_manager .o_form_sheet, .o_kanban_record, .o_data_row"


class Desk:
    """A member of staff at a desk: opens screens, and keeps pictures of them."""

    def __init__(self, chromium, url, login, folder):
        self.url = url
        self.folder = folder
        self.context = chromium.new_context(
            viewport=SIZE, locale="en-US", timezone_id="Europe/Paris"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.goto(f"{url}/web/login")
        self.page.fill("#login", login)
        self.page.fill("#password", login)
        self.page.click("form.oe_login_form button[type=submit]")
        self.page.wait_for_url(re.compile(r"/(odoo|web(?!/login))"))

    def open(self, path, shown=LOADED):
        """Open a page of the server, and wait for what is to be shown."""
        self.page.goto(self.url + path)
        self.page.wait_for_selector(shown)

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does; return its answer."""
        parameters = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.context.request.post(
            f"{self.url}/web/dataset/call_kw/{model}/{method}",
            data={"jsonrpc": "2.0", "params": parameters},
        ).json()
        if "result" not in answer:
            raise RuntimeError(f"{model}.{method}: {answer.get('error')}")
        return answer["result"]

    def find(self, model, *domain):
        """Return the id of the first record that fits."""
        found = self.call(model, "search", list(domain), limit=1)
        if not found:
            raise RuntimeError(f"The demo data has no {model} with {domain}")
        return found[0]

    def take(self, name):
        """Keep a picture of what is on the screen, in few colours."""
        self.page.mouse.move(0, 0)
        self.page.wait_for_timeout(SETTLED)
        picture = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        path = self.folder / f"{name}.png"
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size > LARGEST:
            raise RuntimeError(f"{path} is larger than {LARGEST} bytes")


def take_start(desk):
    """The stages of the first half hour, as the administrator."""
    officer = desk.find("res.users", ["login", "=", "officer"])
    desk.open(f"/odoo/users/{officer}")
    desk.page.locator(
        "label", has_text="Mentoring: Website"
    ).scroll_into_view_if_needed()
    desk.take("start-user")
    desk.open(f"/odoo/mentoring-programmes/{desk.find('mentoring.program')}")
    desk.take("start-programme")
    charter = desk.find("mentoring.charter", ["role", "=", "mentee"])
    desk.open(f"/odoo/mentoring-charters/{charter}")
    desk.take("start-charter")
    member = desk.find(
        "res.partner", ["membership_state", "=", "paid"], ["is_company", "=", False]
    )
    desk.open(f"/odoo/contacts/{member}")
    desk.page.get_by_role("tab", name="Membership").click()
    desk.take("start-member")


def take_week(desk):
    """What the officer opens from Monday to Friday."""
    desk.open("/odoo/mentoring", ".o_mentoring_parts")
    desk.take("overview")
    desk.open("/odoo/mentoring-applications")
    desk.take("applications")
    desk.open(f"/odoo/mentoring-applications/{find_to_accept(desk)}")
    desk.take("application")
    waiting = desk.find("mentoring.application", ["state", "=", "waiting"])
    desk.open(f"/odoo/mentoring-applications/{waiting}")
    desk.page.click("button[name='action_find_mentor']")
    desk.page.wait_for_selector(".modal .o_kanban_record")
    # The first button has the focus, which scrolls to it.
    desk.page.locator(".modal-body").evaluate("body => body.scrollTo(0, 0)")
    desk.take("ranking")
    desk.open("/odoo/mentoring-pairs")
    desk.page.click("button.o_switch_view.o_list")
    desk.page.wait_for_selector(".o_data_row")
    desk.take("pairs")
    active = desk.find("mentoring.match", ["state", "=", "active"])
    desk.open(f"/odoo/mentoring-pairs/{active}")
    desk.take("pair")


def find_to_accept(desk):
    """Return an application to review that no rule blocks."""
    return desk.find(
        "mentoring.application",
        ["state", "=", "submitted"],
        ["blocking_count", "=", 0],
    )


def take_notice(desk):
    """All that wait for review accepted at once: what is done, what isn't, and why."""
    desk.open("/odoo/mentoring-applications")
    desk.page.click("button.o_switch_view.o_list")
    rows = desk.page.locator(".o_data_row:has-text('To review')")
    rows.first.wait_for()
    for box in rows.locator(".o_list_record_selector input").all():
        box.check()
    desk.page.get_by_role("button", name="Actions").click()
    desk.page.get_by_role("menuitem", name="Accept").click()
    desk.page.wait_for_selector(".o_notification")
    desk.take("notice")


def take_reports(desk):
    """What the programme achieved."""
    report = desk.call("mentoring.annual.report", "create", [{}])[0]
    desk.open(
        f"/report/html/mentoring_program.annual_report_page/{report}", "table:visible"
    )
    desk.take("annual-report")
    desk.open("/odoo/dashboards", "canvas")
    desk.page.wait_for_timeout(3 * SETTLED)  # the figures come after the sheet
    desk.take("dashboard")
    desk.open("/odoo/mentoring-messages", ".o_group_header, .o_data_row")
    desk.take("messages")


def take_quality(desk):
    """A self-assessment, as a manager begins it."""
    assessment = desk.call("mentoring.quality", "create", [{}])[0]
    desk.open(f"/odoo/mentoring-quality/{assessment}")
    desk.take("self-assessment")


def main(url, program, folder):
    """Take all pictures, or end with what is missing."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        administrator = Desk(chromium, url, "admin", Path(folder))
        take_start(administrator)
        take_quality(administrator)
        officer = Desk(chromium, url, "officer", Path(folder))
        take_week(officer)
        take_reports(officer)
        take_notice(officer)
        chromium.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
