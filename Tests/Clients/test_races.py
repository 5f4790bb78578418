"""Two want the same at the same moment, each by a server of its own over one database."""

import datetime
import time
from collections import Counter

import pytest
from client import offences
from documents import STORES, cell, delivery, entry, issue, line, receipt, transfer
from server import Server

ROUNDS = 5


@pytest.fixture(scope="module")
def second(server, tmp_path_factory):
    """Another server over the database of the first."""
    with Server(tmp_path_factory.mktemp("second"), server.database) as second:
        yield second


@pytest.fixture
def addresses(server, second):
    return [server.url, second.url]


def statuses(answers):
    return Counter(answer.status_code for answer in answers)


def quantity(client, item):
    [row] = client.rows("Bin", fields=["actual_qty"], filters={"item_code": item, "warehouse": STORES})
    return row["actual_qty"]


def test_ten_clients_deliver_one_unit_and_one_succeeds(together, shop, client):
    for _ in range(ROUNDS):
        item, number = shop.unit()
        answers = together(10, lambda c, _: c.create("Delivery Note", delivery(shop.customer, item, [number])))
        assert statuses(answers) == {200: 1, 417: 9}
        [winner] = [answer.json()["data"]["name"] for answer in answers if answer.status_code == 200]
        losers = [answer for answer in answers if answer.status_code == 417]
        assert all(offences(answer) == [(1, "SerialNoWarehouseError", number)] and winner in answer.text for answer in losers)
        assert client.serial(number)["delivery_document_no"] == winner


def test_a_draft_submitted_by_two_is_submitted_once(together, shop, client):
    for _ in range(ROUNDS):
        item = shop.item()
        draft = client.made("Stock Entry", {**receipt(item, qty=3), "docstatus": 0})["name"]
        together(2, lambda c, _: c.change("Stock Entry", draft, docstatus=1))
        assert client.read("Stock Entry", draft)["docstatus"] == 1
        assert len(client.rows("Serial No", filters={"item_code": item})) == 3 == quantity(client, item)


def test_a_document_cancelled_by_two_is_cancelled_once(together, shop, client):
    for _ in range(ROUNDS):
        item = shop.item()
        entry = client.made("Stock Entry", receipt(item, qty=3))["name"]
        client.made("Stock Entry", receipt(item, qty=2))
        answers = together(2, lambda c, _: c.change("Stock Entry", entry, docstatus=2))
        assert 200 in statuses(answers) and statuses(answers).keys() <= {200, 417}
        assert quantity(client, item) == 2


def test_a_delivery_is_cancelled_or_taken_back_but_not_both(together, shop, client):
    for _ in range(ROUNDS):
        item, number, note = shop.delivered_unit()
        back = delivery(shop.customer, item, [number], -1, is_return=1, return_against=note)
        cancel, give_back = (lambda c: c.change("Delivery Note", note, docstatus=2)), (lambda c: c.create("Delivery Note", back))
        answers = together(2, lambda c, n: (cancel, give_back)[n](c))
        assert statuses(answers) == {200: 1, 417: 1}
        assert client.serial(number)["status"] == "Active" and quantity(client, item) == 1


def test_a_receipt_is_cancelled_or_its_unit_delivered_but_not_both(together, shop, client):
    for _ in range(ROUNDS):
        item = shop.item()
        document = client.made("Stock Entry", receipt(item, qty=1))
        note = delivery(shop.customer, item, cell(document))
        cancel, deliver = (lambda c: c.change("Stock Entry", document["name"], docstatus=2)), (lambda c: c.create("Delivery Note", note))
        assert statuses(together(2, lambda c, n: (cancel, deliver)[n](c))) == {200: 1, 417: 1}


def test_a_delivered_unit_is_returned_by_one_of_two(together, shop):
    for _ in range(ROUNDS):
        item, number, note = shop.delivered_unit()
        back = delivery(shop.customer, item, [number], -1, is_return=1, return_against=note)
        answers = together(4, lambda c, _: c.create("Delivery Note", back))
        assert statuses(answers) == {200: 1, 417: 3}


def test_two_people_who_save_one_document_do_not_overwrite_each_other(together, shop, client):
    for _ in range(ROUNDS):
        name = shop.plain_item()
        modified = client.read("Item", name)["modified"]
        answers = together(2, lambda c, n: c.change("Item", name, description=f"by {n}", modified=modified))
        assert len([answer for answer in answers if answer.status_code == 200]) == 1
        [late] = [answer.json() for answer in answers if answer.status_code != 200]
        assert late["exc_type"] == "TimestampMismatchError"
        [saved] = [answer.json()["data"] for answer in answers if answer.status_code == 200]
        assert client.read("Item", name)["description"] == saved["description"]


def test_ten_clients_create_one_item_and_one_succeeds(together, shop):
    for _ in range(ROUNDS):
        code = shop.name("ART")
        assert statuses(together(10, lambda c, _: c.create("Item", {"item_code": code}))) == {200: 1, 409: 9}


