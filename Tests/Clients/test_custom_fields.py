"""Fields that people add to the types of records: made, written, read, listed, shown and taken away over the interface."""

import json

import pytest

from client import Client, good, messages, refused
from documents import receipt

SCRIPT = "<script>alert('x')</script>"
TYPES = ["Item", "Item Group", "UOM", "Brand", "Batch", "Warehouse", "Supplier", "Customer", "Company", "User", "Role",
         "Stock Settings", "Serial No", "Stock Entry", "Purchase Receipt", "Purchase Invoice", "Sales Order",
         "Delivery Note", "Sales Invoice", "Stock Reconciliation"]


@pytest.fixture(scope="module")
def add(client):
    """Adds a custom field and returns its record."""
    return lambda doctype, fieldname, fieldtype="Data", **more: client.made(
        "Custom Field", {"dt": doctype, "fieldname": fieldname, "label": f"Le {fieldname}", "fieldtype": fieldtype, **more})


@pytest.fixture(scope="module", autouse=True)
def fields(add):
    """The fields of serial numbers that most tests write."""
    add("Serial No", "colour", "Select", options="rouge\nbleu\nvert")
    for name, kind in [("shelf", "Data"), ("laps", "Int"), ("weight", "Float"), ("price", "Currency"), ("bought", "Date"),
                       ("tested", "Check"), ("small", "Small Text"), ("words", "Text"), ("story", "Long Text")]:
        add("Serial No", name, kind)


VALUES = {"colour": "rouge", "shelf": "A 7", "laps": 12, "weight": 0.125, "price": 1234.5, "bought": "2026-11-23", "tested": 1,
          "small": "deux\nlignes", "words": "« é »", "story": "x" * 65_535}


@pytest.fixture(scope="module")
def goods(shop):
    return shop.item(serial_no_series=None)


@pytest.fixture
def unit(client, shop, goods):
    """A unit made by hand with the fields given."""
    return lambda **more: client.made("Serial No", {"serial_no": shop.name("U"), "item_code": goods, **more})


def values(record):
    return {name: record[name] for name in VALUES if name in record}


# Defining fields.


def test_a_field_is_named_after_type_and_field(client, add):
    made = add("Customer", "loyalty", "Int", description="Points", insert_after="territory", in_list_view=1)
    assert (made["name"], made["doctype"], made["insert_after"]) == ("Customer-loyalty", "Custom Field", "territory")
    assert client.read("Custom Field", "Customer-loyalty")["label"] == "Le loyalty"
    rows = client.rows("Custom Field", fields=["fieldname", "fieldtype"], filters={"dt": "Customer"})
    assert rows == [{"fieldname": "loyalty", "fieldtype": "Int"}]


def test_a_fieldname_is_made_from_the_label(client):
    made = client.made("Custom Field", {"dt": "Supplier", "label": "Numéro d’agrément"})
    assert (made["name"], made["fieldtype"]) == ("Supplier-numero_d_agrement", "Data")


@pytest.mark.parametrize("doctype", TYPES)
def test_every_master_and_document_takes_fields(client, add, doctype):
    assert add(doctype, "extra_word")["name"] == f"{doctype}-extra_word"
    [name] = [row["name"] for row in client.rows(doctype, limit=1, order_by="name desc", fields=["name", "extra_word"])] or [None]
    if name and doctype not in ("Stock Entry",):
        changed = client.changed(doctype, name, extra_word="mot")
        assert changed["extra_word"] == "mot" and client.read(doctype, name)["extra_word"] == "mot"
    client.remove("Custom Field", f"{doctype}-extra_word")


@pytest.mark.parametrize("doctype, word", [
    ("Delivery Note Item", "lines"), ("Bin", "ledger"), ("Custom Field", "lines"), ("Nonsense", "Nonsense")])
def test_other_types_take_none(client, doctype, word):
    response = client.create("Custom Field", {"dt": doctype, "fieldname": "x", "label": "X"})
    exc_type = "LinkValidationError" if doctype == "Nonsense" else "ValidationError"
    assert refused(response, 417, exc_type, word)["offences"][0]["field"] == "dt"


@pytest.mark.parametrize("field, value, code", [
    ("fieldname", "Colour", "field-name-invalid"), ("fieldname", "1a", "field-name-invalid"), ("fieldname", "a b", "field-name-invalid"),
    ("fieldname", "a'; DROP TABLE unit; --", "field-name-invalid"), ("fieldname", "a\"b", "field-name-invalid"),
    ("fieldname", "é", "field-name-invalid"), ("fieldname", "x" * 65, "field-name-invalid"), ("fieldname", "x" * 200, "too-long"),
    ("fieldname", "warehouse", "field-taken"), ("fieldname", "maintenance_status", "field-taken"), ("fieldname", "docstatus", "field-taken"),
    ("fieldname", [], "unreadable"), ("label", {}, "unreadable"), ("fieldtype", "Link", "not-a-choice"), ("fieldtype", "Table", "not-a-choice"),
    ("default", "vert", "unreadable"), ("dt", "", "required")])
