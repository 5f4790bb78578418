"""Lots over the interface and on the pages: quantity, block, recall, letters, end of life."""

import csv
import io
import re

import pytest

from client import Client, good, refused
from documents import FINISHED, STORES, cell, delivery, entry, line, transfer

HOSTILE = "<img src=x onerror=alert(1)>"


def lot(client, shop, item, **fields):
    return client.made("Batch", {"batch_id": shop.name("LOT"), "item": item, **fields})["name"]


def block(client, name, reason="Corps fissuré"):
    return client.change("Batch", name, blocked=1, block_reason=reason)


@pytest.fixture
def recalled(client, shop):
    """A lot of four units: two with a customer, two in stock; the lot, the numbers, the note and the recall."""
    item = shop.item(has_batch_no=1)
    name = lot(client, shop, item)
    numbers = cell(client.made("Stock Entry", entry("Material Receipt", line(item, [], 4, t_warehouse=STORES, batch_no=name))))
    note = shop.deliver(item, *numbers[:2])
    assert note["items"][0]["batch_no"] == name, "the line takes the lot of its units"
    return name, numbers, note, client.made("Recall", {"batch_no": name, "reason": f"Corps fissuré {HOSTILE}", "docstatus": 1})


def test_goods_move_by_lot(client, shop):
    item = shop.plain_item(has_batch_no=1)
    first, second = lot(client, shop, item, expiry_date="2031-01-01"), lot(client, shop, item, expiry_date="2030-01-01")
    refused(client.create("Stock Entry", entry("Material Receipt", line(item, [], 5, t_warehouse=STORES))), 417, "SerialNoBatchError", item)
    for name in (first, second):
        client.made("Stock Entry", entry("Material Receipt", line(item, [], 5, t_warehouse=STORES, batch_no=name)))
    client.made("Stock Entry", entry("Material Transfer", line(item, [], 2, s_warehouse=STORES, t_warehouse=FINISHED, batch_no=first)))
    answer = client.create("Delivery Note", {"customer": shop.customer, "docstatus": 1, "items": [line(item, [], 4, warehouse=STORES, batch_no=first)]})
    refused(answer, 417, "NegativeStockError", first)
    assert client.read("Batch", first)["batch_qty"] == 5
    method = "erpnext.stock.doctype.batch.batch.get_batch_qty"
    assert [row["batch_no"] for row in good(client.call(method, item_code=item, warehouse=STORES))["message"]] == [second, first]
    assert good(client.call(method, batch_no=first, warehouse=FINISHED))["message"] == 2
    assert {row["warehouse"]: row["qty"] for row in good(client.call(method, batch_no=first))["message"]} == {STORES: 3, FINISHED: 2}
    refused(client.call(method), 417, "MandatoryError")


def test_a_blocked_lot_stays_and_everybody_reads_why(client, shop, recalled):
    name, numbers, _, _ = recalled
    refused(client.change("Batch", name, blocked=1), 417, "MandatoryError")
    good(block(client, name))
    item = client.read("Batch", name)["item"]
    body = refused(client.create("Delivery Note", delivery(shop.customer, item, numbers[2:])), 417, "SerialNoNotAvailableError", "Corps fissuré", name)
    assert [offence["serial_no"] for offence in body["offences"]] == numbers[2:]
    good(client.create("Stock Entry", transfer(item, numbers[2:3])))
    page = client.get(f"/stock/batch/{name}?_lang=fr").text
    assert "Ce lot est bloqué" in page and "Corps fissuré" in page and shop.customer in page
    answer = client.post(f"/stock/batch-block/{name}", data={"blocked": "0", "block_reason": ""})
    assert answer.status_code == 417
    answer = client.post(f"/stock/batch-block/{name}", data={"blocked": "0", "block_reason": "Contrôlé"}, allow_redirects=False)
    assert answer.status_code == 303 and not client.read("Batch", name).get("blocked")


