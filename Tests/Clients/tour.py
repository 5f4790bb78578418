"""Every page of the product, in one place: for the tests that look at all of them, and for `make screenshots`."""

import html
import re
import time

from documents import delivery, line, purchase
from server import Server

# The routes of the pages as the product has them; a Swift test sees to it that none is missing.
# A page with a name in its address is shown with the first record of the list above it, or with a sample.
ROUTES = """
/ /login /search /account
/stock/serial-no /stock/serial-no/** /stock/look-up /stock/count /stock/labels /stock/correct-number/** /stock/cover /stock/scan /stock/refused-scans
/stock/report /stock/report/serial-no-ledger /stock/report/serial-no-status /stock/report/serial-no-whereabouts
/stock/report/serial-no-warranty-expiry /stock/report/service-contract-expiry /stock/report/stock-ledger /stock/report/stock-balance
/stock/report/warranty-claims-by-item /stock/report/stock-qty-vs-serial-no-count /stock/report/serial-no-expiry
/stock/report/batch-item-expiry-status /stock/report/recalled-units /stock/report/recall-progress /stock/traceability
/stock/item /stock/item/** /stock/item-group /stock/item-group/** /stock/brand /stock/brand/** /stock/uom /stock/uom/**
/stock/batch /stock/batch/** /stock/recall /stock/recall/** /stock/recall-letters/** /stock/warehouse /stock/warehouse/** /stock/bin /stock/bin/**
/stock/stock-ledger-entry /stock/stock-ledger-entry/**
/stock/stock-entry /stock/stock-entry/** /stock/purchase-receipt /stock/purchase-receipt/**
/stock/delivery-note /stock/delivery-note/** /stock/stock-reconciliation /stock/stock-reconciliation/**
/buying/supplier /buying/supplier/** /buying/purchase-invoice /buying/purchase-invoice/**
/selling/customer /selling/customer/** /selling/sales-order /selling/sales-order/** /selling/sales-invoice /selling/sales-invoice/**
/after-sale/warranty-claim /after-sale/warranty-claim/** /after-sale/installation-note /after-sale/installation-note/**
/after-sale/claim /after-sale/exchange/** /after-sale/repair/** /after-sale/repair-slip/** /after-sale/workshop
/setup/company /setup/company/** /setup/user /setup/user/** /setup/role /setup/role/** /setup/stock-settings
/asset/asset /asset/asset/** /asset/asset-movement /asset/asset-movement/** /asset/location /asset/location/** /asset/employee /asset/employee/**
/asset/location-tree /asset/make /asset/move /stock/report/assets-by-location
/setup/stock-settings/** /setup/custom-field /setup/custom-field/** /setup/series /setup/audit-log /setup/user-access/**
/after-sale/maintenance-schedule /after-sale/maintenance-schedule/** /after-sale/maintenance-visit /after-sale/maintenance-visit/**
/after-sale/sales-person /after-sale/sales-person/** /after-sale/holiday-list /after-sale/holiday-list/**
/after-sale/calendar /after-sale/reminders /after-sale/new-contract /after-sale/renewals
/after-sale/close-visit/** /after-sale/visit-sheet/** /stock/report/maintenance-visits-due /stock/report/missed-maintenance-visits
""".split()

# Pages in a state of their own. `**` is the name that the route is shown with.
STATES = """
/stock/serial-no?q=nothing-is-called-so /stock/item?sort=item_name&desc=1 /stock/delivery-note?docstatus=0
/stock/serial-no?new.field=warranty_expiry_date&new.operator=is&new.value=demain&status=Active&warranty_expiry_date=hier
/stock/serial-no?columns=purchase_rate,creation,maintenance_status&after=900 /search?q=CHA
/stock/delivery-note/**?ask=cancel /nowhere
/stock/report/stock-ledger?from_date=hier&item_code=NOPE /stock/traceability?of=CHA105-00001 /stock/traceability?of=NOPE
/stock/look-up?serial_nos=NOPE,CHA105-00001,CHA105-00001,CHA105-00002 /stock/count?warehouse=Magasin+central+-+MS&serial_nos=CHA105-00001,NEU-1
/stock/labels?serial_nos=CHA105-00001,CHA105-00002 /stock/cover?serial_nos=CHA105-00001
/after-sale/claim?serial_no=CHA105-00001 /after-sale/claim?serial_no=NOPE /after-sale/warranty-claim/new /after-sale/installation-note/new
/stock/serial-no/new /stock/item/new /stock/item/**/edit /stock/item/**?ask=delete /stock/delivery-note/new /stock/delivery-note/**/edit
/stock/stock-entry/new /setup/user/new /setup/user/**/edit /setup/series?prefix=MAT-DN-2026- /setup/audit-log?type=Item&action=insert
/asset/asset/new /asset/asset/**/edit /asset/asset-movement/new /asset/asset-movement/**?ask=cancel /asset/move?assets=NOPE
/setup/custom-field/new /stock/brand/**?ask=delete
/after-sale/calendar?view=week /after-sale/calendar?view=technician /after-sale/calendar?technician=Camille+Roux /after-sale/renewals?schedule=NOPE
/after-sale/new-contract?customer=Plomberie+Martin /after-sale/maintenance-schedule/new /after-sale/maintenance-visit/new
""".split()

