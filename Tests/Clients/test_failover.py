"""The primary dies under load and its standby takes over: servers follow, and nothing that was acknowledged is lost."""

import pytest
from client import Client
from clerks import Clerk, Depot, Shift
from cluster import Cluster
from conftest import ADMINISTRATOR
from documents import Shop, receipt
from engines import Postgres
from ledger import Ledger
from sender import Sender, longest_silence
from server import Server
from waiting import until

pytestmark = pytest.mark.only_on("postgres", because="only a database of its own can be away or fail over")

CLERKS, UNDER_LOAD, UNAVAILABLE = 12, 300, 45


@pytest.fixture
def primary():
    with Cluster("primary") as primary:
        yield primary


@pytest.fixture
def standby(primary):
    with Cluster("standby", standby_of=primary) as standby:
        yield standby


@pytest.fixture
def database(primary, standby):
    name = Postgres(primary.url).fresh().rsplit("/", 1)[1]
    return f"postgresql://matricule@{primary.address},{standby.address}/{name}?target_session_attrs=read-write"


@pytest.fixture
def servers(database, tmp_path_factory):
    servers = [Server(tmp_path_factory.mktemp("failover"), database) for _ in range(2)]
    servers[0].add_user(ADMINISTRATOR, "System Manager")
    for server in servers:
        server.start()
    yield servers
    for server in servers:
        until(lambda: Client(server.url).get("/health").ok, UNAVAILABLE, "a healthy database")
        server.stop()


@pytest.fixture
def server(servers):
    return servers[0]


@pytest.fixture
def token(server):
    return server.token(ADMINISTRATOR)


@pytest.fixture
def shop(server, token):
    return Shop(Client(server.url, token))


def test_a_standby_takes_over_under_load_and_nothing_acknowledged_is_lost(primary, standby, database, servers, token, shop, measured):
    depot, ledger = Depot(shop), Ledger(Postgres(standby.url), database)
    before = ledger.documents()
    senders = [Sender([server.url for server in servers], token, home=number) for number in range(CLERKS)]
    clerks = [Clerk(sender, depot, seed=number) for number, sender in enumerate(senders)]
    with Shift(clerks) as shift:
        until(lambda: shift.done > UNDER_LOAD, 60, "work before the failure")
        primary.kill()
        standby.promote()
        done = shift.done
        until(lambda: shift.done > done + UNDER_LOAD, 60, "work after the failure")
    silence = longest_silence(senders)
    measured(f"failover to the standby: no answer for {silence:.1f} s; {shift.words}")
    assert not any(sender.unreachable for sender in senders), "clients see 503 and nothing worse"
    assert silence < UNAVAILABLE
    servers[0].check()
    ledger.holds_what_was_acknowledged(clerks, before)
    ledger.no_unit_is_in_two_places()
    ledger.series_have_no_gap(*depot.items, depot.prize)
    ledger.holds_screws(depot.screws, 50 + sum(clerk.screws for clerk in clerks))


def test_a_key_answered_by_the_old_primary_is_known_to_the_new_one(primary, standby, servers, token, shop):
    item, header = shop.item(), {"Idempotency-Key": shop.name("key")}
    first = shop.client.create("Stock Entry", receipt(item, qty=2), **header)
    primary.kill()
    standby.promote()
    until(lambda: shop.client.get("/health").status_code == 200, UNAVAILABLE, "the new primary")
    assert shop.client.create("Stock Entry", receipt(item, qty=2), **header).text == first.text
