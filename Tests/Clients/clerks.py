"""Clerks who work on one stock at the same time, and remember each thing that a server acknowledged."""

import random
import threading
import time
from collections import defaultdict

from client import messages
from documents import FINISHED, STORES, delivery, entry, issue, line, receipt

PLACES = [STORES, FINISHED, "Work In Progress - MS"]


class Depot:
    """What they work with: items of several series, one without numbers, and units that all of them are after."""

    def __init__(self, shop, contested=200):
        self.customer = shop.customer
        self.items = [shop.item() for _ in range(4)]
        self.screws = shop.plain_item()
        self.prize = shop.item()
        self.prizes = shop.receive(self.prize, qty=contested)
        shop.receive(self.screws, qty=50)


class Clerk:
    """Receives, moves, delivers, takes back and cancels units of its own, and competes for those of the depot."""

    def __init__(self, sender, depot, seed):
        self.sender, self.depot, self.chance = sender, depot, random.Random(seed)
        self.documents = {}  # (doctype, name) → docstatus, as acknowledged
        self.places = {}  # number → warehouse, or None once it is out
        self.item_of = {}
        self.sold = []  # (note, item, numbers, warehouse) that may come back
        self.last = None  # (doctype, name, the places before) that may be cancelled
        self.screws = 0  # brought in less issued
        self.refused = 0

    def work(self):
        tasks = [self.receive] * 4 + [self.move] * 3 + [self.deliver] * 3 + [self.take_back] * 2 + [self.cancel] * 2
        self.chance.choice(tasks + [self.compete, self.screw])()

    # Its own units: nobody is in the way, so all must succeed.

    def receive(self):
        items = self.chance.sample(self.depot.items, self.chance.randint(1, 3))
        place = self.chance.choice(PLACES)
        lines = [line(item, (), self.chance.randint(1, 6), t_warehouse=place, basic_rate=10) for item in items]
        document = self.accepted(self.sender.create("Stock Entry", entry("Material Receipt", *lines)))
        drawn = {row["item_code"]: row["serial_no"].split("\n") for row in document["items"]}
        self.item_of.update((number, item) for item, numbers in drawn.items() for number in numbers)
        self.acknowledge("Stock Entry", document, {number: place for numbers in drawn.values() for number in numbers})

    def move(self):
        source, chosen = self.choose()
        if not chosen:
            return self.receive()
        target = self.chance.choice([place for place in PLACES if place != source])
        lines = [line(item, numbers, None, s_warehouse=source, t_warehouse=target) for item, numbers in chosen.items()]
        document = self.accepted(self.sender.create("Stock Entry", entry("Material Transfer", *lines)))
        self.acknowledge("Stock Entry", document, {number: target for numbers in chosen.values() for number in numbers})

    def deliver(self):
        source, chosen = self.choose()
        if not chosen:
            return self.receive()
        lines = [line(item, numbers, None, warehouse=source, rate=20) for item, numbers in chosen.items()]
        note = {"customer": self.depot.customer, "items": lines, "docstatus": 1}
        document = self.accepted(self.sender.create("Delivery Note", note))
        self.acknowledge("Delivery Note", document, {number: None for numbers in chosen.values() for number in numbers})
        self.sold.extend((document["name"], item, numbers, source) for item, numbers in chosen.items())

    def take_back(self):
        if not self.sold:
            return self.deliver()
        note, item, numbers, place = self.sold.pop(self.chance.randrange(len(self.sold)))
        back = delivery(self.depot.customer, item, numbers, -len(numbers), place, is_return=1, return_against=note)
        document = self.accepted(self.sender.create("Delivery Note", back))
        self.acknowledge("Delivery Note", document, {number: place for number in numbers})

    def cancel(self):
        if not self.last:
            return self.receive()
        doctype, name, before = self.last
        self.accepted(self.sender.cancel(doctype, name))
        self.sold = [sale for sale in self.sold if sale[0] != name]
        self.documents[doctype, name] = 2
        self.places.update(before)
        self.last = None

    # What others want too: a refusal is an answer.

    def compete(self):
        number = self.chance.choice(self.depot.prizes)
        response = self.sender.create("Delivery Note", delivery(self.depot.customer, self.depot.prize, [number]))
        if document := self.accepted_or_refused(response):
            self.acknowledge("Delivery Note", document, {number: None})
            self.last = None

    def screw(self):
        qty = self.chance.randint(-9, 8) or 1
        wanted = receipt(self.depot.screws, qty=qty) if qty > 0 else issue(self.depot.screws, qty=-qty)
        if document := self.accepted_or_refused(self.sender.create("Stock Entry", wanted)):
            self.acknowledge("Stock Entry", document, {})
            self.screws, self.last = self.screws + qty, None

    def choose(self):
        """A few of its units that are in one place, by item."""
        here = defaultdict(list)
        for number, place in self.places.items():
            if place and number in self.item_of:
                here[place].append(number)
        if not here:
            return None, {}
        place, chosen = self.chance.choice(sorted(here)), defaultdict(list)
        for number in self.chance.sample(here[place], min(len(here[place]), self.chance.randint(1, 8))):
            chosen[self.item_of[number]].append(number)
        return place, chosen

    def acknowledge(self, doctype, document, places):
        self.last = doctype, document["name"], {number: self.places.get(number) for number in places}
        self.documents[doctype, document["name"]] = document["docstatus"]
        self.places.update(places)

    def accepted(self, response):
        assert response.status_code == 200, f"{response.status_code} {messages(response)}"
        return response.json()["data"]

    def accepted_or_refused(self, response):
        if response.status_code == 417:
            self.refused += 1
            return None
        return self.accepted(response)


class Shift:
    """All clerks at work, each in a thread, for as long as the context lasts."""

    def __init__(self, clerks):
        self.clerks, self.over, self.surprises = clerks, threading.Event(), []
        self.threads = [threading.Thread(target=self.body, args=(clerk,)) for clerk in clerks]

    def body(self, clerk):
        try:
            while not self.over.is_set():
                clerk.work()
        except Exception as surprise:
            self.surprises.append(surprise)

    def __enter__(self):
        self.began = time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(90)
        self.seconds = time.monotonic() - self.began
        assert not any(thread.is_alive() for thread in self.threads), "a clerk hangs"
        assert not self.surprises, self.surprises[:3]

    @property
    def done(self):
        return sum(len(clerk.documents) for clerk in self.clerks)

    @property
    def words(self):
        senders = [clerk.sender for clerk in self.clerks]
        return (f"{self.done / self.seconds:.0f} documents/s ({self.done} in {self.seconds:.0f} s by {len(self.clerks)} clerks; "
                f"{sum(clerk.refused for clerk in self.clerks)} refused, {sum(sender.unreachable for sender in senders)} times unreachable, "
                f"{sum(sender.unavailable for sender in senders)} times 503)")
