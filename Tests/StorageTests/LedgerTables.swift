import InventoryTesting
import Testing

/// Tells a ledger table to a fresh shop, then asks whether every projection says what the ledger says.
func check(
    _ table: String, on backend: Backend, location: SourceLocation = #_sourceLocation
) async throws {
    let shop = try await backend.shop()
    for mismatch in try await LedgerTable.run(table, in: shop) {
        Issue.record(Comment(rawValue: mismatch), sourceLocation: location)
    }
    #expect(try await shop.discrepancies() == [], sourceLocation: location)
}
