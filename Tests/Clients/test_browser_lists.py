"""Lists as people use them: a filter by hand, many records chosen, drafts submitted one by one while one watches, the search box."""

import re

import pytest
from playwright.sync_api import expect

from browser import DESKTOP, PHONE
from documents import delivery, transfer

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("language, add, press, chip", [
    ("fr", "Ajouter un filtre", "Filtrer", "Statut\u202f: Livré"), ("en", "Add a filter", "Filter", "Status: Delivered")])
def test_a_filter_is_made_and_taken_away(browser, shop, language, add, press, chip, width):
    item, number, _ = shop.delivered_unit()
    other = shop.receive(item, qty=1)[0]
    page = browser(language=language, width=width)
    page.goto(f"/stock/serial-no?item_code={item}")
    page.get_by_text(add, exact=True).click()
    page.locator("[name='new.field']").select_option("warranty_expiry_date")
    expect(page.locator("[name='new.value']")).to_have_attribute("type", "date")
    expect(page.locator("[name='new.other']")).to_be_hidden()
    page.locator("[name='new.field']").select_option("status")
    expect(page.locator("#filter-words option")).to_have_count(6)
    page.locator("[name='new.value']").fill(chip.split(": ")[1])
    page.get_by_role("button", name=press, exact=True).click()
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".chip").last).to_contain_text(chip)
    expect(page.get_by_role("link", name=number)).to_be_visible()
    expect(page.get_by_role("link", name=other)).to_have_count(0)
    page.locator(".chip a").last.click()
    expect(page.get_by_role("link", name=other)).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), "the page scrolls sideways"


def test_rows_are_chosen_with_a_box_for_all_and_with_shift(browser, shop):
    item = shop.item()
    shop.receive(item, qty=8)
    page = browser()
    page.goto(f"/stock/serial-no?item_code={item}")
    boxes, told = page.locator("td.pick input"), page.locator(".bulk [role=status]")
    page.get_by_label("Choisir toute la page").check()
    expect(told).to_have_text("8 choisis")
    page.get_by_label("Choisir toute la page").uncheck()
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(told).to_have_text("4 choisis")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/stock/serial-no/new$"))


@pytest.mark.parametrize("language, one, done, refused", [("fr", "Valider", "Validé", "Refusé"), ("en", "Submit", "Submitted", "Refused")])
def test_drafts_are_submitted_one_by_one_while_one_watches(browser, client, shop, language, one, done, refused):
    item = shop.item()
    numbers, word = shop.receive(item, qty=5), shop.name("remarque")
    notes = [client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0, "remarks": word})["name"] for number in numbers]
    client.made("Stock Entry", transfer(item, [numbers[2]]))
    page = browser(language=language)
    page.goto(f"/stock/delivery-note?remarks={word}")
    page.locator("[name=all]").check()
    page.locator("button[value=submit]").click()
    expect(page.locator("td[data-name]")).to_have_count(5)
    page.get_by_role("button", name=one, exact=True).click()
    expect(page.locator(".badge.good")).to_have_count(4)
    expect(page.locator(".badge.good").first).to_have_text(done)
    expect(page.locator(".badge.bad")).to_have_text(refused)
    expect(page.locator(f"td[data-name='{notes[2]}']")).to_contain_text(numbers[2])
    expect(page.get_by_role("status").filter(has_text="4")).to_be_visible()
    assert [client.serial(number)["status"] for number in numbers].count("Delivered") == 4


def test_the_search_box_finds_while_one_types_and_a_scan_leads_to_the_unit(browser, shop):
    item, number = shop.unit()
    page = browser()
    page.goto("/")
    page.locator("#find").press_sequentially(number[:-1], delay=20)
    expect(page.locator("#choices [role=option]").first).to_contain_text(number)
    page.locator("#find").fill(f"http://ailleurs/stock/serial-no/{number}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/stock/serial-no/{number}$"))
