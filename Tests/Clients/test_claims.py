"""Claims on units, their exchange under cover and their repair, and the notes on where units were installed."""

import html
from urllib.parse import quote

import pytest
from client import Client, good, refused
from documents import FINISHED, STORES, delivery

EN = {"Accept-Language": "en"}


def claim(client, number, **fields):
    return client.made("Warranty Claim", {"serial_no": number, "complaint": "Ne démarre plus", **fields})


def installation(customer, note, item, *serials, qty=None, **more):
    row = {"item_code": item, "qty": len(serials) if qty is None else qty, "serial_no": "\n".join(serials) or None, "prevdoc_docname": note}
    return {"customer": customer, "customer_address": "3 rue du Port, Sète", "items": [row], "docstatus": 1, **more}


def exchange(client, name, replacement, **more):
    return client.call("matricule.exchange", claim=name, replacement_serial_no=replacement, **{"warehouse": STORES, **more})


def page(client, address, status=200, language="en"):
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == status, response.text[:500]
    assert " style=" not in response.text
    return html.unescape(response.text)


def test_a_claim_takes_over_what_the_unit_was_on_that_day(client, shop):
    item, number, note = shop.delivered_unit(warranty_period=365)
    made = claim(client, number.lower())
    assert made["name"].startswith("SER-WRN-") and made["status"] == "Open"
    assert (made["serial_no"], made["item_code"], made["customer"], made["delivery_document_no"]) == (number, item, shop.customer, note)
    assert made["warranty_amc_status"] == "Under Warranty" and made["complaint_date"]
    expiry = made["warranty_expiry_date"]
    client.changed("Serial No", number, warranty_expiry_date="2026-01-01")
    again = client.read("Warranty Claim", made["name"])
    assert (again["warranty_amc_status"], again["warranty_expiry_date"]) == ("Under Warranty", expiry)


def test_a_claim_needs_a_unit_that_there_is_and_a_complaint(client, shop):
    _, number, _ = shop.delivered_unit()
    refused(client.create("Warranty Claim", {"serial_no": "NOBODY", "complaint": "x", "customer": shop.customer}), 417, "LinkValidationError")
    refused(client.create("Warranty Claim", {"serial_no": number}), 417, "MandatoryError")
    for day in ("2099-01-01", "2001-01-01"):
        refused(client.create("Warranty Claim", {"serial_no": number, "complaint": "x", "complaint_date": day}), 417, "ValidationError")


def test_closing_needs_a_resolution_and_reopening_takes_it_back(client, shop):
    _, number, _ = shop.delivered_unit()
    name = claim(client, number)["name"]
    refused(client.change("Warranty Claim", name, status="Closed"), 417, "MandatoryError")
    closed = client.changed("Warranty Claim", name, status="Closed", resolution_details="Carte changée")
    assert closed["resolution_date"] and closed["resolved_by"]
    opened = client.changed("Warranty Claim", name, status="Open")
    assert not opened.get("resolution_date") and not opened.get("resolved_by") and opened["resolution_details"] == "Carte changée"
    trail = good(client.get("/api/method/matricule.trace", params={"serial_no": number}))["message"]
    assert [entry["kind"] for entry in trail[:3]] == ["claim"] * 3 and trail[0]["document_no"] == name


def test_a_second_claim_on_a_unit_is_warned_of(client, shop):
    _, number, _ = shop.delivered_unit()
    first = claim(client, number)["name"]
    answer = client.create("Warranty Claim", {"serial_no": number, "complaint": "Encore"})
    assert first in good(answer)["_server_messages"]


def test_an_exchange_makes_both_documents_and_no_fresh_warranty(client, shop):
    item, old, note = shop.delivered_unit(warranty_period=100)
    new = shop.receive(item, qty=1)[0]
    made = claim(client, old)
    done = good(exchange(client, made["name"], new))["message"]
    back, out = client.read("Delivery Note", done["return"]), client.read("Delivery Note", done["delivery_note"])
    assert (back["return_against"], back["docstatus"], back["warranty_claim"]) == (note, 1, made["name"])
    assert (out["customer"], out["docstatus"], out["grand_total"], out["warranty_claim"]) == (shop.customer, 1, 0, made["name"])
    assert client.serial(old)["status"] == "Active" and client.serial(new)["customer"] == shop.customer
    assert client.serial(new)["warranty_expiry_date"] == made["warranty_expiry_date"]
    read = client.read("Warranty Claim", made["name"])
    assert (read["status"], read["replacement_serial_no"]) == ("Work In Progress", new)
    refused(exchange(client, made["name"], new), 417, "ValidationError")
    assert old in page(client, f"/stock/serial-no/{new}") and new in page(client, f"/stock/serial-no/{old}")


