"""Rules of the stock that clients run into: dates, reservations, lots, invoices, production."""

import datetime

import pytest

from client import refused
from documents import FINISHED, STORES, delivery, entry, line, purchase, receipt, transfer


def days_ago(count):
    return (datetime.date.today() - datetime.timedelta(days=count)).isoformat()


def order(customer, item, serials=(), qty=None):
    return delivery(customer, item, serials, qty, delivery_date=days_ago(-7), reserve_stock=1)


def test_a_back_dated_receipt_keeps_its_date(client, shop):
    item = shop.item()
    document = client.made("Stock Entry", receipt(item, qty=1, posting_date=days_ago(10), posting_time="08:30:00", set_posting_time=1))
    assert client.serial(f"{item}-00001")["purchase_date"] == document["posting_date"] == days_ago(10)


def test_a_unit_does_not_leave_before_it_came(client, shop):
    item, number = shop.unit()
    response = client.create("Delivery Note", delivery(shop.customer, item, [number], posting_date=days_ago(3), set_posting_time=1))
    refused(response, 417, "SerialNoExistsInFutureTransactionError", number)


def test_goods_without_serials_do_not_leave_before_they_came(client, shop):
    item = shop.plain_item()
    client.made("Stock Entry", receipt(item, qty=5))
    response = client.create("Delivery Note", delivery(shop.customer, item, qty=1, posting_date=days_ago(3), set_posting_time=1))
    refused(response, 417, "NegativeStockError", item)


def test_a_posting_in_the_future_is_refused(client, shop):
    response = client.create("Stock Entry", receipt(shop.item(), qty=1, posting_date=days_ago(-2), set_posting_time=1))
    refused(response, 417, "ValidationError", "future")


def test_a_posting_before_the_frozen_date_is_refused(client, shop):
    client.changed("Stock Settings", "Stock Settings", stock_frozen_upto=days_ago(5))
    try:
        early = receipt(shop.item(), qty=1, posting_date=days_ago(6), set_posting_time=1)
        refused(client.create("Stock Entry", early), 417, "StockFreezeError")
        client.made("Stock Entry", receipt(shop.item(), qty=1))
    finally:
        client.changed("Stock Settings", "Stock Settings", stock_frozen_upto=None)


def test_the_oldest_units_leave_when_the_setting_says_so(client, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=3)
    client.changed("Stock Settings", "Stock Settings", automatically_set_serial_nos_based_on_fifo=1)
    try:
        note = client.made("Delivery Note", delivery(shop.customer, item, qty=2))
        assert note["items"][0]["serial_no"].split("\n") == numbers[:2]
    finally:
        client.changed("Stock Settings", "Stock Settings", automatically_set_serial_nos_based_on_fifo=0)


@pytest.mark.parametrize("doctype, field", [("Item", "disabled"), ("Warehouse", "disabled")])
def test_disabled_items_and_warehouses_take_no_part(client, shop, doctype, field):
    item = shop.item()
    place = client.made("Warehouse", {"warehouse_name": shop.name("Dépôt"), "company": "Ma Société"})["name"]
    client.changed(doctype, {"Item": item, "Warehouse": place}[doctype], **{field: 1})
    refused(client.create("Stock Entry", receipt(item, qty=1, to=place)), 417, "ValidationError", "disabled")


def test_a_reserved_unit_leaves_only_for_its_order(client, shop):
    item, number = shop.unit()
    name = client.made("Sales Order", order(shop.customer, item, [number]))["name"]
    response = client.create("Delivery Note", delivery(shop.customer, item, [number]))
    refused(response, 417, "SerialNoNotAvailableError", number, name)
    document = delivery(shop.customer, item, [number])
    document["items"][0]["against_sales_order"] = name
    client.made("Delivery Note", document)
    assert client.serial(number)["sales_order"] == name


def test_a_cancelled_order_lets_its_units_go(client, shop):
    item, number = shop.unit()
    name = client.made("Sales Order", order(shop.customer, item, [number]))["name"]
    client.changed("Sales Order", name, docstatus=2)
    assert shop.deliver(item, number)["docstatus"] == 1


def test_a_unit_keeps_its_lot(client, shop):
    item = shop.item(has_batch_no=1)
    lots = [client.made("Batch", {"batch_id": shop.name("LOT"), "item": item})["name"] for _ in range(2)]
    number = shop.name()
    client.made("Stock Entry", entry("Material Receipt", line(item, [number], 1, t_warehouse=STORES, batch_no=lots[0])))
    assert client.serial(number)["batch_no"] == lots[0]
    document = delivery(shop.customer, item, [number])
    document["items"][0]["batch_no"] = lots[1]
    refused(client.create("Delivery Note", document), 417, "SerialNoBatchError", number, lots[0])


def test_an_invoice_is_numbered_when_it_is_submitted(client, shop):
    item, number = shop.unit()
    draft = client.made("Sales Invoice", {**delivery(shop.customer, item, [number], update_stock=1), "docstatus": 0})
    other, unit = shop.unit()
    first = client.made("Sales Invoice", delivery(shop.customer, other, [unit], update_stock=1))["name"]
    second = client.changed("Sales Invoice", draft["name"], docstatus=1)["name"]
    assert int(second.rsplit("-", 1)[1]) == int(first.rsplit("-", 1)[1]) + 1


