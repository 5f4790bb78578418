"""Files and notes on records: from their pages, over the interface, and who may do what."""

import html
import re
from urllib.parse import quote

import pytest
from client import Client, good, refused
from documents import delivery

PDF, PNG = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256))
HOSTILE = ["<img src=x onerror=alert(1)>.pdf", "a\"b'c;d%.pdf", "Facture n° 12 – été 漢字 🔧.pdf", "x" * 300 + ".pdf", "../../etc/passwd", "évil\u202efdp.exe"]


def upload(client, name, content, doctype="Serial No", docname="", **fields):
    return client.post("/api/method/upload_file", files={"file": (name, content)}, data={"doctype": doctype, "docname": docname, "is_private": "1", **fields})


def attach(client, address, *files, **more):
    return client.post(address, files=[("file", file) for file in files], allow_redirects=False, **more)


def page(client, number):
    return client.get("/stock/serial-no/" + quote(number, safe="")).text


def files(text):
    """Names and addresses of the files on a page."""
    return [(html.unescape(name), html.unescape(address)) for address, name in re.findall(r'<li><a href="(/files/[^"]+)">([^<]*)</a>', text)]


@pytest.fixture
def number(shop):
    return shop.unit()[1]


@pytest.fixture(scope="module")
def people(server):
    """A client for each role."""
    made = {}
    for role in ["Stock User", "Auditor", "Sales User", "Stock Manager"]:
        email = server.add_user(role.replace(" ", ".").lower() + "@example.com", role)
        made[role] = Client(server.url, server.token(email))
    return made


def test_a_file_is_uploaded_as_the_ecosystem_does_it_and_read_back(client, number):
    kept = good(upload(client, "Bon de livraison.pdf", PDF, docname=number))["message"]
    assert (kept["file_name"], kept["file_size"], kept["is_private"]) == ("Bon de livraison.pdf", len(PDF), 1)
    assert (kept["attached_to_doctype"], kept["attached_to_name"]) == ("Serial No", number)
    answer = client.get(kept["file_url"])
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, PDF, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline;") and "no-store" in answer.headers["Cache-Control"]


