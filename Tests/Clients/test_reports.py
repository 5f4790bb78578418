"""Reports and traces, read as a browser and a spreadsheet get them: pages, CSV, JSON, filters, and what may not be shown."""

import csv
import html
import io
import re
from urllib.parse import quote

import pytest

from client import Client, good, refused
from documents import FINISHED, STORES, Shop, cell, delivery, entry, line, purchase, transfer
from server import Server
from test_pages import HOSTILE, page

REPORTS = {
    "serial-no-ledger": "Livre des n° de série", "serial-no-status": "Statut des n° de série",
    "serial-no-whereabouts": "Parcours des n° de série", "serial-no-warranty-expiry": "Expiration des garanties",
    "service-contract-expiry": "Expiration des contrats de maintenance", "stock-ledger": "Livre d’inventaire",
    "stock-balance": "Solde du stock", "stock-qty-vs-serial-no-count": "Stock et nombre de n° de série",
    "serial-no-expiry": "Expiration des n° de série", "batch-item-expiry-status": "Expiration des lots",
    "recalled-units": "Unités rappelées", "recall-progress": "Avancement des rappels",
    "maintenance-visits-due": "Visites d’entretien à faire", "missed-maintenance-visits": "Visites d’entretien manquées",
    "assets-by-location": "Immobilisations par lieu", "warranty-claims-by-item": "Réclamations par article"}


def told(client, report, **filters):
    """The rows of a report as JSON."""
    return good(client.get(f"/stock/report/{report}", params={**filters, "format": "json"}))["result"]


