"""Codes read on the server from grey pixels."""

import concurrent.futures

import pytest
from client import Client, good, refused

CODE_39 = {"*": "nwnnwnwnn", "A": "wnnnnwnnw", "B": "nnwnnwnnw", "1": "wnnwnnnnw", "2": "nnwwnnnnw"}


def picture(text, height=40):
    """Bars of Code 39 as a camera sees them, and how wide the picture is."""
    row = [240] * 40
    for letter in f"*{text}*":
        for index, element in enumerate(CODE_39[letter]):
            row += [20 if index % 2 == 0 else 240] * (9 if element == "w" else 3)
        row += [240] * 3
    row += [240] * 40
    return bytes(row) * height, len(row), height


def read(client, pixels, width, height, kind="application/octet-stream"):
    return client.post(f"/api/method/matricule.read_code?width={width}&height={height}", data=pixels, headers={"Content-Type": kind})


def test_a_code_is_read_from_pixels(client):
    assert good(read(client, *picture("A1B2")))["message"] == [{"text": "A1B2", "format": "Code39"}]


def test_a_picture_without_a_code_gives_none(client):
    assert good(read(client, bytes(640 * 480), 640, 480))["message"] == []
    assert good(read(client, b"\xff", 1, 1))["message"] == []


def test_only_those_who_are_signed_in_may_ask(server):
    refused(read(Client(server.url), *picture("A1")), 403, "PermissionError")


@pytest.mark.parametrize("width, height", [("", 10), ("x", 10), (0, 10), (-1, 10), (11, 10), (10, 11), (2**63 - 1, 2**63 - 1), (10**6, 10**6), ("1e3", 1)])
def test_a_size_that_does_not_fit_the_pixels_is_refused(client, width, height):
    refused(read(client, bytes(100), width, height), 400, "ValidationError", "is expected")


def test_what_is_not_bytes_is_refused(client):
    refused(read(client, b"{}", 2, 1, "application/json"), 400, "ValidationError", "one byte for each pixel")
    refused(read(client, b"%PDF", 2, 2, "text/plain"), 400, "ValidationError")


def test_many_large_pictures_at_once_do_not_keep_others_waiting(client, server, token, measured):
    noise = bytes((i * 2654435761 >> 13) & 255 for i in range(4000)) * 1000
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(lambda: good(read(Client(server.url, token), noise, 2000, 2000))) for _ in range(6)]
        waits = [good(client.get("/api/method/ping")) and client.get("/health").elapsed.total_seconds() for _ in range(20)]
        assert all(job.result()["message"] == [] for job in jobs)
    measured(f"health while six pictures of 4 million pixels are read: at most {max(waits) * 1000:.0f} ms")
