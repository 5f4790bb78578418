"""Scanning on the floor, without a browser: what the methods answer, the page without scripts, and what was refused."""

import re
import time

import pytest

from client import Client, good
from documents import FINISHED, STORES, delivery


def scan(client, mode, *numbers, **more):
    units = [{"serial_no": number, "item_code": more.pop("item", "")} for number in numbers]
    return good(client.call("matricule.scan", mode=mode, units=units, **more))["message"]


def insert(client, document, key):
    return client.post("/api/method/frappe.client.insert", json={"doc": document}, headers={"Idempotency-Key": key})


def test_a_scan_tells_what_the_unit_is_and_makes_the_document(client, shop):
    item, number = shop.unit()
    told = scan(client, "transfer", number.lower(), to_warehouse=FINISHED)
    unit, = told["units"]
    assert (unit["serial_no"], unit["item_code"], unit["warehouse"], unit["status"], unit["problems"]) == (number, item, STORES, "Active", [])
    document, = told["documents"]
    assert document["docstatus"] == 1 and document["items"] == [
        {"item_code": item, "qty": 1, "serial_no": number, "s_warehouse": STORES, "t_warehouse": FINISHED}]
    first, again = insert(client, document, number), insert(client, document, number)
    assert good(first) == good(again) and again.headers["Idempotency-Hit"] == "true"
    assert client.serial(number)["warehouse"] == FINISHED


def test_units_are_grouped_by_item_and_place(client, shop):
    item, other = shop.item(), shop.item()
    here, there, third = shop.receive(item, qty=2), shop.receive(item, qty=1, to=FINISHED), shop.receive(other, qty=1)
    document, = scan(client, "deliver", *here, *there, *third, customer=shop.customer)["documents"]
    assert [(line["item_code"], line["warehouse"], line["qty"]) for line in document["items"]] == [
        (item, STORES, 2), (item, FINISHED, 1), (other, STORES, 1)]


def test_offences_are_told_at_their_units(client, shop):
    item, number = shop.unit()
    _, delivered, note = shop.delivered_unit()
    told = scan(client, "deliver", number, delivered, "NOPE-1", customer=shop.customer)
    problems = {unit["serial_no"]: unit["problems"] for unit in told["units"]}
    assert problems[number] == [] and note in problems[delivered][0] and "not known" in problems["NOPE-1"][0]
    assert not problems[delivered][0].startswith("Line ")
    assert scan(client, "deliver", number)["problems"], "a delivery needs a customer"


def test_a_unit_comes_back_against_the_note_that_delivered_it_at_its_price(client, shop):
    (first, one, note), (second, two, other) = shop.delivered_unit(), shop.delivered_unit()
    told = scan(client, "return", one, two, to_warehouse=FINISHED)
    assert [(document["return_against"], document["customer"]) for document in told["documents"]] == [(note, shop.customer), (other, shop.customer)]
    assert told["documents"][0]["items"] == [{"item_code": first, "qty": -1, "serial_no": one, "warehouse": FINISHED, "rate": 20}]
    for index, document in enumerate(told["documents"]):
        good(insert(client, document, f"{one}-{index}"))
    assert client.serial(two)["warehouse"] == FINISHED
    assert "not with a customer" in scan(client, "return", one, to_warehouse=FINISHED)["units"][0]["problems"][0]


def test_the_code_or_barcode_of_an_item_is_no_unit(client, shop):
    item = shop.item(barcode="3760123456789")
    for code in ("3760123456789", item):
        unit, = scan(client, "receive", code, to_warehouse=STORES)["units"]
        assert unit["product"]["item_code"] == item and unit["problems"] == []
    assert "item" in scan(client, "receive", "NEW-1", to_warehouse=STORES)["units"][0]["problems"][0]


def test_a_code_says_as_what_the_numbers_behind_it_come_in(client, shop):
    first, second = shop.item(), shop.item()
    told = scan(client, "receive", "BEHIND-1", second, "BEHIND-2", item=first, to_warehouse=STORES)["units"]
    assert [unit["item_code"] for unit in told if not unit["product"]] == [first, second]
    assert [unit["state"] for unit in told if not unit["product"]] == ["new", "new"]


def test_goods_of_a_supplier_come_in_by_a_receipt(client, shop):
    item = shop.item()
    document, = scan(client, "receive", "SUP-1", item=item, supplier=shop.supplier, to_warehouse=STORES)["documents"]
    assert (document["doctype"], document["supplier"]) == ("Purchase Receipt", shop.supplier)
    good(insert(client, document, "SUP-1"))
    assert client.serial("SUP-1")["supplier"] == shop.supplier