def test_a_field_that_cannot_be_is_refused_by_name(client, field, value, code):
    wish = {"dt": "Serial No", "fieldname": "fresh", "label": "Fresh", "fieldtype": "Int", field: value}
    body = refused(client.create("Custom Field", wish), 417, client.create("Custom Field", wish).json()["exc_type"])
    assert (code, field) in {(offence["code"], offence["field"]) for offence in body["offences"]}


def test_a_field_is_there_once(client):
    refused(client.create("Custom Field", {"dt": "Serial No", "label": "Colour"}), 409, "DuplicateEntryError")


def test_a_field_keeps_its_type_and_its_name(client):
    refused(client.change("Custom Field", "Serial No-laps", fieldtype="Data"), 417, "CannotChangeConstantError")
    response = client.call("frappe.client.rename_doc", doctype="Custom Field", old="Serial No-laps", new="x")
    refused(response, 417, "CannotChangeConstantError")


@pytest.mark.parametrize("role", ["Item Manager", "Stock Manager", "Auditor"])
def test_only_a_system_manager_adds_and_removes_fields(server, role):
    person = Client(server.url, server.token(server.add_user(f"{role.replace(' ', '')}@example.com", role)))
    refused(person.create("Custom Field", {"dt": "Item", "label": "X"}), 403, "PermissionError")
    refused(person.change("Custom Field", "Serial No-colour", label="X"), 403, "PermissionError")
    refused(person.remove("Custom Field", "Serial No-colour"), 403, "PermissionError")
    assert person.read("Custom Field", "Serial No-colour")["fieldname"] == "colour"


# Writing and reading values.


def test_values_are_written_with_a_new_record_and_read(client, unit):
    made = unit(**VALUES)
    assert values(made) == VALUES
    assert values(client.serial(made["name"])) == VALUES


def test_no_warning_names_a_custom_field(client, unit):
    response = client.change("Serial No", unit()["name"], colour="bleu", no_such_field=1)
    assert "no_such_field" in messages(response)[0] and "colour" not in messages(response)[0]


def test_an_empty_field_is_left_out(client, unit):
    name = unit(colour="rouge", laps=0)["name"]
    assert values(client.changed("Serial No", name, colour=None, shelf="")) == {"laps": 0}
    assert values(client.serial(name)) == {"laps": 0}


def test_a_value_is_set_by_the_methods(client, unit):
    name = unit(colour="rouge")["name"]
    good(client.call("frappe.client.set_value", doctype="Serial No", name=name, fieldname="colour", value="vert"))
    good(client.call("frappe.client.set_value", doctype="Serial No", name=name, fieldname={"laps": "3", "location": "L"}))
    saved = good(client.call("frappe.client.save", doc={**client.serial(name), "weight": 2}))["message"]
    assert values(saved) == {"colour": "vert", "laps": 3, "weight": 2.0} and saved["location"] == "L"
    answer = client.ask("frappe.client.get_value", doctype="Serial No", filters={"name": name}, fieldname=["colour", "laps", "shelf"])
    assert good(answer)["message"] == {"colour": "vert", "laps": 3, "shelf": None}
    made = good(client.call("frappe.client.insert", doc={
        "doctype": "Serial No", "serial_no": name + "-2", "item_code": saved["item_code"], "tested": True}))["message"]
    assert values(made) == {"tested": 1}
    many = [{"doctype": "Serial No", "serial_no": f"{name}-{n}", "item_code": saved["item_code"], "laps": n} for n in (3, 4)]
    assert good(client.call("frappe.client.insert_many", docs=many)) == {"message": [f"{name}-3", f"{name}-4"]}
    assert client.serial(f"{name}-4")["laps"] == 4


@pytest.mark.parametrize("fieldname", ["no_such_field", "nosuch", "Colour", "owner", "__islocal"])
def test_set_value_still_refuses_what_is_not_known(client, unit, fieldname):
    response = client.call("frappe.client.set_value", doctype="Serial No", name=unit()["name"], fieldname=fieldname, value="x")
    refused(response, 417, "DataError", fieldname)


