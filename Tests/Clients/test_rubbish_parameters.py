"""Parameters of lists and methods that make no sense are refused by name."""

import pytest

import raw
from client import refused

HUGE = "9" * 30
BAD_NUMBERS = ["-1", "abc", "1.5", "1e3", "0x10", HUGE, "5;drop", "[5]", "５"]
FILTERS = [
    5, True, "[", "{", '{"a"', [[]], [["name"]], [["Serial No", "name", "=", "x", "y"]], [[1, "=", 2]], [["name", 1, "x"]],
    {"name": ["=", "x", "y"]}, {"name": ["in"]}, [None], ["name", "=", "x"], [{"name": "x"}], [["name", "=", {"a": 1}]],
    [["name", "===", "x"]], [["name", "regexp", "x"]], [["name", "", "x"]], [["name", "between", ["a"]]],
    [["name", "between", ["a", "b", "c"]]], [["name", "is", "maybe"]], [["name", "is", 5]], [["name", "like", []]],
    [["warranty_expiry_date", "=", "9999-99-99"]], [["warranty_expiry_date", ">", "soon"]], [["warranty_period", "=", "abc"]],
    [["purchase_rate", ">", "NaN"]], [["purchase_rate", ">", 1e300]], [["creation", ">", "0000-00-00"]], [["creation", ">", 5]],
    [["purchase_time", "=", "25:00"]], [["name", "in", ["x"] * 10_001]], [["name", "=", "a\0b"]],
    [["No Such Type", "name", "=", "x"]], [["Stock Entry Detail", "qty", "=", 1]]]
FIELDS = [5, True, "[", {"name": 1}, [1], ["name", None], ["name", ["x"]], ["name; drop table unit"], ["count(*)"], ["*, 1"],
          ["name as x, y"], ["tabSerial No.nosuch"], ["`name` from unit--"], ["(select 1)"]]
ORDERS = ["nosuch", "name sideways", "name asc desc", "name; drop table unit", "1", "(select 1)", "name asc,,nosuch", "random()"]


def short(value):
    return str(value)[:40]


def assert_refused(response, *names):
    assert 400 <= response.status_code < 500, f"{response.status_code} {response.text[:1000]}"
    text = response.json()["exception"]
    assert any(name in text for name in names), f"none of {names} is named in {text[:1000]}"


def words(value):
    """What an answer about these filters may name: the parameter, a field or an operand in it."""
    rows = value if isinstance(value, list) else [value]
    return [word for row in rows if isinstance(row, list) for word in row if isinstance(word, str) and len(word) > 2]


@pytest.mark.parametrize("parameter", ["limit_start", "limit_page_length", "limit"])
@pytest.mark.parametrize("value", BAD_NUMBERS)
def test_a_limit_that_is_no_number_is_refused_by_name(client, parameter, value):
    assert_refused(client.list("Serial No", **{parameter: value}), parameter)


@pytest.mark.parametrize("parameter", ["filters", "or_filters"])
@pytest.mark.parametrize("value", FILTERS, ids=short)
def test_filters_that_make_no_sense_are_refused_by_name(client, parameter, value):
    response = client.call("frappe.client.get_list", doctype="Serial No", **{parameter: value})
    assert_refused(response, parameter, *words(value))


@pytest.mark.parametrize("value", FILTERS, ids=short)
def test_a_count_refuses_them_too(client, value):
    response = client.call("frappe.client.get_count", doctype="Serial No", filters=value)
    assert_refused(response, "filters", *words(value))


@pytest.mark.parametrize("value", FIELDS, ids=short)
def test_fields_that_make_no_sense_are_refused_by_name(client, value):
    assert_refused(client.call("frappe.client.get_list", doctype="Serial No", fields=value), "fields", "permitted")


@pytest.mark.parametrize("value", ORDERS)
def test_an_order_that_makes_no_sense_is_refused_by_name(client, value):
    assert_refused(client.list("Serial No", order_by=value), "order_by", value.split()[0].rstrip(";"), "nosuch")


@pytest.mark.parametrize("parameters", [
    {"filters": [["name", "=", "x"]] * 5_000}, {"or_filters": [["name", "=", "x"]] * 5_000}, {"fields": ["name"] * 5_000},
    {"order_by": ",".join(["name"] * 5_000)}, {"filters": [["name", "like", "%a" * 50_000]]},
    {"filters": [["name", "in", [str(n) for n in range(10_000)]]] * 200}, {"filters": [["item_name", "=", "x" * 1_000_000]]}],
    ids=["filters", "or_filters", "fields", "order_by", "like", "in", "value"])
