"""Units coming back from customers and going back to suppliers."""

from client import good, refused
from documents import FINISHED, STORES, cell, delivery, purchase

MAKE_RETURN = "erpnext.stock.doctype.delivery_note.delivery_note.make_sales_return"
MAKE_PURCHASE_RETURN = "erpnext.stock.doctype.purchase_receipt.purchase_receipt.make_purchase_return"


def returned(customer, item, number, against, qty=-1):
    return delivery(customer, item, [number], qty, is_return=1, return_against=against)


def test_a_return_is_prepared_from_the_delivery(client, shop):
    item, number, note = shop.delivered_unit()
    draft = good(client.ask(MAKE_RETURN, source_name=note))["message"]
    row = draft["items"][0]
    assert (draft["doctype"], draft["is_return"], draft["return_against"]) == ("Delivery Note", 1, note)
    assert (row["qty"], row["serial_no"], row["warehouse"], row["rate"]) == (-1.0, number, STORES, 20.0)
    assert "name" not in draft and draft["customer"] == shop.customer


def test_what_came_back_already_is_left_out_of_a_prepared_return(client, shop):
    item, plain = shop.item(), shop.plain_item()
    numbers = shop.receive(item, qty=3)
    shop.receive(plain, qty=5)
    lines = delivery(shop.customer, item, numbers[:2])["items"] + delivery(shop.customer, item, numbers[2:])["items"] + delivery(shop.customer, plain, qty=5)["items"]
    note = client.made("Delivery Note", {**delivery(shop.customer, item, numbers), "items": lines})["name"]
    back = delivery(shop.customer, item, [numbers[0].lower(), numbers[2]], -2)["items"] + delivery(shop.customer, plain, qty=-2)["items"]
    first = client.made("Delivery Note", {**returned(shop.customer, item, numbers[0], note), "items": back})["name"]
    draft = good(client.ask(MAKE_RETURN, source_name=note))["message"]
    assert [(row["qty"], row.get("serial_no"), row["amount"]) for row in draft["items"]] == [(-1, numbers[1], -20), (-3, None, -60)]
    assert (draft["total_qty"], draft["grand_total"]) == (-4, -80)
    client.changed("Delivery Note", first, docstatus=2)
    assert len(good(client.ask(MAKE_RETURN, source_name=note))["message"]["items"]) == 3
    client.made("Delivery Note", {**good(client.ask(MAKE_RETURN, source_name=note))["message"], "docstatus": 1})
    assert good(client.ask(MAKE_RETURN, source_name=note))["message"].get("items", []) == []


def test_what_is_left_of_a_box_is_counted_in_the_stock_unit(client, shop):
    boxes = [{"uom": "Box", "conversion_factor": 3}]
    item, plain = shop.item(uoms=boxes), shop.plain_item(uoms=boxes)
    numbers = shop.receive(item, qty=6)
    shop.receive(plain, qty=6)

    def line(code, cells, qty, uom, rate):
        return {**delivery(shop.customer, code, cells, qty)["items"][0], "uom": uom, "rate": rate}

    note = client.made("Delivery Note", {**delivery(shop.customer, item, numbers), "items": [line(item, numbers, 2, "Box", 30), line(plain, [], 2, "Box", 30)]})["name"]

    def take_back(count):
        back = [line(item, numbers[:count], -count, "Nos", 10), line(plain, [], -count, "Nos", 10)]
        return client.made("Delivery Note", {**returned(shop.customer, item, numbers[0], note), "items": back})["name"]

    def left():
        draft = good(client.ask(MAKE_RETURN, source_name=note))["message"]
        return draft, [(row["qty"], row["uom"], row["rate"], row["stock_qty"], row["amount"]) for row in draft["items"]]

    first = take_back(1)
    draft, rows = left()
    assert rows == [(-5, "Nos", 10, -5, -50)] * 2 and cell({"items": draft["items"]}) == numbers[1:]
    client.changed("Delivery Note", first, docstatus=2)
    assert left()[1] == [(-2, "Box", 30, -6, -60)] * 2
    take_back(3)
    draft, rows = left()
    assert rows == [(-1, "Box", 30, -3, -30)] * 2
    client.made("Delivery Note", {**draft, "docstatus": 1})
    assert left()[0].get("items", []) == []


def test_rejected_units_that_went_back_are_left_out_of_a_prepared_return(client, shop):
    item = shop.item()
    good_ones, bad_ones = [shop.name("OK") for _ in range(2)], [shop.name("NOK") for _ in range(2)]
    receipt = purchase(shop.supplier, item, good_ones)
    receipt["items"][0] |= {"received_qty": 4, "rejected_qty": 2, "rejected_serial_no": "\n".join(bad_ones), "rejected_warehouse": FINISHED}
    name = client.made("Purchase Receipt", receipt)["name"]
    draft = good(client.ask(MAKE_PURCHASE_RETURN, source_name=name))["message"]
    draft["items"][0] |= {"qty": 0, "serial_no": None, "received_qty": -1, "rejected_qty": -1, "rejected_serial_no": bad_ones[0]}
    client.made("Purchase Receipt", {**draft, "docstatus": 1})
    row = good(client.ask(MAKE_PURCHASE_RETURN, source_name=name))["message"]["items"][0]
    assert (row["qty"], row["rejected_qty"], row["received_qty"]) == (-2, -1, -3)
    assert (row["serial_no"].split(), row["rejected_serial_no"]) == (good_ones, bad_ones[1])


