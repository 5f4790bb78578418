import Inventory
import Testing

@Suite struct `Custom fields` {
    @Test(
        arguments: [
            ("Couleur", "couleur"), ("Numéro d’atelier", "numero_d_atelier"), ("  Œuvre  n° 2 ", "oeuvre_n_2"),
            ("2e choix", "e_choix"), ("Straße (km)", "strasse_km"), ("日本", ""), ("_x_", "x"), ("1 2", ""),
        ])
    func `take a name from their label`(label: String, name: String) {
        #expect(CustomField.fieldName(from: label) == name)
    }

    @Test func `take a name that is never longer than a name may be`() {
        let name = CustomField.fieldName(from: String(repeating: "é", count: 200))
        #expect(name.count == 64 && CustomField.isIdentifier(name))
    }

    @Test(
        arguments: [
            ("a", true), ("colour_2", true), ("a" + String(repeating: "b", count: 63), true), ("", false),
            ("Colour", false), ("2a", false), ("_a", false), ("a-b", false), ("a b", false), ("é", false),
            ("a" + String(repeating: "b", count: 64), false), ("a\0", false), ("a\"b", false),
        ])
    func `have a name that is an identifier`(name: String, isIdentifier: Bool) {
        #expect(CustomField.isIdentifier(name) == isIdentifier)
    }

    @Test(
        arguments: [
            ("Serial No", "colour", "Data", "", "", ""), ("Delivery Note", "colour", "Check", "", "1", ""),
            ("User", "badge", "Int", "", "7", ""), ("Item", "colour", "Select", "red\nblue", "blue", ""),
            ("Gizmo", "colour", "Data", "", "", "link-unknown dt"),
            ("Delivery Note Item", "colour", "Data", "", "", "no-custom-fields dt"),
            ("Has Role", "colour", "Data", "", "", "no-custom-fields dt"),
            ("Bin", "colour", "Data", "", "", "no-custom-fields dt"),
            ("Custom Field", "colour", "Data", "", "", "no-custom-fields dt"),
            ("Item", "Colour", "Data", "", "", "field-name-invalid fieldname"),
            ("Item", "item_name", "Data", "", "", "field-taken fieldname"),
            ("Item", "uoms", "Data", "", "", "field-taken fieldname"),
            ("Item", "docstatus", "Data", "", "", "field-taken fieldname"),
            ("Item", "data", "Data", "", "", "field-taken fieldname"),
            ("Serial No", "maintenance_status", "Data", "", "", "field-taken fieldname"),
            ("Item", "colour", "Select", " \n\n", "", "required options"),
            ("Item", "colour", "Select", "red\n" + String(repeating: "x", count: 141), "", "too-long options"),
            ("Item", "colour", "Select", "red\nblue", "green", "not-a-choice default"),
            ("Item", "colour", "Int", "", "many", "unreadable default"),
            ("Item", "colour", "Float", "", "1000000001", "out-of-range default"),
            ("Item", "colour", "Date", "", "tomorrow", "unreadable default"),
        ])
    func `are refused for what is wrong with them`(
        row: (type: String, name: String, kind: String, options: String, standard: String, found: String)
    ) throws {
        var field = Self.field(row.name, try #require(CustomFieldType(rawValue: row.kind)), options: row.options)
        field.typeName = row.type
        field.standard = row.standard
        let faults = field.faults(Linked(now: PostingTime(milliseconds: 0)))
        #expect(faults.map { "\($0.rejection.code) \($0.field ?? "")" }.joined(separator: ", ") == row.found)
    }

    @Test func `are at most a hundred of a type`() {
        let field = Self.field("colour", .data)
        #expect(field.faults(beside: Array(repeating: field, count: 99)) == [])
        let found = field.faults(beside: Array(repeating: field, count: 100))
        #expect(found == [Offence(.tooManyFields(limit: 100), field: "dt")])
    }

    @Test(
        arguments: [
            (.data, "rouge", .text("rouge")), (.integer, "-3", .number("-3")), (.float, "12.50", .number("12.5")),
            (.currency, "1e3", .number("1000.0")), (.date, "2026-11-23", .text("2026-11-23")),
            (.check, "yes", .number("1")), (.check, "0", .number("0")), (.select, "b", .text("b")),
            (.longText, "a\nb", .text("a\nb")), (.data, "", nil), (.integer, "", nil), (.select, "", nil),
        ] as [(CustomFieldType, String, CustomValues.Value?)])
    func `keep values as the wire writes them`(type: CustomFieldType, text: String, kept: CustomValues.Value?) throws {
        let field = Self.field("f", type, options: "a\nb")
        let scalar = try field.kind.scalar(reading: text)
        #expect(field.value(of: scalar) == kept)
        #expect(field.scalar(of: kept) == scalar)
    }

    @Test func `offer each value of a select once`() {
        #expect(Self.field("f", .select, options: " a \r\n\nb\na\n").choices == ["a", "b"])
        #expect(Self.field("f", .data, options: "a\nb").choices == [])
        #expect(Self.field("f", .select, options: "a").scalar(of: .text("gone")) == .text("gone"))
    }

    @Test func `give a new record their default, and ask for what is required`() {
        var (colour, weight, tested) = (
            Self.field("colour", .data), Self.field("weight", .float), Self.field("t", .check)
        )
        (colour.standard, colour.isRequired, weight.isRequired, tested.isRequired) = ("red", true, true, true)
        var values = CustomValues()
        #expect(
            values.complete([colour, weight, tested]) == [Offence(.required, field: "weight", label: "The weight")])
        #expect(values == CustomValues(["colour": .text("red")]))
        values = CustomValues(["colour": .text("blue"), "weight": .number("1.0")])
        #expect(values.complete([colour, weight, tested]) == [])
        #expect(values["colour"] == .text("blue"))
    }

