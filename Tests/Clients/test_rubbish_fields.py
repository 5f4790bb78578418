"""Values of the wrong type, and absurd ones, are refused naming their field."""

import pytest

from documents import FINISHED, STORES

LONG = "9" * 400
TEXT = [{"a": 1}, ["a"], True, "a\0b"]
NUMBER = ["abc", "NaN", "Infinity", "-Infinity", "1,5", "1.5.5", "--1", "1-", "1e", "e5", "0x10", "１２", "1 000", [], {}, [1], 1e300,
          "1e300", "-1e300", "1e99999999999999999999", LONG, "." , "-", "+"]
WRONG = {
    "item_name": TEXT, "description": TEXT, "item_group": TEXT, "brand": TEXT + ["No such brand", "x" * 5_000_000],
    "disabled": ["maybe", 2, -1, [], {}, "1e0", 0.5, LONG],
    "warranty_period": NUMBER + [1.5, "1.5", -1, 36_501, 9_223_372_036_854_775_807],
    "shelf_life_in_days": [-1, 1e18], "valuation_rate": NUMBER + [-1, "9e12", 1_000_001],
    "end_of_life": [20261123, "tomorrow", "9999-99-99", "2026-02-30", "0000-01-01", "-001-01-01", "10000-01-01", "2026-1",
                    "23/11/2026", "2026-11-23x", [], {}, True, 1e300, LONG]}
WRONG_LINE = {
    "item_code": TEXT + ["No such item"], "t_warehouse": TEXT + ["No such place"], "uom": TEXT + ["No such unit", "Kg"],
    "qty": NUMBER + [0, -1, -0.001, 0.0004, "1e-300", 1_000_000_001, 9_223_372_036_854_775.807],
    "basic_rate": NUMBER + [-1, "9e12"], "conversion_factor": NUMBER,
    "serial_no": [{"a": 1}, True, [1], [["a"]], [{}], "a\0b"], "batch_no": TEXT + ["No such lot"]}
WRONG_HEAD = {
    "stock_entry_type": ["Nonsense", 5, [], {}, True, "x" * 10_000], "company": TEXT + ["No such company"],
    "posting_date": ["9999-99-99", "0000-00-00", "1899-12-31", "3000-01-01", 5, [], "2098-12-31"],
    "posting_time": ["25:00:00", "24:00:00", "-1:00:00", "12:60", "12:00:60", "noon", 12, [], {}, LONG],
    "docstatus": [3, -1, "x", [], {}, 0.5, 1e300], "naming_series": [{"a": 1}, "x" * 10_000]}


def cases(wrong):
    return [pytest.param(field, value, id=f"{field}-{str(value)[:24]}") for field in wrong for value in wrong[field]]


def assert_names(response, field):
    assert 400 <= response.status_code < 500, f"{response.status_code} {response.text[:1000]}"
    body = response.json()
    assert body["exc_type"] and len(response.content) < 20_000
    fields = {offence["field"] for offence in body.get("offences", [])}
    assert field in fields or field in body["exception"], f"{field} is not named in {response.text[:1000]}"


def entry(line=None, **fields):
    line = {"item_code": "WIDGET", "qty": 1, "t_warehouse": STORES, **(line or {})}
    return {"stock_entry_type": "Material Receipt", "items": [line], "docstatus": 1, **fields}


@pytest.fixture(scope="module", autouse=True)
def widget(client):
    return client.made("Item", {"item_code": "WIDGET", "valuation_rate": 1})


@pytest.mark.parametrize("field, value", cases(WRONG))
def test_a_wrong_value_of_an_item_is_refused_by_name(client, shop, field, value):
    assert_names(client.create("Item", {"item_code": shop.name(), field: value}), field)


@pytest.mark.parametrize("field, value", cases(WRONG))
def test_a_change_to_a_wrong_value_is_refused_by_name(client, shop, field, value):
    assert_names(client.change("Item", "WIDGET", **{field: value}), field)


@pytest.mark.parametrize("field, value", cases(WRONG_LINE))
def test_a_wrong_value_of_a_line_is_refused_by_name(client, field, value):
    assert_names(client.create("Stock Entry", entry({field: value})), field)


@pytest.mark.parametrize("field, value", cases(WRONG_HEAD))
def test_a_wrong_value_of_a_document_is_refused_by_name(client, field, value):
    assert_names(client.create("Stock Entry", entry(**{field: value})), field)


@pytest.mark.parametrize("factor", [0, -1, "9e12", 1e300])
def test_an_absurd_conversion_factor_of_an_item_is_refused(client, shop, factor):
    response = client.create("Item", {"item_code": shop.name(), "uoms": [{"uom": "Box", "conversion_factor": factor}]})
    assert_names(response, "conversion_factor")


def test_all_wrong_fields_come_in_one_answer(client):
    response = client.create("Stock Entry", entry({"qty": "x", "t_warehouse": 5.5, "basic_rate": []}, posting_date="x"))
    assert {"qty", "basic_rate", "posting_date"} <= {offence["field"] for offence in response.json()["offences"]}


LARGEST = "9223372036854775.807"


def goods(**more):
    return {"item_code": "WIDGET", "qty": LARGEST, "warehouse": STORES, **more}


def test_the_largest_quantities_of_two_cells_are_refused(client, shop):
    lines = [goods(rejected_qty=LARGEST, rejected_warehouse=FINISHED)]
    assert_names(client.create("Purchase Receipt", {"supplier": shop.supplier, "items": lines}), "qty")


@pytest.mark.parametrize("doctype", ["Purchase Receipt", "Purchase Invoice", "Delivery Note", "Sales Invoice", "Sales Order"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_the_largest_quantities_of_two_lines_are_refused(client, shop, doctype, sign):
    lines = [goods(qty=sign + LARGEST), goods(qty=sign + LARGEST)]
    parties = {"supplier": shop.supplier} if "Purchase" in doctype else {"customer": shop.customer}
    assert_names(client.create(doctype, {"items": lines, **parties}), "qty")


def test_the_largest_quantity_is_not_counted(client):
    assert_names(client.create("Stock Reconciliation", {"docstatus": 1, "items": [goods()]}), "qty")


@pytest.mark.parametrize("count", [1, 5, 20])
@pytest.mark.parametrize("state", [0, 1])
def test_the_largest_allowed_amounts_add_up_or_are_refused(client, count, state):
    lines = [{"item_code": "WIDGET", "qty": 1_000_000_000, "t_warehouse": STORES, "basic_rate": 1_000_000}] * count
    response = client.create("Stock Entry", {"stock_entry_type": "Material Receipt", "items": lines, "docstatus": state})
    if response.status_code == 200:
        assert response.json()["data"]["total_amount"] == count * 1e15
    else:
        assert response.status_code == 417, response.text


def test_a_quantity_that_no_unit_of_measure_can_carry_is_refused(client, shop):
    item = client.made("Item", {"item_code": shop.name(), "uoms": [{"uom": "Box", "conversion_factor": 1_000_000}]})["name"]
    response = client.create("Stock Entry", entry({"item_code": item, "qty": 1_000_000_000, "uom": "Box"}))
    assert_names(response, "qty")
