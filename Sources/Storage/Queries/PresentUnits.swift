public import Inventory

/// A unit that a warehouse should hold.
public struct PresentUnit: Hashable, Sendable {
    public let number: SerialNumber
    public let item: String
}

extension Books {
    /// The units that a warehouse should hold now, by item and number, with one statement.
    ///
    /// - Parameter items: the codes of the items that count; empty for all.
    /// - Throws: `Refusal` where there is no such warehouse, or it holds more than a document may have.
    public func units(in warehouse: String, of items: [String]) throws -> [PresentUnit] {
        let place = try find(Warehouse.self, warehouse).head.id
        let chosen: SQL =
            items.isEmpty ? "" : " AND i.\"name\" IN (SELECT k.\"name\" FROM \(rows: Rows(.texts("name", items))) k)"
        let units = try transaction.query(
            """
            SELECT u."name", i."name" FROM unit u JOIN item i ON i."id" = u."item_code"
            WHERE u."warehouse" = \(place)\(chosen) ORDER BY i."name", u."name_key" LIMIT \(unitLimit + 1)
            """
        ) { PresentUnit(number: SerialNumber($0.text(0) ?? ""), item: $0.text(1) ?? "") }
        if units.count > unitLimit { throw Refusal(.tooManyUnits(limit: unitLimit), field: "warehouse") }
        return units
    }
}
