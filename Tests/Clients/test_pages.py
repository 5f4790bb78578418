"""The pages of every type, read as a browser gets them: lists, records, the menu, and what may not be shown."""

import html
import re
from urllib.parse import quote

import pytest

from client import Client
from documents import STORES, delivery
from server import PASSWORD

HOSTILE = "<script>alert('1')</script>&\"x\""
LISTS = {
    "stock": ["serial-no", "stock-entry", "purchase-receipt", "delivery-note", "stock-reconciliation", "bin", "stock-ledger-entry",
              "item", "item-group", "brand", "uom", "batch", "warehouse"],
    "buying": ["supplier", "purchase-invoice"], "selling": ["customer", "sales-order", "sales-invoice"],
    "setup": ["company", "user", "role", "custom-field"]}
ADDRESSES = [f"/{section}/{path}" for section, paths in LISTS.items() for path in paths]


def page(client, address, language="fr", status=200):
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == status, response.text[:500]
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert all(rest.startswith(' type="module" src="/assets/') for rest in response.text.split("<script")[1:])
    assert " style=" not in response.text
    return response.text


@pytest.fixture(scope="module")
def note(shop):
    """The name of a delivery note of one unit, in a shop where something has happened."""
    return shop.delivered_unit()[2]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_list_is_a_page_within_the_menu(client, note, address, language):
    text = page(client, address, language)
    assert f'href="{address}"' in text
    assert ("Bon de livraison" if language == "fr" else "Delivery Note") in text


def test_a_list_leads_to_the_record_and_the_record_to_what_it_names(client, shop, note):
    assert f'href="/stock/delivery-note/{note}"' in page(client, "/stock/delivery-note")
    text = page(client, f"/stock/delivery-note/{note}")
    assert f'href="/selling/customer/{shop.customer}"' in text
    assert f'href="/stock/warehouse/{quote(STORES)}"' in text
    assert 'href="/stock/serial-no/ART' in text and "Validé" in text


def test_a_movement_leads_to_its_document_and_a_document_to_all_its_numbers(client, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=60)
    moved = client.rows("Stock Ledger Entry", fields=["name", "voucher_no"], filters=[["item_code", "=", item]])[0]
    assert f'href="/stock/stock-entry/{moved["voucher_no"]}"' in page(client, f"/stock/stock-ledger-entry/{moved['name']}")
    text = page(client, f"/stock/stock-entry/{moved['voucher_no']}")
    assert [number for number in numbers if f'href="/stock/serial-no/{number}"' not in text] == []


def test_a_filter_that_cannot_be_read_says_how_a_date_is_written(client):
    address = "/stock/serial-no?new.field=warranty_expiry_date&new.operator=is&new.value="
    assert "une date comme 23/11/2026" in page(client, address + "demain")
    assert "a date such as 2026-11-23" in page(client, address + "tomorrow", "en")
    assert "error" not in page(client, address + "23/11/2026").split("<main", 1)[1]


def test_a_list_is_searched_filtered_and_sorted_by_its_address(client, shop):
    first, second = sorted([shop.plain_item(item_name="Vis à bois"), shop.plain_item(item_name="Boulon")])
    found = page(client, "/stock/item?q=" + quote("à bois"))
    assert (first in found) != (second in found)
    upwards = page(client, f"/stock/item?sort=name&q={quote('ART')}")
    downwards = page(client, f"/stock/item?sort=name&desc=1&q={quote('ART')}")
    order = lambda text: re.findall(r'<th scope="row"><a href="/stock/item/([^"]+)"', text)
    assert order(upwards) == sorted(order(upwards)) and order(downwards) == sorted(order(downwards), reverse=True)


def test_a_list_of_documents_is_filtered_by_their_state(client, shop):
    item, number = shop.unit()
    draft = client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})["name"]
    assert draft in page(client, "/stock/delivery-note?docstatus=0")
    assert draft not in page(client, "/stock/delivery-note?docstatus=1")


def test_markup_in_a_name_is_shown_as_text(client, shop):
    item = client.made("Item", {"item_code": HOSTILE, "item_name": HOSTILE})["name"]
    for address in ("/stock/item?q=script", "/stock/item/" + quote(item, safe="")):
        assert html.escape("<script>alert(") in page(client, address)


@pytest.mark.parametrize("address", ["/stock/delivery-note/NOPE", "/stock/item/x/y", "/selling/customer/%00", "/stock/nothing"])
def test_a_record_that_is_not_there_is_a_page_that_says_so(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999", "sort=nothing", "sort=name;drop", "docstatus=7", "q=%25_%5C"])
def test_rubbish_in_the_address_of_a_list_gives_a_list(client, query):
    page(client, "/stock/delivery-note?" + query)


def test_what_one_may_not_see_is_neither_in_the_menu_nor_shown(server, token):
    server.add_user("lager@example.com", "Stock User")
    clerk = Client(server.url, server.token("lager@example.com"))
    assert "/setup/user" not in page(clerk, "/stock/item")
    page(clerk, "/setup/user", status=403)


def test_a_unit_leads_to_the_documents_of_its_history(client, shop):
    _, number, note = shop.delivered_unit()
    text = page(client, f"/stock/serial-no/{number}")
    assert f'href="/stock/delivery-note/{note}"' in text and 'href="/stock/stock-entry/MAT-STE-' in text


def press(client, address, **fields):
    return client.request("POST", address, data=fields, allow_redirects=False)


def hidden(text):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))


