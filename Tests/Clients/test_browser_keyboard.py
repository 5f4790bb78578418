"""The story that the product was asked with, and lists, without a mouse: by Tab, Enter, Space, what is typed, and shortcuts."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from client import refused
from documents import STORES, delivery
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
        expect(page.locator(".pad-list li")).to_contain_text(self.words["refused"])
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


# Lists, and what the card of shortcuts says.


LISTS = {
    "fr": {"status": "Statut", "delivered": "Livré", "saved": "Filtres enregistrés", "change": "Modifier", "submitted": "Validé"},
    "en": {"status": "Status", "delivered": "Delivered", "saved": "Saved filters", "change": "Change", "submitted": "Submitted"}}


@pytest.fixture(params=["fr", "en"])
def desk(request, browser):
    """A page, its keyboard, and the words of its language."""
    page = browser(language=request.param)
    return page, Keyboard(page), LISTS[request.param]


def test_rows_are_chosen_and_submitted_without_a_mouse(desk, client, shop):
    page, keys, words = desk
    item, remark = shop.item(), shop.name("remarque")
    numbers = shop.receive(item, qty=3)
    for number in numbers:
        client.made("Delivery Note", {**delivery(shop.customer, item, [number]), "docstatus": 0, "remarks": remark})
    page.goto(f"/stock/delivery-note?remarks={remark}")
    keys.press("x")
    keys.at("th.pick input")
    keys.press("Space")
    expect(page.locator(".bulk [role=status]")).to_contain_text("3")
    keys.to("td.pick input")
    keys.press("Space", "a")
    keys.at("[name=all]")
    expect(page.locator(".bulk [role=status]")).to_contain_text("2")
    keys.open("button[value=submit]", most=6)
    keys.at("form[data-each]")
    keys.open("form[data-each] button", most=2)
    keys.at("form[data-each] [role=status]")
    expect(page.locator(".badge.good")).to_have_text([words["submitted"]] * 2)
    assert [client.serial(number)["status"] for number in numbers].count("Delivered") == 2


def test_filters_are_made_kept_renamed_and_taken_away_without_a_mouse(desk, shop):
    page, keys, words = desk
    item, number, _ = shop.delivered_unit()
    shop.receive(item, qty=1)
    page.goto(f"/stock/serial-no?item_code={item}")
    keys.press("f")
    expect(page.locator("#new-filter")).to_be_visible()
    keys.to("[name='new.field']", most=2)
    page.keyboard.type(words["status"])
    keys.write("[name='new.value']", words["delivered"], most=3)
    keys.go()
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator("tbody tr")).to_have_count(1)
    name = shop.name("filtre")
    keys.open(f"text={words['saved']}")
    keys.write("[name=filter_name]", name, most=3)
    keys.go()
    keys.open(f"text={words['saved']}")
    keys.open(f"text={words['change']}", most=4)
    keys.write("[name=filter_name]", name + "-bis", most=2)
    keys.go("button[value=rename]", most=2)
    page.goto("/stock/serial-no")
    keys.open(f"text={words['saved']}")
    keys.go(f"text={name}-bis", most=3)
    expect(page.locator(".chip")).to_have_count(2)
    keys.open(f"text={words['saved']}")
    keys.open(f"text={words['change']}", most=4)
    keys.go("button[value=forget]", most=4)
    expect(page.locator(".saved li")).to_have_count(0)
    keys.go(".chip a")
    expect(page.locator(".chip")).to_have_count(1)


def test_a_panel_closes_when_one_leaves_it_and_by_escape(desk, shop):
    page, keys, words = desk
    page.goto("/stock/serial-no")
    keys.press("f")
    for _ in range(8):
        keys.press("Tab")
        keys.look()
    expect(page.locator(".tool[open]")).to_have_count(0)
    keys.press("f", "Tab", "Escape")
    expect(page.locator(".tool[open]")).to_have_count(0)
    keys.at("[data-key=f]")
    keys.to(".menu summary", key="Shift+Tab")
    keys.press("Enter")
    expect(page.locator(".menu details[open]")).to_have_count(1)
    keys.to("#q")
    expect(page.locator(".menu details[open]")).to_have_count(0)


def test_what_the_menu_opens_covers_nothing_on_the_way_through_it(desk):
    page, keys, _ = desk
    page.goto("/stock/item")
    for section in page.locator(".menu summary").all_inner_texts():
        keys.open(f"text={section.strip()}")
        keys.to(".menu details[open] > ul > li:last-child a", most=40)
        keys.press("Tab")
        expect(page.locator(".menu details[open]")).to_have_count(0)


def test_the_card_lists_the_shortcuts_and_each_does_what_it_says(desk, shop):
    page, keys, _ = desk
    item = shop.item()
    shop.receive(item, qty=60)
    rows = f"/stock/serial-no?item_code={item}"

    def leads(address, *pressed, start=rows):
        page.goto(start)
        keys.press(*pressed)
        expect(page).to_have_url(re.compile(address))

    def focuses(choice, *pressed, start=rows):
        page.goto(start)
        keys.press(*pressed)
        keys.at(choice)

    def searches():
        focuses("#find", "/")
        focuses("#find", "Control+k", start="/stock/item/new")

    def turns():
        leads("after=", "j")
        keys.press("k")
        expect(page).not_to_have_url(re.compile("after="))

    def saves(pressed, place):
        page.goto("/stock/delivery-note/new")
        scripted(page)
        keys.find("[name=customer]", shop.customer)
        keys.find("[name=set_warehouse]", STORES)
        keys.find("[name='items.1.item_code']", item)
        keys.write("[name='items.1.serial_no']", f"{item}-00001")
        keys.press(pressed)
        keys.at(place)

    def goes_down():
        page.goto("/stock/delivery-note/new")
        scripted(page)
        keys.to("[name='items.1.qty']")
        keys.press("Enter")
        keys.at("[name='items.2.qty']")

    def removes():
        goes_down()
        keys.press("Control+Backspace")
        expect(page.locator("tbody.line")).to_have_count(1)
        keys.at("[name='items.1.item_code']")

    def undoes():
        page.goto("/stock/look-up")
        keys.to(ENTRY)
        page.keyboard.type("U-1")
        keys.press("Enter")
        expect(page.locator("[name=serial_nos]")).to_have_value("U-1")
        keys.press("Control+z")
        expect(page.locator("[name=serial_nos]")).to_have_value("")

    def closes():
        page.goto(rows)
        keys.press("?")
        expect(page.locator("#shortcuts")).to_be_visible()
        keys.press("Escape")
        expect(page.locator("#shortcuts")).to_be_hidden()
        keys.press("f", "Escape")
        expect(page.locator(".tool[open]")).to_have_count(0)

    def shows():
        page.goto(rows)
        keys.press("?")
        expect(page.locator("#shortcuts")).to_be_visible()

    deeds = {
        "/ Ctrl K": searches, "g h": lambda: leads("/$", "g", "h"), "g s": lambda: leads("/stock/serial-no$", "g", "s"), "g c": lambda: leads("/stock/scan$", "g", "c"),
        "g l": lambda: leads("/stock/look-up$", "g", "l"), "n": lambda: leads("/stock/serial-no/new$", "n"), "f": lambda: focuses("[data-key=f]", "f"),
        "x": lambda: focuses("th.pick input", "x"), "a": lambda: focuses("[name=all]", "a"), "j k": turns,
        "e": lambda: leads("/edit$", "e", start=f"/stock/item/{item}"), "Ctrl S": lambda: saves("Control+s", SAVED), "Ctrl Enter": lambda: saves("Control+Enter", QUESTION), "Enter": goes_down,
        "Ctrl Backspace": removes, "Ctrl Z": undoes, "Esc": closes, "?": shows}
    page.goto(rows)
    listed = page.locator("#shortcuts dt").evaluate_all("all => all.map(one => [...one.children].map(key => key.textContent).join(' '))")
    assert set(listed) == set(deeds) and len(listed) == len(deeds)
    for deed in deeds.values():
        deed()
