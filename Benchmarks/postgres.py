"""Measures the product on PostgreSQL beside bare COPY and set statements that write the same rows, in the same run.

Run by `make bench` on the release binary, with a private cluster that flushes to disk, at MATRICULE_TEST_POSTGRES.
"""

import os
import statistics
import subprocess
import sys
import tempfile

import psycopg

import run

UNITS = run.UNITS
ADMINISTRATION = os.environ["MATRICULE_TEST_POSTGRES"]


class Bare:
    """The same rows by COPY where they are new and by one statement where they change."""

    def __init__(self, address):
        self.db = psycopg.connect(address, autocommit=True)
        self.now = 1_795_400_000_000
        self.next = 50_000_000

    def take(self, count):
        self.next += count
        return range(self.next - count, self.next)

    def copy(self, cursor, table, columns, rows):
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def post(self, cursor, moves):
        (posting,) = self.take(1)
        cursor.execute("INSERT INTO posting (id, document_type, document, document_no, company, posted_at, created_at, author,"
                       " fiscal_year) VALUES (%s, 'Stock Entry', %s, 'BARE', 2, %s, %s, 1, '2026')",
                       (posting, posting, self.now, self.now))
        self.copy(cursor, "movement", "id, unit, posting, line, item, source, target, rate",
                  ((move, unit, posting, 1, 2, source, target, 10_000_000) for move, unit, source, target in moves))

    def receive(self, count):
        units, moves = self.take(count), self.take(count)
        with self.db.transaction(), self.db.cursor() as cursor:
            self.copy(cursor, "unit", "id, name, name_key, item_code, company, status, warehouse, purchase_rate, way_in, moved_at,"
                      " owner, creation, modified, modified_by",
                      ((u, f"BARE-{u}", f"bare-{u}", 2, 2, "Active", 3, 10_000_000, m, self.now, 1, self.now, self.now, 1)
                       for u, m in zip(units, moves)))
            self.post(cursor, ((m, u, None, 3) for u, m in zip(units, moves)))
        return units

    def transfer(self, units):
        moves = self.take(len(units))
        with self.db.transaction(), self.db.cursor() as cursor:
            self.post(cursor, ((m, u, 3, 4) for u, m in zip(units, moves)))
            cursor.execute("UPDATE unit SET warehouse = 4, moved_at = %s, modified = %s, modified_by = 1 WHERE id = ANY(%s)",
                           (self.now, self.now, list(units)))

    def deliver(self, units):
        moves = self.take(len(units))
        with self.db.transaction(), self.db.cursor() as cursor:
            self.post(cursor, ((m, u, 4, None) for u, m in zip(units, moves)))
            cursor.execute("UPDATE unit SET status = 'Delivered', warehouse = NULL, way_out = t.move, customer = 2, moved_at = %s,"
                           " modified = %s, modified_by = 1 FROM unnest(%s::bigint[], %s::bigint[]) t(id, move) WHERE unit.id = t.id",
                           (self.now, self.now, list(units), list(moves)))


def main():
    with psycopg.connect(ADMINISTRATION, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)")
        server.execute("CREATE DATABASE bench")
        server.execute("DROP DATABASE IF EXISTS bare WITH (FORCE)")
    place = ADMINISTRATION.rsplit("/", 1)[0]
    address = place + "/bench"
    print()
    print(f"{'on PostgreSQL':44} {'product':>12} {'limit':>12}   {'ratio':22} target")
    with tempfile.TemporaryDirectory() as folder:
        server = run.Server(address)
        server.post("Customer", {"customer_name": "Bench"})
        run.item(server, "FIRST")
        run.receive(server, "FIRST", 1)
        server.stop()
        with psycopg.connect(ADMINISTRATION, autocommit=True) as administration:
            administration.execute("CREATE DATABASE bare TEMPLATE bench")
        server = run.Server(address)
        bare = Bare(place + "/bare")
        run.bulk(server, bare, "<= 3")
        pairs = [run.timed(lambda: run.receive(server, "BULK", 100_000))]
        serials = pairs[0][1]
        pairs.append(run.timed(lambda: run.transfer(server, "BULK", 100_000, serials)))
        pairs.append(run.timed(lambda: run.deliver(server, "BULK", 100_000, serials)))
        for name, (seconds, _) in zip(("receive", "transfer", "deliver"), pairs):
            run.row(f"{name} 100,000 units, one document", f"{seconds:.2f} s", "", "", "works")
        run.lookups(server, "")
        run.item(server, "ONE")
        run.receive(server, "ONE", 60_000)
        rates = run.deliveries(server, folder, 0)[0]
        run.row(f"deliver single units, {run.CLIENTS} clients", f"{rates:,.0f}/s", "", "", "")
        server.stop()
        check = subprocess.run([run.BINARY, "check", "--database", address], capture_output=True, text=True)
        print(check.stdout.strip() or check.stderr.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
