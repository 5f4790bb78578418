import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Files and notes` {
    private static func file(_ name: String, size: Int = 3) -> NewFile {
        NewFile(name: name, mediaType: "text/plain", size: size, content: "YWJj")
    }

    /// A shop with one unit, PUMP00001, in the stores.
    private static func shop(_ backend: Backend) async throws -> Shop {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 1))
        return shop
    }

    private static func names(_ shop: Shop, _ serial: String) async throws -> [String] {
        try await shop.look { books in
            let key = try books.find(SerialNo.self, serial).head.id
            return try books.attachments(of: SerialNo.type, key: key).map(\.fileName)
                + books.notes(of: SerialNo.type, key: key).map(\.text)
        }
    }

    @Test(arguments: Backend.allCases) func `are kept with the record, and follow it to its new name`(backend: Backend)
        async throws
    {
        let shop = try await Self.shop(backend)
        let kept = try await shop.work {
            try $0.attach([Self.file("a.txt"), Self.file("b.txt")], to: SerialNo.self, "pump00001")
        }
        try await shop.work { try $0.note("Carton <abîmé>\nsinon bien", on: SerialNo.self, "PUMP00001") }
        _ = try await shop.work { try $0.rename(SerialNo.self, "PUMP00001", to: "PUMP-1", reason: "Mal lu") }
        #expect(try await Self.names(shop, "PUMP-1") == ["a.txt", "b.txt", "Carton <abîmé>\nsinon bien"])
        let content = try await shop.look { try $0.file(kept[1].id, on: SerialNo.type).content }
        #expect(content == "YWJj")
        await #expect(throws: Refusal.self) { try await shop.look { _ = try $0.file(kept[1].id, on: Item.type) } }
    }

    @Test(arguments: Backend.allCases) func `are noted in the trail, with the reason of a correction`(backend: Backend)
        async throws
    {
        let shop = try await Self.shop(backend)
        let kept = try await shop.work { try $0.attach([Self.file("a.txt")], to: SerialNo.self, "PUMP00001") }
        try await shop.work { try $0.note("secret", on: SerialNo.self, "PUMP00001") }
        try await shop.work { try $0.removeFile(kept[0].id, from: SerialNo.self, "PUMP00001", ofAnyone: false) }
        let note = try await shop.look { books in
            try books.notes(of: SerialNo.type, key: books.find(SerialNo.self, "PUMP00001").head.id)[0].id
        }
        try await shop.work { try $0.removeNote(note, from: SerialNo.self, "PUMP00001", ofAnyone: false) }
        _ = try await shop.work { try $0.rename(SerialNo.self, "PUMP00001", to: "PUMP-1", reason: "Mal lu") }
        let edits = try await shop.look { try $0.history(of: "PUMP-1").filter { $0.postedAt == nil } }
        #expect(edits.map(\.kind) == ["rename", "unnote", "detach", "note", "attach"])
        #expect(edits[0].changes.contains("Mal lu") && edits[4].changes.contains("a.txt"))
        #expect(!edits.contains { $0.changes.contains("secret") })
        #expect(try await Self.names(shop, "PUMP-1") == [])
    }

    @Test(arguments: Backend.allCases) func `of someone else are removed only by who may remove all`(backend: Backend)
        async throws
    {
        let shop = try await Self.shop(backend)
        let kept = try await shop.work { try $0.attach([Self.file("a.txt")], to: SerialNo.self, "PUMP00001") }[0].id
        try await shop.work { _ = try $0.add(User.self) { $0.email = "lea@example.org" } }
        func remove(ofAnyone: Bool) async throws {
            let clock = Clock(
                now: Instant(milliseconds: 1_800_000_000_000), local: PostingTime(milliseconds: 1_800_000_000_000))
            try await shop.database.write { transaction in
                let key = try Books(transaction, author: .administrator, clock: clock).find(
                    User.self, "lea@example.org"
                ).head.id
                let lea = Books(transaction, author: Author(id: key ?? 0, name: "lea@example.org"), clock: clock)
                try lea.removeFile(kept, from: SerialNo.self, "PUMP00001", ofAnyone: ofAnyone)
            }
        }
        let refusal = await #expect(throws: Refusal.self) { try await remove(ofAnyone: false) }
        #expect(refusal?.offences.map(\.rejection.code) == ["not-theirs"])
        #expect(try await Self.names(shop, "PUMP00001") == ["a.txt"])
        try await remove(ofAnyone: true)
        #expect(try await Self.names(shop, "PUMP00001") == [])
    }

    @Test(arguments: Backend.allCases) func `have limits, and all of a form are kept or none`(backend: Backend)
        async throws
    {
        let shop = try await Self.shop(backend)
        func attach(_ files: [NewFile]) async throws {
            _ = try await shop.work { try $0.attach(files, to: SerialNo.self, "PUMP00001") }
        }
        let tooLarge = await #expect(throws: Refusal.self) {
            try await attach([Self.file("a.txt"), Self.file("b.txt", size: Attachment.sizeLimit + 1)])
        }
        #expect(tooLarge?.offences.map(\.rejection.code) == ["file-too-large"])
        #expect(try await Self.names(shop, "PUMP00001") == [])
        try await attach((1...Attachment.countLimit).map { Self.file("\($0).txt") })
        let tooMany = await #expect(throws: Refusal.self) { try await attach([Self.file("one more.txt")]) }
        #expect(tooMany?.offences.map(\.rejection.code) == ["too-many-files"])
        for text in ["", " \n\t", String(repeating: "x", count: Note.lengthLimit + 1)] {
            await #expect(throws: Refusal.self) {
                try await shop.work { try $0.note(text, on: SerialNo.self, "PUMP00001") }
            }
        }
        try await shop.work { books in
            for _ in 1...Note.countLimit { try books.note("x", on: SerialNo.self, "PUMP00001") }
        }
        let oneMore = await #expect(throws: Refusal.self) {
            try await shop.work { try $0.note("x", on: SerialNo.self, "PUMP00001") }
        }
        #expect(oneMore?.offences.map(\.rejection.code) == ["too-many-notes"])
        await #expect(throws: Refusal.self) { try await shop.work { try $0.note("x", on: SerialNo.self, "NOPE") } }
        await #expect(throws: Refusal.self) { try await shop.work { try $0.note("x", on: Bin.self, "1") } }
    }

    @Test(arguments: Backend.allCases) func `keep their limits when many come at once`(backend: Backend) async throws {
        let shop = try await Self.shop(backend)
        let kept = await withTaskGroup(of: Bool.self) { group in
            for number in 1...(Attachment.countLimit + 10) {
                group.addTask {
                    let file = Self.file("\(number).txt")
                    return (try? await shop.work { try $0.attach([file], to: SerialNo.self, "PUMP00001") }) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(kept == Attachment.countLimit)
        #expect(try await Self.names(shop, "PUMP00001").count == Attachment.countLimit)
    }

    @Test(arguments: Backend.allCases) func `put on a record while it is deleted leave nothing behind`(
        backend: Backend
    ) async throws {
        let shop = try await backend.shop()
        for round in 1...10 {
            try await shop.work { _ = try $0.add(Brand.self) { $0.brand = "B\(round)" } }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await shop.work { try $0.note("x", on: Brand.self, "B\(round)") } }
                group.addTask { _ = try? await shop.work { try $0.delete(Brand.self, "B\(round)") } }
            }
        }
        let orphans = try await shop.database.read { transaction in
            try transaction.first(
                "SELECT count(*) FROM note n WHERE NOT EXISTS (SELECT 1 FROM brand b WHERE b.\"id\" = n.\"record\")"
            ) { $0.integer(0) }
        }
        #expect(orphans == 0)
    }

    @Test(arguments: Backend.allCases) func `go with a record that is deleted, and with no other`(backend: Backend)
        async throws
    {
        let shop = try await Self.shop(backend)
        try await shop.work { books in
            _ = try books.add(Brand.self) { $0.brand = "Grohe" }
            _ = try books.attach([Self.file("brand.txt")], to: Brand.self, "Grohe")
            try books.note("x", on: Brand.self, "Grohe")
            _ = try books.attach([Self.file("unit.txt")], to: SerialNo.self, "PUMP00001")
        }
        try await shop.work { try $0.delete(Brand.self, "Grohe") }
        #expect(try await Self.names(shop, "PUMP00001") == ["unit.txt"])
        let left = try await shop.database.read { transaction in
            try ["attachment", "attachment_content", "note"].map { table in
                try transaction.first("SELECT count(*) FROM \(name: table)") { $0.integer(0) ?? 0 } ?? 0
            }
        }
        #expect(left == [1, 1, 0])
    }

    @Test(arguments: Backend.allCases, Backend.allCases) func `are copied to another database`(
        from: Backend, to: Backend
    ) async throws {
        let shop = try await Self.shop(from)
        let content = String(repeating: "QUJD", count: 500_000)
        try await shop.work { books in
            let files = (1...9).map {
                NewFile(name: "\($0).pdf", mediaType: "application/pdf", size: 1_500_000, content: content)
            }
            _ = try books.attach(files, to: SerialNo.self, "PUMP00001")
            try books.note("Vu 🔧", on: SerialNo.self, "PUMP00001")
        }
        let target = try await to.database(hasSchema: true)
        try await target.migrate(Migration.all)
        try await Copying(from: shop.database, to: target).run { _, _, _ in }
        let copy = Shop(over: target, after: shop)
        #expect(try await Self.names(copy, "PUMP00001") == (1...9).map { "\($0).pdf" } + ["Vu 🔧"])
        let kept = try await copy.work { try $0.attach([Self.file("later.txt")], to: SerialNo.self, "PUMP00001") }
        #expect(kept[0].id > 9)
        #expect(try await copy.look { try $0.file(9, on: SerialNo.type).content } == content)
    }
}
