"""Lists as a browser gets them without scripts: filters, columns, pages, kept filters, actions on many records, CSV, search."""

import html
import json
import re
from urllib.parse import quote, urlencode

import pytest

from client import Client
from documents import STORES, delivery, transfer

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


def get(client, address, language="fr", status=200):
    response = client.request("GET", address, headers={"Accept-Language": language}, allow_redirects=False)
    assert response.status_code == status, response.text[:600]
    return response


def text(client, address, language="fr", status=200):
    return html.unescape(get(client, address, language, status).text)


def filters(*conditions):
    return "filters=" + quote(json.dumps(conditions, ensure_ascii=False))


def names(page, path):
    return re.findall(rf'<th scope="row"><a href="{path}/([^"]+)"', page)


def chips(page):
    return [re.sub(r"<[^>]+>", "", chip).strip() for chip in re.findall(r'<li class="chip[^>]*><span>(.*?)</span>\s*<a', page, re.S)]


def press(client, address, **fields):
    return client.request("POST", address, data=fields, headers={"Accept-Language": "fr"}, allow_redirects=False)


@pytest.fixture(scope="module")
def clerk(server, token):
    server.add_user("liste@example.com", "Stock User")
    return Client(server.url, server.token("liste@example.com"))


@pytest.fixture(scope="module")
def auditor(server, token):
    server.add_user("liste-revision@example.com", "Auditor")
    return Client(server.url, server.token("liste-revision@example.com"))


@pytest.fixture(scope="module")
def items(shop):
    """Sixty items of which every third is a pump, and a word that only they have."""
    word = shop.name("ZQ")
    return word, [shop.plain_item(item_code=f"{word}-{n:02}", item_name=f"{'Pompe' if n % 3 == 0 else 'Vanne'} {word} {n}") for n in range(60)]


@pytest.mark.parametrize("language, sentence", [("fr", "Nom de l’article contient «\u202fPompe\u202f»"), ("en", "Item Name contains “Pompe”")])
def test_a_filter_is_added_by_its_form_and_taken_away_by_its_chip(client, items, language, sentence):
    word, made = items
    form = urlencode({"q": word, "new.field": "item_name", "new.operator": "contains", "new.value": "Pompe"})
    filtered = get(client, "/stock/item?" + form, status=303).headers["Location"]
    page = text(client, filtered, language)
    assert chips(page) == [sentence]
    assert sorted(names(page, "/stock/item")) == made[::3]
    without = re.search(r'<li class="chip.*?href="([^"]+)"', page, re.S).group(1)
    assert chips(text(client, without)) == [] and len(names(text(client, without), "/stock/item")) == 50


@pytest.mark.parametrize("condition, sentence", [
    (["status", "=", "Active"], "Statut\u202f: Disponible"), (["status", "!=", "Delivered"], "Statut autre que Livré"),
    (["warranty_expiry_date", "<", "2026-11-23"], "Expiration de la garantie avant le 23/11/2026"),
    (["warranty_expiry_date", "between", ["2026-01-01", "2026-12-31"]], "Expiration de la garantie entre 01/01/2026 et 31/12/2026"),
    (["purchase_rate", ">", 1234.5], "Prix d’entrée de plus de 1\u202f234,50"), (["customer", "is", "not set"], "Client\u202f: vide"),
    (["customer", "is", "set"], "Client\u202f: renseigné"), (["warehouse", "in", ["A", "B"]], "Entrepôt parmi A, B"),
    (["item_code", "not in", ["A"]], "Code de l’article autre que A"), (["creation", ">=", "2026-01-01"], "Créé le à partir du 01/01/2026"),
    (["item_name", "like", "%100\\%%"], "Nom de l’article contient «\u202f100%\u202f»"),
])
def test_chips_are_sentences(client, condition, sentence):
    page = text(client, "/stock/serial-no?" + filters(condition))
    assert chips(page) == [sentence] and "n’est pas appliqué" not in page


