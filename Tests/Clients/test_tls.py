"""Connections to PostgreSQL that are encrypted, and those that are refused because they would not be safe."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cluster import Cluster
from server import BINARY

pytestmark = pytest.mark.only_on("postgres", because="a file has no connection to encrypt")


def certificate(folder, name):
    """A key and the certificate that it signed itself, for 127.0.0.1."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.crt"],
                   check=True, capture_output=True)
    return Path(folder, name + ".key"), Path(folder, name + ".crt")


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    """A cluster that takes encrypted connections only, and the certificate by which to know it."""
    key, root = certificate(tmp_path_factory.mktemp("tls"), "server")
    with Cluster() as cluster:
        [(data,)] = cluster.ask("SHOW data_directory")
        owner = os.stat(f"{data}/PG_VERSION")
        for file in (key, root):
            placed = shutil.copy(file, data)
            os.chown(placed, owner.st_uid, owner.st_gid)
            os.chmod(placed, 0o600)
        access = Path(data, "pg_hba.conf")
        access.write_text("".join(line.replace("host ", "hostssl ", 1) if line.startswith("host ") else line
                                  for line in access.read_text().splitlines(keepends=True)))
        for setting in ("ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'", "ssl = on"):
            cluster.ask(f"ALTER SYSTEM SET {setting}")
        cluster.stop()
        cluster.start()
        yield cluster, root


def migrated(cluster, options):
    return subprocess.run([BINARY, "migrate", "--database", f"{cluster.url}?{options}"], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_server_that_is_known_is_talked_to(secret, mode):
    cluster, root = secret
    done = migrated(cluster, f"sslmode={mode}&sslrootcert={root}")
    assert done.returncode == 0, done.stderr


def test_a_server_that_is_not_known_is_refused(secret, tmp_path):
    cluster, _ = secret
    _, other = certificate(tmp_path, "other")
    done = migrated(cluster, f"sslmode=verify-full&sslrootcert={other}")
    assert done.returncode != 0 and "certificate verify failed" in done.stderr


def test_an_open_connection_is_refused_by_a_server_that_wants_none(secret):
    cluster, _ = secret
    done = migrated(cluster, "sslmode=disable")
    assert done.returncode != 0 and "pg_hba.conf" in done.stderr