    @Test func `keep a required value from being emptied, and ask nothing of a record that never had one`() {
        var colour = Self.field("colour", .data)
        colour.isRequired = true
        let red = CustomValues(["colour": .text("red")])
        let missing = Offence(.required, field: "colour", label: "The colour")
        #expect(CustomValues().faults(emptying: red, [colour]) == [missing])
        #expect(CustomValues().faults(emptying: CustomValues(), [colour]) == [])
        #expect(red.faults(emptying: red, [colour]) == [])
    }

    @Test func `of a submitted document stay, unless they may change`() {
        var (colour, note) = (Self.field("colour", .data), Self.field("note", .data))
        note.isAllowedOnSubmit = true
        let old = CustomValues(["colour": .text("red"), "note": .text("a")])
        let new = CustomValues(["colour": .text("blue"), "note": .text("b")])
        let change = Rejection.changedAfterSubmission(from: "red", to: "blue")
        let expected = [Offence(change, field: "colour", label: "The colour")]
        #expect(new.faults(replacingSubmitted: old, [colour, note]) == expected)
        colour.isAllowedOnSubmit = true
        #expect(new.faults(replacingSubmitted: old, [colour, note]) == [])
    }

    @Test func `stand behind the field that they name, else at the end`() {
        var (second, third) = (Self.field("b", .data), Self.field("c", .data))
        (second.insertAfter, third.insertAfter) = ("a", "b")
        #expect([second, third, Self.field("z", .data)].placed(among: ["a", "x"]) == ["a", "b", "c", "x", "z"])
    }

    private static func field(_ name: String, _ type: CustomFieldType, options: String = "") -> CustomField {
        var field = CustomField()
        (field.typeName, field.fieldName, field.fieldType, field.label) = ("Item", name, type, "The \(name)")
        field.options = LongText(options)
        return field
    }
}

@Suite struct `Values as text` {
    @Test(
        arguments: [
            (.integer, "7", .integer(7)), (.integer, "7.0", .integer(7)), (.flag, "TRUE", .integer(1)),
            (.quantity, "1.5", .integer(1500)), (.decimal, "0.0000005", .integer(1)),
            (.decimal, "999999999.999999", .integer(999_999_999_999_999)), (.text, "", .null), (.time, "", .null),
            (.day, "1970-01-02", .integer(1)), (.choice(["a"]), "a", .text("a")),
        ] as [(FieldKind, String, Scalar)])
    func `are read`(kind: FieldKind, text: String, scalar: Scalar) throws {
        #expect(try kind.scalar(reading: text) == scalar)
    }

    @Test(
        arguments: [
            (.integer, "7.5", .unreadable(expected: "a whole number")), (.flag, "2", .unreadable(expected: "0 or 1")),
            (.integer, "2147483648", .outOfRange(least: "-2147483648", most: "2147483647")),
            (.decimal, "1e10", .outOfRange(least: "-1000000000", most: "1000000000")),
            (.money, "x", .unreadable(expected: "a number")), (.text, "a\0", .unreadable(expected: "text")),
            (.text, String(repeating: "x", count: 141), .tooLong(limit: 140)),
            (.longText, String(repeating: "x", count: 65_536), .tooLong(limit: 65_535)),
            (.choice(["a"]), "b", .notAChoice(value: "b", choices: ["a"])),
            (.instant, "x", .unreadable(expected: "nothing")),
        ] as [(FieldKind, String, Rejection)])
    func `are refused`(kind: FieldKind, text: String, rejection: Rejection) {
        #expect(throws: rejection) { try kind.scalar(reading: text) }
    }
}