def sheet(client, report, **filters):
    """The rows of a report as CSV."""
    answer = client.get(f"/stock/report/{report}", params={**filters, "format": "csv"})
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"] and answer.text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def shown(text):
    """The cells of a page's table, row by row, as people read them."""
    body = re.search(r"<tbody>(.*?)</tbody>", text, re.S)
    rows = re.findall(r"<tr>(.*?)</tr>", body[1], re.S) if body else []
    return [[html.unescape(re.sub(r"<[^>]+>", "", part)) for part in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows]


@pytest.fixture(scope="module")
def moved(shop, client):
    """An item of which one unit was delivered, one moved on and one is where it came: its code, its numbers and the note."""
    item = shop.item()
    numbers = shop.receive(item, qty=3)
    client.made("Stock Entry", transfer(item, [numbers[1]]))
    return item, numbers, shop.deliver(item, numbers[0])["name"]


@pytest.mark.parametrize("path", REPORTS)
def test_every_report_is_a_page_a_file_and_json(client, moved, path):
    text = page(client, f"/stock/report/{path}?to_date=")
    assert f"<h1>{REPORTS[path]}</h1>" in text and f'href="/stock/report/{path}?format=csv"' in text
    name = next(label for label in re.findall(r"<h1>(.*?)</h1>", page(client, f"/stock/report/{path}", "en")))
    assert name.lower().replace(" ", "-") == path
    assert REPORTS[path] in page(client, "/stock/report") and name in page(client, "/", "en")
    rows, lines = told(client, path, item_code=moved[0], to_date=""), sheet(client, path, item_code=moved[0], to_date="")
    assert len(rows) == len(lines) == len(shown(page(client, f"/stock/report/{path}?item_code={moved[0]}&to_date=")))
    assert rows or any(word in path for word in ("contract", "warranty", "expiry", "recall", "assets", "visits"))
    assert all(set(row) == set(lines[0]) for row in rows)


def test_a_unit_stood_where_the_date_says(client, moved):
    item, numbers, note = moved
    rows = {row["serial_no"]: row for row in told(client, "serial-no-status", item_code=item)}
    assert [rows[number]["status"] for number in numbers] == ["Delivered", "Active", "Active"]
    assert [rows[number]["warehouse"] for number in numbers] == [None, FINISHED, STORES] and rows[numbers[0]]["voucher_no"] == note
    then = {row["serial_no"]: row["warehouse"] for row in told(client, "serial-no-status", item_code=item, date="2999-01-01")}
    assert then == {row["serial_no"]: row["warehouse"] for row in rows.values()}
    assert told(client, "serial-no-status", item_code=item, date="2000-01-01") == []
    ever = told(client, "serial-no-whereabouts", warehouse=STORES, item_code=item)
    assert sorted(row["serial_no"] for row in ever) == numbers and [row["until"] is None for row in ever].count(True) == 1


def test_a_page_leads_to_what_it_names(client, shop, moved):
    item, numbers, note = moved
    text = page(client, f"/stock/report/serial-no-ledger?serial_no={numbers[0].lower()}")
    for address in (f"/stock/serial-no/{numbers[0]}", f"/stock/item/{item}", f"/stock/warehouse/{quote(STORES)}", f"/stock/delivery-note/{note}"):
        assert f'href="{address}"' in text, address
    assert [row[7] for row in shown(text)] == ["-1", "1"] and shop.customer in text
    status = page(client, f"/stock/report/serial-no-status?item_code={item}")
    assert "Disponible" in status and f'href="/selling/customer/{shop.customer}"' in status
    assert "badge delivered" in status and '<option value="Active">Disponible</option>' in status


def test_the_stock_ledger_tells_what_was_there_after_each_change(client, moved):
    rows = told(client, "stock-ledger", item_code=moved[0], warehouse=STORES)
    assert [(row["actual_qty"], row["qty_after_transaction"]) for row in rows] == [(-1.0, 1.0), (-1.0, 2.0), (3.0, 3.0)]
    assert rows[2]["serial_no"].split("\n") == moved[1]
    assert [row[6:8] for row in shown(page(client, f"/stock/report/stock-ledger?item_code={moved[0]}&warehouse={quote(STORES)}", "en"))] == [
        ["-1", "1"], ["-1", "2"], ["3", "3"]]


def test_the_balance_adds_up(client, moved):
    [there, gone] = told(client, "stock-balance", item_code=moved[0])
    assert [there[name] for name in ("warehouse", "opening_qty", "in_qty", "out_qty", "bal_qty", "bal_val")] == [FINISHED, 0.0, 1.0, 0.0, 1.0, 10.0]
    assert [gone[name] for name in ("warehouse", "opening_qty", "in_qty", "out_qty", "bal_qty", "bal_val")] == [STORES, 0.0, 3.0, 2.0, 1.0, 10.0]
    text = page(client, f"/stock/report/stock-balance?item_code={moved[0]}")
    assert re.search(r"<tfoot>.*Total de toutes les lignes.*20,00.*</tfoot>", text, re.S)
    assert told(client, "stock-balance", item_code=moved[0], from_date="", to_date="2000-01-01") == []


def test_quantities_and_units_agree_for_anyone_to_see(client, moved):
    rows = told(client, "stock-qty-vs-serial-no-count")
    assert rows and all(row["difference"] == 0 and row["stock_qty"] == row["serial_no_count"] for row in rows)
    assert "<table" not in page(client, "/stock/report/stock-qty-vs-serial-no-count?only_differences=1")


def test_what_was_cancelled_is_shown_on_request(client, shop):
    item = shop.item()
    document = client.made("Stock Entry", entry("Material Receipt", line(item, [], 2, t_warehouse=STORES, basic_rate=10)))
    client.changed("Stock Entry", document["name"], docstatus=2)
    assert told(client, "serial-no-ledger", item_code=item) == [] == told(client, "stock-ledger", item_code=item)
    both = told(client, "serial-no-ledger", item_code=item, show_cancelled="1")
    assert [row["actual_qty"] for row in both] == [-1.0, -1.0, 1.0, 1.0] and all(row["is_cancelled"] for row in both)
    text = page(client, f"/stock/report/stock-ledger?item_code={item}&show_cancelled=1")
    assert len(shown(text)) == 2 and 'type="checkbox" value="1" checked' in text


def test_warranties_that_end_soon_are_found(client, shop):
    from datetime import date, timedelta
    _, number, note = shop.delivered_unit(warranty_period=10)
    _, later, _ = shop.delivered_unit(warranty_period=365)
    rows = {row["serial_no"]: row for row in told(client, "serial-no-warranty-expiry")}
    assert later not in rows and rows[number]["days_left"] == 10 and rows[number]["delivery_document_no"] == note
    until = (date.today() + timedelta(days=400)).isoformat()
    assert later in {row["serial_no"] for row in told(client, "serial-no-warranty-expiry", to_date=until)}
    client.changed("Serial No", number, amc_expiry_date=(date.today() + timedelta(days=3)).isoformat())
    assert number in {row["serial_no"] for row in told(client, "service-contract-expiry", customer=shop.customer)}
    home = page(client, "/")
    for address in ("/stock/report/serial-no-warranty-expiry?", "/stock/report/service-contract-expiry?"):
        [link] = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', home) if link.startswith(address)]
        assert number in page(client, link)


def test_a_long_report_goes_on_and_its_file_has_everything(client, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=250)
    seen, address = [], f"/stock/report/serial-no-ledger?item_code={item}"
    for count in (100, 100, 50):
        text = page(client, address)
        rows = shown(text)
        assert len(rows) == count
        seen += [row[4] for row in rows]
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = html.unescape(following[1]) if following else None
    assert address is None and seen == numbers[::-1]
    assert [row["serial_no"] for row in sheet(client, "serial-no-ledger", item_code=item)] == numbers[::-1]


def test_days_are_typed_as_people_write_them_and_the_address_is_good_in_any_language(client):
    answer = client.get("/stock/report/stock-ledger?from_date=1/11/26&to_date=23/11/2026", headers={"Accept-Language": "fr"})
    assert answer.ok and answer.url.endswith("?from_date=2026-11-01&to_date=2026-11-23")
    assert 'value="01/11/2026"' in answer.text
    english = client.get(answer.url.removeprefix(client.url), headers={"Accept-Language": "en"})
    assert english.ok and 'value="2026-11-01"' in english.text


@pytest.mark.parametrize("spoiling, difference", [
    ("UPDATE balance SET actual_qty = 5000 WHERE item_code = {item}", 2), ("UPDATE balance SET actual_qty = 0 WHERE item_code = {item}", -3),
    ("UPDATE balance SET units = 5 WHERE item_code = {item}", -2), ("UPDATE balance SET units = 0 WHERE item_code = {item}", 3)])
def test_differences_between_quantities_and_units_are_told(engine, tmp_path, spoiling, difference):
    spoilt = Server(tmp_path, engine.fresh(tmp_path))
    spoilt.add_user("api@example.com", "System Manager")
    with spoilt:
        client = Client(spoilt.url, spoilt.token("api@example.com"))
        shop, report = Shop(client), "stock-qty-vs-serial-no-count"
        items = [shop.item(), shop.item()]
        for item, count in zip(items, (3, 2)):
            shop.receive(item, qty=count)
        assert told(client, report, only_differences=1) == []
        key = engine.query(spoilt.database, f"SELECT id FROM item WHERE name = '{items[0]}'")[0][0]
        assert engine.change(spoilt.database, spoiling.format(item=key))
        rows = {row["item_code"]: row for row in told(client, report, only_differences=1)}
        assert {item: row["difference"] for item, row in rows.items()} == {items[0]: difference}
        text = page(client, f"/stock/report/{report}?only_differences=1")
        assert items[0] in {row[0] for row in shown(text)} and "<tfoot>" not in text
        assert "<tfoot>" in page(client, f"/stock/report/{report}?item_code={items[0]}")


@pytest.mark.parametrize("query, named", [
    ("from_date=hier", "from_date"), ("to_date=2026-02-30", "to_date"), ("item_code=NO+SUCH", "item_code"),
    ("warehouse=Nowhere", "warehouse"), ("serial_no=GHOST", "serial_no"), ("from_date=2026-02-02&to_date=2026-02-01", "to_date")])
def test_a_filter_that_cannot_be_read_is_marked(client, query, named):
    text = page(client, "/stock/report/stock-ledger?" + query, status=417)
    assert re.search(rf'name="{named}"[^>]*aria-invalid="true" aria-describedby="{named}-problem"', text)
    assert f'id="{named}-problem"' in text and "<table" not in text and "Vérifiez les filtres signalés" in text
    answer = client.get("/stock/report/stock-ledger?format=json&" + query)
    assert answer.status_code == 417 and named in {offence["field"] for offence in answer.json()["offences"]}


@pytest.mark.parametrize("query", [
    "after=x", "after=%5B1%5D", "after=%5B%22a%22,2%5D", "after=%7B%7D", "show_cancelled=maybe", "after=%5B99999999999999999999,1%5D"])
def test_rubbish_that_is_no_filter_is_told_too(client, query):
    assert 'class="error" role="alert"' in page(client, "/stock/report/stock-ledger?" + query, status=417)


@pytest.mark.parametrize("query", ["nosuch=1", "format=pdf", "item_code=", "after=", "page=7", "from_date=%20"])
def test_what_a_report_does_not_know_is_passed_over(client, query):
    assert client.get("/stock/report/stock-ledger?" + query).status_code in (200, 417)


def test_markup_and_formulas_in_names_stay_text(client, shop):
    item = client.made("Item", {"item_code": HOSTILE + "2", "item_name": "=1+1", "has_serial_no": 1})["name"]
    number = "=cmd|'/c calc'!A1"
    shop.receive(item, [number], 1)
    client.made("Delivery Note", delivery(shop.customer, item, [number]))
    for address in (f"/stock/report/serial-no-status?item_code={quote(item)}", f"/stock/traceability?of={quote(number)}"):
        text = page(client, address)
        assert html.escape("<script>alert(") in text and "<script>alert(" not in text
    [row] = sheet(client, "serial-no-status", item_code=item)
    assert row["serial_no"] == "'" + number and row["item_name"] == "'=1+1"
    assert page(client, "/stock/traceability?of=" + quote(HOSTILE), status=404).count("<script>alert(") == 0


def test_who_may_not_read_sees_no_report(server, client, moved):
    server.add_user("personne@example.com")
    nobody = Client(server.url, server.token("personne@example.com"))
    for path in list(REPORTS) + ["", "../traceability"]:
        assert nobody.get(f"/stock/report/{path}".rstrip("/")).status_code == 403, path
    assert "/stock/report" not in nobody.get("/").text and "/stock/scan" not in nobody.get("/").text
    server.add_user("entretien@example.com", "Maintenance User")
    technician = Client(server.url, server.token("entretien@example.com"))
    text = page(technician, f"/stock/report/serial-no-ledger?serial_no={moved[1][0]}")
    assert moved[2] in text and f"/stock/delivery-note/{moved[2]}" not in text
    assert Client(server.url).get("/stock/report/stock-ledger", allow_redirects=False).headers["Location"].startswith("/login?next=")


def test_programs_run_every_report(client, moved):
    listed = re.findall(r'href="/stock/report/([^"?]+)">([^<]+)<', page(client, "/stock/report", "en"))
    names = {path: html.unescape(name) for path, name in listed}
    assert set(names) == set(REPORTS)
    for name in names.values():
        message = good(client.ask("frappe.desk.query_report.run", report_name=name, filters={"item_code": moved[0]}))["message"]
        assert {"result", "columns", "totals", "is_cut"} == set(message) and message["is_cut"] == 0
        assert {column["fieldname"] for column in message["columns"]} >= {"item_code"}
    run = lambda **filters: client.ask("frappe.desk.query_report.run", report_name="Stock Ledger", filters=filters)
    assert [row["actual_qty"] for row in good(run(item_code=moved[0], warehouse=STORES))["message"]["result"]] == [3.0, -1.0, -1.0]
    assert good(run(item_code=moved[0], posting_date="2999-01-01", posting_time="10:00:00", show_cancelled=0))["message"]["result"]
    refused(run(nosuch="1"), 417, "DataError", "nosuch")
    refused(run(item_code="NO SUCH"), 417, "LinkValidationError", "NO SUCH")


@pytest.fixture(scope="module")
def built(client, shop):
    """A product made of a bought part and glue of a lot, delivered: the part, the product, the lot and the entry."""
    part, product = shop.item(), shop.item()
    glue = shop.plain_item(has_batch_no=1, stock_uom="Kg")
    lot = client.made("Batch", {"batch_id": shop.name("LOT"), "item": glue})["name"]
    [number] = cell(client.made("Purchase Receipt", purchase(shop.supplier, part, qty=1)))
    client.made("Purchase Receipt", {"supplier": shop.supplier, "docstatus": 1, "items": [
        {"item_code": glue, "qty": 5, "warehouse": STORES, "rate": 2, "batch_no": lot}]})
    made = client.made("Stock Entry", entry(
        "Manufacture", line(part, [number], None, s_warehouse=STORES), line(glue, [], 2.5, s_warehouse=STORES, batch_no=lot),
        line(product, [], 1, t_warehouse=STORES)))
    unit = made["items"][2]["serial_no"]
    shop.deliver(product, unit)
    return number, unit, lot, made["name"]


def names(nodes):
    return [name for node in nodes for name in [node["name"], *names(node["children"])]]


def test_a_product_is_traced_to_supplier_and_customer(client, shop, built):
    part, unit, lot, made = built
    trace = good(client.get("/stock/traceability", params={"of": unit.lower(), "format": "json"}))
    back = names(trace["backward"])
    assert back[:2] == [made, part] and lot in back and shop.supplier in back and names(trace["forward"])[-1] == shop.customer
    text = page(client, f"/stock/traceability?of={unit}")
    for address in (f"/stock/serial-no/{part}", f"/stock/stock-entry/{made}", f"/buying/supplier/{shop.supplier}", f"/selling/customer/{shop.customer}"):
        assert f'href="{address}"' in text, address
    assert "2,5" in text and "<details open><summary>" in text and '<svg role="img" aria-label="La provenance de' in text
    for start in (lot, made, part):
        assert unit in page(client, f"/stock/traceability?of={start}", "en") or start == lot
    lines = client.get("/stock/traceability", params={"of": unit, "format": "csv"}).content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("direction,depth,type,name") and lines[1].startswith(f",0,Serial No,{unit}")
    assert f'href="/stock/traceability?of={unit}&amp;type=Serial%20No"' in page(client, f"/stock/serial-no/{unit}")


def test_what_cannot_be_traced_is_said(client):
    text = page(client, "/stock/traceability?of=PERSONNE", status=404)
    assert "PERSONNE" in text and 'role="alert"' in text
    assert client.get("/stock/traceability?of=PERSONNE&format=json").status_code == 404
    assert client.get("/stock/traceability?of=PERSONNE&type=Nonsense").status_code == 404
    assert 'name="of"' in page(client, "/stock/traceability?of=%20")


def test_home_leads_to_what_one_does_most(client, moved):
    text = page(client, "/")
    ways = [html.unescape(way) for way in re.findall(r'class="way" href="([^"]+)"', text)]
    assert len(ways) == 8 and all(client.get(way).status_code == 200 for way in ways if way != "/stock/scan"), ways
    assert "Unités par jour" in text and '<svg role="img"' in text and "Les mêmes chiffres en tableau" in text
    figures = re.search(r"Ces 30 derniers jours\u202f: ([\d\u202f]+) unités entrées, ([\d\u202f]+) sorties", text)
    assert figures and int(figures[1].replace("\u202f", "")) >= 3 and int(figures[2].replace("\u202f", "")) >= 1


def test_a_search_among_the_newest_leads_on_to_all_units(client, shop):
    numbers = shop.receive(shop.item(), qty=10_001)
    old, new = (page(client, "/search?q=" + number[2:]) for number in (numbers[0], numbers[-1]))
    assert numbers[0] not in old and numbers[-1] in new
    [way] = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', old) if "inside=1" in link]
    assert numbers[0] in page(client, way)
