"""The methods that clients call by name, by address or by the old `cmd`."""

import json

import pytest

from client import good, refused
from documents import receipt


def test_a_record_is_got_by_name(client, shop):
    item = shop.item()
    assert good(client.ask("frappe.client.get", doctype="Item", name=item))["message"]["item_code"] == item


def test_a_record_is_got_by_filters(client, shop):
    item, number = shop.unit()
    answer = client.ask("frappe.client.get", doctype="Serial No", filters={"item_code": item})
    assert good(answer)["message"]["name"] == number


def test_a_list_is_got(client, shop):
    item, number = shop.unit()
    answer = client.ask("frappe.client.get_list", doctype="Serial No", filters={"item_code": item}, fields=["name", "status"])
    assert good(answer)["message"] == [{"name": number, "status": "Active"}]


@pytest.mark.parametrize("as_text", [False, True])
def test_a_record_is_inserted(client, shop, as_text):
    document = {"doctype": "Item", "item_code": shop.name()}
    answer = client.call("frappe.client.insert", doc=json.dumps(document) if as_text else document)
    assert good(answer)["message"]["name"] == document["item_code"]


def test_many_records_are_inserted(client, shop):
    codes = [shop.name() for _ in range(3)]
    answer = client.call("frappe.client.insert_many", docs=[{"doctype": "Item", "item_code": code} for code in codes])
    assert good(answer)["message"] == codes


def test_many_records_are_inserted_all_or_none(client, shop):
    code = shop.name()
    answer = client.call("frappe.client.insert_many", docs=[{"doctype": "Item", "item_code": code}, {"doctype": "Item"}])
    refused(answer, 417, "MandatoryError")
    assert client.rows("Item", filters={"name": code}) == []


def test_a_record_is_saved(client, shop):
    document = {**client.read("Item", shop.item()), "description": "saved"}
    assert good(client.call("frappe.client.save", doc=document))["message"]["description"] == "saved"


def test_several_values_are_set(client, shop):
    item = shop.item()
    values = {"description": "set", "warranty_period": 12}
    data = good(client.call("frappe.client.set_value", doctype="Item", name=item, fieldname=values))["message"]
    assert (data["description"], data["warranty_period"]) == ("set", 12)


def test_a_document_is_submitted_without_being_stored_first(client, shop):
    document = {**receipt(shop.item(), qty=1), "doctype": "Stock Entry", "__islocal": 1}
    assert good(client.call("frappe.client.submit", doc=document))["message"]["docstatus"] == 1


def test_a_record_is_deleted(client, shop):
    item = shop.item()
    good(client.call("frappe.client.delete", doctype="Item", name=item))
    assert client.rows("Item", filters={"name": item}) == []


def test_links_are_searched_by_what_was_typed(client, shop):
    item = shop.item(item_name="Perceuse à percussion")
    found = good(client.ask("frappe.desk.search.search_link", doctype="Item", txt="percussion"))["message"]
    assert {"value": item, "description": "Perceuse à percussion"} in found


def test_a_method_is_called_by_the_old_cmd(client, shop):
    item, number = shop.unit()
    form = {"cmd": "frappe.client.get_value", "doctype": "Serial No", "fieldname": "status", "filters": json.dumps({"name": number})}
    assert good(client.post("/", data=form)) == good(client.get("/", params=form)) == {"message": {"status": "Active"}}


def test_a_unit_is_traced(client, shop):
    item, number, note = shop.delivered_unit()
    way = good(client.ask("matricule.trace", serial_no=number))["message"]
    assert {entry["document_no"] for entry in way} >= {note, client.serial(number)["purchase_document_no"]}


def test_many_numbers_are_looked_up_in_the_order_asked(client, shop):
    item, number = shop.unit()
    answers = good(client.call("matricule.look_up", serial_nos=["NO SUCH UNIT", number.lower()]))["message"]
    assert [(answer["serial_no"], answer["found"]) for answer in answers] == [("NO SUCH UNIT", 0), (number, 1)]


def test_more_numbers_than_a_list_has_rows_are_looked_up(client, shop):
    numbers = shop.receive(shop.item(), qty=10_050)
    answers = good(client.call("matricule.look_up", serial_nos=numbers))["message"]
    assert [answer["serial_no"] for answer in answers if answer["found"]] == numbers


def test_a_preview_draws_nothing(client, shop):
    item = shop.item()
    numbers = good(client.ask("matricule.preview", series=item + "-.#####"))["message"]
    assert numbers == [f"{item}-0000{n}" for n in (1, 2, 3)] and shop.receive(item, qty=1) == numbers[:1]


def test_reserved_numbers_are_not_drawn(client, shop):
    item = shop.item()
    numbers = good(client.call("matricule.reserve", item_code=item, qty=2))["message"]
    assert numbers == [f"{item}-00001", f"{item}-00002"] and shop.receive(item, qty=1) == [f"{item}-00003"]
