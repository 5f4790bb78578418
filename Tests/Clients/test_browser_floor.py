"""People with a scanner in hand: the pad of serial numbers and the scan page, with and without a network."""

import re

import pytest
from playwright.sync_api import expect

from browser import PHONE
from documents import FINISHED, STORES

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")

ENTRY, SAID, CELL = "[data-part=entry]", "[data-part=said]", "[name=serial_nos]"


def scan(page, *numbers, end="Enter"):
    """What a wedge scanner does: keys so fast that no hand could, and the one that ends them."""
    for number in numbers:
        page.keyboard.type(number, delay=2)
        page.keyboard.press(end)


def paste(page, text):
    page.locator(ENTRY).evaluate(
        "(entry, text) => { const data = new DataTransfer(); data.setData('text', text);"
        " entry.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })) }", text)


def held(page):
    return page.locator(CELL).input_value().split()


@pytest.fixture
def pad(browser):
    """The pad on the look-up page, in English."""
    page = browser(language="en")
    page.goto("/stock/look-up")
    expect(page.locator(ENTRY)).to_be_visible()
    return page


# The pad.


def test_a_typed_number_is_added_by_enter_and_told_apart(pad, shop):
    item, number = shop.unit()
    for word in (number, "NOPE-10"):
        pad.locator(ENTRY).fill(word)
        pad.locator(ENTRY).press("Enter")
        expect(pad.locator(SAID)).to_contain_text(word)
    expect(pad.locator(SAID)).to_contain_text("Unknown")
    expect(pad.locator(".pad-list li").nth(1)).to_contain_text(f"{item} · {STORES}")
    assert held(pad) == [number, "NOPE-10"]
    expect(pad.locator("label[for=serial_nos-entry]")).to_be_visible()


def test_five_thousand_numbers_are_pasted_in_whatever_way_and_stay_fluid(pad, client, shop, measured):
    numbers = shop.receive(shop.item(), qty=5000)
    marks = ["\n", ",", "\t", ";", "\r\n", " , "]
    paste(pad, "".join(number + marks[index % 6] for index, number in enumerate(numbers)))
    expect(pad.locator(SAID)).to_contain_text("5,000 added, 0 repeated")
    expect(pad.locator(".pad-list .badge").first).to_have_text("Available")
    assert held(pad) == numbers and pad.locator(".pad-list li").count() == 100
    expect(pad.locator(".pad")).to_contain_text("and 4,900 more")
    pad.locator(ENTRY).focus()
    spent = pad.evaluate("""async () => {
        const entry = document.querySelector('[data-part=entry]'), start = performance.now()
        for (let i = 0; i < 100; i++) {
            entry.value = 'FAST-' + i
            entry.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
            await new Promise(resume => setTimeout(resume))
        }
        return performance.now() - start
    }""")
    measured(f"100 numbers typed after 5,000 in {spent:.0f} ms")
    assert spent < 5000 and len(held(pad)) == 5100


@pytest.mark.parametrize("written, first, last, count", [
    ("PB2L00001..PB2L00250", "PB2L00001", "PB2L00250", 250), ("P8…P12", "P8", "P12", 5), ("AB-001-AB-005", "AB-001", "AB-005", 5),
    ("x01 .. X03", "x01", "x03", 3), ("AB-001-07..AB-001-09", "AB-001-07", "AB-001-09", 3), ("AB01-007-AB01-009", "AB01-007", "AB01-009", 3), ("AB-001", "AB-001", "AB-001", 1), ("12-34", "12-34", "12-34", 1), ("2026-11-23", "2026-11-23", "2026-11-23", 1),
    ("99999999999999999998..100000000000000000001", "99999999999999999998", "100000000000000000001", 4)])
def test_a_range_is_every_number_between(pad, written, first, last, count):
    pad.locator(ENTRY).fill(written)
    pad.locator(ENTRY).press("Enter")
    expect(pad.locator(CELL)).to_have_value(re.compile(re.escape(last) + "$"))
    numbers = pad.locator(CELL).input_value().split("\n")
    assert (numbers[0], numbers[-1], len(numbers)) == (first, last, count)


@pytest.mark.parametrize("written, word", [("A1..B5", "is no range"), ("A5..A1", "is no range"), ("A..B", "is no range"), ("A1..A200000", "100,000")])
def test_what_is_no_range_says_so_and_adds_nothing(pad, written, word):
    pad.locator(ENTRY).fill("FINE," + written)
    pad.locator(ENTRY).press("Enter")
    expect(pad.locator(SAID)).to_contain_text(word)
    assert held(pad) == []


