"""A visitor without a mouse: Tab, Enter, Space, arrows; the focus always shows."""

LIMIT = 150  # how often Tab is pressed before the way is given up
IS_THERE = "selector => document.activeElement.matches(selector)"
UNSEEN = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const outlined = style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
    // Within a date, the button of the calendar has a focus, and a ring, of its own.
    const seen = outlined || style.boxShadow !== 'none' || !one.matches(':focus');
    return seen || !one.closest('main') ? null : one.outerHTML.slice(0, 200);
}"""


class Keyboard:
    """The keys, on a visitor's page."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page

    def go_to(self, selector):
        """Press Tab until ``selector`` has the focus; it shows at each stop."""
        self.visitor.has(selector)
        for _ in range(LIMIT):
            self.page.keyboard.press("Tab")
            unseen = self.page.evaluate(UNSEEN)
            assert not unseen, f"the focus does not show on {unseen}"
            if self.page.evaluate(IS_THERE, selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def type(self, name, text):
        """Type into the field of that name, in place of what it held."""
        self.go_to(f"main [name='{name}']")
        self.page.keyboard.type(text)

    def choose(self, name, number=1):
        """Choose an answer of a list."""
        self.go_to(f"main select[name='{name}']")
        for _ in range(number):
            self.page.keyboard.press("ArrowDown")

    def tick(self, name):
        """Tick the first answer that Tab leads to."""
        self.go_to(f"main [name='{name}']")
        self.page.keyboard.press("Space")

    def open(self, selector):
        """Fold out a part of the page."""
        self.go_to(selector)
        self.page.keyboard.press("Enter")

    def submit(self, action):
        """Press the button of the form whose address ends so."""
        self.go_to(f"main form[action$='{action}'] button[type=submit]")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
