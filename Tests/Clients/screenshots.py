"""Takes pictures of the main pages, in both languages, themes and widths: screenshots.py FOLDER [ROUTE…]

Without routes it takes those that `tour.py` calls the main ones. A picture is called after its page:
`stock-item.fr-dark-phone.png`.
"""

import itertools
import sys
import tempfile
from pathlib import Path

import tour
from browser import DESKTOP, PHONE, Browser
from client import Client

WIDTHS = {"desktop": DESKTOP, "phone": PHONE}


def name(route):
    return route.strip("/").replace("/**", "/one").replace("/", "-").replace("?", "-") or "home"


def take(folder, routes):
    with tempfile.TemporaryDirectory() as place, tour.furnished(place) as server, Browser() as browser:
        client = Client(server.url, server.token("api@example.com"))
        tour.furnish(client)
        addresses = tour.addresses(client, routes)
        for language, theme, width in itertools.product(("fr", "en"), ("light", "dark"), WIDTHS):
            page = browser.page(server.url, "api@example.com", language=language, theme=theme, width=WIDTHS[width])
            for route, address in addresses.items():
                page.goto(address)
                page.screenshot(path=folder / f"{name(route)}.{language}-{theme}-{width}.png", full_page=True)
            for what in page.watch.left():
                print(what, file=sys.stderr)
            page.context.close()
    print(f"{len(addresses) * 8} pictures in {folder}")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    take(folder, sys.argv[2:] or tour.MAIN)