def test_files_and_notes_of_a_form_stand_on_the_page(client, number):
    address = f"/files/Serial%20No/{number}"
    answer = attach(client, address, ("photo.png", PNG), ("Mesures.csv", "a;b\n1;2\n".encode()))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/stock/serial-no/{number}#files")
    answer = client.post(f"/notes/Serial%20No/{number}", data={"note": "Carton abîmé\n<b>sinon</b> bien"}, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/stock/serial-no/{number}#notes")
    text = page(client, number)
    found = files(text)
    assert [name for name, _ in found] == ["photo.png", "Mesures.csv"]
    assert client.get(found[0][1]).content == PNG
    assert client.get(found[1][1]).headers["Content-Disposition"].startswith("attachment;")
    assert "Carton abîmé\n&lt;b&gt;sinon&lt;/b&gt; bien" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_text_and_harm_nobody(client, number, name):
    kept = good(upload(client, name, PDF, docname=number))["message"]
    assert kept["file_name"].endswith(".pdf") and len(kept["file_name"]) <= 140
    assert "/" not in kept["file_name"] and "\u202e" not in kept["file_name"]
    text = page(client, number)
    assert "<img src=x" not in text
    assert files(text) == [(kept["file_name"], kept["file_url"])]
    answer = client.get(kept["file_url"])
    assert answer.content == PDF and re.fullmatch(r"inline; filename=\"[ -~]*\"; filename\*=UTF-8''[\w.~%-]+", answer.headers["Content-Disposition"])


@pytest.mark.parametrize("name, content", [("a.exe", b"MZ\x00\x01"), ("a.pdf", b"PK\x03\x04\xff"), ("leer.pdf", b""), ("latin1.txt", b"\xe9t\xe9"), ("a.zip", b"PK\x05\x06" + bytes(18))])
def test_other_kinds_of_files_are_refused_with_a_sentence(client, number, name, content):
    refused(upload(client, name, content, docname=number), 417, "ValidationError", name, "must be a PDF")
    answer = attach(client, f"/files/Serial%20No/{number}", ("gut.pdf", PDF), (name, content), headers={"Accept-Language": "fr"})
    assert answer.status_code == 417 and 'role="alert"' in answer.text and name in answer.text and 'name="file"' in answer.text
    assert files(page(client, number)) == []


def test_a_page_disguised_as_a_text_is_only_downloaded(client, number):
    kept = good(upload(client, "page.html", b"<html><script>alert(1)</script>", docname=number))["message"]
    answer = client.get(kept["file_url"])
    assert kept["file_name"] == "page.html.txt" and answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;") and "sandbox" in answer.headers["Content-Security-Policy"]


def test_limits(client, number):
    kept = good(upload(client, "zehn.pdf", PDF + bytes(10 * 1024 * 1024 - len(PDF)), docname=number))["message"]
    assert len(client.get(kept["file_url"]).content) == 10 * 1024 * 1024
    refused(upload(client, "mehr.pdf", PDF + bytes(10 * 1024 * 1024), docname=number), 417, "ValidationError", "10 MiB")
    assert upload(client, "viel.pdf", PDF + bytes(17 * 1024 * 1024), docname=number).status_code == 413
    many = [("file", (f"{i}.pdf", PDF)) for i in range(50)]
    body = {"doctype": "Serial No", "docname": number}
    refused(client.post("/api/method/upload_file", files=many, data=body), 417, "ValidationError", "at most 50 files")
    assert len(good(client.post("/api/method/upload_file", files=many[1:], data=body))["message"]) == 49
    assert len(files(page(client, number))) == 50


@pytest.mark.parametrize("note", ["", " \n\t ", "x" * 10_001])
def test_an_empty_or_endless_note_is_refused_and_not_lost(client, number, note):
    answer = client.post(f"/notes/Serial%20No/{number}", data={"note": note}, allow_redirects=False)
    assert answer.status_code == 417 and 'role="alert"' in answer.text and f"required>{note}</textarea>" in answer.text


def test_an_auditor_reads_and_adds_nothing(client, people, number):
    kept = good(upload(client, "a.pdf", PDF, docname=number))["message"]
    auditor = people["Auditor"]
    assert auditor.get(kept["file_url"]).content == PDF
    assert 'name="note"' not in page(auditor, number) and 'name="file"' not in page(auditor, number)
    refused(upload(auditor, "b.pdf", PDF, docname=number), 403, "PermissionError")
    assert attach(auditor, f"/files/Serial%20No/{number}", ("b.pdf", PDF)).status_code == 403
    assert auditor.post(f"/notes/Serial%20No/{number}", data={"note": "x"}).status_code == 403


def test_one_removes_ones_own_and_a_manager_removes_all(client, people, number):
    user, other, manager = people["Stock User"], people["Sales User"], people["Stock Manager"]
    address = f"/files/Serial%20No/{number}"
    for name in ("a.pdf", "b.pdf"):
        good(upload(user, name, PDF, docname=number))
    ids = [address.split("/")[3] for _, address in files(page(user, number))]
    assert page(user, number).count('name="remove"') == 2 and page(other, number).count('name="remove"') == 0
    assert other.post(address, data={"remove": ids[0]}, allow_redirects=False).status_code == 403
    assert user.post(address, data={"remove": ids[0]}, allow_redirects=False).status_code == 303
    assert manager.post(address, data={"remove": ids[1]}, allow_redirects=False).status_code == 303
    assert files(page(user, number)) == []
    for rubbish in (ids[0], "x", "-1", ""):
        assert user.post(address, data={"remove": rubbish}, allow_redirects=False).status_code == 404


def test_a_note_is_removed_by_its_author(client, people, number):
    user, other = people["Stock User"], people["Sales User"]
    address = f"/notes/Serial%20No/{number}"
    user.post(address, data={"note": "Vu hier"})
    note = re.search(r'name="remove" value="(\d+)"', page(user, number))[1]
    assert other.post(address, data={"remove": note}).status_code == 403
    assert user.post(address, data={"remove": note}, allow_redirects=False).status_code == 303
    assert "Vu hier" not in page(user, number)


def test_a_file_is_read_only_by_who_may_see_its_record(client, server, people):
    kept = good(upload(client, "a.pdf", PDF, doctype="User", docname="api@example.com"))["message"]
    assert people["Stock User"].get(kept["file_url"]).status_code == 403
    assert Client(server.url).get(kept["file_url"]).status_code == 403
    assert people["Stock User"].get(kept["file_url"].replace("User", "Item")).status_code == 404


@pytest.mark.parametrize("address", ["/files/Serial%20No/999999/a.pdf", "/files/Serial%20No/x/a.pdf", "/files/Serial%20No", "/files/Serial%20No/1/2/3", "/files/Serial%20No/-1/a",
                                     "/files/Serial%20No/99999999999999999999/a"])
def test_a_file_that_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_records_of_all_kinds_take_files_and_notes(client, shop):
    item, number = shop.unit()
    draft = client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0})["name"]
    for doctype, name, address in [("Delivery Note", draft, "/stock/delivery-note/" + draft), ("Customer", shop.customer, "/selling/customer/" + shop.customer),
                                   ("Stock Settings", "Stock Settings", "/setup/stock-settings")]:
        kept = good(upload(client, "a.pdf", PDF, doctype=doctype, docname=name))["message"]
        answer = client.post(f"/notes/{quote(doctype)}/{quote(name)}", data={"note": "Notiz"}, allow_redirects=False)
        assert answer.headers["Location"] == address + "#notes"
        text = client.get(address).text
        assert (kept["file_name"], kept["file_url"]) in files(text) and "Notiz" in text
    assert client.remove("Delivery Note", draft).status_code == 202
    again = good(upload(client, "b.pdf", PDF, doctype="Customer", docname=shop.customer))["message"]
    assert client.get(again["file_url"]).status_code == 200