def test_an_exchange_is_refused_whole(client, shop):
    item, old, _ = shop.delivered_unit(warranty_period=100)
    other, stranger = shop.unit()
    name = claim(client, old)["name"]
    answer = refused(exchange(client, name, stranger, warehouse=""), 417, "MandatoryError")
    assert len(answer["offences"]) == 2
    refused(exchange(client, name, "NOBODY"), 417, "SerialNoNotExistsError")
    refused(exchange(client, name, stranger, warehouse="Grenier", reason="Plus fabriqué"), 417, "LinkValidationError")
    assert client.serial(old)["status"] == "Delivered" and client.serial(stranger)["status"] == "Active"
    good(exchange(client, name, stranger, reason="Plus fabriqué"))
    _, bare, _ = shop.delivered_unit()
    refused(exchange(client, claim(client, bare)["name"], shop.receive(item, qty=1)[0], reason="x"), 417, "ValidationError")


def test_a_cancelled_exchange_can_be_done_again(client, shop):
    item, old, _ = shop.delivered_unit(warranty_period=100)
    first, second = shop.receive(item, qty=2)
    made = claim(client, old)
    done = good(exchange(client, made["name"], first))["message"]
    client.changed("Delivery Note", done["delivery_note"], docstatus=2)
    assert client.serial(first)["status"] == "Active" and not client.serial(first).get("warranty_expiry_date")
    assert not client.read("Warranty Claim", made["name"]).get("replacement_serial_no")
    again = good(exchange(client, made["name"], second))["message"]
    assert again["return"] == "" and client.serial(second)["warranty_expiry_date"] == made["warranty_expiry_date"]


def test_a_unit_sold_by_an_invoice_is_taken_back_by_one(client, shop):
    item, number = shop.unit(warranty_period=50)
    client.made("Sales Invoice", {**delivery(shop.customer, item, [number]), "update_stock": 1})
    name, new = claim(client, number)["name"], shop.receive(item, qty=1)[0]
    refused(exchange(client, name, new), 417, "ValidationError")
    done = good(exchange(client, name, new, return_type="Sales Invoice"))["message"]
    assert client.read("Sales Invoice", done["return"])["is_return"] == 1


def test_a_unit_in_repair_stays_the_customers(client, shop):
    item, number, _ = shop.delivered_unit()
    name = claim(client, number)["name"]
    client.changed("Warranty Claim", name, repair_received_on="2026-01-02", repair_place="Atelier")
    read = client.serial(number)
    assert (read["status"], read["repair_claim"]) == ("Delivered", name)
    refused(client.create("Delivery Note", delivery(shop.customer, item, [number])), 417, "SerialNoWarehouseError")
    other = claim(client, number)["name"]
    refused(client.change("Warranty Claim", other, repair_received_on="2026-01-03"), 417, "ValidationError")
    refused(client.change("Warranty Claim", name, repair_sent_back_on="2026-01-01"), 417, "ValidationError")
    assert number in page(client, "/after-sale/workshop")
    for address in (f"/stock/serial-no/{number}", f"/after-sale/claim?serial_no={number}", f"/stock/look-up?serial_nos={number}"):
        assert f"In repair with us, belongs to {shop.customer}" in page(client, address), address
        assert f"En réparation chez nous, appartient à {shop.customer}" in page(client, address, language="fr"), address
    scan = good(client.call("matricule.scan", mode="look-up", serial_nos=[number]))["message"]["units"][0]
    assert scan["why"].startswith("In repair with us")
    client.changed("Warranty Claim", name, repair_sent_back_on="2026-01-05")
    assert not client.serial(number).get("repair_claim") and number not in page(client, "/after-sale/workshop")


