import os
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from browser import Browser
from client import Client, NoAnswer
from cluster import Cluster
from documents import Shop
from engines import Postgres, SQLite
from server import Server

ADMINISTRATOR = "api@example.com"
ENGINES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
figures, reasons = [], Counter()

# Today is the same day for the tests as for the servers that they start, whatever the machine's own zone.
os.environ["TZ"] = "Europe/Paris"
time.tzset()


# Each test runs on each engine, unless it says why not.


def pytest_addoption(parser):
    parser.addoption("--engine", choices=list(ENGINES), help="run the tests on this engine alone")


def pytest_generate_tests(metafunc):
    marker = metafunc.definition.get_closest_marker("only_on")
    names = marker.args if marker else ENGINES
    metafunc.parametrize("engine", [pytest.param(name, marks=getattr(pytest.mark, name)) for name in names], indirect=True, scope="module")


def pytest_collection_modifyitems(config, items):
    wanted = config.getoption("engine")
    left = [item for item in items if wanted and item.callspec.params["engine"] != wanted]
    items[:] = [item for item in items if item not in set(left)]
    config.hook.pytest_deselected(items=left)
    for item in items:
        if marker := item.get_closest_marker("only_on"):
            reasons[ENGINES[marker.args[0]], marker.kwargs["because"]] += 1


def pytest_terminal_summary(terminalreporter):
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, []) if report.when == "call"]
    for (engine, reason), count in reasons.items():
        terminalreporter.line(f"only on {engine}: {count} tests, because {reason}")
    for figure in figures:
        terminalreporter.line(f"measured: {figure}")
    sqlite, postgres = (sum(name in report.keywords for report in reports) for name in ENGINES)
    terminalreporter.line(f"{sqlite} tests on SQLite, {postgres} on PostgreSQL")


@pytest.fixture(scope="session")
def postgres():
    """The URL of the cluster that `bin/with-cluster` has started, or of one for this run."""
    if given := os.environ.get("MATRICULE_TEST_POSTGRES"):
        yield given
    else:
        with Cluster() as cluster:
            yield cluster.url


@pytest.fixture(scope="module")
def engine(request):
    engine = SQLite() if request.param == "sqlite" else Postgres(request.getfixturevalue("postgres"))
    yield engine
    engine.clear()


# A server, and who talks to it.


@pytest.fixture(scope="module")
def server(engine, tmp_path_factory):
    """A server for the tests of one file; whatever they did, it stops well and its books are right."""
    folder = tmp_path_factory.mktemp("matricule")
    server = Server(folder, engine.fresh(folder))
    server.add_user(ADMINISTRATOR, "System Manager")
    with server:
        yield server
    server.check()


@pytest.fixture(autouse=True)
def survival(request, engine):
    """A test that brings the server down fails and says how; the next one finds the server up again."""
    server = request.getfixturevalue("server") if "server" in request.fixturenames else None
    yield
    if server and not answers(server):
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


@pytest.fixture
def addresses(server):
    """The servers among which clients that work together are spread."""
    return [server.url]


@pytest.fixture
def together(addresses, token):
    """Runs `work(client, number)` in so many threads that start at the same moment, and returns what each returned."""

    def run(threads, work):
        barrier = threading.Barrier(threads, timeout=30)

        def body(number):
            client = Client(addresses[number % len(addresses)], token)
            barrier.wait()
            return work(client, number)

        with ThreadPoolExecutor(threads) as pool:
            return [future.result(120) for future in [pool.submit(body, number) for number in range(threads)]]

    return run


# Pages in a browser.


@pytest.fixture(scope="session")
def chromium():
    with Browser() as browser:
        yield browser


@pytest.fixture
def browser(server, chromium, request):
    """Opens pages of the server, signed in as the administrator unless `user` says otherwise; `user=None` is nobody.

    `browser(language="en", theme="dark", width=PHONE)`; the test fails if anything goes wrong on a page of its own.
    """
    pages = []

    def open(user=ADMINISTRATOR, **options):
        pages.append(chromium.page(server.url, user, **options))
        return pages[-1]

    yield open
    for page in pages:
        page.context.close()
    wrong = [what for page in pages for what in page.watch.left()]
    if wrong:
        pytest.fail("on the pages:\n" + "\n".join(wrong), pytrace=False)


@pytest.fixture
def desk(browser):
    """A page on a desktop, in French and light, signed in as the administrator."""
    return browser()


@pytest.fixture
def measured():
    """Keeps a figure for the end of the run."""
    return figures.append
