"""Several servers over one database, killed in turn while many clients work: nothing is lost, done twice, or in two places."""

import os
import time

import pytest
from client import Client
from clerks import Clerk, Depot, Shift
from conftest import ADMINISTRATOR
from documents import receipt
from ledger import Ledger
from sender import Sender
from server import PASSWORD, Server

pytestmark = pytest.mark.only_on("postgres", because="several servers over one database are what PostgreSQL is for")

SECONDS = float(os.environ.get("MATRICULE_SOAK_SECONDS", "20"))
CLERKS, SERVERS = 24, 3
BETWEEN_KILLS = 3


@pytest.fixture(scope="module")
def servers(server, tmp_path_factory):
    """The server of the other tests and two more over its database."""
    others = [Server(tmp_path_factory.mktemp("another"), server.database).start() for _ in range(SERVERS - 1)]
    yield [server, *others]
    for other in others:
        other.stop()


@pytest.fixture
def depot(shop):
    return Depot(shop)


def kill_in_turn(servers, seconds):
    """Kills and starts one server after another, each at least once, and says how often."""
    deadline, kills = time.monotonic() + seconds, 0
    while kills < len(servers) or time.monotonic() < deadline:
        time.sleep(min(BETWEEN_KILLS, seconds / (len(servers) + 1)))
        victim = servers[kills % len(servers)]
        victim.kill()
        victim.start()
        kills += 1
    return kills


def test_a_document_of_one_server_is_seen_at_once_by_the_others(servers, token, shop):
    clients = [Client(server.url, token) for server in servers]
    item = shop.item()
    for _ in range(20):
        unit = shop.receive(item, qty=1)[0]
        assert [client.serial(unit)["item_code"] for client in clients] == [item] * len(clients)


def test_a_key_that_one_server_answered_is_answered_alike_by_the_others(servers, token, shop):
    item, header = shop.item(), {"Idempotency-Key": shop.name("key")}
    clients = [Client(server.url, token) for server in servers]
    answers = {client.create("Stock Entry", receipt(item, qty=2), **header).text for client in clients}
    assert len(answers) == 1 and len(clients[0].rows("Serial No", filters={"item_code": item})) == 2


def test_a_session_of_one_server_is_known_to_the_others(servers):
    first = Client(servers[0].url)
    assert first.sign_in(ADMINISTRATOR, PASSWORD).status_code == 200
    for server in servers[1:]:
        other = Client(server.url)
        other.cookies.update(first.cookies)
        assert other.ask("frappe.auth.get_logged_user").json()["message"] == ADMINISTRATOR


def test_servers_killed_in_turn_lose_nothing_and_do_nothing_twice(server, servers, engine, token, depot, measured):
    ledger, urls = Ledger(engine, server.database), [server.url for server in servers]
    before = ledger.documents()
    clerks = [Clerk(Sender(urls, token, home=number), depot, seed=number) for number in range(CLERKS)]
    with Shift(clerks) as shift:
        kills = kill_in_turn(servers, SECONDS)
    measured(f"{SERVERS} servers on one database, {kills} kills: {shift.words}")
    server.check()
    ledger.holds_what_was_acknowledged(clerks, before)
    ledger.no_unit_is_in_two_places()
    ledger.series_have_no_gap(*depot.items, depot.prize)
    ledger.holds_screws(depot.screws, 50 + sum(clerk.screws for clerk in clerks))
