"""Measures the product beside a limit taken in the same run, because machines differ and are noisy.

Run by `make bench` on the release binary. The limits: the same rows written by bare prepared statements to a
database of the same schema and settings, and the same server answering a constant.
"""

import contextlib
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import requests

BINARY = os.environ.get("MATRICULE_BIN", ".build/release/matricule")
PORT = int(os.environ.get("BENCH_PORT", "8199"))
UNITS = 10_000
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
CLIENTS = 16
SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))


class Server:
    """The product on a fresh database."""

    def __init__(self, database):
        self.database = database
        self.path = database.removeprefix("sqlite:")
        run = lambda *words, **options: subprocess.run(
            [BINARY, *words, "--database", self.database], check=True, capture_output=True, text=True, **options)
        run("migrate")
        if not run("user", "list").stdout.count("bench@example.com"):
            run("user", "add", "bench@example.com", "--role", "System Manager", "--password-stdin", input="bench-password\n")
        self.token = run("user", "token", "bench@example.com").stdout.split()[-1]
        self.process = subprocess.Popen([BINARY, "serve", "--database", self.database, "--port", str(PORT)],
                                        stderr=subprocess.DEVNULL)
        self.address = f"http://127.0.0.1:{PORT}"
        self.session = requests.Session()
        self.session.headers["Authorization"] = "token " + self.token
        for _ in range(100):
            try:
                if self.session.get(self.address + "/health").ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def post(self, doctype, document):
        answer = self.session.post(f"{self.address}/api/resource/{doctype}", json=document)
        if answer.status_code != 200:
            raise SystemExit(answer.text[:1000])
        return answer.json()["data"]

    def put(self, doctype, name, changes):
        answer = self.session.put(f"{self.address}/api/resource/{doctype}/{name}", json=changes)
        answer.raise_for_status()

    def get(self, path):
        answer = self.session.get(self.address + path)
        answer.raise_for_status()
        return answer.text

    def memory_mb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        assert self.process.wait(20) == 0


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def item(server, code):
    server.post("Item", {"item_code": code, "has_serial_no": 1, "serial_no_series": code + ".-.######", "warranty_period": 365})


def receive(server, code, count):
    entry = server.post("Stock Entry", {"stock_entry_type": "Material Receipt", "docstatus": 1, "items": [
        {"item_code": code, "qty": count, "basic_rate": 10, "t_warehouse": "Stores"}]})
    return entry["items"][0]["serial_no"]


def transfer(server, code, count, serials):
    return server.post("Stock Entry", {"stock_entry_type": "Material Transfer", "docstatus": 1, "items": [
        {"item_code": code, "qty": count, "s_warehouse": "Stores", "t_warehouse": "Finished Goods", "serial_no": serials}]})


def deliver(server, code, count, serials, warehouse="Finished Goods"):
    return server.post("Delivery Note", {"customer": "Bench", "docstatus": 1, "items": [
        {"item_code": code, "qty": count, "warehouse": warehouse, "serial_no": serials}]})


