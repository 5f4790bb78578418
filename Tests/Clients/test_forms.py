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


def test_the_one_record_of_its_kind_has_a_form(client, shop):
    assert saved(fill(client, "/setup/stock-settings/edit", stock_frozen_upto="01/02/2020")) == "stock-settings"
    assert client.read("Stock Settings", "Stock Settings")["stock_frozen_upto"] == "2020-02-01"
    saved(fill(client, "/setup/stock-settings/edit", stock_frozen_upto=""))
    assert client.get("/setup/stock-settings/new").status_code == 404


def test_a_user_is_made_with_roles(client, shop):
    fields = Fields(page(client, "/setup/user/new")).values
    fields |= {"email": "atelier@example.com", "language": "fr", "roles.1.role": "Stock User", "roles.5.role": "Auditor", "_do": "save"}
    assert saved(press(client, "/setup/user/new", fields)) == "atelier%40example.com"
    def roles():
        return [row["role"] for row in client.read("User", "atelier@example.com")["roles"]]
    assert roles() == ["Stock User", "Auditor"]
    address = "/setup/user/atelier%40example.com/edit"
    text = page(client, address)
    assert text.count('type="checkbox" name="roles.') >= 9 and "Crée et modifie" in text
    fields = Fields(text).values
    box = next(name for name, value in fields.items() if value == "Auditor")
    saved(press(client, address, {**{name: value for name, value in fields.items() if name != box}, "_do": "save"}))
    assert roles() == ["Stock User"]
    wrong = press(client, address, {**Fields(page(client, address)).values, "roles.99.role": "<b>Nul</b>", "_do": "save"})
    assert wrong.status_code == 417 and "&lt;b&gt;Nul" in wrong.text and roles() == ["Stock User"]


def test_a_document_is_made_asked_about_and_submitted(client, shop):
    item, number = shop.unit()
    typed = {"customer": shop.customer, "items__1__item_code": item, "items__1__qty": "1", "items__1__warehouse": STORES,
             "items__1__serial_no": number, "items__1__rate": "19,90"}
    asked = fill(client, "/stock/delivery-note/new", button=("_do", "ask"), **typed)
    assert asked.status_code == 200 and client.serial(number)["status"] == "Active"
    assert f"1 unité quittera {STORES} pour {shop.customer}." in html.unescape(asked.text)
    fields = Fields(asked.text).values
    assert fields["items.1.serial_no"] == number
    name = saved(press(client, "/stock/delivery-note/new", {**fields, "docstatus": "1"}))
    note = client.read("Delivery Note", name)
    assert (note["docstatus"], note["items"][0]["rate"], client.serial(number)["status"]) == (1, 19.9, "Delivered")


def test_pressing_twice_makes_one_document(client, shop):
    fields = Fields(page(client, "/selling/customer/new")).values | {"customer_name": shop.name("Double"), "_do": "save"}
    first, second = (press(client, "/selling/customer/new", fields) for _ in range(2))
    assert saved(first) == saved(second)
    another = press(client, "/selling/customer/new", fields | {"customer_name": shop.name("Autre")})
    assert another.status_code == 417 and "déjà été enregistré" in html.unescape(another.text)
    saved(press(client, "/selling/customer/new", Fields(another.text).values | {"_do": "save"}))


@pytest.mark.parametrize("language, sentence", [("fr", "est déjà dans"), ("en", "is already in")])
def test_every_offence_stands_beside_its_field_and_line(client, shop, language, sentence):
    item, number = shop.unit()
    answer = fill(client, "/stock/stock-entry/new", language, button=("_do", "ask"), stock_entry_type="Material Receipt",
                  items__1__item_code=item, items__1__qty="1", items__1__t_warehouse=STORES, items__1__serial_no=number,
                  items__2__item_code="NOBODY", items__2__qty="-1", items__2__t_warehouse=STORES,
                  items__3__item_code=item, items__3__qty="12x", items__3__t_warehouse=STORES)
    assert answer.status_code == 417
    assert wrong(answer.text, "items.3.qty") and 'value="12x"' in answer.text
    fields = Fields(answer.text).values | {"items.3.qty": "1"}
    again = press(client, "/stock/stock-entry/new", {**fields, "_do": "ask"}, language)
    assert sentence in wrong(again.text, "items.1.serial_no")
    assert "NOBODY" in wrong(again.text, "items.2.item_code") and wrong(again.text, "items.2.qty")
    assert all(f'href="#items.{place}"' in again.text for place in ("1.serial_no", "2.item_code", "2.qty"))
    assert fields["items.1.serial_no"] == number


