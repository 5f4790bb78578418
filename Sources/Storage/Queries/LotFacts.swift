public import Inventory

/// Where the goods of a lot are, and with whom.
public struct LotFacts: Sendable {
    /// How much there is, by warehouse.
    public let quantities: [(warehouse: String, quantity: Quantity)]
    /// How many units there are in each state; empty for goods without serial numbers.
    public let states: [(status: String, count: Int)]
    /// Who has how much, those with the most first.
    public let customers: [(name: String, quantity: Quantity)]
    /// The recalls of the lot, the latest first.
    public let recalls: [(name: String, state: DocumentState, isClosed: Bool)]

    /// The most customers that are told.
    public static let customerLimit = 100
}

extension Books {
    /// Where the goods of a lot are: four statements, whatever its size.
    public func facts(ofLot lot: Int64, named name: String) throws -> LotFacts {
        let quantities = try transaction.query(
            """
            SELECT w."name", CAST(sum(t."quantity") AS BIGINT) FROM (
                SELECT l."warehouse", l."actual_qty" AS "quantity" FROM lot_balance l
                WHERE l."batch_no" = \(lot) AND l."actual_qty" <> 0
                UNION ALL SELECT u."warehouse", count(*) * 1000 FROM unit u
                WHERE u."batch_no" = \(lot) AND u."warehouse" IS NOT NULL GROUP BY u."warehouse") t
            JOIN warehouse w ON w."id" = t."warehouse" GROUP BY w."name" ORDER BY w."name"
            """
        ) { (warehouse: $0.text(0) ?? "", quantity: Quantity(thousandths: $0.integer(1) ?? 0)) }
        let states = try transaction.query(
            """
            SELECT \(UnitPlaces.status(clock.today)), count(*) FROM unit u WHERE u."batch_no" = \(lot)
            GROUP BY 1 ORDER BY 1
            """
        ) { (status: $0.text(0) ?? "", count: Int($0.integer(1) ?? 0)) }
        let customers = try transaction.query(
            """
            SELECT c."name", CAST(sum(t."quantity") AS BIGINT) FROM (
                SELECT u."customer", count(*) * 1000 AS "quantity" FROM unit u
                WHERE u."batch_no" = \(lot) AND u."customer" IS NOT NULL GROUP BY u."customer"
                UNION ALL SELECT p."customer", -e."actual_qty" FROM stock_ledger_entry e
                JOIN item i ON i."id" = e."item_code" AND i."has_serial_no" = 0 JOIN posting p ON p."id" = e."posting"
                WHERE e."batch_no" = \(lot) AND p."customer" IS NOT NULL) t
            JOIN customer c ON c."id" = t."customer" GROUP BY c."name" HAVING sum(t."quantity") > 0
            ORDER BY 2 DESC, 1 LIMIT \(LotFacts.customerLimit)
            """
        ) { (name: $0.text(0) ?? "", quantity: Quantity(thousandths: $0.integer(1) ?? 0)) }
        return LotFacts(
            quantities: quantities, states: states, customers: customers, recalls: try recalls(ofLot: name))
    }
}
