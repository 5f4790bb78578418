"""A real server on a fresh database, driven from outside like an operator would."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import requests

BINARY = os.path.abspath(os.environ.get("MATRICULE_BIN", ".build/debug/matricule"))
PASSWORD = "Api-Pass-2026!"
# Should the server crash, its last words fit into a test's message.
BRIEF_BACKTRACES = {"SWIFT_BACKTRACE": "color=no,threads=crashed,registers=none,images=none,limit=16,top=2"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def matricule(*arguments, text_in="", folder=None, fails=False):
    """Runs a command, which must succeed, or fail in good order if it should, and returns what it prints."""
    done = subprocess.run([BINARY, *arguments], input=text_in, capture_output=True, text=True, timeout=60, cwd=folder)
    text = done.stdout + done.stderr
    assert (0 < done.returncode < 128 and text) if fails else done.returncode == 0, f"{arguments} ended with {done.returncode}: {text}"
    return text


class Server:
    """`matricule serve`, its database and its log; as a context it starts, stops and must exit with 0."""

    def __init__(self, folder, database=None, *options):
        """`options` are further words for `serve`; without a database it is a file in the folder."""
        self.folder = Path(folder)
        self.database = database or f"sqlite:{self.folder / 'stock.db'}"
        self.options = options
        self.log = self.folder / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    @property
    def file(self):
        """Where an embedded database lies."""
        return Path(self.database.removeprefix("sqlite:"))

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [BINARY, "serve", "--database", self.database, "--host", "127.0.0.1", "--port", str(self.port), *self.options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, env={**os.environ, **BRIEF_BACKTRACES})
        for _ in range(200):
            assert self.process.poll() is None, f"the server ended:\n{self.last_words()}"
            try:
                if requests.get(self.url + "/health", timeout=5).status_code == 200:
                    return self
            except requests.ConnectionError:
                pass
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the server does not answer:\n{self.last_words()}")

    def stop(self, within=30):
        """Ends the server as an operator does, and sees to it that it ends well."""
        assert self.process.poll() is None, f"the server had died:\n{self.last_words()}"
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not stop within {within} s of SIGTERM")
        assert code == 0, f"the server ended with {code}:\n{self.last_words()}"

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def bury(self):
        """Waits for a server that is dying, or ends one that hangs, and returns its last words."""
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
        return self.last_words()

    def last_words(self):
        text = self.log.read_text(errors="replace")
        crash = text.rfind("*** Program crashed")
        return text[-2000:] if crash < 0 else text[max(crash - 300, 0):crash + 2500]

    def run(self, *arguments, text_in="", database=None):
        """Runs another command on the same database, which must succeed, and returns what it prints."""
        return matricule(*arguments, "--database", database or self.database, text_in=text_in, folder=self.folder)

    def refuse(self, *arguments, text_in="", database=None):
        """Runs another command, which must fail in good order, and returns what it prints."""
        return matricule(*arguments, "--database", database or self.database, text_in=text_in, folder=self.folder, fails=True)

    def check(self):
        """`matricule check` must find nothing."""
        self.run("check")

    def add_user(self, email, *roles, password=PASSWORD):
        roles = [word for role in roles for word in ("--role", role)]
        self.run("user", "add", email, *roles, "--password-stdin", text_in=password + "\n")
        return email

    def token(self, email):
        return self.run("user", "token", email).strip().splitlines()[-1]
