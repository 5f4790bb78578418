"""Accounts, numbering series and the audit log: who may do what, what is refused, and what is shown as text."""

import html
import re
from urllib.parse import quote

import pytest

from client import Client
from server import PASSWORD

HOSTILE = "<script>alert('1')</script>&\"x\""
NEW = "Une phrase assez longue"


@pytest.fixture(scope="module")
def clerk(server):
    server.add_user("magasin@example.com", "Stock User")
    client = Client(server.url)
    assert client.sign_in("magasin@example.com", PASSWORD).ok
    return client


@pytest.fixture
def someone(server, shop):
    return server.add_user(f"{shop.name('qui').lower()}@example.com", "Stock User")


def press(client, address, **fields):
    return client.request("POST", address, data=fields, allow_redirects=False, headers={"Accept-Language": "en"})


def page(client, address, language="en", status=200):
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == status, response.text[:500]
    return response.text


@pytest.mark.parametrize("language, words", [("fr", ("Mon compte", "Clé d’API")), ("en", ("My account", "API key"))])
def test_everybody_has_an_account_page(clerk, language, words):
    text = page(clerk, "/account", language)
    assert all(word in text for word in words)


def test_only_who_manages_users_sees_to_the_access_of_others(client, clerk, server):
    server.add_user("lecture@example.com", "Auditor")
    auditor = Client(server.url, server.token("lecture@example.com"))
    for person in (clerk, auditor):
        page(person, "/setup/user-access/Administrator", status=403)
        assert press(person, "/setup/user-access/Administrator", step="key").status_code == 403
    assert "user-access" in page(client, "/setup/user/magasin@example.com")
    assert "user-access" not in page(auditor, "/setup/user/magasin@example.com")
    page(client, "/setup/user-access/nobody@example.com", status=404)


def test_a_password_is_changed_with_the_old_one_and_ends_other_sessions(server, someone):
    here, there = Client(server.url), Client(server.url)
    for session in (here, there):
        assert session.sign_in(someone, PASSWORD).ok
    for fields, words in [
        ({"current": "wrong", "password": NEW, "again": NEW}, "This is not your password."),
        ({"current": PASSWORD, "password": "short", "again": "short"}, "at least 8 characters"),
        ({"current": PASSWORD, "password": NEW, "again": NEW + "!"}, "The two passwords are not the same."),
        ({"current": PASSWORD, "password": someone, "again": someone}, "must not be the email address"),
        ({"current": PASSWORD, "password": "x" * 2000, "again": "x" * 2000}, "at most 1,000"), ({}, "at least 8 characters")]:
        answer = press(here, "/account", step="password", **fields)
        assert answer.status_code == 417 and words in html.unescape(answer.text), answer.text[:300]
    assert press(here, "/account", step="password", current=PASSWORD, password=NEW, again=NEW).status_code == 303
    page(here, "/account")
    assert there.get("/api/method/frappe.auth.get_logged_user").status_code == 403
    assert Client(server.url).sign_in(someone, PASSWORD).status_code == 401
    assert Client(server.url).sign_in(someone, NEW).ok


def test_guessing_the_old_password_is_slowed_down(server, someone):
    session = Client(server.url)
    assert session.sign_in(someone, PASSWORD).ok
    answers = [press(session, "/account", step="password", current="no", password=NEW, again=NEW).status_code for _ in range(7)]
    assert answers == [417] * 5 + [429] * 2


def test_an_administrator_sets_a_password_and_disables_and_enables(server, client, someone):
    session = Client(server.url)
    assert session.sign_in(someone, PASSWORD).ok
    access = f"/setup/user-access/{someone}"
    assert press(client, access, step="password", password=NEW, again=NEW).status_code == 303
    assert session.get("/account", allow_redirects=False).status_code == 303
    assert session.sign_in(someone, NEW).ok
    assert press(client, access, step="disable").status_code == 303
    assert "Enable this account" in page(client, access)
    assert session.sign_in(someone, NEW).status_code == 401
    assert press(client, access, step="enable").status_code == 303
    assert session.sign_in(someone, NEW).ok


def test_nobody_disables_their_own_account(client):
    assert "Disable this account" not in page(client, "/setup/user-access/api@example.com")
    assert press(client, "/setup/user-access/api@example.com", step="disable").status_code == 400


def test_a_key_is_shown_once_works_and_is_revoked(server, client, someone):
    access = f"/setup/user-access/{someone}"
    shown = press(client, access, step="key")
    secret = re.search(r'value="(\w+:\w+)"', shown.text).group(1)
    assert shown.headers["Cache-Control"] == "no-store"
    program = Client(server.url, secret)
    assert program.get("/api/method/frappe.auth.get_logged_user").json() == {"message": someone}
    text = page(client, access)
    assert secret.split(":")[0] in text and secret.split(":")[1] not in text
    assert press(client, access, step="revoke").status_code == 303
    assert program.get("/api/method/frappe.auth.get_logged_user").status_code == 401
    assert secret.split(":")[1] not in page(client, f"/setup/audit-log?record={someone}")