def test_a_recall_lists_who_has_what_and_writes_to_them(client, shop, recalled):
    name, numbers, note, recall = recalled
    page = client.get(f"/stock/recall/{recall['name']}?_lang=en").text
    assert "0 of 2 units came back" in page and shop.customer in page and HOSTILE not in page
    text = client.get("/stock/report/recalled-units", params={"recall": recall["name"], "format": "csv"}).text
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert {row["serial_no"]: row["state"] for row in rows} == dict.fromkeys(numbers[:2], "With Customer") | dict.fromkeys(numbers[2:], "Active")
    for language, word in (("fr", "Veuillez cesser"), ("en", "Please stop using them"), ("fr", "1 lettre<"), ("en", "1 letter<")):
        letters = client.get(f"/stock/recall-letters/{recall['name']}", params={"_lang": language}).text
        assert letters.count('<article class="letter"') == 1 and word in letters and HOSTILE not in letters
        assert all(number in letters for number in numbers[:2]) and numbers[2] not in letters and note["name"] in letters
    client.changed("Recall", recall["name"], letter="Renvoyez-nous tout.")
    assert "Renvoyez-nous tout." in client.get(f"/stock/recall-letters/{recall['name']}").text


def test_what_came_back_is_ticked_off(client, shop, recalled):
    name, numbers, note, recall = recalled
    back = {**delivery(shop.customer, note["items"][0]["item_code"], numbers[:1], qty=-1), "is_return": 1, "return_against": note["name"]}
    client.made("Delivery Note", back)
    page = client.get(f"/stock/recall/{recall['name']}?_lang=en").text
    assert "1 of 2 units came back" in page
    step = f"/stock/recall-step/{recall['name']}"
    answer = client.post(step, data={"_do": "tick", "serial_nos": "NOPE", "outcome": "Lost", "note": "x"})
    assert answer.status_code == 417 and "NOPE" in answer.text
    refused(client.call("matricule.tick_off", recall=recall["name"], serial_nos=numbers[1], outcome="Eaten"), 417, "ValidationError", "Eaten")
    form = {"_do": "tick", "serial_nos": numbers[1].lower(), "outcome": "Destroyed", "note": HOSTILE}
    assert client.post(step, data=form, allow_redirects=False).status_code == 303
    page = client.get(f"/stock/recall/{recall['name']}?_lang=en").text
    assert "2 of 2 units came back" in page
    page = client.get("/stock/report/recalled-units", params={"recall": recall["name"]}).text
    assert HOSTILE not in page and "&lt;img" in page
    assert client.post(step, data={"_do": "close"}, allow_redirects=False).status_code == 303
    closed = client.read("Recall", recall["name"])
    assert closed["closed"] == 1 and closed["closed_by"] and closed["status"] == "Closed"
    refused(client.call("matricule.tick_off", recall=recall["name"], serial_nos=numbers[1], outcome="Lost"), 417, "ValidationError", recall["name"])
    rows = good(client.call("frappe.desk.query_report.run", report_name="Recall Progress", filters={"batch_no": name}))["message"]["result"]
    assert [(row["wanted"], row["came_back"], row["ticked"], row["open_units"]) for row in rows] == [(2, 1, 1, 0)]


def test_goods_without_numbers_are_ticked_off_by_quantity(server, client, shop):
    item = shop.plain_item(has_batch_no=1)
    name = lot(client, shop, item)
    client.made("Stock Entry", entry("Material Receipt", line(item, [], 20, t_warehouse=STORES, batch_no=name)))
    note = client.made("Delivery Note", {"customer": shop.customer, "docstatus": 1, "items": [line(item, [], 8, warehouse=STORES, batch_no=name)]})
    recall = client.made("Recall", {"batch_no": name, "reason": "Corps fissuré", "docstatus": 1})["name"]
    address, step = f"/stock/recall/{recall}", f"/stock/recall-step/{recall}"

    def page(who=client, language="en"):
        return who.get(address, params={"_lang": language}).text

    assert note["name"] in page() and "0 of 8 came back" in page() and "0 sur 8 revenues" in page(language="fr")
    form = {"_do": "tick-goods", "customer": shop.customer, "outcome": "Destroyed", "note": HOSTILE}
    for wrong, words in (({"qty": "9"}, "8 "), ({"qty": "abc"}, "abc"), ({"qty": ""}, "Qté"), ({"qty": "-1"}, ""), ({"qty": "0,5"}, ""), ({"qty": "1e400"}, ""),
                         ({"qty": "1", "customer": "NOPE"}, "NOPE"), ({"qty": "1", "outcome": "Eaten"}, "Eaten"), ({"qty": "1", "customer": ""}, "")):
        answer = client.post(step, data={**form, **wrong}, params={"_lang": "fr"})
        assert answer.status_code in (404, 417) and words in answer.text and HOSTILE not in answer.text, wrong
    assert client.post(step, data={**form, "qty": "5,0"}, params={"_lang": "fr"}, allow_redirects=False).status_code == 303
    told = page()
    assert "5 of 8 came back" in told and HOSTILE not in told and "&lt;" in told
    good(client.call("matricule.tick_off_goods", recall=recall, customer=shop.customer, qty=2, outcome="Came Back"))
    refused(client.call("matricule.tick_off_goods", recall=recall, customer=shop.customer, qty=2, outcome="Came Back"), 417, "ValidationError", shop.customer)
    rows = good(client.call("frappe.desk.query_report.run", report_name="Recall Progress", filters={"batch_no": name}))["message"]["result"]
    assert [(row["goods_delivered"], row["goods_ticked"], row["goods_open"]) for row in rows] == [(8, 7, 1)]
    key = re.search(r'value="take-back\.(\d+)"', page())[1]
    assert client.post(step, data={"_do": f"take-back.{key}"}, allow_redirects=False).status_code == 303
    assert "5 of 8 came back" in page() and "Taken back by" in page()
    refused(client.call("matricule.take_back_tick", recall=recall, row=key), 404, "DoesNotExistError")
    refused(client.call("matricule.take_back_tick", recall=recall, row="x"), 400, "ValidationError")
    letters = client.get(f"/stock/recall-letters/{recall}", headers={"Accept-Language": "en"}).text
    assert "3" in letters and shop.customer in letters
    server.add_user("goods-auditor@example.com", "Auditor")
    auditor = Client(server.url, server.token("goods-auditor@example.com"))
    assert "tick-goods" not in page(auditor) and "take-back" not in page(auditor)
    refused(auditor.call("matricule.tick_off_goods", recall=recall, customer=shop.customer, qty=1, outcome="Lost"), 403, "PermissionError")
    refused(auditor.call("matricule.take_back_tick", recall=recall, row=key), 403, "PermissionError")


