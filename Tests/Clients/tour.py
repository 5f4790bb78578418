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
/stock/report/stock-qty-vs-serial-no-count /stock/traceability
/stock/item /stock/item/** /stock/item-group /stock/item-group/** /stock/brand /stock/brand/** /stock/uom /stock/uom/**
/stock/batch /stock/batch/** /stock/warehouse /stock/warehouse/** /stock/bin /stock/bin/**
/stock/stock-ledger-entry /stock/stock-ledger-entry/**
/stock/stock-entry /stock/stock-entry/** /stock/purchase-receipt /stock/purchase-receipt/**
/stock/delivery-note /stock/delivery-note/** /stock/stock-reconciliation /stock/stock-reconciliation/**
/buying/supplier /buying/supplier/** /buying/purchase-invoice /buying/purchase-invoice/**
/selling/customer /selling/customer/** /selling/sales-order /selling/sales-order/** /selling/sales-invoice /selling/sales-invoice/**
/setup/company /setup/company/** /setup/user /setup/user/** /setup/role /setup/role/** /setup/stock-settings
/asset/asset /asset/asset/** /asset/asset-movement /asset/asset-movement/** /asset/location /asset/location/** /asset/employee /asset/employee/**
/asset/location-tree /asset/make /asset/move /stock/report/assets-by-location
/setup/stock-settings/** /setup/custom-field /setup/custom-field/** /setup/series /setup/audit-log /setup/user-access/**
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
/stock/serial-no/new /stock/item/new /stock/item/**/edit /stock/item/**?ask=delete /stock/delivery-note/new /stock/delivery-note/**/edit
/stock/stock-entry/new /setup/user/new /setup/user/**/edit /setup/series?prefix=MAT-DN-2026- /setup/audit-log?type=Item&action=insert
/asset/asset/new /asset/asset/**/edit /asset/asset-movement/new /asset/asset-movement/**?ask=cancel /asset/move?assets=NOPE
/setup/custom-field/new /stock/brand/**?ask=delete
""".split()

# What is shown where no list has the records, by what stands before the name.
SAMPLES = {
    "/stock/correct-number": "/stock/correct-number/CHA105-00001", "/setup/user-access": "/setup/user-access/Administrator",
    "/setup/stock-settings": "/setup/stock-settings/edit"}

# The pages that `make screenshots` takes.
MAIN = """
/ /search?q=martin /stock/serial-no /stock/serial-no/** /stock/look-up?serial_nos=NOPE,CHA105-00001,CHA105-00001,CHA105-00002
/stock/count?warehouse=Magasin+central+-+MS&serial_nos=CHA105-00001,NEU-1 /stock/scan /stock/refused-scans /stock/labels?serial_nos=CHA105-00001,CHA105-00002
/stock/item /stock/item/** /stock/item/**/edit /stock/delivery-note /stock/delivery-note/** /stock/delivery-note/new
/stock/report /stock/report/stock-balance /stock/traceability?of=CHA105-00001
/setup/stock-settings /setup/series /setup/series?prefix=MAT-DN-2026- /setup/audit-log /account
""".split()


def furnished(folder):
    """A server, not yet started, over the demonstration company and an administrator."""
    server = Server(folder)
    server.run("demo", "--units", "300")
    server.add_user("api@example.com", "System Manager", "Stock Manager")
    return server


def furnish(client):
    """What the demonstration company lacks for every list to have a record, and drafts that wait."""
    item = client.rows("Item", filters=[["has_serial_no", "=", 1]], limit_page_length=1)[0]["name"]
    unit = client.rows("Serial No", fields=["name", "item_code", "warehouse"], filters=[["status", "=", "Active"]], limit_page_length=1)[0]
    client.made("Brand", {"brand": "Atlantique"})
    client.made("Batch", {"batch_id": "LOT-2026-11", "item": item})
    client.made("Custom Field", {"dt": "Serial No", "fieldname": "sealing_number", "label": "N° de scellé", "fieldtype": "Data"})
    customer, supplier = (client.rows(doctype, limit_page_length=1)[0]["name"] for doctype in ("Customer", "Supplier"))
    note = delivery(customer, unit["item_code"], [unit["name"]], source=unit["warehouse"])
    for doctype in ("Delivery Note", "Sales Order", "Sales Invoice"):
        client.made(doctype, {**note, "docstatus": 0, "update_stock": int(doctype == "Sales Invoice")})
    client.made("Purchase Invoice", {**purchase(supplier, item, qty=2), "docstatus": 0, "update_stock": 1})
    held = client.rows("Serial No", fields=["name", "item_code"], filters=[["status", "=", "Active"]], limit_page_length=2)[1]
    client.changed("Item", held["item_code"], is_fixed_asset=1)
    client.made("Location", {"location_name": "Siège", "is_group": 1})
    for place in ("Atelier de Lyon", "Bureau de Nantes"):
        client.made("Location", {"location_name": place, "parent_location": "Siège"})
    client.made("Employee", {"employee_name": "Léa Martin"})
    asset = client.made("Asset", {"serial_no": held["name"], "location": "Atelier de Lyon", "available_for_use_date": "2026-11-23", "gross_purchase_amount": 1200,
                                  "calculate_depreciation": 1, "total_number_of_depreciations": 5, "docstatus": 1})
    moved = {"asset": asset["name"], "target_location": "Bureau de Nantes", "to_employee": "Léa Martin"}
    client.made("Asset Movement", {"purpose": "Transfer and Issue", "assets": [moved], "docstatus": 1})
    client.call("matricule.mark_asset", asset=asset["name"], status="In Maintenance", reason="Révision annuelle")
    refusal = {"key": "1", "at": int(time.time() * 1000), "mode": "deliver", "number": "CHA105-00001", "reason": "CHA105-00001 a été livré."}
    client.call("matricule.note_refusals", refusals=[refusal])
    client.made("Stock Reconciliation", {"items": [line(item, ["SAISI-0001"], None, warehouse=unit["warehouse"], valuation_rate=10)]})


def addresses(client, wanted=tuple(ROUTES + STATES)):
    """The address of each page, under its route."""
    return {route: address(client, route) for route in wanted}


def address(client, route):
    listed, star, rest = route.partition("/**")
    return (SAMPLES.get(listed) or first(client, listed)) + rest if star else route


def first(client, listed):
    """Where the first record of a list is."""
    response = client.get(listed)
    assert response.ok, f"{listed}: {response.status_code}"
    found = [html.unescape(link) for link in re.findall(rf'<th scope="row">(?:<[^a][^>]*>)*<a href="({re.escape(listed)}/[^"?]+)"', response.text)]
    assert found, f"{listed} is empty, or does not lead to a record"
    return found[0]
