"""What concerns the file of SQLite: backup into one file, restore in its place, and files that are not what they should be."""

import pytest
from client import Client, refused
from server import Server

pytestmark = pytest.mark.only_on("sqlite", because="they put one file in the place of another, or damage it")


@pytest.fixture
def elsewhere(tmp_path):
    """A place for the database of another server; the server is not started."""
    return Server(tmp_path)


@pytest.fixture
def copy(server, tmp_path):
    """A backup of the database, to be spoiled."""
    server.run("backup", str(tmp_path / "copy.db"))
    return tmp_path / "copy.db"


def test_a_restored_backup_serves(server, shop, token, copy, elsewhere):
    item, number = shop.unit()
    server.run("backup", str(copy.with_name("later.db")))
    elsewhere.run("restore", str(copy.with_name("later.db")))
    with elsewhere:
        assert Client(elsewhere.url, token).serial(number)["item_code"] == item
    elsewhere.check()


def test_restore_refuses_to_overwrite_without_force(engine, copy, elsewhere):
    elsewhere.run("restore", str(copy))
    engine.change(elsewhere.database, "UPDATE company SET country = 'Atlantis'")
    assert "--force" in elsewhere.refuse("restore", str(copy))
    assert engine.query(elsewhere.database, "SELECT country FROM company") == [("Atlantis",)]


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


def test_a_damaged_file_is_not_called_well(server, copy):
    content = bytearray(copy.read_bytes())
    content[4096 * 3:4096 * 40] = bytes(4096 * 37)
    copy.write_bytes(content)
    server.refuse("check", database=f"sqlite:{copy}")


def test_commands_on_a_missing_database_make_none(server, tmp_path):
    for command in (["check"], ["trace", "X"], ["backup", str(tmp_path / "b.db")], ["user", "list"]):
        server.refuse(*command, database=f"sqlite:{tmp_path / 'missing.db'}")
    assert list(tmp_path.iterdir()) == []
