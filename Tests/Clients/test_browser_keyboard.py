"""The story that the product was asked with, and lists, without a mouse: by Tab, Enter, Space, what is typed, and shortcuts."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from client import refused
from documents import STORES
from keyboard import Keyboard

WORDS = {
    "fr": {
        "stock": "Stock", "items": "Articles", "item": "Article", "receipt": "Réception de matériel", "add": "Ajouter N° de série", "cancel": "Annuler",
        "cancelled": "Annulé", "delivered": "Livré", "available": "Disponible", "inactive": "Inactif", "refused": "Refusé", "edit": "Modifier", "copy": "Dupliquer",
        "delete": "Supprimer", "entry": "Écriture de stock", "submitted": "Validé", "submitting": "Valider", "draft": "Brouillon", "note": "Bon de livraison", "purchase": "Reçu d’achat", "next": "Prochains numéros"},
    "en": {
        "stock": "Stock", "items": "Items", "item": "Item", "receipt": "Material Receipt", "add": "Add Serial No", "cancel": "Cancel",
        "cancelled": "Cancelled", "delivered": "Delivered", "available": "Available", "inactive": "Inactive", "refused": "Refused", "edit": "Edit", "copy": "Duplicate",
        "delete": "Delete", "entry": "Stock Entry", "submitted": "Submitted", "submitting": "Submit", "draft": "Draft", "note": "Delivery Note", "purchase": "Purchase Receipt", "next": "Next numbers"}}
SAVED, QUESTION, ENTRY = "[data-saved]", "#question", "[data-part=entry]"


def badge(page):
    return page.locator("main .badge").first


def scripted(page):
    expect(page.locator("form.scripted")).to_be_visible()


@pytest.fixture(params=["fr", "en"])
def story(request, browser, client, shop):
    """A page at the start, its keyboard, and the words of its language."""
    page = browser(language=request.param)
    page.goto("/")
    return Story(page, WORDS[request.param], client, shop)


class Story:
    def __init__(self, page, words, client, shop):
        self.page, self.words, self.client, self.shop = page, words, client, shop
        self.keys = Keyboard(page)
        self.code = shop.name("PB")

    def choose(self, section, entry):
        """Opens the menu and goes to what it lists."""
        self.keys.open(f"text={section}")
        self.keys.open(f"text={entry}")
        expect(self.page.locator("h1")).to_have_text(entry)

    def new(self, section, entry):
        self.choose(section, entry)
        self.keys.ready()
        self.keys.press("n")
        scripted(self.page)

    def submit(self):
        """Asks what will move, reads it, and says yes."""
        self.keys.press("Control+Enter")
        self.keys.at(QUESTION)
        self.keys.open("[data-confirm]", most=4)
        self.keys.at(SAVED)
        expect(badge(self.page)).to_have_text(self.words["submitted"])

    def item(self):
        keys = self.keys
        self.new(self.words["items"], self.words["item"])
        keys.at("[name=item_code]")
        keys.page.keyboard.type(self.code)
        keys.to("#has_serial_no")
        keys.press("Space")
        keys.write("[name=serial_no_series]", f"{self.code}.#####")
        expect(self.page.get_by_role("status").filter(has_text=self.words["next"])).to_contain_text(f"{self.code}00001")
        keys.write("[name=warranty_period]", "365")
        keys.press("Control+s")
        keys.at(SAVED)
        expect(self.page.locator("h1")).to_have_text(self.code)

    def receipt(self):
        """The cell of numbers stays empty: the series fills it."""
        keys = self.keys
        self.new(self.words["stock"], self.words["entry"])
        keys.at("[name=stock_entry_type]")
        keys.page.keyboard.type(self.words["receipt"][:10])
        keys.find("[name=to_warehouse]", STORES)
        keys.find("[name='items.1.item_code']", self.code)
        keys.write("[name='items.1.qty']", "2")
        keys.write("[name='items.1.basic_rate']", "10")
        self.submit()
        keys.open(f"text={self.code}00001")
        expect(badge(self.page)).to_have_text(self.words["available"])
        expect(self.page.locator("main")).to_contain_text("MAT-STE-")

    def by_hand(self):
        """A number of its own; only a transaction gives it a place."""
        keys, number = self.keys, f"{self.code}-MAIN"
        keys.press("g", "s")
        expect(self.page.locator("h1")).to_have_text(re.compile("N° de série|Serial No"))
        keys.open(f"text={self.words['add']}")
        scripted(self.page)
        keys.write("[name=serial_no]", number)
        keys.find("[name=item_code]", self.code)
        assert self.page.locator("[name=warehouse]").count() == 0
        keys.open("[data-save]", key="Shift+Tab")
        keys.at(SAVED)
        expect(badge(self.page)).to_have_text(self.words["inactive"])
        refused(self.client.change("Serial No", number, warehouse=STORES), 417, "SerialNoCannotCannotChangeError")
        return number

    def delivery(self, inactive):
        """What is not available is refused at its line; what is goes to the customer."""
        page, keys = self.page, self.keys
        page.watch.allow("answered 417: POST .*/stock/delivery-note/new")
        self.new(self.words["stock"], self.words["note"])
        keys.find("[name=customer]", self.shop.customer)
        keys.find("[name=set_warehouse]", STORES)
        keys.find("[name='items.1.item_code']", self.code)
        keys.open("[data-pad]")
        keys.at(ENTRY)
        page.keyboard.type(inactive)
        keys.press("Enter")
        expect(page.locator(".pad-list li")).to_contain_text(self.words["refused"])
        keys.press("Control+Enter")
        keys.at("#complaints")
        keys.open("#complaints a", most=2)
        expect(page.locator("[name^='items.1.']:focus")).to_have_count(1)
        assert inactive in page.locator("#complaints").inner_text()
        keys.open("[data-pad]")
        keys.at(ENTRY)
        keys.open("[data-part=drop]")
        keys.at(ENTRY)
        page.keyboard.type(f"{self.code}00001")
        keys.press("Escape")
        keys.at("[data-pad]")
        expect(page.locator("[data-count=serial_no]")).to_contain_text("1")
        self.submit()
        keys.open(f"text={self.code}00001")
        expect(badge(page)).to_have_text(self.words["delivered"])
        expect(page.locator("main")).to_contain_text(self.shop.customer)
        end = datetime.date.today() + datetime.timedelta(365)
        assert self.client.serial(f"{self.code}00001")["warranty_expiry_date"] == end.isoformat()
        expect(page.locator("main")).to_contain_text(str(end.year))

    def purchase(self):
        """The next number of the series, from a supplier."""
        page, keys = self.page, self.keys
        self.new(self.words["stock"], self.words["purchase"])
        keys.find("[name=supplier]", self.shop.supplier)
        keys.find("[name=set_warehouse]", STORES)
        keys.find("[name='items.1.item_code']", self.code)
        keys.open("[data-pad=serial_no]")
        keys.at(ENTRY)
        keys.open("[data-part=series]")
        keys.at("[data-part=many]")
        keys.press("Enter")
        keys.at(ENTRY)
        expect(page.locator(".pad-list b")).to_have_text(f"{self.code}00003")
        keys.press("Escape")
        keys.at("[data-pad=serial_no]")
        expect(page.locator("[name='items.1.qty']")).to_have_value("1")
        self.submit()
        keys.open(f"text={self.code}00003")
        expect(badge(page)).to_have_text(self.words["available"])
        expect(page.locator("main")).to_contain_text(self.shop.supplier)

    def care(self):
        """What is known of the unit beside the stock: its maintenance contract and notes."""
        page, keys = self.page, self.keys
        keys.press("e")
        scripted(page)
        keys.to("[name=amc_expiry_date]")
        page.keyboard.type("12122030")
        keys.write("[name=serial_no_details]", "Vue à l’atelier")
        keys.press("Control+s")
        keys.at(SAVED)
        expect(page.locator("main")).to_contain_text("Vue à l’atelier")
        assert self.client.serial(f"{self.code}00001")["amc_expiry_date"] == "2030-12-12"

    def back(self):
        """The delivery is cancelled, duplicated, edited, and its draft deleted."""
        page, keys, words = self.page, self.keys, self.words
        keys.open("a[href^='/stock/delivery-note/MAT-DN-']")
        expect(badge(page)).to_have_text(words["submitted"])
        keys.open(f"text={words['cancel']}")
        keys.at(QUESTION)
        keys.open("[data-confirm]", most=4)
        keys.at(SAVED)
        expect(badge(page)).to_have_text(words["cancelled"])
        assert self.client.serial(f"{self.code}00001")["status"] == "Active"
        keys.open(f"text={words['copy']}")
        scripted(page)
        keys.press("Control+s")
        keys.at(SAVED)
        expect(badge(page)).to_have_text(words["draft"])
        keys.open(f"text={words['edit']}")
        scripted(page)
        keys.write("[name='items.1.qty']", "2")
        keys.press("Control+s")
        keys.at(SAVED)
        name = page.locator("h1").inner_text()
        assert self.client.read("Delivery Note", name)["items"][0]["qty"] == 2
        keys.open(f"text={words['delete']}")
        keys.at(QUESTION)
        keys.open("[data-confirm]", most=4)
        keys.at("main .success")
        expect(page.locator("main .success")).to_contain_text(name)


def test_the_whole_story_without_a_mouse(story):
    story.item()
    story.receipt()
    story.purchase()
    inactive = story.by_hand()
    story.delivery(inactive)
    story.care()
    story.back()
