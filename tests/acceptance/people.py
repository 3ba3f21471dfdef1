"""People in front of a browser: what they click and type, and what they see."""

import re
from pathlib import Path

PICTURES = Path(__file__).parents[2] / ".dev" / "pictures"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


class Person:
    """Somebody with a browser of their own, logged in."""

    def __init__(self, chromium, association, login, viewport=DESKTOP, locale="en-US"):
        self.url = association.odoo.url
        self.login = login
        self.context = chromium.new_context(
            viewport=viewport, locale=locale, timezone_id="Europe/Paris"
        )
        self.context.set_default_timeout(90_000)  # a busy machine builds pages slowly
        self.page = self.context.new_page()
        self.go("/web/login")
        self.page.fill("#login", login)
        self.page.fill("#password", login)
        self.page.click("form.oe_login_form button[type=submit]")
        self.page.wait_for_url(re.compile(r"/(my|odoo|web(?!/login))"))

    def go(self, path):
        """Open a page; it must answer with 200."""
        address = path if path.startswith("http") else self.url + path
        answer = self.page.goto(address)
        assert answer.ok, f"{self.login}: {path} answered {answer.status}"

    def status_of(self, path):
        """What the server answers to this person for ``path``."""
        return self.context.request.get(self.url + path).status

    def fill(self, **fields):
        """Fill in the fields of these names: text, choice, radio or ticks."""
        for name, value in fields.items():
            self._fill(name, value)

    def _fill(self, name, value):
        field = self.page.locator(f"[name='{name}']")
        kind = field.first.get_attribute("type")
        if field.first.evaluate("node => node.tagName") == "SELECT":
            if isinstance(value, int):
                field.first.select_option(value=str(value))
            else:
                field.first.select_option(label=value)
        elif kind in ("radio", "checkbox"):
            for word in value if isinstance(value, list) else [value]:
                self._tick(name, word)
        else:
            # Fields of the same name may be folded in, before it.
            self.page.locator(f"[name='{name}']:visible").first.fill(str(value))

    def _tick(self, name, word):
        options = self.page.locator(f"input[name='{name}']")
        for option in options.all():
            label = option.evaluate("node => node.labels[0]?.textContent.trim() || ''")
            if word in (True, option.get_attribute("value")) or label.startswith(
                str(word)
            ):
                self._unfold(option)
                option.check()
                return
        raise AssertionError(f"no choice “{word}” for {name}")

    def _unfold(self, option):
        folded = self.page.locator("details:not([open])").filter(has=option)
        if folded.count():
            folded.locator("summary").click()

    def open_details(self, words):
        """Open the part of the page that folds out under these words."""
        self.page.locator("summary", has_text=words).first.click()

    def press(self, words):
        """Press the button with these words, and wait for the page that follows."""
        button = self.page.get_by_role("button", name=words, exact=True).first
        with self.page.expect_navigation():
            button.click()

    def follow(self, words):
        """Follow the link with these words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()

    def sees(self, *texts):
        """Assert that the page shows these texts."""
        shown = self.text()
        for text in texts:
            assert text in shown, f"{self.login} does not see “{text}” in:\n{shown}"

    def does_not_see(self, *texts):
        """Assert that the page has these texts nowhere, not even unseen."""
        source = self.page.content()
        for text in texts:
            assert text not in source, f"{self.login} sees “{text}”"

    def text(self):
        """All that the page shows, on one line."""
        return " ".join(self.page.inner_text("body").split())

    def take_picture(self, name):
        """Keep a picture of the whole page in the ignored folder."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_function("[...document.images].every(one => one.complete)")
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


class Officer(Person):
    """Staff of the career centre in the back office."""

    def open_list(self, model):
        """Open the first view of a model's menu; ``model`` with underscores."""
        self.go(f"/odoo/action-mentoring_program.{model}_action")
        self.page.wait_for_selector(".o_kanban_record, .o_data_row")

    def open_record(self, model, record_id):
        """Open the form of a record."""
        self.go(f"/odoo/action-mentoring_program.{model}_action/{record_id}")
        self.page.wait_for_selector(".o_form_view .o_form_sheet")

    def click_action(self, name):
        """Click the button of an object's method, and wait for Odoo's answer."""
        button = self.page.locator(f"button[name='{name}']:visible").first
        with self.page.expect_response(
            lambda answer: f"/{name}" in answer.url and answer.request.method == "POST"
        ) as answered:
            button.click()
        assert "error" not in answered.value.json(), answered.value.text()[:500]

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does; returns its answer, errors included."""
        answer = self.context.request.post(
            f"{self.url}/web/dataset/call_kw/{model}/{method}",
            data={
                "jsonrpc": "2.0",
                "params": {
                    "model": model,
                    "method": method,
                    "args": args,
                    "kwargs": kwargs,
                },
            },
        )
        return answer.json()
