"""Assets over the interface and on their pages: made of units, moved, marked, disposed of, and reported."""

import html
import itertools
import re
from urllib.parse import quote

import pytest
from client import Client, good, offences, refused
from documents import STORES, delivery, issue, purchase

NUMBERS = itertools.count(1)
HOSTILE = "<script>alert('ô')</script> & \"Lieu\""


class Fleet:
    """Items whose units may be assets, places and people."""

    def __init__(self, client, shop):
        self.client, self.shop = client, shop
        self.item = shop.item(is_fixed_asset=1)
        self.site = self.place(is_group=1)
        self.lyon, self.paris = self.place(parent_location=self.site), self.place(parent_location=self.site)
        self.lea = client.made("Employee", {"employee_name": shop.name("Léa ")})["name"]

    def place(self, **fields):
        return self.client.made("Location", {"location_name": self.shop.name("Lieu "), **fields})["name"]

    def units(self, count=1):
        return self.shop.receive(self.item, qty=count)

    def asset(self, number=None, **fields):
        fields = {"serial_no": number or self.units()[0], "location": self.lyon, "docstatus": 1, **fields}
        return self.client.made("Asset", fields)

    def move(self, purpose, *assets, **fields):
        return {"purpose": purpose, "assets": [{"asset": name, **fields} for name in assets], "docstatus": 1}


@pytest.fixture(scope="module")
def fleet(client, shop):
    return Fleet(client, shop)


@pytest.fixture
def someone(server):
    """A client with roles of its own."""

    def sign(*roles):
        name = "-".join(roles).replace(" ", "").lower() + f"-{next(NUMBERS)}@example.com"
        server.add_user(name, *roles)
        return Client(server.url, server.token(name))

    return sign


def page(client, address, expected=200, language="fr", **form):
    headers = {"Accept-Language": language}
    response = client.post(address, data=form, headers=headers, allow_redirects=False) if form else client.get(address, headers=headers)
    assert response.status_code == expected, response.text[:800]
    assert " style=" not in response.text
    return response if expected == 303 else response.text


def test_an_asset_takes_over_what_its_receipt_knows(client, shop, fleet):
    bought = client.made("Purchase Receipt", purchase(shop.supplier, fleet.item, qty=1))
    number = bought["items"][0]["serial_no"]
    asset = fleet.asset(number, custodian=fleet.lea)
    assert asset["purchase_receipt"] == bought["name"] and asset["gross_purchase_amount"] == 11
    assert asset["purchase_date"] == bought["posting_date"] and asset["item_code"] == fleet.item
    assert re.fullmatch(r"ACC-ASS-\d{4}-\d{5}", asset["name"])
    read = client.read("Asset", asset["name"])
    assert (read["status"], read["location"], read["custodian"]) == ("Submitted", fleet.lyon, fleet.lea)
    unit = client.serial(number)
    assert (unit["asset"], unit["location"], unit["employee"]) == (asset["name"], fleet.lyon, fleet.lea)
    refused(client.change("Purchase Receipt", bought["name"], docstatus=2), 417, "LinkExistsError")


def test_movements_fold_and_are_taken_back_in_order(client, fleet):
    asset = fleet.asset()["name"]
    first = client.made("Asset Movement", fleet.move("Issue", asset, to_employee=fleet.lea))
    second = client.made("Asset Movement", fleet.move("Transfer", asset, target_location=fleet.paris))
    assert second["assets"][0]["source_location"] == fleet.lyon and second["assets"][0]["from_employee"] == fleet.lea
    refused(client.change("Asset Movement", first["name"], docstatus=2), 417, "LinkExistsError", second["name"])
    refused(client.change("Asset", asset, docstatus=2), 417, "LinkExistsError")
    client.changed("Asset Movement", second["name"], docstatus=2)
    read = client.read("Asset", asset)
    assert (read["location"], read["custodian"]) == (fleet.lyon, fleet.lea)
    assert client.rows("Asset", filters=[["custodian", "=", fleet.lea], ["name", "=", asset]]) == [{"name": asset}]


def test_every_wrong_line_of_a_movement_is_named(client, fleet):
    one, two = fleet.asset()["name"], fleet.asset()["name"]
    movement = fleet.move("Transfer", one, one, two, target_location=fleet.paris)
    movement["assets"][2]["source_location"] = fleet.paris
    answer = client.create("Asset Movement", movement)
    body = refused(answer, 417, "ValidationError", fleet.lyon)
    assert [(offence["line"], offence["code"]) for offence in body["offences"]] == [(2, "asset-twice"), (3, "asset-elsewhere")]
    answer = client.create("Asset Movement", fleet.move("Issue", "NOPE", target_location=fleet.paris))
    assert {offence["code"] for offence in answer.json()["offences"]} == {"link-unknown", "required", "not-for-purpose"}
    refused(client.change("Asset", one, location=fleet.paris), 417, "UpdateAfterSubmitError")


