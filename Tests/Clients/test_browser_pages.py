"""Every page as everybody gets it: without an obstacle that axe-core knows, and with texts that fit."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

import tour
from browser import DESKTOP, PHONE
from client import Client

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")

# Widths and themes do not depend on each other: two devices show both of both.
DEVICES = {"desktop, light": {"width": DESKTOP, "theme": "light"}, "phone, dark": {"width": PHONE, "theme": "dark"}}
CATALOGUE = Path(__file__).parents[2] / "Sources/Web/Locales/fr.po"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def server(engine, tmp_path_factory):
    with tour.furnished(tmp_path_factory.mktemp("matricule")) as server:
        yield server


@pytest.fixture(scope="module")
def addresses(server):
    client = Client(server.url, server.token("api@example.com"))
    tour.furnish(client)
    return tour.addresses(client)


@pytest.fixture(scope="module")
def visit(server, chromium):
    """Goes to an address as somebody's device shows it, and returns the page; people sign in before they are known."""
    pages = {}

    def visit(address, language, device):
        user = None if address == "/login" else "api@example.com"
        if (user, language, device) not in pages:
            pages[user, language, device] = chromium.page(server.url, user, language=language, **DEVICES[device])
        page = pages[user, language, device]
        page.watch.allow("answered 404: GET .*/(nowhere|stock/traceability)")
        page.watch.allow("answered 417: GET .*/stock/report/")
        page.goto(address)
        return page

    yield visit
    wrong = [what for page in pages.values() for what in page.watch.left()]
    for page in pages.values():
        page.context.close()
    assert wrong == []


def obstacles(page):
    """What axe-core finds: the rule, the place and the reason of each."""
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{violation['id']} at {node['target']}: {node['failureSummary']}" for violation in found for node in violation["nodes"]]


# Texts that hang over the edge of what they stand in, and a page that is wider than the screen.
MISFITS = """() => {
    const found = [], range = document.createRange(), page = document.documentElement
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const text = walk.currentNode, words = text.data.trim(), inside = text.parentElement
        const box = inside.closest("button, .button, .badge, summary, label, legend, th, td, dt, dd, li, h1, h2, h3, p")
        if (!words || !box || inside.closest("textarea, select") || !inside.checkVisibility({ visibilityProperty: true }) || getComputedStyle(inside).clipPath !== "none") continue
        range.selectNodeContents(text)
        const [inner, outer] = [range.getBoundingClientRect(), box.getBoundingClientRect()]
        const over = Math.max(outer.left - inner.left, inner.right - outer.right, outer.top - inner.top, inner.bottom - outer.bottom)
        if (over > 2) found.push(`${words.slice(0, 60)} hangs over its <${box.tagName.toLowerCase()}> by ${Math.round(over)} px`)
    }
    if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth} px wide on a screen of ${page.clientWidth}`)
    return found
}"""


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("route", tour.ROUTES + tour.STATES)
def test_a_page_has_no_obstacles(visit, addresses, route, language, device):
    assert obstacles(visit(addresses[route], language, device)) == []


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_texts_fit_on_every_page(visit, addresses, language, device):
    misfits = {route: visit(address, language, device).evaluate(MISFITS) for route, address in addresses.items()}
    assert {route: found for route, found in misfits.items() if found} == {}


# Whole texts and names of parts that are among the given ones.
SAID = """texts => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), said = [document.title.split(" · ")[0]]
    while (walk.nextNode()) said.push(walk.currentNode.data.trim())
    for (const part of document.querySelectorAll("[aria-label], [title], [placeholder]"))
        said.push(part.ariaLabel, part.title, part.placeholder)
    return texts.filter(text => said.includes(text))
}"""


def test_a_french_page_says_nothing_in_english(visit, addresses):
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', CATALOGUE.read_text(), re.MULTILINE)
    # A unit of measure and a warehouse are called so: what people name stays as it is.
    english = sorted({key for key, text in pairs} - {text for key, text in pairs} - {"Day", "Work In Progress"})
    assert len(english) > 300
    said = {route: visit(address, "fr", "desktop, light").evaluate(SAID, english) for route, address in addresses.items()}
    assert {route: found for route, found in said.items() if found} == {}


def test_axe_sees_obstacles(visit):
    page = visit("/", "fr", "desktop, light")
    page.evaluate("""document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='/assets/icon.svg'><p class='faint'>faint words</p>")
        document.querySelector(".faint").style.color = "#fefefe" """)
    assert {words.split()[0] for words in obstacles(page)} >= {"image-alt", "color-contrast"}


def test_texts_that_do_not_fit_are_seen(visit):
    page = visit("/", "fr", "phone, dark")
    page.evaluate("document.querySelector('main').innerHTML = '<h1>x</h1><button>' + 'wide'.repeat(99) + '</button>'")
    assert len(page.evaluate(MISFITS)) == 1
    page.evaluate("document.querySelector('main button').style.width = '20px'")
    assert len(page.evaluate(MISFITS)) == 2