class Bare:
    """The same rows by prepared statements, without the product."""

    UNIT = ("INSERT INTO unit (id, name, name_key, item_code, company, status, warehouse, purchase_rate, way_in, moved_at,"
            " owner, creation, modified, modified_by) VALUES (?, ?, ?, 1, 1, 'Active', 2, 10000000, ?, ?, 1, ?, ?, 1)")
    MOVEMENT = ("INSERT INTO movement (id, unit, posting, line, item, source, target, rate, warranty)"
                " VALUES (?, ?, ?, 1, 1, ?, ?, 10000000, ?)")

    def __init__(self, folder, product):
        self.path = os.path.join(folder, "bare.db")
        # The same schema, filled with what a new company holds and one item and customer.
        product.execute("VACUUM INTO ?", (self.path,))
        self.db = sqlite3.connect(self.path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -65536", "temp_store = MEMORY"):
            self.db.execute("PRAGMA " + pragma)
        self.now = 1_795_400_000_000
        self.next = {table: self.db.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"').fetchone()[0]
                     for table in ("unit", "movement", "posting", "stock_ledger_entry", "delivery_note", "delivery_note_item")}

    def take(self, table, count=1):
        first = self.next[table]
        self.next[table] += count
        return range(first, first + count)

    def posting(self, customer=None):
        (key,) = self.take("posting")
        self.db.execute("INSERT INTO posting (id, document_type, document, document_no, company, customer, posted_at, created_at,"
                        " author, fiscal_year) VALUES (?, 'Delivery Note', ?, 'MAT-DN-2026-00001', 1, ?, ?, ?, 1, '2026')",
                        (key, key, customer, self.now, self.now))
        return key

    def receive(self, count):
        units, moves = self.take("unit", count), self.take("movement", count)
        self.db.execute("BEGIN IMMEDIATE")
        posting = self.posting()
        self.db.executemany(self.UNIT, ((u, f"BARE-{u:06}", f"bare-{u:06}", m, self.now, self.now, self.now)
                                        for u, m in zip(units, moves)))
        self.db.executemany(self.MOVEMENT, ((m, u, posting, None, 2, None) for u, m in zip(units, moves)))
        self.db.execute("COMMIT")
        return units

    def transfer(self, units):
        moves = self.take("movement", len(units))
        self.db.execute("BEGIN IMMEDIATE")
        posting = self.posting()
        self.db.executemany(self.MOVEMENT, ((m, u, posting, 2, 3, None) for u, m in zip(units, moves)))
        self.db.executemany("UPDATE unit SET status = 'Active', warehouse = 3, moved_at = ?, modified = ?, modified_by = 1 WHERE id = ?",
                            ((self.now, self.now, u) for u in units))
        self.db.execute("COMMIT")

    def deliver(self, units, source=3):
        moves = self.take("movement", len(units))
        self.db.execute("BEGIN IMMEDIATE")
        posting = self.posting(1)
        self.db.executemany(self.MOVEMENT, ((m, u, posting, source, None, 21000) for u, m in zip(units, moves)))
        self.db.executemany("UPDATE unit SET status = 'Delivered', warehouse = NULL, way_out = ?, customer = 1, moved_at = ?,"
                            " warranty_computed = 21000, modified = ?, modified_by = 1 WHERE id = ?",
                            ((m, self.now, self.now, u) for u, m in zip(units, moves)))
        self.db.execute("COMMIT")

    def deliver_one(self, unit):
        """One durable transaction with every row that delivering a single unit writes."""
        db, now = self.db, self.now
        (move,), (entry,) = self.take("movement"), self.take("stock_ledger_entry")
        (note,), (line,) = self.take("delivery_note"), self.take("delivery_note_item")
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO series (prefix, current) VALUES ('BARE-', 1) ON CONFLICT (prefix) DO UPDATE SET current = current + 1")
        db.execute("INSERT INTO delivery_note (id, name, owner, creation, modified, modified_by, docstatus, customer, customer_name,"
                   " is_return, total_qty, total, grand_total, naming_series, company, posting_date, posting_time)"
                   " VALUES (?, ?, 1, ?, ?, 1, 1, 1, 'Bench', 0, 1000, 0, 0, 'MAT-DN-.YYYY.-', 1, 20780, 0)",
                   (note, f"BARE-{note:05}", now, now))
        db.execute("INSERT INTO delivery_note_item (id, parent, idx, item_code, item_name, qty, uom, stock_uom, conversion_factor,"
                   " stock_qty, rate, amount, warehouse, serial_no) VALUES (?, ?, 1, 1, 'BENCH', 1000, 1, 1, 1000000, 1000, 0, 0, 2, ?)",
                   (line, note, f"BARE-{unit:06}"))
        db.execute("INSERT INTO audit (at, author, type, record, name, action, changes) VALUES (?, 1, 'Delivery Note', ?, ?, 'submit', ?)",
                   (now, note, f"BARE-{note:05}", "x" * 600))
        posting = self.posting(1)
        db.execute(self.MOVEMENT, (move, unit, posting, 2, None, 21000))
        db.execute("UPDATE unit SET status = 'Delivered', warehouse = NULL, way_out = ?, customer = 1, moved_at = ?,"
                   " warranty_computed = 21000, modified = ?, modified_by = 1 WHERE id = ?", (move, now, now, unit))
        db.execute("INSERT INTO stock_ledger_entry (id, posting, line, item_code, warehouse, actual_qty, stock_value_difference,"
                   " posted_at) VALUES (?, ?, 1, 1, 2, -1000, -10000000, ?)", (entry, posting, now))
        db.execute("UPDATE balance SET stock_value = stock_value - 1, modified = ? WHERE item_code = 1 AND warehouse = 2", (now,))
        db.execute("COMMIT")


def wrk(server, path, headers, script=None, seconds=SECONDS):
    words = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s"]
    for header in headers:
        words += ["-H", header]
    if script:
        words += ["-s", script]
    output = subprocess.run([*words, server.address + path], capture_output=True, text=True, check=True).stdout
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)), int(refused.group(1)) if refused else 0


