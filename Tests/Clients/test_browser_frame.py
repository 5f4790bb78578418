"""What is around every page, as a browser has it: signing in, language, theme, menu, search, keyboard."""

import re

import pytest
from playwright.sync_api import expect

from browser import DESKTOP, PHONE
from documents import STORES
from server import PASSWORD

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")

WORDS = {"fr": ("Se connecter", "Se déconnecter", "Accueil", "Raccourcis clavier"), "en": ("Sign in", "Sign out", "Home", "Keyboard shortcuts")}


@pytest.fixture(scope="module")
def clerk(server):
    return server.add_user("comptoir@example.com", "Stock User")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_people_sign_in_and_out(browser, clerk, language, width):
    enter, leave, home, _ = WORDS[language]
    page = browser(user=None, language=language, width=width)
    page.watch.allow("answered 401: POST .*/login")
    page.goto("/stock/serial-no?status=Active")
    for password in ("wrong", PASSWORD):
        page.fill("#usr", clerk)
        page.fill("#pwd", password)
        page.get_by_role("button", name=enter).click()
        assert (page.get_by_role("alert").count() == 1) == (password == "wrong")
    assert page.url.endswith("/stock/serial-no?status=Active")
    page.locator("[popovertarget=account]").click()
    page.get_by_role("button", name=leave).click()
    expect(page.locator("#pwd")).to_be_visible()
    page.goto("/")
    assert "/login" in page.url


def test_the_language_changes_at_once_and_stays(browser):
    page = browser(language="fr")
    page.goto("/stock/item")
    expect(page.locator("h1")).to_have_text("Article")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/stock/warehouse")
    expect(page.locator("h1")).to_have_text("Warehouse")


def test_the_theme_turns_at_once_and_stays(browser):
    page = browser(theme="light")
    page.goto("/stock/item")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".bar-end a[href*='_theme=']:visible").click()
    page.wait_for_url("**/*_theme=dark*")
    page.goto("/stock/warehouse")
    dark = page.evaluate(ground)
    brightness = lambda colour: sum(int(part) for part in re.findall(r"\d+", colour)[:3])
    assert brightness(dark) < 150 < 600 < brightness(light)


def test_the_device_decides_where_nobody_chose_a_theme(browser):
    page = browser(theme="dark")
    page.context.clear_cookies(name="theme")
    page.goto("/stock/item")
    assert not page.locator("html").get_attribute("data-theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 22, 28)"
    page.locator(".bar-end a[href*='_theme=']:visible").click()
    page.wait_for_url("**/*_theme=light*")


def test_the_menu_has_what_one_may_see(browser, clerk, server):
    auditor = server.add_user("revision@example.com", "Auditor")
    addresses = {}
    for user in (None, clerk, auditor):
        page = browser(user=user) if user else browser()
        page.goto("/")
        addresses[user] = set(page.locator(".menu a").evaluate_all("links => links.map(link => link.pathname)"))
        for address in addresses[user]:
            assert page.request.get(address).status != 403, address
    assert addresses[clerk] < addresses[None]
    assert "/setup/user" in addresses[None] - addresses[clerk] and "/stock/delivery-note" in addresses[clerk]
    assert "/stock/delivery-note" in addresses[auditor]


def test_the_menu_opens_and_closes_by_keyboard_and_by_a_click(browser):
    page = browser()
    page.goto("/")
    first, second = page.locator(".menu summary").all()[:2]
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Bon de livraison").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu details[open]")).to_have_count(0)
    expect(first).to_be_focused()
    first.click()
    second.click()
    expect(page.locator(".menu details[open]")).to_have_count(1)
    page.mouse.click(DESKTOP - 20, 700)
    expect(page.locator(".menu details[open]")).to_have_count(0)


def test_on_a_phone_the_menu_is_a_panel(browser):
    page = browser(width=PHONE)
    page.goto("/stock/item")
    expect(page.locator(".menu")).not_to_be_visible()
    page.get_by_role("button", name="Menu").click()
    page.locator(".menu summary").first.click()
    page.locator(".menu").get_by_role("link", name="Bon de livraison").click()
    expect(page.locator("h1")).to_have_text("Bon de livraison")
    page.get_by_role("button", name="Menu").click()
    page.mouse.click(PHONE - 5, 700)
    expect(page.locator(".menu")).not_to_be_visible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_key_shows_the_shortcuts(browser, language):
    page = browser(language=language)
    page.goto("/stock/item")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_contain_text(WORDS[language][3])
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_keys_lead_to_places_but_not_while_one_types(desk):
    desk.goto("/stock/item")
    desk.locator("h1").click()
    for keys, address in (("gs", "**/stock/serial-no"), ("gl", "**/stock/look-up")):
        desk.locator("h1").click()
        desk.keyboard.press(keys[0])
        desk.keyboard.press(keys[1])
        desk.wait_for_url(address)
    desk.locator("[data-part=entry]").fill("")
    desk.keyboard.type("ghs/?")
    expect(desk.locator("[data-part=entry]")).to_have_value("ghs/?")
    desk.locator("h1").click()
    for key in ("/", "Control+k"):
        desk.locator("h1").click()
        desk.keyboard.press(key)
        expect(desk.locator("#find")).to_be_focused()


def test_the_first_tab_leads_to_the_content(desk):
    desk.goto(f"/stock/warehouse/{STORES}")
    desk.keyboard.press("Tab")
    expect(desk.locator(".skip")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_be_focused()


def test_the_keyboard_reaches_everything_and_shows_where_it_is(desk):
    """Tab goes through all that can be used, and each place shows a ring around itself."""
    desk.goto("/stock/item")
    places = desk.evaluate("""() => [...document.querySelectorAll("a[href], button, input, select, summary")]
        .filter(part => part.checkVisibility({ visibilityProperty: true }) && part.type !== "hidden")
        .map((part, index) => part.dataset.place = index)""")
    seen = set()
    for _ in range(len(places) + 5):
        desk.keyboard.press("Tab")
        place, ring, width = desk.evaluate("""() => { const part = document.activeElement, style = getComputedStyle(part)
            return [part.dataset.place ?? part.tagName, style.outlineStyle, parseFloat(style.outlineWidth)] }""")
        if place != "BODY":
            assert ring != "none" and width >= 2, desk.evaluate("document.activeElement.outerHTML")[:300]
            seen.add(place)
    assert seen >= {str(place) for place in places}


def test_the_breadcrumb_leads_back(desk, shop):
    item = shop.item()
    desk.goto(f"/stock/item/{item}")
    crumbs = desk.get_by_role("navigation", name="Fil d’Ariane")
    expect(crumbs.locator("[aria-current=page]")).to_have_text(item)
    crumbs.get_by_role("link", name="Article").last.click()
    desk.wait_for_url("**/stock/item")
    crumbs.get_by_role("link", name="Accueil").click()
    desk.wait_for_url(re.compile(r"/$"))