def test_the_desk_says_at_once_what_covers_a_unit(client, shop):
    item, number, note = shop.delivered_unit(warranty_period=365)
    made = claim(client, number, complaint="Fuite")
    text = page(client, f"/after-sale/claim?serial_no={number}")
    assert "Covered by the warranty until" in text and note in text and "Fuite" in text and "1 of 1 units delivered had a claim (100 %)" in text
    told = good(client.get("/api/method/matricule.claim_check", params={"serial_no": number}))["message"]
    assert (told["covered"], told["customer"], told["delivery_document_no"]) == (1, shop.customer, note)
    assert told["item"] == {"claims": 1, "units": 1, "delivered": 1} and told["claims"][0]["name"] == made["name"]
    client.changed("Serial No", number, warranty_expiry_date="2026-01-01")
    assert "Non couvert\u202f: la garantie a pris fin le 01/01/2026" in page(client, f"/after-sale/claim?serial_no={number}", language="fr")
    assert "is not known" in page(client, "/after-sale/claim?serial_no=NOBODY")
    refused(client.get("/api/method/matricule.claim_check", params={"serial_no": "NOBODY"}), 404, "DoesNotExistError")


def test_a_claim_is_opened_at_the_desk(client, shop):
    _, number, _ = shop.delivered_unit()
    answer = client.post("/after-sale/claim", data={"serial_no": number, "complaint": "<b>Fuite</b>"}, allow_redirects=False)
    assert answer.status_code == 303 and "/after-sale/warranty-claim/SER-WRN-" in answer.headers["Location"]
    response = client.get(answer.headers["Location"])
    assert "&lt;b&gt;Fuite" in response.text and "<b>Fuite" not in response.text
    assert '<span class="badge warn">Open</span>' in page(client, "/after-sale/warranty-claim")
    answer = client.post("/after-sale/claim", data={"serial_no": number, "complaint": "", "complaint_date": "2099-01-01"}, headers=EN)
    assert answer.status_code == 417 and "Complaint is required" in answer.text and "cannot be after" in answer.text