def test_stock_documents_dispose_of_assets_and_bring_them_back(client, shop, fleet):
    numbers = fleet.units(2)
    scrapped, sold = (fleet.asset(number)["name"] for number in numbers)
    refused(client.create("Stock Entry", issue(fleet.item, [numbers[0]])), 417, "SerialNoNotAvailableError", scrapped)
    out = client.made("Stock Entry", issue(fleet.item, [numbers[0]], remarks="Tombé"))
    note = client.made("Delivery Note", delivery(shop.customer, fleet.item, [numbers[1]]))
    assert [client.read("Asset", name)["status"] for name in (scrapped, sold)] == ["Scrapped", "Sold"]
    refused(client.create("Asset Movement", fleet.move("Transfer", sold, target_location=fleet.paris)), 417, "ValidationError", sold)
    refused(client.call("matricule.mark_asset", asset=sold, status="Out of Order", reason="Trop tard"), 417, "ValidationError", sold)
    assert client.serial(numbers[1]).get("location") is None
    client.changed("Stock Entry", out["name"], docstatus=2)
    client.changed("Delivery Note", note["name"], docstatus=2)
    assert [client.read("Asset", name)["status"] for name in (scrapped, sold)] == ["Submitted", "Submitted"]


def test_a_unit_is_one_asset_and_says_where_it_is(client, fleet):
    number = fleet.units()[0]
    client.changed("Serial No", number, location="Rayon 3", employee="Marc")
    asset = fleet.asset(number)
    refused(client.create("Asset", {"serial_no": number, "docstatus": 1}), 409, "DuplicateEntryError", asset["name"])
    refused(client.change("Serial No", number, location="Rayon 4"), 417, "CannotChangeConstantError", asset["name"])
    whole = client.serial(number)
    assert whole["location"] == fleet.lyon and "employee" not in whole
    good(client.put(f"/api/resource/Serial No/{quote(number)}", json=whole))
    client.changed("Asset", asset["name"], docstatus=2)
    assert [client.serial(number)[field] for field in ("location", "employee")] == ["Rayon 3", "Marc"]


def test_depreciation_is_told_line_by_line(client, fleet):
    plan = {"gross_purchase_amount": 10000, "purchase_date": "2026-04-01", "available_for_use_date": "2026-04-15", "calculate_depreciation": 1,
            "total_number_of_depreciations": 5, "frequency_of_depreciation": 12}
    asset = fleet.asset(**plan)["name"]
    lines = good(client.ask("matricule.depreciation", asset=asset))["message"]
    assert [line["depreciation_amount"] for line in lines] == [1422.22, 2000, 2000, 2000, 2000, 577.78]
    assert lines[0]["schedule_date"] == "2026-12-31" and lines[-1]["value_after_depreciation"] == 0
    text = page(client, f"/asset/asset/{asset}")
    assert "Amortissement linéaire" in text and "1\u202f422,22" in text and "31/12/2031" in text
    answer = client.create("Asset", {"serial_no": fleet.units()[0], **plan, "available_for_use_date": None, "frequency_of_depreciation": 5,
                                     "total_number_of_depreciations": 0, "expected_value_after_useful_life": 20000})
    assert {offence["field"] for offence in answer.json()["offences"]} == {"available_for_use_date", "frequency_of_depreciation", "expected_value_after_useful_life"}


def test_its_condition_is_noted_with_a_reason(client, fleet):
    asset = fleet.asset()["name"]
    address = f"/asset/condition/{asset}"
    assert page(client, address, 303, status="Out of Order", reason=HOSTILE).headers["Location"] == f"/asset/asset/{asset}?saved=1"
    text = page(client, f"/asset/asset/{asset}")
    assert "Hors service" in text and "<script>alert" not in text and "&lt;script&gt;alert" in text
    assert client.read("Asset", asset)["status"] == "Out of Order"
    assert client.rows("Asset", filters=[["status", "=", "Out of Order"], ["name", "=", asset]])
    assert "obligatoire" in page(client, address, 417, status="Submitted", reason=" ")
    for status in ("", "Sold", "Draft", "\x00"):
        refused(client.call("matricule.mark_asset", asset=asset, status=status, reason="x"), 417, "ValidationError")
    refused(client.call("matricule.mark_asset", asset=asset, status="In Maintenance", reason="x" * 600), 417, "CharacterLengthExceededError")
    refused(client.call("matricule.mark_asset", asset="NOPE", status="In Maintenance", reason="x"), 404, "DoesNotExistError")


