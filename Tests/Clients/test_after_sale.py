"""Contracts, visits, holidays, technicians and their calendars: over the interface, on pages, and in other calendars."""

import datetime
import html
import re
from urllib.parse import quote

import pytest
from client import Client, good, refused
from icalendar import Calendar

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
HOSTILE = "<script>alert(1)</script> O'Brien; Müller, \\n \"x\" 漢字"
SCHEDULES, VISITS = "/after-sale/maintenance-schedule/", "/after-sale/maintenance-visit/"


def day(ahead=0):
    return (datetime.date.today() + datetime.timedelta(ahead)).isoformat()


def contract(customer, item, serials, person=None, **line):
    line = {"start_date": day(1), "end_date": day(365), "periodicity": "Random", "no_of_visits": 4, **line}
    return {"customer": customer, "items": [{"item_code": item, "serial_no": "\n".join(serials), "sales_person": person, **line}]}


@pytest.fixture
def person(client, shop):
    return client.made("Sales Person", {"sales_person_name": shop.name("Technicien")})["name"]


@pytest.fixture
def schedule(client, shop, person):
    """A submitted contract over two units at the shop's customer."""
    item = shop.item()
    units = shop.receive(item, qty=2)
    shop.deliver(item, *units)
    return client.made("Maintenance Schedule", {**contract(shop.customer, item, units, person), "docstatus": 1})


@pytest.fixture(scope="module")
def people(server):
    made = {}
    for role in ["Maintenance Manager", "Maintenance User", "Sales User", "Auditor", "Purchase User"]:
        email = server.add_user(role.replace(" ", ".").lower() + "@example.com", role)
        made[role] = Client(server.url, server.token(email))
    return made


def planned(schedule, index=0):
    return schedule["schedules"][index]


def closing(row):
    return f"/after-sale/close-visit/planned/{row['name']}"


# Contracts


def test_a_contract_plans_its_visits_and_generates_them_anew(client, shop):
    item, unit, _ = shop.delivered_unit()
    draft = client.made("Maintenance Schedule", contract(shop.customer, item, [unit], start_date="2027-01-01", end_date="2027-12-31", periodicity="Quarterly", no_of_visits=0))
    assert re.fullmatch(r"MAT-MSH-\d{4}-\d{5}", draft["name"]) and draft["status"] == "Draft"
    assert draft["items"][0]["no_of_visits"] == 4
    assert [row["scheduled_date"] for row in draft["schedules"]] == ["2027-04-01", "2027-07-01", "2027-10-01", "2027-12-31"]
    assert {(row["completion_status"], row["serial_no"]) for row in draft["schedules"]} == {("Pending", unit)}
    changed = client.changed("Maintenance Schedule", draft["name"], items=[{**draft["items"][0], "no_of_visits": 2}])
    assert len(changed["schedules"]) == 4
    refused(client.change("Maintenance Schedule", draft["name"], docstatus=1), 417, "ValidationError", "Generate the schedule again")
    fresh = good(client.call("matricule.generate_schedule", name=draft["name"]))["message"]
    assert [row["scheduled_date"] for row in fresh["schedules"]] == ["2027-07-02", "2027-12-31"]
    assert client.changed("Maintenance Schedule", draft["name"], docstatus=1)["status"] == "Submitted"
    refused(client.call("matricule.generate_schedule", name=draft["name"]), 417, "DocstatusTransitionError")


def test_a_contract_says_everything_that_is_wrong_with_it(client, shop):
    item, unit, _ = shop.delivered_unit()
    plain = shop.plain_item()
    line = contract(shop.customer, item, [unit, unit, "NOPE"])["items"][0]
    answer = client.create("Maintenance Schedule", {"customer": shop.customer, "docstatus": 1, "items": [line, {**line, "item_code": plain}]})
    refused(answer, 417, "SerialNoNotRequiredError", "no serial numbers")
    assert {(offence["code"], offence["serial_no"]) for offence in answer.json()["offences"]} >= {("serial-twice", unit), ("serial-unknown", "NOPE")}
    for change, words in [
            ({"end_date": day(-3)}, "before the start"), ({"no_of_visits": 900}, "working days"), ({"end_date": day(30_000)}, "years fit"),
            ({"no_of_visits": -1}, "greater than zero"), ({"periodicity": "Sometimes"}, "Sometimes"), ({"periodicity": None}, "required")]:
        bad = client.create("Maintenance Schedule", contract(shop.customer, item, [unit], **change))
        assert bad.status_code == 417 and words in bad.text, change


