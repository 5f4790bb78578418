import Inventory
import InventoryTesting
import Storage
import Synchronization
import Testing

@Suite struct `Custom fields in the database` {
    @Test(arguments: Backend.allCases)
    func `are defined once, keep their place, and are not renamed`(backend: Backend) async throws {
        try await check(
            """
            add Custom_Field dt=Serial_No label=Couleur fieldtype=Select options=rouge → ok
            add Custom_Field dt=Serial_No fieldname=couleur label=Teinte → DuplicateEntryError duplicate
            add Custom_Field dt=Item label=Couleur → ok
            add Custom_Field dt=Serial_No fieldname=Couleur → ValidationError field-name-invalid
            add Custom_Field dt=Serial_No fieldname=status → ValidationError field-taken
            add Custom_Field dt=Delivery_Note_Item fieldname=x → ValidationError no-custom-fields
            add Custom_Field dt=Gizmo fieldname=x → LinkValidationError link-unknown
            add Custom_Field fieldname=x → MandatoryError required
            add Custom_Field dt=Item fieldname=y fieldtype=Int default=z → ValidationError unreadable
            change Custom_Field Serial_No-couleur fieldtype=Data → CannotChangeConstantError fixed
            change Custom_Field Serial_No-couleur dt=Item → CannotChangeConstantError fixed
            change Custom_Field Serial_No-couleur label=Teinte → ok
            Custom_Field Serial_No-couleur fieldname = couleur
            rename Custom_Field Serial_No-couleur Serial_No-teinte → CannotChangeConstantError fixed
            delete Custom_Field Serial_No-couleur → ok
            delete Custom_Field Serial_No-couleur → DoesNotExistError not-found
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `are at most a hundred of a type`(backend: Backend) async throws {
        let shop = try await backend.shop()
        for number in 1...100 { try await shop.add(.init("f\(number)", .data), to: "Item") }
        let refusal = await #expect(throws: Refusal.self) { try await shop.add(.init("f101", .data), to: "Item") }
        #expect(refusal?.offences.map(\.rejection.code) == ["too-many-fields"])
        try await shop.add(.init("f101", .data), to: "Customer")
    }

    @Test(arguments: Backend.allCases)
    func `have values that are kept, changed, emptied and told in the trail`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.add(.init("colour", .data), to: "Serial No")
        try await shop.add(.init("weight", .float), to: "Serial No")
        try await shop.unit("M1", ["colour": .text("a \"red\" <b>é\n"), "weight": .number("1.5")])
        let made = try await shop.look { try $0.show(SerialNo.self, "m1").head.custom }
        #expect(made == CustomValues(["colour": .text("a \"red\" <b>é\n"), "weight": .number("1.5")]))
        try await shop.change("M1") { $0["colour"] = .text("blue") }
        try await shop.change("M1") { ($0["colour"], $0["weight"]) = (nil, nil) }
        #expect(try await shop.look { try $0.find(SerialNo.self, "M1").head.custom }.isEmpty)
        let trail = try await shop.look { try $0.history(of: "M1").map(\.changes) }
        #expect(trail[0] == #"{"colour":["blue",null],"weight":[1.5,null]}"#)
        #expect(trail[1] == #"{"colour":["a \"red\" <b>é\n","blue"]}"#)
        #expect(trail[2].contains(#""colour":[null,"a \"red\" <b>é\n"],"weight":[null,1.5]"#))
    }

    @Test(arguments: Backend.allCases)
    func `take their values along when they are deleted, and the trail says of how many`(backend: Backend) async throws
    {
        let shop = try await backend.shop()
        for name in ["colour", "weight"] { try await shop.add(.init(name, .data), to: "Serial No") }
        try await shop.unit("M1", ["colour": .text("red")])
        try await shop.unit("M2", ["colour": .text("red"), "weight": .text("heavy")])
        try await shop.unit("M3", ["weight": .text("light")])
        try await shop.work { try $0.delete(CustomField.self, "Serial No-colour") }
        let left = try await shop.look { books in
            try ["M1", "M2", "M3"].map { try books.find(SerialNo.self, $0).head.custom["weight"]?.text }
        }
        #expect(left == [nil, "heavy", "light"])
        let trail = try await shop.database.read { transaction in
            try transaction.query("SELECT \"changes\" FROM audit WHERE \"action\" = 'delete'") { $0.text(0) ?? "" }
        }
        #expect(trail.count == 1 && trail[0].hasSuffix(#","values":[2,0]}"#))
        try await shop.add(.init("colour", .integer), to: "Serial No")
        var listing = Listing(fields: ["name", "colour"])
        listing.custom = ["colour": .integer]
        let question = listing
        let rows = try await shop.look { try $0.list(SerialNo.self, question) }
        #expect(rows.map { $0[1] } == [.null, .null, .null])
    }

    @Test(arguments: Backend.allCases)
    func `never leave a value behind that was written at the same time`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.add(.init("colour", .data), to: "Serial No")
        let numbers = (1...30).map { "M\($0)" }
        for number in numbers { try await shop.unit(number, [:]) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, number) in numbers.enumerated() {
                group.addTask {
                    try await shop.work { books in
                        guard let field = try books.heldCustomFields(of: SerialNo.type).first else { return }
                        let old = try books.find(SerialNo.self, number)
                        var new = old
                        new.head.custom[field.fieldName] = .text("red")
                        _ = try books.update(new, replacing: old)
                    }
                }
                if index == 15 {
                    group.addTask { try await shop.work { try $0.delete(CustomField.self, "Serial No-colour") } }
                }
            }
            try await group.waitForAll()
        }
        let left = try await shop.database.read { transaction in
            try transaction.query("SELECT \"name\" FROM unit WHERE \"custom\" IS NOT NULL") { $0.text(0) ?? "" }
        }
        #expect(left == [])
    }

    @Test(arguments: Backend.allCases)
    func `ask nothing of units that a document makes, nor of what the product writes itself`(backend: Backend)
        async throws
    {
        let shop = try await backend.shop()
        var field = CustomField("colour", .data)
        field.isRequired = true
        for type in ["Serial No", "Stock Entry", "User"] { try await shop.add(field, to: type) }
        try await shop.submit(StockEntry.receipt(Shop.pump, 2))
        #expect(try await shop.look { try $0.find(SerialNo.self, "PUMP00002").head.custom }.isEmpty)
        let refusal = await #expect(throws: Refusal.self) {
            try await shop.write { books in
                var unit = SerialNo()
                (unit.number, unit.item) = ("M1", Link(Shop.motor))
                return try books.insert(unit)
            }
        }
        #expect(refusal?.offences == [Offence(.required, field: "colour", label: "The colour")])
    }

    @Test(arguments: Backend.allCases)
    func `of a submitted document change only where they may`(backend: Backend) async throws {
        let shop = try await backend.shop()
        var note = CustomField("note", .data)
        note.isAllowedOnSubmit = true
        try await shop.add(note, to: "Stock Entry")
        try await shop.add(.init("colour", .data), to: "Stock Entry")
        var draft = StockEntry.receipt(Shop.pump, 1)
        draft.head.custom = CustomValues(["note": .text("a"), "colour": .text("red")])
        let entry = try await shop.submit(draft)
        var changed = entry
        changed.head.custom["note"] = .text("b")
        let allowed = changed
        let saved = try await shop.work { try $0.update(document: allowed, replacing: entry) }
        changed.head.custom["colour"] = nil
        let refused = changed
        let refusal = await #expect(throws: Refusal.self) {
            try await shop.work { try $0.update(document: refused, replacing: saved) }
        }
        let change = Rejection.changedAfterSubmission(from: "red", to: "")
        #expect(refusal?.offences == [Offence(change, field: "colour", label: "The colour")])
        let stored = try await shop.look { try $0.find(StockEntry.self, entry.head.name).head.custom }
        #expect(stored == CustomValues(["note": .text("b"), "colour": .text("red")]))
        try await shop.cancel(saved)
    }
}