@pytest.mark.parametrize("end", ["Enter", "Tab"])
def test_a_scanner_is_heard_wherever_in_the_pad_one_is(pad, shop, end):
    item, number = shop.unit()
    other = shop.receive(item, qty=1)[0]
    scan_from = pad.locator("[data-part=camera]")
    scan_from.focus()
    scan(pad, number, end=end)
    expect(pad.locator(SAID)).to_contain_text(f"{number} · Available")
    pad.locator(ENTRY).focus()
    scan(pad, other, end=end)
    expect(pad.locator(SAID)).to_contain_text(other)
    scan(pad, number.lower(), end=end)
    expect(pad.locator(SAID)).to_contain_text("repeated")
    assert held(pad) == [number, other]
    expect(pad.locator(ENTRY)).to_be_focused()
    expect(pad.locator(ENTRY)).to_have_value("")


def test_a_file_is_read_in_the_browser(pad, tmp_path):
    file = tmp_path / "numbers.csv"
    file.write_text('"N-1";"N-2"\r\n"N-3","N-1"\n', encoding="utf-8-sig")
    pad.locator("[data-part=file]").set_input_files(file)
    expect(pad.locator(SAID)).to_contain_text("3 added, 1 repeated")
    assert held(pad) == ["N-1", "N-2", "N-3"]


def test_everything_can_be_undone(pad):
    pad.locator(ENTRY).press_sequentially("U-1\n")
    paste(pad, "U-2,U-3")
    pad.get_by_label("Remove U-1").click()
    expect(pad.locator(CELL)).to_have_value("U-2\nU-3")
    pad.locator("[data-part=clear]").click()
    expect(pad.locator(CELL)).to_have_value("")
    pad.locator(ENTRY).focus()
    for left in ("U-2\nU-3", "U-1\nU-2\nU-3", "U-1", ""):
        pad.keyboard.press("Control+z")
        expect(pad.locator(CELL)).to_have_value(left)
    expect(pad.locator("[data-part=undo]")).to_be_disabled()


# The scan page.


@pytest.fixture
def floor(browser):
    def open(mode, service_workers="allow", **place):
        page = browser(language="en", width=PHONE, service_workers=service_workers)
        page.goto("/stock/scan")
        expect(page.locator(ENTRY)).to_be_visible()
        page.locator(f"[value={mode}]").check()
        for name, value in place.items():
            field = page.locator(f"#{name}")
            field.select_option(value) if name.endswith("warehouse") else field.fill(value)
            field.dispatch_event("change")
        page.locator("h1").click()
        return page
    return open


def submit(page):
    page.get_by_role("button", name="Submit").click()


def test_units_are_scanned_and_transferred_by_one_document(floor, client, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=3)
    page = floor("transfer", to_warehouse=FINISHED)
    scan(page, *numbers)
    expect(page.locator("[name=counts]")).to_have_text(f"3 {item}")
    expect(page.locator(".pad-list .badge")).to_have_text(["Accepted"] * 3)
    submit(page)
    expect(page.locator("#queue")).to_contain_text("Sent")
    assert held(page) == []
    assert {client.serial(number)["warehouse"] for number in numbers} == {FINISHED}
    page.locator("#queue a").click()
    expect(page.locator("h1")).to_contain_text("MAT-STE-")


def test_a_barcode_of_an_item_says_what_comes_in(floor, client, shop):
    first, second = shop.item(barcode=shop.name("BC")), shop.item()
    barcode = client.read("Item", first)["barcode"]
    page = floor("receive", to_warehouse=STORES)
    scan(page, barcode, "IN-1", "IN-2")
    expect(page.locator("[name=counts]")).to_have_text(f"2 {first}")
    scan(page, second, "IN-3")
    expect(page.locator("[name=counts]")).to_contain_text(f"1 {second}")
    submit(page)
    expect(page.locator("#queue")).to_contain_text("Sent")
    assert [client.serial(number)["item_code"] for number in ("IN-1", "IN-2", "IN-3")] == [first, first, second]


def test_what_is_refused_is_said_at_its_unit_dropped_and_told_to_the_office(floor, client, shop):
    item, number = shop.unit()
    _, delivered, note = shop.delivered_unit()
    page = floor("deliver", customer=shop.customer)
    scan(page, number, delivered)
    expect(page.locator(SAID)).to_contain_text(note)
    expect(page.locator(".pad-list li").first).to_contain_text("Refused")
    submit(page)
    expect(page.locator("#told")).to_contain_text("Remove the refused first")
    page.locator("[data-part=drop]").click()
    submit(page)
    expect(page.locator("#queue")).to_contain_text("Sent")
    assert client.serial(number)["customer"] == shop.customer
    page.goto("/stock/refused-scans")
    expect(page.locator("tbody")).to_contain_text(delivered)