def test_a_visit_is_made_from_the_schedule_as_the_ecosystem_does_it(client, schedule):
    method = "erpnext.maintenance.doctype.maintenance_schedule.maintenance_schedule.make_maintenance_visit"
    row = planned(schedule, 1)
    visit = good(client.call(method, source_name=schedule["name"], s_id=row["name"]))["message"]
    assert visit["maintenance_type"] == "Scheduled" and visit["maintenance_schedule_detail"] == row["name"]
    assert [line["serial_no"] for line in visit["purposes"]] == row["serial_no"].split("\n")
    made = client.made("Maintenance Visit", {**visit, "mntc_date": day(), "completion_status": "Fully Completed", "docstatus": 1})
    assert re.fullmatch(r"MAT-MVS-\d{4}-\d{5}", made["name"])
    after = client.read("Maintenance Schedule", schedule["name"])["schedules"]
    assert (after[1]["completion_status"], after[1]["actual_date"]) == ("Fully Completed", day())
    refused(client.create("Maintenance Visit", {**visit, "docstatus": 1, "completion_status": "Fully Completed"}), 417, "ValidationError", "completed on")
    client.changed("Maintenance Visit", made["name"], docstatus=2)
    assert client.read("Maintenance Schedule", schedule["name"])["schedules"][1]["completion_status"] == "Pending"


def test_a_unit_of_another_item_is_not_visited(client, shop):
    other = shop.item()
    _, unit, _ = shop.delivered_unit()
    named = client.made("Maintenance Visit", {"customer": shop.customer, "purposes": [{"serial_no": unit}]})["purposes"][0]
    assert named["item_name"] == client.read("Item", named["item_code"])["item_name"]
    visit = {"customer": shop.customer, "purposes": [{"item_code": other, "serial_no": unit}], "docstatus": 1}
    refused(client.create("Maintenance Visit", visit), 417, "SerialNoItemError")


def test_planned_visits_move(client, schedule, shop):
    row, other = planned(schedule), client.made("Sales Person", {"sales_person_name": shop.name("Autre")})["name"]
    moved = good(client.call("matricule.replan_visit", name=schedule["name"], row=row["name"], scheduled_date=day(2), sales_person=other))["message"]
    assert (moved["schedules"][0]["scheduled_date"], moved["schedules"][0]["sales_person"]) == (day(2), other)
    refused(client.call("matricule.replan_visit", name=schedule["name"], row=row["name"], scheduled_date=day(900)), 417, "ValidationError", "must be from")
    refused(client.call("matricule.replan_visit", name=schedule["name"], row="1e9", scheduled_date=day(2)), 400, "ValidationError")
    refused(client.call("matricule.replan_visit", name=schedule["name"], row=row["name"], scheduled_date="soon"), 417, "ValidationError")


def test_holidays_are_computed_and_kept_free(client, shop):
    name = shop.name("Fériés")
    client.made("Holiday List", {"holiday_list_name": name, "from_date": "2027-01-01", "to_date": "2027-12-31"})
    filled = good(client.call("matricule.fill_holidays", name=name, public="France", weekly_off="Saturday,Sunday"))["message"]["holidays"]
    days = {row["holiday_date"] for row in filled}
    assert {"2027-03-29", "2027-05-06", "2027-05-17", "2027-07-14"} <= days and "2027-03-26" not in days
    assert len(days) == len(filled)
    item, unit, _ = shop.delivered_unit()
    made = client.made("Maintenance Schedule", {**contract(shop.customer, item, [unit], start_date="2027-01-01", end_date="2027-12-31", periodicity="Weekly", no_of_visits=52), "holiday_list": name, "docstatus": 1})
    visits = [row["scheduled_date"] for row in made["schedules"]]
    assert len(visits) == len(set(visits)) == 52 and not days & set(visits) and visits == sorted(visits)
    assert "2027-01-01" <= visits[0] and visits[-1] <= "2027-12-31"
    refused(client.create("Holiday List", {"holiday_list_name": "x", "from_date": "2027-01-01", "to_date": "2026-01-01"}), 417, "ValidationError", "before the start")


# Pages


