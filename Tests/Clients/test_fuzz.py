"""Thousands of requests that are almost right: each gets an answer that is no fault of the server, and the books stay right.

MATRICULE_FUZZ_SEED chooses the requests, MATRICULE_FUZZ_COUNT how many; a failure prints the seed.
"""

import copy
import json
import os
import random
from urllib.parse import quote

import pytest

import documents
import raw
from documents import FINISHED, STORES

SEED = int(os.environ.get("MATRICULE_FUZZ_SEED", "20261123"))
COUNT = int(os.environ.get("MATRICULE_FUZZ_COUNT", "2000"))
ODD = [
    None, True, False, 0, 1, -1, 2, 0.5, -0.001, 1e15, -1e15, 1e300, 9223372036854775807, 9223372036854775.807, "", " ", "0", "1",
    "-1", "NaN", "1e9", "é", "日本", "💥", "a\nb", "a,b", "\u0000", "\u202e", "%", "'", '"', "\\", "x" * 141, "x" * 600,
    [], {}, [[]], [{}], [None], {"a": 1}, ["x"], "2026-02-30", "0000-00-00", "2026-11-23", "2020-01-01", "12:00:00", "24:00", "Stores - MS",
    "All Warehouses - MS", "Material Receipt", "Material Issue", "Manufacture", "Box", "Kg", "Item", "Serial No", "Administrator"]
KEYS = [
    "name", "doctype", "docstatus", "items", "qty", "serial_no", "item_code", "warehouse", "s_warehouse", "t_warehouse", "is_return",
    "return_against", "amended_from", "posting_date", "set_posting_time", "posting_time", "company", "modified", "rejected_qty",
    "rejected_warehouse", "rejected_serial_no", "update_stock", "batch_no", "uom", "conversion_factor", "rate", "idx", "naming_series",
    "has_serial_no", "serial_no_series", "uoms", "disabled", "filters", "fields", "order_by", "status", "customer", "supplier",
    "delivery_note", "against_sales_order", "received_qty", "valuation_rate", "is_stock_item", "has_batch_no", "stock_uom"]


