"""Looking after the database: backup, restore, trace, check, and stopping in good order."""

import re
import signal
import sqlite3
import threading
import time

import pytest
from client import Client, NoAnswer, refused
from documents import FINISHED, cell, receipt, transfer
from server import Server


@pytest.fixture
def elsewhere(tmp_path):
    """A place for the database of another server; the server is not started."""
    return Server(tmp_path)


@pytest.fixture
def copy(server, tmp_path):
    """A backup of the database, to be spoiled."""
    server.run("backup", str(tmp_path / "copy.db"))
    return tmp_path / "copy.db"


def spoil(file, *statements):
    with sqlite3.connect(file) as database:
        for statement in statements:
            assert database.execute(statement).rowcount > 0, f"{statement} changed nothing"
    database.close()


# Backup and restore.


def test_a_backup_taken_while_the_server_writes_is_whole(server, token, client, shop, tmp_path):
    item, done = shop.item(), threading.Event()
    acknowledged, file = [], tmp_path / "backup.db"

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
    server.run("check", database=f"sqlite:{file}")
    with sqlite3.connect(file) as database:
        found = {name for name, in database.execute("SELECT name FROM unit")}
    assert before and set(before) <= found and len(acknowledged) > len(before)


def test_a_backup_does_not_overwrite_a_file(server, tmp_path):
    file = tmp_path / "precious"
    file.write_text("precious")
    server.refuse("backup", str(file))
    assert file.read_text() == "precious"


def test_a_restored_backup_serves(server, shop, token, copy, elsewhere):
    item, number = shop.unit()
    server.run("backup", str(copy.with_name("later.db")))
    elsewhere.run("restore", str(copy.with_name("later.db")))
    with elsewhere:
        assert Client(elsewhere.url, token).serial(number)["item_code"] == item
    elsewhere.check()


def test_restore_refuses_to_overwrite_without_force(copy, elsewhere):
    elsewhere.run("restore", str(copy))
    spoil(elsewhere.file, "UPDATE company SET country = 'Atlantis'")
    assert "--force" in elsewhere.refuse("restore", str(copy))
    with sqlite3.connect(elsewhere.file) as database:
        assert database.execute("SELECT country FROM company").fetchone() == ("Atlantis",)


def test_a_forced_restore_brings_back_the_old_state(copy, elsewhere, token):
    elsewhere.run("restore", str(copy))
    with elsewhere:
        client = Client(elsewhere.url, token)
        client.made("Item", {"item_code": "LATER"})
    elsewhere.run("restore", str(copy), "--force")
    with elsewhere:
        refused(Client(elsewhere.url, token).get("/api/resource/Item/LATER"), 404, "DoesNotExistError")
    elsewhere.check()


def test_a_restore_while_the_server_runs_is_seen_by_its_clients(copy, elsewhere, token):
    elsewhere.run("restore", str(copy))
    with elsewhere:
        client = Client(elsewhere.url, token)
        client.made("Item", {"item_code": "LATER"})
        elsewhere.run("restore", str(copy), "--force")
        refused(client.get("/api/resource/Item/LATER"), 404, "DoesNotExistError")
        client.made("Item", {"item_code": "LATER STILL"})
    elsewhere.check()


def test_a_file_that_is_no_backup_is_not_restored(elsewhere, copy, tmp_path):
    elsewhere.run("restore", str(copy))
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"no database" * 1000)
    before = elsewhere.file.read_bytes()
    elsewhere.refuse("restore", str(rubbish), "--force")
    assert elsewhere.file.read_bytes() == before
    elsewhere.check()


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
    "UPDATE balance SET actual_qty = actual_qty + 1000", "DELETE FROM balance",
    "UPDATE stock_ledger_entry SET actual_qty = actual_qty + 1000",
    "UPDATE delivery_note SET docstatus = 0", "UPDATE delivery_note SET docstatus = 2"])
def test_check_finds_what_was_tampered_with(server, shop, tmp_path, statement):
    item, unit = shop.unit(warranty_period=10)
    _, gone, _ = shop.delivered_unit(warranty_period=10)
    shop.unit()
    file = tmp_path / "copy.db"
    server.run("backup", str(file))
    spoil(file, statement.format(unit=unit, gone=gone))
    found = server.refuse("check", database=f"sqlite:{file}")
    if "{unit}" in statement or "{gone}" in statement:
        assert unit in found or gone in found


def test_a_damaged_file_is_not_called_well(server, copy):
    content = bytearray(copy.read_bytes())
    content[4096 * 3:4096 * 40] = bytes(4096 * 37)
    copy.write_bytes(content)
    server.refuse("check", database=f"sqlite:{copy}")


def test_commands_on_a_missing_database_make_none(server, tmp_path):
    for command in (["check"], ["trace", "X"], ["backup", str(tmp_path / "b.db")], ["user", "list"]):
        server.refuse(*command, database=f"sqlite:{tmp_path / 'missing.db'}")
    assert list(tmp_path.iterdir()) == []


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
def second(elsewhere, copy):
    elsewhere.run("restore", str(copy))
    return elsewhere.start()


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


def test_a_new_database_prints_an_administrators_password_at_once_and_only_once(tmp_path):
    fresh = Server(tmp_path)
    with fresh:
        said = re.search(r"password (\S{8,})", fresh.last_words())
        assert said, f"the password is not in what the server prints while it runs: {fresh.last_words()!r}"
        assert Client(fresh.url).sign_in("Administrator", said[1]).status_code == 200
    with fresh:
        assert fresh.last_words().count(said[1]) == 1
