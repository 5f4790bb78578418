"""The Python package frappe-client, as it comes from PyPI, works against the server."""

import pytest
from frappeclient import FrappeClient
from frappeclient.frappeclient import AuthError, FrappeException

from conftest import ADMINISTRATOR
from documents import cell, delivery, receipt
from server import PASSWORD


@pytest.fixture(scope="module")
def frappe(server, token):
    key, secret = token.split(":")
    return FrappeClient(server.url, api_key=key, api_secret=secret)


def draft(document, doctype):
    return {**document, "doctype": doctype, "docstatus": 0}


def test_it_signs_in_with_a_password(server):
    assert FrappeClient(server.url, ADMINISTRATOR, PASSWORD).get_api("frappe.auth.get_logged_user") == ADMINISTRATOR


def test_it_signs_in_with_an_api_key(frappe):
    assert frappe.get_api("frappe.auth.get_logged_user") == ADMINISTRATOR


def test_a_wrong_password_raises_its_error(server):
    with pytest.raises(AuthError):
        FrappeClient(server.url, ADMINISTRATOR, "wrong password")


def test_a_wrong_key_raises_its_error(server):
    with pytest.raises(FrappeException):
        FrappeClient(server.url, api_key="nobody", api_secret="nothing").get_list("Item")


def test_logging_out_ends_the_session(server):
    frappe = FrappeClient(server.url, ADMINISTRATOR, PASSWORD)
    frappe.logout()
    with pytest.raises(FrappeException):
        frappe.get_list("Item")


def test_it_logs_out_at_the_end_of_a_with_block(server):
    with FrappeClient(server.url, ADMINISTRATOR, PASSWORD) as frappe:
        assert frappe.get_list("Company")
    with pytest.raises(FrappeException):
        frappe.get_list("Company")


def test_a_list_is_filtered_by_an_object(frappe, shop):
    item, number = shop.unit()
    rows = frappe.get_list("Serial No", fields=["name", "status"], filters={"item_code": item})
    assert rows == [{"name": number, "status": "Active"}]


def test_a_list_is_filtered_by_conditions(frappe, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=3)
    filters = [["Serial No", "item_code", "=", item], ["name", ">", numbers[0]]]
    rows = frappe.get_list("Serial No", fields=["name"], filters=filters, order_by="name desc")
    assert [row["name"] for row in rows] == [numbers[2], numbers[1]]


def test_a_list_is_cut_into_pages(frappe, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=5)
    rows = frappe.get_list(
        "Serial No", fields=["name"], filters={"item_code": item}, order_by="name asc", limit_start=2, limit_page_length=2)
    assert [row["name"] for row in rows] == numbers[2:4]


def test_a_list_without_fields_has_all_of_them(frappe, shop):
    item, number = shop.unit()
    [row] = frappe.get_list("Serial No", filters={"item_code": item})
    assert (row["name"], row["warehouse"], row["purchase_document_type"]) == (number, "Stores - MS", "Stock Entry")


def test_it_inserts_and_reads_a_document(frappe, shop):
    code = shop.name("Ä/ö ")
    assert frappe.insert({"doctype": "Item", "item_code": code, "item_group": "Products"})["name"] == code
    assert frappe.get_doc("Item", code)["item_group"] == "Products"


def test_it_updates_a_document_that_it_read(frappe, shop):
    document = frappe.get_doc("Item", shop.item())
    document["description"] = "changed"
    assert frappe.update({**document, "doctype": "Item"})["description"] == "changed"


def test_it_finds_a_document_by_filters(frappe, shop):
    item, number = shop.unit()
    assert frappe.get_doc("Serial No", filters={"item_code": item}, fields=["name"]) == [{"name": number}]


def test_a_missing_document_raises_its_error(frappe):
    with pytest.raises(FrappeException, match="NOPE"):
        frappe.get_doc("Item", "NOPE")


def test_it_submits_a_document_and_gets_the_serial_numbers(frappe, shop):
    item = shop.item()
    document = frappe.insert(draft(receipt(item, qty=2), "Stock Entry"))
    submitted = frappe.submit(document)
    assert submitted["docstatus"] == 1
    assert [frappe.get_doc("Serial No", number)["status"] for number in cell(submitted)] == ["Active", "Active"]


def test_it_cancels_a_document(frappe, shop):
    item, number, note = shop.delivered_unit()
    assert frappe.cancel("Delivery Note", note)["docstatus"] == 2
    assert frappe.get_value("Serial No", "status", {"name": number}) == {"status": "Active"}


def test_a_refused_submission_raises_its_error(frappe, shop):
    item, number, note = shop.delivered_unit()
    document = frappe.insert(draft(delivery(shop.customer, item, [number]), "Delivery Note"))
    with pytest.raises(FrappeException, match=note):
        frappe.submit(document)


def test_it_gets_one_value(frappe, shop):
    item, number = shop.unit()
    assert frappe.get_value("Serial No", "item_code", {"name": number}) == {"item_code": item}


def test_it_gets_several_values(frappe, shop):
    item, number = shop.unit()
    values = frappe.get_value("Serial No", ["item_code", "status"], {"name": number})
    assert values == {"item_code": item, "status": "Active"}


def test_it_sets_a_value(frappe, shop):
    item, number = shop.unit()
    frappe.set_value("Serial No", number, "warranty_expiry_date", "2030-01-31")
    assert frappe.get_doc("Serial No", number)["warranty_expiry_date"] == "2030-01-31"


def test_it_deletes_a_document(frappe, shop):
    item = shop.item()
    frappe.delete("Item", item)
    assert frappe.get_list("Item", filters={"name": item}) == []


def test_it_renames_an_item_and_its_units_follow(frappe, shop):
    item, number = shop.unit()
    assert frappe.rename_doc("Item", item, item + "-B") == item + "-B"
    assert frappe.get_doc("Serial No", number)["item_code"] == item + "-B"


def test_it_corrects_a_serial_number(frappe, shop):
    item, number = shop.unit()
    frappe.rename_doc("Serial No", number, number + "-OK")
    assert frappe.get_doc("Serial No", number + "-OK")["item_code"] == item


def test_it_posts_to_a_method(frappe):
    assert frappe.post_api("ping") == "pong"
