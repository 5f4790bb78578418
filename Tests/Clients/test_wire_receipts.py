"""Bringing units in: stock entries and purchase receipts, the serials they make, and what they refuse."""

import re

from client import good, messages, offences, refused
from documents import FINISHED, STORES, cell, entry, line, purchase, receipt, transfer


def test_a_draft_moves_nothing(client, shop):
    item = shop.item()
    draft = client.made("Stock Entry", {**receipt(item, qty=3), "docstatus": 0})
    assert re.fullmatch(r"MAT-STE-\d{4}-\d{5}", draft["name"])
    assert (draft["docstatus"], draft["items"][0]["serial_no"]) == (0, None)
    assert client.rows("Serial No", filters={"item_code": item}) == []


def test_submitting_by_put_fills_the_empty_cell_from_the_series(client, shop):
    item = shop.item()
    draft = client.made("Stock Entry", {**receipt(item, qty=3), "docstatus": 0})
    submitted = client.changed("Stock Entry", draft["name"], docstatus=1)
    assert (submitted["docstatus"], cell(submitted)) == (1, [f"{item}-0000{n}" for n in (1, 2, 3)])


def test_submitting_tells_which_numbers_were_made(client, shop):
    item = shop.item()
    response = client.create("Stock Entry", receipt(item, qty=1))
    assert good(response) and f"{item}-00001" in " ".join(messages(response))


def test_a_post_with_docstatus_1_submits_at_once(client, shop):
    document = client.made("Stock Entry", receipt(shop.item(), qty=2))
    assert document["docstatus"] == 1 and len(cell(document)) == 2


def test_frappe_client_submit_takes_the_whole_document(client, shop):
    draft = client.made("Stock Entry", {**receipt(shop.item(), qty=2), "docstatus": 0})
    document = good(client.call("frappe.client.submit", doc=draft))["message"]
    assert (document["name"], document["docstatus"], len(cell(document))) == (draft["name"], 1, 2)


def test_a_document_says_its_lines_and_sums_as_clients_expect(client, shop):
    item = shop.item()
    document = client.made("Stock Entry", receipt(item, qty=3))
    row = document["items"][0]
    assert (row["doctype"], row["parent"], row["parentfield"]) == ("Stock Entry Detail", document["name"], "items")
    assert (row["idx"], row["qty"], row["transfer_qty"], row["uom"], row["amount"]) == (1, 3.0, 3.0, "Nos", 30.0)
    assert (document["purpose"], document["total_amount"]) == ("Material Receipt", 30.0)


def test_a_received_unit_says_where_it_is_and_where_it_came_from(client, shop):
    item = shop.item()
    document = client.made("Stock Entry", receipt(item, qty=1))
    unit = client.serial(cell(document)[0])
    assert (unit["item_code"], unit["status"], unit["warehouse"]) == (item, "Active", STORES)
    assert (unit["purchase_document_type"], unit["purchase_document_no"]) == ("Stock Entry", document["name"])
    assert (unit["purchase_date"], unit["purchase_rate"]) == (document["posting_date"], 10.0)
    assert "delivery_document_no" not in unit and "customer" not in unit


def test_typed_numbers_are_received_as_typed(client, shop):
    item = shop.item()
    first, second = shop.name("x-"), shop.name("X-")
    assert shop.receive(item, [first, second]) == [first, second]
    assert client.serial(first)["status"] == "Active"


def test_a_typed_number_that_fits_the_series_moves_the_counter_past_it(shop):
    item = shop.item()
    shop.receive(item, [f"{item}-00007"])
    assert shop.receive(item, qty=1) == [f"{item}-00008"]


def test_numbers_may_be_parted_by_commas_and_blank_lines(client, shop):
    item, names = shop.item(), [shop.name() for _ in range(3)]
    text = f" {names[0]} ,{names[1]}\n\n {names[2]},\n"
    document = client.made("Stock Entry", entry(
        "Material Receipt", {"item_code": item, "qty": 3, "t_warehouse": STORES, "serial_no": text}))
    assert cell(document) == names


def test_a_unit_in_stock_is_not_received_again(client, shop):
    item, number = shop.unit()
    refused(client.create("Stock Entry", receipt(item, [number])), 417, "SerialNoDuplicateError", number, STORES)


def test_a_delivered_unit_comes_back_only_by_a_return(client, shop):
    item, number, note = shop.delivered_unit()
    refused(client.create("Stock Entry", receipt(item, [number])), 417, "SerialNoDuplicateError", number, note)


def test_a_number_stands_only_once_in_a_document(client, shop):
    item, number = shop.item(), shop.name()
    refused(client.create("Stock Entry", receipt(item, [number, number])), 417, "SerialNoDuplicateError", number)


def test_a_number_stands_only_once_over_all_lines(client, shop):
    item, number = shop.item(), shop.name()
    twice = [line(item, [number], 1, t_warehouse=STORES), line(item, [number.lower()], 1, t_warehouse=STORES)]
    response = client.create("Stock Entry", entry("Material Receipt", *twice))
    refused(response, 417, "SerialNoDuplicateError")
    assert [offence[0] for offence in offences(response)] == [2]