def test_a_huge_question_is_answered_or_refused_but_never_fails(client, parameters):
    response = client.call("frappe.client.get_list", doctype="Serial No", **parameters)
    assert response.status_code < 500, response.text[:1000]


@pytest.mark.parametrize("query", [b"filters=%zz", b"filters=%7", b"filters=%ff", b"fields=%", b"order_by=%c3%28", b"limit_start=%%%"])
def test_broken_escapes_in_a_question_are_refused_by_name(server, token, query):
    answer = raw.send(server, token, "GET", b"/api/resource/Item?" + query)
    assert answer.status_code == 400 and query.split(b"=")[0].decode() in answer.text


@pytest.mark.parametrize("name", [b"%zz", b"%", b"%f", b"%ff%fe", b"%c0%af", b"%00", b"a%00b", b"%2e%2e%2fx"])
def test_broken_escapes_in_an_address_are_refused(server, token, name):
    for method, body in (("GET", b""), ("PUT", b"{}"), ("DELETE", b"")):
        assert 400 <= raw.send(server, token, method, b"/api/resource/Item/" + name, body).status_code < 500


@pytest.mark.parametrize("target", [
    b"/api/resource/", b"/api/resource", b"/api/method/", b"/api/method", b"/api/", b"//api//resource//Item//X",
    b"/api/resource/%00/x", b"/api/resource/" + b"x" * 5_000, b"/api/resource/Item/" + b"/" * 5_000 + b"x"])
def test_odd_addresses_never_fail(server, token, target):
    assert 300 <= raw.send(server, token, "GET", target).status_code < 500


@pytest.mark.parametrize("doctype", ["Nonsense", "item", "Stock_Entry", "unit", "sqlite_master", "DocType", "Item;", "x" * 2000, "Ítem"])
def test_an_unknown_type_is_refused_by_name_everywhere(client, doctype):
    name = doctype[:100]
    for method, parameters in {
        "frappe.client.get_list": {}, "frappe.client.get": {"name": "x"}, "frappe.client.get_count": {},
        "frappe.client.get_value": {"fieldname": "name"}, "frappe.client.delete": {"name": "x"},
        "frappe.client.set_value": {"name": "x", "fieldname": "name", "value": 1}, "frappe.client.cancel": {"name": "x"},
        "frappe.client.rename_doc": {"old_name": "x", "new_name": "y"}, "frappe.desk.search.search_link": {"txt": ""},
        "frappe.client.insert": {"doc": {"doctype": doctype}}, "frappe.client.submit": {"doc": {"doctype": doctype}},
    }.items():
        refused(client.call(method, doctype=doctype, **parameters), 404, "DoesNotExistError", name)


