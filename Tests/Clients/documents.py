"""The documents that tests send, and a shop that makes what a test takes for granted."""

import itertools

STORES = "Stores - MS"
FINISHED = "Finished Goods - MS"
numbers = itertools.count(1)


def line(item, serials, qty, **more):
    return {"item_code": item, "qty": len(serials) if qty is None else qty, "serial_no": "\n".join(serials) or None, **more}


def entry(purpose, *lines, **more):
    return {"stock_entry_type": purpose, "items": list(lines), "docstatus": 1, **more}


def receipt(item, serials=(), qty=None, to=STORES, **more):
    return entry("Material Receipt", line(item, serials, qty, t_warehouse=to, basic_rate=10), **more)


def transfer(item, serials=(), qty=None, source=STORES, to=FINISHED, **more):
    return entry("Material Transfer", line(item, serials, qty, s_warehouse=source, t_warehouse=to), **more)


def issue(item, serials=(), qty=None, source=STORES, **more):
    return entry("Material Issue", line(item, serials, qty, s_warehouse=source), **more)


def purchase(supplier, item, serials=(), qty=None, **more):
    return {"supplier": supplier, "items": [line(item, serials, qty, warehouse=STORES, rate=11)], "docstatus": 1, **more}


def delivery(customer, item, serials=(), qty=None, source=STORES, **more):
    return {"customer": customer, "items": [line(item, serials, qty, warehouse=source, rate=20)], "docstatus": 1, **more}


def cell(document):
    """The serial numbers in the first line of a document."""
    return (document["items"][0]["serial_no"] or "").split("\n")


class Shop:
    """Makes items, parties and stock over the interface, each with a name of its own."""

    def __init__(self, client):
        self.client = client
        self.customer = client.made("Customer", {"customer_name": self.name("Client")})["name"]
        self.supplier = client.made("Supplier", {"supplier_name": self.name("Fournisseur")})["name"]

    def name(self, word="T"):
        return f"{word}{next(numbers):05}"

    def item(self, **fields):
        """An item with serial numbers and a series of its own."""
        code = self.name("ART")
        fields = {"item_code": code, "has_serial_no": 1, "serial_no_series": code + "-.#####", **fields}
        return self.client.made("Item", fields)["name"]

    def plain_item(self, **fields):
        return self.item(has_serial_no=0, serial_no_series=None, **fields)

    def receive(self, item, serials=(), qty=None, to=STORES):
        """Brings units in and returns their numbers."""
        return cell(self.client.made("Stock Entry", receipt(item, serials, qty, to)))

    def unit(self, **fields):
        """One unit in the stores: its item and its number."""
        item = self.item(**fields)
        return item, self.receive(item, qty=1)[0]

    def deliver(self, item, *serials):
        return self.client.made("Delivery Note", delivery(self.customer, item, serials))

    def delivered_unit(self, **fields):
        """One unit with a customer: its item, its number and the note that delivered it."""
        item, number = self.unit(**fields)
        return item, number, self.deliver(item, number)["name"]
