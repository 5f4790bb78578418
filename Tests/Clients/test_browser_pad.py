"""The pad over a line's cell of serial numbers: what a series proposes, what is oldest, ranges, files, and taking it back."""

import pytest
from playwright.sync_api import expect

from documents import STORES

ENTRY, SAID, NUMBERS = "[data-part=entry]", "[data-part=said]", ".pad-list b"


class Line:
    """The first line of a new document, with its pad open."""

    def __init__(self, page, address, item, qty, **head):
        self.page = page
        page.goto(f"{address}?" + "&".join(f"{name}={value}" for name, value in {"set_warehouse": STORES, "items.1.item_code": item, "items.1.qty": qty, **head}.items()))
        page.locator("form.scripted [data-pad=serial_no]").click()
        expect(page.locator(ENTRY)).to_be_focused()
        self.cell, self.qty, self.state = page.locator("[name='items.1.serial_no']"), page.locator("[name='items.1.qty']"), page.locator("[data-part=state]")

    def press(self, part):
        self.page.locator(f"[data-part={part}]").click()

    def enter(self, text):
        self.page.locator(ENTRY).fill(text)
        self.page.locator(ENTRY).press("Enter")

    def holds(self, numbers):
        expect(self.cell).to_have_value("\n".join(numbers))

    def submit(self):
        for _ in range(2):
            self.page.locator("[data-key='Control+Enter']").last.click()
        expect(self.page.locator("[data-saved]")).to_be_visible()


@pytest.fixture
def receipt(browser, shop):
    def open(item, qty):
        return Line(browser(language="en"), "/stock/purchase-receipt/new", item, qty, supplier=shop.supplier)
    return open


@pytest.fixture
def delivery(browser, shop):
    def open(item, qty):
        return Line(browser(language="en"), "/stock/delivery-note/new", item, qty, customer=shop.customer)
    return open


def numbers_of(item, first, last):
    return [f"{item}-{number:05}" for number in range(first, last + 1)]


def test_a_series_proposes_as_many_as_are_missing_and_draws_none(receipt, client, shop):
    item = shop.item()
    line = receipt(item, 3)
    expect(line.state).to_have_text("3 missing")
    line.press("series")
    expect(line.page.locator("[data-part=many]")).to_have_value("3")
    line.press("preview")
    line.holds(numbers_of(item, 1, 3))
    expect(line.state).to_have_text("complete")
    expect(line.page.locator(".pad-list .badge")).to_have_text(["New number"] * 3)
    expect(line.page.locator("[data-part=offer]")).to_be_hidden()
    line.press("series")
    line.page.locator("[data-part=many]").fill("2")
    line.press("preview")
    line.holds(numbers_of(item, 1, 5))
    expect(line.state).to_have_text("2 too many")
    assert shop.receive(item, qty=1) == numbers_of(item, 1, 1), "a preview draws nothing"
    line.press("clear")
    line.holds([])


def test_numbers_set_aside_for_labels_are_nobody_elses(receipt, client, shop):
    item = shop.item()
    line = receipt(item, 2)
    line.press("series")
    line.press("reserve")
    line.holds(numbers_of(item, 1, 2))
    assert shop.receive(item, qty=1) == numbers_of(item, 3, 3)
    line.submit()
    assert {client.serial(number)["supplier"] for number in numbers_of(item, 1, 2)} == {shop.supplier}


def test_a_series_is_offered_only_where_units_come_in(receipt, delivery, shop):
    item = shop.item()
    line = receipt(item, 1)
    expect(line.page.locator("[data-part=series]")).to_be_visible()
    expect(line.page.locator("[data-part=oldest]")).to_be_hidden()
    line = delivery(item, 1)
    expect(line.page.locator("[data-part=oldest]")).to_be_visible()
    expect(line.page.locator("[data-part=series]")).to_be_hidden()


def test_an_item_without_a_series_says_so(receipt, shop):
    line = receipt(shop.item(serial_no_series=None), 1)
    line.page.watch.allow("answered 417: POST .*matricule.preview")
    line.press("series")
    line.press("preview")
    expect(line.page.locator(SAID)).to_contain_text("series")
    line.holds([])


def test_the_oldest_are_picked_and_those_that_are_there_already_passed_over(delivery, client, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=2) + shop.receive(item, qty=2)
    line = delivery(item, 3)
    line.enter(numbers[0])
    expect(line.page.locator(".pad-list .badge")).to_have_text("Accepted")
    expect(line.state).to_have_text("2 missing")
    line.press("oldest")
    line.holds(numbers[:3])
    expect(line.state).to_have_text("complete")
    expect(line.page.locator(".pad-list .badge")).to_have_text(["Accepted"] * 3)
    line.submit()
    assert [client.serial(number)["status"] for number in numbers] == ["Delivered"] * 3 + ["Active"]


def test_a_range_in_a_line_is_checked_number_by_number(delivery, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=3)
    shop.deliver(item, numbers[1])
    line = delivery(item, 3)
    line.enter(f"{numbers[0]}..{numbers[2]}")
    line.holds(numbers)
    expect(line.page.locator(".pad-list .badge")).to_have_text(["Refused", "Accepted", "Accepted"])
    expect(line.page.locator(".pad-list li").first).to_contain_text(numbers[1])
    line.press("drop")
    line.holds([numbers[0], numbers[2]])
    expect(line.state).to_have_text("1 missing")


def test_a_file_fills_a_line(delivery, shop, tmp_path):
    item = shop.item()
    numbers = shop.receive(item, qty=3)
    file = tmp_path / "numbers.txt"
    file.write_text("\r\n".join([*numbers, numbers[0]]))
    line = delivery(item, 2)
    line.page.locator("[data-part=file]").set_input_files(file)
    expect(line.page.locator(SAID)).to_contain_text("3 added, 1 repeated")
    line.holds(numbers)
    expect(line.state).to_have_text("1 too many")
    line.page.get_by_label("The quantity follows the numbers").check()
    expect(line.qty).to_have_value("3")
    expect(line.state).to_have_text("complete")


def test_each_step_in_a_line_is_taken_back_by_itself(delivery, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=4)
    line = delivery(item, 2)
    line.press("oldest")
    line.holds(numbers[:2])
    line.enter(f"{numbers[2]},{numbers[3]}")
    line.holds(numbers)
    line.page.get_by_label(f"Remove {numbers[0]}").click()
    line.holds(numbers[1:])
    line.press("clear")
    line.holds([])
    for left in (numbers[1:], numbers, numbers[:2], []):
        line.press("undo")
        line.holds(left)
    expect(line.page.locator("[data-part=undo]")).to_be_disabled()


def test_a_number_that_was_typed_and_not_entered_is_saved_too(delivery, client, shop):
    item, number = shop.unit()
    line = delivery(item, 1)
    line.page.keyboard.type(number, delay=20)
    line.page.keyboard.press("Control+s")
    expect(line.page.locator("[data-saved]")).to_be_visible()
    name = line.page.locator("h1").inner_text()
    assert client.read("Delivery Note", name)["items"][0]["serial_no"] == number