def test_a_record_sent_back_whole_keeps_its_values(client, unit):
    data = unit(**VALUES)
    response = client.put(f"/api/resource/Serial No/{data['name']}", json=data)
    assert messages(response) == [] and values(good(response)["data"]) == VALUES


WRONG = {
    "colour": ["jaune", "Rouge", 1, [], {}, True, "rouge\nbleu", "x" * 100_000], "shelf": [[], {}, True, "a\0b", "x" * 141],
    "laps": ["x", 1.5, [], {}, 2**31, "1e300", "NaN"], "weight": ["x", [], {}, "1,5", 1_000_000_001, "1e300", "Infinity"],
    "price": ["12 €", {}, -1e12], "bought": ["tomorrow", "2026-02-30", 20261123, [], True, "23/11/2026"],
    "tested": ["maybe", 2, [], {}], "small": [[], "a\0b", "x" * 65_536], "story": [{}, "é" * 65_536]}


@pytest.mark.parametrize("field, value", [
    pytest.param(field, value, id=f"{field}-{str(value)[:20]}") for field in WRONG for value in WRONG[field]])
def test_a_wrong_value_is_refused_by_name(client, unit, shop, goods, field, value):
    record = unit(**{field: VALUES[field]})
    for response in (client.change("Serial No", record["name"], **{field: value}),
                     client.create("Serial No", {"serial_no": shop.name("W"), "item_code": goods, field: value})):
        assert response.status_code == 417 and len(response.content) < 20_000, response.text[:500]
        assert [offence["field"] for offence in response.json()["offences"]] == [field]
        assert f"Le {field}" in messages(response)[0]
    assert client.serial(record["name"])[field] == VALUES[field]


def test_wrong_values_come_in_one_answer_with_those_of_other_fields(client, goods):
    response = client.create("Serial No", {"serial_no": "X", "item_code": goods, "laps": "x", "colour": "x", "expiry_date": "x"})
    assert {offence["field"] for offence in response.json()["offences"]} == {"laps", "colour", "expiry_date"}


def test_sentences_are_french_for_the_french(server, token, client, unit):
    french = Client(server.url, token, language="fr")
    response = french.change("Serial No", unit()["name"], colour="jaune")
    refused(response, 417, "ValidationError", "Le colour", "rouge, bleu, vert")
    refused(french.create("Custom Field", {"dt": "Bin", "label": "X"}), 417, "ValidationError", "champ personnalisé")


def test_a_value_that_a_select_no_longer_offers_may_stay(client, add, shop):
    add("Brand", "grade", "Select", options="A\nB")
    name = client.made("Brand", {"brand": shop.name("B"), "grade": "A"})["name"]
    client.changed("Custom Field", "Brand-grade", options="B\nC")
    assert client.changed("Brand", name, grade="A", description="x")["grade"] == "A"
    refused(client.create("Brand", {"brand": shop.name("B"), "grade": "A"}), 417, "ValidationError", "B, C")


def test_the_trail_tells_values_before_and_after(client, unit):
    name = unit(colour="rouge")["name"]
    client.changed("Serial No", name, colour="bleu", laps=4)
    [change, made] = [entry["changes"] for entry in good(client.ask("matricule.trace", serial_no=name))["message"]]
    assert change == {"colour": ["rouge", "bleu"], "laps": [None, 4]} and made["colour"] == [None, "rouge"]


# Required fields and defaults.


def test_a_required_field_is_asked_of_new_records_and_stays(client, add, shop):
    old = client.made("Customer", {"customer_name": shop.name("Ancien")})["name"]
    add("Customer", "siret", reqd=1)
    add("Customer", "segment", "Select", options="pro\nparticulier", default="pro", reqd=1)
    try:
        name = shop.name("Nouveau")
        body = refused(client.create("Customer", {"customer_name": name}), 417, "MandatoryError", "Le siret")
        assert [offence["field"] for offence in body["offences"]] == ["siret"]
        made = client.made("Customer", {"customer_name": name, "siret": "1"})
        assert (made["siret"], made["segment"]) == ("1", "pro")
        refused(client.change("Customer", name, siret=""), 417, "MandatoryError", "Le siret")
        assert client.changed("Customer", old, territory="Nord")["territory"] == "Nord"
    finally:
        for field in ("siret", "segment"):
            assert client.remove("Custom Field", f"Customer-{field}").status_code == 202


def test_units_that_a_document_makes_are_asked_for_nothing(client, add, shop, goods):
    add("Serial No", "owed", reqd=1, default=None)
    try:
        numbers = shop.receive(shop.item(), qty=2)
        assert "owed" not in client.serial(numbers[0])
        assert client.changed("Serial No", numbers[0], colour="vert")["colour"] == "vert"
        refused(client.create("Serial No", {"serial_no": shop.name("R"), "item_code": goods}), 417, "MandatoryError", "Le owed")
    finally:
        client.remove("Custom Field", "Serial No-owed")


