"""`matricule.check_document`: what submitting would say, with nothing kept."""

import pytest

from client import good
from documents import STORES, delivery, receipt


def check(client, doctype, **fields):
    return good(client.call("matricule.check_document", doc={"doctype": doctype, **fields}))["message"]


def test_a_good_document_has_no_offence_and_stands_completed(client, shop):
    item, number = shop.unit()
    told = check(client, "Delivery Note", **delivery(shop.customer, item, [number]))
    assert told["offences"] == []
    line = told["doc"]["items"][0]
    assert (line["item_code"], line["serial_no"], line["uom"]) == (item, number, "Nos")
    assert client.serial(number)["status"] == "Active"
    assert client.rows("Delivery Note", filters=[["Delivery Note Item", "item_code", "=", item]]) == []


def test_every_offence_is_told_with_its_line_and_serial(client, shop):
    item, number = shop.unit()
    told = check(client, "Delivery Note", **delivery(shop.customer, item, [number, "NOPE-1", number]))
    assert {(offence["exc_type"], offence["line"], offence["serial_no"]) for offence in told["offences"]} >= {
        ("SerialNoNotExistsError", 1, "NOPE-1"), ("SerialNoDuplicateError", 1, number)}


def test_numbers_drawn_by_a_check_are_drawn_again(client, shop):
    item = shop.item()
    first = check(client, "Stock Entry", **receipt(item, qty=3))["doc"]["items"][0]["serial_no"].split("\n")
    assert len(first) == 3
    again = check(client, "Stock Entry", **receipt(item, qty=3))["doc"]["items"][0]["serial_no"].split("\n")
    assert again == first


def test_a_stored_draft_is_checked_as_it_is_sent(client, shop):
    item, number = shop.unit()
    draft = client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})
    assert check(client, "Delivery Note", name=draft["name"], items=draft["items"])["offences"] == []
    assert check(client, "Delivery Note", name="MAT-DN-1999-00001")["offences"][0]["exc_type"] == "DoesNotExistError"
    assert client.serial(number)["status"] == "Active"


@pytest.mark.parametrize("doc", [{"doctype": "Item", "item_code": "X"}, {"doctype": "Nothing"}, {}, "x", 7])
def test_what_is_no_document_is_refused(client, doc):
    response = client.request("POST", "/api/method/matricule.check_document", json={"doc": doc})
    assert response.status_code in (400, 404, 417)


def test_what_cannot_be_read_is_an_offence_too(client):
    told = check(client, "Stock Entry", stock_entry_type="Nonsense", posting_date="yesterday", items=[{"qty": "many"}])
    assert {offence["field"] for offence in told["offences"]} >= {"stock_entry_type", "posting_date", "qty"}