def test_ten_clients_receive_one_number_and_one_succeeds(together, shop):
    for _ in range(ROUNDS):
        item, number = shop.item(), shop.name()
        assert statuses(together(10, lambda c, _: c.create("Stock Entry", receipt(item, [number])))) == {200: 1, 417: 9}


def test_the_last_pieces_are_issued_once(together, shop, client):
    for _ in range(ROUNDS):
        item = shop.plain_item()
        client.made("Stock Entry", receipt(item, qty=7))
        answers = together(10, lambda c, _: c.create("Stock Entry", issue(item, qty=2)))
        assert statuses(answers) == {200: 3, 417: 7} and quantity(client, item) == 1


def test_those_who_need_two_items_in_opposite_order_do_not_stop_each_other(together, shop, client):
    first, second = shop.plain_item(), shop.plain_item()
    client.made("Stock Entry", receipt(first, qty=100))
    client.made("Stock Entry", receipt(second, qty=100))

    def take(client, number):
        lines = [line(item, (), 1, s_warehouse=STORES) for item in ((first, second) if number % 2 else (second, first))]
        return [client.create("Stock Entry", entry("Material Issue", *lines)).status_code for _ in range(10)]

    assert together(8, take) == [[200] * 10] * 8
    assert quantity(client, first) == quantity(client, second) == 20


def test_those_who_draw_from_two_series_in_opposite_order_do_not_stop_each_other(together, shop):
    first, second = shop.item(), shop.item()

    def take(client, number):
        lines = [line(item, (), 2, t_warehouse=STORES, basic_rate=1) for item in ((first, second) if number % 2 else (second, first))]
        return [client.create("Stock Entry", entry("Material Receipt", *lines)).status_code for _ in range(5)]

    start = time.monotonic()
    assert together(8, take) == [[200] * 5] * 8
    assert time.monotonic() - start < 5, "they waited for a deadlock to be noticed"


def test_one_series_drawn_from_by_two_servers_has_no_gap(together, shop):
    item = shop.item()
    drawn = together(8, lambda c, n: [unit for _ in range(10) for unit in cell(c.made("Stock Entry", receipt(item, qty=1 + n % 3)))])
    numbers = [unit for some in drawn for unit in some]
    assert sorted(numbers) == [f"{item}-{n:05}" for n in range(1, len(numbers) + 1)]


def test_one_key_sent_to_two_servers_makes_one_document(together, shop, client):
    for _ in range(ROUNDS):
        item, key = shop.item(), shop.name("key")
        answers = together(8, lambda c, _: c.create("Stock Entry", receipt(item, qty=2), **{"Idempotency-Key": key}))
        assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
        assert len(client.rows("Serial No", filters={"item_code": item})) == 2


def test_a_unit_is_moved_by_one_of_two(together, shop, client):
    for _ in range(ROUNDS):
        item, number = shop.unit()
        targets = ["Finished Goods - MS", "Work In Progress - MS"]
        answers = together(2, lambda c, n: c.create("Stock Entry", transfer(item, [number], to=targets[n])))
        assert statuses(answers) == {200: 1, 417: 1}
        [winner] = [n for n, answer in enumerate(answers) if answer.status_code == 200]
        assert client.serial(number)["warehouse"] == targets[winner]


def test_a_contract_is_renewed_once_however_many_ask(together, shop, client):
    day = lambda ahead: (datetime.date.today() + datetime.timedelta(ahead)).isoformat()
    for _ in range(ROUNDS):
        item, number, _ = shop.delivered_unit()
        row = {"item_code": item, "serial_no": number, "start_date": day(-300), "end_date": day(9), "periodicity": "Random", "no_of_visits": 2}
        contract = client.made("Maintenance Schedule", {"customer": shop.customer, "items": [row], "docstatus": 1})["name"]
        answers = together(6, lambda c, _: c.call("matricule.renew_schedule", name=contract))
        assert statuses(answers) == {200: 1, 417: 5}
        assert len(client.rows("Maintenance Schedule", filters=[["renewal_of", "=", contract]])) == 1
        [code] = {offence["code"] for answer in answers if answer.status_code == 417 for offence in answer.json()["offences"]}
        assert code == "already-renewed"


def test_a_unit_is_exchanged_once_however_many_ask(together, shop, client):
    for _ in range(ROUNDS):
        item, number, _ = shop.delivered_unit(warranty_period=365)
        spare = shop.receive(item, qty=2)
        claim = client.made("Warranty Claim", {"serial_no": number, "complaint": "Ne chauffe plus"})["name"]
        answers = together(4, lambda c, k: c.call("matricule.exchange", claim=claim, replacement_serial_no=spare[k % 2], warehouse=STORES))
        assert statuses(answers) == {200: 1, 417: 3}, [answer.text[:300] for answer in answers]
        assert sorted(client.serial(each)["status"] for each in spare) == ["Active", "Delivered"]
        assert client.serial(number)["warehouse"] == STORES