# Documents.


def test_a_documents_head_has_fields_until_it_is_submitted(client, add, shop):
    add("Stock Entry", "truck")
    add("Stock Entry", "remark", allow_on_submit=1)
    item = shop.item()
    draft = client.made("Stock Entry", {**receipt(item, qty=1), "docstatus": 0, "truck": "AB-123", "remark": "a"})
    submitted = client.changed("Stock Entry", draft["name"], docstatus=1, truck="CD-456")
    assert (submitted["truck"], submitted["docstatus"]) == ("CD-456", 1)
    assert client.changed("Stock Entry", draft["name"], remark="b", truck="CD-456")["remark"] == "b"
    body = refused(client.change("Stock Entry", draft["name"], truck="EF"), 417, "UpdateAfterSubmitError", "CD-456", "EF")
    assert body["offences"][0]["field"] == "truck"
    assert client.changed("Stock Entry", draft["name"], docstatus=2)["truck"] == "CD-456"
    rows = client.rows("Stock Entry", filters={"truck": ["like", "cd-%"]}, fields=["name", "truck", "docstatus"])
    assert rows == [{"name": draft["name"], "truck": "CD-456", "docstatus": 2}]


# Lists.


@pytest.fixture(scope="module")
def stocked(client, shop):
    """An item of its own with four units: three with values, one without."""
    item = shop.item(serial_no_series=None)
    sets = [{"colour": "rouge", "laps": 9, "weight": 0.1, "bought": "2026-01-02", "tested": 1},
            {"colour": "bleu", "laps": 10, "weight": 2.5, "bought": "2026-11-23", "tested": 0},
            {"colour": "vert", "laps": 100, "weight": 999_999_999.999999, "bought": "2027-01-01"}, {}]
    names = [shop.name("L") for _ in sets]
    for name, given in zip(names, sets):
        client.made("Serial No", {"serial_no": name, "item_code": item, **given})
    return item, names


@pytest.mark.parametrize("field, test, value, found", [
    ("colour", "=", "rouge", [0]), ("colour", "!=", "rouge", [1, 2, 3]), ("colour", "like", "%E%", [0, 1, 2]),
    ("colour", "not like", "r%", [1, 2, 3]), ("colour", "in", ["rouge", "vert"], [0, 2]), ("colour", "not in", ["rouge"], [1, 2, 3]),
    ("colour", "between", ["bleu", "rouge"], [0, 1]), ("colour", "is", "set", [0, 1, 2]), ("colour", "is", "not set", [3]),
    ("colour", ">", "rouge", [2]), ("colour", "=", "' OR 1=1 --", []), ("laps", "<", 10, [0]), ("laps", ">", "9", [1, 2]),
    ("laps", "<=", 10, [0, 1]), ("laps", ">=", 100, [2]), ("laps", "in", [9, 100], [0, 2]), ("weight", "=", 0.1, [0]),
    ("weight", "=", "999999999.999999", [2]), ("weight", "between", [0.1, 2.5], [0, 1]), ("laps", "like", "1%", [1, 2]), ("bought", ">", "2026-11-22", [1, 2]),
    ("bought", "between", ["2026-01-01", "2026-12-31"], [0, 1]), ("bought", "=", "2027-01-01", [2]),
    ("tested", "=", 1, [0]), ("tested", "=", 0, [1, 2, 3])])
def test_every_operator_finds_what_it_says(client, stocked, field, test, value, found):
    item, names = stocked
    mine = ["item_code", "=", item]
    expected = [{"name": names[index]} for index in found]
    assert client.rows("Serial No", filters=[mine, [field, test, value]], order_by="name") == expected
    assert client.rows("Serial No", filters=[mine], or_filters=[[field, test, value]], order_by="name") == expected
    assert good(client.ask("frappe.client.get_count", doctype="Serial No", filters=[mine, [field, test, value]])) == {
        "message": len(found)}


@pytest.mark.parametrize("order, found", [
    ("laps desc", [2, 1, 0]), ("weight", [0, 1, 2]), ("bought desc", [2, 1, 0]), ("colour asc", [1, 0, 2]), ("tested desc, laps", [0, 1, 2])])
def test_a_list_comes_in_the_order_asked_for(client, stocked, order, found):
    item, names = stocked
    rows = client.rows("Serial No", filters=[["item_code", "=", item], ["laps", "is", "set"]], order_by=order)
    assert [row["name"] for row in rows] == [names[index] for index in found]


