import Inventory
import InventoryTesting
import Storage
import Testing

/// What reports tell after a random life is compared with a replay of the ledger's rows, one by one.
@Suite struct `Reports and the ledger` {
    private static let days = ["2026-01-04", "2026-01-05", "2026-01-06", "2026-01-07"]

    @Test(arguments: Backend.allCases, [3, 11] as [UInt64])
    func `units were where a replay says on every day, in each warehouse and with each customer`(
        backend: Backend, seed: UInt64
    ) async throws {
        let replay = try await Replay(after: seed, on: backend)
        for day in Self.days {
            let expected = replay.states(on: day)
            let told = try await replay.shop.report("Serial No Status", ["date": day])
            let names = ["serial_no", "status", "warehouse", "customer"]
            #expect(Set(told.map { row in names.map { row[$0] ?? "" } }) == Set(expected))
            #expect(told.count == expected.count)
            for (column, filter) in [(2, "warehouse"), (3, "customer")] {
                for place in Set(expected.map { $0[column] }) where !place.isEmpty {
                    let there = expected.filter { $0[column] == place }.map { $0[0] }.sorted()
                    let asked = ["date": day, filter: place]
                    #expect(try await replay.shop.report("Serial No Status", asked).serials == there)
                    let stays = ["from_date": day, "to_date": day, filter: place]
                    let stayed = try await replay.shop.report("Serial No Whereabouts", stays)
                    #expect(Set(stayed.serials).isSuperset(of: there))
                    #expect(stayed.filter { ($0["until"] ?? "9") > day || $0["until"] == "" }.serials == there)
                }
            }
        }
    }

    @Test(arguments: Backend.allCases, [3, 11] as [UInt64])
    func `what was ever in a place is every movement into it that stands`(backend: Backend, seed: UInt64) async throws {
        let replay = try await Replay(after: seed, on: backend)
        for place in Set(replay.moves.flatMap { [$0.target, $0.target.isEmpty ? $0.customer : ""] })
        where !place.isEmpty {
            let filter = place.hasSuffix("MS") ? "warehouse" : "customer"
            let came = replay.moves.filter { $0.target == place || $0.target.isEmpty && $0.customer == place }
            #expect(
                try await replay.shop.report("Serial No Whereabouts", [filter: place]).serials
                    == came.map(\.unit).sorted())
        }
    }

    @Test(arguments: Backend.allCases, [3, 11] as [UInt64])
    func `quantities on every day are the sums of the ledger until then`(backend: Backend, seed: UInt64) async throws {
        let replay = try await Replay(after: seed, on: backend)
        for (index, day) in Self.days.enumerated() {
            for from in Self.days[...index] + [""] {
                let told = try await replay.shop.report(
                    "Stock Balance", ["from_date": from, "to_date": day, "show_empty": "1"])
                let expected = replay.balances(from: from, to: day)
                #expect(
                    Set(
                        told.map { row in
                            ["item_code", "warehouse", "opening_qty", "in_qty", "out_qty", "bal_qty", "bal_val"].map {
                                row[$0] ?? ""
                            }
                        }) == expected, "\(from) to \(day)")
            }
        }
    }

    @Test(arguments: Backend.allCases, [3, 11] as [UInt64])
    func `the ledgers have every row once, in both directions and page by page`(backend: Backend, seed: UInt64)
        async throws
    {
        let replay = try await Replay(after: seed, on: backend)
        for name in ["Stock Ledger", "Serial No Ledger", "Serial No Whereabouts", "Stock Balance", "Serial No Status"] {
            let all = try await replay.shop.report(name, ["show_cancelled": "1"])
            let back = try await replay.shop.report(name, ["show_cancelled": "1"], descending: true)
            #expect(all == back.reversed(), "\(name)")
            var paged: [[String: String]] = []
            var next: String?
            repeat {
                let page = try await replay.shop.answer(name, ["show_cancelled": "1"], after: next, count: 7)
                paged += page.rows
                next = page.next
            } while next != nil
            #expect(paged == all, "\(name)")
        }
        let ledger = try await replay.shop.report("Stock Ledger", ["show_cancelled": "1"])
        #expect(ledger.map { $0["qty_after_transaction"] } == replay.runningQuantities)
        #expect(ledger.last?["stock_value"] == replay.lastValue)
        let standing = try await replay.shop.report("Serial No Ledger", [:])
        let ends = replay.moves.flatMap { [$0.source, $0.target] }.filter { !$0.isEmpty }
        #expect(standing.count == ends.count)
    }

    @Test(arguments: Backend.allCases, [3, 11] as [UInt64])
    func `quantities and units always agree`(backend: Backend, seed: UInt64) async throws {
        let replay = try await Replay(after: seed, on: backend)
        let rows = try await replay.shop.report("Stock Qty vs Serial No Count", [:])
        #expect(
            !rows.isEmpty && rows.allSatisfy { $0["difference"] == "0.0" && $0["stock_qty"] == $0["serial_no_count"] })
        #expect(try await replay.shop.report("Stock Qty vs Serial No Count", ["only_differences": "1"]).isEmpty)
        let totals = try await replay.shop.look { books in
            try books.answer(.stockCount, [:]).totals
        }
        #expect(totals["difference"] == .integer(0) && (totals["stock_qty"]?.integerValue ?? 0) > 0)
        // A page has the sums only where one item is asked for.
        for (asked, isSummed) in [([:], false), (["item_code": rows[0]["item_code"] ?? ""], true)] {
            let page = try await replay.shop.look { books in
                try books.answer(.stockCount, asked, count: 1, isPage: true)
            }
            #expect(page.rows.count == 1 && page.totals.isEmpty == !isSummed)
        }
    }
}