def test_signing_out_everywhere_ends_this_session_too(server, someone):
    here, there = Client(server.url), Client(server.url)
    for session in (here, there):
        assert session.sign_in(someone, PASSWORD).ok
    assert page(here, "/account").count("until") == 2
    assert press(here, "/account", step="sign-out").headers["Location"] == "/login"
    for session in (here, there):
        assert session.get("/api/method/frappe.auth.get_logged_user").status_code == 403


def test_language_and_colours_are_kept(server, client, someone):
    session = Client(server.url)
    assert session.sign_in(someone, PASSWORD).ok
    assert press(session, "/account", step="language", language="en", theme="dark").status_code == 303
    text = session.get("/account", headers={"Accept-Language": "fr"}).text
    assert '<html lang="en" data-theme="dark">' in text
    assert client.read("User", someone)["language"] == "en"


@pytest.mark.parametrize("step", ["", "x", "disable", "enable", "language'"])
def test_an_unknown_step_is_refused(clerk, step):
    assert press(clerk, "/account", step=step).status_code == 400


def test_another_site_cannot_press_the_buttons(clerk):
    answer = clerk.request("POST", "/account", data={"step": "sign-out"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    page(clerk, "/account")


# Numbering series.


@pytest.mark.parametrize("language, word", [("fr", "Bon de livraison"), ("en", "Delivery Note")])
def test_the_counters_say_what_counts_and_what_comes_next(client, shop, language, word):
    item = shop.item()
    shop.receive(item, qty=2)
    text = page(client, f"/setup/series?q={item}", language)
    assert f"{item}-00003, {item}-00004, {item}-00005" in text and f'href="/stock/item/{item}"' in text
    assert word in page(client, "/setup/series", language)


@pytest.mark.parametrize("language, words", [("fr", "10\u202f000 premiers articles"), ("en", "first 10,000 items")])
def test_where_there_are_too_many_items_the_counters_say_so(server, engine, client, shop, language, words):
    item = shop.item()
    addresses = ["/setup/series", f"/setup/series?prefix={item}-"]
    assert all(words not in page(client, address, language) for address in addresses)
    engine.change(server.database, copies(engine, server.database, "item", item, 10_000))
    assert all(words in page(client, address, language) for address in addresses)
    engine.change(server.database, "DELETE FROM item WHERE name LIKE 'COPY %'")


def copies(engine, database, table, name, count):
    """The statement that lays so many copies of a record beside it."""
    columns = {
        "sqlite": f"SELECT name FROM pragma_table_info('{table}')",
        "postgres": f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = 'public'"}[engine.name]
    own = {"id": "1000000 + n.n", "name": "'COPY ' || n.n", "item_code": "'COPY ' || n.n", "barcode": "NULL"}
    names = [row[0] for row in engine.query(database, columns)]
    values = ", ".join(own.get(column, f'i."{column}"') for column in names)
    overriding = "OVERRIDING SYSTEM VALUE" if engine.name == "postgres" else ""
    listed = ", ".join(f'"{column}"' for column in names)
    return f"""INSERT INTO {table} ({listed}) {overriding} WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count})
        SELECT {values} FROM {table} i, n WHERE i.name = '{name}'"""


def test_a_counter_moves_forward_with_a_reason_that_the_trail_keeps(client, shop):
    item = shop.item()
    shop.receive(item, qty=1)
    fields = {"prefix": f"{item}-", "current": "1", "number": "501", "reason": "Étiquettes <imprimées>"}
    assert press(client, "/setup/series", **fields).status_code == 303
    assert shop.receive(item, qty=1) == [f"{item}-00501"]
    stale = press(client, "/setup/series", **fields)
    assert stale.status_code == 417 and "moved meanwhile" in stale.text
    text = page(client, f"/setup/audit-log?record={item}-", "fr")
    assert "compteur déplacé" in text and html.escape("Étiquettes <imprimées>") in text and "<imprimées>" not in text


def test_a_counter_goes_back_only_to_where_no_number_exists(client, shop):
    item = shop.item()
    shop.receive(item, qty=3)
    back = press(client, "/setup/series", prefix=f"{item}-", current="3", number="2", reason="x")
    assert back.status_code == 417 and f"{item}-0000" in back.text and "exists already" in back.text
    assert press(client, "/setup/series", prefix=f"{item}-", current="3", number="90", reason="x").status_code == 303
    assert press(client, "/setup/series", prefix=f"{item}-", current="89", number="4", reason="x").status_code == 303
    assert shop.receive(item, qty=1) == [f"{item}-00004"]


@pytest.mark.parametrize("number", ["", "0", "-1", "1.5", "x", "1e9", "9" * 30, "1000000000000000", "１"])
def test_rubbish_is_no_number_to_go_on_with(client, shop, number):
    item = shop.item()
    answer = press(client, "/setup/series", prefix=f"{item}-", current="0", number=number, reason="")
    assert answer.status_code == 417 and "Give a whole number" in answer.text and "Say why" in answer.text


@pytest.mark.parametrize("prefix", [HOSTILE, "é\u202f", "x" * 400, "%", "' OR 1=1"])
def test_any_prefix_is_a_page_or_is_not_there(client, prefix):
    answer = client.get("/setup/series?prefix=" + quote(prefix))
    assert answer.status_code in (200, 404) and "<script>alert" not in answer.text
    page(client, "/setup/series?q=" + quote(prefix))
    page(client, "/setup/series?behind=" + quote(prefix))


def test_who_may_not_change_settings_sees_counters_and_moves_none(clerk, shop):
    item = shop.item()
    text = page(clerk, f"/setup/series?prefix={item}-")
    assert "Move the counter" not in text and "audit-log" not in text
    assert press(clerk, "/setup/series", prefix=f"{item}-", current="0", number="9", reason="x").status_code == 403


# The audit log.


def test_a_change_is_shown_with_labels_and_written_values(client, shop):
    item = shop.plain_item(standard_rate=1234.5)
    client.changed("Item", item, standard_rate=99, item_name=HOSTILE)
    french = page(client, f"/setup/audit-log?record={item}&action=update", "fr")
    assert "<del>1\u202f234,50</del> → <ins>99,00</ins>" in french and "Prix de vente standard" in french
    assert html.escape(HOSTILE).replace("&#x27;", "&#39;") in french and "<script>alert" not in french
    assert "<del>1,234.50</del> → <ins>99.00</ins>" in page(client, f"/setup/audit-log?record={item}", "en")


def test_the_log_is_filtered_by_everything_at_once_and_paged(client, clerk, shop):
    item = shop.item()
    for _ in range(60):
        client.changed("Item", item, item_name=shop.name())
    asked = f"/setup/audit-log?record={item}&by=api@example.com&type=Item&action=update&from=2026-01-01&to=2100-01-01"
    first = page(client, asked)
    assert first.count("<tr>") == 36
    older = html.unescape(re.search(r'rel="next" href="([^"]+)"', first).group(1))
    assert page(client, older).count("<tr>") == 26
    for other in ("by=nobody@example.com", "type=Brand", "action=delete", "to=2000-01-01", "from=2100-01-01"):
        assert page(client, f"{asked}&{other}").count("<tr>") == 0


def test_the_log_is_downloaded_as_csv_without_formulas(client, shop):
    item = shop.plain_item(item_name="=1+1")
    answer = client.get(f"/setup/audit-log?record={item}&format=csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in answer.headers["Content-Disposition"]
    lines = answer.text.split("\r\n")
    assert lines[0] == "at,by,action,type,record,field,before,after"
    assert any(line.endswith(f",api@example.com,insert,Item,{item},item_name,,'=1+1") for line in lines)


def test_failed_sign_ins_are_seen(server, client):
    Client(server.url).sign_in("inconnu<b>@example.com", "wrong")
    text = page(client, "/setup/audit-log?action=sign-in+failed")
    assert "inconnu&lt;b&gt;@example.com" in text and "127.0.0.1" in text


@pytest.mark.parametrize("query", [
    "from=x", "to=31/31/2026", "behind=x", "behind=1-2-3", "behind=-1", "behind=9999999999999999999-1", "type=Nothing",
    "action=%27", "record=" + "x" * 500, "by=%00", "from=9999-99-99"])
def test_rubbish_in_the_address_of_the_log_gives_a_page(client, query):
    assert client.get("/setup/audit-log?" + query).status_code in (200, 400, 417)


def test_the_days_of_the_log_are_typed_as_people_write_them(client):
    answer = client.get("/setup/audit-log?from=1/1/26&to=31.12.2099", headers={"Accept-Language": "fr"})
    assert answer.ok and answer.url.endswith("/setup/audit-log?from=2026-01-01&to=2099-12-31")
    assert 'value="01/01/2026"' in answer.text and 'value="31/12/2099"' in answer.text
    wrong = page(client, "/setup/audit-log?from=demain", status=417)
    assert "a date such as 2026-11-23" in html.unescape(wrong) and 'value="demain"' in wrong


def test_the_log_is_for_who_may_see_the_users(server, clerk):
    server.add_user("controle@example.com", "Auditor")
    assert page(Client(server.url, server.token("controle@example.com")), "/setup/audit-log")
    page(clerk, "/setup/audit-log", status=403)
    assert "/setup/audit-log" not in page(clerk, "/")
