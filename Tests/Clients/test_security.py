"""Who may do what, and what another site or a stranger cannot do."""

import itertools

import pytest

from client import Client, good, refused
from documents import delivery, receipt
from server import PASSWORD

OTHER_SITE = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
              {"Origin": "http://127.0.0.1"}, {"Origin": "http://127.0.0.1:1"}]
people = itertools.count(1)


@pytest.fixture
def person(server):
    """Makes users, each with the roles given, and returns their email."""
    return lambda *roles: server.add_user(f"person{next(people)}@example.com", *roles)


@pytest.fixture(scope="module")
def signed_in(server):
    """Clients of users with the roles given, who use an API key; the same for the same roles."""
    clients = {}

    def client(*roles):
        if roles not in clients:
            email = server.add_user(f"{'-'.join(roles).replace(' ', '') or 'nobody'}@example.com", *roles)
            clients[roles] = Client(server.url, server.token(email))
        return clients[roles]

    return client


@pytest.fixture(scope="module")
def session(server):
    """A manager's client that uses the cookie of a session."""
    client = Client(server.url)
    assert client.sign_in("api@example.com", PASSWORD).status_code == 200
    return client


# Requests that a browser sends for another site.


@pytest.mark.parametrize("headers", OTHER_SITE, ids=str)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_another_site_changes_nothing_with_a_users_session(session, shop, headers, method):
    item = shop.item()
    path = "/api/resource/Item" + ("" if method == "POST" else f"/{item}")
    response = session.request(method, path, json={"item_code": (code := shop.name()), "description": "changed"}, headers=headers)
    refused(response, 403, "CSRFTokenError")
    assert shop.client.read("Item", item)["description"] == item
    assert shop.client.rows("Item", filters={"name": code}) == []


@pytest.mark.parametrize("headers", OTHER_SITE, ids=str)
@pytest.mark.parametrize("path", ["/", "/api/method/frappe.client.delete"])
def test_another_sites_form_changes_nothing(session, shop, headers, path):
    item = shop.item()
    form = {"cmd": "frappe.client.delete", "doctype": "Item", "name": item}
    assert session.post(path, data=form, headers=headers).status_code == 403
    assert shop.client.read("Item", item)["name"] == item


@pytest.mark.parametrize("headers", OTHER_SITE, ids=str)
def test_another_site_signs_nobody_in(server, headers):
    response = Client(server.url).sign_in("api@example.com", PASSWORD, **headers)
    assert response.status_code == 403 and not response.cookies


def test_our_own_pages_change_what_their_user_may(server, session, shop):
    for headers in ({"Origin": server.url}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "same-origin", "Origin": server.url}, {}):
        good(session.create("Item", {"item_code": shop.name()}, **headers))


def test_a_key_works_from_anywhere(client, shop):
    good(client.create("Item", {"item_code": shop.name()}, Origin="https://shop.example"))


# Reading changes nothing.


@pytest.mark.parametrize("method, parameters", [
    ("frappe.client.delete", {"doctype": "Item", "name": "{item}"}),
    ("frappe.client.set_value", {"doctype": "Item", "name": "{item}", "fieldname": "description", "value": "changed"}),
    ("frappe.client.rename_doc", {"doctype": "Item", "old_name": "{item}", "new_name": "{item}-B"}),
    ("frappe.client.insert", {"doc": '{{"doctype":"Item","item_code":"{item}-B"}}'}),
    ("frappe.client.save", {"doc": '{{"doctype":"Item","name":"{item}","description":"changed"}}'}),
    ("frappe.client.submit", {"doc": '{{"doctype":"Item","name":"{item}"}}'}), ("frappe.client.insert_many", {"docs": "[]"}),
    ("frappe.client.cancel", {"doctype": "Stock Entry", "name": "x"}), ("matricule.reserve", {"item_code": "{item}", "qty": "1"}),
    ("login", {"usr": "api@example.com", "pwd": PASSWORD})])
@pytest.mark.parametrize("old", [False, True], ids=["method", "cmd"])
def test_a_get_changes_nothing(client, shop, method, parameters, old):
    item = shop.item()
    parameters = {key: value.format(item=item) for key, value in parameters.items()}
    before = client.read("Item", item)
    response = client.get("/", params={"cmd": method, **parameters}) if old else client.get(f"/api/method/{method}", params=parameters)
    assert response.status_code == 405 and not response.cookies
    assert client.read("Item", item) == before and client.rows("Item", filters={"name": item + "-B"}) == []


def test_a_head_changes_nothing(client, shop):
    item = shop.item()
    client.head("/api/method/frappe.client.delete", params={"doctype": "Item", "name": item})
    assert client.read("Item", item)["name"] == item


# Signing in.


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(server):
    response = Client(server.url).sign_in("api@example.com", PASSWORD)
    [cookie] = [c for c in response.raw.headers.getlist("Set-Cookie") if c.startswith("sid=")]
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert "httponly" in attributes and attributes & {"samesite=lax", "samesite=strict"} and "path=/" in attributes
    assert len(cookie.split(";")[0]) >= 4 + 32, "a session that can be guessed"


