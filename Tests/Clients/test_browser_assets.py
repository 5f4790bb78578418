"""The life of an asset in Chromium, from a receipt to the bin, in either language."""

import pytest
from playwright.sync_api import expect

from documents import receipt

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")

WORDS = {
    "fr": {"make": "Immobiliser des unités", "now": "Valider maintenant", "service": "En service", "broken": "Hors service", "note": "Noter", "move": "Déplacer",
           "scrap": "Mettre au rebut", "gone": "Mis au rebut", "submit": "Valider", "saved": "Enregistré", "plan": "Amortissement linéaire"},
    "en": {"make": "Make assets of units", "now": "Submit now", "service": "In service", "broken": "Out of Order", "note": "Note it", "move": "Move",
           "scrap": "Write off", "gone": "Scrapped", "submit": "Submit", "saved": "Saved", "plan": "Straight-line depreciation"}}


@pytest.mark.parametrize("language", WORDS)
def test_a_unit_is_held_moved_repaired_and_written_off(browser, client, shop, language):
    words = WORDS[language]
    item = shop.item(is_fixed_asset=1)
    entry = client.made("Stock Entry", receipt(item, qty=1))
    number = entry["items"][0]["serial_no"]
    site, room, keeper = shop.name("Site"), shop.name("Salle"), shop.name("Zoé ")
    client.made("Location", {"location_name": site, "is_group": 1})
    client.made("Location", {"location_name": room, "parent_location": site})
    client.made("Employee", {"employee_name": keeper})
    page = browser(language=language)
    page.goto(f"/stock/stock-entry/{entry['name']}")
    page.get_by_role("link", name=words["make"], exact=True).last.click()
    expect(page.locator("#serial_nos")).to_have_value(number)
    page.locator("#available_for_use_date").fill("2030-01-01")
    page.locator("#total_number_of_depreciations").fill("3")
    page.get_by_role("button", name=words["now"]).click()
    expect(page.locator("h1 + .badge")).to_have_text(words["service"])
    expect(page.get_by_role("heading", name=words["plan"])).to_be_visible()
    asset = client.serial(number)["asset"]
    page.locator(".bar-of-steps").get_by_role("link", name=words["move"], exact=True).click()
    page.locator("#purpose").select_option("Transfer and Issue")
    page.locator("#target_location").fill(room)
    page.locator("#to_employee").fill(keeper)
    page.locator("#to_employee").press("Tab")
    page.get_by_role("button", name=words["now"]).click()
    page.get_by_role("link", name=asset).click()
    expect(page.locator("dl.facts")).to_contain_text(room)
    page.locator("#condition").select_option("Out of Order")
    page.locator("#reason").fill("Écran cassé")
    page.get_by_role("button", name=words["note"]).click()
    expect(page.locator("h1 + .badge")).to_have_text(words["broken"])
    expect(page.locator("#history")).to_contain_text("Écran cassé")
    page.goto("/asset/location-tree")
    expect(page.get_by_role("link", name=room)).to_be_visible()
    page.goto(f"/asset/asset/{asset}")
    page.get_by_role("link", name=words["scrap"]).click()
    expect(page.locator("form.scripted")).to_be_visible()
    page.locator("details:has([name=remarks]) summary").click()
    page.locator('[name="remarks"]').fill("Irréparable")
    page.get_by_role("button", name=words["submit"], exact=True).click()
    page.get_by_role("button", name=words["now"]).click()
    expect(page.locator("[data-saved]")).to_be_visible()
    page.goto(f"/asset/asset/{asset}")
    expect(page.locator("h1 + .badge")).to_have_text(words["gone"])
