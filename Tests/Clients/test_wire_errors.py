"""Who may not come in, what is not there, and how the server says so."""

import pytest

from client import Client, good, messages, refused


def test_a_ping_is_answered_to_anyone(server):
    assert good(Client(server.url).get("/api/method/ping")) == {"message": "pong"}


def test_signing_in_answers_as_clients_expect(server):
    response = Client(server.url).sign_in("api@example.com", "Api-Pass-2026!")
    assert good(response)["message"] == "Logged In" and "full_name" in response.json() and "home_page" in response.json()
    assert {"sid", "user_id", "full_name", "system_user"} <= {cookie.name for cookie in response.cookies}


def test_a_wrong_password_is_401(server):
    response = Client(server.url).sign_in("api@example.com", "nope nope")
    refused(response, 401, "AuthenticationError", "Invalid login credentials")


def test_an_unknown_user_hears_the_same_as_a_wrong_password(server):
    wrong = Client(server.url).sign_in("api@example.com", "nope nope")
    unknown = Client(server.url).sign_in("nobody@example.com", "nope nope")
    assert (unknown.status_code, unknown.text) == (wrong.status_code, wrong.text)


def test_a_session_serves_as_well_as_a_key(server, shop):
    item, number = shop.unit()
    session = Client(server.url)
    session.sign_in("api@example.com", "Api-Pass-2026!")
    assert session.serial(number)["item_code"] == item


def test_without_signing_in_nothing_is_shown(server, shop):
    item, number = shop.unit()
    refused(Client(server.url).get(f"/api/resource/Serial No/{number}"), 403, "PermissionError")


@pytest.mark.parametrize("method, path", [
    ("GET", "/api/resource/Item"), ("POST", "/api/resource/Item"), ("PUT", "/api/resource/Item/X"),
    ("DELETE", "/api/resource/Item/X"), ("GET", "/api/resource/No Such Type"),
    ("GET", "/api/method/frappe.client.get_list?doctype=Item"), ("GET", "/api/method/no.such.method"),
    ("POST", "/api/method/frappe.client.insert"), ("GET", "/api/openapi.json")])
def test_whoever_has_not_signed_in_is_sent_away_before_anything_is_said(server, method, path):
    refused(Client(server.url).request(method, path), 403, "PermissionError")


def test_an_unknown_key_is_401(server):
    refused(Client(server.url, "bad:bad").get("/api/resource/Item"), 401, "AuthenticationError")


def test_a_wrong_secret_is_401(server, token):
    refused(Client(server.url, token.split(":")[0] + ":bad").get("/api/resource/Item"), 401, "AuthenticationError")


@pytest.mark.parametrize("header", ["token", "token x", "Basic", "Basic !!!", "Basic eA==", "Bearer x", "Digest x", "é"])
def test_a_broken_authorization_is_401_or_403(server, header):
    client = Client(server.url)
    client.headers["Authorization"] = header.encode()
    assert client.get("/api/resource/Item").status_code in (401, 403)


def test_a_missing_record_is_404(client):
    refused(client.get("/api/resource/Serial No/NOPE"), 404, "DoesNotExistError", "NOPE")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_type_is_404(client, method):
    refused(client.request(method, "/api/resource/No Such Type", json={}), 404, "DoesNotExistError", "No Such Type")


def test_an_unknown_method_is_refused_by_name(client):
    refused(client.ask("erpnext.no.such.method"), 417, "ValidationError", "erpnext.no.such.method")


def test_an_unknown_page_is_404(client):
    assert client.get("/no/such/page").status_code == 404


@pytest.mark.parametrize("method, path", [("GET", "/api/nothing"), ("PATCH", "/api/resource/Item/X"), ("DELETE", "/api/resource/Item")])
def test_an_unknown_address_of_the_interface_says_so_as_every_error_does(client, method, path):
    response = client.request(method, path)
    assert response.status_code in (404, 405) and response.headers["Content-Type"].startswith("application/json")
    assert response.json()["exc_type"] and messages(response)


def test_the_server_says_that_it_is_well(server):
    assert good(Client(server.url).get("/health"))["status"] == "ok"


def test_the_interface_describes_itself(client):
    described = good(client.get("/api/openapi.json"))
    assert described["openapi"].startswith("3.")
    assert "/api/resource/Delivery%20Note/{name}" in described["paths"]
    assert "serial_no" in described["components"]["schemas"]["SerialNo"]["properties"]
