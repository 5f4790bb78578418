"""Many clients at once: series have no gap, a unit leaves only once, a repeated request is carried out only once."""

from collections import Counter

from client import Client, offences
from documents import STORES, cell, delivery, purchase, receipt, transfer


def test_eight_clients_draw_from_one_series_without_gap_or_double(together, shop):
    item = shop.item()

    def work(client, number):
        return [unit for n in range(12) for unit in cell(client.made("Stock Entry", receipt(item, qty=1 + (n + number) % 4)))]

    numbers = [unit for drawn in together(8, work) for unit in drawn]
    assert sorted(numbers) == [f"{item}-{n:05}" for n in range(1, len(numbers) + 1)]


def test_documents_of_many_clients_are_numbered_without_gap(together, shop, client):
    item = shop.item()
    document = purchase(shop.supplier, item, qty=1)
    names = together(8, lambda client, _: [client.made("Purchase Receipt", document)["name"] for _ in range(8)])
    counters = sorted(int(name.rsplit("-", 1)[1]) for some in names for name in some)
    assert counters == list(range(counters[0], counters[0] + 64))


def test_refused_receipts_leave_no_gap_in_a_series(together, shop, client):
    item = shop.item()

    def work(client, number):
        if number % 2:
            return [client.create("Stock Entry", receipt(item, qty=2, posting_date="2099-01-01")).status_code for _ in range(8)]
        return [unit for _ in range(8) for unit in cell(client.made("Stock Entry", receipt(item, qty=2)))]

    results = together(8, work)
    assert {status for some in results[1::2] for status in some} == {417}
    assert sorted(unit for some in results[::2] for unit in some) == [f"{item}-{n:05}" for n in range(1, 65)]


def test_ten_clients_deliver_one_unit_and_one_succeeds(together, shop, client):
    item, number = shop.unit()
    answers = together(10, lambda client, _: client.create("Delivery Note", delivery(shop.customer, item, [number])))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 417: 9}
    [winner] = [answer.json()["data"]["name"] for answer in answers if answer.status_code == 200]
    for answer in answers:
        if answer.status_code == 417:
            assert offences(answer) == [(1, "SerialNoWarehouseError", number)] and winner in answer.json()["exception"]
    assert client.serial(number)["delivery_document_no"] == winner


def test_ten_clients_submit_one_draft_and_one_succeeds(together, shop, client):
    item = shop.item()
    draft = client.made("Stock Entry", {**receipt(item, qty=3), "docstatus": 0})["name"]
    statuses = Counter(answer.status_code for answer in together(10, lambda c, _: c.change("Stock Entry", draft, docstatus=1)))
    assert statuses[200] >= 1 and statuses[200] + statuses[417] == 10
    assert len(client.rows("Serial No", filters={"item_code": item})) == 3


def test_ten_clients_create_one_item_and_one_succeeds(together, shop):
    code = shop.name("ART")
    statuses = Counter(answer.status_code for answer in together(10, lambda c, _: c.create("Item", {"item_code": code})))
    assert statuses == {200: 1, 409: 9}


def test_ten_clients_receive_one_number_and_one_succeeds(together, shop):
    item, number = shop.item(), shop.name()
    statuses = Counter(answer.status_code for answer in together(10, lambda c, _: c.create("Stock Entry", receipt(item, [number]))))
    assert statuses == {200: 1, 417: 9}


def test_stock_without_serials_never_goes_below_zero(together, shop, client):
    item = shop.plain_item()
    client.made("Stock Entry", receipt(item, qty=5))
    answers = together(10, lambda c, _: c.create("Delivery Note", delivery(shop.customer, item, qty=1)))
    assert Counter(answer.status_code for answer in answers) == {200: 5, 417: 5}
    assert client.rows("Bin", fields=["actual_qty"], filters={"item_code": item}) == [{"actual_qty": 0.0}]


def test_a_unit_is_delivered_or_moved_but_not_both(together, shop, client):
    item, number = shop.unit()
    documents = [("Delivery Note", delivery(shop.customer, item, [number])), ("Stock Entry", transfer(item, [number], source=STORES))]
    answers = together(8, lambda c, n: c.create(*documents[n % 2]))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 417: 7}


def test_one_idempotency_key_sent_ten_times_makes_one_document(together, shop, client):
    item, key = shop.item(), shop.name("key")
    answers = together(10, lambda c, _: c.create("Stock Entry", receipt(item, qty=2), **{"Idempotency-Key": key}))
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert len(client.rows("Serial No", filters={"item_code": item})) == 2


def test_an_idempotency_key_is_answered_again_later(shop, client):
    item, header = shop.item(), {"Idempotency-Key": shop.name("key")}
    first = client.create("Stock Entry", receipt(item, qty=1), **header)
    again = client.create("Stock Entry", receipt(item, qty=1), **header)
    assert (first.status_code, again.text) == (200, first.text)
    assert "Idempotency-Hit" in again.headers and "Idempotency-Hit" not in first.headers


def test_an_idempotency_key_with_another_body_is_422(shop, client):
    item, header = shop.item(), {"Idempotency-Key": shop.name("key")}
    client.create("Stock Entry", receipt(item, qty=1), **header)
    assert client.create("Stock Entry", receipt(item, qty=2), **header).status_code == 422
    assert len(client.rows("Serial No", filters={"item_code": item})) == 1


def test_an_idempotency_key_belongs_to_one_user(server, shop, client):
    other = Client(server.url, server.token(server.add_user(shop.name("u") + "@example.com", "System Manager")))
    item, header = shop.item(), {"Idempotency-Key": shop.name("key")}
    names = {c.create("Stock Entry", receipt(item, qty=1), **header).json()["data"]["name"] for c in (client, other)}
    assert len(names) == 2


def test_an_idempotency_key_of_a_refused_request_may_be_used_for_the_corrected_one(shop, client):
    item, header = shop.item(), {"Idempotency-Key": shop.name("key")}
    assert client.create("Stock Entry", receipt(item, [shop.name()], qty=2), **header).status_code == 417
    assert client.create("Stock Entry", receipt(item, qty=2), **header).status_code == 200