def test_a_draft_is_submitted_and_cancelled_by_its_buttons(client, shop):
    item, number = shop.unit()
    draft = client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})["name"]
    address = f"/stock/delivery-note/{draft}"
    answer = press(client, address, **hidden(page(client, address + "?ask=submit")))
    assert (answer.status_code, answer.headers["Location"]) == (303, address + "?saved=submit")
    assert client.serial(number)["status"] == "Delivered"
    assert 'type="hidden"' not in page(client, address)
    asked = page(client, address + "?ask=cancel")
    assert "Annuler ce document" in asked
    assert press(client, address, **hidden(asked)).status_code == 303
    assert client.serial(number)["status"] == "Active" and "Annulé" in page(client, address)


def test_a_button_on_an_old_page_changes_nothing(client, shop):
    item, number = shop.unit()
    draft = client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})["name"]
    address = f"/stock/delivery-note/{draft}"
    old = hidden(page(client, address + "?ask=submit"))
    client.changed("Delivery Note", draft, remarks="autre")
    assert press(client, address, **old).status_code in (409, 417)
    assert client.serial(number)["status"] == "Active"


def test_who_may_only_read_has_no_buttons(server, client, note):
    server.add_user("revision@example.com", "Auditor")
    auditor = Client(server.url, server.token("revision@example.com"))
    address = f"/stock/delivery-note/{note}"
    assert "ask=cancel" in page(client, address) and "ask=cancel" not in page(auditor, address)
    assert press(auditor, address, docstatus="2").status_code == 403


def look_up(client, text, **more):
    return client.request("POST", "/stock/look-up", data={"serial_nos": text, **more}, headers={"Accept-Language": "fr"})


def test_pasted_numbers_are_told_apart(client, shop):
    item, number = shop.unit()
    _, delivered, _ = shop.delivered_unit()
    text = look_up(client, f"{number.lower()}\n{delivered},NOPE\t{number}\n\n").text
    assert 'name="serial_nos"' in page(client, "/stock/look-up")
    for word in ("Disponible", "Livré", "Inconnu", "En double", item, STORES, shop.customer, "NOPE"):
        assert word in text, word
    assert f'href="/stock/serial-no/{number}"' in text


def test_looked_up_numbers_are_downloaded_as_csv_without_formulas(client, shop):
    _, number = shop.unit()
    answer = look_up(client, f'{number}\n=1+1\n@a\nx"y', format="csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in answer.headers["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "serial_no,status,item_code,warehouse,customer,batch_no" and lines[1].startswith(f"{number},Active,")
    assert lines[2:5] == ["'=1+1,Unknown,,,,", "'@a,Unknown,,,,", '"x""y",Unknown,,,,']


def test_home_tells_what_waits_and_what_happened_last(server, client, shop):
    item, number = shop.unit()
    client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})
    note = shop.delivered_unit()[2]
    text = page(client, "/")
    assert 'href="/stock/delivery-note?docstatus=0"' in text and "Brouillons en attente" in text
    assert f'href="/stock/delivery-note/{note}"' in text and shop.customer in text
    stranger = Client(server.url).request("GET", "/", allow_redirects=False)
    assert (stranger.status_code, stranger.headers["Location"]) == (303, "/login")


@pytest.mark.parametrize("address", ["/stock/serial-no", "/stock/item"])
def test_a_search_takes_signs_as_they_are(client, shop, address):
    plain, signed = shop.item(), shop.item(item_code=shop.name("A_B%"))
    shop.receive(plain, qty=1), shop.receive(signed, qty=1)
    text = page(client, f"{address}?q={quote('a_b%')}")
    assert signed in text and plain not in text


# A session that ended while somebody was typing


def test_what_was_typed_survives_the_end_of_a_session(server, client, shop):
    name = server.add_user("oubli@example.com", "Stock Manager")
    lines = "\n".join(f"NEU-{index}" for index in range(10_000))
    origin = {"Origin": server.url, "Accept-Language": "fr"}
    ended = Client(server.url).request("POST", "/stock/look-up", data={"serial_nos": lines, "action": "<b>"}, headers=origin, allow_redirects=False)
    assert ended.status_code == 403 and "rien de ce que vous avez saisi" in ended.text
    fields = {key: html.unescape(value) for key, value in re.findall(r'name="(\w+)" value="([^"]*)"', ended.text)}
    assert fields["next"] == "/stock/look-up"
    wrong = Client(server.url).request("POST", "/login", data={**fields, "usr": name, "pwd": "faux"}, headers=origin)
    assert wrong.status_code == 401 and html.unescape(re.search(r'name="kept" value="([^"]*)"', wrong.text)[1]) == fields["kept"]
    back = Client(server.url).request("POST", "/login", data={**fields, "usr": name, "pwd": PASSWORD}, headers=origin)
    assert back.status_code == 200 and 'action="/stock/look-up"' in back.text and "<b>" not in back.text
    assert html.unescape(re.search(r'name="serial_nos" value="([^"]*)"', back.text)[1]) == lines


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_only_what_our_own_pages_sent_is_kept(server, headers):
    answer = Client(server.url).request("POST", "/stock/look-up", data={"serial_nos": "X"}, headers=headers, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=%2Fstock%2Flook-up")


def test_passwords_are_not_kept(server):
    answer = Client(server.url).request("POST", "/account", data={"step": "password", "password": "secret"}, headers={"Origin": server.url}, allow_redirects=False)
    assert answer.status_code == 303


def test_rubbish_in_what_was_kept_gives_a_page(server):
    name = server.add_user("rebut@example.com", "Stock Manager")
    for kept in ("{", "[]", "1", '{"a": {"b": 1}}'):
        answer = Client(server.url).request("POST", "/login", data={"usr": name, "pwd": PASSWORD, "next": "/", "kept": kept}, allow_redirects=False)
        assert answer.status_code in (200, 400) and "<h1>" in answer.text


def test_an_address_without_anything_is_told_with_the_menu(client):
    text = page(client, "/nowhere/at/all", status=404)
    assert "Page introuvable" in text and 'href="/stock/serial-no"' in text