# What is shown where no list has the records, by what stands before the name.
SAMPLES = {
    "/stock/correct-number": "/stock/correct-number/CHA105-00001", "/setup/user-access": "/setup/user-access/Administrator",
    "/setup/stock-settings": "/setup/stock-settings/edit", "/after-sale/exchange": "/after-sale/exchange/SER-WRN-2026-00001",
    "/after-sale/repair": "/after-sale/repair/SER-WRN-2026-00001", "/after-sale/repair-slip": "/after-sale/repair-slip/SER-WRN-2026-00001"}

# What is shown with the name of a record of another list.
NAMED = {"/stock/recall-letters": "/stock/recall"}

# What is shown with a visit that a contract plans.
PLANNED = {"/after-sale/close-visit", "/after-sale/visit-sheet"}

# The pages that `make screenshots` takes.
MAIN = """
/ /search?q=martin /stock/serial-no /stock/serial-no/** /stock/look-up?serial_nos=NOPE,CHA105-00001,CHA105-00001,CHA105-00002
/stock/count?warehouse=Magasin+central+-+MS&serial_nos=CHA105-00001,NEU-1 /stock/scan /stock/refused-scans /stock/labels?serial_nos=CHA105-00001,CHA105-00002
/stock/item /stock/item/** /stock/item/**/edit /stock/delivery-note /stock/delivery-note/** /stock/delivery-note/new
/stock/report /stock/report/stock-balance /stock/traceability?of=CHA105-00001
/setup/stock-settings /setup/series /setup/series?prefix=MAT-DN-2026- /setup/audit-log /account
/stock/batch/** /stock/recall/** /stock/recall-letters/** /stock/cover?serial_nos=CHA105-00001
/asset/asset /asset/asset/** /asset/location-tree /asset/make /stock/report/assets-by-location /stock/report/warranty-claims-by-item
/after-sale/calendar /after-sale/calendar?view=technician /after-sale/reminders /after-sale/close-visit/** /after-sale/visit-sheet/**
/after-sale/new-contract?customer=Plomberie+Martin /after-sale/renewals /after-sale/maintenance-schedule/**
/after-sale/claim?serial_no=CHA105-00001 /after-sale/warranty-claim /after-sale/warranty-claim/** /after-sale/workshop
""".split()


def furnished(folder):
    """A server, not yet started, over the demonstration company and an administrator."""
    server = Server(folder)
    server.run("demo", "--units", "300")
    server.add_user("api@example.com", "System Manager", "Stock Manager")
    return server


def furnish(client):
    """What the demonstration company lacks for every list to have a record, and drafts that wait."""
    plain = [["has_serial_no", "=", 1], ["has_batch_no", "=", 0], ["is_fixed_asset", "=", 0]]
    items = [row["name"] for row in client.rows("Item", filters=plain, limit_page_length=100)]
    unit = client.rows("Serial No", fields=["name", "item_code", "warehouse"], filters=[["status", "=", "Active"], ["item_code", "in", items]], limit_page_length=1)[0]
    item = unit["item_code"]
    client.made("Brand", {"brand": "Atlantique"})
    client.made("Custom Field", {"dt": "Serial No", "fieldname": "sealing_number", "label": "N° de scellé", "fieldtype": "Data"})
    customer, supplier = (client.rows(doctype, limit_page_length=1)[0]["name"] for doctype in ("Customer", "Supplier"))
    note = delivery(customer, item, [unit["name"]], source=unit["warehouse"])
    for doctype in ("Delivery Note", "Sales Order", "Sales Invoice"):
        client.made(doctype, {**note, "docstatus": 0, "update_stock": int(doctype == "Sales Invoice")})
    client.made("Purchase Invoice", {**purchase(supplier, item, qty=2), "docstatus": 0, "update_stock": 1})
    refusal = {"key": "1", "at": int(time.time() * 1000), "mode": "deliver", "number": "CHA105-00001", "reason": "CHA105-00001 a été livré."}
    client.call("matricule.note_refusals", refusals=[refusal])
    client.made("Stock Reconciliation", {"items": [line(item, ["SAISI-0001"], None, warehouse=unit["warehouse"], valuation_rate=10)]})


def addresses(client, wanted=tuple(ROUTES + STATES)):
    """The address of each page, under its route."""
    return {route: address(client, route) for route in wanted}


def address(client, route):
    listed, star, rest = route.partition("/**")
    if star and listed in PLANNED:
        return f"{listed}/planned/{planned_visit(client)}"
    if star and listed in NAMED:
        return first(client, NAMED[listed]).replace(NAMED[listed], listed, 1) + rest
    return (SAMPLES.get(listed) or first(client, listed)) + rest if star else route


def planned_visit(client):
    """The key of a visit that nobody has made yet."""
    schedule = client.rows("Maintenance Schedule", filters=[["docstatus", "=", 1]], limit_page_length=1)[0]["name"]
    return next(row["name"] for row in client.read("Maintenance Schedule", schedule)["schedules"] if row["completion_status"] == "Pending")


def first(client, listed):
    """Where the first record of a list is."""
    response = client.get(listed)
    assert response.ok, f"{listed}: {response.status_code}"
    found = [html.unescape(link) for link in re.findall(rf'<th scope="row">(?:<[^a][^>]*>)*<a href="({re.escape(listed)}/[^"?]+)"', response.text)]
    assert found, f"{listed} is empty, or does not lead to a record"
    return found[0]
