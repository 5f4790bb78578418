"""Many units at once, as people do it: what is pasted or scanned is told apart at once, and acted on."""

import pytest
from playwright.sync_api import expect

from browser import PHONE
from documents import FINISHED, STORES

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")


def paste(page, numbers):
    """Puts numbers into the field as the clipboard does."""
    page.locator("[name=serial_nos]").evaluate("(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })) }", "\n".join(numbers))


def test_five_thousand_pasted_numbers_are_told_apart_and_transferred(browser, client, shop):
    numbers = shop.receive(shop.item(), qty=5000)
    page = browser()
    page.watch.allow("answered 417: POST .*/stock/look-up")
    page.goto("/stock/look-up")
    paste(page, [*numbers, "NOPE"])
    expect(page.locator(".counts")).to_contain_text("Disponible")
    expect(page.locator(".counts")).to_contain_text("5\u202f000")
    page.locator("#transfer_warehouse").select_option(FINISHED)
    press = page.locator("button[value=transfer-now]")
    press.click()
    expect(page.get_by_role("alert")).to_contain_text("NOPE")
    page.locator("[name=leave_out]").check()
    press.click()
    expect(page.locator(".badge").first).to_have_text("Validé")
    assert client.serial(numbers[-1])["warehouse"] == FINISHED


def test_what_was_chosen_stays_while_numbers_come(browser, shop):
    item = shop.item()
    first, second = shop.receive(item, qty=2)
    page = browser(language="en")
    page.goto("/stock/look-up")
    scan(page, first)
    page.locator("#transfer_warehouse").select_option(FINISHED)
    scan(page, second)
    expect(page.locator(".counts")).to_contain_text("2")
    expect(page.locator("#transfer_warehouse")).to_have_value(FINISHED)


def scan(page, *numbers):
    """Types numbers as a scanner does, each with Enter behind it."""
    entry = page.locator("[data-part=entry]")
    for number in numbers:
        entry.fill(number)
        entry.press("Enter")


def test_the_customer_of_a_list_is_found_by_a_part_of_the_name(browser, client, shop):
    item, number = shop.unit()
    page = browser()
    page.goto("/stock/look-up")
    scan(page, number)
    field = page.locator("#deliver_customer")
    field.press_sequentially(shop.customer[1:])
    page.get_by_role("option", name=shop.customer).click()
    expect(field).to_have_value(shop.customer)
    page.locator("button[value=deliver-now]").click()
    expect(page.locator(".badge").first).to_have_text("Validé")
    assert client.serial(number)["customer"] == shop.customer


@pytest.mark.parametrize("language, right", [("fr", "Les livres sont justes"), ("en", "The books are right")])
def test_a_count_by_scanner_on_a_phone(browser, client, shop, language, right):
    place = client.made("Warehouse", {"warehouse_name": shop.name("Allée"), "company": client.rows("Company")[0]["name"]})["name"]
    item = shop.item()
    here = shop.receive(item, qty=3, to=place)
    _, elsewhere = shop.unit()
    page = browser(language=language, width=PHONE)
    page.goto("/stock/count")
    page.select_option("#warehouse", place)
    page.locator("main button[type=submit]").first.click()
    scan(page, here[0], here[1], elsewhere)
    expect(page.locator("[data-live-results]")).to_contain_text("2 / 3")
    expect(page.locator(".counted")).to_contain_text(here[2])
    expect(page.locator(".counted")).to_contain_text(f"{elsewhere} ({STORES})")
    page.locator("button[value=submit]").click()
    expect(page.locator(".badge").first).to_be_visible()
    assert client.serial(elsewhere)["warehouse"] == place and client.serial(here[2])["status"] == "Consumed"
    page.goto("/stock/count")
    page.select_option("#warehouse", place)
    page.locator("main button[type=submit]").first.click()
    scan(page, *here[:2], elsewhere)
    expect(page.locator("[data-live-results]")).to_contain_text(right)
