"""The camera as a scanner: Chromium films codes that the test has drawn, and the server reads them."""

import barcode
import pytest
import segno
from playwright.sync_api import expect

from browser import PHONE, Browser
from documents import FINISHED

pytestmark = pytest.mark.only_on("sqlite", because="a camera sees the same on both engines")

WIDTH, HEIGHT, PAPER, INK = 1280, 720, 235, 16


def rows(modules, size):
    """A symbol as rows of pixels, with white around it."""
    return [bytes(INK if module else PAPER for module in row for _ in range(size)) for row in modules for _ in range(size)]


def square(text):
    return rows(segno.make(text, error="m").matrix, 12)


def bars(text):
    pattern = barcode.get("code128", text).build()[0]
    return rows([[module == "1" for module in pattern]], 3) * 60


def frame(symbol):
    """A picture with the symbol in its middle, as Y4M has it: brightness, then two planes without colour."""
    left, top = (WIDTH - len(symbol[0])) // 2, (HEIGHT - len(symbol)) // 2
    blank, colour = bytes([PAPER]) * WIDTH, bytes([128]) * (WIDTH // 2 * (HEIGHT // 2)) * 2
    lines = [bytes([PAPER]) * left + row + bytes([PAPER]) * (WIDTH - left - len(row)) for row in symbol]
    return b"FRAME\n" + blank * top + b"".join(lines) + blank * (HEIGHT - top - len(symbol)) + colour


@pytest.fixture(scope="module")
def units(shop):
    return shop.receive(shop.item(), qty=2)


@pytest.fixture(scope="module")
def filmed(units, chromium, tmp_path_factory):
    """A Chromium whose camera shows the first unit's QR code for a second, and then the second one's bars."""
    film = tmp_path_factory.mktemp("film") / "codes.y4m"
    frames = frame(square(units[0])) * 5 + frame(bars(units[1])) * 5
    film.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420jpeg\n".encode() + frames)
    with Browser(f"--use-file-for-fake-video-capture={film}", beside=chromium) as browser:
        yield browser


def test_codes_are_read_by_the_camera_each_once(filmed, server, client, units, measured):
    page = filmed.page(server.url, "api@example.com", language="en", width=PHONE, permissions=["camera"])
    sizes = []
    page.on("request", lambda request: sizes.append(len(request.post_data_buffer)) if "read_code" in request.url else None)
    page.goto("/stock/scan")
    page.locator("[value=transfer]").check()
    page.locator("#to_warehouse").select_option(FINISHED)
    page.locator("[data-part=camera]").click()
    expect(page.locator("video")).to_be_visible()
    expect(page.locator(".pad-list li")).to_have_count(2, timeout=20_000)
    page.wait_for_timeout(2500)
    assert sorted(page.locator("[name=serial_nos]").input_value().split()) == sorted(units)
    assert max(sizes) <= 640 * 480
    measured(f"pictures sent by the camera in a few seconds: {len(sizes)}")
    page.locator("[data-part=camera]").click()
    expect(page.locator("video")).to_have_count(0)
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#queue")).to_contain_text("Sent")
    assert client.serial(units[0])["warehouse"] == FINISHED
    assert page.watch.left() == []
    page.context.close()