def test_a_prepared_return_is_submitted_as_it_came(client, shop):
    item, number, note = shop.delivered_unit()
    draft = good(client.ask(MAKE_RETURN, source_name=note))["message"]
    document = client.made("Delivery Note", {**draft, "docstatus": 1})
    unit = client.serial(number)
    assert document["is_return"] == 1
    assert (unit["status"], unit["warehouse"]) == ("Active", STORES)


def test_a_return_by_hand_brings_the_unit_back(client, shop):
    item, number, note = shop.delivered_unit()
    document = client.made("Delivery Note", returned(shop.customer, item, number, note))
    unit = client.serial(number)
    assert (unit["status"], unit["warehouse"], unit["purchase_rate"]) == ("Active", STORES, 10.0)
    assert not {"customer", "delivery_document_no"} & unit.keys()
    assert document["items"][0]["amount"] == -20.0


def test_a_returned_unit_may_be_delivered_again(client, shop):
    item, number, note = shop.delivered_unit()
    client.made("Delivery Note", returned(shop.customer, item, number, note))
    assert client.serial(number)["status"] == "Active"
    assert shop.deliver(item, number)["docstatus"] == 1


def test_a_warranty_typed_by_a_person_survives_a_return(client, shop):
    item, number, note = shop.delivered_unit(warranty_period=365)
    client.changed("Serial No", number, warranty_expiry_date="2035-06-30")
    client.made("Delivery Note", returned(shop.customer, item, number, note))
    assert client.serial(number)["warranty_expiry_date"] == "2035-06-30"


def test_a_unit_is_returned_only_once(client, shop):
    item, number, note = shop.delivered_unit()
    client.made("Delivery Note", returned(shop.customer, item, number, note))
    response = client.create("Delivery Note", returned(shop.customer, item, number, note))
    refused(response, 417, "StockOverReturnError", number, note)


def test_no_more_is_returned_than_was_delivered(client, shop):
    item = shop.plain_item()
    client.made("Stock Entry", {"stock_entry_type": "Material Receipt", "docstatus": 1, "items": [
        {"item_code": item, "qty": 5, "t_warehouse": STORES}]})
    note = client.made("Delivery Note", delivery(shop.customer, item, qty=2))["name"]
    response = client.create("Delivery Note", delivery(shop.customer, item, qty=-3, is_return=1, return_against=note))
    refused(response, 417, "StockOverReturnError", item)


def test_a_unit_of_another_delivery_is_not_returned(client, shop):
    item, number, note = shop.delivered_unit()
    other = shop.receive(item, qty=1)[0]
    shop.deliver(item, other)
    response = client.create("Delivery Note", returned(shop.customer, item, other, note))
    refused(response, 417, "ValidationError", other, note)


def test_a_return_is_for_the_same_customer(client, shop):
    item, number, note = shop.delivered_unit()
    other = client.made("Customer", {"customer_name": shop.name("Autre")})["name"]
    response = client.create("Delivery Note", returned(other, item, number, note))
    refused(response, 417, "ValidationError", shop.customer)


def test_a_return_needs_a_negative_quantity(client, shop):
    item, number, note = shop.delivered_unit()
    response = client.create("Delivery Note", returned(shop.customer, item, number, note, qty=1))
    refused(response, 417, "ValidationError", "negative")


def test_a_return_names_the_document_that_it_returns(client, shop):
    item, number, note = shop.delivered_unit()
    response = client.create("Delivery Note", returned(shop.customer, item, number, "MAT-DN-0000-00000"))
    refused(response, 417, "ValidationError", "MAT-DN-0000-00000")


def test_a_purchase_is_returned_to_its_supplier(client, shop):
    item = shop.item()
    receipt = client.made("Purchase Receipt", purchase(shop.supplier, item, qty=1))
    number = cell(receipt)[0]
    client.made("Purchase Receipt", purchase(
        shop.supplier, item, [number], -1, is_return=1, return_against=receipt["name"]))
    unit = client.serial(number)
    assert (unit["status"], "warehouse" in unit) == ("Returned", False)


def test_cancelling_a_return_delivers_the_unit_again(client, shop):
    item, number, note = shop.delivered_unit()
    document = client.made("Delivery Note", returned(shop.customer, item, number, note))
    client.changed("Delivery Note", document["name"], docstatus=2)
    unit = client.serial(number)
    assert (unit["status"], unit["delivery_document_no"], unit["customer"]) == ("Delivered", note, shop.customer)
