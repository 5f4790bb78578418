"""A server that is killed in the middle of its work, again and again, keeps what it acknowledged and nothing by halves."""

import random
import threading

import pytest
from client import Client, NoAnswer, messages
from documents import Shop, cell, delivery, receipt

ROUNDS, THREADS, SECONDS = 8, 8, 0.5


class Workers:
    """Clients that receive units and deliver some of them until the server is gone, and remember what it acknowledged."""

    def __init__(self, server, token, item, customer):
        self.server, self.token, self.item, self.customer = server, token, item, customer
        self.received, self.delivered = {}, {}
        self.surprises = []

    def work(self, seed):
        client, chance = Client(self.server.url, self.token), random.Random(seed)
        try:
            for _ in range(10_000):
                document = self.submit(client, "Stock Entry", receipt(self.item, qty=chance.randint(1, 5)))
                self.received[document["name"]] = numbers = cell(document)
                if chance.random() < 0.5:
                    document = self.submit(client, "Delivery Note", delivery(self.customer, self.item, numbers))
                    self.delivered[document["name"]] = numbers
        except NoAnswer:
            pass  # The server was killed.
        except Exception as surprise:
            self.surprises.append(surprise)

    def submit(self, client, doctype, document):
        response = client.create(doctype, document)
        assert response.status_code == 200, messages(response)
        return response.json()["data"]

    def run_until_killed(self, seed):
        threads = [threading.Thread(target=self.work, args=(seed * THREADS + n,)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        threads[0].join(SECONDS * (0.5 + random.Random(seed).random()))
        self.server.kill()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads) and not self.surprises, self.surprises


@pytest.fixture
def workers(server, token, shop):
    return Workers(server, token, shop.item(), shop.customer)


def units(client, item):
    fields = ["name", "status", "purchase_document_no", "delivery_document_no"]
    return {row["name"]: row for row in client.rows("Serial No", fields=fields, filters={"item_code": item}, limit_page_length=0)}


def submitted(client, doctype):
    """The submitted documents, each with its serial numbers."""
    rows = client.rows(doctype, filters={"docstatus": 1}, limit_page_length=0)
    return {row["name"]: cell(client.read(doctype, row["name"])) for row in rows}


def test_a_server_killed_again_and_again_loses_nothing_that_it_acknowledged(server, client, workers):
    for seed in range(ROUNDS):
        before = len(workers.received)
        workers.run_until_killed(seed)
        server.start()
        server.check()
        assert len(workers.received) > before, "nothing was under way when the server was killed"
        found = units(client, workers.item)
        for name, numbers in workers.received.items():
            assert all(found[number]["purchase_document_no"] == name for number in numbers), f"{name} is not whole"
        for name, numbers in workers.delivered.items():
            assert all(found[number]["delivery_document_no"] == name for number in numbers), f"{name} is not whole"


def test_no_document_is_half_there_after_a_kill(server, client, workers):
    workers.run_until_killed(seed=99)
    server.start()
    found, receipts = units(client, workers.item), submitted(client, "Stock Entry")
    receipts = {name: numbers for name, numbers in receipts.items() if numbers[0].startswith(workers.item)}
    assert sorted(number for numbers in receipts.values() for number in numbers) == sorted(found)
    assert sorted(found) == [f"{workers.item}-{n:05}" for n in range(1, len(found) + 1)], "a number is missing or there twice"
    notes = [number for numbers in submitted(client, "Delivery Note").values() for number in numbers if number in found]
    assert sorted(notes) == sorted(number for number, row in found.items() if row["status"] == "Delivered")
    for name, numbers in workers.received.items():
        assert receipts[name] == numbers


def test_an_idempotency_key_survives_a_kill(server, client, shop):
    item, header = shop.item(), {"Idempotency-Key": shop.name("key")}
    first = client.create("Stock Entry", receipt(item, qty=2), **header)
    server.kill()
    server.start()
    assert client.create("Stock Entry", receipt(item, qty=2), **header).text == first.text


def test_work_goes_on_after_a_kill(server, client, shop):
    server.kill()
    server.start()
    assert Shop(client).unit()