def test_ledgers_and_unknown_types_take_none(client):
    refused(upload(client, "a.pdf", PDF, doctype="Bin", docname="1"), 403, "PermissionError")
    assert upload(client, "a.pdf", PDF, doctype="Widget", docname="1").status_code in (403, 404)
    refused(upload(client, "a.pdf", PDF, docname="NOPE"), 404, "DoesNotExistError")
    refused(client.post("/api/method/upload_file", files={"file": ("a.pdf", PDF)}), 417, "MandatoryError", "doctype")


def test_hostile_serial_numbers_take_files_and_notes(client, shop):
    item = shop.item(serial_no_series=None)
    for name in ["A/B C%d", "\"<script>'", "漢字🔧", "a?b#c&d=e"]:
        client.made("Serial No", {"serial_no": name, "item_code": item})
        address = quote(name, safe="")
        answer = attach(client, f"/files/Serial%20No/{address}", ("a.pdf", PDF))
        assert answer.status_code == 303
        assert client.get(answer.headers["Location"]).status_code == 200 and files(page(client, name))
        form = re.search(r'action="(/notes/[^"]+)"', page(client, name))[1]
        assert client.post(html.unescape(form), data={"note": "x"}, allow_redirects=False).status_code == 303


def test_what_a_repeated_upload_with_a_key_says(client, number):
    headers = {"Idempotency-Key": "upload-" + number}
    send = lambda content: client.post("/api/method/upload_file", files={"file": ("a.pdf", content)}, data={"doctype": "Serial No", "docname": number}, headers=headers)
    assert good(send(PDF)) == good(send(PDF)) and len(files(page(client, number))) == 1
    assert send(PDF + b"x").status_code == 422


@pytest.mark.parametrize("body", [b"", b"--x", b"--b\r\n", b"\xff" * 1000, b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\ncut off"])
def test_a_broken_form_is_refused(client, number, body):
    answer = client.post(f"/files/Serial%20No/{number}", data=body, headers={"Content-Type": "multipart/form-data; boundary=b"}, allow_redirects=False)
    assert answer.status_code in (400, 417) and "role=\"alert\"" in answer.text
    answer = client.post("/api/method/upload_file?doctype=Serial%20No&docname=" + number, data=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.status_code in (400, 417) and answer.json()["exc_type"]


def test_a_browser_of_another_site_cannot_upload(server, number, token, client):
    session = Client(server.url)
    good(session.sign_in("api@example.com", "Api-Pass-2026!"))
    answer = attach(session, f"/files/Serial%20No/{number}", ("a.pdf", PDF), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and files(page(client, number)) == []


def test_a_browser_that_is_not_signed_in_is_led_from_a_file_to_the_login_page(server, client, number):
    address = good(upload(client, "photo.png", PNG, docname=number))["message"]["file_url"]
    stranger = Client(server.url)
    answer = stranger.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=" + quote(address, safe=""))
    refused(stranger.get(address), 403, "PermissionError")
    refused(stranger.get(address, headers={"Accept": "application/json"}), 403, "PermissionError")