def test_pages_lead_from_the_unit_to_its_asset_and_back(client, fleet):
    number = fleet.units()[0]
    asset = fleet.asset(number, custodian=fleet.lea)["name"]
    for language, word in (("fr", "Détenteur"), ("en", "Custodian")):
        text = page(client, f"/asset/asset/{asset}", language=language)
        assert word in text and f'href="/stock/serial-no/{number}"' in text and f"/stock/labels?serial_nos={number}" in text
        assert f'href="/asset/move?assets={asset}"' in text and f"serial_no={number}" in text
    text = page(client, f"/stock/serial-no/{number}")
    assert f'href="/asset/asset/{asset}"' in text and f'href="/asset/location/{quote(fleet.lyon)}"' in text
    assert "En service" in page(client, "/asset/asset")


def test_a_duplicate_is_of_another_unit(client, fleet):
    asset = fleet.asset(gross_purchase_amount=123)["name"]
    text = page(client, f"/asset/asset/new?_copy={asset}")
    assert re.search(r'name="serial_no" value=""', text) and re.search(r'name="gross_purchase_amount" value=""', text)
    assert f'name="location" value="{fleet.lyon}"' in text


def test_places_are_a_tree_with_counts_and_nothing_is_below_itself(client, fleet):
    hostile = client.made("Location", {"location_name": HOSTILE, "parent_location": fleet.site, "is_group": 1})["name"]
    fleet.asset(location=hostile)
    text = page(client, "/asset/location-tree")
    assert "<script>alert" not in text and "&lt;script&gt;" in text and "1 actif" in text
    refused(client.change("Location", fleet.site, parent_location=hostile), 417, "ValidationError")
    refused(client.create("Location", {"location_name": "Sous", "parent_location": fleet.lyon}), 417, "ValidationError", fleet.lyon)
    rows = client.get("/stock/report/assets-by-location", params={"location": fleet.site, "format": "json"}).json()
    assert rows["result"] and {row["location"] for row in rows["result"]} <= {fleet.lyon, fleet.paris, hostile}
    assert HOSTILE.replace('"', '""') in client.get("/stock/report/assets-by-location", params={"location": fleet.site, "format": "csv"}).text
    assert "Immobilisations par lieu" in page(client, "/stock/report/assets-by-location?asset_status=Sold")


def test_many_units_become_assets_and_move_at_once(client, shop, fleet):
    bought = client.made("Purchase Receipt", purchase(shop.supplier, fleet.item, qty=30))
    numbers = bought["items"][0]["serial_no"].split("\n")
    client.changed("Serial No", numbers[0], location=fleet.paris)
    address = f"/asset/make?docname={bought['name']}&doctype=Purchase%20Receipt"
    assert address.replace("&", "&amp;") in page(client, f"/stock/purchase-receipt/{bought['name']}")
    assert "\n".join(numbers) in page(client, address)
    wrong = page(client, "/asset/make", 417, serial_nos=f"{numbers[0]}\nNOPE", location="Nulle part", _do="submit")
    assert "NOPE" in wrong and "Nulle part" in wrong and not client.serial(numbers[0]).get("asset")
    page(client, "/asset/make", 303, serial_nos="\n".join(numbers), available_for_use_date="2027-01-01", total_number_of_depreciations="3",
         expected_value_after_useful_life="1,5", frequency_of_depreciation="12", _do="submit")
    first = client.read("Asset", client.serial(numbers[0])["asset"])
    assert (first["location"], first["expected_value_after_useful_life"], first["gross_purchase_amount"]) == (fleet.paris, 1.5, 11)
    moved = page(client, "/asset/move", 303, assets="\n".join([first["name"], *numbers[1:]]), purpose="Transfer and Issue", target_location=fleet.lyon,
                 to_employee=fleet.lea, _do="submit").headers["Location"]
    assert client.read("Asset Movement", moved.rsplit("/", 1)[1])["docstatus"] == 1
    assert {client.serial(number)["location"] for number in numbers} == {fleet.lyon}
    assert "obligatoire" in page(client, "/asset/move", 417, assets="", purpose="Issue", _do="save")
    assert "1\u202f000" in page(client, "/asset/make", 417, serial_nos="\n".join(f"X{n}" for n in range(1001)), _do="save")
    assert "NOPE" in page(client, "/asset/move", 417, assets="NOPE", purpose="Transfer", target_location=fleet.lyon, _do="save")


