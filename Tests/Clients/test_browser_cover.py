"""What covers a unit, by clicks: a warranty computed at delivery and extended by hand, a contract set by hand, an installation."""

import datetime

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")

WORDS = {
    "fr": {"cover": "Garantie ou contrat", "save": "Enregistrer", "warranty": "Sous garantie", "out": "Garantie expirée", "contract": "Sous contrat",
           "submit": "Valider", "installed": "Installé à"},
    "en": {"cover": "Warranty or contract", "save": "Save", "warranty": "Under Warranty", "out": "Out of Warranty", "contract": "Under AMC",
           "submit": "Submit", "installed": "Installed at"}}


def day(ahead):
    return (datetime.date.today() + datetime.timedelta(ahead)).isoformat()


@pytest.mark.parametrize("language", WORDS)
def test_a_warranty_and_a_contract_are_set_by_hand_and_kept_with_their_reason(browser, client, shop, language):
    words = WORDS[language]
    _, number, _ = shop.delivered_unit()
    page = browser(language=language)

    def grant(kind, until):
        page.goto(f"/stock/serial-no/{number}")
        page.get_by_role("link", name=words["cover"]).click()
        expect(page.locator("#serial_nos")).to_have_value(number)
        page.locator("#kind").select_option(kind)
        page.locator("#until").fill(until)
        page.locator("#reason").fill(f"Geste commercial {kind}")
        page.get_by_role("button", name=words["save"]).click()
        expect(page.locator("h1")).to_have_text(number)

    grant("Warranty", day(30))
    expect(page.locator(".facts").first).to_contain_text(words["warranty"])
    grant("Contract", day(60))
    expect(page.locator("#covers")).to_contain_text("Geste commercial Contract")
    expect(page.locator("main .history")).to_contain_text("Geste commercial Warranty")
    unit = client.serial(number)
    assert (unit["warranty_expiry_date"], unit["amc_expiry_date"]) == (day(30), day(60))


@pytest.mark.parametrize("language", WORDS)
def test_an_installation_follows_on_a_delivery(browser, client, shop, language):
    words = WORDS[language]
    _, number, note = shop.delivered_unit()
    page = browser(language=language)
    page.goto(f"/stock/delivery-note/{note}")
    page.locator('a[href*="/after-sale/installation-note/new"]').click()
    expect(page.locator('[name="items.1.serial_no"]')).to_have_value(number)
    page.locator('[name="inst_date"]').fill(day(0))
    page.locator('[name="customer_address"]').fill("3 rue du Port, Sète")
    page.locator("[data-save]").click()
    page.get_by_role("link", name=words["submit"], exact=True).click()
    page.locator("[data-confirm]").click()
    page.get_by_role("link", name=number).click()
    expect(page.locator("#after-sale")).to_contain_text(words["installed"])
    expect(page.locator("#after-sale")).to_contain_text("3 rue du Port, Sète")