def test_units_that_were_not_done_remain_due(client, schedule, people):
    row = planned(schedule)
    one, two = row["serial_no"].split("\n")
    address = closing(row)
    form = {"completion_status": "Fully Completed", "mntc_date": day(), "mntc_time": "10:00", "work_done": HOSTILE}

    def press(who=client, language="fr", **more):
        return who.post(address, data={**form, **more}, headers={"Accept-Language": language}, allow_redirects=False)

    assert f'name="undone.1" value="{two}"' in client.get(address).text
    for wrong, words in (({"undone.0": one, "undone.1": two}, "Rien n’a été fait"), ({"undone.0": "NOPE"}, "NOPE"), ({"undone": HOSTILE}, "&lt;script&gt;"),
                         ({"undone.0": one, "rest_date": "soon"}, "soon"), ({"undone.0": one, "rest_date": day(900)}, "doit")):
        answer = press(**wrong)
        assert answer.status_code == 417 and words in answer.text and HOSTILE not in answer.text, wrong
    assert client.read("Maintenance Schedule", schedule["name"])["schedules"][0]["completion_status"] == "Pending"
    user = people["Maintenance User"]
    assert press(user, **{"undone.0": one, "rest_date": day(30)}).status_code == 403 and "rest_date" not in user.get(address).text
    done = press(**{"undone.0": two.lower(), "rest_date": day(30)})
    assert done.status_code == 303, done.text
    name = done.headers["Location"].split("/")[-1].split("?")[0]
    visit = client.read("Maintenance Visit", name)
    assert visit["completion_status"] == "Partially Completed" and [line["serial_no"] for line in visit["purposes"]] == [one]
    after = client.read("Maintenance Schedule", schedule["name"])["schedules"][0]
    assert (after["completion_status"], after["scheduled_date"]) == ("Partially Completed", day(30))
    page = client.get(address, headers={"Accept-Language": "fr"}).text
    assert two in page and f">{one}<" not in page and "Déjà faites" in page and "undone" not in page
    method = "erpnext.maintenance.doctype.maintenance_schedule.maintenance_schedule.make_maintenance_visit"
    assert [line["serial_no"] for line in good(client.call(method, source_name=schedule["name"], s_id=row["name"]))["message"]["purposes"]] == [two]
    assert press(user).status_code == 303
    assert client.read("Maintenance Schedule", schedule["name"])["schedules"][0]["completion_status"] == "Fully Completed"


def test_contracts_are_renewed_together_and_never_twice(client, shop, people):
    item = shop.item()
    customers = [client.made("Customer", {"customer_name": name})["name"] for name in (shop.name("Alpha"), HOSTILE + shop.name(" <b>"))]
    names = []
    for customer in customers * 2:
        unit = shop.receive(item, qty=1)[0]
        client.made("Delivery Note", {"customer": customer, "items": [{"item_code": item, "qty": 1, "serial_no": unit, "warehouse": "Stores - MS"}], "docstatus": 1})
        names.append(client.made("Maintenance Schedule", {**contract(customer, item, [unit], start_date=day(-300), end_date=day(1), no_of_visits=1), "docstatus": 1})["name"])

    def press(who=client, language="en", **form):
        return who.post("/after-sale/renewals", data=form, headers={"Accept-Language": language})

    def renewals(name):
        return client.rows("Maintenance Schedule", filters=[["renewal_of", "=", name]], fields=["name", "docstatus", "customer"])

    assert "Cochez les contrats" in press(language="fr", _do="ticked").text
    ticked = press(**{"contract.0": names[0], "contract.7": names[1], "_do": "ticked"})
    assert ticked.status_code == 200 and "2 renewals were made as drafts" in ticked.text and "<b>" not in ticked.text and "<script>alert" not in ticked.text
    made = [renewals(name) for name in names[:2]]
    assert [len(rows) for rows in made] == [1, 1] and made[0][0]["name"] in ticked.text and made[0][0]["customer"] == customers[0]
    assert f'value="{names[0]}"' not in ticked.text and f'value="{names[2]}"' in ticked.text
    again = press(language="fr", **{"contract.0": names[0], "contract.1": names[2], "contract.2": "NOPE", "_do": "ticked"})
    assert again.status_code == 200 and "NOPE" in again.text and "n’ont pas pu être renouvelés" in again.text
    assert [len(renewals(name)) for name in names] == [1, 1, 1, 0]
    assert press(schedule=names[0]).status_code == 417
    assert press(**{"contract.0": "NOPE", "_do": "ticked"}).status_code == 417
    press(_do="all"), press(_do="all")
    assert [len(renewals(name)) for name in names] == [1, 1, 1, 1]
    refused(client.call("matricule.renew_schedule", name=names[0]), 417, "ValidationError", made[0][0]["name"])
    assert press(people["Maintenance User"], _do="all").status_code == 403
    assert "_do" not in people["Auditor"].get("/after-sale/renewals").text
    assert client.get("/after-sale/renewals?made=abc").status_code == 200 and client.get("/after-sale/renewals?made=99999999999999999999").status_code == 200
    assert client.remove("Maintenance Schedule", made[0][0]["name"]).status_code == 202
    assert f'value="{names[0]}"' in client.get("/after-sale/renewals").text


