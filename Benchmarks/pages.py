"""Measures every page of the desk, on a company of 10,000 units and on one of 1,000,000.

Run by `make bench` on the release binary. A page must not be slower because there is more: each figure stands beside
that of the small company, both served at the same time and asked in turn. Pages show as much of the one as of the
other: what they ask for is chosen so. The companies are made once, by `matricule demo`, and kept under `.build/bench`.

Ends with 1 where a page is slower than it may be, three times in a row: other work on the machine only ever adds.
"""

import datetime
import http.client
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from urllib.parse import quote, urlencode

import after_sale
import run
from run import BINARY, Server, row

FOLDER = os.environ.get("BENCH_FOLDER", ".build/bench")
SIZES = [int(size) for size in os.environ.get("BENCH_PAGES", "10000,1000000").split(",")]
ROUNDS = int(os.environ.get("BENCH_PAGE_ROUNDS", "21"))
LIMIT, RATIO, SIZE = 20, 1.3, 100
# What a page takes from its request to its first byte varies by so many milliseconds from one minute to the next.
GRAIN = 0.2
# Pages that fill up are asked for what has so many rows.
ENOUGH = 100
COVERED = "status = 'Delivered' AND coalesce(warranty_computed, warranty_expiry_date) IS NOT NULL"


def company(units):
    """The address of a demonstration company of about so many units."""
    path = f"{FOLDER}/company-{units}.db"
    if not os.path.exists(path):
        os.makedirs(FOLDER, exist_ok=True)
        start = time.perf_counter()
        # Only a whole company gets the name under which it is kept.
        subprocess.run([BINARY, "demo", "--database", f"sqlite:{path}.part", "--units", str(units)], check=True, capture_output=True)
        for end in ("", "-wal", "-shm"):
            if os.path.exists(path + ".part" + end):
                os.rename(path + ".part" + end, path + end)
        print(f"made a company of {units:,} units in {time.perf_counter() - start:.0f} s")
    return "sqlite:" + path


