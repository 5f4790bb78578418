"""Lists, counts, the ledger and the balance, as clients ask for them."""

import pytest

from client import good, refused
from documents import FINISHED, STORES, transfer


@pytest.fixture(scope="module")
def stocked(shop):
    """An item with three units in the stores, and their numbers."""
    item = shop.item()
    return item, shop.receive(item, qty=3)


def names(rows):
    return [row["name"] for row in rows]


def test_a_list_shows_names_by_default(client, stocked):
    item, numbers = stocked
    assert client.rows("Serial No", filters={"item_code": item}) == [{"name": number} for number in numbers]


def test_a_list_has_twenty_rows_by_default(client, shop):
    item = shop.item()
    shop.receive(item, qty=25)
    assert len(client.rows("Serial No", filters={"item_code": item})) == 20


def test_a_limit_of_zero_means_all(client, shop):
    item = shop.item()
    shop.receive(item, qty=25)
    assert len(client.rows("Serial No", filters={"item_code": item}, limit_page_length=0)) == 25


def test_a_list_shows_the_fields_asked_for_empty_ones_too(client, stocked):
    item, numbers = stocked
    fields = ["name", "item_code", "warehouse", "status", "delivery_document_no", "customer"]
    rows = client.rows(
        "Serial No", fields=fields, filters=[["item_code", "=", item], ["warehouse", "=", STORES]],
        limit_start=0, limit_page_length=20, order_by="name asc")
    assert [list(row.values()) for row in rows] == [[n, item, STORES, "Active", None, None] for n in numbers]
    assert list(rows[0]) == fields


def test_a_star_shows_all_fields(client, stocked):
    item, numbers = stocked
    rows = client.rows("Serial No", fields=["*"], filters={"item_code": item}, limit=2, order_by="name desc")
    assert names(rows) == [numbers[2], numbers[1]]
    assert {"owner", "creation", "purchase_document_no", "delivery_document_no"} <= rows[0].keys()


def test_limit_start_skips_rows(client, stocked):
    item, numbers = stocked
    assert names(client.rows("Serial No", filters={"item_code": item}, limit_start=2)) == numbers[2:]


def test_as_dict_false_gives_rows_of_values(client, stocked):
    item, numbers = stocked
    rows = client.rows("Serial No", fields=["name", "status"], filters={"item_code": item}, limit=2, as_dict="False")
    assert rows == [[numbers[0], "Active"], [numbers[1], "Active"]]


def test_or_filters_widen_what_filters_narrow(client, stocked):
    item, numbers = stocked
    rows = client.rows(
        "Serial No", filters=[["item_code", "in", [item, "other"]]],
        or_filters=[["name", "like", "%0001"], ["name", "like", "%0002"]])
    assert names(rows) == numbers[:2]


@pytest.mark.parametrize("test, value, found", [
    ("=", "{1}", [1]), ("!=", "{1}", [0, 2]), ("<", "{1}", [0]), (">", "{1}", [2]), ("<=", "{1}", [0, 1]),
    (">=", "{1}", [1, 2]), ("like", "%3", [2]), ("not like", "%3", [0, 1]), ("in", ["{0}", "{2}"], [0, 2]),
    ("not in", ["{0}", "{2}"], [1]), ("between", ["{0}", "{1}"], [0, 1])])
def test_every_operator_finds_what_it_says(client, stocked, test, value, found):
    item, numbers = stocked
    value = [text.format(*numbers) for text in value] if isinstance(value, list) else value.format(*numbers)
    rows = client.rows("Serial No", filters=[["item_code", "=", item], ["name", test, value]], order_by="name")
    assert names(rows) == [numbers[index] for index in found]


@pytest.mark.parametrize("word, found", [("set", 3), ("not set", 0)])
def test_is_asks_whether_a_field_is_empty(client, stocked, word, found):
    filters = [["item_code", "=", stocked[0]], ["warehouse", "is", word]]
    assert len(client.rows("Serial No", filters=filters)) == found


def test_a_filter_on_a_date_compares_dates(client, stocked):
    item, numbers = stocked
    day = client.serial(numbers[0])["purchase_date"]
    filters = [["item_code", "=", item], ["purchase_date", "between", [day, day]]]
    assert len(client.rows("Serial No", filters=filters)) == 3


def test_a_filter_may_ask_about_lines(client, stocked):
    item, numbers = stocked
    rows = client.rows("Stock Entry", filters=[["Stock Entry Detail", "item_code", "=", item]])
    assert len(rows) == 1


@pytest.mark.parametrize("parameters", [
    {"fields": ["nosuchfield"]}, {"filters": {"nosuchfield": 1}}, {"filters": [["nosuchfield", "=", 1]]},
    {"or_filters": [["nosuchfield", "=", 1]]}, {"order_by": "nosuchfield desc"}])
def test_an_unknown_field_is_refused_by_name(client, parameters):
    refused(client.list("Serial No", **parameters), 417, "DataError", "nosuchfield")


def test_a_count_counts(client, stocked):
    answer = good(client.ask("frappe.client.get_count", doctype="Serial No", filters={"item_code": stocked[0]}))
    assert answer == {"message": 3}


def test_a_value_is_got(client, stocked):
    item, numbers = stocked
    answer = client.ask(
        "frappe.client.get_value", doctype="Serial No", filters={"name": numbers[0]}, fieldname=["status", "warehouse"])
    assert good(answer) == {"message": {"status": "Active", "warehouse": STORES}}


def test_the_ledger_tells_what_each_line_changed(client, shop):
    item, number = shop.unit()
    document = client.made("Stock Entry", transfer(item, [number]))
    rows = client.rows("Stock Ledger Entry", fields=["*"], filters=[["voucher_no", "=", document["name"]]])
    changes = {(row["warehouse"], row["actual_qty"], row["qty_after_transaction"]) for row in rows}
    assert changes == {(STORES, -1.0, 0.0), (FINISHED, 1.0, 1.0)}
    assert {(row["voucher_type"], row["serial_no"], row["item_code"]) for row in rows} == {("Stock Entry", number, item)}
    assert rows[0]["posting_date"] == document["posting_date"]


def test_the_bin_tells_what_a_warehouse_holds(client, stocked):
    [row] = client.rows("Bin", fields=["*"], filters=[["item_code", "=", stocked[0]]])
    assert (row["warehouse"], row["actual_qty"], row["stock_value"]) == (STORES, 3.0, 30.0)


def test_the_ledger_is_not_written_by_hand(client, stocked):
    response = client.create("Bin", {"item_code": stocked[0], "warehouse": STORES, "actual_qty": 9})
    refused(response, 403, "PermissionError")


def test_the_serial_ledger_report_tells_the_way_of_a_unit(client, shop):
    item, number, note = shop.delivered_unit()
    filters = {"item_code": item, "serial_no": number, "warehouse": STORES, "posting_date": "2099-01-01"}
    answer = good(client.ask("frappe.desk.query_report.run", report_name="Serial No Ledger", filters=filters))["message"]
    assert [row["actual_qty"] for row in answer["result"]] == [1.0, -1.0]
    assert answer["result"][1]["voucher_no"] == note
    assert {"posting_date", "voucher_type", "voucher_no", "warehouse"} <= {column["fieldname"] for column in answer["columns"]}


def test_the_oldest_units_are_proposed_first(client, stocked):
    item, numbers = stocked
    answer = client.call(
        "erpnext.stock.doctype.serial_no.serial_no.auto_fetch_serial_number", item_code=item, warehouse=STORES, qty=2)
    assert good(answer) == {"message": numbers[:2]}