def row(what, product, limit, unit, target):
    print(f"{what:44} {product:>12} {limit:>12}   {unit:22} {target}")


def bulk(server, bare, target="<= 2.5"):
    figures = {name: [] for name in ("receive", "transfer", "deliver")}
    item(server, "BULK")
    for _ in range(ROUNDS):
        product, serials = timed(lambda: receive(server, "BULK", UNITS))
        limit, units = timed(lambda: bare.receive(UNITS))
        figures["receive"].append((product, limit))
        figures["transfer"].append((timed(lambda: transfer(server, "BULK", UNITS, serials))[0], timed(lambda: bare.transfer(units))[0]))
        figures["deliver"].append((timed(lambda: deliver(server, "BULK", UNITS, serials))[0], timed(lambda: bare.deliver(units))[0]))
    for name, pairs in figures.items():
        product, limit = (statistics.median(column) for column in zip(*pairs))
        ratio = statistics.median(p / l for p, l in pairs)
        row(f"{name} {UNITS:,} units, one document", f"{product:.3f} s", f"{limit:.3f} s", f"{ratio:.2f} x bare", target)


def lookups(server, target=">= 0.4"):
    key = [f"Authorization: token {server.token}"]
    pairs = [(wrk(server, "/api/resource/Serial%20No/BULK-000777", key, seconds=2)[0], wrk(server, "/api/method/ping", [], seconds=2)[0])
             for _ in range(ROUNDS)]
    product, limit = (statistics.median(column) for column in zip(*pairs))
    row(f"look a unit up, {CLIENTS} clients", f"{product:,.0f}/s", f"{limit:,.0f}/s",
        f"{statistics.median(p / l for p, l in pairs):.2f} x constant", target)


def deliveries(server, folder, first):
    """Single deliveries of the item ONE a second, beginning behind its unit `first`; and the last unit used."""
    script = os.path.join(folder, "deliver.lua")
    with open(script, "w") as lua:
        lua.write("""
local n = tonumber(os.getenv("FIRST"))
request = function()
  n = n + 1
  local body = string.format('{"customer":"Bench","docstatus":1,"items":[{"item_code":"ONE","qty":1,'
    .. '"warehouse":"Stores - MS","serial_no":"ONE-%06d"}]}', n)
  return wrk.format("POST", "/api/resource/Delivery%20Note",
    {["Authorization"] = "token TOKEN", ["Content-Type"] = "application/json"}, body)
end
""".replace("TOKEN", server.token))
    os.environ["FIRST"] = str(first)
    rate, refused = wrk(server, "", [], script)
    if refused:
        raise SystemExit(f"{refused} deliveries were refused")
    return rate, first + int(rate * SECONDS * 1.2) + 200


