"""The pages that `pages.py` measures beside its own: lots, recalls, assets and what comes after the sale, and the list,
the forms and a record of every type. Says which page routes are left out, so that none is forgotten.
"""

import datetime
import html
import os
import re
import sys
from urllib.parse import quote

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "Tests", "Clients"))

import tour  # noqa: E402

# Of these types the demonstration has no record: only their lists and forms are measured.
EMPTY = {
    "/stock/brand", "/setup/custom-field", "/stock/stock-reconciliation", "/buying/purchase-invoice", "/selling/sales-order",
    "/selling/sales-invoice"}

# Pages that may take longer the more there is, within the limit. Calendars, lists and reports fill up to what a page
# holds with what a company has; how often units of an item failed counts the item's delivered units; where nothing is
# found all claims were looked at; units under a contract are sorted.
GROWING = {
    "calendar", "calendar of a week", "calendar by technician",
    "calendar of a technician", "calendar of a technician's week", "calendar of another month", "reminders", "reminders of a technician", "reminders of a year", "renewals", "workshop",
    "contract in bulk of a customer", "claim page of a unit", "exchange", "claims, searched for nothing", "units under a contract",
    "record: warranty-claim", "record: serial-no", "service-contract-expiry: as it opens"}
# The same of reports of these names, whatever they are asked.
GROWING_REPORTS = (
    "warranty-claims-by-item", "serial-no-expiry", "batch-item-expiry-status", "assets-by-location", "maintenance-visits-due",
    "missed-maintenance-visits")


def may_grow(name):
    """Whether a page may take longer in the larger company."""
    return name in GROWING or name.partition(":")[0] in GROWING_REPORTS