def test_conditions_on_lines_and_links_of_one_field_become_chips(client, shop):
    item, number, note = shop.delivered_unit()
    page = text(client, "/stock/delivery-note?" + filters(["Delivery Note Item", "item_code", "=", item]))
    assert names(page, "/stock/delivery-note") == [note] and chips(page) == [f"Articles › Code de l’article\u202f: {item}"]
    assert names(text(client, f"/stock/serial-no?item_code={item}"), "/stock/serial-no") == [number]
    form = urlencode({"new.field": "items.item_code", "new.operator": "is", "new.value": item})
    assert json.dumps("Delivery Note Item").strip('"').replace(" ", "%20") in get(client, "/stock/delivery-note?" + form, status=303).headers["Location"]


@pytest.mark.parametrize("language, typed, wire", [("fr", "23/11/2026", "2026-11-23"), ("fr", "1.2.2026", "2026-02-01"), ("en", "2026-11-23", "2026-11-23")])
def test_days_are_typed_as_people_write_them(client, language, typed, wire):
    form = urlencode({"new.field": "warranty_expiry_date", "new.operator": "is", "new.value": typed})
    location = get(client, "/stock/serial-no?" + form, language, 303).headers["Location"]
    assert quote(wire) in location


@pytest.mark.parametrize("field, typed", [
    ("warranty_expiry_date", "demain"), ("warranty_expiry_date", "31/02/2026"), ("purchase_rate", "beaucoup"), ("purchase_rate", ""), ("nothing", "x"),
    ("item_code", "x" * 200), ("creation", HOSTILE),
])
def test_what_cannot_be_read_is_said_at_the_form_with_what_was_typed(client, field, typed):
    form = urlencode({"new.field": field, "new.operator": "is", "new.value": typed})
    raw = get(client, "/stock/serial-no?" + form).text
    assert 'id="filter-error"' in raw and 'role="alert"' in raw and " open>" in raw
    assert f'name="new.value" value="{html.escape(typed)}"' in raw.replace("&#39;", "&#x27;")
    assert "<img src=x" not in raw


@pytest.mark.parametrize("query", [
    filters(["warranty_expiry_date", "=", "x"]), filters(["nothing", "=", "x"]), filters(["status", "about", "x"]), filters("x"), filters([]),
    filters(["status"]), filters([1, 2, 3]), filters(["status", "between", ["a"]]), "filters=%5B", "filters=abc", "filters=%7B%22a%22%3A", "filters=5",
    filters([HOSTILE, "=", HOSTILE]), filters(["name", "like", "\\"]), filters(["creation", "=", "0000-00-00"]), filters(["docstatus", "=", "x"]),
    filters(["idx", "=", "99999999999999999999"]), filters(["purchase_rate", "=", "1e400"]), filters(["items", "=", "x"]),
    filters(*[["status", "=", "x"]] * 200), "sort=nothing&desc=7", "columns=" + quote(HOSTILE), "columns=,,,", "after=x", "after=5.iX", "after=-5", "before=0",
    "after=99999999999999999999", "after=9223372036854775807.tZ&sort=name", "before=5.i5&sort=name", "after=5.tZ&sort=warranty_expiry_date", "after=1.tx&sort=item_code",
    "q=" + quote(HOSTILE * 20), "q=%25&inside=1", "new.field=status&new.operator=x&new.value=x", "new.field=", "choose=columns", "choose=x", "format=x", "q=%F0%9F%94%A7",
])
@pytest.mark.parametrize("address", ["/stock/serial-no", "/stock/delivery-note", "/setup/user", "/stock/bin"])
def test_rubbish_in_an_address_is_answered_with_a_list(client, address, query):
    response = client.request("GET", f"{address}?{query}", headers={"Accept-Language": "fr"})
    assert response.status_code == 200, response.text[:500]
    assert "<img src=x" not in response.text


def test_a_wrong_filter_says_so_and_is_left_out(client, shop):
    shop.unit()
    page = text(client, "/stock/serial-no?" + filters(["warranty_expiry_date", "=", "demain"]))
    assert "Expiration de la garantie ne peut pas être lu" in page and "Ce filtre n’est pas appliqué" in page
    assert names(page, "/stock/serial-no")