@pytest.mark.parametrize("language, date, words", [("fr", "demain", "23/11/2026"), ("en", "tomorrow", "2026-11-23")])
def test_a_date_that_cannot_be_read_is_explained_and_stays(client, shop, language, date, words):
    answer = fill(client, "/stock/batch/new", language, batch_id="LOT", item=shop.item(), expiry_date=date)
    assert words in wrong(answer.text, "expiry_date")
    assert Fields(answer.text).values["expiry_date"] == date


def test_lines_are_added_copied_and_removed_without_a_script(client, shop):
    item = shop.plain_item()
    fields = Fields(page(client, "/stock/stock-entry/new")).values
    fields |= {"stock_entry_type": "Material Receipt", "items.1.item_code": item, "items.1.qty": "2", "items.1.t_warehouse": STORES}
    for order, count in (("add items", 2), ("copy items 1", 3), ("remove items 2", 2), ("more items 1", 2)):
        answer = press(client, "/stock/stock-entry/new", {**fields, "_do": order})
        assert answer.status_code == 200
        fields = Fields(answer.text).values
        assert len({name.split(".")[1] for name in fields if name.startswith("items.")}) == count
    assert fields["items.1.qty"] == "2" and "items.1.batch_no" in fields and "items.2.batch_no" not in fields
    name = saved(press(client, "/stock/stock-entry/new", {**fields, "items.1.description": "à la main", "_do": "save"}))
    entry = client.read("Stock Entry", name)
    assert [(line["qty"], line["description"]) for line in entry["items"]] == [(2, "à la main")]


@pytest.mark.parametrize("order, place", [("add items", "items.3.item_code"), ("copy items 1", "items.2.item_code"), ("remove items 2", "items.1.item_code"), ("more items 2", "items.2.")])
def test_a_person_goes_on_where_a_line_changed(client, shop, order, place):
    fields = Fields(page(client, "/stock/stock-entry/new")).values
    lines = {f"items.{line}.{name}": value for line in (1, 2) for name, value in {"item_code": "X", "qty": "1", "t_warehouse": STORES}.items()}
    text = press(client, "/stock/stock-entry/new", {**fields, **lines, "_do": order}).text
    focused = re.findall(r'<\w+ [^>]*name="([^"]+)"[^>]* autofocus', text)
    assert len(focused) == 1 and focused[0].startswith(place)


@pytest.mark.parametrize("language, word", [("fr", "même masque"), ("en", "count with the same series")])
def test_items_that_share_a_series_are_named_once_one_is_saved(client, shop, language, word):
    series = shop.name("PART") + ".####"
    other = shop.item(serial_no_series=series.replace("####", "##"))
    code = shop.name()
    answer = fill(client, "/stock/item/new", item_code=code, has_serial_no="1", serial_no_series=series)
    text = html.unescape(page(client, answer.headers["Location"], language))
    assert word in text and other in text
    assert word not in html.unescape(page(client, f"/stock/item/{code}", language))


def test_a_draft_keeps_and_loses_lines_and_another_item_brings_its_own_name(client, shop):
    first, second = shop.plain_item(item_name="Premier"), shop.plain_item(item_name="Second")
    lines = [{"item_code": first, "qty": 1, "t_warehouse": STORES, "description": "long"} for _ in range(3)]
    draft = client.made("Stock Entry", {"stock_entry_type": "Material Receipt", "items": lines})
    address = f"/stock/stock-entry/{draft['name']}/edit"
    fields = Fields(page(client, address)).values
    removed = Fields(press(client, address, {**fields, "_do": "remove items 2"}).text).values
    saved(press(client, address, {**removed, "items.2.item_code": second, "_do": "save"}))
    after = client.read("Stock Entry", draft["name"])["items"]
    assert [(line["name"], line["item_code"], line["item_name"], line.get("description")) for line in after] == [
        (draft["items"][0]["name"], first, "Premier", "long"), (draft["items"][2]["name"], second, "Second", None)]


