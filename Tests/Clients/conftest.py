import pytest

from client import Client, NoAnswer
from documents import Shop
from server import Server

ADMINISTRATOR = "api@example.com"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server for the tests of one file; whatever they did, it stops well and its books are right."""
    server = Server(tmp_path_factory.mktemp("matricule"))
    server.add_user(ADMINISTRATOR, "System Manager")
    with server:
        yield server
    server.check()


@pytest.fixture(autouse=True)
def survival(server):
    """A test that brings the server down fails and says how; the next one finds the server up again."""
    yield
    if not answers(server):
        words = server.bury()
        server.start()
        pytest.fail(f"the server died:\n{words}", pytrace=False)


def answers(server):
    try:
        return Client(server.url).get("/health", timeout=20).ok
    except NoAnswer:
        return False


@pytest.fixture(scope="module")
def token(server):
    return server.token(ADMINISTRATOR)


@pytest.fixture(scope="module")
def client(server, token):
    return Client(server.url, token)


@pytest.fixture(scope="module")
def shop(client):
    return Shop(client)
