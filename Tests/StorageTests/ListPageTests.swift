import Inventory
import InventoryTesting
import Storage
import Testing

/// Lists are walked page by page, by keys; what comes out is the sorted list, whatever the way.
@Suite struct `Pages of a list` {
    /// What a test knows of an item, in the order in which they were added.
    private struct Row: Sendable {
        let name: String
        let barcode: String?
        let key: Int
    }

    @Test(
        arguments: Backend.allCases,
        [
            ("", true), ("creation", false), ("name", false), ("name", true), ("barcode", false), ("barcode", true),
            ("item_name", false), ("item_name", true), ("item_group", true),
        ] as [(String, Bool)])
    func `walked forward and backward are the sorted list`(backend: Backend, order: (field: String, down: Bool))
        async throws
    {
        let (shop, rows) = try await Self.shop(backend)
        for limit in [10_000, 5] {
            var listing = Self.listing(limit)
            if !order.field.isEmpty { listing.order = [(order.field, order.down)] }
            let isSorted = limit == 10_000 || !["item_name", "item_group"].contains(order.field)
            let expected = Self.sorted(rows, by: isSorted ? order.field : "", down: isSorted ? order.down : true)
            for length in [1, 4, 7, 100] {
                listing.length = length
                let pages = try await Self.forward(listing, in: shop)
                #expect(pages.allSatisfy { $0.isSorted == isSorted })
                #expect(pages.flatMap(Self.names) == expected, "\(order) \(length) of \(limit)")
                #expect(pages.dropLast().allSatisfy { $0.rows.count == length })
                try await Self.checkBackward(from: pages, listing, expected, in: shop)
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `neither repeat nor pass over a row while others come and go`(backend: Backend) async throws {
        let (shop, rows) = try await Self.shop(backend)
        var listing = Self.listing(10_000)
        (listing.length, listing.order) = (10, [("barcode", false)])
        let first = try await Self.page(listing, in: shop)
        let seen = Self.names(first)
        // The row at the very end of the page goes, one that stands before it and one that stands behind it come.
        try await shop.work { try $0.delete(Item.self, seen[9]) }
        try await shop.work { try $0.add(Item.self) { ($0.code, $0.barcode) = ("NEW-FIRST", "0") } }
        try await shop.work { try $0.add(Item.self) { ($0.code, $0.barcode) = ("NEW-LAST", "🔧🔧") } }
        var rest: [String] = []
        var start = first.next.map(Listing.Start.after)
        while let from = start {
            let page = try await Self.page(listing, from: from, in: shop)
            rest += Self.names(page)
            start = page.next.map(Listing.Start.after)
        }
        let expected = Self.sorted(rows, by: "barcode", down: false)
        #expect(seen + rest.filter { !$0.hasPrefix("NEW") } == expected)
        #expect(rest.last == "NEW-LAST")
    }

    @Test(arguments: Backend.allCases)
    func `of a filter without an index come from a bounded walk and miss nothing`(backend: Backend) async throws {
        let (shop, rows) = try await Self.shop(backend)
        var listing = Self.listing(5)
        listing.limits.walk = 7
        listing.filters = [Listing.Filter(field: "item_name", test: .like, values: [.text("%X%")])]
        for length in [1, 3, 50] {
            listing.length = length
            for down in [true, false] {
                listing.order = [("creation", down)]
                let pages = try await Self.forward(listing, in: shop)
                let expected = Self.sorted(rows.filter { $0.key % 3 == 0 && $0.key >= 0 }, by: "creation", down: down)
                #expect(pages.flatMap(Self.names) == expected)
                #expect(pages.allSatisfy { $0.count == .unknown })
                let isPartial = pages.contains(where: \.isPartial)
                #expect(isPartial || length < 50)
                let back = try await Self.backward(from: pages, listing, in: shop)
                let beginning = Self.names(back.last ?? pages[0]).first
                #expect(beginning == expected.first)
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `say how many there are, as far as it is counted`(backend: Backend) async throws {
        let (shop, rows) = try await Self.shop(backend)
        var listing = Self.listing(10_000)
        #expect(try await Self.page(listing, in: shop).count == .exactly(rows.count))
        listing.filters = [Listing.Filter(field: "item_name", test: .like, values: [.text("%x%")])]
        #expect(try await Self.page(listing, in: shop).count == .exactly(rows.count { $0.key % 3 == 0 && $0.key >= 0 }))
        listing = Self.listing(5)
        #expect(try await Self.page(listing, in: shop).count == .moreThan(5))
        // What an index finds little of is counted though the table is long.
        listing.filters = [Listing.Filter(field: "barcode", test: .equal, values: [.text("É")])]
        listing.limits.count = 20
        #expect(try await Self.page(listing, in: shop).count == .exactly(rows.count { $0.barcode == "É" }))
        listing.order = [("item_name", false)]
        #expect(try await Self.page(listing, in: shop).isSorted)
    }

    @Test(arguments: Backend.allCases)
    func `that begin nowhere begin at the first row`(backend: Backend) async throws {
        let (shop, rows) = try await Self.shop(backend)
        var listing = Self.listing(10_000)
        listing.order = [("name", false)]
        let expected = Array(Self.sorted(rows, by: "name", down: false).prefix(listing.length))
        for place in [
            Listing.Place(.integer(4), key: 1), Listing.Place(key: .max), Listing.Place(key: .min),
            Listing.Place(key: 7),
        ] {
            for start in [Listing.Start.after(place), .before(place)] {
                #expect(Self.names(try await Self.page(listing, from: start, in: shop)) == expected)
            }
        }
        let far = Listing.Start.after(Listing.Place(.text("zzzz"), key: 1 << 40))
        #expect(try await Self.page(listing, from: far, in: shop).rows.isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `of units follow the index of their item, and of a state beside it`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 12))
        try await shop.submit(StockEntry.receipt(Shop.motor, 3, "M1\nM2\nM3"))
        try await shop.submit(StockEntry.receipt(Shop.pump, 12))
        try await shop.submit(DeliveryNote.delivery(Shop.pump, 2, "PUMP00003\nPUMP00020"))
        let item = Listing.Filter(field: "item_code", test: .equal, values: [.text(Shop.pump)])
        let stores = Listing.Filter(field: "warehouse", test: .equal, values: [.text(Shop.stores)])
        let gone = Listing.Filter(field: "status", test: .equal, values: [.text("Delivered")])
        let nothing = Listing.Filter(field: "item_code", test: .equal, values: [.text("NOTHING")])
        let pumps = (1...24).reversed().map { $0 < 10 ? "PUMP0000\($0)" : "PUMP000\($0)" }
        let cases: [([Listing.Filter], [String])] = [
            ([item], pumps), ([item, gone], ["PUMP00020", "PUMP00003"]),
            ([item, stores], pumps.filter { $0 != "PUMP00003" && $0 != "PUMP00020" }),
            ([gone], ["PUMP00020", "PUMP00003"]), ([gone, item, stores], []),
            ([nothing], []), ([item, nothing], []),
        ]
        for (filters, expected) in cases {
            for limit in [10_000, 5] {
                var listing = Self.listing(limit)
                (listing.filters, listing.limits.walk, listing.length) = (filters, 6, 4)
                let found = try await Self.forward(listing, of: SerialNo.self, in: shop).flatMap(Self.names)
                #expect(found == expected, "\(filters.map(\.field)) of \(limit)")
                listing.order = [("creation", false)]
                let upwards = try await Self.forward(listing, of: SerialNo.self, in: shop).flatMap(Self.names)
                #expect(upwards == expected.reversed(), "\(filters.map(\.field)) of \(limit)")
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `of an item's units by the end of their warranty are sorted, wherever the units are`(
        backend: Backend
    ) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 16))
        try await shop.submit(StockEntry.receipt(Shop.motor, 30, (1...30).map { "M\($0)" }.joined(separator: "\n")))
        try await shop.submit(StockEntry.transfer(Shop.pump, 2, "PUMP00002\nPUMP00009"))
        try await shop.submit(StockEntry.issue(Shop.pump, 2, "PUMP00004\nPUMP00011"))
        try await shop.submit(DeliveryNote.delivery(Shop.pump, 4, "PUMP00006\nPUMP00001\nPUMP00013\nPUMP00015"))
        try await shop.work { books in
            try books.add(SerialNo.self) { ($0.number, $0.item) = ("PUMP-NEW", Link(Shop.pump)) }
            for (unit, day) in [("PUMP00009", "2020-02-15"), ("PUMP00010", "2040-01-01"), ("PUMP00013", "2021-01-01")] {
                var changed = try books.find(SerialNo.self, unit)
                let old = changed
                changed.warrantyExpiry = Day(day)
                _ = try books.update(changed, replacing: old)
            }
        }
        var listing = Self.listing(10_000)
        listing.filters = [Listing.Filter(field: "item_code", test: .equal, values: [.text(Shop.pump)])]
        for down in [true, false] {
            listing.order = [("warranty_expiry_date", down)]
            (listing.limits.count, listing.length) = (10_000, 50)
            let expected = Self.names(try await Self.page(listing, of: SerialNo.self, in: shop))
            #expect(expected.count == 17 && (down ? expected.first : expected.last) == "PUMP00010")
            listing.limits.count = 20
            for length in [1, 4, 50] {
                listing.length = length
                let pages = try await Self.forward(listing, of: SerialNo.self, in: shop)
                #expect(pages.flatMap(Self.names) == expected && pages.allSatisfy(\.isSorted))
                let back = try await Self.backward(from: pages, listing, of: SerialNo.self, in: shop)
                #expect(Self.names(back.last ?? pages[0]) == Array(expected.prefix(length)))
            }
        }
    }

    @Test(arguments: Backend.allCases)
    func `of what an index finds are counted so far as each must be looked at`(backend: Backend) async throws {
        let shop = try await backend.shop()
        try await shop.submit(StockEntry.receipt(Shop.pump, 8))
        try await shop.submit(StockEntry.transfer(Shop.pump, 3, "PUMP00001\nPUMP00004\nPUMP00008"))
        try await shop.submit(StockEntry.receipt(Shop.motor, 3, "M1\nM2\nM3"))
        try await shop.submit(DeliveryNote.delivery(Shop.pump, 2, "PUMP00003\nPUMP00007"))
        var listing = Self.listing(9)
        (listing.length, listing.limits.look) = (2, 5)
        listing.filters = [Listing.Filter(field: "item_code", test: .equal, values: [.text(Shop.pump)])]
        let all = try await Self.forward(listing, of: SerialNo.self, in: shop)
        #expect(all.flatMap(Self.names) == (1...8).reversed().map { "PUMP0000\($0)" } && all[0].count == .exactly(8))
        listing.filters.append(Self.status("Active"))
        let present = try await Self.forward(listing, of: SerialNo.self, in: shop)
        #expect(present.flatMap(Self.names) == [8, 6, 5, 4, 2, 1].map { "PUMP0000\($0)" })
        #expect(present[0].count == .moreThan(5) && present[0].isShort)
        let back = try await Self.backward(from: present, listing, of: SerialNo.self, in: shop)
        #expect(back.map(Self.names) == [["PUMP00005", "PUMP00004"], ["PUMP00008", "PUMP00006"]])
        listing.filters[1] = Self.status("Delivered")
        #expect(try await Self.page(listing, of: SerialNo.self, in: shop).count == .exactly(2))
    }

    @Test(arguments: Backend.allCases)
    func `of units in a state that few are in are counted, however many others there are`(
        backend: Backend
    ) async throws {
        let shop = try await backend.shop()
        let bought = try await shop.submit(PurchaseReceipt.receipt(Shop.pump, 3))
        try await shop.submit(StockEntry.receipt(Shop.pump, 9))
        try await shop.submit(PurchaseReceipt.return(of: bought, Shop.pump, 1, "PUMP00002"))
        try await shop.submit(StockEntry.issue(Shop.pump, 2, "PUMP00004\nPUMP00009"))
        try await shop.work { books in
            var unit = try books.find(SerialNo.self, "PUMP00011")
            let old = unit
            unit.expiry = Day(number: 20_000)
            _ = try books.update(unit, replacing: old)
            try books.add(SerialNo.self) { ($0.number, $0.item) = ("NEW-1", Link(Shop.pump)) }
        }
        let acme = Listing.Filter(field: "supplier", test: .equal, values: [.text(Shop.acme)])
        let cases: [(Listing.Filter, [String])] = [
            (Self.status("Returned"), ["PUMP00002"]), (Self.status("Consumed"), ["PUMP00009", "PUMP00004"]),
            (Self.status("Expired"), ["PUMP00011"]), (Self.status("Inactive"), ["NEW-1"]),
            (acme, ["PUMP00003", "PUMP00002", "PUMP00001"]), (Self.status("Lost"), []),
        ]
        for (filter, expected) in cases {
            for (limit, isCounted) in [(10_000, true), (4, expected.count > 0)] {
                var listing = Self.listing(limit)
                (listing.filters, listing.length) = ([filter], 2)
                let pages = try await Self.forward(listing, of: SerialNo.self, in: shop)
                #expect(pages.flatMap(Self.names) == expected, "\(filter.values) of \(limit)")
                #expect(pages[0].count == (isCounted ? .exactly(expected.count) : .unknown))
            }
        }
        let report = try #require(Report.all.first { $0.name == "Serial No Status" })
        for (filter, expected) in cases.prefix(4) {
            let asked = ["status": filter.values[0].textValue ?? ""]
            let rows = try await shop.look { try $0.answer(report, asked, descending: true).rows }
            #expect(rows.compactMap { $0[0].textValue } == expected)
        }
    }

    private static func status(_ status: String) -> Listing.Filter {
        Listing.Filter(field: "status", test: .equal, values: [.text(status)])
    }

    @Test(arguments: Backend.allCases)
    func `of a search begin with the words, or contain them where none does`(backend: Backend) async throws {
        let (shop, _) = try await Self.shop(backend)
        func found(_ words: String, limit: Int, inside: Bool = false) async throws -> (
            names: Set<String>, beginning: Bool
        ) {
            var listing = Self.listing(limit)
            listing.search = Listing.Search(words: words, fields: ["item_name"], isInside: inside)
            let pages = try await Self.forward(listing, in: shop)
            return (Set(pages.flatMap(Self.names)), pages[0].isBeginning)
        }
        #expect(try await found("i-1", limit: 10_000).names.count == 10)
        let many = try await found("i-1", limit: 5)
        #expect(many.names.count == 10 && many.beginning)
        let few = try await found("I-01", limit: 5)
        #expect(few.names == ["I-01"] && few.beginning)
        let inside = try await found("-01", limit: 5)
        #expect(inside.names == ["I-01"] && !inside.beginning)
        #expect(try await found("i-1", limit: 5, inside: true).names.count == 10)
        #expect(try await found("100%_", limit: 5).names.isEmpty)
    }
}

extension `Pages of a list` {
    /// Sixty items with barcodes that are missing, repeated, and not only of letters that everybody sorts alike.
    private static func shop(_ backend: Backend) async throws -> (Shop, [Row]) {
        let shop = try await backend.shop()
        var random = Dice(seed: 42)
        let codes: [String?] = [nil, nil, "A", "B", "a", "É", "10", "9", "🔧"]
        var rows = [Shop.pump, Shop.motor, Shop.screw].enumerated().map { Row(name: $1, barcode: nil, key: $0 - 3) }
        for index in 0..<60 {
            let code = codes.randomElement(using: &random) ?? nil
            let name = index < 10 ? "I-0\(index)" : "I-\(index)"
            rows.append(Row(name: name, barcode: code, key: index))
        }
        let added = rows.filter { $0.key >= 0 }
        try await shop.work { books in
            for row in added {
                try books.add(Item.self) { item in
                    (item.code, item.barcode) = (row.name, row.barcode ?? "")
                    item.itemName = row.key % 3 == 0 ? "x \(row.key % 5)" : "y \(row.key % 4)"
                }
            }
        }
        return (shop, rows)
    }

    private static func listing(_ limit: Int) -> Listing {
        var listing = Listing(fields: ["name"])
        listing.limits.count = limit
        return listing
    }

    private static func sorted(_ rows: [Row], by field: String, down: Bool) -> [String] {
        func value(_ row: Row) -> String {
            switch field {
            case "name": row.name
            case "barcode": row.barcode ?? ""
            case "item_name": row.key < 0 ? row.name : row.key % 3 == 0 ? "x \(row.key % 5)" : "y \(row.key % 4)"
            default: ""
            }
        }
        let upwards = rows.sorted { left, right in
            let (one, other) = (Array(value(left).utf8), Array(value(right).utf8))
            return one == other ? left.key < right.key : one.lexicographicallyPrecedes(other)
        }
        return (down ? upwards.reversed() : upwards).map(\.name)
    }

    private static func names(_ page: ListPage) -> [String] { page.rows.compactMap { $0[0].textValue } }

    private static func page<R: Record>(
        _ listing: Listing, of type: R.Type = Item.self, from start: Listing.Start = .first, in shop: Shop
    ) async throws -> ListPage {
        try await shop.look { try $0.page(type, listing, from: start) }
    }

    private static func forward<R: Record>(
        _ listing: Listing, of type: R.Type = Item.self, in shop: Shop
    ) async throws -> [ListPage] {
        var pages = [try await page(listing, of: type, in: shop)]
        while let next = pages.last?.next, pages.count < 500 {
            pages.append(try await page(listing, of: type, from: .after(next), in: shop))
        }
        return pages
    }

    private static func backward<R: Record>(
        from pages: [ListPage], _ listing: Listing, of type: R.Type = Item.self, in shop: Shop
    ) async throws -> [ListPage] {
        var result: [ListPage] = []
        var place = pages.last?.previous
        while let from = place, result.count < 500 {
            let page = try await page(listing, of: type, from: .before(from), in: shop)
            result.append(page)
            place = page.previous
        }
        return result
    }

    /// Each page before ends where the one behind it begins; the first one is whole again.
    private static func checkBackward(
        from pages: [ListPage], _ listing: Listing, _ expected: [String], in shop: Shop
    ) async throws {
        var end = expected.count - (pages.last?.rows.count ?? 0)
        let back = try await backward(from: pages, listing, in: shop)
        #expect(back.count == pages.count - 1)
        for page in back {
            let begin = max(0, end - listing.length)
            let isFirst = begin == 0
            #expect(names(page) == Array(isFirst ? expected.prefix(listing.length) : expected[begin..<end]))
            #expect(page.next != nil && (page.previous == nil) == isFirst)
            end = begin
        }
    }
}
