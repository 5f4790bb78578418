"""A person without a mouse: goes on with Tab until what is looked for has the focus, and sees at each stop where that is."""

from playwright.sync_api import expect

WHERE = """choice => {
    const part = document.activeElement
    if (part === document.body) return { isBody: true }
    const place = part.closest(".pad-file") ?? part
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(place), box = place.getBoundingClientRect()
    const points = [[.5, .5], [.02, .1], [.98, .1], [.02, .9], [.98, .9]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y])
    const hits = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean)
    return {
        isFound: choice.startsWith("text=") ? part.textContent.trim() === choice.slice(5) : part.matches(choice),
        isRinged: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 || boxShadow !== "none",
        isSeen: hits.some(hit => part.contains(hit) || hit.contains(part)), what: part.outerHTML.slice(0, 200),
    }
}"""


READY = "() => Promise.all([...document.querySelectorAll('script[type=module]')].map(script => import(script.src))).then(() => true)"


class Keyboard:
    def __init__(self, page):
        self.page = page

    def ready(self):
        """The scripts of the page have been run: its shortcuts work."""
        self.page.evaluate(READY)

    def look(self, choice="*"):
        """What has the focus, which must be to be seen; False where it is not what one looks for."""
        found = self.page.evaluate(WHERE, choice)
        if found.get("isBody"):
            return False
        assert found["isRinged"], f"nothing shows that the focus is here: {found['what']}"
        assert found["isSeen"], f"something covers what has the focus: {found['what']}"
        return found["isFound"]

    def at(self, choice):
        """The focus came here by itself."""
        expect(self.page.locator(choice).first).to_be_focused()
        self.look()

    def to(self, choice, most=60, key="Tab"):
        """Tab, at most so many times, until what a selector chooses, or what says `text=…`, has the focus."""
        for _ in range(most):
            if self.look(choice):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{most} times {key} do not lead to {choice}")

    def press(self, *keys):
        self.ready()
        for key in keys:
            self.page.keyboard.press(key)

    def open(self, choice, **more):
        """Goes to a link or button and presses it."""
        self.to(choice, **more)
        self.press("Enter")

    def go(self, choice="*", **more):
        """As `open`, where another page follows, or this one again."""
        self.to(choice, **more)
        self.ready()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, choice, text, **more):
        """Goes to a field and writes into it instead of what it holds."""
        self.to(choice, **more)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def find(self, choice, text, **more):
        """Goes to a link field, types a part of a name, and takes what is found."""
        self.write(choice, text, **more)
        expect(self.page.locator("#choices [aria-selected=true]")).to_contain_text(text)
        self.press("Enter")
        expect(self.page.locator("#choices")).to_be_hidden()
        self.look()
