"""A contract from end to end by clicks: over all units of a customer, generated, submitted, and its visit closed on a telephone."""

import base64
import datetime

import pytest
from browser import PHONE
from playwright.sync_api import expect

WORDS = {
    "fr": {
        "show": "Afficher les unités", "make": "Créer le brouillon", "generate": "Générer le calendrier", "submit": "Valider", "submitted": "Validé",
        "full": "Terminée", "close": "Clore la visite", "done": "Faite", "erase": "Effacer la signature"},
    "en": {
        "show": "Show the units", "make": "Make the draft", "generate": "Generate the schedule", "submit": "Submit", "submitted": "Submitted",
        "full": "Fully Completed", "close": "Close the visit", "done": "Done", "erase": "Erase the signature"}}


def day(ahead):
    return (datetime.date.today() + datetime.timedelta(ahead)).isoformat()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_contract_is_made_and_its_visit_closed_on_a_telephone(browser, client, shop, language):
    words = WORDS[language]
    person = client.made("Sales Person", {"sales_person_name": shop.name("Camille ")})["name"]
    item = shop.item()
    units = shop.receive(item, qty=30)
    shop.deliver(item, *units)

    page = browser(language=language)
    page.goto("/after-sale/new-contract")
    page.locator("main #customer").fill(shop.customer)
    page.get_by_role("option", name=shop.customer).first.click()
    page.get_by_role("button", name=words["show"]).click()
    for box in page.locator("main input[type=checkbox]").all():
        box.set_checked(box.get_attribute("value") == item)
    page.locator("#start_date").fill(day(0))
    page.locator("#end_date").fill(day(364))
    page.locator("#periodicity").select_option("Quarterly")
    page.locator("#sales_person").fill(person)
    page.get_by_role("option", name=person).first.click()
    page.get_by_role("button", name=words["make"]).click()
    expect(page.locator("h1")).to_contain_text("MAT-MSH-")
    page.get_by_role("button", name=words["generate"]).click()
    page.get_by_role("link", name=words["submit"], exact=True).click()
    page.locator("[data-confirm]").click()
    expect(page.locator("main .badge").first).to_have_text(words["submitted"])
    schedule = client.read("Maintenance Schedule", page.locator("h1").inner_text())
    assert schedule["items"][0]["serial_no"].split("\n") == units
    visit = schedule["schedules"][0]
    assert client.serial(units[0])["amc_expiry_date"] == day(364)

    phone = browser(language=language, width=PHONE)
    phone.goto(f"/after-sale/calendar?date={visit['scheduled_date']}&technician={person}")
    phone.locator("a.visit").first.click()
    phone.locator("label.tile", has_text=words["full"]).first.click()
    phone.locator("#work_done").fill("Filtres remplacés")
    phone.locator("#photos").set_input_files({"name": "avant.png", "mimeType": "image/png", "buffer": picture()})
    phone.locator("#signed_by").fill("Mme Roux")
    sign(phone)
    phone.get_by_role("button", name=words["erase"]).click()
    expect(phone.locator("[name=signature]")).to_have_value("")
    sign(phone)
    phone.get_by_role("button", name=words["close"]).click()
    expect(phone.locator("h1")).to_contain_text("MAT-MVS-")
    expect(phone.locator("#files")).to_contain_text("avant.png")
    expect(phone.locator("#files")).to_contain_text("signature.png")
    name = phone.locator("h1").inner_text()
    made = client.read("Maintenance Visit", name)
    assert len(made["purposes"]) == 30 and {line["work_done"] for line in made["purposes"]} == {"Filtres remplacés"}
    assert client.read("Maintenance Schedule", schedule["name"])["schedules"][0]["completion_status"] == "Fully Completed"
    phone.goto(f"/after-sale/visit-sheet/visit/{name}")
    drawn = phone.locator(".sheet img")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("image => image.complete && image.naturalWidth") == 900
    phone.goto(f"/after-sale/calendar?technician={person}")
    expect(phone.locator("a.visit .badge").first).to_have_text(words["done"])


def sign(page):
    """Draws a line over the canvas."""
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 20 + step * 30, box["y"] + 20 + (step % 2) * 40)
    page.mouse.up()
    assert page.locator("[name=signature]").input_value().startswith("data:image/png;base64,")


def picture():
    """The smallest picture there is."""
    return base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
