import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Migrations` {
    @Test(arguments: Backend.allCases)
    func `a migrated database has everything that the types need`(backend: Backend) async throws {
        let database = try await backend.database()
        try await database.migrate(Migration.all)
        #expect(try await SchemaText.difference(in: database) == "")
    }

    @Test(arguments: Backend.allCases)
    func `an empty database lacks everything, and what is written for it makes it whole`(backend: Backend) async throws
    {
        let database = try await backend.database()
        let text = try await SchemaText.difference(in: database)
        #expect(text.contains("CREATE TABLE \"delivery_note_item\""))
        try await database.migrate([Migration(number: 1, name: "all at once", text: text)])
        #expect(try await SchemaText.difference(in: database) == "")
    }

    @Test(arguments: Backend.allCases)
    func `migrating again changes nothing`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.database.migrate(Migration.all)
        #expect(try await shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `units of a database that did not count them are counted`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 3))
        try await shop.submit(StockEntry.receipt(Shop.screw, 2))
        try await shop.submit(StockEntry.transfer(Shop.pump, 1, "PUMP00002"))
        try await shop.database.write { transaction in
            for index in [
                "balance_difference", "unit_item_warranty", "unit_customer_warranty", "unit_item_contract",
                "unit_customer_contract",
            ] { _ = try transaction.execute("DROP INDEX \(name: index)") }
            _ = try transaction.execute("ALTER TABLE balance DROP COLUMN \"units\"")
            _ = try transaction.execute("DELETE FROM schema_version WHERE \"number\" = 16")
        }
        try await shop.database.migrate(Migration.all)
        #expect(try await shop.discrepancies() == [])
        let rows = try await shop.report("Stock Qty vs Serial No Count", [:])
        #expect(rows.map { $0["serial_no_count"] } == ["2.0", "1.0"])
    }

    @Test(arguments: Backend.allCases)
    func `a database of a newer version is left alone`(backend: Backend) async throws {
        let database = try await backend.database()
        let next = (Migration.all.last?.number ?? 0) + 1
        try await database.migrate(Migration.all + [Migration(number: next, name: "to come", text: "")])
        let error = await #expect(throws: StorageError.self) { try await database.migrate(Migration.all) }
        guard case .newer(found: next, known: next - 1) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `steps are numbered one after the other`() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }
}