@pytest.mark.parametrize("method, parameters, named", [
    ("frappe.client.get_list", {}, "doctype"), ("frappe.client.get_list", {"doctype": ["Item"]}, "doctype"),
    ("frappe.client.get_list", {"doctype": {}}, "doctype"), ("frappe.client.get", {"name": "x"}, "doctype"),
    ("frappe.client.insert", {}, "doc"), ("frappe.client.insert", {"doc": []}, "doc"), ("frappe.client.insert", {"doc": "{"}, "doc"),
    ("frappe.client.insert", {"doc": 5}, "doc"), ("frappe.client.insert", {"doc": {}}, "doctype"),
    ("frappe.client.insert", {"doc": {"doctype": 5}}, "doctype"), ("frappe.client.insert_many", {}, "docs"),
    ("frappe.client.insert_many", {"docs": {}}, "docs"), ("frappe.client.insert_many", {"docs": [1]}, "doc"),
    ("frappe.client.insert_many", {"docs": [{"doctype": "Item"}] * 201}, "docs"),
    ("frappe.client.save", {"doc": {"doctype": "Item"}}, "name"),
    ("frappe.client.save", {"doc": {"doctype": "Item", "name": []}}, "name"), ("frappe.client.submit", {}, "doc"),
    ("frappe.client.submit", {"doc": "x"}, "doc"), ("frappe.client.cancel", {"doctype": "Stock Entry"}, "name"),
    ("frappe.client.cancel", {"doctype": "Stock Entry", "name": ["x"]}, "name"), ("frappe.client.delete", {"doctype": "Item"}, "name"),
    ("frappe.client.set_value", {"doctype": "Item", "name": "x"}, "fieldname"),
    ("frappe.client.set_value", {"doctype": "Item", "name": "x", "fieldname": []}, "fieldname"),
    ("frappe.client.set_value", {"doctype": "Item", "name": "x", "fieldname": "nosuch", "value": 1}, "nosuch"),
    ("frappe.client.rename_doc", {"doctype": "Item", "old_name": "x"}, "new"),
    ("frappe.client.rename_doc", {"doctype": "Item", "new_name": "x"}, "old"),
    ("frappe.client.get_value", {"doctype": "Item", "fieldname": {"a": 1}}, "fieldname"),
    ("frappe.client.get_value", {"doctype": "Item", "fieldname": "nosuch"}, "nosuch"),
    ("frappe.desk.search.search_link", {"doctype": "Item", "page_length": "abc"}, "page_length"),
    ("frappe.desk.search.search_link", {"doctype": "Item", "page_length": -5}, "page_length"),
    ("frappe.desk.query_report.run", {}, "report_name"), ("frappe.desk.query_report.run", {"report_name": "Nonsense"}, "Nonsense"),
    ("frappe.desk.query_report.run", {"report_name": "Serial No Ledger", "filters": "{"}, "filters"),
    ("frappe.desk.query_report.run", {"report_name": "Serial No Ledger", "filters": 5}, "filters"),
    ("frappe.desk.query_report.run", {"report_name": "Serial No Ledger", "filters": {"nosuch": 1}}, "nosuch"),
    ("frappe.desk.query_report.run", {"report_name": "Serial No Ledger", "filters": {"posting_date": "9999-99-99"}}, "posting_date"),
    ("frappe.desk.query_report.run", {"report_name": "Serial No Ledger", "filters": {"item_code": ["x"]}}, "item_code"),
    ("matricule.trace", {}, "name"), ("matricule.trace", {"serial_no": "NO SUCH UNIT"}, "NO SUCH UNIT"),
    ("matricule.look_up", {}, "serial_nos"),
    ("matricule.look_up", {"serial_nos": 5}, "serial_nos"), ("matricule.look_up", {"serial_nos": [5]}, "serial_nos"),
    ("matricule.look_up", {"serial_nos": {"a": 1}}, "serial_nos"), ("matricule.preview", {}, "series"),
    ("matricule.preview", {"series": "A.##.##"}, "A.##.##"), ("matricule.preview", {"series": "A.##", "item_code": "NO ITEM"}, "NO ITEM"),
    ("matricule.reserve", {"item_code": "x"}, "qty"), ("matricule.reserve", {"item_code": "x", "qty": 0}, "qty"),
    ("matricule.reserve", {"item_code": "x", "qty": -1}, "qty"), ("matricule.reserve", {"item_code": "x", "qty": "many"}, "qty"),
    ("matricule.reserve", {"item_code": "x", "qty": 100_001}, "qty"), ("matricule.reserve", {"item_code": "NO ITEM", "qty": 1}, "NO ITEM"),
    ("matricule.oldest_first", {"item_code": "x", "warehouse": "y", "qty": "1e300"}, "qty"),
    ("matricule.oldest_first", {"item_code": "x", "warehouse": "y", "qty": -1}, "qty"),
    ("matricule.oldest_first", {"item_code": "x", "warehouse": "NO PLACE", "qty": 1}, "NO PLACE"),
    ("login", {}, "usr"), ("login", {"usr": "x"}, "pwd"), ("login", {"usr": ["x"], "pwd": {}}, "usr"),
    ("erpnext.stock.doctype.delivery_note.delivery_note.make_sales_return", {}, "source_name"),
    ("erpnext.stock.doctype.delivery_note.delivery_note.make_sales_return", {"source_name": "NO NOTE"}, "NO NOTE"),
], ids=short)
def test_a_method_refuses_wrong_parameters_by_name(client, method, parameters, named):
    response = client.call(method, **parameters)
    assert 400 <= response.status_code < 500, f"{response.status_code} {response.text[:1000]}"
    assert named in response.json()["exception"] or named in {o["field"] for o in response.json().get("offences", [])}, response.text
