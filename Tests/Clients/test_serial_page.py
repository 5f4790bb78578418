"""The page of one unit: its way, its sections, what happened to it, and the correction of its number."""

import html
import re
from urllib.parse import quote

import pytest
from client import Client
from documents import FINISHED, STORES, purchase, receipt, transfer


def page(client, number, language="fr", query="", status=200):
    response = client.get(f"/stock/serial-no/{quote(number, safe='')}{query}", headers={"Accept-Language": language})
    assert response.status_code == status, response.text[:500]
    assert " style=" not in response.text
    return response.text


def correct(client, number, new, reason="Mal lu", language="en"):
    return client.post("/stock/correct-number/" + quote(number, safe=""), data={"new_number": new, "reason": reason},
                       headers={"Accept-Language": language}, allow_redirects=False)


@pytest.fixture(scope="module")
def sold(client, shop):
    """A unit that was bought, moved and sold: its number, and the documents."""
    item = shop.item()
    bought = client.made("Purchase Receipt", purchase(shop.supplier, item, qty=1))
    number = bought["items"][0]["serial_no"]
    moved = client.made("Stock Entry", transfer(item, [number]))
    client.made("Stock Entry", transfer(item, [number], source=FINISHED, to=STORES))
    note = shop.deliver(item, number)
    return number, bought["name"], moved["name"], note["name"]


def test_everything_that_a_unit_names_is_a_way_to_it(client, shop, sold):
    number, bought, moved, note = sold
    text = page(client, number)
    for address in (f"/stock/purchase-receipt/{bought}", f"/stock/stock-entry/{moved}", f"/stock/delivery-note/{note}", f"/buying/supplier/{shop.supplier}",
                    f"/selling/customer/{shop.customer}", f"/stock/warehouse/{quote(STORES)}", f"/stock/labels?serial_nos={number}", f"/stock/correct-number/{number}"):
        assert f'href="{address}"' in text, address
    for word in ("Détails d’achat / production", "Détails de livraison", "Garantie / contrat de maintenance", "Plus d’informations", "Son parcours", "Historique"):
        assert word in text


def test_its_way_is_told_in_words_beside_the_picture(client, shop, sold):
    label = html.unescape(re.search(r'<svg role="group" aria-label="([^"]*)"', page(client, sold[0], "en"))[1])
    stops = [stop.split(": ")[-1] for stop in label.split(" → ")]
    assert stops[0] == f"Supplier {shop.supplier}" and stops[-1].endswith(f"Customer {shop.customer}")
    assert [STORES in stop for stop in stops[1:4]] == [True, False, True]


def test_a_long_way_shows_its_beginning_and_its_end(client, shop):
    item, number = shop.unit()
    for step in range(12):
        places = (STORES, FINISHED) if step % 2 == 0 else (FINISHED, STORES)
        client.made("Stock Entry", transfer(item, [number], source=places[0], to=places[1]))
    label = html.unescape(re.search(r'<svg role="group" aria-label="([^"]*)"', page(client, number, "en"))[1])
    assert label.count(" → ") == 8 and "…" in label
    text = page(client, number)
    assert text.count("<li class=") < 26 or "Afficher les" in text


def test_a_long_history_is_shown_in_part_first(client, shop):
    item, number = shop.unit()
    for step in range(30):
        client.changed("Serial No", number, location=f"Rayon {step}")
    text = page(client, number)
    assert "Rayon 29" in text and ">Rayon 2<" not in text and "Afficher les 31 entrées" in text
    assert text.count("<time>") == 25 and page(client, number, query="?history=all").count("<time>") == 31


def test_changes_by_hand_are_told_field_by_field(client, shop):
    _, number = shop.unit()
    client.changed("Serial No", number, warranty_expiry_date="2027-03-31", location="Rayon <7>")
    client.changed("Serial No", number, location="Rayon 8")
    text = page(client, number)
    assert "Expiration de la garantie\u202f: 31/03/2027" in text
    assert "<del>Rayon &lt;7&gt;</del> → Rayon 8" in text


def test_a_unit_that_never_moved_has_no_way(client, shop):
    number = client.made("Serial No", {"serial_no": shop.name("HAND"), "item_code": shop.item()})["name"]
    text = page(client, number)
    assert "Son parcours" not in text and "créé à la main" in text


def test_a_mistyped_number_is_corrected_and_both_lead_to_the_unit(client, shop):
    _, number = shop.unit()
    answer = correct(client, number, number + "/B")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/stock/serial-no/{quote(number + '/B', safe='')}?saved=1")
    text = page(client, number + "/B")
    assert "Mal lu" in text and f"Auparavant {number}" in text and "numéro corrigé" in text
    assert f"<h1>{number}/B</h1>" in page(client, number)


@pytest.mark.parametrize("new, reason, words", [("", "x", ["Corrected number is required"]), ("NEW", " ", ["Reason is required"]), ("", "", ["Corrected number", "Reason"]),
                                                ("x" * 141, "x", ["1 to 140 characters"]), ("a\tb", "x", ["control characters"]), ("NEW", "x" * 501, ["500"])])
def test_a_correction_that_cannot_be_made_is_shown_beside_its_field(client, shop, new, reason, words):
    _, number = shop.unit()
    answer = correct(client, number, new, reason)
    assert answer.status_code == 417 and 'aria-invalid="true"' in answer.text
    for word in words:
        assert word in answer.text
    assert f'value="{html.escape(new)}"' in answer.text and client.serial(number)["name"] == number


def test_a_number_that_is_taken_is_refused(client, shop):
    first, second = shop.receive(shop.item(), qty=2)
    assert "already exists" in correct(client, first, second.lower()).text
    assert "already exists" in correct(client, first, first).text
    assert correct(client, first, first.lower()).status_code == 303


def test_only_who_may_change_units_corrects_them(server, shop, client):
    server.add_user("vente@example.com", "Sales User")
    seller = Client(server.url, server.token("vente@example.com"))
    _, number = shop.unit()
    text = page(seller, number)
    assert "/stock/correct-number" not in text and "/edit" not in text and "/stock/labels?" in text
    assert correct(seller, number, "NEW").status_code == 403
    assert seller.get("/stock/correct-number/" + number).status_code == 403


def test_a_correction_of_nothing_says_so(client):
    assert client.get("/stock/correct-number/").status_code == 404
    assert client.get("/stock/correct-number/NOPE").status_code == 404
    assert correct(client, "NOPE", "NEW").status_code == 404


@pytest.mark.parametrize("number", ["A/B C%d", "\"<script>alert(1)</script>'", "漢字🔧-7", "a?b#c&d=e;f", "..%2f..", "%25", "+1 2", "/edit", "x/new"])
def test_hostile_numbers_have_pages_labels_and_corrections(client, shop, number):
    number += shop.name("-")
    client.made("Stock Entry", receipt(shop.item(serial_no_series=None), [number]))
    text = page(client, number)
    assert f"<h1>{html.escape(number, quote=False)}</h1>".replace("'", "&#39;") in text.replace("&quot;", '"') and "<script>alert" not in text
    for way in ("/stock/labels", "/stock/correct-number"):
        address = html.unescape(re.search(rf'href="({way}[^"]*)"', text)[1])
        assert client.get(address).status_code == 200
    assert correct(client, number, number + "'<b>%2F").status_code == 303
    assert page(client, number + "'<b>%2F")


def test_the_code_on_the_page_is_its_address(client, shop):
    _, number = shop.unit()
    assert f'role="img" aria-label="{client.url}/stock/serial-no/{number}"' in page(client, number)
