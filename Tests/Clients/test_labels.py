"""Labels: the form, the page that is printed, and the language of label printers."""

import html
import re

import pytest
from client import Client, good
from documents import receipt

ADDRESS = "/stock/labels"


def post(client, numbers, language="en", **fields):
    return client.request("POST", ADDRESS, data={"serial_nos": numbers, "format": "page", **fields}, headers={"Accept-Language": language})


def names(text):
    return [html.unescape(name) for name in re.findall(r'role="img" aria-label="([^"]*)"', text)]


def test_the_form_shows_each_label_as_it_will_be(client, shop):
    item, number = shop.unit(item_name="Pompe à eau")
    page = client.get(ADDRESS, params={"serial_nos": number}, headers={"Accept-Language": "fr"})
    assert page.status_code == 200 and " style=" not in page.text
    assert names(page.text) == [f"{number}, {item}, Pompe à eau"] * 4
    assert "Étiquettes" in page.text and f">{number}</textarea>" in page.text


def test_the_print_page_is_in_millimetres_and_needs_no_script(client, shop):
    _, number = shop.unit()
    page = post(client, number, design="a4-65", start="7", copies="3")
    assert page.status_code == 200 and " style=" not in page.text and "<style" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert len(names(page.text)) == 3 and page.text.count("<i></i>") == 6 and page.text.count('class="sheet"') == 1
    sheet = client.get(re.search(r'href="(/assets/[^"]*labels-a4-65.css)"', page.text)[1])
    assert sheet.status_code == 200 and "@page { size: 210mm 297mm" in sheet.text


def test_a_document_gives_its_numbers(client, shop):
    item = shop.item()
    entry = client.made("Stock Entry", receipt(item, qty=3))
    page = client.get(ADDRESS, params={"doctype": "Stock Entry", "docname": entry["name"]})
    numbers = entry["items"][0]["serial_no"]
    assert f">{numbers}</textarea>" in page.text


def test_numbers_that_another_page_hands_over_fill_the_form(client, shop):
    _, number = shop.unit()
    page = client.request("POST", ADDRESS, data={"serial_nos": number + "\nNEW"})
    assert page.status_code == 200 and f">{number}\nNEW</textarea>" in page.text and 'name="design"' in page.text


def test_a_document_that_is_not_there_is_said(client):
    assert client.get(ADDRESS, params={"doctype": "Stock Entry", "docname": "NOPE"}).status_code == 404
    assert client.get(ADDRESS, params={"doctype": "Nothing", "docname": "NOPE"}).status_code == 403


@pytest.mark.parametrize("number", ["A/B%C \"d\" <script>alert(1)</script>", "^XZ~JR_5E\\&>:", "漢字🔧-7", "W" * 140, "a'b;c#?&=é"])
def test_hostile_numbers_are_printed_as_they_are(client, shop, number):
    item = shop.item(serial_no_series=None)
    name = client.made("Serial No", {"serial_no": number, "item_code": item})["name"]
    page = post(client, number)
    assert names(page.text)[0].startswith(name) and "<script>alert" not in page.text
    zpl = post(client, number, format="zpl", design="roll-100x50")
    assert zpl.status_code == 200 and "~" not in zpl.text
    assert zpl.text.count("^XA") == zpl.text.count("^XZ") == 1


def test_zpl_is_a_file_for_label_printers(client, shop):
    _, number = shop.unit()
    zpl = post(client, number + ",NEW-1", format="zpl", design="roll-57x32", dpi="300", copies="2")
    assert zpl.headers["Content-Disposition"] == 'attachment; filename="labels.zpl"' and zpl.headers["X-Content-Type-Options"] == "nosniff"
    assert zpl.text.count("^XA^CI28^PW684^LL384") == 4
    assert f"^FDMA,{client.url}/stock/serial-no/{number}^FS" in zpl.text


def test_what_cannot_be_printed_is_said_beside_what_was_typed(client):
    for numbers, fields, word in [(" , ", {}, "Give the serial numbers"), ("x" * 141, {}, "cannot be a serial number"),
                                  ("A1", {"format": "zpl"}, "ZPL is for label printers"),
                                  ("\n".join(f"N{i}" for i in range(10_001)), {}, "At most 10,000 labels")]:
        page = post(client, numbers, **fields)
        assert page.status_code == 417 and word in page.text and 'role="alert"' in page.text
        assert numbers[:50] in page.text


def test_rubbish_in_the_form_is_taken_for_the_nearest(client):
    page = post(client, "A1", design="nothing", start="99999999999999999999", copies="-3", dpi="x")
    assert page.status_code == 200 and len(names(page.text)) == 1


def test_ten_thousand_labels_are_one_page(client, measured):
    page = post(client, "\n".join(f"PB2L{i:05}" for i in range(10_000)), design="a4-21")
    assert len(names(page.text)) == 10_000
    measured(f"10,000 labels: {page.elapsed.total_seconds():.1f} s, {len(page.content) / 1e6:.1f} MB")


def test_only_those_who_may_see_units_get_labels(server):
    stranger = Client(server.url)
    assert stranger.get(ADDRESS, allow_redirects=False).headers["Location"].startswith("/login")
    assert stranger.request("POST", ADDRESS, data={"serial_nos": "A1"}, allow_redirects=False).status_code == 303


def test_labels_are_shown_in_both_languages(client):
    assert "Labels: 1, pages: 1" in post(client, "A1").text
    assert "Étiquettes\u202f: 1, pages\u202f: 1" in post(client, "A1", "fr").text