def test_a_refusal_by_the_server_comes_back_to_the_units(floor, client, shop):
    item = shop.item()
    first, second = shop.receive(item, qty=2)
    page = floor("deliver", customer=shop.customer)
    scan(page, first, second)
    expect(page.locator(".pad-list .badge")).to_have_text(["Accepted"] * 2)
    shop.deliver(item, first)
    page.watch.allow("answered 417: POST .*insert")
    submit(page)
    expect(page.locator(".pad-list li").first).to_contain_text(first)
    expect(page.locator(".pad-list li").first).to_contain_text("Refused")
    page.locator("[data-part=drop]").click()
    submit(page)
    expect(page.locator("#queue")).to_contain_text("Sent")
    assert client.serial(second)["status"] == "Delivered"


def test_scanning_goes_on_without_a_network_and_is_sent_when_it_is_back(floor, client, shop):
    item = shop.item()
    first, second = shop.receive(item, qty=2)
    page = floor("transfer", to_warehouse=FINISHED)
    page.wait_for_function("navigator.serviceWorker.controller")
    page.watch.allow("failed: .*(ERR_INTERNET_DISCONNECTED|ERR_FAILED)")
    page.context.set_offline(True)
    scan(page, first)
    expect(page.locator(".pad-list .badge")).to_have_text("Not checked")
    submit(page)
    expect(page.locator("#queue")).to_contain_text("Waits for the network")
    scan(page, second)
    page.reload()
    expect(page.locator("#queue")).to_contain_text("Waits for the network")
    assert held(page) == [second]
    expect(page.locator("#to_warehouse")).to_have_value(FINISHED)
    assert client.serial(first)["warehouse"] == STORES
    page.context.set_offline(False)
    expect(page.locator("#queue")).to_contain_text("Sent")
    expect(page.locator(".pad-list .badge")).to_have_text("Accepted")
    assert client.serial(first)["warehouse"] == FINISHED


def test_a_lost_answer_does_not_do_it_twice(floor, client, shop):
    item = shop.item()
    page = floor("receive", item_code=item, to_warehouse=STORES, service_workers="block")
    tries = []

    def lose(route):
        tries.append(route.request.post_data)
        answer = route.fetch()
        route.fulfill(response=answer) if len(tries) > 1 else route.abort()

    page.watch.allow("failed: .*frappe.client.insert|blocked by Playwright")
    page.route(re.compile(r"frappe\.client\.insert"), lose)
    scan(page, "LOST-1", "LOST-2")
    submit(page)
    expect(page.locator("#queue")).to_contain_text("Sent", timeout=20_000)
    assert len(tries) == 2 and tries[0] == tries[1]
    assert len(client.rows("Stock Entry", filters=[["Stock Entry Detail", "item_code", "=", item]])) == 1


def test_a_unit_is_looked_up_at_once(floor, shop):
    item, number, _ = shop.delivered_unit()
    page = floor("look-up")
    scan(page, number)
    expect(page.locator(SAID)).to_contain_text(f"{number} · Delivered · {item}")
    expect(page.locator(SAID)).to_contain_text(shop.customer)
    expect(page.get_by_role("button", name="Submit")).to_be_hidden()


def test_only_this_page_is_kept_on_the_device(floor, browser):
    page = floor("look-up")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.goto("/stock/look-up")
    kept = page.evaluate("""async () => {
        const found = []
        for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname)
        return found
    }""")
    assert "/stock/scan" in kept and all(path == "/stock/scan" or path.startswith("/assets/") for path in kept)
    page.watch.allow("failed: .*ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/stock/look-up")


@pytest.mark.parametrize("width", [390, 1280])
def test_targets_are_big_enough_for_gloves(browser, width):
    page = browser(width=width)
    page.goto("/stock/scan")
    expect(page.locator(ENTRY)).to_be_visible()
    small = page.locator("#scan").evaluate("""form => [...form.querySelectorAll('button, select, label.tile, .tile, input:not([type=file], [type=checkbox], [type=radio], [type=hidden], [type=number])')]
        .filter(part => part.offsetParent && part.offsetHeight < 56).map(part => part.outerHTML.slice(0, 90))""")
    assert [part for part in small if "plain" not in part] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