def test_a_typed_date_is_meant_and_an_untouched_one_is_not(client, shop):
    item = shop.plain_item()
    typed = {"stock_entry_type": "Material Receipt", "items__1__item_code": item, "items__1__qty": "1", "items__1__t_warehouse": STORES}
    name = saved(fill(client, "/stock/stock-entry/new", posting_date="02/11/2026", posting_time="08:30", **typed))
    entry = client.read("Stock Entry", name)
    assert (entry["posting_date"], entry["posting_time"], entry["set_posting_time"]) == ("2026-11-02", "08:30:00", 1)
    name = saved(fill(client, "/stock/stock-entry/new", **typed))
    saved(fill(client, f"/stock/stock-entry/{name}/edit", remarks="plus tard"))
    assert client.read("Stock Entry", name)["set_posting_time"] == 0


def test_a_submitted_document_offers_what_may_still_be_changed(client, shop):
    _, _, note = shop.delivered_unit()
    fields = Fields(page(client, f"/stock/delivery-note/{note}/edit")).values
    assert "remarks" in fields and "customer" not in fields and not any(name.startswith("items") for name in fields)
    saved(fill(client, f"/stock/delivery-note/{note}/edit", remarks="déposé chez le voisin"))
    assert client.read("Delivery Note", note)["remarks"] == "déposé chez le voisin"
    forced = fill(client, f"/stock/delivery-note/{note}/edit", customer="Autre")
    assert forced.status_code == 417 and client.read("Delivery Note", note)["customer"] == shop.customer


def test_a_cancelled_document_is_amended(client, shop):
    item, number, note = shop.delivered_unit()
    client.changed("Delivery Note", note, docstatus=2)
    shown = page(client, f"/stock/delivery-note/{note}")
    assert f"_amend={note}" in shown and "Modifier" in shown
    assert client.get(f"/stock/delivery-note/{note}/edit", allow_redirects=False).status_code == 303
    name = saved(fill(client, f"/stock/delivery-note/new?_amend={note}"))
    amended = client.read("Delivery Note", name)
    assert (name, amended["amended_from"], amended["items"][0]["serial_no"]) == (note + "-1", note, number)


def test_a_document_is_duplicated_without_its_units(client, shop):
    item, number, note = shop.delivered_unit()
    fields = Fields(page(client, f"/stock/delivery-note/new?_copy={note}")).values
    assert (fields["customer"], fields["items.1.item_code"], fields["items.1.serial_no"]) == (shop.customer, item, "")
    assert Fields(page(client, f"/stock/item/new?_copy={item}")).values["item_code"] == ""


def test_a_delivery_is_returned_by_a_form_that_is_filled_in(client, shop):
    _, number, note = shop.delivered_unit()
    assert f"_return={note}" in page(client, f"/stock/delivery-note/{note}")
    name = saved(fill(client, f"/stock/delivery-note/new?_return={note}", button=("docstatus", "1")))
    back = client.read("Delivery Note", name)
    assert (back["is_return"], back["return_against"], back["items"][0]["qty"]) == (1, note, -1)
    assert client.serial(number)["status"] == "Active"


def test_the_form_of_a_return_leaves_out_what_came_back_already(client, shop):
    item = shop.item()
    first, second = shop.receive(item, qty=2)
    note = shop.deliver(item, first, second)["name"]
    address = f"/stock/delivery-note/new?_return={note}"
    saved(fill(client, address, button=("docstatus", "1"), items__1__serial_no=first, items__1__qty="-1"))
    fields = Fields(page(client, address)).values
    assert (fields["items.1.serial_no"], fields["items.1.qty"]) == (second, "-1")
    saved(fill(client, address, button=("docstatus", "1")))
    assert client.serial(second)["status"] == "Active"
    text = page(client, address)
    assert f"Tout ce que contient {note} a déjà été retourné." in html.unescape(text) and first not in text


def test_an_order_becomes_a_delivery_and_the_delivery_an_invoice(client, shop):
    item, number = shop.unit()
    order = client.made("Sales Order", {"customer": shop.customer, "docstatus": 1, "items": [
        {"item_code": item, "qty": 1, "rate": 30, "warehouse": STORES, "serial_no": number}]})["name"]
    assert "_from=Sales%20Order" in page(client, f"/selling/sales-order/{order}")
    note = saved(fill(client, f"/stock/delivery-note/new?_from=Sales+Order&_name={order}", button=("docstatus", "1")))
    assert client.read("Delivery Note", note)["items"][0]["against_sales_order"] == order
    invoice = saved(fill(client, f"/selling/sales-invoice/new?_from=Delivery+Note&_name={note}", button=("docstatus", "1")))
    line = client.read("Sales Invoice", invoice)["items"][0]
    assert (line["delivery_note"], line["sales_order"], line["rate"]) == (note, order, 30)
    assert client.serial(number)["sales_invoice"] == invoice