def test_columns_are_chosen_and_kept_in_the_address(client, shop):
    _, number = shop.unit()
    location = get(client, "/stock/serial-no?q=x&choose=columns&column.purchase_rate=1&column.creation=1", status=303).headers["Location"]
    assert location == "/stock/serial-no?columns=purchase_rate%2Ccreation&q=x"
    page = text(client, f"/stock/serial-no?columns=purchase_rate,creation,nothing&q={number}")
    heads = [re.sub(r"<[^>]+>", "", head) for head in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", page)]
    assert heads == ["Choisir", "N° de série", "Prix d’entrée", "Créé le"]
    assert "10,00" in page and STORES not in page


def test_custom_fields_are_filtered_shown_and_sorted(client, shop):
    field = client.made("Custom Field", {"dt": "Batch", "label": shop.name("Couleur"), "fieldtype": "Select", "options": "rouge\nvert", "in_list_view": 1})["fieldname"]
    item = shop.plain_item(has_batch_no=1)
    red, green, none = [client.made("Batch", {"batch_id": shop.name("LOT"), "item": item, **({field: value} if value else {})})["name"] for value in ("rouge", "vert", None)]
    assert names(text(client, f"/stock/batch?{filters([field, '=', 'rouge'])}"), "/stock/batch") == [red]
    page = text(client, f"/stock/batch?item={item}&sort={field}&desc=1")
    assert names(page, "/stock/batch") == [green, red, none] and ">rouge</td>" in page
    assert names(text(client, f"/stock/batch?item={item}&sort={field}"), "/stock/batch") == [none, red, green]


@pytest.mark.parametrize("order", ["", "&sort=name", "&sort=name&desc=1", "&sort=item_name", "&sort=brand&desc=1"])
def test_pages_are_walked_to_the_end_and_back(client, items, order):
    word, made = items
    first = text(client, f"/stock/item?q={word}{order}")
    way = lambda page, relation: (re.search(rf'rel="{relation}" href="([^"]+)"', page) or [None, None])[1]
    assert "60 enregistrements" in first and way(first, "prev") is None
    second = text(client, way(first, "next"))
    assert sorted(names(first, "/stock/item") + names(second, "/stock/item")) == made and way(second, "next") is None
    back = text(client, way(second, "prev"))
    assert names(back, "/stock/item") == names(first, "/stock/item") and names(text(client, way(second, "first")), "/stock/item") == names(back, "/stock/item")


def test_the_button_for_a_new_record_is_for_who_may_write_one(client, clerk, auditor):
    assert 'href="/stock/serial-no/new"' in text(client, "/stock/serial-no") and "Ajouter N° de série" in text(client, "/stock/serial-no")
    assert 'href="/stock/delivery-note/new"' in text(clerk, "/stock/delivery-note")
    for person, address in [(clerk, "/stock/serial-no"), (auditor, "/stock/delivery-note"), (client, "/stock/bin")]:
        assert f'href="{address}/new"' not in text(person, address)


# Filters that people keep


def test_a_filter_is_kept_replaced_renamed_and_deleted(client, clerk, shop):
    name, other = shop.name("Filtre "), shop.name("Filtre ")
    address = "/stock/serial-no?columns=status&" + filters(["status", "=", "Active"])
    assert press(client, address, action="keep", filter_name=name).headers["Location"].startswith("/stock/serial-no?columns=status")
    page = text(client, "/stock/serial-no")
    assert f'?columns=status&{filters(["status", "=", "Active"]).replace(" ", "").replace("%20", "")}">{name}' in page
    assert name not in text(clerk, "/stock/serial-no")
    press(client, "/stock/serial-no?q=neu", action="keep", filter_name=name, shared="1")
    assert f'?q=neu">{name}' in text(client, "/stock/serial-no")
    seen = text(clerk, "/stock/serial-no")
    assert f'?q=neu">{name}' in seen and "partagé par" in seen
    key = re.search(rf'name="filter_id" value="(\d+)">\s*<input name="filter_name" value="{name}"', text(client, "/stock/serial-no")).group(1)
    for action in ("rename", "forget"):
        assert press(clerk, "/stock/serial-no", action=action, filter_id=key, filter_name="x").status_code == 403
    assert press(client, "/stock/serial-no", action="rename", filter_id=key, filter_name=other).status_code == 303
    assert other in text(clerk, "/stock/serial-no")
    assert press(client, "/stock/serial-no", action="forget", filter_id=key).status_code == 303
    assert other not in text(client, "/stock/serial-no")
    assert press(client, "/stock/serial-no", action="forget", filter_id=key).status_code == 404


@pytest.mark.parametrize("name", ["", " ", "x" * 141])
def test_a_filter_needs_a_name(client, name):
    answer = press(client, "/stock/item", action="keep", filter_name=name)
    assert answer.status_code == 417 and "text/html" in answer.headers["Content-Type"]


def test_the_name_of_a_filter_is_text(client):
    press(client, "/stock/warehouse?q=x", action="keep", filter_name=HOSTILE, shared="1")
    raw = get(client, "/stock/warehouse").text
    assert "<img src=x" not in raw and html.escape("<img src=x onerror") in raw


# Many records at once


def drafts(client, shop, count, **more):
    item = shop.item()
    numbers = shop.receive(item, qty=count)
    return [client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0, **more})["name"] for number in numbers], numbers