class Company:
    """A company being served, and what its pages are asked about."""

    def __init__(self, units, port):
        run.PORT = port
        self.server = Server(company(units))
        self.connection = http.client.HTTPConnection(self.server.address.removeprefix("http://"))
        self.headers = {"Authorization": "token " + self.server.token, "Accept-Language": "fr"}
        self.pages = {name: path + ("?" + urlencode(asked, quote_via=quote) if asked else "") for name, (path, asked) in self.all().items()}

    def rows(self, doctype, fields, filters="[]", order="creation desc", length=1):
        parameters = {"fields": str(fields).replace("'", '"'), "filters": filters, "order_by": order, "limit_page_length": length}
        return self.server.session.get(f"{self.server.address}/api/resource/{doctype}", params=parameters).json()["data"]

    def name(self, doctype):
        return self.rows(doctype, ["name"])[0]["name"]

    def smallest_warehouse(self):
        with sqlite3.connect(f"file:{self.server.path}?mode=ro", uri=True) as database:
            return database.execute("SELECT w.name FROM unit u JOIN warehouse w ON w.id = u.warehouse GROUP BY 1 ORDER BY count(*) LIMIT 1").fetchone()[0]

    def typical(self, column, table, units="true"):
        """The name of what the middle one of such units has in a column, among what has enough of them to fill a page."""
        with sqlite3.connect(f"file:{self.server.path}?mode=ro", uri=True) as database:
            counts = database.execute(f"SELECT {column}, count(*) FROM unit WHERE {column} IS NOT NULL AND {units} GROUP BY 1 HAVING count(*) >= {ENOUGH} ORDER BY 2, 1").fetchall()
            left = sum(count for _, count in counts) / 2
            for key, count in counts:
                left -= count
                if left <= 0:
                    return database.execute(f"SELECT name FROM {table} WHERE id = ?", (key,)).fetchone()[0]

    def all(self):
        """The pages, by what they are called here: their paths and parameters."""
        item, place = self.typical("item_code", "item"), self.typical("warehouse", "warehouse")
        waiting = [row["name"] for row in self.rows("Serial No", ["name"], f'[["status","=","Active"],["item_code","=","{item}"]]', length=20)]
        name = self.rows("Serial No", ["name"], f'[["status","=","Delivered"],["item_code","=","{item}"]]')[0]["name"]
        newest = self.rows("Serial No", ["name"], '[["status","=","Delivered"]]')[0]["name"]
        shelf = self.smallest_warehouse()
        customer, supplier = self.typical("customer", "customer"), self.typical("supplier", "supplier")
        note, entry, receipt = (self.name(doctype) for doctype in ("Delivery Note", "Stock Entry", "Purchase Receipt"))
        units, notes, report = "/stock/serial-no", "/stock/delivery-note", "/stock/report/"
        day = lambda days: (datetime.date.today() - datetime.timedelta(days)).isoformat()
        month = {"from_date": day(30), "to_date": day(0)}
        of = lambda path, name: f"{path}/{quote(name, safe='')}"
        pages = {
            "home": ("/", {}),
            "units": (units, {}), "units, somewhere in the middle": (units, {"after": 5000}), "units by number": (units, {"sort": "name"}),
            "units of a state": (units, {"status": "Delivered"}), "units of a state that none has": (units, {"status": "Returned"}),
            "units that are expired": (units, {"status": "Expired"}), "units of a supplier": (units, {"supplier": supplier}),
            "units of a place that none has": (units, {"location": "nowhere"}), "units of an item": (units, {"item_code": item}),
            "units of an item, of a state": (units, {"item_code": item, "status": "Delivered"}),
            "units of a customer": (units, {"customer": customer}), "units in a warehouse": (units, {"warehouse": place}),
            "units of an item in a warehouse": (units, {"item_code": item, "warehouse": place}),
            "units of an item, by warranty": (units, {"item_code": item, "sort": "warranty_expiry_date"}),
            "units, searched": (units, {"q": name[:-2]}), "units, searched inside": (units, {"q": newest[2:-1], "inside": 1}),
            "units, searched for nothing": (units, {"q": "zzzz"}),
            "delivery notes": (notes, {}), "drafts": (notes, {"docstatus": 0}), "notes of a customer": (notes, {"customer": customer}),
            "notes by date": (notes, {"sort": "posting_date"}), "stock entries": ("/stock/stock-entry", {}),
            "purchase receipts": ("/stock/purchase-receipt", {}), "items": ("/stock/item", {}), "items, searched": ("/stock/item", {"q": "pompe"}),
            "customers": ("/selling/customer", {}), "warehouses": ("/stock/warehouse", {}), "stock by warehouse": ("/stock/bin", {}),
            "quantity ledger": ("/stock/stock-ledger-entry", {}),
            "a unit": (of(units, name), {}), "a delivery note": (of(notes, note), {}), "a stock entry": (of("/stock/stock-entry", entry), {}),
            "a receipt": (of("/stock/purchase-receipt", receipt), {}), "an item": (of("/stock/item", item), {}),
            "a customer": (of("/selling/customer", customer), {}), "a warehouse": (of("/stock/warehouse", place), {}),
            "new delivery note": (notes + "/new", {}), "new item": ("/stock/item/new", {}), "new unit": (units + "/new", {}),
            "edit an item": (of("/stock/item", item) + "/edit", {}), "edit a unit": (of(units, name) + "/edit", {}),
            "edit a customer": (of("/selling/customer", customer) + "/edit", {}), "correct a number": (of("/stock/correct-number", name), {}),
            "look-up": ("/stock/look-up", {}), "look-up of 20": ("/stock/look-up", {"serial_nos": ",".join(waiting)}),
            "count": ("/stock/count", {}), "count of 20": ("/stock/count", {"warehouse": shelf, "serial_nos": ",".join(waiting)}),
            "labels": ("/stock/labels", {}), "labels of 20": ("/stock/labels", {"serial_nos": ",".join(waiting)}),
            "scan": ("/stock/scan", {}), "refused scans": ("/stock/refused-scans", {}),
            "search": ("/search", {"q": name[:-2]}), "search that finds nothing": ("/search", {"q": "zzzz"}),
            "search while typing": ("/api/method/matricule.search", {"txt": name[:4]}),
            "traceability": ("/stock/traceability", {}), "traceability of a unit": ("/stock/traceability", {"of": name}),
            "traceability of a note": ("/stock/traceability", {"of": note}),
            "reports": ("/stock/report", {}),
            "numbering series": ("/setup/series", {}), "a numbering series": ("/setup/series", {"prefix": note[:-5]}),
            "audit log": ("/setup/audit-log", {}), "audit log of a type": ("/setup/audit-log", {"type": "Delivery Note"}),
            "audit log of a record": ("/setup/audit-log", {"record": note}), "audit log of a month": ("/setup/audit-log", {"from": day(30), "to": day(0)}),
            "users": ("/setup/user", {}), "settings": ("/setup/stock-settings/edit", {}), "account": ("/account", {}),
        }
        of_item, of_place, ever = {"item_code": item}, {"warehouse": place}, {"from_date": "", "to_date": ""}
        asked = {
            "serial-no-ledger": [{}, of_item, of_place, {"serial_no": name}, {"voucher_no": note}, month],
            "serial-no-status": [{}, of_item, of_place, {"status": "Delivered"}, {"status": "Returned"}, {"customer": customer}, {"supplier": supplier}, {"date": day(60)}, {**of_place, "date": day(60)}],
            "serial-no-whereabouts": [{}, of_item, of_place, {"customer": customer}, {"serial_no": name}, month, {**of_place, **month}],
            # In the 30 days of this page as it opens, a small company has less than fills a page.
            "serial-no-warranty-expiry": [{"to_date": day(-90)}, of_item, {"item_code": self.typical("item_code", "item", COVERED), **ever},
                                          {"customer": self.typical("customer", "customer", COVERED), **ever}, ever],
            "service-contract-expiry": [{}, ever],
            "stock-ledger": [{}, of_item, of_place, {"voucher_no": note}, {"serial_no": name}, {"from_date": day(300), "to_date": day(200)}],
            "stock-balance": [{}, of_item, of_place, {"from_date": day(60), "to_date": day(60)}, ever],
            "stock-qty-vs-serial-no-count": [{}, of_item, of_place, {"only_differences": 1}],
        }
        for path, questions in asked.items():
            for question in questions:
                named = [name for name, value in question.items() if value]
                words = " ".join(named + (["since ever"] if len(named) < len(question) else [])) or "as it opens"
                words += f" {question['status']}" if "status" in question else ""
                pages[f"{path}: {words}"] = (report + path, question)
        pages |= after_sale.AfterSale(self, item, customer).pages()
        if left_out := after_sale.left_out(pages):
            raise SystemExit("not measured: " + " ".join(left_out))
        return pages

    def first_byte(self, address):
        """Milliseconds until the answer begins, and its size."""
        start = time.perf_counter()
        self.connection.request("GET", address, headers=self.headers)
        answer = self.connection.getresponse()
        taken = (time.perf_counter() - start) * 1000
        size = len(answer.read())
        if answer.status != 200:
            raise SystemExit(f"{address} answers {answer.status}")
        return taken, size


