"""Paper as people hold it: labels that a scanner reads, files chosen in a browser, and pages that assistive technology reads."""

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from browser import PHONE

pytestmark = pytest.mark.only_on("sqlite", because="a browser sees the same pages on both engines")
DESIGNS = ["a4-65", "a4-21", "roll-57x32", "roll-100x50"]


def scanned(picture):
    """What a scanner that knows nothing of us reads from a picture."""
    assert shutil.which("zbarimg"), "zbarimg is missing: bin/setup test installs it"
    done = subprocess.run(["zbarimg", "--quiet", str(picture)], capture_output=True, text=True)
    return set(done.stdout.splitlines())


def print_page(page, numbers, design):
    page.goto("/stock/labels")
    page.locator("#serial_nos").fill("\n".join(numbers))
    page.locator(f"input[value={design}]").check()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Ouvrir la page à imprimer").click()
    opened.value.wait_for_load_state()
    return opened.value


@pytest.mark.parametrize("design", DESIGNS)
def test_printed_labels_are_read_by_a_scanner(browser, server, shop, tmp_path, design):
    _, number = shop.unit()
    strange = "A/B%C é"
    sheet = print_page(browser(device_scale_factor=3), [number, strange], design)
    for index, expected in enumerate([number, "A%2FB%25C%20%C3%A9"]):
        picture = tmp_path / f"{index}.png"
        sheet.locator("svg.label").nth(index).screenshot(path=picture)
        codes = scanned(picture)
        assert f"QR-Code:{server.url}/stock/serial-no/{expected}" in codes
        if index == 0 and design != "a4-65":
            assert f"CODE-128:{number}" in codes


@pytest.mark.parametrize("design, pages", [("a4-65", 2), ("a4-21", 4), ("roll-57x32", 70), ("roll-100x50", 70)])
def test_labels_fit_on_their_pages_and_their_words_on_the_labels(browser, design, pages):
    numbers = [f"PB2L{i:05}" for i in range(68)] + ["W" * 140, "漢字" * 30]
    sheet = print_page(browser(), numbers, design)
    over = sheet.evaluate("""() => [...document.querySelectorAll("svg.label")].flatMap(label => [...label.querySelectorAll("text")].filter(text => {
        const box = text.getBBox(), view = label.viewBox.baseVal
        return box.x + box.width > view.width || box.y + box.height > view.height + .2 }).map(text => text.textContent))""")
    assert over == []
    pdf = sheet.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page/") == pages or pdf.count(b"/MediaBox") == pages


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_code_on_a_units_page_is_read_by_a_scanner(browser, server, shop, tmp_path, theme):
    _, number = shop.unit()
    page = browser(theme=theme, device_scale_factor=2)
    page.goto(f"/stock/serial-no/{number}")
    page.locator("svg.code").screenshot(path=tmp_path / "code.png")
    assert scanned(tmp_path / "code.png") == {f"QR-Code:{server.url}/stock/serial-no/{number}"}


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_files_and_notes_are_added_and_removed_in_a_browser(browser, shop, width):
    _, number = shop.unit()
    page = browser(width=width)
    page.goto(f"/stock/serial-no/{number}")
    page.locator("#file").set_input_files([
        {"name": "Procès-verbal <n° 1>.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"},
        {"name": "mesures.csv", "mimeType": "text/csv", "buffer": b"a;b\n"}])
    page.get_by_role("button", name="Joindre").click()
    expect(page.get_by_role("link", name="Procès-verbal <n° 1>.pdf")).to_be_visible()
    page.locator("#note").fill("Vu avec le client\n<b>mardi</b>")
    page.get_by_role("button", name="Ajouter une note").click()
    expect(page.locator(".note")).to_have_text("Vu avec le client\n<b>mardi</b>")
    page.get_by_label("Retirer mesures.csv").click()
    page.get_by_role("button", name="Retirer mesures.csv").click()
    expect(page.locator("#files li")).to_have_count(1)
    expect(page.locator("#history")).to_contain_text("fichier retiré")


def test_a_number_is_corrected_in_a_browser(browser, client, shop):
    _, number = shop.unit()
    page = browser(language="en")
    page.goto(f"/stock/serial-no/{number}")
    page.get_by_role("link", name="Correct the number").click()
    page.get_by_label("Corrected number").fill(number + "-B")
    page.get_by_label("Reason").fill("Read with the wrong glasses")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(number + "-B")
    expect(page.locator("#history")).to_contain_text("Read with the wrong glasses")