class AfterSale:
    """What the pages of one company are asked about. `company` is a `pages.Company`."""

    def __init__(self, company, item, customer):
        self.company, self.item, self.customer = company, item, customer
        one = lambda doctype, *filters: company.rows(doctype, ["name"], str([list(each) for each in filters]).replace("'", '"'))[0]["name"]
        self.lot = one("Batch", ("item", "=", "PRL-240"))
        self.unit = one("Serial No", ("batch_no", "=", self.lot), ("status", "=", "Delivered"))
        self.recall, self.asset = one("Recall"), one("Asset")
        self.claim = one("Warranty Claim", ("status", "=", "Open"))
        self.place, self.keeper = "Atelier de Lyon", "Camille Roux"
        day = lambda days: (datetime.date.today() + datetime.timedelta(days)).isoformat()
        self.week = {"from_date": day(0), "to_date": day(6)}
        self.schedule = one("Maintenance Schedule", ("docstatus", "=", 1))
        self.visit = company.server.session.get(f"{company.server.address}/api/resource/Maintenance Schedule/{self.schedule}").json()["data"]["schedules"][-1]["name"]

    def pages(self):
        """The pages, by what they are called: their paths and parameters."""
        return self.desk() | self.lists() | self.reports() | self.types()

    def desk(self):
        of = lambda path, name: f"{path}/{quote(name, safe='')}"
        calendar, claim = "/after-sale/calendar", "/after-sale/claim"
        contract = "/after-sale/new-contract"
        return {
            "sign in": ("/login", {}),
            "calendar": (calendar, {}), "calendar of a week": (calendar, {"view": "week"}),
            "calendar by technician": (calendar, {"view": "technician"}),
            "calendar of a technician": (calendar, {"technician": self.keeper}),
            "calendar of a technician's week": (calendar, {"view": "week", "technician": self.keeper}),
            "calendar of another month": (calendar, {"date": "2026-03-01"}),
            "reminders": ("/after-sale/reminders", {}), "reminders of a technician": ("/after-sale/reminders", {"technician": self.keeper}),
            "reminders of a year": ("/after-sale/reminders", {"days": 365}), "renewals": ("/after-sale/renewals", {}),
            "contract in bulk": (contract, {}), "contract in bulk of a customer": (contract, {"customer": self.customer}),
            "claim page": (claim, {}), "claim page of a unit": (claim, {"serial_no": self.unit}),
            "claim page of a number that is none": (claim, {"serial_no": "zzzz"}),
            "workshop": ("/after-sale/workshop", {}), "exchange": (of("/after-sale/exchange", self.claim), {}),
            "repair": (of("/after-sale/repair", self.claim), {}), "repair slip": (of("/after-sale/repair-slip", self.claim), {}),
            "close a visit": (f"/after-sale/close-visit/planned/{self.visit}", {}),
            "visit sheet": (f"/after-sale/visit-sheet/planned/{self.visit}", {}),
            "cover": ("/stock/cover", {}), "cover of a unit": ("/stock/cover", {"serial_nos": self.unit}),
            "letters of a recall": (of("/stock/recall-letters", self.recall), {}),
            "tree of places": ("/asset/location-tree", {}), "make assets": ("/asset/make", {}), "move assets": ("/asset/move", {}),
            "move an asset": ("/asset/move", {"assets": self.asset}), "settings, shown": ("/setup/stock-settings", {}),
            "access of a user": ("/setup/user-access/Administrator", {}),
        }

    def lists(self):
        claims, visits, assets = "/after-sale/warranty-claim", "/after-sale/maintenance-visit", "/asset/asset"
        contracts = "/after-sale/maintenance-schedule"
        return {
            "claims of a state": (claims, {"status": "Open"}), "claims of a customer": (claims, {"customer": self.customer}),
            "claims of an item": (claims, {"item_code": "PRL-240"}), "claims by date": (claims, {"sort": "complaint_date"}),
            "claims, searched": (claims, {"q": "WRN"}), "claims, searched for nothing": (claims, {"q": "zzzz"}),
            "visits of a kind": (visits, {"maintenance_type": "Breakdown"}), "visits of a customer": (visits, {"customer": self.customer}),
            "visits by date": (visits, {"sort": "mntc_date"}), "contracts of a customer": (contracts, {"customer": self.customer}),
            "lots of an item": ("/stock/batch", {"item": "PRL-240"}), "lots by expiry": ("/stock/batch", {"sort": "expiry_date"}),
            "lots that are blocked": ("/stock/batch", {"blocked": 1}), "units of a lot": ("/stock/serial-no", {"batch_no": self.lot}),
            "assets in a place": (assets, {"location": self.place}), "assets of an employee": (assets, {"custodian": self.keeper}),
            "assets of an item": (assets, {"item_code": "ORD-14"}), "movements of assets by date": ("/asset/asset-movement", {"sort": "transaction_date"}),
            "units under a contract": ("/stock/serial-no", {"maintenance_status": "Under AMC"}),
        }

    def reports(self):
        """Each report of what comes after the sale, as it opens and with each of its filters."""
        answers = {
            "item_code": {"item_code": "PRL-240"}, "batch_no": {"batch_no": self.lot}, "customer": {"customer": self.customer},
            "recall": {"recall": self.recall}, "state": {"state": "With Customer"}, "location": {"location": self.place},
            "custodian": {"custodian": self.keeper}, "asset_status": {"asset_status": "Submitted"}, "with_gone": {"with_gone": 1},
            "sales_person": {"sales_person": self.keeper}, "by_batch": {"by_batch": 1}, "from_date": self.week, "to_date": {"from_date": "", "to_date": ""},
            "warehouse": {"warehouse": "Magasin central - MS"}, "status": {"status": "Delivered"}}
        pages = {}
        for path in (
                "warranty-claims-by-item", "serial-no-expiry", "batch-item-expiry-status", "recalled-units", "recall-progress", "assets-by-location",
                "maintenance-visits-due", "missed-maintenance-visits"):
            form = self.company.server.get(f"/stock/report/{path}")
            names = dict.fromkeys(re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', form))
            pages[f"{path}: as it opens"] = (f"/stock/report/{path}", {})
            for name in (name for name in names if name != "q"):
                pages[f"{path}: {name}"] = (f"/stock/report/{path}", answers[name])
        return pages

    def types(self):
        """The list, the empty form, a record and its form of every type."""
        pages = {}
        for listed in (route for route in tour.ROUTES if route + "/**" in tour.ROUTES):
            name = listed.rsplit("/", 1)[1]
            pages["list: " + name] = (listed, {})
            record = self.first(listed)
            for what, path in (("new", listed + "/new"), ("record", record), ("form", record and record + "/edit")):
                if path and self.company.server.session.get(self.company.server.address + path, allow_redirects=False).status_code == 200:
                    pages[f"{what}: {name}"] = (path, {})
        return pages

    def first(self, listed):
        """Where the first record of a list is; nothing where there is none."""
        found = re.search(rf'<th scope="row">(?:<[^a][^>]*>)*<a href="({re.escape(listed)}/[^"?]+)"', self.company.server.get(listed))
        return html.unescape(found[1]) if found else None


def left_out(pages):
    """The page routes that none of the pages has."""
    paths = {path for path, _ in pages.values()}
    begins = lambda start: any(path.startswith(start) and not path.endswith("/new") for path in paths)
    return [route for route in tour.ROUTES if not (route.removesuffix("/**") in EMPTY or begins(route[:-2]) if route.endswith("/**") else route in paths)]
