"""Many units at once: what is done with a pasted list, and the stock count."""

import html

import pytest

from client import Client
from documents import FINISHED, STORES, delivery

HOSTILE = "<img src=x onerror=alert(1)>"


def post(client, address, **fields):
    return client.request("POST", address, data=fields, headers={"Accept-Language": "en"}, allow_redirects=False)


def act(client, numbers, action, **fields):
    return post(client, "/stock/look-up", serial_nos="\n".join(numbers), action=action, **fields)


def count(client, numbers, warehouse=STORES, **fields):
    return post(client, "/stock/count", serial_nos="\n".join(numbers), warehouse=warehouse, **fields)


@pytest.fixture
def units(shop):
    """An item and three of its units in the stores."""
    item = shop.item()
    return item, shop.receive(item, qty=3)


def statuses(client, numbers):
    return {(unit["status"], unit.get("warehouse")) for unit in map(client.serial, numbers)}


def made(client, answer, doctype):
    """The document that an answer leads to."""
    assert answer.status_code == 303, html.unescape(answer.text)[-3000:]
    return client.read(doctype, answer.headers["Location"].rsplit("/", 1)[1])


# What is done with a list


def test_units_are_transferred_at_once(client, units):
    item, numbers = units
    entry = made(client, act(client, numbers, "transfer-now", transfer_warehouse=FINISHED), "Stock Entry")
    assert (entry["docstatus"], entry["items"][0]["qty"]) == (1, 3)
    assert statuses(client, numbers) == {("Active", FINISHED)}


def test_a_draft_moves_nothing(client, shop, units):
    item, numbers = units
    note = made(client, act(client, numbers, "deliver", deliver_customer=shop.customer), "Delivery Note")
    assert (note["docstatus"], note["customer"]) == (0, shop.customer)
    assert statuses(client, numbers) == {("Active", STORES)}


def test_units_of_several_items_and_places_make_one_document(client, shop, units):
    item, numbers = units
    other, number = shop.unit()
    act(client, numbers[:1], "transfer-now", transfer_warehouse=FINISHED)
    note = made(client, act(client, [*numbers, number], "deliver-now", deliver_customer=shop.customer), "Delivery Note")
    assert sorted((line["item_code"], line["warehouse"], line["qty"]) for line in note["items"]) == sorted(
        [(item, FINISHED, 1), (item, STORES, 2), (other, STORES, 1)])


def test_units_come_back_from_the_customer_at_the_price_they_had(client, shop, units):
    item, numbers = units
    first, second = shop.deliver(item, *numbers[:2])["name"], shop.deliver(item, numbers[2])["name"]
    answer = act(client, numbers[1:], "return-now")
    assert answer.status_code == 200 and "Documents made" in answer.text
    returns = client.rows("Delivery Note", fields=["name", "return_against"], filters=[["is_return", "=", 1], ["return_against", "in", [first, second]]])
    assert {row["return_against"] for row in returns} == {first, second}
    assert client.read("Delivery Note", returns[0]["name"])["items"][0]["rate"] == 20
    assert statuses(client, numbers) == {("Delivered", None), ("Active", STORES)}


def test_units_that_an_invoice_moved_come_back_against_it(client, shop, units):
    item, numbers = units
    invoice = client.made("Sales Invoice", delivery(shop.customer, item, numbers[:2], update_stock=1))["name"]
    note = shop.deliver(item, numbers[2])["name"]
    answer = act(client, numbers, "return-now", return_warehouse=FINISHED)
    assert answer.status_code == 200, html.unescape(answer.text)[-3000:]
    back, = client.rows("Sales Invoice", fields=["name", "update_stock", "docstatus"], filters=[["return_against", "=", invoice]])
    assert (back["update_stock"], back["docstatus"]) == (1, 1) and back["name"] in answer.text
    assert client.read("Sales Invoice", back["name"])["items"][0]["rate"] == 20
    assert client.rows("Delivery Note", filters=[["return_against", "=", note]])
    assert statuses(client, numbers) == {("Active", FINISHED)}


def test_who_may_not_make_invoices_takes_nothing_back_against_one(server, client, shop, units):
    item, numbers = units
    client.made("Sales Invoice", delivery(shop.customer, item, numbers[:1], update_stock=1))
    shop.deliver(item, numbers[1])
    server.add_user("retours@example.com", "Stock User")
    keeper = Client(server.url, server.token("retours@example.com"))
    answer = act(keeper, numbers[:2], "return-now")
    assert answer.status_code == 417 and numbers[0] in answer.text
    assert statuses(client, numbers[:2]) == {("Delivered", None)}
    made(client, act(keeper, numbers[:2], "return-now", leave_out="1"), "Delivery Note")
    assert client.serial(numbers[0])["status"] == "Delivered" and client.serial(numbers[1])["status"] == "Active"


def test_new_numbers_are_received_as_an_item(client, shop):
    item = shop.item()
    numbers = [f"{item}/NEU {index}" for index in range(3)]
    made(client, act(client, numbers, "receive-now", receive_item=item, receive_warehouse=STORES), "Stock Entry")
    assert statuses(client, numbers) == {("Active", STORES)}


def test_units_are_issued(client, units):
    made(client, act(client, units[1], "issue-now"), "Stock Entry")
    assert statuses(client, units[1]) == {("Consumed", None)}


def test_what_does_not_fit_is_refused_or_left_out(client, shop, units):
    item, numbers = units
    shop.deliver(item, numbers[0])
    answer = act(client, [*numbers, "NOPE"], "transfer-now", transfer_warehouse=FINISHED)
    assert answer.status_code == 417 and numbers[0] in answer.text and "NOPE" in answer.text
    assert statuses(client, numbers[1:]) == {("Active", STORES)}
    made(client, act(client, [*numbers, "NOPE"], "transfer-now", transfer_warehouse=FINISHED, leave_out="1"), "Stock Entry")
    assert statuses(client, numbers[1:]) == {("Active", FINISHED)}


