"""A whole company copied from one engine to the other and back."""

import re
import subprocess
import time

import pytest
from client import Client
from documents import Shop
from engines import SQLite
from server import BINARY, Server, matricule
from waiting import until

pytestmark = pytest.mark.only_on("postgres", because="a copy goes from one engine to the other")

UNITS = 3000
OWN = {"schema_version", "sqlite_sequence"}  # What an engine keeps for itself.


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A company on SQLite with a year of documents; nobody changes it."""
    database = f"sqlite:{tmp_path_factory.mktemp('demo')}/demo.db"
    matricule("demo", "--units", str(UNITS), "--database", database)
    return database


def copy(source, target):
    return matricule("copy", "--from", source, "--to", target)


def columns(demo):
    """The columns of each table with their types, as the first schema names them."""
    tables = {name for name, in SQLite().query(demo, "SELECT name FROM sqlite_master WHERE type = 'table'")} - OWN
    return {table: SQLite().query(demo, f"SELECT name, type FROM pragma_table_info('{table}')") for table in sorted(tables)}


def sums(engine, database, columns):
    """For each table the number of rows, the sum of each number, and the length of each text."""
    found = {}
    for table, fields in columns.items():
        parts = [f'sum("{name}")' if kind != "TEXT" else f'sum(length("{name}"))' for name, kind in fields]
        [found[table]] = engine.query(database, f"SELECT count(*), {', '.join(parts)} FROM \"{table}\"")
    return found


def test_a_company_goes_to_postgres_and_back_and_is_the_same(demo, engine, tmp_path, measured):
    there, back, fields = engine.fresh(), f"sqlite:{tmp_path}/back.db", columns(demo)
    start = time.monotonic()
    said = copy(demo, there)
    middle = time.monotonic()
    copy(there, back)
    measured(f"copy of {UNITS} units: {middle - start:.1f} s to PostgreSQL, {time.monotonic() - middle:.1f} s back")
    matricule("check", "--database", there)
    matricule("check", "--database", back)
    assert sums(engine, there, fields) == sums(SQLite(), demo, fields)
    assert sums(SQLite(), back, fields) == sums(SQLite(), demo, fields)
    assert contents(back, fields) == contents(demo, fields)
    assert re.search(r"\d+ rows", said), "nobody is told how much there was"


def contents(database, columns):
    """Every row of every table, in the order of all its columns."""
    return {table: SQLite().query(database, f"SELECT * FROM \"{table}\" ORDER BY {', '.join(f'{n + 1}' for n in range(len(fields)))}")
            for table, fields in columns.items()}


def test_work_goes_on_where_a_copy_was_made(demo, engine, tmp_path):
    """Keys and series go on after the last one, or the first new document would meet an old one."""
    there = Server(tmp_path, engine.fresh())
    copy(demo, there.database)
    there.add_user("after@example.com", "System Manager")
    with there:
        shop = Shop(Client(there.url, there.token("after@example.com")))
        assert shop.client.rows("Serial No", limit_page_length=5)
        shop.delivered_unit()
    there.check()


def test_a_copy_that_was_killed_goes_on(demo, engine):
    there, fields = engine.fresh(), columns(demo)
    process = subprocess.Popen([BINARY, "copy", "--from", demo, "--to", there], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until(lambda: process.poll() is not None or has_rows(engine, there), 60, "some rows")
    assert process.poll() is None, f"the copy was over before it could be killed: {process.stdout.read()}"
    process.kill()
    process.wait(10)
    assert sums_or_nothing(engine, there, fields) != sums(SQLite(), demo, fields), "nothing was left to do"
    copy(demo, there)
    matricule("check", "--database", there)
    assert sums(engine, there, fields) == sums(SQLite(), demo, fields)


def has_rows(engine, database):
    """Whether the first tables have arrived."""
    statement = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'audit'"
    if engine.query(database, statement) == [("0",)]:
        return False
    return engine.query(database, "SELECT count(*) FROM item") != [("0",)]


def sums_or_nothing(engine, database, fields):
    until(lambda: engine.query(database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == [("1",)],
          30, "the end of the killed copy's connections")
    return sums(engine, database, fields)


def test_a_copy_into_a_database_with_something_in_it_is_refused(demo, engine, tmp_path):
    there, fields = engine.fresh(), columns(demo)
    other = Server(tmp_path, there)
    other.add_user("precious@example.com", "System Manager")
    before = sums(engine, there, fields)
    said = matricule("copy", "--from", demo, "--to", there, fails=True)
    assert "empty" in said
    assert sums(engine, there, fields) == before


def test_a_finished_copy_is_not_copied_over(demo, engine):
    there, fields = engine.fresh(), columns(demo)
    copy(demo, there)
    engine.change(there, "UPDATE company SET country = 'Atlantis'")
    matricule("copy", "--from", demo, "--to", there, fails=True)
    assert engine.query(there, "SELECT country FROM company") == [("Atlantis",)]


def test_a_copy_from_nowhere_is_refused(engine, tmp_path):
    matricule("copy", "--from", f"sqlite:{tmp_path}/missing.db", "--to", engine.fresh(), fails=True)
    assert list(tmp_path.iterdir()) == []