def test_drafts_are_submitted_each_for_itself(client, shop):
    made, numbers = drafts(client, shop, 3)
    shop.client.made("Stock Entry", transfer(client.serial(numbers[1])["item_code"], [numbers[1]]))
    picks = {f"pick:{name}": "1" for name in made}
    asked = press(client, "/stock/delivery-note", action="submit", **picks)
    assert asked.status_code == 200 and "Valider 3 brouillons" in html.unescape(asked.text)
    assert all(client.serial(number)["status"] == "Active" for number in numbers)
    done = html.unescape(press(client, "/stock/delivery-note", action="submit", sure="1", **picks).text)
    assert "2 traités, 1 refusés" in done and done.count("badge good") == 2 and done.count("badge bad") == 1
    assert numbers[1] in done
    assert [client.serial(number)["status"] for number in numbers] == ["Delivered", "Active", "Delivered"]
    again = html.unescape(press(client, "/stock/delivery-note", action="submit", sure="1", **{f"pick:{made[0]}": "1", "pick:NOPE": "1"}).text)
    assert "1 traités, 1 refusés" in again, "what is submitted already stays so"


def test_all_that_match_are_meant_without_ticking(client, shop):
    word = shop.name("remarque")
    made, numbers = drafts(client, shop, 4, remarks=word)
    address = "/stock/delivery-note?" + filters(["remarks", "=", word])
    asked = html.unescape(press(client, address, action="delete", all="1").text)
    assert "Supprimer 4 brouillons" in asked and all(name in asked for name in made)
    picks = {name: "1" for name in re.findall(r'name="(pick:[^"]+)"', asked)}
    assert len(picks) == 4
    assert "4 traités, 0 refusés" in html.unescape(press(client, "/stock/delivery-note", action="delete", sure="1", **picks).text)
    assert not names(text(client, address), "/stock/delivery-note")


def test_what_one_may_not_do_one_cannot_do_to_many(client, auditor, shop):
    made, _ = drafts(client, shop, 1)
    for action in ("submit", "delete"):
        assert press(auditor, "/stock/delivery-note", action=action, sure="1", **{f"pick:{made[0]}": "1"}).status_code == 403
        assert f'value="{action}"' not in text(auditor, "/stock/delivery-note")
        assert f'value="{action}"' in text(client, "/stock/delivery-note")


@pytest.mark.parametrize("fields", [{}, {"action": "x"}, {"action": "submit"}, {"action": "labels"}, {"action": "keep"}, {"action": "rename"}, {"action": "rename", "filter_id": HOSTILE, "filter_name": "x"}])
@pytest.mark.parametrize("address", ["/stock/item", "/stock/delivery-note"])
def test_rubbish_sent_to_a_list_is_refused_on_a_page(client, address, fields):
    answer = press(client, address, **fields)
    assert answer.status_code in (200, 404, 417) and "text/html" in answer.headers["Content-Type"] and "<img" not in answer.text.replace("<img src=\"/assets", "")


def test_nothing_chosen_is_said(client):
    assert "Rien n’a été choisi" in html.unescape(press(client, "/stock/delivery-note", action="submit").text)