def test_every_sign_in_opens_a_session_of_its_own(server, person):
    email = person("Stock User")
    first, second = Client(server.url), Client(server.url)
    assert first.sign_in(email, PASSWORD).cookies["sid"] != second.sign_in(email, PASSWORD).cookies["sid"]


def test_five_wrong_passwords_close_the_door_for_a_while(server, person):
    email, client = person("Stock User"), Client(server.url)
    for _ in range(5):
        refused(client.sign_in(email, "wrong password"), 401, "AuthenticationError")
    for password in ("wrong password", PASSWORD):
        response = client.sign_in(email, password)
        assert response.status_code == 429 and int(response.headers["Retry-After"]) > 0


def test_the_case_of_an_email_does_not_open_another_door(server, person):
    email, client = person("Stock User"), Client(server.url)
    for number in range(5):
        client.sign_in(email.upper() if number % 2 else f" {email}", "wrong password")
    assert client.sign_in(email, PASSWORD).status_code == 429


def test_wrong_passwords_of_one_user_do_not_lock_out_another(server, person):
    client = Client(server.url)
    for _ in range(6):
        client.sign_in("victim@example.com", "wrong password")
    assert client.sign_in("victim@example.com", "wrong password").status_code == 429
    assert Client(server.url).sign_in(person("Stock User"), PASSWORD).status_code == 200


def test_wrong_passwords_do_not_close_an_open_session(server, person):
    email, open_session = person("Stock User"), Client(server.url)
    open_session.sign_in(email, PASSWORD)
    for _ in range(6):
        Client(server.url).sign_in(email, "wrong password")
    good(open_session.get("/api/resource/Item"))


def test_logging_out_ends_the_session_for_whoever_kept_the_cookie(server, person):
    client, thief = Client(server.url), Client(server.url)
    client.sign_in(person("Stock User"), PASSWORD)
    thief.cookies.update(client.cookies)
    client.post("/api/method/logout")
    refused(thief.get("/api/resource/Item"), 403, "PermissionError")


def test_a_disabled_user_is_out_at_once(server, person):
    email = person("Stock User")
    session, key = Client(server.url), Client(server.url, server.token(email))
    session.sign_in(email, PASSWORD)
    good(session.get("/api/resource/Item"))
    server.run("user", "disable", email)
    assert session.get("/api/resource/Item").status_code in (401, 403)
    assert key.get("/api/resource/Item").status_code in (401, 403)
    refused(Client(server.url).sign_in(email, PASSWORD), 401, "AuthenticationError")


def test_a_user_disabled_over_the_interface_is_out_at_once(server, client, person):
    email, session = person("Stock User"), Client(server.url)
    session.sign_in(email, PASSWORD)
    client.changed("User", email, enabled=0)
    assert session.get("/api/resource/Item").status_code in (401, 403)
    client.changed("User", email, enabled=1)
    assert session.get("/api/resource/Item").status_code in (401, 403), "an old session came back to life"


def test_a_new_password_ends_open_sessions(server, person):
    email, session = person("Stock User"), Client(server.url)
    session.sign_in(email, PASSWORD)
    server.run("user", "password", email, "--password-stdin", text_in="another password\n")
    assert session.get("/api/resource/Item").status_code in (401, 403)
    assert Client(server.url).sign_in(email, "another password").status_code == 200


def test_a_new_key_ends_the_old_one(server, person):
    email = person("Stock User")
    old, new = Client(server.url, server.token(email)), Client(server.url, server.token(email))
    assert (old.get("/api/resource/Item").status_code, new.get("/api/resource/Item").status_code) == (401, 200)


def test_a_role_taken_away_counts_at_once(server, client, person, shop):
    email = person("Item Manager")
    user = Client(server.url, server.token(email))
    good(user.create("Item", {"item_code": shop.name()}))
    client.changed("User", email, roles=[{"role": "Stock User"}])
    refused(user.create("Item", {"item_code": shop.name()}), 403, "PermissionError")


# Roles.


def test_a_stock_user_makes_no_items_but_submits_stock_entries(signed_in, shop):
    user, item = signed_in("Stock User"), shop.item()
    refused(user.create("Item", {"item_code": shop.name()}), 403, "PermissionError")
    refused(user.change("Item", item, description="x"), 403, "PermissionError")
    refused(user.remove("Item", item), 403, "PermissionError")
    good(user.create("Stock Entry", receipt(item, qty=1)))


def test_a_stock_user_reads_serial_records_and_does_not_change_them(signed_in, shop):
    user, (item, number) = signed_in("Stock User"), shop.unit()
    assert user.serial(number)["item_code"] == item
    refused(user.change("Serial No", number, warranty_expiry_date="2030-01-01"), 403, "PermissionError")


