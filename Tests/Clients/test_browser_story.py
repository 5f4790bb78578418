"""A unit's way through the books by clicks, on each engine."""

import pytest
from playwright.sync_api import expect

from documents import delivery

WORDS = {"fr": ("Valider", "Annuler", "Validé", "Annulé", "Livré", "Disponible"), "en": ("Submit", "Cancel", "Submitted", "Cancelled", "Delivered", "Available")}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_draft_is_found_submitted_and_cancelled(browser, client, shop, language):
    submit, cancel, submitted, cancelled, delivered, available = WORDS[language]
    item, number = shop.unit()
    name = client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})["name"]
    page = browser(language=language)
    page.goto("/stock/delivery-note?docstatus=0")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name=submit).click()
    expect(page.locator(".badge").first).to_have_text(submitted)
    assert client.serial(number)["status"] == "Delivered"
    page.get_by_role("link", name=number).click()
    expect(page.locator(".badge").first).to_have_text(delivered)
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("link", name=cancel).click()
    page.get_by_role("button", name=cancel).click()
    expect(page.locator(".badge").first).to_have_text(cancelled)
    page.goto(f"/stock/serial-no/{number}")
    expect(page.locator(".badge").first).to_have_text(available)