@pytest.mark.parametrize("action, fields", [
    ("transfer-now", {}), ("transfer-now", {"transfer_warehouse": "Nowhere"}), ("deliver", {}), ("deliver-now", {"deliver_customer": HOSTILE}),
    ("receive", {"receive_warehouse": STORES}), ("return", {}), ("nonsense", {})])
def test_what_is_missing_or_wrong_is_said_and_nothing_moves(client, units, action, fields):
    answer = act(client, units[1], action, **fields)
    assert answer.status_code in (200, 417) and HOSTILE not in answer.text
    assert "serial_nos" in answer.text and units[1][0] in answer.text
    assert statuses(client, units[1]) == {("Active", STORES)}


def test_only_what_one_may_do_is_offered(server, client, units):
    server.add_user("vente@example.com", "Sales User")
    seller = Client(server.url, server.token("vente@example.com"))
    text = post(seller, "/stock/look-up", serial_nos="\n".join(units[1])).text
    assert 'value="deliver-now"' in text and 'value="transfer-now"' not in text
    assert act(seller, units[1], "transfer", transfer_warehouse=FINISHED).status_code == 403
    assert statuses(client, units[1]) == {("Active", STORES)}


def test_results_alone_are_a_fragment(client, units):
    answer = post(client, "/stock/look-up", serial_nos=units[1][0], fragment="1")
    assert answer.status_code == 200 and "<html" not in answer.text and units[1][0] in answer.text


# The stock count


@pytest.fixture
def place(client, shop):
    """A warehouse of its own."""
    return client.made("Warehouse", {"warehouse_name": shop.name("Allée"), "company": client.rows("Company")[0]["name"]})["name"]


def test_a_count_tells_found_missing_elsewhere_new_and_impossible(client, shop, place):
    item = shop.item()
    here = shop.receive(item, qty=3, to=place)
    _, elsewhere = shop.unit()
    _, gone, _ = shop.delivered_unit()
    text = html.unescape(count(client, [here[0], here[1].lower(), here[1], elsewhere, gone, "NEU-" + item], place).text)
    assert "2 / 3" in text
    for word in (here[2], f"{elsewhere} ({STORES})", f"{gone} (Delivered, {shop.customer})", "NEU-" + item):
        assert word in text, word
    assert here[0] not in text.split("data-live-results")[1]


def test_a_right_count_changes_nothing(client, shop, place):
    item = shop.item()
    here = shop.receive(item, qty=2, to=place)
    text = count(client, here, place).text
    assert "The books are right" in text and 'name="finish"' not in text


def test_a_submitted_count_puts_the_books_right(client, shop, place):
    item, number = shop.unit()
    here = shop.receive(item, qty=3, to=place)
    other = shop.item()
    lost = shop.receive(other, qty=1, to=place)
    new = "NEU-" + item
    answer = count(client, [*here[:2], number, new], place, finish="submit", new_item=item)
    reconciliation = made(client, answer, "Stock Reconciliation")
    assert {line["item_code"]: line["qty"] for line in reconciliation["items"]} == {item: 4, other: 0}
    assert statuses(client, [*here[:2], number, new]) == {("Active", place)}
    assert {unit["status"] for unit in map(client.serial, [here[2], *lost])} == {"Consumed"}
    assert "The books are right" in count(client, [*here[:2], number, new], place).text


def test_a_count_of_some_items_leaves_the_others_alone(client, shop, place):
    item, other = shop.item(), shop.item()
    here, others = shop.receive(item, qty=2, to=place), shop.receive(other, qty=2, to=place)
    made(client, count(client, here[:1], place, items=item, finish="submit"), "Stock Reconciliation")
    assert statuses(client, others) == {("Active", place)} and client.serial(here[1])["status"] == "Consumed"


def test_a_count_kept_as_a_draft_moves_nothing(client, shop, place):
    item = shop.item()
    here = shop.receive(item, qty=2, to=place)
    draft = made(client, count(client, here[:1], place, finish="draft"), "Stock Reconciliation")
    assert draft["docstatus"] == 0 and statuses(client, here) == {("Active", place)}


@pytest.mark.parametrize("fields", [{}, {"new_item": "NOPE"}])
def test_new_numbers_need_an_item(client, shop, place, fields):
    number = shop.name("NEU")
    answer = count(client, [number], place, finish="submit", **fields)
    assert answer.status_code == 417 and number in answer.text
    assert client.get(f"/api/resource/Serial No/{number}").status_code == 404


def test_what_cannot_be_here_is_refused_or_left_out(client, shop, place):
    item = shop.item()
    here = shop.receive(item, qty=2, to=place)
    _, gone, _ = shop.delivered_unit()
    refused = count(client, [here[0], gone], place, finish="submit")
    assert refused.status_code == 417 and gone in refused.text and statuses(client, here) == {("Active", place)}
    made(client, count(client, [here[0], gone], place, finish="submit", leave_out="1"), "Stock Reconciliation")
    assert client.serial(gone)["status"] == "Delivered" and client.serial(here[1])["status"] == "Consumed"


def test_a_count_of_nothing_known_is_said(client):
    assert count(client, [], "Nowhere").status_code == 404
    assert HOSTILE not in count(client, [HOSTILE]).text


def test_who_may_not_count_is_not_let_in(server, client):
    server.add_user("achat@example.com", "Purchase User")
    buyer = Client(server.url, server.token("achat@example.com"))
    assert buyer.get("/stock/count").status_code == 403
    assert "/stock/count" not in buyer.get("/").text and "/stock/count" in client.get("/").text