def test_numbers_go_to_the_label_page(client, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=3)
    few = press(client, "/stock/serial-no", action="labels", **{f"pick:{number}": "1" for number in numbers[:2]})
    assert few.headers["Location"] == "/stock/labels?serial_nos=" + quote("\n".join(numbers[:2]))
    shop.receive(item, qty=120)
    many = html.unescape(press(client, f"/stock/serial-no?item_code={item}", action="labels", all="1").text)
    assert 'action="/stock/labels"' in many and all(number in many for number in numbers) and "123 unités" in many


# CSV


def test_what_is_filtered_is_downloaded_with_the_chosen_columns(client, shop):
    item, formula = shop.item(), client.made("Item", {"item_code": "=1+" + shop.name(), "item_name": '@a,"b"', "has_serial_no": 1})["name"]
    numbers = shop.receive(item, qty=60)
    shop.receive(formula, [odd := "-" + shop.name()])
    answer = get(client, f"/stock/serial-no?item_code={item}&columns=item_code,purchase_rate&format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8" and 'filename="serial-no.csv"' in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "name,item_code,purchase_rate" and lines[1] == f"{numbers[-1]},{item},10.0" and len(lines) == 62
    guarded = press(client, "/stock/serial-no?columns=item_code,item_name", action="export", **{f"pick:{odd}": "1"}).content.decode("utf-8-sig")
    assert guarded.split("\r\n")[1] == f"'{odd},'{formula},\"'@a,\"\"b\"\"\""


# The search for everything


def test_a_scan_leads_straight_to_the_unit(client, shop, server):
    item, number = shop.unit(barcode=shop.name("376"))
    barcode = client.read("Item", item)["barcode"]
    for scanned in (number, number.lower(), f" {number} ", f"{server.url}/stock/serial-no/{number}", f"https://ailleurs.example/stock/serial-no/{number}?x=1"):
        assert get(client, "/search?q=" + quote(scanned), status=303).headers["Location"] == f"/stock/serial-no/{number}"
    assert get(client, "/search?q=" + barcode, status=303).headers["Location"] == f"/stock/item/{item}"


def test_parts_of_names_are_found_in_every_type_that_one_may_read(client, server, token, shop):
    item, number, note = shop.delivered_unit(item_name="Thermoplongeur Étanche")
    page = text(client, "/search?q=" + quote("plongeur étan"))
    assert f'href="/stock/item/{item}"' in page
    answer = client.request("GET", "/api/method/matricule.search", params={"txt": note[:-1]}).json()["message"]
    assert {"name": note, "label": "Bon de livraison", "path": f"/stock/delivery-note/{note}", "description": shop.customer} in [
        {**entry, "label": "Bon de livraison"} for entry in answer if entry["name"] == note]
    found = client.request("GET", "/api/method/matricule.search", params={"txt": item.lower()}).json()["message"]
    assert found[0]["path"] == f"/stock/item/{item}" and any(entry["name"] == number for entry in found)
    server.add_user("recherche@example.com", "Item Manager")
    person = Client(server.url, server.token("recherche@example.com"))
    assert f"/delivery-note/{note}" not in text(person, "/search?q=" + note) and item in text(person, "/search?q=" + item[:-1])


@pytest.mark.parametrize("words", ["", " ", "%", "_", "\\", "'", HOSTILE, "x" * 5000, "http://", "https://x/stock/serial-no/", "http://x/stock/serial-no/%00", "http://x/setup/user/Administrator", "\u202e", "🔧"])
def test_rubbish_is_searched_for_in_vain(client, words):
    answer = client.request("GET", "/search?q=" + quote(words), allow_redirects=False)
    assert answer.status_code == 200 and "<img src=x" not in answer.text
    found = client.request("GET", "/api/method/matricule.search?txt=" + quote(words))
    assert found.status_code == 200 and isinstance(found.json()["message"], list)


def test_strangers_search_nothing(server):
    stranger = Client(server.url)
    assert stranger.request("GET", "/search?q=x", allow_redirects=False).status_code == 303
    assert stranger.request("GET", "/api/method/matricule.search?txt=x").status_code == 403