def singles(server, bare, folder):
    item(server, "ONE")
    receive(server, "ONE", 60_000)
    units = bare.receive(30_000)
    pairs, first, used = [], 0, 0
    for _ in range(max(2, ROUNDS // 2)):
        product, first = deliveries(server, folder, first)
        start = time.perf_counter()
        count = 0
        while time.perf_counter() - start < SECONDS / 2:
            bare.deliver_one(units[used])
            used, count = used + 1, count + 1
        pairs.append((product, count / (time.perf_counter() - start)))
    product, limit = (statistics.median(column) for column in zip(*pairs))
    row(f"deliver single units, {CLIENTS} clients", f"{product:,.0f}/s", f"{limit:,.0f}/s",
        f"{statistics.median(p / l for p, l in pairs):.2f} x bare commits", ">= 0.3")


def size(folder):
    server = Server(f"sqlite:{folder}/product.db")
    server.post("Customer", {"customer_name": "Bench"})
    item(server, "SIZE")
    count = 50_000
    checkpoint = lambda: sqlite3.connect(server.path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    checkpoint()
    before = os.path.getsize(server.path)
    for _ in range(count // UNITS):
        deliver(server, "SIZE", UNITS, receive(server, "SIZE", UNITS), warehouse="Stores")
    checkpoint()
    row("bytes a unit: one receipt, one delivery", f"{(os.path.getsize(server.path) - before) / count:.0f}", "", "bytes", "<= 350")
    times = [timed(lambda: receive(server, "SIZE", 100_000))]
    serials = times[0][1]
    times.append(timed(lambda: transfer(server, "SIZE", 100_000, serials)))
    times.append(timed(lambda: deliver(server, "SIZE", 100_000, serials)))
    for name, (seconds, _) in zip(("receive", "transfer", "deliver"), times):
        row(f"{name} 100,000 units, one document", f"{seconds:.2f} s", "", "", "works")
    row("memory at most, meanwhile", f"{server.memory_mb():.0f} MB", "", "", "< 400 MB")
    server.stop()
    check = subprocess.run([BINARY, "check", "--database", server.database], capture_output=True, text=True)
    print(check.stdout.strip() or check.stderr.strip())


def recall(server):
    """Blocks a lot of 10,000 delivered units, recalls it, lists it by customer and exports it; beside it a bare list."""
    count, customers = 10_000, 20
    server.post("Item", {"item_code": "RECALL", "has_serial_no": 1, "has_batch_no": 1})
    server.post("Batch", {"batch_id": "RECALLED", "item": "RECALL"})
    numbers = [f"REC-{number:06}" for number in range(count)]
    line = lambda numbers, **more: {"item_code": "RECALL", "qty": len(numbers), "serial_no": "\n".join(numbers), **more}
    server.post("Stock Entry", {"stock_entry_type": "Material Receipt", "docstatus": 1, "items": [
        line(numbers, t_warehouse="Stores - MS", batch_no="RECALLED", basic_rate=1)]})
    for customer in range(customers):
        name = server.post("Customer", {"customer_name": f"Customer {customer:02}"})["name"]
        server.post("Delivery Note", {"customer": name, "docstatus": 1, "items": [
            line(numbers[customer::customers], warehouse="Stores - MS", rate=1)]})

    def whole():
        server.put("Batch", "RECALLED", {"blocked": 1, "block_reason": "Cracked"})
        name = server.post("Recall", {"batch_no": "RECALLED", "reason": "Cracked", "docstatus": 1})["name"]
        server.get(f"/stock/recall/{name}")
        return server.get(f"/stock/report/recalled-units?recall={name}&format=csv")

    def bare():
        with contextlib.closing(sqlite3.connect(server.path)) as db:
            return "\n".join(",".join(map(str, row)) for row in db.execute(
                "SELECT u.name, c.name FROM unit u JOIN customer c ON c.id = u.customer WHERE u.batch_no ="
                " (SELECT id FROM batch WHERE name = 'RECALLED') ORDER BY c.name, u.name"))

    product, text = timed(whole)
    if text.count("REC-") != count:
        raise SystemExit("the recall's list is not whole")
    limit, _ = timed(bare)
    row(f"block, recall, list, export {count:,} units", f"{product:.3f} s", f"{limit:.3f} s", f"{product / limit:.1f} x bare list", "< 1 s")


def main():
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: run `make bench`, or install Debian's package wrk")
    print(f"{'':44} {'product':>12} {'limit':>12}   {'ratio':22} target")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(f"sqlite:{folder}/product.db")
        server.post("Customer", {"customer_name": "Bench"})
        item(server, "FIRST")
        receive(server, "FIRST", 1)
        bare = Bare(folder, sqlite3.connect(server.path))
        bulk(server, bare)
        thousand = timed(lambda: receive(server, "BULK", 1000))
        row("receive 1,000 units", f"{thousand[0]:.3f} s", "", "", "")
        row("transfer 1,000 units", f"{timed(lambda: transfer(server, 'BULK', 1000, thousand[1]))[0]:.3f} s", "", "", "")
        row("deliver 1,000 units", f"{timed(lambda: deliver(server, 'BULK', 1000, thousand[1]))[0]:.3f} s", "", "", "")
        lookups(server)
        recall(server)
        singles(server, bare, folder)
        server.stop()
        check = subprocess.run([BINARY, "check", "--database", server.database], capture_output=True, text=True)
        print(check.stdout.strip() or check.stderr.strip())
    with tempfile.TemporaryDirectory() as folder:
        size(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
