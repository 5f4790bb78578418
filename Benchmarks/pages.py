"""Measures the pages that people open all day, on a company of 10,000 units and on one of 1,000,000.

Run by `make bench` on the release binary. A page must not be slower because there is more: each figure stands beside
that of the small company. The companies are made once, by `matricule demo`, and kept under `.build/bench`.
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from urllib.parse import quote

from run import BINARY, Server, row

FOLDER = os.environ.get("BENCH_FOLDER", ".build/bench")
SIZES = [int(size) for size in os.environ.get("BENCH_PAGES", "10000,1000000").split(",")]
ROUNDS = int(os.environ.get("BENCH_PAGE_ROUNDS", "15"))


def company(units):
    """The address of a demonstration company of about so many units."""
    path = f"{FOLDER}/demo-{units}.db"
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


def pages(server):
    """What is measured: a name for each address. What it asks for is found in the company itself."""
    ask = lambda doctype, **parameters: server.session.get(f"{server.address}/api/resource/{doctype}", params=parameters).json()["data"][0]["name"]
    unit, note = ask("Serial No", order_by="creation desc"), ask("Delivery Note", order_by="creation desc")
    item, customer = ask("Item", filters='[["has_serial_no","=",1]]'), ask("Customer")
    units = "/stock/serial-no"
    return {
        "home": "/", "units": units, "units, somewhere in the middle": f"{units}?after=5000", "units by number": f"{units}?sort=name",
        "units of a state": f"{units}?status=Delivered", "units of an item": f"{units}?item_code={quote(item)}",
        "units of an item, of a state": f"{units}?item_code={quote(item)}&status=Delivered", "units of a customer": f"{units}?customer={quote(customer)}",
        "units, searched": f"{units}?q={quote(unit[:-2])}", "units, searched inside": f"{units}?q={quote(unit[2:-1])}&inside=1",
        "delivery notes": "/stock/delivery-note", "drafts": "/stock/delivery-note?docstatus=0", "notes of a customer": f"/stock/delivery-note?customer={quote(customer)}",
        "notes by date": "/stock/delivery-note?sort=posting_date", "stock entries": "/stock/stock-entry", "items": "/stock/item",
        "items, searched": "/stock/item?q=pompe", "customers": "/selling/customer", "stock by warehouse": "/stock/bin", "quantity ledger": "/stock/stock-ledger-entry",
        "a unit": f"{units}/{quote(unit)}", "a delivery note": f"/stock/delivery-note/{quote(note)}", "look-up": "/stock/look-up",
        "search": f"/search?q={quote(unit[:-2])}", "search that finds nothing": "/search?q=zzzz",
        "search while typing": f"/api/method/matricule.search?txt={quote(unit[:4])}",
    }


def first_byte(connection, address, headers):
    """Milliseconds until the answer begins, and its size."""
    start = time.perf_counter()
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    taken = (time.perf_counter() - start) * 1000
    size = len(answer.read())
    if answer.status != 200:
        raise SystemExit(f"{address} answers {answer.status}")
    return taken, size


def measure(units):
    server = Server(company(units))
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"))
    headers = {"Authorization": "token " + server.token, "Accept-Language": "fr"}
    figures = {}
    for name, address in pages(server).items():
        taken = [first_byte(connection, address, headers) for _ in range(ROUNDS + 2)][2:]
        figures[name] = (statistics.median(time for time, _ in taken), taken[0][1])
    server.stop()
    return figures


def main():
    small, large = [measure(size) for size in SIZES]
    print(f"{'first byte of a page':44} {f'{SIZES[1]:,}':>12} {f'{SIZES[0]:,}':>12}   {'ratio':22} target")
    for name, (taken, size) in large.items():
        before = small[name][0]
        row(name, f"{taken:.1f} ms", f"{before:.1f} ms", f"{taken / before:.2f} x, {size / 1000:.0f} kB", "< 20 ms, <= 1.3 x, < 100 kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
