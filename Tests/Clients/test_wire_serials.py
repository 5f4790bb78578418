"""Serial number records kept by hand."""

from client import good, refused
from documents import FINISHED, STORES


def test_a_record_made_by_hand_is_inactive(client, shop):
    item = shop.item(warranty_period=30)
    unit = client.made("Serial No", {"serial_no": (number := shop.name()), "item_code": item})
    assert (unit["name"], unit["serial_no"], unit["status"]) == (number, number, "Inactive")
    assert (unit["item_name"], unit["item_group"], unit["warranty_period"]) == (item, "All Item Groups", 30)


def test_a_record_made_by_hand_is_received_later(client, shop):
    item = shop.item()
    number = client.made("Serial No", {"serial_no": shop.name(), "item_code": item})["name"]
    shop.receive(item, [number])
    assert client.serial(number)["status"] == "Active"


def test_a_record_made_by_hand_has_no_warehouse(client, shop):
    response = client.create("Serial No", {"serial_no": shop.name(), "item_code": shop.item(), "warehouse": STORES})
    refused(response, 417, "SerialNoCannotCreateDirectError")


def test_a_number_is_used_only_once(client, shop):
    item, number = shop.unit()
    refused(client.create("Serial No", {"serial_no": number.lower(), "item_code": item}), 409, "DuplicateEntryError")


def test_a_record_needs_a_number_and_an_item(client):
    response = client.create("Serial No", {})
    fields = {offence["field"] for offence in refused(response, 417, "MandatoryError")["offences"]}
    assert fields == {"serial_no", "item_code"}


def test_a_record_of_an_item_without_serials_is_refused(client, shop):
    response = client.create("Serial No", {"serial_no": shop.name(), "item_code": shop.plain_item()})
    refused(response, 417, "SerialNoNotRequiredError")


def test_the_warehouse_is_not_changed_by_hand(client, shop):
    item, number = shop.unit()
    refused(client.change("Serial No", number, warehouse=FINISHED), 417, "SerialNoCannotCannotChangeError")


def test_the_item_is_not_changed_by_hand(client, shop):
    item, number = shop.unit()
    refused(client.change("Serial No", number, item_code=shop.item()), 417, "SerialNoCannotCannotChangeError")


def test_the_state_is_not_changed_by_hand(client, shop):
    item, number = shop.unit()
    client.change("Serial No", number, status="Delivered", customer=shop.customer)
    unit = client.serial(number)
    assert (unit["status"], "customer" in unit) == ("Active", False)


def test_details_are_changed_by_hand(client, shop):
    item, number = shop.unit()
    unit = client.changed("Serial No", number, serial_no_details="Éraflure", amc_expiry_date="2030-12-31")
    assert (unit["serial_no_details"], unit["amc_expiry_date"]) == ("Éraflure", "2030-12-31")
    assert unit["maintenance_status"] == "Under AMC"


def test_a_record_with_movements_is_not_deleted(client, shop):
    item, number = shop.unit()
    refused(client.remove("Serial No", number), 417, "LinkExistsError", number)


def test_a_record_without_movements_is_deleted(client, shop):
    number = client.made("Serial No", {"serial_no": shop.name(), "item_code": shop.item()})["name"]
    assert client.remove("Serial No", number).status_code == 202
    refused(client.get(f"/api/resource/Serial No/{number}"), 404, "DoesNotExistError", number)


def test_a_corrected_number_is_found_and_the_old_one_is_kept_in_the_history(client, shop):
    item, number = shop.unit()
    client.call("frappe.client.rename_doc", doctype="Serial No", old_name=number, new_name=number + "B")
    assert client.serial(number + "B")["status"] == "Active"
    assert number in str(good(client.ask("matricule.trace", serial_no=number + "B"))["message"])


def test_a_corrected_number_may_not_be_one_that_exists(client, shop):
    item = shop.item()
    first, second = shop.receive(item, qty=2)
    response = client.call("frappe.client.rename_doc", doctype="Serial No", old_name=first, new_name=second)
    refused(response, 409, "DuplicateEntryError", second)
