"""Units leaving for customers, cancelling in order, and coming back."""

import datetime
import re

from client import good, offences, refused
from documents import FINISHED, STORES, cell, delivery, issue, line, purchase


def test_a_delivery_submitted_by_put_hands_the_unit_to_the_customer(client, shop):
    item, number = shop.unit()
    draft = client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})
    note = client.changed("Delivery Note", draft["name"], docstatus=1)
    unit = client.serial(number)
    assert re.fullmatch(r"MAT-DN-\d{4}-\d{5}", note["name"])
    assert (unit["status"], "warehouse" in unit) == ("Delivered", False)
    assert (unit["delivery_document_type"], unit["delivery_document_no"]) == ("Delivery Note", note["name"])
    assert (unit["customer"], unit["customer_name"]) == (shop.customer, shop.customer)
    assert unit["delivery_date"] == note["posting_date"] and unit["purchase_rate"] == 10.0


def test_a_delivery_starts_the_warranty(client, shop):
    item, number, note = shop.delivered_unit(warranty_period=365)
    unit = client.serial(number)
    end = datetime.date.fromisoformat(unit["delivery_date"]) + datetime.timedelta(days=365)
    assert unit["warranty_expiry_date"] == end.isoformat()
    assert (unit["maintenance_status"], unit["warranty_period"]) == ("Under Warranty", 365)


def test_a_delivered_unit_cannot_be_delivered_again(client, shop):
    item, number, note = shop.delivered_unit()
    response = client.create("Delivery Note", delivery(shop.customer, item, [number]))
    refused(response, 417, "SerialNoWarehouseError", number, note, shop.customer)


def test_an_unknown_number_cannot_be_delivered(client, shop):
    response = client.create("Delivery Note", delivery(shop.customer, shop.item(), ["NO SUCH UNIT"]))
    refused(response, 417, "SerialNoNotExistsError", "NO SUCH UNIT")


def test_a_number_that_was_never_received_cannot_be_delivered(client, shop):
    item = shop.item()
    number = client.made("Serial No", {"serial_no": shop.name(), "item_code": item})["name"]
    response = client.create("Delivery Note", delivery(shop.customer, item, [number]))
    refused(response, 417, "SerialNoNotExistsError", number)


def test_a_delivery_says_where_the_unit_really_is(client, shop):
    item = shop.item()
    [number] = shop.receive(item, qty=1, to=FINISHED)
    response = client.create("Delivery Note", delivery(shop.customer, item, [number]))
    refused(response, 417, "SerialNoWarehouseError", number, FINISHED)


def test_a_delivery_without_numbers_is_refused(client, shop):
    item, number = shop.unit()
    refused(client.create("Delivery Note", delivery(shop.customer, item, qty=1)), 417, "SerialNoRequiredError", item)


def test_an_expired_unit_cannot_be_delivered(client, shop):
    item, number = shop.unit()
    client.changed("Serial No", number, expiry_date="2020-01-01")
    assert client.serial(number)["status"] == "Expired"
    response = client.create("Delivery Note", delivery(shop.customer, item, [number]))
    refused(response, 417, "SerialNoNotAvailableError", number)


def test_an_issued_unit_is_consumed(client, shop):
    item, number = shop.unit()
    client.made("Stock Entry", issue(item, [number]))
    unit = client.serial(number)
    assert (unit["status"], "warehouse" in unit) == ("Consumed", False)


def test_all_that_is_wrong_with_a_document_comes_in_one_answer(client, shop):
    item, number, note = shop.delivered_unit()
    [elsewhere] = shop.receive(item, qty=1, to=FINISHED)
    document = delivery(shop.customer, item, ["NO SUCH UNIT"])
    document["items"] += [
        line(item, [number], 1, warehouse=STORES, rate=20), line(item, [elsewhere], 2, warehouse=STORES, rate=20)]
    response = client.create("Delivery Note", document)
    assert response.status_code == 417
    assert set(offences(response)) == {
        (1, "SerialNoNotExistsError", "NO SUCH UNIT"), (2, "SerialNoWarehouseError", number),
        (3, "SerialNoQtyError", None), (3, "SerialNoWarehouseError", elsewhere)}


