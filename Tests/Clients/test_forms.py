"""The forms of every type, pressed as a browser without scripts presses them."""

import html
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from client import Client
from documents import FINISHED, STORES, delivery, receipt

HOSTILE = "<script>alert('1')</script>&\"x\""
WRITABLE = {
    "stock": ["serial-no", "stock-entry", "purchase-receipt", "delivery-note", "stock-reconciliation", "item", "item-group", "brand", "uom",
              "batch", "warehouse"],
    "buying": ["supplier", "purchase-invoice"], "selling": ["customer", "sales-order", "sales-invoice"],
    "setup": ["company", "user", "role", "custom-field"]}
ADDRESSES = [f"/{section}/{path}" for section, paths in WRITABLE.items() for path in paths]
TYPES = {address: address.rsplit("/", 1)[1].replace("-", " ").title().replace("Uom", "UOM") for address in ADDRESSES}


class Fields(HTMLParser):
    """What a browser would send for the form of a page: names and values, without the buttons."""

    def __init__(self, text):
        super().__init__()
        self.values, self.labels, self.within, self.area, self.select, self.skips = {}, [], False, None, None, 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        traits = dict(attributes)
        if tag == "form":
            self.within = "record" in (traits.get("class") or "")
        if tag == "template":
            self.skips += 1
        if not self.within or self.skips:
            return
        name = traits.get("name")
        if tag == "input" and name and (traits.get("type") != "checkbox" or "checked" in traits):
            self.values[name] = traits.get("value") or ""
        elif tag == "textarea":
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select, self.values[name] = name, ""
        elif tag == "option" and self.select and "selected" in traits:
            self.values[self.select] = traits["value"]

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag):
        if tag == "template":
            self.skips -= 1
        if tag == "textarea" and self.area:
            self.values[self.area] = self.values[self.area].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None


def page(client, address, language="fr", status=200):
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == status, response.text[:800]
    assert " style=" not in response.text
    return response.text


def press(client, address, fields, language="fr"):
    return client.request("POST", address, data=fields, allow_redirects=False, headers={"Accept-Language": language})


def fill(client, address, language="fr", button=("_do", "save"), **typed):
    """Opens the form at an address, types, and presses a button."""
    fields = Fields(page(client, address, language)).values
    fields.update({name.replace("__", "."): value for name, value in typed.items()})
    return press(client, address.split("?")[0], {**fields, button[0]: button[1]}, language)


def saved(answer):
    """The name of what was saved, from where the answer leads."""
    assert answer.status_code == 303, html.unescape("\n".join(re.findall(r'<section class="error.*?</section>', answer.text, re.S)) or answer.text[:800])
    return answer.headers["Location"].split("?")[0].rsplit("/", 1)[1]


def wrong(text, place):
    """The sentences beside a field."""
    found = re.search(rf'id="{re.escape(place)}-wrong">(.*?)</p>', text, re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", found.group(1))).strip() if found else None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_type_has_a_form_for_a_new_record(client, shop, address, language):
    text = page(client, address + "/new", language)
    assert ("Enregistrer" if language == "fr" else "Save") in text
    labelled = set(re.findall(r'<label for="([^"]+)"', text))
    assert labelled <= set(re.findall(r' id="([^"]+)"', text)) and labelled


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_empty_form_is_refused_beside_its_fields_and_keeps_what_was_typed(client, shop, address):
    answer = fill(client, address + "/new")
    assert answer.status_code == 417
    assert ('aria-invalid="true"' in answer.text or 'class="wrong"' in answer.text) and "À corriger d’abord" in answer.text


def test_a_master_is_made_changed_and_shown(client, shop):
    code = shop.name("ART")
    answer = fill(client, "/stock/item/new", item_code=code, item_name="Pompe", valuation_rate="1 234,5", warranty_period="365", has_serial_no="1",
                  serial_no_series=code + "-.####", uoms__1__uom="Box", uoms__1__conversion_factor="12")
    if answer.status_code != 303:
        assert "Box" in answer.text
        client.made("UOM", {"uom_name": "Box"})
        answer = fill(client, "/stock/item/new", item_code=code, item_name="Pompe", valuation_rate="1 234,5", warranty_period="365",
                      has_serial_no="1", serial_no_series=code + "-.####", uoms__1__uom="Box", uoms__1__conversion_factor="12")
    assert saved(answer) == code
    item = client.read("Item", code)
    assert (item["valuation_rate"], item["warranty_period"], item["has_serial_no"], item["uoms"][0]["conversion_factor"]) == (1234.5, 365, 1, 12)
    assert "Enregistré" in page(client, answer.headers["Location"])
    edited = fill(client, f"/stock/item/{code}/edit", item_name="Pompe à eau")
    assert saved(edited) == code and client.read("Item", code)["item_name"] == "Pompe à eau"
    assert client.read("Item", code)["valuation_rate"] == 1234.5


def test_a_form_that_nobody_changed_changes_nothing(client, shop):
    item, number, note = shop.delivered_unit()
    for address, doctype, name in ((f"/stock/item/{item}", "Item", item), (f"/stock/serial-no/{number}", "Serial No", number),
                                   (f"/stock/delivery-note/{note}", "Delivery Note", note)):
        before = client.read(doctype, name)
        saved(fill(client, address + "/edit"))
        after = client.read(doctype, name)
        ignore = lambda record: {key: value for key, value in record.items() if key not in ("modified", "modified_by")}
        assert ignore(after) == ignore(before)
