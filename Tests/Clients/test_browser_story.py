"""A unit's way through the books by clicks, on each engine: the story that the product was asked with."""

import pytest
from playwright.sync_api import expect

from documents import STORES, delivery

WORDS = {
    "fr": {
        "submit": "Valider", "cancel": "Annuler", "submitted": "Validé", "cancelled": "Annulé", "delivered": "Livré",
        "available": "Disponible", "inactive": "Inactif", "receipt": "Réception de matériel", "add": "Ajouter"},
    "en": {
        "submit": "Submit", "cancel": "Cancel", "submitted": "Submitted", "cancelled": "Cancelled", "delivered": "Delivered",
        "available": "Available", "inactive": "Inactive", "receipt": "Material Receipt", "add": "Add"}}


def badge(page):
    return page.locator("main .badge").first


def step(page, label):
    """Takes a step with the record, and says yes to its question."""
    page.get_by_role("link", name=label, exact=True).click()
    page.locator("[data-confirm]").click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_draft_is_found_submitted_and_cancelled(browser, client, shop, language):
    words = WORDS[language]
    item, number = shop.unit()
    name = client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})["name"]
    page = browser(language=language)
    page.goto("/stock/delivery-note?docstatus=0")
    page.get_by_role("link", name=name).first.click()
    step(page, words["submit"])
    expect(badge(page)).to_have_text(words["submitted"])
    assert client.serial(number)["status"] == "Delivered"
    page.get_by_role("link", name=number).first.click()
    expect(badge(page)).to_have_text(words["delivered"])
    page.get_by_role("link", name=name).first.click()
    step(page, words["cancel"])
    expect(badge(page)).to_have_text(words["cancelled"])
    page.goto(f"/stock/serial-no/{number}")
    expect(badge(page)).to_have_text(words["available"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_numbers_come_from_a_series_and_from_people(browser, client, shop, language):
    """An item with a series; a receipt whose cell is left empty; a number that somebody enters by hand."""
    words, code = WORDS[language], shop.name("PB")
    page = browser(language=language)
    page.goto("/stock/item")
    page.locator("main [data-key=n]").click()
    page.locator('[name="item_code"]').fill(code)
    page.locator('#has_serial_no').check()
    page.locator('[name="serial_no_series"]').fill(f"{code}. #####")
    page.locator("[data-save]").click()
    expect(page.locator("h1")).to_have_text(code)
    page.goto("/stock/stock-entry/new")
    page.locator('[name="stock_entry_type"]').select_option(label=words["receipt"])
    page.locator('[name="items.1.item_code"]').fill(code)
    page.locator('[name="items.1.t_warehouse"]').fill(STORES)
    page.locator('[name="items.1.qty"]').fill("2")
    page.locator('[name="items.1.basic_rate"]').fill("10")
    page.locator("[data-save]").click()
    step(page, words["submit"])
    expect(badge(page)).to_have_text(words["submitted"])
    page.get_by_role("link", name=f"{code}00001").first.click()
    expect(badge(page)).to_have_text(words["available"])
    expect(page.locator("main")).to_contain_text("MAT-STE-")
    page.goto("/stock/serial-no")
    page.locator("main [data-key=n]").click()
    page.locator('[name="serial_no"]').fill(f"{code}-MAIN")
    page.locator('[name="item_code"]').fill(code)
    assert page.locator('[name="warehouse"]').count() == 0, "only a transaction gives a place"
    page.locator("[data-save]").click()
    expect(badge(page)).to_have_text(words["inactive"])
    assert client.serial(f"{code}-MAIN")["status"] == "Inactive"
    assert [client.serial(f"{code}0000{count}")["warehouse"] for count in (1, 2)] == [STORES] * 2