def test_a_list_shows_values_as_fields(client, stocked):
    item, names = stocked
    rows = client.rows("Serial No", fields=["name", "colour", "laps", "weight", "bought", "tested"], filters={"item_code": item})
    assert rows[0] == {"name": names[0], "colour": "rouge", "laps": 9, "weight": 0.1, "bought": "2026-01-02", "tested": 1}
    assert rows[3] == {"name": names[3], "colour": None, "laps": None, "weight": None, "bought": None, "tested": 0}
    [whole] = client.rows("Serial No", fields=["*"], filters={"name": names[1]})
    assert (whole["colour"], whole["item_code"]) == ("bleu", item)
    assert client.rows("Serial No", fields="`tabSerial No`.`colour`", filters={"name": names[1]}) == [{"colour": "bleu"}]


def test_a_record_is_found_by_a_custom_filter(client, stocked):
    answer = good(client.ask("frappe.client.get", doctype="Serial No", filters={"laps": 100, "item_code": stocked[0]}))
    assert answer["message"]["name"] == stocked[1][2]


@pytest.mark.parametrize("filters", [
    {"laps": "x"}, {"laps": [">", []]}, {"bought": "tomorrow"}, {"weight": ["between", [1]]}, {"colour": ["is", "red"]}, {"colour": {}},
    {"tested": "maybe"}])
def test_rubbish_in_a_filter_is_refused_by_name(client, filters):
    refused(client.list("Serial No", filters=filters), 400, "ValidationError", next(iter(filters)))


@pytest.mark.parametrize("parameters", [
    {"fields": ["nosuchfield"]}, {"filters": {"nosuchfield": 1}}, {"order_by": "nosuchfield desc"}, {"fields": ["colour", "nosuchfield"]}])
def test_an_unknown_field_is_still_refused_by_name(client, parameters):
    refused(client.list("Serial No", **parameters), 417, "DataError", "nosuchfield")


def test_a_field_belongs_to_its_type_alone(client):
    refused(client.list("Item", fields=["colour"]), 417, "DataError", "colour")


# The page and the description.


def test_the_page_shows_values_and_labels_as_text(client, unit, add):
    add("Serial No", "danger", label=SCRIPT, insert_after="brand")
    name = unit(danger=SCRIPT, weight=1234.5, bought="2026-11-23", tested=1)["name"]
    page = client.get(f"/stock/serial-no/{name}", headers={"Accept-Language": "fr"}).text
    section = page[page.index("Plus d’informations"):]
    assert SCRIPT not in page and section.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") >= 2
    assert "<dt>Le weight</dt><dd>1\u202f234,5</dd>" in section and "<dd>23/11/2026</dd>" in section
    assert "<dt>Le tested</dt><dd>Oui</dd>" in section and "<dt>Le colour</dt><dd>—</dd>" in section
    assert section.index("&lt;script") < section.index("Le colour")
    client.remove("Custom Field", "Serial No-danger")


def test_the_description_lists_custom_fields(client):
    schemas = good(client.get("/api/openapi.json"))["components"]["schemas"]
    assert schemas["SerialNo"]["properties"]["colour"] == {
        "title": "Le colour", "type": "string", "enum": ["rouge", "bleu", "vert"]}
    assert schemas["SerialNo"]["properties"]["weight"] == {"title": "Le weight", "type": "number"}
    assert "fieldname" in schemas["CustomField"]["properties"] and "colour" not in schemas["Item"]["properties"]


# Taking a field away.


def test_a_deleted_field_takes_its_values_along(client, add, unit):
    add("Serial No", "passing")
    name = unit(passing="x", laps=1)["name"]
    assert client.remove("Custom Field", "Serial No-passing").status_code == 202
    assert "passing" not in client.serial(name) and client.serial(name)["laps"] == 1
    refused(client.list("Serial No", fields=["passing"]), 417, "DataError", "passing")
    assert "passing" in messages(client.change("Serial No", name, passing="y"))[0]
    add("Serial No", "passing", "Int")
    assert "passing" not in client.serial(name)
    client.remove("Custom Field", "Serial No-passing")


def test_fields_are_at_most_a_hundred(client, add):
    for number in range(100):
        add("Role", f"f{number}")
    refused(client.create("Custom Field", {"dt": "Role", "label": "One more"}), 417, "ValidationError", "100")
    many = {f"f{number}": "é" * 140 for number in range(100)}
    assert client.changed("Role", "Auditor", **many)["f99"] == "é" * 140
    assert json.dumps(client.read("Role", "Auditor")).count("f99") == 1
