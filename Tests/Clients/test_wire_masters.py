"""Items and the other records that documents refer to, as clients of the ecosystem send them."""

import json

from client import good, messages, refused


def test_an_item_is_created_with_the_fields_that_were_sent(client, shop):
    code = shop.name("ART")
    sent = {
        "item_code": code, "item_name": "Perceuse", "item_group": "Products", "stock_uom": "Nos", "is_stock_item": 1,
        "has_serial_no": 1, "serial_no_series": code + ".#####", "valuation_rate": 10}
    data = client.made("Item", sent)
    assert {key: data[key] for key in sent} == sent
    assert (data["name"], data["doctype"], data["docstatus"]) == (code, "Item", 0)
    assert data["owner"] == data["modified_by"] == "api@example.com"


def test_an_item_takes_its_code_as_name_and_description(client, shop):
    data = client.made("Item", {"item_code": (code := shop.name())})
    assert data["item_name"] == data["description"] == code


def test_reading_one_record_leaves_empty_fields_out(client, shop):
    data = client.read("Item", shop.item())
    assert "brand" not in data and None not in data.values()


def test_an_item_that_exists_is_a_conflict(client, shop):
    item = shop.item()
    refused(client.create("Item", {"item_code": item}), 409, "DuplicateEntryError", item)


def test_an_item_without_a_code_is_refused(client):
    body = refused(client.create("Item", {"item_name": "x"}), 417, "MandatoryError", "Item Code")
    assert body["offences"][0]["field"] == "item_code"


def test_an_item_in_a_group_that_does_not_exist_is_refused(client, shop):
    response = client.create("Item", {"item_code": shop.name(), "item_group": "No such group"})
    refused(response, 417, "LinkValidationError", "Item Group", "No such group")


def test_an_item_may_come_in_the_field_data_of_a_form(client, shop):
    code = shop.name("FORM")
    response = client.post("/api/resource/Item", data={"data": json.dumps({"item_code": code, "stock_uom": "Nos"})})
    assert good(response)["data"]["name"] == code


def test_an_item_may_come_as_the_fields_of_a_form(client, shop):
    code = shop.name("FORM")
    assert good(client.post("/api/resource/Item", data={"item_code": code, "stock_uom": "Nos"}))["data"]["name"] == code


def test_a_change_keeps_what_was_not_sent(client, shop):
    item = shop.item(warranty_period=365)
    data = client.changed("Item", item, description="Neuf")
    assert (data["description"], data["warranty_period"]) == ("Neuf", 365)


def test_a_stale_change_is_refused(client, shop):
    item = shop.item()
    response = client.change("Item", item, modified="2020-01-01 00:00:00.000000", description="z")
    refused(response, 417, "TimestampMismatchError")


def test_a_change_with_the_latest_modified_is_accepted(client, shop):
    data = client.read("Item", shop.item())
    good(client.change("Item", data["name"], modified=data["modified"], description="z"))


def test_a_record_sent_back_whole_is_accepted(client, shop):
    data = client.made("Item", {"item_code": shop.name()})
    response = client.put(f"/api/resource/Item/{data['name']}", json={**data, "__islocal": 0, "__unsaved": 1})
    assert messages(response) == [] and good(response)


def test_unknown_fields_of_a_body_are_passed_over_with_a_warning(client, shop):
    response = client.create("Item", {"item_code": shop.name(), "no_such_field": 1, "grant_commission": 1})
    assert good(response)["data"]["doctype"] == "Item"
    assert "no_such_field" in " ".join(messages(response)) and "grant_commission" in " ".join(messages(response))


def test_unknown_fields_of_a_line_are_passed_over_with_a_warning(client, shop):
    line = {"item_code": shop.item(), "qty": 1, "t_warehouse": "Stores - MS", "no_such_field": 1}
    response = client.create("Stock Entry", {"stock_entry_type": "Material Receipt", "items": [line]})
    assert good(response) and "no_such_field" in " ".join(messages(response))


def test_an_unused_item_is_deleted_with_202(client, shop):
    item = shop.item()
    response = client.remove("Item", item)
    assert (response.status_code, response.json()) == (202, {"message": "ok"})
    refused(client.get(f"/api/resource/Item/{item}"), 404, "DoesNotExistError", item)


def test_an_item_that_a_document_names_is_not_deleted(client, shop):
    item, number = shop.unit()
    refused(client.remove("Item", item), 417, "LinkExistsError")


def test_a_used_item_keeps_its_serial_numbers(client, shop):
    item, number = shop.unit()
    refused(client.change("Item", item, has_serial_no=0), 417, "CannotChangeConstantError")


def test_a_series_that_cannot_count_is_refused_with_an_example(client, shop):
    response = client.create("Item", {"item_code": shop.name(), "has_serial_no": 1, "serial_no_series": "PB.##.2L.##"})
    refused(response, 417, "ValidationError", "PB.##.2L.##", "example")


def test_a_new_site_has_what_clients_take_for_granted(client):
    assert client.read("Item Group", "All Item Groups")["is_group"] == 1
    assert {"Nos", "Kg", "Meter"} <= {row["name"] for row in client.rows("UOM")}
    assert len(client.rows("Company")) == 1
    assert client.read("Warehouse", "Stores - MS")["parent_warehouse"] == "All Warehouses - MS"
    assert {"System Manager", "Stock User", "Auditor"} <= {row["name"] for row in client.rows("Role")}