def measure(small, large, name):
    """The medians of both companies in milliseconds, and the sizes of their pages in kB."""
    taken = [(small.first_byte(small.pages[name]), large.first_byte(large.pages[name])) for _ in range(ROUNDS + 2)][2:]
    before, after = (statistics.median(pair[company][0] for pair in taken) for company in (0, 1))
    return before, after, [pair[1] / 1000 for pair in taken[0]]


def is_slow(name, before, after):
    return after >= LIMIT or after > before * RATIO + GRAIN and not after_sale.may_grow(name)


def main():
    small, large = (Company(size, run.PORT + number) for number, size in enumerate(SIZES))
    print(f"{'first byte of a page':44} {f'{SIZES[1]:,}':>12} {f'{SIZES[0]:,}':>12}   {'ratio':22} target")
    slow = []
    only = os.environ.get("BENCH_ONLY", "")
    for name in (name for name in small.pages if only in name):
        for _ in range(3):
            before, after, sizes = measure(small, large, name)
            if not is_slow(name, before, after):
                break
        else:
            slow.append(name)
        mark = "  TOO SLOW" if name in slow else "  TOO BIG" if max(sizes) > SIZE else ""
        ratio = "" if after_sale.may_grow(name) else f"<= {RATIO} x, "
        row(name, f"{after:.1f} ms", f"{before:.1f} ms", f"{after / before:.2f} x, {sizes[1]:.0f} / {sizes[0]:.0f} kB", f"< {LIMIT} ms, {ratio}< {SIZE} kB{mark}")
    small.server.stop()
    large.server.stop()
    print(f"{len(slow)} of {len(small.pages)} pages are slower than they may be" if slow else f"{len(small.pages)} pages, none too slow")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