def test_rubbish_is_refused_in_words(client, shop):
    refused(client.create("Recall", {"reason": "x", "docstatus": 1}), 417, "MandatoryError")
    refused(client.create("Recall", {"serial_no": "NOPE\nNOPE", "reason": "x", "docstatus": 1}), 417, "SerialNoDuplicateError", "NOPE")
    item = shop.plain_item()
    refused(client.create("Batch", {"batch_id": shop.name("LOT"), "item": item, "manufacturing_date": "2026-02-02", "expiry_date": "2026-02-01"}), 417, "ValidationError")
    for path in ("/stock/recall-letters/", "/stock/recall-letters/NOPE", "/stock/recall/NOPE", "/stock/batch/NOPE"):
        assert client.get(path).status_code in (404, 417), path
    for path in ("/stock/recall-step/NOPE", "/stock/batch-block/NOPE"):
        assert client.post(path, data={"_do": "tick", "serial_nos": "A", "outcome": "Lost"}).status_code in (404, 417), path


@pytest.mark.parametrize("role", ["Auditor", "Sales User", "Maintenance User"])
def test_who_may_not_write_lots_neither_blocks_nor_ticks_off(server, client, recalled, role):
    name, numbers, _, recall = recalled
    other = Client(server.url, server.token(server.add_user(f"{role.split()[0].lower()}-lots@example.com", role)))
    refused(block(other, name), 403, "PermissionError")
    refused(other.call("matricule.tick_off", recall=recall["name"], serial_nos=numbers[0], outcome="Lost"), 403, "PermissionError")
    assert other.post(f"/stock/batch-block/{name}", data={"blocked": "1", "block_reason": "x"}).status_code == 403
    assert "batch-block" not in other.get(f"/stock/batch/{name}").text


def test_units_that_expire_are_counted_and_destroyed_with_a_reason(client, shop):
    item = shop.item(shelf_life_in_days=10)
    number = shop.receive(item, qty=1)[0]
    assert "expire within 30 days" in client.get("/?_lang=en").text
    rows = good(client.call("frappe.desk.query_report.run", report_name="Serial No Expiry", filters={"item_code": item}))["message"]["result"]
    assert [(row["serial_no"], row["days_left"]) for row in rows] == [(number, 10)]
    form = {"serial_nos": number, "action": "destroy-now", "destroy_reason": " "}
    assert client.post("/stock/look-up", data=form).status_code == 417 and client.serial(number)["status"] == "Active"
    assert client.post("/stock/look-up", data=form | {"destroy_reason": "Périmé"}).ok
    assert client.serial(number)["status"] == "Consumed"
    issue = client.rows("Stock Entry", fields=["remarks"], order_by="creation desc", limit_page_length=1)
    assert issue[0]["remarks"] == "Périmé"
