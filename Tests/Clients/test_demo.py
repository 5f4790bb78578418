"""The demonstration company: whole, consistent, and with something to see on every page."""

import time

import pytest
from client import Client, good
from server import Server, matricule

# What comes after the sale; a trading company has the rest.
TYPES = [
    "Batch", "Recall", "Maintenance Schedule", "Maintenance Visit", "Sales Person", "Holiday List", "Warranty Claim", "Installation Note",
    "Asset", "Asset Movement", "Location", "Employee"]


@pytest.fixture(scope="module")
def server(engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    server = Server(folder, engine.fresh(folder))
    server.run("demo", "--units", "400")
    server.check()
    server.add_user("api@example.com", "System Manager", "Maintenance Manager")
    with server:
        yield server


@pytest.fixture(scope="module")
def client(server):
    return Client(server.url, server.token("api@example.com"))


def day(days):
    return time.strftime("%Y-%m-%d", time.localtime(time.time() + 86_400 * days))


def count(client, doctype, *filters):
    return len(client.rows(doctype, filters=[list(each) for each in filters], limit_page_length=1000))


def report(client, name, **filters):
    return good(client.call("frappe.desk.query_report.run", report_name=name, filters=filters))["message"]["result"]


@pytest.mark.parametrize("doctype", TYPES)
def test_there_are_records_of_every_type_of_what_comes_after_the_sale(client, doctype):
    assert count(client, doctype) > 0


@pytest.mark.parametrize("status", ["Open", "Work In Progress", "Closed", "Cancelled"])
def test_there_are_claims_in_every_state(client, status):
    assert count(client, "Warranty Claim", ("status", "=", status)) > 0


def test_one_unit_is_in_the_workshop_and_one_was_exchanged(client):
    claims = client.rows("Warranty Claim", fields=["repair_received_on", "repair_sent_back_on", "replacement_serial_no"], limit_page_length=100)
    assert any(claim["repair_received_on"] and not claim["repair_sent_back_on"] for claim in claims)
    assert any(claim["repair_sent_back_on"] for claim in claims)
    assert any(claim["replacement_serial_no"] for claim in claims)


def test_one_lot_is_blocked_and_called_back_and_the_chart_shows_why(client):
    lot = client.rows("Batch", fields=["name", "item"], filters=[["blocked", "=", 1]])
    assert len(lot) == 1
    [recall] = client.rows("Recall", fields=["batch_no", "docstatus"])
    assert recall == {"batch_no": lot[0]["name"], "docstatus": 1}
    rates = sorted((row for row in report(client, "Warranty Claims by Item", by_batch=1) if row["batch_no"]), key=lambda row: -row["rate"])
    assert rates[0]["batch_no"] == lot[0]["name"] and rates[0]["claims"] >= 3
    assert {"With Customer", "Came Back", "Mended on Site"} <= {row["state"] for row in report(client, "Recalled Units")}


def test_units_have_expired_and_some_will_soon(client):
    lots = client.rows("Batch", fields=["expiry_date"], filters=[["expiry_date", "is", "set"]], limit_page_length=100)
    assert any(lot["expiry_date"] < day(0) for lot in lots) and any(day(0) <= lot["expiry_date"] <= day(30) for lot in lots)
    assert count(client, "Serial No", ("status", "=", "Expired")) > 0


def test_visits_were_made_were_missed_and_are_to_come_and_contracts_end_soon(client):
    names = [row["name"] for row in client.rows("Maintenance Schedule", limit_page_length=100)]
    schedules = [client.read("Maintenance Schedule", name) for name in names]
    visits = [visit for schedule in schedules for visit in schedule["schedules"]]
    pending = [visit["scheduled_date"] for visit in visits if visit["completion_status"] == "Pending"]
    assert any(visit["completion_status"] == "Fully Completed" for visit in visits)
    assert any(on < day(0) for on in pending) and any(day(0) <= on <= day(7) for on in pending)
    assert any(day(0) <= line["end_date"] <= day(60) for schedule in schedules for line in schedule["items"])
    assert len({visit["sales_person"] for visit in visits}) > 1
    assert any(schedule.get("renewal_of") for schedule in schedules)


def test_assets_are_in_use_moved_out_of_order_sold_and_scrapped(client):
    found = {asset["status"] for asset in client.rows("Asset", fields=["status"], limit_page_length=100)}
    assert {"Submitted", "Out of Order", "In Maintenance", "Sold", "Scrapped"} <= found
    assert count(client, "Asset", ("docstatus", "=", 1)) >= 12
    places = client.rows("Location", fields=["name", "parent_location", "is_group"], limit_page_length=100)
    assert any(place["parent_location"] for place in places) and any(place["is_group"] for place in places)


def test_nobody_comes_on_a_public_holiday(client):
    holidays = client.read("Holiday List", "France")["holidays"]
    assert "Fête du Travail" in {holiday["description"] for holiday in holidays}
    company = client.rows("Company", limit_page_length=1)[0]["name"]
    assert client.read("Company", company)["default_holiday_list"] == "France"


@pytest.mark.parametrize("units", [1, 40])
def test_a_very_small_company_is_consistent_as_well(engine, tmp_path, units):
    database = engine.fresh(tmp_path)
    matricule("demo", "--units", str(units), "--database", database)
    matricule("check", "--database", database)
