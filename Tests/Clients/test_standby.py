"""Lists and reports from a standby that lags behind: nobody is shown the past of what they have just done."""

import pytest
from client import Client, good
from cluster import Cluster
from conftest import ADMINISTRATOR
from documents import FINISHED, STORES, Shop, transfer
from engines import Postgres
from server import PASSWORD, Server
from waiting import until

pytestmark = pytest.mark.only_on("postgres", because="only PostgreSQL has standbys to read from")

TIMES, CAUGHT_UP = 200, 30


@pytest.fixture(scope="module")
def primary():
    with Cluster("primary") as primary:
        yield primary


@pytest.fixture(scope="module")
def standby(primary):
    """Nobody waits for it, so that it may be stopped without stopping all work."""
    with Cluster("standby", standby_of=primary) as standby:
        primary.ask("ALTER SYSTEM RESET synchronous_standby_names")
        primary.ask("SELECT pg_reload_conf()")
        yield standby


@pytest.fixture(scope="module")
def server(primary, standby, tmp_path_factory):
    database = Postgres(primary.url).fresh()
    copy = Postgres(standby.url).url(database.rsplit("/", 1)[1])
    server = Server(tmp_path_factory.mktemp("standby"), database, "--read-database", copy)
    server.add_user(ADMINISTRATOR, "System Manager")
    with server:
        yield server
    server.check()


@pytest.fixture(scope="module")
def client(server):
    """Someone who has signed in, as with a browser: pages are asked for with a session."""
    client = Client(server.url)
    assert client.sign_in(ADMINISTRATOR, PASSWORD).status_code == 200
    return client


@pytest.fixture
def lagging(standby):
    """A standby that hears everything and applies nothing."""
    standby.ask("SELECT pg_wal_replay_pause()")
    until(lambda: standby.ask("SELECT pg_get_wal_replay_pause_state()") == [("paused",)], 10, "a pause")
    yield standby
    standby.ask("SELECT pg_wal_replay_resume()")


def page(client, number):
    response = client.get(f"/stock/serial-no/{number}")
    assert response.status_code == 200, response.text[:500]
    return response.text


def test_right_after_a_submission_its_author_sees_it(client, shop, lagging):
    item, number = shop.unit()
    way = [STORES, FINISHED]
    for turn in range(TIMES):
        source, target = way[turn % 2], way[(turn + 1) % 2]
        document = client.made("Stock Entry", transfer(item, [number], source=source, to=target))
        assert client.serial(number)["warehouse"] == target, f"turn {turn}: the interface shows the past"
        assert document["name"] in page(client, number), f"turn {turn}: the page shows the past"


def test_lists_come_from_the_standby_once_it_has_caught_up(server, token, shop, standby):
    item, number = shop.unit()
    until(lambda: Client(server.url, token).rows("Serial No", filters={"item_code": item}) == [{"name": number}], CAUGHT_UP, "the unit")
    before = reads(standby, server)
    for _ in range(20):
        Client(server.url, token).rows("Serial No", filters={"item_code": item})
    until(lambda: reads(standby, server) > before, CAUGHT_UP, "a list that the standby answered")


def reads(standby, server):
    """How many transactions the standby has seen in the server's database."""
    name = server.database.rsplit("/", 1)[1]
    [(count,)] = standby.ask(f"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{name}'")
    return int(count)


def test_lists_of_a_lagging_standby_are_answered(server, token, shop, lagging):
    shop.unit()
    assert Client(server.url, token).list("Serial No").status_code == 200


def test_lists_are_answered_by_the_primary_when_the_standby_is_away(server, client, token, shop, standby):
    item, number = shop.unit()
    standby.stop()
    try:
        for _ in range(5):
            assert good(Client(server.url, token).list("Serial No", filters={"item_code": item}))["data"] == [{"name": number}]
        assert client.get("/health").status_code == 200
        assert Shop(client).unit()
    finally:
        standby.start()
    until(lambda: client.list("Serial No").status_code == 200, CAUGHT_UP, "a list")