def test_an_invoice_that_bills_a_delivery_is_written_on_the_unit(client, shop):
    item, number, note = shop.delivered_unit()
    document = delivery(shop.customer, item, [number])
    document["items"][0]["delivery_note"] = note
    invoice = client.made("Sales Invoice", document)["name"]
    unit = client.serial(number)
    assert (unit["sales_invoice"], unit["delivery_document_no"]) == (invoice, note)


def test_an_invoice_bills_only_what_the_delivery_delivered(client, shop):
    item, number, note = shop.delivered_unit()
    other = shop.receive(item, qty=1)
    document = delivery(shop.customer, item, other)
    document["items"][0]["delivery_note"] = note
    refused(client.create("Sales Invoice", document), 417, "ValidationError", other[0], note)


def test_a_purchase_invoice_with_update_stock_receives(client, shop):
    item = shop.item()
    invoice = client.made("Purchase Invoice", purchase(shop.supplier, item, qty=1, update_stock=1))["name"]
    unit = client.serial(f"{item}-00001")
    assert (unit["purchase_document_type"], unit["purchase_document_no"]) == ("Purchase Invoice", invoice)


def test_production_uses_units_up_and_makes_new_ones(client, shop):
    part, number = shop.unit()
    product = shop.item()
    client.made("Stock Entry", entry(
        "Manufacture", line(part, [number], 1, s_warehouse=STORES), line(product, [], 1, t_warehouse=FINISHED, is_finished_item=1)))
    assert client.serial(number)["status"] == "Consumed"
    assert client.serial(f"{product}-00001")["warehouse"] == FINISHED


def test_a_repacked_unit_may_keep_its_number_as_another_item(client, shop):
    item, number = shop.unit()
    other = shop.item()
    client.made("Stock Entry", entry(
        "Repack", line(item, [number], 1, s_warehouse=STORES), line(other, [number], 1, t_warehouse=STORES)))
    unit = client.serial(number)
    assert (unit["item_code"], unit["status"]) == (other, "Active")


def test_transfers_are_cancelled_in_order(client, shop):
    item, number = shop.unit()
    first = client.made("Stock Entry", transfer(item, [number]))["name"]
    second = client.made("Stock Entry", transfer(item, [number], source=FINISHED, to=STORES))["name"]
    refused(client.change("Stock Entry", first, docstatus=2), 417, "SerialNoExistsInFutureTransactionError", second)
    client.changed("Stock Entry", second, docstatus=2)
    assert client.serial(number)["warehouse"] == FINISHED
    client.changed("Stock Entry", first, docstatus=2)
    assert client.serial(number)["warehouse"] == STORES


def test_a_unit_whose_receipt_was_cancelled_may_be_received_again(client, shop):
    item, number = shop.unit()
    client.changed("Stock Entry", client.serial(number)["purchase_document_no"], docstatus=2)
    shop.receive(item, [number])
    assert client.serial(number)["status"] == "Active"


def test_a_unit_of_another_unit_of_measure_is_counted_in_stock_units(client, shop):
    item = shop.item(uoms=[{"uom": "Box", "conversion_factor": 12}])
    document = client.made("Stock Entry", entry("Material Receipt", line(item, [], 2, uom="Box", t_warehouse=STORES, basic_rate=120)))
    assert (document["items"][0]["transfer_qty"], len(document["items"][0]["serial_no"].split("\n"))) == (24.0, 24)
    assert client.serial(f"{item}-00001")["purchase_rate"] == 10.0


def test_a_whole_unit_of_measure_takes_no_fraction(client, shop):
    refused(client.create("Stock Entry", receipt(shop.plain_item(), qty=0.5)), 417, "UOMMustBeIntegerError", "0.5")


def test_a_kilogram_may_be_weighed(client, shop):
    item = shop.plain_item(stock_uom="Kg")
    client.made("Stock Entry", receipt(item, qty=0.125))
    assert client.rows("Bin", fields=["actual_qty"], filters={"item_code": item}) == [{"actual_qty": 0.125}]


@pytest.mark.parametrize("series, first", [
    ("A{0}.###", "A{0}001"), ("A{0}-.YYYY.-.##", "A{0}-" + str(datetime.date.today().year) + "-01"), ("B{0} . #### ", "B{0}0001"),
    ("C{0}.", "C{0}00001"), ("D{0}", "D{0}00001")])
def test_a_series_counts_as_its_pattern_says(shop, series, first):
    code = shop.name()
    assert shop.receive(shop.item(serial_no_series=series.format(code)), qty=1) == [first.format(code)]


def test_a_counter_widens_when_it_is_full(shop):
    code = shop.name("W")
    item = shop.item(serial_no_series=code + ".#")
    assert shop.receive(item, qty=12)[-3:] == [code + "10", code + "11", code + "12"]


def test_a_drawn_number_that_exists_is_skipped(shop, client):
    item = shop.item()
    client.made("Serial No", {"serial_no": f"{item}-00001", "item_code": item})
    assert shop.receive(item, qty=1) == [f"{item}-00002"]