def test_a_receipt_becomes_an_invoice(client, shop):
    item = shop.item()
    receipt = client.made("Purchase Receipt", {"supplier": shop.supplier, "docstatus": 1, "items": [
        {"item_code": item, "qty": 2, "rate": 7.5, "warehouse": STORES}]})["name"]
    name = saved(fill(client, f"/buying/purchase-invoice/new?_from=Purchase+Receipt&_name={receipt}", button=("docstatus", "1")))
    line = client.read("Purchase Invoice", name)["items"][0]
    assert (line["purchase_receipt"], line["qty"], line["rate"]) == (receipt, 2, 7.5)


def test_the_address_fills_a_form_in_and_saves_nothing(client, shop):
    item, number = shop.unit()
    before = len(client.rows("Stock Entry", limit_page_length=0))
    query = f"?stock_entry_type=Material+Transfer&items.1.item_code={item}&items.1.serial_no={number}&items.1.qty=1&nothing={quote(HOSTILE)}"
    fields = Fields(page(client, "/stock/stock-entry/new" + query)).values
    assert (fields["stock_entry_type"], fields["items.1.item_code"], fields["items.1.serial_no"]) == ("Material Transfer", item, number)
    long = "\n".join(f"{item}-{count:05}" for count in range(5000))
    answer = press(client, "/stock/stock-entry/new", {"prefill": "1", "stock_entry_type": "Material Receipt", "items.1.item_code": item,
                                                      "items.1.serial_no": long})
    assert answer.status_code == 200 and Fields(answer.text).values["items.1.serial_no"] == long
    assert len(client.rows("Stock Entry", limit_page_length=0)) == before


def test_markup_from_an_address_or_a_name_is_text(client, shop):
    for name in ("customer", "items.1.item_code", "items.1.serial_no", "remarks", "_made", "_copy"):
        text = client.get(f"/stock/delivery-note/new?{name}={quote(HOSTILE)}").text
        assert "<script>alert" not in text
    item = client.made("Item", {"item_code": HOSTILE + shop.name(), "item_name": HOSTILE, "description": "</textarea>" + HOSTILE})["name"]
    for address in (f"/stock/item/{quote(item, safe='')}/edit", f"/stock/item/new?_copy={quote(item, safe='')}",
                    f"/stock/item/{quote(item, safe='')}?ask=delete"):
        assert "<script>alert" not in page(client, address)
    fields = Fields(page(client, f"/stock/item/{quote(item, safe='')}/edit")).values
    assert fields["item_name"] == HOSTILE and fields["description"] == "</textarea>" + HOSTILE


def test_records_named_as_a_form_is_addressed_are_reached(client, shop):
    for name in ("new", "A/edit", "edit"):
        client.made("Brand", {"brand": name})
    listed = page(client, "/stock/brand")
    addresses = [html.unescape(address) for address in re.findall(r'href="(/stock/brand/[^"]+)"', listed)]
    for name, address in (("new", "/stock/brand/new?show=1"), ("A/edit", "/stock/brand/A%2Fedit"), ("edit", "/stock/brand/edit")):
        assert address in addresses and f"<h1>{name}</h1>" in page(client, address)
    assert saved(fill(client, "/stock/brand/A%2Fedit/edit", description="oui")) == "A%2Fedit"
    assert client.read("Brand", "A/edit")["description"] == "oui"
    assert saved(fill(client, "/stock/brand/new/edit", description="aussi")) == "new"


def test_someone_who_saves_over_anothers_change_is_told_and_loses_nothing(client, shop):
    item = shop.item(item_name="Avant", warranty_period=10)
    address = f"/stock/item/{item}/edit"
    fields = Fields(page(client, address)).values
    client.changed("Item", item, item_name="Autre", warranty_period=20, brand=client.made("Brand", {"brand": shop.name("Marque")})["name"])
    answer = press(client, address, {**fields, "item_name": "Moi", "_do": "save"})
    assert answer.status_code == 417 and client.read("Item", item)["item_name"] == "Autre"
    told = re.sub(r"<[^>]+>", "|", answer.text[answer.text.index('id="theirs"'):])
    assert all(word in told for word in ("Nom de l’article", "Avant", "Autre", "Moi", "Marque", "10", "20"))
    now = Fields(answer.text).values
    assert (now["item_name"], now["warranty_period"]) == ("Moi", "20")
    saved(press(client, address, {**now, "_do": "save"}))
    after = client.read("Item", item)
    assert (after["item_name"], after["warranty_period"], bool(after["brand"])) == ("Moi", 20, True)