@pytest.mark.parametrize("more", [{"mode": "steal"}, {"mode": "receive", "units": "x"}, {"mode": "receive", "units": [1]}, {"mode": 7}])
def test_rubbish_is_refused(client, more):
    assert client.call("matricule.scan", **more).status_code == 400


def test_who_may_not_deliver_may_not_try(server):
    server.add_user("lecteur@example.com", "Auditor")
    reader = Client(server.url, server.token("lecteur@example.com"))
    assert reader.call("matricule.scan", mode="deliver", units=[]).status_code == 403
    assert reader.call("matricule.scan", mode="look-up", units=[]).status_code == 200
    assert reader.post("/stock/refused-scans", data={"all": "1"}).status_code == 403


# A cell of numbers while it is written.


def check(client, doc, numbers, line=1, field="serial_no"):
    return good(client.call("matricule.check_serials", doc=doc, line=line, field=field, serial_nos=numbers))["message"]


def test_a_cell_is_checked_alone(client, shop):
    item, number = shop.unit()
    other = shop.receive(item, qty=1)[0]
    doc = {"doctype": "Delivery Note", **delivery(shop.customer, item, [], qty=5)}
    doc["items"].append({"item_code": item, "qty": 1, "warehouse": STORES, "serial_no": other})
    told = check(client, doc, [number, "NOPE-2", other])
    assert [entry["state"] for entry in told] == ["good", "refused", "refused"]
    assert "NOPE-2" in told[1]["why"] and "2" in told[2]["why"]


def test_a_document_may_be_given_as_its_form_holds_it(client, shop):
    item, number = shop.unit()
    doc = {"doctype": "Delivery Note", "customer": shop.customer, "set_posting_time": "0", "items.2.item_code": item, "items.2.warehouse": STORES,
           "items.7.item_code": item, "items.7.qty": "1,0", "items.7.warehouse": STORES, "items.7.serial_no": number}
    told = check(client, doc, ["NOPE-5", number])
    assert [entry["state"] for entry in told] == ["refused", "refused"] and "2" in told[1]["why"]
    assert check(client, doc, [number], line=2) == [{"state": "good", "why": ""}]
    assert good(client.call("matricule.oldest_first", doc=doc, line=1, qty=1))["message"] == [number]


def test_new_numbers_are_new_on_a_way_in(client, shop):
    item, number = shop.unit()
    doc = {"doctype": "Purchase Receipt", "supplier": shop.supplier, "items": [{"item_code": item, "qty": 2, "warehouse": STORES, "rejected_warehouse": FINISHED}]}
    assert [entry["state"] for entry in check(client, doc, ["NEW-2", number])] == ["new", "refused"]
    assert [entry["state"] for entry in check(client, doc, ["NEW-2"], field="rejected_serial_no")] == ["new"]


def test_a_line_that_is_wrong_is_not_checked(client, shop):
    doc = {"doctype": "Delivery Note", "customer": shop.customer, "items": [{"item_code": "", "warehouse": STORES}]}
    entry, = check(client, doc, ["NOPE-3"])
    assert entry["state"] == "unchecked" and entry["why"]


def test_without_a_document_numbers_are_looked_up(client, shop):
    item, number = shop.unit()
    told = good(client.call("matricule.check_serials", serial_nos=[number, "NOPE-4"]))["message"]
    assert told == [{"state": "Active", "why": f"{item} · {STORES}"}, {"state": "unknown", "why": ""}]


def test_many_numbers_are_checked_at_once(client, shop, measured):
    item = shop.item()
    numbers = shop.receive(item, qty=5000)
    doc = {"doctype": "Delivery Note", **delivery(shop.customer, item, [], qty=5000)}
    start = time.monotonic()
    told = check(client, doc, numbers)
    measured(f"5,000 numbers of a delivery checked in {time.monotonic() - start:.2f} s")
    assert all(entry["state"] == "good" for entry in told)


def test_the_series_proposes_as_many_as_are_asked_for_and_passes_over_what_is_there(client, shop):
    item = shop.item()
    ask = lambda **more: good(client.call("matricule.preview", item_code=item, **more))["message"]
    assert ask() == [f"{item}-0000{number}" for number in (1, 2, 3)]
    assert ask(qty=2, **{"except": [f"{item}-00001"]}) == [f"{item}-00002", f"{item}-00003"]
    assert len(set(ask(qty=10_000))) == 10_000
    assert client.call("matricule.preview", item_code=shop.item(serial_no_series=None)).status_code == 417


def test_the_oldest_are_proposed_for_a_line(client, shop):
    item = shop.item()
    first, second, third = (shop.receive(item, qty=1)[0] for _ in range(3))
    doc = {"doctype": "Delivery Note", **delivery(shop.customer, item, [], qty=2)}
    ask = lambda **more: good(client.call("matricule.oldest_first", line=1, qty=2, **more))["message"]
    assert ask(doc=doc) == [first, second]
    assert ask(doc=doc, **{"except": [first]}) == [second, third]
    draft = client.made("Delivery Note", {**delivery(shop.customer, item, [first]), "docstatus": 0})
    assert ask(doc=doc) == [second, third]
    assert ask(doc={**doc, "name": draft["name"]}) == [first, second]