def test_what_is_wrong_with_the_lines_and_with_the_stock_comes_together(client, shop):
    item, number, note = shop.delivered_unit()
    document = delivery(shop.customer, item, [number])
    document["items"].append(line(shop.item(), [], 1.5, warehouse=STORES, rate=20))
    response = client.create("Delivery Note", document)
    assert response.status_code == 417
    assert {(1, "SerialNoWarehouseError", number), (2, "UOMMustBeIntegerError", None)} <= set(offences(response))


def test_goods_without_serials_cannot_go_below_zero(client, shop):
    item = shop.plain_item()
    shop.client.made("Stock Entry", {
        "stock_entry_type": "Material Receipt", "docstatus": 1, "items": [line(item, [], 5, t_warehouse=STORES)]})
    good(client.create("Delivery Note", delivery(shop.customer, item, qty=3)))
    refused(client.create("Delivery Note", delivery(shop.customer, item, qty=3)), 417, "NegativeStockError", item, STORES)


def test_a_sales_invoice_with_update_stock_delivers(client, shop):
    item, number = shop.unit()
    invoice = client.made("Sales Invoice", {**delivery(shop.customer, item, [number]), "update_stock": 1})
    unit = client.serial(number)
    assert (unit["status"], unit["delivery_document_no"]) == ("Delivered", invoice["name"])
    assert re.fullmatch(r"ACC-SINV-\d{4}-\d{5}", invoice["name"])


def test_a_submitted_document_is_not_changed(client, shop):
    item, number, note = shop.delivered_unit()
    rows = client.read("Delivery Note", note)["items"]
    response = client.change("Delivery Note", note, items=[{**rows[0], "qty": 2}])
    refused(response, 417, "UpdateAfterSubmitError", "1", "2")


def test_a_submitted_document_is_not_deleted(client, shop):
    item, number, note = shop.delivered_unit()
    response = client.remove("Delivery Note", note)
    assert 400 <= response.status_code < 500 and client.read("Delivery Note", note)["docstatus"] == 1


def test_cancelling_a_delivery_by_put_puts_the_unit_back(client, shop):
    item, number, note = shop.delivered_unit(warranty_period=365)
    assert client.changed("Delivery Note", note, docstatus=2)["docstatus"] == 2
    unit = client.serial(number)
    assert (unit["status"], unit["warehouse"]) == ("Active", STORES)
    assert not {"customer", "delivery_document_no", "delivery_date", "warranty_expiry_date"} & unit.keys()


def test_cancelling_a_receipt_leaves_the_record_inactive(client, shop):
    item, number = shop.unit()
    receipt = client.serial(number)["purchase_document_no"]
    answer = good(client.call("frappe.client.cancel", doctype="Stock Entry", name=receipt))
    unit = client.serial(number)
    assert answer["message"]["docstatus"] == 2
    assert (unit["status"], "warehouse" in unit, "purchase_document_no" in unit) == ("Inactive", False, False)


def test_a_receipt_whose_unit_was_delivered_is_not_cancelled(client, shop):
    item = shop.item()
    receipt = client.made("Purchase Receipt", purchase(shop.supplier, item, qty=1))
    note = shop.deliver(item, *cell(receipt))["name"]
    response = client.change("Purchase Receipt", receipt["name"], docstatus=2)
    refused(response, 417, "SerialNoExistsInFutureTransactionError", cell(receipt)[0], note)


def test_a_cancelled_document_stays_cancelled(client, shop):
    item, number, note = shop.delivered_unit()
    client.changed("Delivery Note", note, docstatus=2)
    for state in (0, 1, 2):
        assert client.change("Delivery Note", note, docstatus=state).status_code == 417


def test_a_cancelled_document_is_amended(client, shop):
    item, number, note = shop.delivered_unit()
    client.changed("Delivery Note", note, docstatus=2)
    amended = client.made("Delivery Note", delivery(shop.customer, item, [number], amended_from=note))
    assert amended["name"] == note + "-1" and client.serial(number)["delivery_document_no"] == note + "-1"
