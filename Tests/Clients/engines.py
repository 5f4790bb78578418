"""The engines that the tests run on: a fresh database on each, and a look into it that does not go through the product."""

import itertools
import os
import sqlite3
import subprocess
from urllib.parse import urlsplit

numbers = itertools.count(1)


class SQLite:
    name = "sqlite"

    def fresh(self, folder):
        """The address of a database that does not exist yet."""
        return f"sqlite:{folder}/stock.db"

    def restored(self, backup):
        """A database with the content of a backup, to be used and spoiled: here the backup itself is one."""
        return f"sqlite:{backup}"

    def query(self, database, statement):
        """All rows, each value as text; nothing is an empty text."""
        rows, _ = self._run(database, statement)
        return [tuple("" if value is None else str(value) for value in row) for row in rows]

    def change(self, database, statement):
        """How many rows a statement changed."""
        return self._run(database, statement)[1]

    def _run(self, database, statement):
        connection = sqlite3.connect(database.removeprefix("sqlite:"))
        with connection:
            cursor = connection.execute(statement)
            rows = cursor.fetchall()
        connection.close()
        return rows, cursor.rowcount

    def clear(self):
        """The files lie in folders that pytest throws away."""


class Postgres:
    name = "postgres"

    def __init__(self, cluster):
        """`cluster` is the URL of any database in it, whose user may make others."""
        self.cluster = cluster
        self.made = []

    def fresh(self, folder=None):
        """The URL of a new, empty database."""
        name = f"tests_{os.getpid()}_{next(numbers)}"
        self.query(self.cluster, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        self.made.append(name)
        return self.url(name)

    def url(self, name):
        return urlsplit(self.cluster)._replace(path="/" + name).geturl()

    def restored(self, backup):
        database = self.fresh()
        tell("pg_restore", "--no-owner", "--exit-on-error", "--dbname", database, str(backup))
        return database

    def query(self, database, statement):
        said = self._run(database, statement, "--tuples-only")
        return [tuple(row.split("\x1f")) for row in said.split("\x1e") if row]

    def change(self, database, statement):
        return int(self._run(database, statement).split()[-1])

    def _run(self, database, statement, *options):
        separators = ["--field-separator", "\x1f", "--record-separator", "\x1e"]
        said = tell("psql", "--no-psqlrc", "--no-align", "--set", "ON_ERROR_STOP=1", *separators, *options,
                    "--dbname", database, "--command", statement)
        return said.removesuffix("\n")

    def clear(self):
        while self.made:
            self.query(self.cluster, f"DROP DATABASE IF EXISTS {self.made.pop()} WITH (FORCE)")


def tell(*words):
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{words[0]} ended with {done.returncode}: {done.stderr}"
    return done.stdout
