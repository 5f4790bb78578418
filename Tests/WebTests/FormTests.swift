import Inventory
import Storage
import Testing

@testable import Web

@Suite struct `What a form sends` {
    private static func values(_ pairs: [String: String], _ type: any Record.Type = StockEntry.self) throws
        -> FormValues
    {
        try FormValues(pairs.mapValues(JSON.string), type)
    }

    @Test func `becomes fields and lines, in the order of their numbers, without the gaps`() throws {
        let values = try Self.values([
            "stock_entry_type": "Material Receipt", "items.10.item_code": "B", "items.2.item_code": "A",
            "items.2.qty": "3",
            "items.0.item_code": "no", "items.x.item_code": "no", "other.1.item_code": "no", "items.1.2.3": "no",
        ])
        #expect(values.fields == ["stock_entry_type": "Material Receipt"])
        #expect(values.tables == ["items": [["item_code": "A", "qty": "3"], ["item_code": "B"]]])
    }

    @Test func `leaves out what is the form's own`() throws {
        let own = ["_do": "save", "_key": "k", "modified": "m", "docstatus": "1", "prefill": "1", "name": "n"]
        #expect(try Self.values(own) == FormValues())
    }

    @Test func `says by the table's name that there is none of its lines left`() throws {
        #expect(try Self.values(["items": ""]).tables == ["items": []])
    }

    @Test func `may not have more lines than a document`() {
        let many = Dictionary(uniqueKeysWithValues: (1...(lineLimit + 1)).map { ("items.\($0).qty", "1") })
        #expect(throws: Refusal.self) { try Self.values(many) }
    }

    @Test func `drops lines in which nobody typed anything`() throws {
        var values = try Self.values([
            "items.1.item_code": "", "items.1.is_finished_item": "0", "items.2.item_code": "A", "items.3.name": "7",
            "items.3.qty": "",
        ])
        values.dropBlankRows()
        #expect(values.tables["items"]?.count == 2)
    }

    @Test func `keeps what a stored line holds and the form does not ask for`() throws {
        let stored = try Self.values(["items.1.name": "7", "items.1.item_name": "Pump", "items.1.qty": "1"])
        let typed = try Self.values(["items.1.name": "7", "items.1.qty": "2", "items.2.qty": "5"])
        let shown = stored.overlaid(with: typed).tables["items"]
        #expect(shown == [["name": "7", "item_name": "Pump", "qty": "2"], ["qty": "5"]])
    }
}

@Suite struct `What people type` {
    @Test(arguments: [
        ("1 234,5", "1234.5"), ("1\u{202F}234,5", "1234.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"),
        ("2,5", "2.5"),
        ("2.5", "2.5"), ("\u{2212}3", "-3"), ("1.234.567", "1234567"), ("1,234", "1.234"), ("douze", "douze"), ("", ""),
    ]) func `is a number with a comma in French`(typed: String, wire: String) {
        #expect(Locale.french.wire(typed, .quantity) == wire)
    }

    @Test(arguments: [
        ("1,234", "1234"), ("1,234.5", "1234.5"), ("2,5", "2.5"), ("1,234,567", "1234567"), ("2.5", "2.5"),
    ])
    func `is a number with a point in English`(typed: String, wire: String) {
        #expect(Locale.english.wire(typed, .money) == wire)
    }

    @Test(arguments: [
        ("23/11/2026", "2026-11-23"), ("23/11/26", "2026-11-23"),
        ("3.1.2026", "2026-01-03"), ("2026-11-23", "2026-11-23"),
        (" 2026-11-23 ", "2026-11-23"),
        ("31/31/2026", "2026-31-31"), ("hier", "hier"),
    ]) func `is a day with the day first in French`(typed: String, wire: String) {
        #expect(Locale.french.wire(typed, .day) == wire)
    }

    @Test func `is no day in English where it might be two`() {
        #expect(Locale.english.wire("03/04/2026", .day) == "03/04/2026")
    }

    @Test(arguments: ["1,2,3", "1e999", "--1", "12x", "٣"]) func `is refused where it is no number`(typed: String) {
        #expect(throws: Rejection.self) { try FieldKind.quantity.scalar(reading: Locale.french.wire(typed, .quantity)) }
    }

    @Test(arguments: Locale.allCases) func `is what a form shows`(locale: Locale) throws {
        let kinds: [(FieldKind, Scalar)] = [
            (.quantity, .integer(1_234_500)), (.money, .integer(-7_250_000)), (.day, .integer(20_000)),
            (.flag, .integer(1)),
            (.time, .integer(3_600_000)), (.integer, .integer(12)), (.text, .text("a, b.c")), (.decimal, .integer(1)),
        ]
        for (kind, scalar) in kinds {
            let typed = locale.typed(scalar, kind)
            #expect(try kind.scalar(reading: locale.wire(typed, kind)) == scalar, "\(kind)")
        }
    }
}

@Suite struct `A form's address` {
    private static func place(_ path: [String], show: Bool = false) -> FormPlace {
        var call = Call()
        call.path = path
        if show { call.parameters["show"] = "1" }
        return FormPlace(call, Item.type)
    }

    @Test func `tells the form for a new record from a record of that name`() {
        #expect(Self.place(["new"]) == .new)
        #expect(Self.place(["new"], show: true) == .record("new"))
        #expect(Item.type.address(of: "new") == "/stock/item/new?show=1")
    }

    @Test func `tells a record's form from a record whose name ends like it`() {
        #expect(Self.place(["A", "edit"]) == .edit("A"))
        #expect(Self.place(["A/edit"]) == .record("A/edit"))
        #expect(Self.place(["edit"]) == .record("edit"))
        #expect(Item.type.editAddress(of: "A/edit") == "/stock/item/A%2Fedit/edit")
        #expect(Self.place(["A/edit", "edit"]) == .edit("A/edit"))
    }

    @Test func `belongs to one record where there is only one`() {
        var call = Call()
        call.path = ["edit"]
        #expect(FormPlace(call, StockSettings.type) == .edit("Stock Settings"))
    }
}

@Suite struct `A button of a line` {
    @Test func `adds, copies without the units, and removes`() throws {
        var values = FormValues()
        values.tables["items"] = [["item_code": "A", "serial_no": "X", "name": "7"], ["item_code": "B"]]
        func press(_ words: String) -> [FormValues.Row]? {
            LineChange(words.split(separator: " ").map(String.init))?.applied(to: values).tables["items"]
        }
        #expect(press("add items")?.count == 3)
        #expect(press("copy items 1")?[1] == ["item_code": "A"])
        #expect(press("remove items 1") == [["item_code": "B"]])
        #expect(press("more items 2")?[1] == ["item_code": "B", "_more": "1"])
        #expect(press("remove items 9") == values.tables["items"])
        #expect(press("burn items 1") == nil)
    }
}