def test_repair_and_exchange_by_their_pages(client, shop):
    item, number, _ = shop.delivered_unit(warranty_period=30)
    name = claim(client, number, contact_person="Mme <Ferrand>")["name"]
    answer = client.post(f"/after-sale/repair/{name}", data={"step": "receive", "day": "", "place": "Établi 2"}, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/after-sale/repair-slip/{name}")
    slip = client.get(answer.headers["Location"])
    assert "Établi 2" in slip.text and "Mme &lt;Ferrand&gt;" in slip.text and '<svg class="code"' in slip.text
    answer = client.post(f"/after-sale/repair/{name}", data={"step": "receive"}, allow_redirects=False)
    assert answer.status_code == 417
    for day in ("soon", "2099-01-01"):
        assert client.post(f"/after-sale/repair/{name}", data={"step": "return", "day": day}).status_code == 417
    answer = client.post(f"/after-sale/repair/{name}", data={"step": "return", "day": ""}, allow_redirects=False)
    assert answer.headers["Location"] == "/after-sale/workshop"
    new = shop.receive(item, qty=1)[0]
    assert new in page(client, f"/after-sale/exchange/{name}")
    assert client.post(f"/after-sale/exchange/{name}", data={"replacement_serial_no": "NOBODY", "warehouse": STORES}).status_code == 417
    answer = client.post(f"/after-sale/exchange/{name}", data={"replacement_serial_no": new, "warehouse": FINISHED}, allow_redirects=False)
    assert answer.status_code == 303 and client.serial(number)["warehouse"] == FINISHED
    for address in ("exchange", "repair", "repair-slip"):
        assert client.get(f"/after-sale/{address}/SER-WRN-NOPE").status_code == 404


def test_who_may_do_what_after_the_sale(client, shop, server):
    item, number, note = shop.delivered_unit(warranty_period=30)
    name, new = claim(client, number)["name"], shop.receive(item, qty=1)[0]
    roles = {"Maintenance User": (200, 403), "Sales User": (200, 200), "Stock User": (403, 403), "Auditor": (403, 403)}
    for number_of, (role, (writes, exchanges)) in enumerate(roles.items()):
        person = Client(server.url, server.token(server.add_user(f"after{number_of}@example.com", role)))
        assert person.create("Warranty Claim", {"serial_no": number, "complaint": role}).status_code == writes, role
        answer = exchange(person, name, new, warehouse="")
        assert answer.status_code == (403 if exchanges == 403 else 417), role
        assert person.get(f"/after-sale/claim?serial_no={number}").status_code == 200, role
        assert person.post(f"/after-sale/repair/{name}", data={"step": "x"}).status_code == (403 if writes == 403 else 417), role
    auditor = Client(server.url, server.token(server.add_user("after9@example.com", "Auditor")))
    refused(auditor.create("Installation Note", installation(shop.customer, note, item, number)), 403, "PermissionError")
    assert auditor.read("Warranty Claim", name)["name"] == name


def test_an_installation_says_where_a_unit_stands(client, shop):
    item, number, note = shop.delivered_unit()
    drafted = good(client.call("erpnext.stock.doctype.delivery_note.delivery_note.make_installation_note", source_name=note))["message"]
    assert drafted["items"][0]["serial_no"] == number and drafted["items"][0]["prevdoc_docname"] == note
    made = client.made("Installation Note", {**drafted, "customer_address": "3 rue du Port, Sète", "docstatus": 1})
    assert made["name"].startswith("MAT-INS-") and made["inst_date"] and made["status"] == "Submitted"
    text = page(client, f"/stock/serial-no/{number}")
    assert "Installed at" in text and "3 rue du Port, Sète" in text and made["name"] in text
    assert good(client.get("/api/method/matricule.trace", params={"serial_no": number}))["message"][0]["kind"] == "installation"
    refused(client.change("Delivery Note", note, docstatus=2), 417, "LinkExistsError")
    refused(client.create("Installation Note", installation(shop.customer, note, item, number)), 417, "ValidationError")
    client.changed("Installation Note", made["name"], docstatus=2)
    client.made("Installation Note", installation(shop.customer, note, item, number))


def test_an_installation_tells_every_offence_at_once(client, shop):
    item, number, note = shop.delivered_unit()
    _, elsewhere, _ = shop.delivered_unit()
    screws = shop.plain_item()
    shop.receive(screws, qty=5)
    loose = client.made("Delivery Note", delivery(shop.customer, screws, qty=3))["name"]
    document = installation(shop.customer, note, item, number, elsewhere, "NOBODY", qty=2, inst_date="2020-01-01")
    document["items"].append({"item_code": screws, "qty": 4, "prevdoc_docname": loose})
    document["items"].append({"item_code": item, "qty": 1, "serial_no": number, "prevdoc_docname": "MAT-DN-NOPE"})
    answer = refused(client.create("Installation Note", document), 417, "ValidationError")
    codes = {offence["code"] for offence in answer["offences"]}
    assert codes == {"too-early", "serial-count", "serial-of-other-item", "serial-unknown", "installs-too-much", "original-unfit"}, codes


@pytest.mark.parametrize("rubbish", ["'", '<script>alert(1)</script>', "a/../b", "é" * 200, "\t"])
def test_rubbish_at_the_desk_is_answered(client, rubbish):
    for address in ("claim?serial_no=", "exchange/", "repair/", "repair-slip/"):
        response = client.get(f"/after-sale/{address}{quote(rubbish, safe='')}")
        assert response.status_code in (200, 404, 417), response.text[:200]
        assert "<script>alert" not in response.text


def test_the_report_has_a_rate_for_each_item_and_a_picture(client, shop):
    item = shop.item()
    numbers = shop.receive(item, qty=4)
    shop.deliver(item, *numbers)
    for number in numbers[:1]:
        claim(client, number)
    report = good(client.get("/stock/report/warranty-claims-by-item", params={"item_code": item, "format": "json"}))
    row = report["result"][0]
    assert (row["claims"], row["units"], row["delivered"], float(row["rate"])) == (1, 1, 4, 25.0)
    text = page(client, f"/stock/report/warranty-claims-by-item?item_code={item}")
    assert '<rect class="rate"' in text and "25" in text


def test_a_visit_moves_a_claim_on_and_back(client, shop):
    item, number, _ = shop.delivered_unit()
    name = claim(client, number)["name"]
    purpose = {"item_code": item, "serial_no": number, "work_done": "Pompe changée", "prevdoc_doctype": "Warranty Claim", "prevdoc_docname": name}
    visit = {"customer": shop.customer, "maintenance_type": "Breakdown", "purposes": [purpose], "docstatus": 1}
    partial = client.made("Maintenance Visit", {**visit, "completion_status": "Partially Completed"})["name"]
    assert client.read("Warranty Claim", name)["status"] == "Work In Progress"
    full = client.made("Maintenance Visit", {**visit, "completion_status": "Fully Completed"})["name"]
    closed = client.read("Warranty Claim", name)
    assert closed["status"] == "Closed" and "Pompe changée" in closed["resolution_details"] and full in closed["resolution_details"]
    client.changed("Maintenance Visit", full, docstatus=2)
    assert client.read("Warranty Claim", name)["status"] == "Work In Progress"
    client.changed("Maintenance Visit", partial, docstatus=2)
    assert client.read("Warranty Claim", name)["status"] == "Open"