def test_a_contract_is_made_in_bulk_and_renewed(client, shop):
    customer = client.made("Customer", {"customer_name": shop.name("Client")})["name"]
    item = shop.item()
    units = shop.receive(item, qty=40)
    client.made("Delivery Note", {"customer": customer, "items": [{"item_code": item, "qty": 40, "serial_no": "\n".join(units), "warehouse": "Stores - MS"}], "docstatus": 1})
    page = client.get("/after-sale/new-contract", params={"customer": customer})
    assert page.status_code == 200 and f'value="{item}" checked' in page.text
    terms = {"customer": customer, "item.0": item, "start_date": day(-300), "end_date": day(20), "periodicity": "Monthly"}
    answer = client.post("/after-sale/new-contract", data=terms, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    name = answer.headers["Location"].split("/")[-1].split("?")[0]
    draft = client.read("Maintenance Schedule", name)
    assert draft["items"][0]["serial_no"].split("\n") == units and draft["items"][0]["no_of_visits"] == len(draft["schedules"]) == 10
    for change in [{"end_date": day(-400)}, {"start_date": "demain"}, {"periodicity": ""}, {"item.0": "NOPE"}]:
        wrong = client.post("/after-sale/new-contract", data={**terms, **change}, allow_redirects=False)
        assert wrong.status_code == 417 and 'role="alert"' in wrong.text, change
    client.changed("Maintenance Schedule", name, docstatus=1)
    assert name in client.get("/after-sale/renewals").text
    renewed = client.post("/after-sale/renewals", data={"schedule": name}, allow_redirects=False).headers["Location"]
    renewal = client.read("Maintenance Schedule", renewed.split("/")[-1].split("?")[0])
    assert renewal["renewal_of"] == name and renewal["items"][0]["start_date"] == day(21) and renewal["docstatus"] == 0
    assert renewal["name"] in client.get("/after-sale/renewals").text
    assert client.post("/after-sale/renewals", data={"schedule": "NOPE"}).status_code in (404, 417)


def test_a_visit_is_closed_on_a_telephone_with_photographs_and_a_signature(client, schedule):
    import base64
    row = planned(schedule)
    page = client.get(closing(row))
    assert page.status_code == 200 and row["serial_no"].split("\n")[0] in page.text
    signature = "data:image/png;base64," + base64.b64encode(PNG).decode()
    typed = {"completion_status": "Fully Completed", "mntc_date": day(), "mntc_time": "09:30", "work_done": HOSTILE, "signed_by": "Mme Roux", "signature": signature, "customer_feedback": "RAS"}
    for change in [{"mntc_date": "demain"}, {"completion_status": "Perhaps"}, {"signature": "data:image/png;base64,AAAA"}, {"signed_by": "x" * 200}]:
        wrong = client.post(closing(row), data={**typed, **change}, files={"photos": ("a.png", PNG)}, allow_redirects=False)
        assert wrong.status_code == 417 and html.escape("Mme Roux" if "signed_by" not in change else "RAS") in wrong.text, change
    assert client.post(closing(row), data=typed, files={"photos": ("virus.exe", b"MZ\x00\x01")}, allow_redirects=False).status_code == 417
    assert client.rows("Maintenance Visit", filters=[["maintenance_schedule", "=", schedule["name"]]]) == []
    answer = client.post(closing(row), data=typed, files=[("photos", ("a.png", PNG)), ("photos", ("b.png", PNG))], allow_redirects=False)
    assert answer.status_code == 303, answer.text
    name = answer.headers["Location"].split("/")[-1].split("?")[0]
    visit = client.read("Maintenance Visit", name)
    assert visit["docstatus"] == 1 and visit["signed_by"] == "Mme Roux" and {line["work_done"] for line in visit["purposes"]} == {HOSTILE}
    page = client.get(VISITS + name).text
    assert all(file in page for file in ["a.png", "b.png", "signature.png"]) and "<script>alert" not in page
    sheet = client.get(f"/after-sale/visit-sheet/visit/{name}").text
    assert re.search(r'<img src="/files/[^"]+signature\.png"', sheet) and html.escape(HOSTILE, quote=False)[:20] in sheet and "<script>alert" not in sheet
    again = client.post(closing(row), data=typed, files={"photos": ("a.png", PNG)}, allow_redirects=False)
    assert again.status_code == 417 and "completed on" in again.text
    assert "This visit is closed" in client.get(closing(row)).text
    assert name in client.get("/stock/serial-no/" + row["serial_no"].split("\n")[0]).text


def test_the_calendar_shows_visits_by_month_week_and_technician(client, schedule, person, shop):
    row = planned(schedule)
    for view in ("month", "week", "technician"):
        page = client.get("/after-sale/calendar", params={"view": view, "date": row["scheduled_date"], "technician": person})
        assert page.status_code == 200 and closing(row) in page.text and person in page.text, view
    assert closing(row) not in client.get("/after-sale/calendar", params={"date": "2001-05-05"}).text
    assert client.get("/after-sale/calendar", params={"date": "soon"}).status_code == 400
    assert client.get("/after-sale/calendar", params={"technician": "Nobody"}).status_code == 404
    assert closing(row) in client.get("/after-sale/reminders", params={"days": 365}).text
    assert client.get(f"/after-sale/visit-sheet/planned/{row['name']}").status_code == 200
    for address in ["/after-sale/close-visit/planned/0", "/after-sale/close-visit/planned/x", "/after-sale/close-visit/visit/NOPE", "/after-sale/visit-sheet/other/1"]:
        assert client.get(address).status_code == 404, address


def test_reports_tell_what_is_due_and_what_was_missed(client, shop, person):
    item, unit, _ = shop.delivered_unit()
    made = client.made("Maintenance Schedule", {**contract(shop.customer, item, [unit], person, start_date=day(-40), end_date=day(40), no_of_visits=8), "docstatus": 1})

    def days(report, **filters):
        told = good(client.call("frappe.desk.query_report.run", report_name=report, filters={"sales_person": person, **filters}))["message"]["result"]
        return [row["scheduled_date"] for row in told]

    past = [row["scheduled_date"] for row in made["schedules"] if row["scheduled_date"] < day()]
    assert days("Missed Maintenance Visits") == past and len(past) in (3, 4)
    missed = good(client.call("frappe.desk.query_report.run", report_name="Missed Maintenance Visits", filters={"sales_person": person}))
    late = [row["days_late"] for row in missed["message"]["result"]]
    assert late == sorted(late, reverse=True) and late[-1] > 0
    assert days("Maintenance Visits Due", from_date=day(-100), to_date=day(100)) == [row["scheduled_date"] for row in made["schedules"]]
    assert days("Maintenance Visits Due", from_date=day(23), to_date=day(25)) == []


# Who may do what


def test_rights_are_those_of_the_roles(people, client, schedule):
    row, name = planned(schedule), schedule["name"]
    for role, reads, writes in [("Maintenance Manager", 200, 303), ("Maintenance User", 200, 403), ("Sales User", 200, 403), ("Auditor", 200, 403), ("Purchase User", 403, 403)]:
        other = people[role]
        assert other.get(SCHEDULES + name).status_code == other.get("/after-sale/calendar").status_code == reads, role
        answer = other.post("/after-sale/replan/planned/" + row["name"], data={"scheduled_date": day(3)}, allow_redirects=False)
        assert answer.status_code == writes, role
        assert other.get("/after-sale/new-contract").status_code == (200 if writes == 303 else 403), role
    for role, status in [("Sales User", 403), ("Auditor", 403), ("Maintenance User", 303)]:
        answer = people[role].post(closing(row), data={"completion_status": "Fully Completed"}, allow_redirects=False)
        assert answer.status_code == status, role
    visit = client.rows("Maintenance Visit", filters=[["maintenance_schedule", "=", name]])[0]["name"]
    refused(people["Maintenance User"].change("Maintenance Visit", visit, docstatus=2), 403, "PermissionError")


# Calendars of other programs


def feed(client, person):
    page = client.post("/after-sale/calendar-address", data={"technician": person, "step": "open"})
    assert page.status_code == 200
    return re.search(r"/calendar/[0-9a-f]{32}\.ics", page.text)[0]


def test_a_calendar_is_read_by_another_program(client, server, shop):
    person = client.made("Sales Person", {"sales_person_name": shop.name("Léa 漢字 ")})["name"]
    customer = client.made("Customer", {"customer_name": HOSTILE + shop.name()})["name"]
    item = shop.item(item_name="Pompe à chaleur réversible avec un nom très long, qui ne tient pas sur une ligne ; vraiment")
    units = shop.receive(item, qty=3)
    made = client.made("Maintenance Schedule", {**contract(customer, item, units, person, no_of_visits=12), "address_display": "1, rue de l'Église\n38000 Grenoble", "docstatus": 1})
    stranger = Client(server.url)
    address = feed(client, person)
    answer = stranger.get(address)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert lines[-1] == b"" and all(len(line) <= 75 for line in lines) and b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines)
    for line in lines:
        line.decode()  # cut between characters
    calendar = Calendar.from_ical(answer.content)
    events = calendar.walk("VEVENT")
    assert not any(event.errors for event in events)
    assert sorted(event.decoded("DTSTART").isoformat() for event in events) == [row["scheduled_date"] for row in made["schedules"]]
    assert all(customer in str(event["SUMMARY"]) and str(event["LOCATION"]) == made["address_display"] for event in events)
    assert all(event.decoded("DTEND") - event.decoded("DTSTART") == datetime.timedelta(1) for event in events)
    assert len({event["UID"] for event in events}) == 12 and {str(event["STATUS"]) for event in events} == {"CONFIRMED"}
    before = {event["UID"]: (int(event["SEQUENCE"]), event.decoded("DTSTAMP")) for event in events}

    row = planned(made)
    good(client.call("matricule.replan_visit", name=made["name"], row=row["name"], scheduled_date=day(3)))
    closed = client.post(closing(planned(made, 1)), data={"completion_status": "Fully Completed", "mntc_date": day(), "mntc_time": "10:15"}, allow_redirects=False)
    assert closed.status_code == 303
    events = Calendar.from_ical(stranger.get(address).content).walk("VEVENT")
    after = {event["UID"]: event for event in events}
    assert len(events) == 12 and len(set(before) & set(after)) == 11
    assert all(int(after[uid]["SEQUENCE"]) >= before[uid][0] and after[uid].decoded("DTSTAMP") >= before[uid][1] for uid in set(before) & set(after))
    visit = next(event for uid, event in after.items() if uid not in before)
    assert isinstance(visit.decoded("DTSTART"), datetime.datetime) and str(visit["SUMMARY"]).startswith("✓")


