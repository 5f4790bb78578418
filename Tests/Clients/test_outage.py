"""The database goes away while the server runs, and comes back: both are told, nothing hangs, and nobody starts the server again."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from client import Client
from cluster import Cluster
from conftest import ADMINISTRATOR
from documents import receipt
from engines import Postgres
from sender import Sender
from server import PASSWORD, Server
from waiting import until

pytestmark = pytest.mark.only_on("postgres", because="only a database of its own can be away or fail over")

NOTICED, PATIENCE, RECOVERED = 20, 15, 30


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def server(cluster, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("outage"), Postgres(cluster.url).fresh())
    server.add_user(ADMINISTRATOR, "System Manager")
    with server:
        yield server
    server.check()


@pytest.fixture(params=["stopped", "killed", "halted"])
def outage(request, cluster, server):
    """A way in which a database goes away, how it does, and how it comes back."""
    ways = {
        "stopped": (cluster.stop, cluster.start), "killed": (cluster.kill, cluster.start),
        "halted": (cluster.pause, cluster.resume)}
    begin, end = ways[request.param]
    yield request.param, begin, end
    end()
    until(lambda: health(server).status_code == 200, PATIENCE, "a healthy database")


def health(server):
    return Client(server.url).get("/health", timeout=PATIENCE + 5)


def requests_of_all_kinds(client, shop):
    """Reading, listing, writing, signing in and looking, each as a function."""
    return [
        lambda: client.list("Serial No"), lambda: client.get("/api/resource/Item/X"), lambda: client.ask("frappe.client.get_count", doctype="Item"),
        lambda: client.create("Item", {"item_code": shop.name("AWAY")}), lambda: client.sign_in(ADMINISTRATOR, PASSWORD),
        lambda: client.get("/stock/serial-no"), lambda: Client(client.url).get("/api/resource/Item", headers=client.headers)]


def assert_away(response):
    assert response.status_code == 503, f"{response.status_code} {response.text[:500]}"
    assert "Retry-After" in response.headers, f"nobody knows when to ask {response.request.url} again"
    if "json" in response.headers["Content-Type"]:
        assert response.json()["exc_type"] == "ServiceUnavailableError" and "database" in response.json()["exception"]


def within_patience(ask):
    start = time.monotonic()
    response = ask()
    took = time.monotonic() - start
    assert took < 2 * PATIENCE, f"{response.request.method} {response.request.url} took {took:.1f} s"
    return response, took


def test_an_outage_is_told_and_ends_by_itself(server, client, shop, outage, measured):
    way, begin, end = outage
    begin()
    noticed = until(lambda: health(server).status_code == 503, PATIENCE, "an unhealthy database")
    said = health(server).json()
    assert said["status"] == "unavailable" and len(said["reason"]) > 10 and "PASSWORD" not in said["reason"].upper()
    longest = 0
    for ask in requests_of_all_kinds(client, shop):
        response, took = within_patience(ask)
        assert_away(response)
        longest = max(longest, took)
    end()
    back = until(lambda: health(server).status_code == 200, RECOVERED, "a healthy database")
    assert client.create("Item", {"item_code": shop.name("BACK")}).status_code == 200
    measured(f"database {way}: /health says so after {noticed:.1f} s, the slowest request {longest:.1f} s, well {back:.1f} s after its return")
    assert way == "halted" or noticed < NOTICED


def test_many_requests_at_once_do_not_hang_either(server, token, shop, outage):
    _, begin, end = outage
    begin()
    # Twice as many as there are connections, so that some wait for one.
    with ThreadPoolExecutor(40) as pool:
        asked = [pool.submit(within_patience, lambda: Client(server.url, token).list("Item")) for _ in range(40)]
        assert {answer.result()[0].status_code for answer in asked} == {503}
    end()
    until(lambda: {health(server).status_code, Client(server.url, token).list("Item").status_code} == {200}, RECOVERED, "all well")


def test_a_change_sent_again_and_again_through_an_outage_happens_once(server, client, token, shop, outage):
    way, begin, end = outage
    item = shop.item()
    with ThreadPoolExecutor(8) as pool:
        senders = [Sender([server.url], token) for _ in range(8)]
        sent = [pool.submit(receive_repeatedly, sender, item, 30) for sender in senders]
        until(lambda: sum(len(sender.answered) for sender in senders) > 40, 30, "some receipts")
        begin()
        until(lambda: all(sender.unavailable for sender in senders if len(sender.answered) < 30), 60, "503 for all")
        end()
        names = [name for some in sent for name in some.result(120)]
    assert len(names) == len(set(names)) == 240
    assert len(client.rows("Serial No", filters={"item_code": item}, limit_page_length=0)) == 240


def receive_repeatedly(sender, item, times):
    answers = [sender.create("Stock Entry", receipt(item, qty=1)) for _ in range(times)]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.json()["data"]["name"] for answer in answers]


def test_a_server_that_starts_without_its_database_says_why(cluster, server, tmp_path):
    cluster.stop()
    try:
        said = Server(tmp_path, server.database).refuse("check")
        assert "refused" in said or "away" in said
    finally:
        cluster.start()
        until(lambda: health(server).status_code == 200, RECOVERED, "a healthy database")


def test_a_server_stops_well_while_its_database_is_away(cluster, server):
    cluster.stop()
    try:
        server.stop()
    finally:
        cluster.start()
        server.start()
