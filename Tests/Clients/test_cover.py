"""Warranties and contracts of units: over the interface and on the pages."""

import datetime

import pytest

from client import Client, good, refused

SOON = (datetime.date.today() + datetime.timedelta(days=400)).isoformat()


def set_cover(client, numbers, **wish):
    return client.call("matricule.set_cover", serial_nos=numbers, **wish)


def covers(client, number):
    return good(client.call("matricule.covers", serial_no=number))["message"]


def test_units_are_covered_by_hand_with_a_reason_that_stays(client, shop):
    _, number, note = shop.delivered_unit(warranty_period=365)
    wish = {"kind": "Contract", "from_date": "2026-01-01", "until": SOON, "reason": "Geste commercial"}
    assert good(set_cover(client, [number.lower()], **wish))["message"] == 1
    unit = client.serial(number)
    assert (unit["amc_expiry_date"], unit["maintenance_status"]) == (SOON, "Under Warranty")
    contract, warranty = covers(client, number)
    assert [contract[key] for key in wish] == list(wish.values()) and contract["counts"] == 1
    assert (warranty["document_no"], warranty["until"], warranty["counts"]) == (note, unit["warranty_expiry_date"], 1)
    good(set_cover(client, number, kind="Warranty", is_ended=1, reason="Exclusion"))
    unit = client.serial(number)
    assert "warranty_expiry_date" not in unit and unit["maintenance_status"] == "Under AMC"


def test_everything_that_is_wrong_is_said_at_once(client, shop):
    _, number, _ = shop.delivered_unit()
    body = refused(set_cover(client, number, kind="Gift", from_date="2027-02-30", until=""), 417, "ValidationError", "Reason", "From")
    told = {(offence["field"], offence["code"]) for offence in body["offences"]}
    assert told == {("kind", "not-a-choice"), ("from_date", "unreadable"), ("until", "required"), ("reason", "required")}
    body = refused(set_cover(client, f"{number}\nA1\nA2", until=SOON, reason="x"), 417, "SerialNoNotExistsError")
    assert [offence["serial_no"] for offence in body["offences"]] == ["A1", "A2"]
    body = refused(set_cover(client, number, until="2026-01-01", from_date="2026-01-02", reason="x"), 417, "ValidationError")
    assert body["offences"][0]["code"] == "ends-before-start"
    refused(set_cover(client, number, until=SOON, reason="x" * 501), 417, "CharacterLengthExceededError")
    refused(set_cover(client, [], until=SOON, reason="x"), 417, "MandatoryError")
    assert covers(client, number) == []


def test_the_page_shows_every_record_and_asks_for_a_reason(client, shop):
    _, number, note = shop.delivered_unit(warranty_period=365)
    page = client.get("/stock/cover", params={"serial_nos": number, "_lang": "fr"}).text
    assert "Garantie ou contrat" in page and number in page
    form = {"kind": "Warranty", "until": SOON, "reason": "", "serial_nos": number}
    answer = client.post("/stock/cover?_lang=fr", data=form)
    assert answer.status_code == 417 and "Motif" in answer.text and number in answer.text and SOON in answer.text
    answer = client.post("/stock/cover?_lang=fr", data=form | {"reason": "<b>Geste</b>"})
    assert answer.ok and "&lt;b&gt;Geste&lt;/b&gt;" in answer.text and "<b>Geste" not in answer.text
    page = client.get(f"/stock/serial-no/{number}?_lang=fr").text
    assert "Garanties et contrats" in page and "Remplacée" in page and note in page


def test_what_has_not_begun_is_still_to_come(client, shop):
    _, number, _ = shop.delivered_unit()
    good(set_cover(client, number, kind="Contract", from_date=SOON, until=SOON, reason="2028"))
    page = client.get(f"/stock/serial-no/{number}?_lang=fr").text
    assert "À venir" in page and "En cours" not in page


def test_many_units_are_covered_at_once_from_their_list(client, shop):
    numbers = shop.receive(shop.item(), qty=3)
    answer = client.post("/stock/cover?_lang=fr", data={"serial_nos": "\n".join(numbers)})
    assert answer.ok and all(number in answer.text for number in numbers)
    form = {"kind": "Contract", "until": SOON, "reason": "Contrat 2026", "serial_nos": "\n".join(numbers)}
    answer = client.post("/stock/cover?_lang=fr", data=form)
    assert answer.ok and "Enregistré pour 3 unités." in answer.text
    assert {client.serial(number)["amc_expiry_date"] for number in numbers} == {SOON}


@pytest.mark.parametrize("role", ["Auditor", "Sales User", "Maintenance User"])
def test_who_may_not_change_units_may_not_cover_them(server, shop, role):
    _, number, _ = shop.delivered_unit()
    user = server.add_user(f"{role.split()[0].lower()}-cover@example.com", role)
    client = Client(server.url, server.token(user))
    refused(set_cover(client, number, until=SOON, reason="x"), 403, "PermissionError")
    assert client.get("/stock/cover").status_code == 403 and covers(client, number) == []
