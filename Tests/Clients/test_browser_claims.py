"""After the sale, by clicks: from a scanned unit to its verdict, a claim, an exchange; and the way through the workshop."""

import pytest
from playwright.sync_api import expect

from browser import DESKTOP, PHONE
from documents import FINISHED

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")

WORDS = {
    "fr": {
        "covered": "Couvert par la garantie jusqu’au", "open": "Ouvrir une réclamation", "complaint": "Réclamation", "exchange": "Échanger l’unité",
        "replacement": "Numéro de la nouvelle unité", "repair": "Prendre en réparation", "place": "Lieu de réparation",
        "slip": "Bon de prise en charge", "in repair": "En réparation chez nous, appartient à", "send back": "Renvoyer au client", "workshop": "À l’atelier",
        "visit": "Visite pour la réclamation", "done": "Travail effectué", "submit": "Valider", "closed": "Clôturée"},
    "en": {
        "covered": "Covered by the warranty until", "open": "Open a claim", "complaint": "Complaint", "exchange": "Exchange the unit",
        "replacement": "Number of the new unit", "repair": "Take in for repair", "place": "Repair Place",
        "slip": "Repair slip", "in repair": "In repair with us, belongs to", "send back": "Send back to the customer", "workshop": "In the workshop",
        "visit": "Visit for the claim", "done": "Work Done", "submit": "Submit", "closed": "Closed"}}


def opened(page, words, number):
    """The page of a claim that was opened at the desk on a scanned number."""
    page.goto("/after-sale/claim")
    page.locator("#serial_no").fill(number)
    page.locator("#serial_no").press("Enter")
    expect(page.locator(".verdict")).to_contain_text(words["covered"])
    page.get_by_label(words["complaint"], exact=True).fill("Ne démarre plus")
    page.get_by_role("button", name=words["open"]).click()
    expect(page.locator("h1")).to_contain_text("SER-WRN-")


@pytest.mark.parametrize("language, width", [("fr", PHONE), ("en", DESKTOP)])
def test_a_scanned_unit_is_claimed_and_exchanged(browser, client, shop, language, width):
    words = WORDS[language]
    item, old, _ = shop.delivered_unit(warranty_period=365)
    until = client.serial(old)["warranty_expiry_date"]
    new = shop.receive(item, qty=1)[0]
    page = browser(language=language, width=width)
    opened(page, words, old)
    page.get_by_role("link", name=words["exchange"]).click()
    page.get_by_label(words["replacement"]).fill(new)
    page.locator("#warehouse").select_option(FINISHED)
    page.get_by_role("button", name=words["exchange"]).click()
    expect(page.locator("main")).to_contain_text(new)
    page.goto(f"/after-sale/claim?serial_no={new}")
    day = "/".join(reversed(until.split("-"))) if language == "fr" else until
    expect(page.locator(".verdict")).to_have_text(f"{words['covered']} {day}")
    assert client.serial(old)["warehouse"] == FINISHED


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_unit_goes_through_the_workshop(browser, shop, language):
    words = WORDS[language]
    _, number, _ = shop.delivered_unit(warranty_period=365)
    page = browser(language=language)
    opened(page, words, number)
    page.get_by_role("link", name=words["repair"]).click()
    page.get_by_label(words["place"]).fill("Établi 2")
    page.get_by_role("button", name=words["repair"]).click()
    expect(page.locator("h1")).to_have_text(words["slip"])
    expect(page.locator("svg.code")).to_be_visible()
    page.goto("/after-sale/workshop")
    expect(page.locator("h1")).to_have_text(words["workshop"])
    page.get_by_role("link", name=number).click()
    expect(page.locator(".in-repair")).to_contain_text(words["in repair"])
    page.locator(".in-repair a").click()
    page.get_by_role("link", name=words["send back"]).click()
    page.get_by_role("button", name=words["send back"]).click()
    expect(page.locator("h1")).to_have_text(words["workshop"])
    expect(page.get_by_role("link", name=number)).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_visit_for_a_claim_closes_it(browser, client, shop, language):
    words = WORDS[language]
    _, number, _ = shop.delivered_unit(warranty_period=365)
    page = browser(language=language)
    opened(page, words, number)
    claim = page.locator("h1").inner_text()
    page.get_by_role("link", name=words["visit"]).click()
    expect(page.locator('[name="purposes.1.serial_no"]')).to_have_value(number)
    page.locator('[name="purposes.1.work_done"]').fill("Carte remplacée")
    page.locator("[data-save]").click()
    page.get_by_role("link", name=words["submit"], exact=True).click()
    page.locator("[data-confirm]").click()
    page.get_by_role("link", name=claim).click()
    expect(page.locator("main .badge").first).to_have_text(words["closed"])
    expect(page.locator("main")).to_contain_text("Carte remplacée")
    assert client.read("Warranty Claim", claim)["status"] == "Closed"
