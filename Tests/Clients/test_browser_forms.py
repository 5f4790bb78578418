"""The forms in Chromium: by keyboard alone, from a spreadsheet, after a closed tab, and by two people at once."""

import re

import pytest
from playwright.sync_api import expect

from browser import PHONE
from documents import FINISHED, STORES, receipt

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")

# How many copies of unsaved forms this browser keeps.
COPIES = "Object.keys(localStorage).filter(key => key.startsWith('draft ')).length"


def visit(page, address):
    """Goes to a form and waits until its script is there."""
    page.goto(address)
    expect(page.locator("form.scripted")).to_be_visible()


def type_into(page, name, text):
    """Types into a link field and takes what is found."""
    box = page.locator(f'[name="{name}"]')
    box.press_sequentially(text)
    expect(page.locator("#choices li").first).to_be_visible()
    box.press("Tab")


def paste(page, place, text):
    page.locator(place).focus()
    page.evaluate("""text => {
        const data = new DataTransfer()
        data.setData("text/plain", text)
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
    }""", text)


def values(page, field):
    return page.eval_on_selector_all(f'[name$=".{field}"]', "elements => elements.map(element => element.value)")


def test_a_stock_entry_is_made_and_submitted_by_keyboard_alone(browser, client, shop):
    client.made("UOM", {"uom_name": "Metre", "must_be_whole_number": 0})
    first, second = shop.item(item_name="Pompe"), shop.plain_item(item_name="Câble", stock_uom="Metre", valuation_rate=2.5)
    page = browser()
    visit(page, "/stock/stock-entry/new")
    expect(page.locator('[name="stock_entry_type"]')).to_be_focused()
    page.keyboard.press("R")
    page.locator('[name="to_warehouse"]').focus()
    type_into(page, "to_warehouse", "Stores")
    page.locator('[name="items.1.item_code"]').focus()
    type_into(page, "items.1.item_code", first)
    expect(page.locator("[data-shows]").first).to_have_text("Pompe")
    page.locator('[name="items.1.serial_no"]').focus()
    numbers = [f"{first}-A{number}" for number in range(3)]
    page.keyboard.type("\n".join(numbers))
    expect(page.locator('[name="items.1.qty"]')).to_have_value("3")
    page.locator('[name="items.1.item_code"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('[name="items.2.item_code"]')).to_be_focused()
    type_into(page, "items.2.item_code", second)
    expect(page.locator('[name="items.2.basic_rate"]')).to_have_value("2,5")
    page.locator('[name="items.2.qty"]').fill("1,5")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Backspace")
    expect(page.locator("tbody.line")).to_have_count(2)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#question")).to_contain_text("4,5 unités entreront dans " + STORES)
    expect(page.locator("form.scripted")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-saved]")).to_be_visible()
    assert [client.serial(number)["warehouse"] for number in numbers] == [STORES] * 3


def test_cells_of_a_spreadsheet_fill_rows_and_columns(browser, shop):
    codes = [shop.item(item_name=f"Article {letter}") for letter in "ABC"]
    page = browser()
    visit(page, "/stock/stock-reconciliation/new")
    paste(page, '[name="items.1.item_code"]', "".join(f'{code}\t{STORES}\t2\t10,5\t"{code}-1,{code}-2"\n' for code in codes))
    expect(page.locator("tbody.line")).to_have_count(3)
    assert values(page, "item_code") == codes and values(page, "warehouse") == [STORES] * 3
    assert values(page, "serial_no")[1] == f"{codes[1]}-1,{codes[1]}-2"
    expect(page.locator("[data-count]").nth(2)).to_have_text("Numéros\u202f: 2")
    expect(page.locator("[data-shows]").nth(2)).to_have_text("Article C")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_be_visible()
    expect(page.locator("main")).to_contain_text("10,50")


def test_what_was_typed_survives_a_closed_tab(browser, shop):
    page = browser()
    visit(page, "/selling/customer/new")
    page.locator('[name="customer_name"]').press_sequentially("Société à moitié")
    page.wait_for_timeout(1000)
    assert page.evaluate(COPIES) == 1
    page.close(run_before_unload=False)
    again = page.context.new_page()
    visit(again, "/selling/customer/new")
    expect(again.locator("#kept")).to_contain_text("Modifications non enregistrées")
    again.get_by_role("button", name="Restaurer").click()
    expect(again.locator("form[data-changed].scripted")).to_be_visible()
    expect(again.locator('[name="customer_name"]')).to_have_value("Société à moitié")
    again.keyboard.press("Control+s")
    expect(again.locator("[data-saved]")).to_be_visible()
    again.wait_for_function(f"{COPIES} === 0")
    visit(again, "/selling/customer/new")
    expect(again.locator("#kept")).to_be_hidden()


def test_leaving_a_changed_form_warns_and_signing_out_forgets(browser, server):
    page = browser(user=server.add_user("depart@example.com", "System Manager"))
    visit(page, "/selling/customer/new")
    page.locator('[name="customer_name"]').press_sequentially("Passager")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/selling/customer")
    assert asked == ["beforeunload"]
    assert page.evaluate(COPIES) == 1
    page.locator("[popovertarget=account]").click()
    page.locator("#account [type=submit]").click()
    page.wait_for_url("**/login**")
    assert page.evaluate(COPIES) == 0


def test_two_people_at_one_record_lose_nothing(browser, client, shop):
    item = shop.item(item_name="Avant", warranty_period=30)
    page = browser()
    page.watch.allow("417")
    visit(page, f"/stock/item/{item}/edit")
    page.locator('[name="item_name"]').fill("De moi")
    client.changed("Item", item, item_name="De l'autre", warranty_period=365)
    page.keyboard.press("Control+s")
    expect(page.locator("#theirs")).to_contain_text("Période de garantie")
    expect(page.locator("#theirs")).to_contain_text("De l'autre")
    expect(page.locator('[name="item_name"]')).to_have_value("De moi")
    expect(page.locator('[name="warranty_period"]')).to_have_value("365")
    expect(page.locator("form.scripted")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-saved]")).to_be_visible()
    after = client.read("Item", item)
    assert (after["item_name"], after["warranty_period"]) == ("De moi", 365)


def test_what_a_link_lacks_is_made_in_another_tab(browser, client, shop):
    page = browser()
    visit(page, "/selling/sales-order/new")
    name = shop.name("Nouveau")
    page.locator('[name="customer"]').press_sequentially(name)
    option = page.locator("#choices li").last
    expect(option).to_contain_text(name)
    with page.context.expect_page() as opened:
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
    other = opened.value
    expect(other.locator('[name="customer_name"]')).to_have_value(name)
    other.locator("[data-save]").click()
    expect(page.locator("#told")).to_contain_text(name)
    expect(page.locator('[name="customer"]')).to_have_value(name)
    assert client.read("Customer", name)


def test_what_is_wrong_leads_to_its_field(browser, shop):
    page = browser()
    page.watch.allow("417")
    visit(page, "/stock/delivery-note/new")
    page.locator('[name="items.1.qty"]').fill("-1")
    page.keyboard.press("Control+s")
    expect(page.locator("#complaints")).to_be_focused()
    page.locator("#complaints a", has_text="Qté").or_(page.locator("#complaints a", has_text="quantité")).first.click()
    expect(page.locator('[name="items.1.qty"]')).to_be_focused()


def test_a_series_shows_the_next_numbers(browser, shop):
    page = browser()
    visit(page, "/stock/item/new")
    page.locator('[name="serial_no_series"]').press_sequentially("PMP-.####")
    expect(page.get_by_role("status").filter(has_text="PMP-0001, PMP-0002, PMP-0003")).to_be_visible()
    page.locator('[name="serial_no_series"]').fill("A.##.B.##")
    page.watch.allow("417")
    expect(page.get_by_role("status").filter(has_text="ne peut pas compter")).to_be_visible()


def test_a_thousand_lines_and_ten_thousand_serials_stay_usable(browser, client, shop, measured):
    item = shop.item()
    page = browser()
    visit(page, "/stock/stock-reconciliation/new")
    start = page.evaluate("performance.now()")
    paste(page, '[name="items.1.item_code"]', "".join(f"{item}\t{STORES}\t1\t1\n" for _ in range(1000)))
    expect(page.locator("tbody.line")).to_have_count(1000)
    took = page.evaluate("performance.now()") - start
    measured(f"1,000 lines pasted in {took:.0f} ms")
    assert took < 8000
    cell = "\n".join(f"{item}-{number:06}" for number in range(10_000))
    page.locator('[name="items.2.serial_no"]').evaluate(
        "(place, cell) => { place.value = cell; place.dispatchEvent(new Event('input', { bubbles: true })) }", cell)
    expect(page.locator("[data-count]").nth(1)).to_have_text(re.compile("10\\s000"))
    page.watch.allow("417")
    page.keyboard.press("Control+s")
    expect(page.locator("#complaints")).to_be_visible(timeout=20_000)
    assert len(values(page, "serial_no")[1].split("\n")) == 10_000


@pytest.mark.parametrize("width", [1280, PHONE])
@pytest.mark.parametrize("address", ["/stock/stock-entry/new", "/stock/item/new", "/setup/user/new"])
def test_a_form_fits_its_screen(browser, address, width):
    page = browser(width=width)
    visit(page, address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cell_of_numbers_opens_the_pad_below_its_line(browser, client, shop):
    item, number = shop.unit()
    page = browser()
    visit(page, "/stock/delivery-note/new")
    type_into(page, "customer", shop.customer)
    type_into(page, "items.1.item_code", item)
    page.locator('[name="items.1.warehouse"]').fill(STORES)
    page.get_by_role("button", name="Saisir les numéros").click()
    expect(page.locator("[data-part=entry]")).to_be_focused()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=list]")).to_contain_text("Accepté")
    expect(page.locator('[name="items.1.qty"]')).to_have_value("1")
    expect(page.locator("[data-count=serial_no]")).to_have_text("Numéros\u202f: 1")
    page.get_by_role("button", name="Saisir les numéros").click()
    expect(page.locator("[data-part=entry]")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#question")).to_contain_text(f"1 unité quittera {STORES} pour {shop.customer}")
    expect(page.locator("form.scripted")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-saved]")).to_be_visible()
    assert client.serial(number)["status"] == "Delivered"