/// The rows of the ledger after a random life, and what follows from them.
private struct Replay {
    struct Move {
        let unit, source, target, customer, supplier, day: String
    }

    struct Entry {
        let item, place, day: String
        let quantity, value: Int64
        let stands: Bool
    }

    let shop: Shop
    /// The movements that stand, in their order.
    let moves: [Move]
    /// All entries, in the order of the books.
    let entries: [Entry]

    init(after seed: UInt64, on backend: Backend) async throws {
        let shop = try await backend.shop()
        #expect(try await Workload.run(seed: seed, steps: 120, in: shop) == nil)
        self.shop = shop
        (moves, entries) = try await shop.database.read { transaction in
            let day = { (milliseconds: Int64?) in PostingTime(milliseconds: milliseconds ?? 0).day.description }
            let moves = try transaction.query(
                """
                SELECT u."name", s."name", t."name", c."name", v."name", p."posted_at" FROM movement m
                JOIN posting p ON p."id" = m."posting" JOIN unit u ON u."id" = m."unit"
                LEFT JOIN warehouse s ON s."id" = m."source" LEFT JOIN warehouse t ON t."id" = m."target"
                LEFT JOIN customer c ON c."id" = p."customer" LEFT JOIN supplier v ON v."id" = p."supplier"
                WHERE m."reverses" IS NULL AND m."id" NOT IN (SELECT r."reverses" FROM movement r WHERE r."reverses" IS NOT NULL)
                ORDER BY m."id"
                """
            ) { row in
                Move(
                    unit: row.text(0) ?? "", source: row.text(1) ?? "", target: row.text(2) ?? "",
                    customer: row.text(3) ?? "", supplier: row.text(4) ?? "", day: day(row.integer(5)))
            }
            let entries = try transaction.query(
                """
                SELECT i."name", w."name", e."posted_at", e."actual_qty", e."stock_value_difference",
                p."cancels" IS NULL AND p."id" NOT IN (SELECT c."cancels" FROM posting c WHERE c."cancels" IS NOT NULL)
                FROM stock_ledger_entry e JOIN posting p ON p."id" = e."posting" JOIN item i ON i."id" = e."item_code"
                JOIN warehouse w ON w."id" = e."warehouse" ORDER BY e."posted_at", e."id"
                """
            ) { row in
                Entry(
                    item: row.text(0) ?? "", place: row.text(1) ?? "", day: day(row.integer(2)),
                    quantity: row.integer(3) ?? 0, value: row.integer(4) ?? 0, stands: row.integer(5) == 1)
            }
            return (moves, entries)
        }
    }

    /// Number, status, warehouse and customer of every unit that had come in by the end of a day.
    func states(on day: String) -> [[String]] {
        var states: [String: [String]] = [:]
        for move in moves where move.day <= day {
            let gone = move.customer.isEmpty ? move.supplier.isEmpty ? "Consumed" : "Returned" : "Delivered"
            let isThere = !move.target.isEmpty
            states[move.unit] = [move.unit, isThere ? "Active" : gone, move.target, isThere ? "" : move.customer]
        }
        return Array(states.values)
    }

    /// Item, warehouse, opening, in, out, balance and value, as the report writes them.
    func balances(from: String, to: String) -> Set<[String]> {
        Set(
            Dictionary(grouping: entries, by: { [$0.item, $0.place] }).map { place, entries in
                let until = entries.filter { $0.day <= to }
                let within = until.filter { $0.day >= from && $0.stands }.map(\.quantity)
                let sums = [
                    from.isEmpty ? 0 : entries.filter { $0.day < from }.reduce(0) { $0 + $1.quantity },
                    within.reduce(0) { $0 + max(0, $1) }, within.reduce(0) { $0 - min(0, $1) },
                    until.reduce(0) { $0 + $1.quantity },
                ]
                return place + sums.map { Quantity(thousandths: $0).description }
                    + [Money(millionths: until.reduce(0) { $0 + $1.value }).description]
            })
    }

    /// What was in the entry's place after each entry.
    var runningQuantities: [String] {
        var sums: [[String]: Int64] = [:]
        return entries.map { entry in
            sums[[entry.item, entry.place], default: 0] += entry.quantity
            return Quantity(thousandths: sums[[entry.item, entry.place]] ?? 0).description
        }
    }

    var lastValue: String {
        let last = entries.last
        let same = entries.filter { $0.item == last?.item && $0.place == last?.place }
        return Money(millionths: same.reduce(0) { $0 + $1.value }).description
    }
}

extension Shop {
    /// The rows of a report, each as text by column.
    func report(
        _ name: String, _ filters: [String: String], descending: Bool = false
    ) async throws -> [[String: String]] {
        try await answer(name, filters, descending: descending).rows
    }

    func answer(
        _ name: String, _ filters: [String: String], after: String? = nil, count: Int = Report.rowLimit,
        descending: Bool = false
    ) async throws -> (rows: [[String: String]], next: String?) {
        let report = try #require(Report.all.first { $0.name == name })
        let answer = try await look {
            try $0.answer(report, filters, after: after, count: count, descending: descending)
        }
        let rows = answer.rows.map { row in
            Dictionary(uniqueKeysWithValues: zip(report.columns, row).map { ($0.name, $0.kind.text($1)) })
        }
        return (rows, answer.next)
    }
}

extension [[String: String]] {
    /// The serial numbers of the rows, sorted.
    var serials: [String] { map { $0["serial_no"] ?? "" }.sorted() }
}
