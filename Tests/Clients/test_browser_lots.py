"""A lot is blocked, a delivery of it refused at its line, the recall opened, written to customers and ticked off."""

import pytest
from playwright.sync_api import expect

from documents import STORES, cell, entry, line

WORDS = {
    "fr": {"reason": "Motif", "block": "Bloquer ce lot", "submit": "Valider", "recall": "Rappeler ce lot", "of": "{} sur 2",
           "letters": "Lettres aux clients", "tick": "Pointer"},
    "en": {"reason": "Reason", "block": "Block this lot", "submit": "Submit", "recall": "Recall this lot", "of": "{} of 2",
           "letters": "Letters to customers", "tick": "Tick off"}}


@pytest.mark.parametrize("language", WORDS)
def test_a_lot_is_blocked_and_recalled(browser, client, shop, language):
    words = WORDS[language]
    item = shop.item(has_batch_no=1)
    name = client.made("Batch", {"batch_id": shop.name("LOT"), "item": item})["name"]
    numbers = cell(client.made("Stock Entry", entry("Material Receipt", line(item, [], 3, t_warehouse=STORES, batch_no=name))))
    shop.deliver(item, *numbers[:2])
    page = browser(language=language)
    page.goto(f"/stock/batch/{name}")
    page.get_by_label(words["reason"]).fill("Corps fissuré")
    page.get_by_role("button", name=words["block"]).click()
    expect(page.locator(".blocked")).to_contain_text("Corps fissuré")

    page.goto("/stock/delivery-note/new")
    page.locator('[name="customer"]').fill(shop.customer)
    page.locator('[name="items.1.item_code"]').fill(item)
    page.locator('[name="items.1.qty"]').fill("1")
    page.locator('[name="items.1.rate"]').fill("10")
    page.locator('[name="items.1.warehouse"]').fill(STORES)
    page.locator('[name="items.1.serial_no"]').evaluate(f"cell => {{ cell.value = '{numbers[2]}' }}")
    page.locator("[data-save]").click()
    page.get_by_role("link", name=words["submit"], exact=True).click()
    expect(page.locator("#complaints")).to_contain_text("Corps fissuré")
    expect(page.locator("#complaints")).to_contain_text(numbers[2])

    page.goto(f"/stock/batch/{name}")
    page.get_by_role("link", name=words["recall"]).click()
    expect(page.locator('[name="batch_no"]')).to_have_value(name)
    page.locator('[name="reason"]').fill("Corps fissuré")
    page.locator("[data-save]").click()
    page.get_by_role("link", name=words["submit"], exact=True).click()
    page.locator("[data-confirm]").click()
    expect(page.locator(".recall")).to_contain_text(words["of"].format(0))
    page.get_by_role("link", name=words["letters"]).click()
    expect(page.locator(".letter")).to_have_count(1)
    expect(page.locator(".letter address")).to_have_text(shop.customer)
    page.go_back()
    page.locator('[name="serial_nos"]').fill(numbers[0])
    page.get_by_role("button", name=words["tick"]).click()
    expect(page.locator(".recall")).to_contain_text(words["of"].format(1))