def test_the_quantity_must_be_the_number_of_serials(client, shop):
    item = shop.item()
    response = client.create("Stock Entry", receipt(item, [shop.name(), shop.name()], qty=3))
    refused(response, 417, "SerialNoQtyError", "3", "2", item)


def test_a_fraction_of_a_unit_is_refused(client, shop):
    refused(client.create("Stock Entry", receipt(shop.item(), qty=1.5)), 417, "UOMMustBeIntegerError", "1.5")


def test_an_empty_cell_without_a_series_is_refused(client, shop):
    item = shop.item(serial_no_series=None)
    refused(client.create("Stock Entry", receipt(item, qty=1)), 417, "SerialNoRequiredError", item)


def test_serials_of_an_item_without_any_are_refused(client, shop):
    item = shop.plain_item()
    refused(client.create("Stock Entry", receipt(item, [shop.name()])), 417, "SerialNoNotRequiredError", item)


def test_a_number_of_another_item_is_refused(client, shop):
    item, number = shop.unit()
    refused(client.create("Stock Entry", receipt(shop.item(), [number])), 417, "SerialNoItemError", item)


def test_a_refused_receipt_draws_no_numbers(client, shop):
    item, other = shop.item(), shop.item()
    lines = [line(item, [], 2, t_warehouse=STORES), line(other, [shop.name()], 2, t_warehouse=STORES)]
    refused(client.create("Stock Entry", entry("Material Receipt", *lines)), 417, "SerialNoQtyError")
    assert shop.receive(item, qty=1) == [f"{item}-00001"]


def test_goods_go_only_to_warehouses_that_hold_stock(client, shop):
    response = client.create("Stock Entry", receipt(shop.item(), qty=1, to="All Warehouses - MS"))
    refused(response, 417, "ValidationError", "All Warehouses - MS")


def test_a_purchase_receipt_sets_the_supplier(client, shop):
    item = shop.item()
    document = client.made("Purchase Receipt", purchase(shop.supplier, item, qty=2))
    unit = client.serial(cell(document)[1])
    assert re.fullmatch(r"MAT-PRE-\d{4}-\d{5}", document["name"])
    assert (unit["supplier"], unit["supplier_name"]) == (shop.supplier, shop.supplier)
    assert (unit["purchase_document_type"], unit["purchase_document_no"]) == ("Purchase Receipt", document["name"])
    assert unit["purchase_rate"] == 11.0


def test_rejected_units_go_to_their_own_warehouse_for_nothing(client, shop):
    item, good_one, bad_one = shop.item(), shop.name(), shop.name()
    document = purchase(shop.supplier, item, [good_one])
    document["items"][0].update(
        received_qty=2, rejected_qty=1, rejected_warehouse=FINISHED, rejected_serial_no=bad_one)
    client.made("Purchase Receipt", document)
    assert (client.serial(good_one)["warehouse"], client.serial(good_one)["purchase_rate"]) == (STORES, 11.0)
    assert (client.serial(bad_one)["warehouse"], client.serial(bad_one).get("purchase_rate", 0)) == (FINISHED, 0)


def test_received_must_be_accepted_plus_rejected(client, shop):
    document = purchase(shop.supplier, shop.item(), qty=2)
    document["items"][0]["received_qty"] = 5
    refused(client.create("Purchase Receipt", document), 417, "ValidationError", "5")


def test_a_transfer_moves_the_unit_and_keeps_its_origin(client, shop):
    item = shop.item()
    document = client.made("Purchase Receipt", purchase(shop.supplier, item, qty=1))
    number = cell(document)[0]
    client.made("Stock Entry", transfer(item, [number]))
    unit = client.serial(number)
    assert (unit["warehouse"], unit["status"], unit["supplier"]) == (FINISHED, "Active", shop.supplier)
    assert unit["purchase_document_no"] == document["name"]


def test_a_transfer_from_where_the_unit_is_not_is_refused(client, shop):
    item, number = shop.unit()
    response = client.create("Stock Entry", transfer(item, [number], source=FINISHED, to=STORES))
    refused(response, 417, "SerialNoWarehouseError", number, STORES)


def test_a_transfer_to_the_same_place_is_refused(client, shop):
    item, number = shop.unit()
    refused(client.create("Stock Entry", transfer(item, [number], to=STORES)), 417, "ValidationError", STORES)


def test_an_opening_count_brings_units_in(client, shop):
    item, name = shop.item(), shop.name()
    client.made("Stock Reconciliation", {"purpose": "Stock Reconciliation", "docstatus": 1, "items": [
        {"item_code": item, "warehouse": STORES, "qty": 1, "valuation_rate": 10, "serial_no": name}]})
    assert client.serial(name)["warehouse"] == STORES


def test_a_later_count_takes_out_what_was_not_listed(client, shop):
    item = shop.item()
    kept, lost = shop.receive(item, qty=2)
    client.made("Stock Reconciliation", {"purpose": "Stock Reconciliation", "docstatus": 1, "items": [
        {"item_code": item, "warehouse": STORES, "qty": 1, "valuation_rate": 10, "serial_no": kept}]})
    assert (client.serial(kept)["status"], "warehouse" in client.serial(lost)) == ("Active", False)
