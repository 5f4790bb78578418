"""Bodies that are not what they should be get an answer that says so, and change nothing."""

import json

import pytest

import raw
from client import refused
from documents import STORES, receipt

BROKEN = {
    "half an object": b"{", "half a word": b"nul", "no value": b'{"item_code":}', "no colon": b'{"item_code" 1}',
    "comma at the end": b'{"item_code":"x",}', "single quotes": b"{'item_code':'x'}", "not a number": b'{"item_code":NaN}',
    "infinity": b'{"item_code":Infinity}', "two values": b"{} {}", "rubbish behind": b"{}x", "a comment": b"{/*x*/}",
    "half a text": b'{"item_code":"x', "a line break in a text": b'{"item_code":"a\nb"}', "a bad escape": b'{"a":"\\x"}',
    "half a surrogate pair": b'{"item_code":"\\ud800"}', "a surrogate with another letter": b'{"a":"\\ud800\\u0041"}',
    "not UTF-8": b'{"item_code":"\xff\xfe"}', "an overlong form": b'{"item_code":"\xc0\xaf"}', "a mark of byte order": b"\xef\xbb\xbf{}",
    "a zero byte": b'{"item_code":"\x00"}', "a leading zero": b'{"warranty_period":012}', "a plus": b'{"warranty_period":+1}',
    "only bytes": bytes(range(256)), "deep lists": b"[" * 100_000, "deep objects": b'{"a":' * 100_000,
    "deep and whole": b'{"a":' * 5_000 + b"1" + b"}" * 5_000}
NO_OBJECT = [b"[]", b"[1,2]", b'"text"', b"5", b"true", b"null", b'[{"item_code":"x"}]']


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("method, target", [
    ("POST", b"/api/resource/Item"), ("PUT", b"/api/resource/Item/X"), ("POST", b"/api/method/frappe.client.insert")])
def test_broken_json_is_refused_naming_the_body(server, token, method, target, body):
    answer = raw.send(server, token, method, target, body)
    assert answer.status_code == 400 and "body" in json.loads(answer.text)["exception"]


@pytest.mark.parametrize("body", NO_OBJECT)
def test_a_body_that_is_no_object_is_refused(server, token, body):
    answer = raw.send(server, token, "POST", b"/api/resource/Item", body)
    assert answer.status_code == 400 and "object" in json.loads(answer.text)["exception"]


def test_a_name_that_stands_twice_is_refused_by_name(server, token):
    answer = raw.send(server, token, "POST", b"/api/resource/Item", b'{"item_code":"A","item_code":"B"}')
    assert 400 <= answer.status_code < 500 and "item_code" in answer.text


def test_an_empty_body_lacks_what_is_required(server, token):
    answer = raw.send(server, token, "POST", b"/api/resource/Item", b"")
    assert answer.status_code == 417 and "item_code" in answer.text


@pytest.mark.parametrize("data", ["{", "[1]", "5", "null", '"x"', "[" * 50_000])
def test_a_form_whose_data_is_no_object_is_refused_naming_data(client, data):
    response = client.post("/api/resource/Item", data={"data": data})
    assert response.status_code == 400 and "data" in response.json()["exception"]


@pytest.mark.parametrize("body", [b"item_code=%zz", b"item_code=%f", b"item_code=%ff", b"item_code=a%00b"])
def test_a_form_with_broken_escapes_is_refused_by_name(server, token, body):
    answer = raw.send(server, token, "POST", b"/api/resource/Item", body, "application/x-www-form-urlencoded")
    assert 400 <= answer.status_code < 500 and "item_code" in answer.text


def test_a_form_that_is_not_utf_8_is_refused(server, token):
    answer = raw.send(server, token, "POST", b"/api/resource/Item", b"item_code=\xff", "application/x-www-form-urlencoded")
    assert answer.status_code == 400 and "body" in json.loads(answer.text)["exception"]


def test_files_are_not_taken(client):
    response = client.post("/api/resource/Item", files={"item_code": b"x"})
    assert response.status_code in (400, 415) and "body" in response.json()["exception"]


@pytest.mark.parametrize("start", [b'{"item_code":"', b'{"items":[', b"item_code="])
def test_fifty_megabytes_are_too_large(server, token, start):
    answer = raw.send(server, token, "POST", b"/api/resource/Item", start + b"x" * 50_000_000)
    assert answer.status_code == 413 and "body" in json.loads(answer.text)["exception"]


def test_the_server_is_well_after_many_large_bodies(server, token, client):
    for _ in range(3):
        raw.send(server, token, "POST", b"/api/resource/Item", b"[" * 15_000_000)
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("items", [{}, "x", 5, True, [1], ["x"], [[]], [None], [{}, 5]])
def test_lines_that_are_no_list_of_objects_are_refused(client, items):
    response = client.create("Stock Entry", {"stock_entry_type": "Material Receipt", "items": items})
    assert response.status_code == 417 and "items" in {o["field"] for o in response.json()["offences"]}


@pytest.mark.parametrize("items", [[], None])
def test_a_document_needs_lines(client, items):
    response = client.create("Stock Entry", {"stock_entry_type": "Material Receipt", "items": items})
    refused(response, 417, "MandatoryError")


def test_a_document_with_too_many_lines_is_refused(client):
    lines = [{"item_code": "x", "qty": 1}] * 100_001
    response = client.create("Stock Entry", {"stock_entry_type": "Material Receipt", "items": lines})
    assert 400 <= response.status_code < 500 and response.json()["exc_type"]
    assert len(response.content) < 1_000_000, "an answer that nobody can read"


@pytest.mark.parametrize("quantity", [100_001, 1_000_000_000])
def test_a_document_with_too_many_units_is_refused(client, shop, quantity):
    refused(client.create("Stock Entry", receipt(shop.item(), qty=quantity)), 417, "ValidationError", "100,000")


def test_a_cell_with_too_many_numbers_is_refused(client, shop):
    numbers = [f"TOO-MANY-{n}" for n in range(100_001)]
    response = client.create("Stock Entry", receipt(shop.item(), numbers))
    assert response.status_code == 417 and client.rows("Serial No", filters={"name": "TOO-MANY-1"}) == []


def test_thousands_of_wrong_numbers_are_told_without_drowning_the_reader(client, shop):
    numbers = [f"UNKNOWN-{n}" for n in range(5_000)]
    response = client.create("Delivery Note", {"customer": shop.customer, "docstatus": 1, "items": [
        {"item_code": shop.item(), "qty": 5_000, "warehouse": STORES, "serial_no": "\n".join(numbers)}]})
    assert response.status_code == 417 and len(response.json()["offences"]) == 5_000
    assert len(json.loads(response.json()["_server_messages"])) <= 200


@pytest.mark.parametrize("key", ["", "k" * 201, "k" * 10_000])
def test_an_idempotency_key_of_the_wrong_length_is_refused_by_name(client, shop, key):
    response = client.create("Item", {"item_code": shop.name()}, **{"Idempotency-Key": key})
    assert response.status_code == 400 and "Idempotency-Key" in response.json()["exception"]