# The page without scripts.


def form(client, **fields):
    fields = {"key": "", "serial_nos": "", **fields}
    return client.request("POST", "/stock/scan", data=fields, allow_redirects=False)


def test_the_form_submits_once_and_leads_to_the_document(client, shop):
    item = shop.item()
    text = client.get("/stock/scan").text
    key = re.search(r'name="key" value="(\w+)"', text)[1]
    fields = dict(mode="receive", item_code=item, to_warehouse=STORES, serial_nos="FORM-1\r\nFORM-2", key=key)
    first, again = form(client, **fields), form(client, **fields)
    assert first.status_code == 303 and client.serial("FORM-2")["warehouse"] == STORES
    page = client.get(first.headers["Location"]).text
    assert "/stock/stock-entry/MAT-STE-" in page and f"<option selected>{STORES}</option>" in page
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    assert len(client.rows("Stock Entry", filters=[["Stock Entry Detail", "item_code", "=", item]])) == 1


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client, shop):
    _, delivered, note = shop.delivered_unit()
    answer = form(client, mode="deliver", customer=shop.customer, serial_nos=f"{delivered}\n<b>NOPE")
    assert answer.status_code == 417 and note in answer.text and "&lt;b&gt;NOPE" in answer.text and "<b>NOPE" not in answer.text
    assert 'value="deliver" checked' in answer.text
    assert form(client, mode="deliver", customer=shop.customer).status_code == 417


def test_the_form_hands_what_is_looked_up_to_its_page(client, shop):
    _, number = shop.unit()
    answer = client.request("POST", "/stock/scan", data={"mode": "look-up", "serial_nos": number})
    assert answer.url.endswith("/stock/look-up") and number in answer.text


def test_the_keeper_of_the_page_is_a_script_that_keeps_this_page_alone(server):
    answer = Client(server.url).get("/stock/scan-worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript") and answer.headers["Cache-Control"] == "no-cache"
    folder, kept = re.search(r'assets = "(/assets/[^"]+)", files = \[(.*)\]', answer.text).groups()
    for name in re.findall(r'"([^"]+)"', kept):
        assert "/" not in name and Client(server.url).get(f"{folder}/{name}").ok
    assert "worker-src 'self'" in Client(server.url).get("/login").headers["Content-Security-Policy"]


# What was refused.


def refusal(serial, **more):
    return {"key": f"k-{serial}", "at": int(time.time() * 1000), "mode": "deliver", "number": serial, "reason": f"{serial} <i>nope</i>", **more}


def note(client, *refusals):
    return client.call("matricule.note_refusals", refusals=list(refusals))


def test_refusals_are_told_once_and_dismissed(client, server):
    good(note(client, refusal("REF-1"), refusal("REF-2")))
    good(note(client, refusal("REF-1")))
    text = client.get("/stock/refused-scans").text
    assert text.count(">REF-1</a>") == 1 and "&lt;i&gt;nope" in text and "api@example.com" in text
    one = re.search(r'name="one" value="(\d+)"[^>]*REF-2', text)[1]
    assert client.request("POST", "/stock/refused-scans", data={"one": one}, allow_redirects=False).status_code == 303
    text = client.get("/stock/refused-scans").text
    assert "REF-2" not in text and "REF-1" in text
    newest = re.search(r'name="all" value="(\d+)"', text)[1]
    good(note(client, refusal("REF-3")))
    client.request("POST", "/stock/refused-scans", data={"all": newest})
    text = client.get("/stock/refused-scans").text
    assert "REF-1" not in text and "REF-3" in text
    good(note(client, refusal("REF-1")))
    assert "REF-1" not in client.get("/stock/refused-scans").text, "what was dismissed stays so"


def test_refusals_have_bounds(client):
    assert note(client, *[refusal(str(number)) for number in range(501)]).status_code == 400
    for wrong in ({"key": ""}, {"mode": "steal"}, {"at": "soon"}, {"at": -1}, {"number": 7}, {"reason": None}):
        assert note(client, refusal("BAD", **wrong)).status_code == 400, wrong
    good(note(client, refusal("LONG", reason="x" * 5000), refusal("OLD", at=1), refusal("SOON", at=2**52)))
    text = client.get("/stock/refused-scans").text
    assert "x" * 500 in text and "x" * 501 not in text and "OLD" not in text and "SOON" in text
    assert client.get("/stock/refused-scans?before=x").status_code == 200
