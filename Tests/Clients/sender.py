"""A client that does not give up: the way to work with servers that may be killed, or lose their database for a while."""

import itertools
import time
import uuid

from client import Client, NoAnswer, path


class Sender:
    """Sends each change until a server answers it, always with the same key, so that it happens once."""

    def __init__(self, urls, token, home=0, patience=60):
        urls = [*urls[home % len(urls):], *urls[:home % len(urls)]]
        self.clients = [Client(url, token) for url in urls]
        self.patience = patience
        self.answered = []  # When, for those who want to know how long nothing worked.
        self.unreachable = self.unavailable = 0

    def create(self, doctype, fields):
        return self.send("POST", f"/api/resource/{doctype}", fields)

    def cancel(self, doctype, name):
        return self.send("PUT", path(doctype, name), {"docstatus": 2})

    def send(self, method, target, fields):
        headers, deadline = {"Idempotency-Key": str(uuid.uuid4())}, time.monotonic() + self.patience
        for client in itertools.cycle(self.clients):
            try:
                response = client.request(method, target, json=fields, headers=headers, timeout=20)
                if response.status_code != 503:
                    self.answered.append(time.monotonic())
                    return response
                assert int(response.headers["Retry-After"]) > 0
                self.unavailable += 1
            except NoAnswer:
                self.unreachable += 1
            assert time.monotonic() < deadline, f"{method} {target}: no server took it within {self.patience} s"
            time.sleep(0.05)


def longest_silence(senders):
    """The longest time in seconds in which none of them was answered."""
    moments = sorted(moment for sender in senders for moment in sender.answered)
    return max(later - earlier for earlier, later in zip(moments, moments[1:]))