def test_another_persons_lines_are_merged_where_only_they_changed(client, shop):
    item = shop.plain_item()
    draft = client.made("Stock Entry", {"stock_entry_type": "Material Receipt", "items": [
        {"item_code": item, "qty": count, "t_warehouse": STORES} for count in (1, 2)]})
    address = f"/stock/stock-entry/{draft['name']}/edit"
    fields = Fields(page(client, address)).values
    lines = [{**line, "qty": line["qty"] + 10} for line in draft["items"]]
    client.changed("Stock Entry", draft["name"], items=lines)
    answer = press(client, address, {**fields, "items.1.qty": "7", "_do": "save"})
    now = Fields(answer.text).values
    assert (now["items.1.qty"], now["items.2.qty"]) == ("7", "12")


@pytest.fixture(scope="module")
def clerk(server):
    server.add_user("reserve@example.com", "Stock User")
    return Client(server.url, server.token("reserve@example.com"))


@pytest.fixture(scope="module")
def auditor(server):
    server.add_user("audit@example.com", "Auditor")
    return Client(server.url, server.token("audit@example.com"))


def test_what_a_person_may_not_do_is_neither_offered_nor_done(client, shop, clerk, auditor):
    item, number, note = shop.delivered_unit()
    shown = page(auditor, f"/stock/delivery-note/{note}")
    assert "/edit" not in shown and "ask=" not in shown and "_copy" not in shown and "_return" not in shown
    for address in ("/stock/delivery-note/new", f"/stock/delivery-note/{note}/edit", "/setup/user/new"):
        page(auditor, address, status=403)
    page(clerk, "/stock/item/new", status=403)
    assert "/selling/sales-invoice/new" not in page(clerk, f"/stock/delivery-note/{note}")
    assert press(auditor, f"/stock/delivery-note/{note}", {"docstatus": "2"}).status_code == 403
    assert press(clerk, f"/stock/item/{item}", {"_do": "delete"}).status_code == 403
    assert press(clerk, "/stock/item/new", {"item_code": "X", "_do": "save"}).status_code == 403
    assert press(auditor, f"/stock/delivery-note/{note}/edit", {"remarks": "x", "_do": "save"}).status_code == 403
    page(clerk, f"/selling/sales-invoice/new?_from=Delivery+Note&_name={note}", status=403)
    assert "ask=submit" not in page(auditor, f"/stock/delivery-note/{note}?ask=cancel")


def test_a_stranger_is_led_to_sign_in(server, client, shop):
    stranger = Client(server.url)
    for method, address in (("GET", "/stock/item/new"), ("GET", "/stock/item/X/edit"), ("POST", "/stock/item/new"), ("POST", "/stock/item/X/edit")):
        answer = stranger.request(method, address, data={"item_code": "X"}, allow_redirects=False)
        assert answer.status_code == 303 and answer.headers["Location"].startswith("/login")


def test_a_form_of_another_site_is_not_carried_out(server, client, shop):
    browser = Client(server.url)
    user = server.add_user("origine@example.com", "System Manager")
    browser.sign_in(user, __import__("server").PASSWORD)
    answer = browser.post("/stock/brand/new", data={"brand": "Loin", "_do": "save"}, headers={"Sec-Fetch-Site": "cross-site"}, allow_redirects=False)
    assert answer.status_code == 403 and client.get("/api/resource/Brand/Loin").status_code == 404


def test_a_record_is_deleted_after_a_question(client, shop):
    brand = client.made("Brand", {"brand": shop.name("Fin")})["name"]
    assert "Supprimer cet enregistrement" in page(client, f"/stock/brand/{brand}?ask=delete")
    way = press(client, f"/stock/brand/{brand}", {"_do": "delete"}).headers["Location"]
    assert way == f"/stock/brand?deleted={brand}" and f"{brand} a été supprimé." in page(client, way)
    assert client.get(f"/api/resource/Brand/{brand}").status_code == 404
    item, _ = shop.unit()
    answer = press(client, f"/stock/item/{item}", {"_do": "delete"})
    assert answer.status_code == 417 and 'role="alert"' in answer.text and client.read("Item", item)


