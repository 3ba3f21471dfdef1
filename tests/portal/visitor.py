"""Somebody in front of a browser, in one language, at one width or the other."""

from pathlib import Path

from . import accessibility

PICTURES = Path(__file__).parents[2] / ".dev" / "pictures"
SIZES = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
LOCALES = {"fr": "fr-FR", "en": "en-US"}
CODES = {"fr": "fr_FR", "en": "en_US"}
PATIENCE = 60_000  # milliseconds; a busy machine is slow


class Visitor:
    """A window of a browser; ``become`` says who sits there, and in which language."""

    def __init__(self, chromium, house, lang="en", size="desktop"):
        self.house = house
        self.size = size
        self.context = chromium.new_context(
            viewport=SIZES[size],
            locale=LOCALES[lang],
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.become(None, lang)

    def become(self, who, lang=None, stay=False):
        """Be ``who`` (a key of the staging; ``None``: a stranger), logged in.

        :param bool stay: on the page that is open, as after a log-in in another tab
        """
        self.lang = lang or self.lang
        # What the page still asks for would bring its own session back.
        if stay:
            self.page.wait_for_load_state("networkidle")
        else:
            self.page.goto("about:blank")
        self.context.clear_cookies()
        cookies = {"frontend_lang": CODES[self.lang]}
        if who:
            cookies["session_id"] = self.house.sessions[who]
        self.context.add_cookies(
            [
                {"name": name, "value": value, "url": self.house.url}
                for name, value in cookies.items()
            ]
        )

    def get_address(self, path):
        prefix = "/fr" if self.lang == "fr" else ""
        return self.house.url + prefix + self.house.path(path)

    def go(self, path):
        """Open a page, which must be there."""
        answer = self.page.goto(self.get_address(path))
        assert answer.ok, f"{path} answered {answer.status}"

    # On the page

    def fill(self, **fields):
        """Fill in fields by name: text, the value of a choice, or several ticks."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name='{name}']").first
            kind = field.evaluate("one => one.type")
            if kind in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    self.page.check(f"main [name='{name}'][value='{one}']")
            elif kind == "select-one":
                field.select_option(str(value))
            else:
                field.fill(str(value))

    def pick(self, name, number=1):
        """Choose the ``number``-th answer of a list, whatever its words; -1: the last.

        The first is that nothing is chosen.
        """
        field = self.page.locator(f"main select[name='{name}']")
        count = field.locator("option").count()
        field.select_option(index=number % count)

    def unfold(self, selector):
        """Open the part that folds out and holds ``selector``."""
        folded = self.page.locator("main details:not([open])")
        folded.filter(has=self.page.locator(selector)).locator("summary").first.click()

    def press(self, selector):
        """Press a button or a link, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def submit(self, action=""):
        """Send the form whose address ends so."""
        self.press(f"main form[action$='{action}'] button[type=submit]")

    # What is to be seen

    def sees(self, *texts):
        shown = self.text()
        for text in texts:
            assert text in shown, f"no “{text}” in:\n{shown}"

    def reads(self, **texts):
        """Assert that the texts of the visitor's language are to be seen."""
        self.sees(*texts[self.lang])

    def has(self, selector):
        found = self.page.locator(selector).count()
        assert found, f"no {selector} at {self.page.url}:\n{self.text()}"

    def lacks(self, selector):
        found = self.page.locator(selector).count()
        assert not found, f"{selector} at {self.page.url}:\n{self.text()}"

    def text(self):
        """All that the page shows, on one line."""
        return " ".join(self.page.inner_text("main").split())

    def check(self, accessible=None):
        """Assert that the page is as every page must be, at both widths.

        :param accessible: the width at which it is looked at with axe-core as well
        """
        problems = []
        if self.lang == "fr":
            problems += [
                f"in English: {text}"
                for text in accessibility.get_untranslated(self.page)
            ]
        if crumbs := accessibility.get_lost_crumbs(self.page):
            problems.append(f"the breadcrumbs lead elsewhere: {' / '.join(crumbs)}")
        accessibility.prepare(self.page)
        for size in sorted(SIZES, key=lambda size: size != self.size):
            self.page.set_viewport_size(SIZES[size])
            found = accessibility.get_overflow(self.page)
            if size == (accessible or self.size):
                found += accessibility.get_violations(self.page)
            problems += [f"{size}: {problem}" for problem in found]
        self.page.set_viewport_size(SIZES[self.size])
        assert not problems, f"{self.page.url}\n" + "\n".join(problems)

    def take_picture(self, name, size):
        """Keep a picture of the whole page at that width."""
        self.page.wait_for_load_state("networkidle")
        self.page.set_viewport_size(SIZES[size])
        folder = PICTURES / f"{size}-{self.lang}"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)
        self.page.set_viewport_size(SIZES[self.size])