def test_visits_of_a_cancelled_contract_are_struck_off(client, server, schedule, person):
    address, stranger = feed(client, person), Client(server.url)
    client.changed("Maintenance Schedule", schedule["name"], docstatus=2)
    events = Calendar.from_ical(stranger.get(address).content).walk("VEVENT")
    assert len(events) == 4 and {str(event["STATUS"]) for event in events} == {"CANCELLED"}


def test_an_address_works_until_another_is_made_or_it_is_taken_back(client, server, person, people):
    stranger = Client(server.url)
    first = feed(client, person)
    second = feed(client, person)
    assert stranger.get(first).status_code == 404 and stranger.get(second).status_code == 200
    for wrong in ["/calendar/" + "0" * 32 + ".ics", "/calendar/x.ics", "/calendar/", second.replace(".ics", "/a.ics"), "/calendar/" + quote("é" * 32), "/calendar/%00.ics"]:
        assert stranger.get(wrong).status_code == 404, wrong
    for role in ("Maintenance User", "Sales User", "Auditor"):
        assert people[role].post("/after-sale/calendar-address", data={"technician": person}).status_code == 403
    assert second[10:42] not in client.get("/after-sale/calendar", params={"technician": person}).text
    client.post("/after-sale/calendar-address", data={"technician": person, "step": "close"})
    assert stranger.get(second).status_code == 404


def test_a_technician_has_an_own_calendar_and_its_address(client, server, people, schedule, shop):
    user = "maintenance.user@example.com"
    person = client.made("Sales Person", {"sales_person_name": shop.name("Moi"), "user": user})["name"]
    own = people["Maintenance User"]
    assert f'<option value="{person}" selected>' in own.get("/after-sale/calendar").text
    assert Client(server.url).get(feed(own, person)).status_code == 200