def test_a_step_that_is_refused_says_why_on_the_records_page(client, shop):
    item, number = shop.unit()
    entry = client.rows("Stock Entry", fields=["name"], filters=[["Stock Entry Detail", "item_code", "=", item]])[0]["name"]
    shop.deliver(item, number)
    answer = press(client, f"/stock/stock-entry/{entry}", {"docstatus": "2"})
    assert answer.status_code == 417 and number in answer.text and 'role="alert"' in answer.text


def test_custom_fields_stand_on_the_form_with_the_others(client, shop):
    client.made("Custom Field", {"dt": "Brand", "label": "Atelier", "fieldtype": "Data", "insert_after": "brand", "description": "Où l’on répare"})
    client.made("Custom Field", {"dt": "Brand", "label": "Poids", "fieldtype": "Float"})
    client.made("Custom Field", {"dt": "Brand", "label": "Depuis", "fieldtype": "Date", "reqd": 1})
    client.made("Custom Field", {"dt": "Brand", "label": "Choix", "fieldtype": "Select", "options": "a\nb"})
    try:
        name = shop.name("Marque")
        refused = fill(client, "/stock/brand/new", brand=name, poids="lourd")
        assert wrong(refused.text, "poids") and "Où l’on répare" in html.unescape(refused.text)
        missing = fill(client, "/stock/brand/new", brand=name, poids="1,5")
        assert wrong(missing.text, "depuis")
        saved(fill(client, "/stock/brand/new", brand=name, poids="1,5", depuis="03/02/2026", choix="b", atelier="Lyon"))
        brand = client.read("Brand", name)
        assert (brand["poids"], brand["depuis"], brand["choix"], brand["atelier"]) == (1.5, "2026-02-03", "b", "Lyon")
        assert Fields(page(client, f"/stock/brand/{name}/edit")).values["poids"] == "1,5"
        assert Fields(page(client, f"/stock/brand/{name}/edit", "en")).values["poids"] == "1.5"
    finally:
        for row in client.rows("Custom Field", filters={"dt": "Brand"}):
            client.remove("Custom Field", row["name"])


@pytest.mark.parametrize("fields", [
    {"items.99999999999999999999.qty": "1"}, {"items.-1.qty": "1"}, {"items..qty": "1"}, {".": "1"}, {"items.1.": "x"}, {"_do": "remove items 99999999999999"},
    {"_do": "add nothing"}, {"docstatus": "7"}, {"modified": "hier"}, {"_opened": "x"}, {"_key": "x" * 300}, {"items": "x"},
    {"customer": "x" * 100_000}, {"items.1.serial_no": ",\n" * 1000}, {"posting_date": "9999999-01-01"}])
def test_rubbish_is_answered_with_a_form(client, shop, fields):
    answer = press(client, "/stock/delivery-note/new", {"customer": shop.customer, "_do": "save", **fields})
    assert answer.status_code in (200, 417), answer.text[:500]
    assert 'class="record"' in answer.text


def test_twenty_thousand_lines_and_no_more_fit_a_form(client, shop):
    fields = {f"items.{line}.qty": "1" for line in range(1, 20_002)}
    answer = press(client, "/stock/delivery-note/new", {"_do": "show", **fields})
    assert answer.status_code == 417 and "20\u202f000" in html.unescape(answer.text)


def test_what_cannot_be_read_and_what_is_wrong_are_told_together(client, shop):
    typed = {"posting_date": "hier", "items__1__item_code": "NOBODY", "items__1__qty": "x", "items__2__item_code": shop.plain_item(), "items__2__qty": "0"}
    for button in (("_do", "save"), ("_do", "ask"), ("docstatus", "1")):
        text = fill(client, "/stock/delivery-note/new", button=button, **typed).text
        assert all(wrong(text, place) for place in ("posting_date", "items.1.qty", "items.1.item_code", "items.2.qty", "customer")), button
    before = len(client.rows("Item", limit_page_length=0))
    text = fill(client, "/stock/item/new", warranty_period="un an", brand="NOBODY").text
    assert all(wrong(text, place) for place in ("warranty_period", "brand", "item_code"))
    assert fill(client, "/stock/item/new", item_code=shop.name(), warranty_period="un an").status_code == 417
    assert len(client.rows("Item", limit_page_length=0)) == before
