"""Serial numbers of every kind are kept as they are, found, listed and delivered; those that cannot be are refused."""

import unicodedata
from urllib.parse import quote

import pytest

from client import good, refused
from documents import delivery, receipt

NASTY = """É/日本 "x"?#%20'; DROP TABLE unit;--"""
STRANGE = [
    NASTY, "/", "//", "a/", "/a", "a//b", "../../etc/passwd", "%", "%2F", "%00", "100%", "a+b", "a&b=c", "a;b",
    "a\\b", "\\", "<script>alert(1)</script>", "&amp;", "{{name}}", "${x}", "null", "true", "0", "-1", "1e3", "NaN",
    "'", '"', "`", "''", "a  b", "Nº 12·B", "сериал", "سيريال-١٢", "序列号", "🔧🧰", "👩‍👩‍👧‍👦",
    "e\u0301t\u00e9", "a\u00a0b", "\u202eabc", "a\u200bb", "ſtraße", "ı", "*", "[\"x\"]", "{\"x\":1}", "set", "%_%",
    "x" * 140, "é" * 140, "🔩" * 140, "-- x", "/*", "~", "^", "|", "=cmd()", "@a", "#"]


@pytest.fixture(scope="module")
def item(shop):
    return shop.item(serial_no_series=None)


@pytest.fixture(scope="module")
def received(shop, item):
    """All the strange numbers, received in one document and in the order of the list."""
    shop.receive(item, STRANGE)
    return item


def short(number):
    return f"{ascii(number)[:30]}x{len(number)}"


strange = pytest.mark.parametrize("number", STRANGE, ids=short)
# Every client takes the parts . and .. out of an address before it sends it (RFC 3986, 5.2.4).
addressable = pytest.mark.parametrize("number", STRANGE, ids=short)


def test_strange_numbers_are_received_as_typed(client, received):
    rows = client.rows("Serial No", filters={"item_code": received}, limit=1000, order_by="creation asc")
    assert sorted(row["name"] for row in rows) == sorted(STRANGE)


@addressable
def test_a_strange_number_is_found_by_its_escaped_address(client, received, number):
    assert client.serial(number)["serial_no"] == number


@pytest.mark.parametrize("number", [n for n in STRANGE if "/" in n and "//" not in n and n.strip("/") == n and ".." not in n])
def test_a_number_is_found_with_its_slashes_unescaped(client, received, number):
    assert good(client.get("/api/resource/Serial No/" + quote(number)))["data"]["name"] == number


@strange
def test_a_strange_number_is_found_by_filters(client, received, number):
    assert client.rows("Serial No", filters={"name": number}) == [{"name": number}]
    assert client.rows("Serial No", filters=[["serial_no", "in", [number]]]) == [{"name": number}]


@strange
def test_a_strange_number_is_got_by_method(client, received, number):
    answer = client.ask("frappe.client.get_value", doctype="Serial No", filters={"name": number}, fieldname="item_code")
    assert good(answer)["message"] == {"item_code": received}


@addressable
def test_details_of_a_strange_number_are_changed(client, received, number):
    assert client.changed("Serial No", number, serial_no_details=number)["serial_no_details"] == number


def test_the_way_of_a_strange_number_is_traced_from_the_command_line(server, received):
    for number in [number for number in STRANGE if not number.startswith("-")][:12]:
        assert f"Serial No: {number}\n" in server.run("trace", number)


def test_strange_numbers_are_delivered_unharmed(client, shop, item):
    numbers = [number + "!" for number in STRANGE if len(number) < 140]
    shop.receive(item, numbers)
    note = shop.deliver(item, *numbers)
    assert note["items"][0]["serial_no"].split("\n") == numbers
    for number in numbers[:5]:
        assert client.serial(number)["delivery_document_no"] == note["name"]


def test_the_tables_are_still_there(client, received):
    assert client.serial(NASTY)["item_code"] == received


@pytest.mark.parametrize("blank", [" ", "\t", "   ", "\u00a0", "\u3000", "\r"])
def test_blanks_around_a_number_are_dropped(client, shop, item, blank):
    number = shop.name("B ")
    assert shop.receive(item, [blank + number + blank]) == [number]
    assert client.serial(number)["serial_no"] == number


def test_case_is_kept_as_typed_and_does_not_count(client, shop, item):
    number = shop.name("aBcÉ-")
    shop.receive(item, [number])
    for other in (number.upper(), number.lower()):
        assert client.serial(other)["serial_no"] == number
        refused(client.create("Stock Entry", receipt(item, [other])), 417, "SerialNoDuplicateError")
    client.made("Delivery Note", delivery(shop.customer, item, [number.lower()]))
    assert client.serial(number)["status"] == "Delivered"


def test_an_accent_typed_in_two_ways_is_the_same_number(client, shop, item):
    composed = unicodedata.normalize("NFC", shop.name("é"))
    decomposed = unicodedata.normalize("NFD", composed)
    shop.receive(item, [composed])
    assert client.serial(decomposed)["name"] == composed
    refused(client.create("Stock Entry", receipt(item, [decomposed])), 417, "SerialNoDuplicateError")


def test_an_accent_typed_in_two_ways_is_one_number_in_a_document(client, shop, item):
    composed = unicodedata.normalize("NFC", shop.name("ô"))
    response = client.create("Stock Entry", receipt(item, [composed, unicodedata.normalize("NFD", composed)]))
    refused(response, 417, "SerialNoDuplicateError")


TOO_LONG = ["x" * 141, "é" * 141, "🔩" * 141, "x" * 10_000, "日" * 10_000]
CONTROLS = [f"a{chr(code)}b" for code in (0, 1, 7, 8, 9, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x85, 0x9B)]
impossible = pytest.mark.parametrize("number", TOO_LONG + CONTROLS, ids=short)


@impossible
def test_an_impossible_number_is_not_received(client, item, number):
    body = refused(client.create("Stock Entry", receipt(item, [number])), 417, "ValidationError")
    assert body["offences"][0]["field"] == "serial_no"


@impossible
def test_an_impossible_number_is_not_made_by_hand(client, item, number):
    response = client.create("Serial No", {"serial_no": number, "item_code": item})
    assert response.status_code == 417 and response.json()["offences"][0]["field"] == "serial_no"


@impossible
def test_a_number_is_not_corrected_to_an_impossible_one(client, shop, number):
    item, old = shop.unit()
    response = client.call("frappe.client.rename_doc", doctype="Serial No", old_name=old, new_name=number)
    assert response.status_code == 417 and client.serial(old)["name"] == old


@impossible
def test_an_impossible_number_is_simply_not_found(client, number):
    # An address of 90 KB may be refused before anyone looks for a number in it.
    too_long = (400, 414, 431) if len(number) == 10_000 else ()
    assert client.get("/api/resource/Serial No/" + quote(number, safe="")).status_code in (404, *too_long)