def test_a_sales_user_submits_delivery_notes_and_no_stock_entries(signed_in, shop):
    user, (item, number) = signed_in("Sales User"), shop.unit()
    draft = shop.client.made("Stock Entry", {**receipt(item, qty=1), "docstatus": 0})["name"]
    refused(user.change("Stock Entry", draft, docstatus=1), 403, "PermissionError")
    refused(user.create("Stock Entry", receipt(item, qty=1)), 403, "PermissionError")
    refused(user.call("frappe.client.submit", doc=shop.client.read("Stock Entry", draft)), 403, "PermissionError")
    good(user.create("Delivery Note", delivery(shop.customer, item, [number])))


def test_a_sales_user_does_not_cancel_a_receipt(signed_in, shop):
    item, number = shop.unit()
    entry = shop.client.serial(number)["purchase_document_no"]
    refused(signed_in("Sales User").call("frappe.client.cancel", doctype="Stock Entry", name=entry), 403, "PermissionError")
    refused(signed_in("Sales User").change("Stock Entry", entry, docstatus=2), 403, "PermissionError")


def test_a_purchase_user_buys_and_does_not_sell(signed_in, shop):
    user, (item, number) = signed_in("Purchase User"), shop.unit()
    good(user.create("Supplier", {"supplier_name": shop.name("Fournisseur")}))
    refused(user.create("Delivery Note", delivery(shop.customer, item, [number])), 403, "PermissionError")


def test_a_user_without_a_role_sees_nothing(signed_in, shop):
    user, (item, number) = signed_in(), shop.unit()
    for path in ("/api/resource/Item", f"/api/resource/Serial No/{number}", "/api/resource/User"):
        refused(user.get(path), 403, "PermissionError")


TYPES = ["Item", "Item Group", "UOM", "Brand", "Batch", "Serial No", "Warehouse", "Company", "Supplier", "Customer", "Stock Entry",
         "Purchase Receipt", "Purchase Invoice", "Delivery Note", "Sales Order", "Sales Invoice", "Stock Reconciliation", "User", "Role",
         "Stock Settings", "Bin", "Stock Ledger Entry"]


@pytest.fixture(scope="module")
def auditor(server):
    return Client(server.url, server.token(server.add_user("auditor@example.com", "Auditor")))


@pytest.mark.parametrize("doctype", TYPES)
def test_an_auditor_reads_everything_and_changes_nothing(auditor, shop, doctype):
    name = (auditor.rows(doctype) or [{"name": "x"}])[0]["name"]
    for response in (
        auditor.create(doctype, {}), auditor.change(doctype, name, docstatus=0), auditor.change(doctype, name, docstatus=1),
        auditor.change(doctype, name, docstatus=2), auditor.remove(doctype, name),
        auditor.call("frappe.client.insert", doc={"doctype": doctype}),
        auditor.call("frappe.client.delete", doctype=doctype, name=name),
        auditor.call("frappe.client.cancel", doctype=doctype, name=name),
        auditor.call("frappe.client.set_value", doctype=doctype, name=name, fieldname={}),
        auditor.call("frappe.client.rename_doc", doctype=doctype, old_name=name, new_name="y"),
    ):
        refused(response, 403, "PermissionError")


def test_an_auditor_draws_no_numbers(auditor, shop):
    refused(auditor.call("matricule.reserve", item_code=shop.item(), qty=1), 403, "PermissionError")


@pytest.mark.parametrize("role", ["Stock Manager", "Item Manager", "Stock User", "Sales User", "Purchase User", "Maintenance Manager"])
def test_nobody_but_a_system_manager_gives_roles(signed_in, role):
    user = signed_in(role)
    email = good(user.ask("frappe.auth.get_logged_user"))["message"]
    refused(user.change("User", email, roles=[{"role": "System Manager"}]), 403, "PermissionError")
    refused(user.get(f"/api/resource/User/{email}"), 403, "PermissionError")
    refused(user.create("User", {"email": "new@example.com"}), 403, "PermissionError")


def test_no_secret_is_ever_shown(server, client, token):
    for text in (client.get("/api/resource/User", params={"fields": '["*"]'}).text, client.get("/api/resource/User/api@example.com").text):
        assert "scrypt" not in text and token.split(":")[1] not in text and "secret" not in text and "password" not in text


@pytest.mark.parametrize("field", ["password_hash", "api_secret_hash", "api_key", "credential.password_hash"])
def test_secrets_are_not_asked_for_by_filters(client, field):
    refused(client.list("User", filters=[[field, "like", "%"]]), 417, "DataError")


def test_the_files_of_the_server_are_not_served(server, client):
    for path in ("/stock.db", "/../stock.db", "/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/.env"):
        assert client.get(path).status_code in (400, 403, 404)


def test_markup_in_a_number_stays_data(client, shop):
    item, number = shop.item(), "<img src=x onerror=alert(1)>" + shop.name()
    response = client.create("Stock Entry", receipt(item, [number], qty=2))
    assert response.headers["Content-Type"].startswith("application/json")
