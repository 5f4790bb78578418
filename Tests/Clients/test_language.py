"""Sentences in the language of the client: French and English."""

import pytest

from client import Client, messages
from documents import delivery, receipt


@pytest.fixture(scope="module")
def french(server, token):
    return Client(server.url, token, language="fr-FR,fr;q=0.9,en;q=0.8")


def sentence(response):
    assert response.status_code >= 400
    return " ".join(messages(response))


def test_a_refused_delivery_is_told_in_french(french, shop):
    item, number, note = shop.delivered_unit()
    text = sentence(french.create("Delivery Note", delivery(shop.customer, item, [number])))
    assert "livré" in text and number in text and note in text and shop.customer in text
    assert "already" not in text and "Delivery Note" not in text


def test_a_refused_delivery_is_told_in_english(client, shop):
    item, number, note = shop.delivered_unit()
    text = sentence(client.create("Delivery Note", delivery(shop.customer, item, [number])))
    assert "delivered to" in text and "livré" not in text


@pytest.mark.parametrize("header, word", [
    ("fr", "introuvable"), ("fr-CA", "introuvable"), ("en", "not found"), ("en-GB;q=0.9,fr;q=0.1", "not found"),
    ("de,fr;q=0.5", "introuvable"), ("fr;q=0.1,en;q=0.9", "not found"), ("tlh", "introuvable"), ("", "introuvable")])
def test_accept_language_decides(server, token, header, word):
    text = sentence(Client(server.url, token, header).get("/api/resource/Serial No/NOPE"))
    assert word in text and "NOPE" in text


def test_a_parameter_decides_before_the_header(client):
    assert "introuvable" in sentence(client.get("/api/resource/Serial No/NOPE", params={"_lang": "fr"}))


def test_french_names_fields_and_types_in_french(french):
    assert "Code de l'article" in sentence(french.create("Item", {})).replace("’", "'")
    assert "N° de série" in sentence(french.get("/api/resource/Serial No/NOPE"))


def test_a_duplicate_is_en_double_in_french(french, shop):
    item = shop.item()
    text = sentence(french.create("Stock Entry", receipt(item, ["A", "A"])))
    assert "en double" in text


def test_french_sets_thin_spaces_before_high_punctuation(french, shop):
    for response in (
        french.create("Item", {"item_code": shop.name(), "item_group": "Rien"}),
        french.create("Delivery Note", delivery(shop.customer, shop.item(), ["NOPE"]))):
        text = sentence(response)
        for mark in ":;!?":
            for index in range(1, len(text)):
                if text[index] == mark and text[index + 1:index + 2] in ("", " "):
                    assert text[index - 1] == "\u202f", f"no thin space before {mark} in {text!r}"


def test_french_writes_decimals_with_a_comma(french, shop):
    text = sentence(french.create("Stock Entry", receipt(shop.item(), qty=1.5)))
    assert "1,5" in text


def test_the_kind_of_error_does_not_depend_on_the_language(client, french):
    assert [c.create("Item", {}).json()["exc_type"] for c in (client, french)] == ["MandatoryError"] * 2