class Fuzzer:
    def __init__(self, shop, seed):
        self.random = random.Random(seed)
        self.shop = shop
        self.item, self.plain = shop.item(), shop.plain_item()
        self.units = shop.receive(self.item, qty=40)
        shop.client.made("Stock Entry", documents.receipt(self.plain, qty=1000))
        self.names = {"Item": [self.item, self.plain], "Serial No": self.units, "Delivery Note": [
            shop.deliver(self.item, number)["name"] for number in self.units[:5]]}

    def learn(self, text):
        """Keeps the names of new documents, for later requests."""
        data = json.loads(text)
        data = data.get("data", data.get("message"))
        if isinstance(data, dict) and {"doctype", "name"} <= data.keys():
            self.names.setdefault(data["doctype"], []).append(data["name"])

    def request(self):
        method, target, body = self.valid()
        for _ in range(self.random.randint(0, 3)):
            body = self.mutated(copy.deepcopy(body))
        text = json.dumps(body).encode()
        if self.random.random() < 0.05 and text:
            place = self.random.randrange(len(text))
            text = text[:place] + bytes([self.random.randrange(256)]) + text[place + self.random.randint(0, 2):]
        return method, quote(target, safe="/?&=%").encode(), b"" if method in ("GET", "DELETE") else text

    def valid(self):
        pick = self.random.choice
        units, shop = self.random.sample(self.units, self.random.randint(1, 3)), self.shop
        doctype = pick(list(self.names))
        name = pick(self.names[doctype])
        quantity = self.random.randint(1, 3)
        bodies = {
            "Stock Entry": [documents.receipt(self.item, qty=quantity), documents.transfer(self.item, units),
                            documents.transfer(self.item, units, source=FINISHED, to=STORES), documents.issue(self.plain, qty=quantity)],
            "Purchase Receipt": [documents.purchase(shop.supplier, self.item, qty=quantity)],
            "Purchase Invoice": [documents.purchase(shop.supplier, self.plain, qty=quantity, update_stock=1)],
            "Delivery Note": [documents.delivery(shop.customer, self.item, units), documents.delivery(shop.customer, self.plain, qty=1),
                              documents.delivery(shop.customer, self.item, units, -len(units), is_return=1, return_against=name)],
            "Sales Invoice": [documents.delivery(shop.customer, self.item, units, update_stock=1)],
            "Sales Order": [documents.delivery(shop.customer, self.item, units)],
            "Stock Reconciliation": [{"docstatus": 1, "items": [
                {"item_code": self.plain, "warehouse": STORES, "qty": 500, "valuation_rate": 3}]}],
            "Item": [{"item_code": shop.name("F"), "has_serial_no": 1, "serial_no_series": "F.####", "uoms": [
                {"uom": "Box", "conversion_factor": 12}]}],
            "Serial No": [{"serial_no": shop.name("S"), "item_code": self.item}]}
        kind = pick(list(bodies))
        document = pick(bodies[kind])
        filters = [["name", pick(["=", "like", "in", "!=", "<", "between", "is"]), pick(["x", "%1%", "set", ["a", "b"]])]]
        return pick([
            ("POST", f"/api/resource/{kind}", document), ("POST", f"/api/resource/{kind}", {**document, "docstatus": 0}),
            ("POST", f"/api/resource/{doctype}", {**document, "amended_from": name}),
            ("POST", "/api/method/frappe.client.submit", {"doc": {**document, "doctype": kind}}),
            ("PUT", f"/api/resource/{doctype}/{name}", {"docstatus": pick([0, 1, 2]), "remarks": "x", "description": "y"}),
            ("PUT", f"/api/resource/Serial No/{pick(self.units)}", {"warranty_expiry_date": "2030-01-01", "location": "Lyon"}),
            ("DELETE", f"/api/resource/{doctype}/{name}", None), ("GET", f"/api/resource/{doctype}/{name}", None),
            ("POST", "/api/method/frappe.client.get_list", {
                "doctype": kind, "filters": filters, "fields": ["name", pick(KEYS)], "order_by": pick(["name", "modified desc"])}),
            ("POST", "/api/method/frappe.client.get_value", {"doctype": doctype, "fieldname": ["name"], "filters": {"name": name}}),
            ("POST", "/api/method/frappe.client.set_value", {
                "doctype": doctype, "name": name, "fieldname": pick(KEYS), "value": pick(ODD)}),
            ("POST", "/api/method/frappe.client.rename_doc", {"doctype": "Serial No", "old_name": units[0], "new_name": units[0]}),
            ("POST", "/api/method/frappe.client.cancel", {"doctype": doctype, "name": name}),
            ("POST", "/api/method/frappe.desk.query_report.run", {"report_name": "Stock Ledger", "filters": {"item_code": self.item}}),
            ("POST", "/api/method/matricule.oldest_first", {"item_code": self.item, "warehouse": STORES, "qty": 2})])

    def mutated(self, value):
        """The value with one thing in it changed, somewhere."""
        if isinstance(value, dict) and value and self.random.random() < 0.9:
            key = self.random.choice(list(value))
            action = self.random.random()
            if action < 0.6:
                value[key] = self.mutated(value[key])
            elif action < 0.7:
                del value[key]
            elif action < 0.8:
                value[self.random.choice(KEYS)] = value[key]
            else:
                value[self.random.choice(KEYS)] = self.random.choice(ODD)
            return value
        if isinstance(value, list) and value and self.random.random() < 0.9:
            index = self.random.randrange(len(value))
            if self.random.random() < 0.2:
                return value + [copy.deepcopy(value[index])] * self.random.randint(1, 3)
            value[index] = self.mutated(value[index])
            return value
        return copy.deepcopy(self.random.choice(ODD))


def fault(status, text):
    """What is wrong with an answer, if anything."""
    if not 200 <= status < 500:
        return "the server takes the blame"
    body = json.loads(text)
    if status >= 400 and not (body.get("exc_type") and body.get("exception") and json.loads(body["_server_messages"])):
        return "the error does not say what is wrong"


def test_almost_right_requests_never_harm_the_server_or_the_books(server, token, client, shop):
    fuzzer = Fuzzer(shop, SEED)
    statuses, faults = {}, []
    for number in range(COUNT):
        request = fuzzer.request()
        story = f"seed {SEED}, request {number}: {request}"
        try:
            answer = raw.send(server, token, *request, timeout=30)
        except OSError as error:
            pytest.fail(f"{story}\nno answer: {error}")
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if answer.status_code == 200:
            fuzzer.learn(answer.text)
        wrong = fault(answer.status_code, answer.text)
        if wrong:
            faults.append(f"{story}\n{wrong}: {answer.status_code} {answer.text[:500]}")
    assert not faults, f"{len(faults)} faults, among them:\n" + "\n\n".join(faults[:5])
    assert min(statuses.get(200, 0), statuses.get(417, 0)) > COUNT / 10, f"too few of a kind to mean anything: {statuses}"
    server.check()
