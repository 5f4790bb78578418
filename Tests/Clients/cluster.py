"""A PostgreSQL cluster of one's own, which a test may stop, halt or kill."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from engines import Postgres

PROGRAM = Path(__file__).resolve().parents[2] / "bin" / "cluster"


class Cluster:
    """Runs as long as the context; keeps its URL when it is started again."""

    def __init__(self, name="cluster", standby_of=None):
        self.home = tempfile.mkdtemp(prefix="matricule-")
        self.folder = f"{self.home}/{name}"
        self.options = ["--standby-of", standby_of.folder] if standby_of else []
        self.url = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.home)

    def start(self):
        self.url = self._do("start", *self.options).strip()
        self.options = []  # A standby is made once; from then on it starts by itself.
        return self

    def stop(self):
        self._do("stop")

    def kill(self):
        self._do("kill")

    def pause(self):
        self._do("pause")

    def resume(self):
        self._do("resume")

    def promote(self):
        self._do("promote")

    def ask(self, statement):
        return Postgres(self.url).query(self.url, statement)

    @property
    def address(self):
        """Host and port."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}"

    def _do(self, task, *options):
        done = subprocess.run([PROGRAM, task, self.folder, *options], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{task}: {done.stderr}"
        return done.stdout