def test_an_asset_tells_of_its_maintenance_and_begins_more(client, shop, fleet, someone):
    number = fleet.units()[0]
    asset = fleet.asset(number)["name"]
    address = f"/asset/asset/{asset}"
    planner = someone("Maintenance Manager")
    bare = page(planner, address)
    assert "Aucune visite n’est prévue." in bare and "Planifier l’entretien" in bare
    assert "Plan maintenance" not in page(someone("Stock Manager"), address, language="en")
    assert "Plan maintenance" not in page(someone("Auditor"), address, language="en")
    way = html.unescape(re.search(r'href="(/after-sale/maintenance-schedule/new[^"]*)"', bare)[1])
    form = page(planner, way)
    assert number in form and fleet.lyon in form and fleet.item in form
    made = planner.made("Maintenance Schedule", {"address_display": HOSTILE, "docstatus": 1, "items": [
        {"item_code": fleet.item, "serial_no": number, "start_date": "2027-01-01", "end_date": "2027-12-31", "periodicity": "Quarterly"}]})
    assert not made.get("customer")
    told = page(planner, address)
    assert made["name"] in told and "Prochaine visite" in told and "01/04/2027" in told
    row = made["schedules"][0]
    closing = page(planner, f"/after-sale/close-visit/planned/{row['name']}")
    assert "Nos propres unités" in closing and HOSTILE not in closing
    page(planner, f"/after-sale/close-visit/planned/{row['name']}", 303, completion_status="Fully Completed", mntc_date="2026-11-20", mntc_time="10:00", work_done=HOSTILE)
    told = page(planner, address)
    assert "01/07/2027" in told and "01/04/2027" not in told and "&lt;script&gt;" in told and HOSTILE not in told
    assert "Our own units" in page(planner, "/after-sale/calendar?date=2027-07-01", language="en")
    refused(planner.create("Maintenance Schedule", {"items": [{"item_code": fleet.item, "start_date": "2027-01-01", "end_date": "2027-12-31", "periodicity": "Yearly"}]}), 417, "MandatoryError")


def test_rubbish_is_refused_with_words(client, fleet):
    number = fleet.units()[0]
    for fields in ({"serial_no": "\x00"}, {"serial_no": number, "gross_purchase_amount": "beaucoup"}, {"serial_no": number, "gross_purchase_amount": 1e15},
                   {"serial_no": number, "available_for_use_date": "demain"}, {"serial_no": number, "location": ["x"]}, {}, {"serial_no": number, "custodian": "Personne"},
                   {"serial_no": number, "gross_purchase_amount": -1}, {"serial_no": number, "total_number_of_depreciations": 10**12}):
        answer = client.create("Asset", fields)
        assert 400 <= answer.status_code < 420 and answer.json()["exc_type"], answer.text[:300]
    for path in ("/asset/asset/NOPE", "/asset/condition/NOPE", "/asset/asset/%00"):
        assert client.get(path).status_code in (404, 405)
    assert client.post("/asset/make", data={"_do": "submit", "serial_nos": "\x00", "available_for_use_date": "32/13/1"}).status_code in (400, 417)


def test_who_may_do_what_with_assets(client, fleet, someone):
    asset = fleet.asset()["name"]
    for roles, may_read, may_write in ((["Stock Manager"], True, True), (["Auditor"], True, False), (["Maintenance Manager"], True, False)):
        other = someone(*roles)
        assert (other.get(f"/api/resource/Asset/{asset}").status_code == 200) == may_read
        assert (other.get("/asset/location-tree").status_code == 200) == may_read
        marked = other.call("matricule.mark_asset", asset=asset, status="In Maintenance", reason="Essai")
        assert (marked.status_code == 200) == may_write, marked.text[:300]
        assert (other.get("/asset/make").status_code == 200) == may_write
        assert ("/asset/condition/" in page(other, f"/asset/asset/{asset}")) == may_write
    stranger = Client(client.url)
    assert stranger.get("/asset/location-tree", allow_redirects=False).headers["Location"].startswith("/login")
    assert stranger.post("/api/method/matricule.mark_asset", json={"asset": asset}).status_code == 403
