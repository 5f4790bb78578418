"""Looking after the database: backup, trace, check, users, and stopping in good order."""

import re
import signal
import threading
import time

import pytest
from client import Client, NoAnswer
from documents import FINISHED, cell, receipt, transfer
from server import Server


@pytest.fixture
def copy(server, engine, tmp_path):
    """A database made from a backup, to be spoiled."""
    server.run("backup", str(tmp_path / "copy"))
    return engine.restored(tmp_path / "copy")


# Backup.


def test_a_backup_taken_while_the_server_writes_is_whole(server, engine, token, client, shop, tmp_path):
    item, done = shop.item(), threading.Event()
    acknowledged, file = [], tmp_path / "backup"

    def write():
        writer = Client(server.url, token)
        for _ in range(2_000):
            acknowledged.extend(cell(writer.made("Stock Entry", receipt(item, qty=20))))
            if done.is_set():
                return

    thread = threading.Thread(target=write)
    thread.start()
    for _ in range(200):
        if len(acknowledged) >= 60:
            break
        time.sleep(0.05)
    before = list(acknowledged)
    server.run("backup", str(file))
    done.set()
    thread.join(60)
    database = engine.restored(file)
    server.run("check", database=database)
    found = {name for name, in engine.query(database, "SELECT name FROM unit")}
    assert before and set(before) <= found and len(acknowledged) > len(before)


def test_a_backup_does_not_overwrite_a_file(server, tmp_path):
    file = tmp_path / "precious"
    file.write_text("precious")
    server.refuse("backup", str(file))
    assert file.read_text() == "precious"


# Trace and check.


def test_trace_tells_the_way_of_a_unit_in_order(server, client, shop):
    item, number = shop.unit()
    client.made("Stock Entry", transfer(item, [number]))
    client.made("Stock Entry", transfer(item, [number], source=FINISHED, to="Stores - MS"))
    note = shop.deliver(item, number)["name"]
    way = [text for text in server.run("trace", number.lower()).splitlines() if "→" in text]
    assert ["outside → Stores" in way[0], "Stores - MS → Finished" in way[1], "Finished Goods - MS → Stores" in way[2]] == [True] * 3
    assert note in way[3] and shop.customer in way[3] and len(way) == 4


def test_trace_of_an_unknown_number_says_so(server):
    assert "NO SUCH UNIT" in server.refuse("trace", "NO SUCH UNIT")


def test_check_says_that_all_is_well(server, shop):
    shop.delivered_unit()
    assert "consistent" in server.run("check")


@pytest.mark.parametrize("statement", [
    "UPDATE unit SET warehouse = (SELECT id FROM warehouse WHERE name = 'Finished Goods - MS') WHERE name = '{unit}'",
    "UPDATE unit SET status = 'Inactive', warehouse = NULL WHERE name = '{unit}'",
    "UPDATE unit SET item_code = (SELECT max(id) FROM item) WHERE name = '{unit}'",
    "UPDATE unit SET purchase_rate = 1 WHERE name = '{unit}'", "UPDATE unit SET status = 'Consumed' WHERE name = '{gone}'",
    "UPDATE unit SET customer = NULL WHERE name = '{gone}'", "UPDATE unit SET warranty_computed = 1 WHERE name = '{gone}'",
    "DELETE FROM movement WHERE unit = (SELECT id FROM unit WHERE name = '{gone}')",
    "UPDATE balance SET actual_qty = actual_qty + 1000", "UPDATE balance SET units = units + 1", "DELETE FROM balance",
    "UPDATE stock_ledger_entry SET actual_qty = actual_qty + 1000",
    "UPDATE delivery_note SET docstatus = 0", "UPDATE delivery_note SET docstatus = 2"])
def test_check_finds_what_was_tampered_with(server, engine, shop, tmp_path, statement):
    item, unit = shop.unit(warranty_period=10)
    _, gone, _ = shop.delivered_unit(warranty_period=10)
    shop.unit()
    server.run("backup", str(tmp_path / "copy"))
    copy = engine.restored(tmp_path / "copy")
    assert engine.change(copy, statement.format(unit=unit, gone=gone)) > 0, "nothing was changed"
    found = server.refuse("check", database=copy)
    if "{unit}" in statement or "{gone}" in statement:
        assert unit in found or gone in found


# Users.


def test_users_are_listed_with_their_roles(server):
    email = server.add_user("list@example.com", "Stock User", "Auditor")
    [line] = [text for text in server.run("user", "list").splitlines() if text.startswith(email)]
    assert "enabled" in line and "Stock User" in line and "Auditor" in line


def test_a_user_with_an_unknown_role_is_refused(server):
    said = server.refuse("user", "add", "x@example.com", "--role", "Emperor", "--password-stdin", text_in="long enough\n")
    assert "Emperor" in said and "x@example.com" not in server.run("user", "list")


def test_a_short_password_is_refused(server):
    server.refuse("user", "add", "y@example.com", "--role", "Auditor", "--password-stdin", text_in="short\n")
    assert "y@example.com" not in server.run("user", "list")


# Stopping.


@pytest.fixture
def second(copy, tmp_path):
    return Server(tmp_path, copy).start()


def test_sigterm_lets_a_submission_finish(second, token, shop):
    item, answers = shop.item(), []
    client = Client(second.url, token)
    client.made("Item", {"item_code": item, "has_serial_no": 1, "serial_no_series": item + ".######"})
    thread = threading.Thread(target=lambda: answers.append(client.create("Stock Entry", receipt(item, qty=5_000))))
    thread.start()
    time.sleep(0.1)
    second.stop()
    thread.join(60)
    assert [answer.status_code for answer in answers] == [200]
    with second:
        count = Client(second.url, token).ask("frappe.client.get_count", doctype="Serial No", filters={"item_code": item})
        assert count.json()["message"] == 5_000


def test_sigterm_under_load_ends_well_and_loses_nothing(second, token, shop):
    acknowledged, strange = [], []
    setup = Client(second.url, token)
    setup.made("Item", {"item_code": "LOAD", "has_serial_no": 1, "serial_no_series": "LOAD.#####"})

    def work():
        client = Client(second.url, token)
        for _ in range(5_000):
            try:
                response = client.create("Stock Entry", receipt("LOAD", qty=1))
            except NoAnswer:
                return
            (acknowledged if response.status_code == 200 else strange).append(response)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    second.stop()
    for thread in threads:
        thread.join(60)
    assert acknowledged and {response.status_code for response in strange} <= {503}
    with second:
        found = Client(second.url, token).ask("frappe.client.get_count", doctype="Stock Entry", filters=[["docstatus", "=", 1]])
        assert found.json()["message"] >= len(acknowledged)
    second.check()


def test_sigterm_does_not_wait_for_idle_connections(second, token):
    with Client(second.url, token) as client:
        client.get("/health")
        second.stop(within=10)


def test_sigint_ends_the_server_too(second):
    second.process.send_signal(signal.SIGINT)
    assert second.process.wait(10) == 0


def test_a_new_database_prints_an_administrators_password_at_once_and_only_once(engine, tmp_path):
    fresh = Server(tmp_path, engine.fresh(tmp_path))
    with fresh:
        said = re.search(r"password (\S{8,})", fresh.last_words())
        assert said, f"the password is not in what the server prints while it runs: {fresh.last_words()!r}"
        assert Client(fresh.url).sign_in("Administrator", said[1]).status_code == 200
    with fresh:
        assert fresh.last_words().count(said[1]) == 1
