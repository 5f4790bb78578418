import Inventory
import InventoryTesting
import Storage
import Testing

/// Units held as fixed assets: how they become it, where they are, and how they cease to be it.
@Suite struct `Assets` {
    @Test(arguments: Backend.allCases)
    func `an asset takes over from its unit what nobody typed, and the unit says where it is`(backend: Backend)
        async throws
    {
        let fleet = try await Fleet(backend)
        let receipt = try await fleet.shop.submit(PurchaseReceipt.receipt(Fleet.laptop, 2, "L1\nL2"))
        let asset = try await fleet.asset("L1", at: "Lyon", with: "Léa Martin")
        #expect(asset.head.name == "ACC-ASS-2026-00001" && asset.item.name == Fleet.laptop)
        #expect(asset.cost == Money(millionths: 12_000_000) && asset.purchaseDate == receipt.header.postingDate)
        #expect(asset.receipt.name == receipt.head.name && asset.assetName == Fleet.laptop)
        let unit = try await fleet.shop.unit("L1")
        #expect([unit["asset"], unit["location"], unit["employee"]] == [asset.head.name, "Lyon", "Léa Martin"])
        #expect(try await fleet.shop.unit("L2")["asset"] == "")
        #expect(try await fleet.shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `a unit becomes an asset only in stock, free, of a fixed asset's item, and once`(backend: Backend) async throws
    {
        let fleet = try await Fleet(backend)
        try await fleet.shop.submit(StockEntry.receipt(Fleet.laptop, 4, "L1\nL2\nL3\nL4"))
        try await fleet.shop.submit(StockEntry.receipt(Shop.motor, 1, "M1"))
        try await fleet.shop.submit(DeliveryNote.delivery(Fleet.laptop, 1, "L2"))
        try await fleet.shop.submit(StockEntry.issue(Fleet.laptop, 1, "L3"))
        try await fleet.shop.work { try $0.add(SerialNo.self) { ($0.number, $0.item) = ("L5", Link(Fleet.laptop)) } }
        var order = SalesOrder()
        (order.customer, order.reservesStock) = (Link(Shop.martin), true)
        var line = SalesOrderItem()
        (line.goods.item, line.goods.quantity, line.units.serials) = (Link(Fleet.laptop), Quantity(1), SerialCell("L4"))
        order.lines = [line]
        try await fleet.shop.submit(order)
        try await fleet.asset("L1")
        for (number, code) in [
            ("L1", "already-asset"), ("L2", "already-gone"), ("L3", "already-gone"), ("L4", "reserved"),
            ("L5", "never-received"), ("M1", "not-fixed-asset"), ("L9", "link-unknown"),
        ] {
            #expect(try await fleet.codes { try await fleet.asset(number) } == [code], "\(number)")
        }
    }

    @Test(arguments: Backend.allCases)
    func `places and keepers are those of the last movement that stands`(backend: Backend) async throws {
        let fleet = try await Fleet(backend, assets: 2)
        let issue = try await fleet.move(.issue, ["L1"], keeper: "Léa Martin")
        #expect(try await fleet.standing("L1") == ["Lyon", "Léa Martin", "Submitted"])
        let transfer = try await fleet.move(.transfer, ["L1", "L2"], to: "Paris")
        #expect(try await fleet.standing("L1") == ["Paris", "Léa Martin", "Submitted"])
        #expect(transfer.lines[0].source.name == "Lyon" && transfer.lines[0].giver.name == "Léa Martin")
        let receipt = try await fleet.move(.receipt, ["L1"], to: "Lyon")
        #expect(try await fleet.standing("L1") == ["Lyon", "", "Submitted"])
        let both = try await fleet.move(.transferAndIssue, ["L2"], to: "Lyon", keeper: "Zoé Petit")
        #expect(try await fleet.standing("L2") == ["Lyon", "Zoé Petit", "Submitted"])
        #expect(try await fleet.codes { try await fleet.shop.cancel(transfer) } == ["later-use"])
        for movement in [receipt, both, transfer] { try await fleet.shop.cancel(movement) }
        #expect(try await fleet.standing("L1") == ["Lyon", "Léa Martin", "Submitted"])
        #expect(try await fleet.standing("L2") == ["Lyon", "", "Submitted"])
        try await fleet.shop.cancel(issue)
        #expect(try await fleet.standing("L1") == ["Lyon", "", "Submitted"])
        #expect(try await fleet.shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `a movement says everything that is wrong with it at once`(backend: Backend) async throws {
        let fleet = try await Fleet(backend, assets: 4)
        try await fleet.shop.submit(DeliveryNote.delivery(Fleet.laptop, 1, "L3"))
        try await fleet.shop.work { books in
            try books.add(Asset.self, "L5") { _ in }
        }
        let codes = try await fleet.codes {
            var movement = try await fleet.movement(.transfer, ["L1", "L1", "L2", "L3", "L4", "L5"], to: "Paris")
            movement.lines[2].target = Link("Lyon")
            movement.lines[4].source = Link("Paris")
            return try await fleet.shop.submit(movement)
        }
        #expect(Set(codes) == ["asset-twice", "asset-there", "asset-gone", "asset-elsewhere", "asset-not-submitted"])
        #expect(
            try await fleet.codes { try await fleet.move(.issue, ["L1"], to: "Paris") } == [
                "required", "not-for-purpose",
            ])
        #expect(
            try await fleet.codes { try await fleet.move(.issue, ["L1"], keeper: "Guy Parti") } == ["employee-inactive"]
        )
        #expect(
            try await fleet.codes { try await fleet.move(.receipt, ["L1"], keeper: "Zoé Petit") } == [
                "required", "not-for-purpose",
            ])
        let taken = try await fleet.codes {
            var movement = try await fleet.movement(.transfer, ["L1"], to: "Paris")
            movement.lines[0].giver = Link("Zoé Petit")
            return try await fleet.shop.submit(movement)
        }
        #expect(taken == ["asset-with-other"])
        try await fleet.move(.transfer, ["L1"], to: "Paris")
        let early = try await fleet.codes {
            var movement = try await fleet.movement(.transfer, ["L1"], to: "Lyon")
            (movement.header.setsPostingTime, movement.header.postingDate) = (true, Day("2026-11-01"))
            return try await fleet.shop.submit(movement)
        }
        #expect(early == ["asset-moved-later"])
        #expect(try await fleet.standing("L2") == ["Lyon", "", "Submitted"])
    }

    @Test(arguments: Backend.allCases)
    func `only a document that disposes of it takes an asset out, and cancelling it brings the asset back`(
        backend: Backend
    ) async throws {
        let fleet = try await Fleet(backend, assets: 3)
        #expect(
            try await fleet.codes { try await fleet.shop.submit(StockEntry.issue(Fleet.laptop, 1, "L1")) } == [
                "disposal-needs-reason"
            ])
        var used = StockEntry.issue(Fleet.laptop, 1, "L1")
        used.entryType = .consumption
        let consumption = used
        #expect(try await fleet.codes { try await fleet.shop.submit(consumption) } == ["held-as-asset"])
        used.entryType = .materialIssue
        used.header.remarks = LongText("Dropped")
        let scrapped = try await fleet.shop.submit(used)
        #expect(try await fleet.standing("L1") == ["Lyon", "", "Scrapped"])
        #expect(try await fleet.shop.unit("L1")["location"] == "")
        let sold = try await fleet.shop.submit(DeliveryNote.delivery(Fleet.laptop, 1, "L2"))
        #expect(try await fleet.standing("L2") == ["Lyon", "", "Sold"])
        let asset = try await fleet.find("L2")
        #expect(try await fleet.codes { try await fleet.shop.cancel(asset) } == ["asset-gone"])
        try await fleet.shop.cancel(scrapped)
        try await fleet.shop.cancel(sold)
        for number in ["L1", "L2"] { #expect(try await fleet.standing(number) == ["Lyon", "", "Submitted"]) }
        try await fleet.shop.submit(StockEntry.transfer(Fleet.laptop, 1, "L1"))
        #expect(try await fleet.standing("L1") == ["Lyon", "", "Submitted"])
        #expect(try await fleet.shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `a count or the oldest first leave assets where they are, and their receipt stays`(backend: Backend)
        async throws
    {
        let fleet = try await Fleet(backend, assets: 1)
        let item = try await fleet.shop.look { try $0.find(Item.self, Fleet.laptop).head.id.map(ID<Item>.init) }
        let place = try await fleet.shop.look { try $0.find(Warehouse.self, Shop.stores).head.id ?? 0 }
        let oldest = try await fleet.shop.look { books in
            try books.oldest(9, OldestFirst(item: item, warehouse: ID(place), at: PostingTime(milliseconds: .max / 2)))
        }
        #expect(oldest.map(\.text) == ["L2", "L3", "L4", "L5"])
        var count = StockReconciliation()
        var line = StockReconciliationItem()
        (line.item, line.warehouse, line.units.serials) = (
            Link(Fleet.laptop), Link(Shop.stores), SerialCell("L2\nL3\nL4\nL5")
        )
        count.lines = [line]
        let without = count
        #expect(try await fleet.codes { try await fleet.shop.submit(without) } == ["held-as-asset"])
        let receipt = try await fleet.shop.look { try $0.find(StockEntry.self, "MAT-STE-2026-00001") }
        #expect(try await fleet.codes { try await fleet.shop.cancel(receipt) } == ["held-as-asset"])
        try await fleet.shop.cancel(try await fleet.find("L1"))
        try await fleet.shop.cancel(receipt)
        #expect(try await fleet.shop.unit("L1")["asset"] == "")
        #expect(try await fleet.shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `out of order and back are kept with their reasons, and undone with the asset`(backend: Backend) async throws {
        let fleet = try await Fleet(backend, assets: 1)
        let name = try await fleet.find("L1").head.name
        try await fleet.shop.work { try $0.mark(asset: name, .outOfOrder, reason: "Broken screen") }
        #expect(try await fleet.standing("L1") == ["Lyon", "", "Out of Order"])
        try await fleet.move(.transfer, ["L1"], to: "Paris")
        #expect(try await fleet.standing("L1") == ["Paris", "", "Out of Order"])
        try await fleet.shop.work { try $0.mark(asset: name, .inService, reason: "Repaired") }
        #expect(try await fleet.standing("L1") == ["Paris", "", "Submitted"])
        #expect(
            try await fleet.codes {
                try await fleet.shop.work { try $0.mark(asset: name, .inMaintenance, reason: " ") }
            } == ["required"])
        #expect(try await fleet.shop.discrepancies() == [])
        let history = try await fleet.shop.look { try $0.assetHistory(of: name) }
        #expect(history.map(\.reason) == ["Repaired", "", "Broken screen", ""])
        #expect(history.map(\.location) == ["", "Paris", "", "Lyon"])
    }

    @Test(arguments: Backend.allCases)
    func `what people typed on a unit survives its life as an asset`(backend: Backend) async throws {
        let fleet = try await Fleet(backend)
        try await fleet.shop.submit(StockEntry.receipt(Fleet.laptop, 1, "L1"))
        func type(_ location: String) async throws {
            try await fleet.shop.work { books in
                let old = try books.find(SerialNo.self, "L1")
                var unit = old
                unit.location = location
                _ = try books.update(unit, replacing: old)
            }
        }
        try await type("Shelf 7")
        let asset = try await fleet.asset("L1", at: "Lyon")
        #expect(try await fleet.shop.unit("L1")["location"] == "Lyon")
        try await type("Lyon")
        #expect(try await fleet.codes { try await type("Shelf 8") } == ["follows-asset"])
        try await fleet.shop.cancel(asset)
        #expect(try await fleet.shop.unit("L1")["location"] == "Shelf 7")
    }

    @Test(arguments: Backend.allCases)
    func `a movement of a thousand assets takes as many statements as one of one`(backend: Backend) async throws {
        let counter = Counter()
        let fleet = try await Fleet(backend, units: 1001, observe: counter.observe)
        let numbers = (1...1001).map { "L\($0)" }
        for number in numbers { try await fleet.asset(number) }
        var counts: [[Int]] = []
        for moved in [[numbers[0]], Array(numbers.dropFirst())] {
            let movement = try await fleet.movement(.transfer, moved, to: "Paris")
            let (submitted, up) = try await counter.count { try await fleet.shop.submit(movement) }
            let (_, down) = try await counter.count { try await fleet.shop.cancel(submitted) }
            counts.append([up, down])
        }
        #expect(counts[0] == counts[1])
    }

    @Test(arguments: Backend.allCases)
    func `one unit, ten and a thousand become assets by the same statements, under one block of numbers`(
        backend: Backend
    ) async throws {
        let counter = Counter()
        let fleet = try await Fleet(backend, units: 1011, observe: counter.observe)
        var counts: [Int] = []
        for numbers in [1...1, 2...11, 12...1011] {
            let assets = numbers.map { number in
                Asset.of("L\(number)") { ($0.head.state, $0.location) = (.submitted, Link("Lyon")) }
            }
            let before = counter.count
            let made = try await fleet.shop.work { try $0.insert(assets: assets) }
            counts.append(counter.count - before)
            let names = numbers.map { "ACC-ASS-2026-" + String(String($0 + 100_000).dropFirst()) }
            #expect(made.map(\.head.name) == names)
        }
        #expect(Set(counts).count == 1 && counts[0] < 30)
        #expect(try await fleet.standing("L500") == ["Lyon", "", "Submitted"])
        #expect(try await fleet.shop.unit("L1011")["asset"] == "ACC-ASS-2026-01011")
        #expect(try await fleet.find("L700").item.name == Fleet.laptop)
        #expect(try await fleet.shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `many assets are made all or none, and all that is wrong is said at once`(backend: Backend) async throws {
        let fleet = try await Fleet(backend, assets: 1)
        try await fleet.shop.submit(DeliveryNote.delivery(Fleet.laptop, 1, "L2"))
        let wrong = ["L1", "L2", "NOPE", "L3", "l3", "L4"].map { number in
            Asset.of(number) { ($0.head.state, $0.location) = (.submitted, Link(number == "L4" ? "Rome" : "Lyon")) }
        }
        do {
            try await fleet.shop.work { _ = try $0.insert(assets: wrong) }
            Issue.record("nothing was refused")
        } catch let refusal as Refusal {
            let told = Set(refusal.offences.map { "\($0.rejection.code) \($0.serial ?? "")" })
            #expect(
                told == [
                    "already-asset L1", "already-gone L2", "link-unknown NOPE", "serial-twice L3", "link-unknown L4",
                ])
        }
        let drafts = try await fleet.shop.work { try $0.insert(assets: [Asset.of("L3"), Asset.of("L4")]) }
        #expect(drafts.map(\.head.name) == ["ACC-ASS-2026-00002", "ACC-ASS-2026-00003"])
        #expect(try await fleet.shop.unit("L3")["asset"] == "")
        #expect(try await fleet.shop.work { try $0.insert(assets: []) }.isEmpty)
        #expect(try await fleet.shop.discrepancies() == [])
    }
}

/// A shop with laptops that may be assets, places for them and people.
struct Fleet {
    static let laptop = "LAPTOP"
    let shop: Shop

    /// - Parameter assets: how many of five laptops, `L1` to `L5`, are assets in Lyon.
    init(_ backend: Backend, assets: Int = 0, units: Int = 5, observe: (@Sendable (String) -> Void)? = nil) async throws
    {
        shop = try await backend.shop(observe: observe)
        try await shop.work { books in
            try books.add(Item.self) { ($0.code, $0.hasSerialNumbers, $0.isFixedAsset) = (Self.laptop, true, true) }
            try books.add(Location.self) { ($0.locationName, $0.isGroup) = ("France", true) }
            for name in ["Lyon", "Paris"] {
                try books.add(Location.self) { ($0.locationName, $0.parent) = (name, Link("France")) }
            }
            for name in ["Léa Martin", "Zoé Petit"] { try books.add(Employee.self) { $0.employeeName = name } }
            try books.add(Employee.self) { ($0.employeeName, $0.status) = ("Guy Parti", .left) }
        }
        guard assets > 0 || units != 5 else { return }
        let numbers = (1...units).map { "L\($0)" }
        try await shop.submit(StockEntry.receipt(Self.laptop, units, numbers.joined(separator: "\n")))
        for number in numbers.prefix(assets) { try await asset(number, at: "Lyon") }
    }

    @discardableResult
    func asset(_ number: String, at place: String = "", with keeper: String = "") async throws -> Asset {
        try await shop.submit(Asset.of(number) { ($0.location, $0.custodian) = (Link(place), Link(keeper)) })
    }

    func find(_ number: String) async throws -> Asset {
        try await shop.look { try $0.find(Asset.self, try $0.find(SerialNo.self, number).asset.name) }
    }

    /// Location, keeper and status of the asset that a unit is.
    func standing(_ number: String) async throws -> [String] {
        let name = try await find(number).head.name
        let record = try await shop.look { try $0.show(Asset.self, name) }
        return ["location", "custodian", "status"].map { field in
            Schema.of(Asset.self).position(of: field).flatMap { record.values.fields[$0].textValue } ?? ""
        }
    }

    func movement(
        _ purpose: AssetMovementPurpose, _ numbers: [String], to place: String = "", keeper: String = ""
    ) async throws -> AssetMovement {
        var movement = AssetMovement()
        movement.purpose = purpose
        let names = try await shop.look { books in
            try numbers.map { number in
                let key = try books.find(SerialNo.self, number).head.id
                return try books.list(Asset.self, .draftsToo(ofUnit: number, key)).first?.first?.textValue ?? ""
            }
        }
        movement.lines = names.map { name in
            var line = AssetMovementItem()
            (line.asset, line.target, line.taker) = (Link(name), Link(place), Link(keeper))
            return line
        }
        return movement
    }

    @discardableResult
    func move(
        _ purpose: AssetMovementPurpose, _ numbers: [String], to place: String = "", keeper: String = ""
    ) async throws -> AssetMovement {
        try await shop.submit(movement(purpose, numbers, to: place, keeper: keeper))
    }

    /// Why something is refused.
    func codes(_ body: () async throws -> some Any) async throws -> [String] {
        do {
            _ = try await body()
            return ["ok"]
        } catch let refusal as Refusal {
            return refusal.offences.map(\.rejection.code)
        }
    }
}

extension Asset {
    static func of(_ number: String, _ fill: (inout Asset) -> Void = { _ in }) -> Asset {
        var asset = Asset()
        asset.unit = Link(number)
        fill(&asset)
        return asset
    }
}

extension Books {
    /// Adds a draft.
    fileprivate func add(_ type: Asset.Type, _ number: String, _ fill: (inout Asset) -> Void) throws {
        _ = try insert(document: Asset.of(number, fill))
    }
}

extension Listing {
    fileprivate static func draftsToo(ofUnit number: String, _ key: Int64?) -> Listing {
        var listing = Listing(fields: ["name"])
        listing.filters = [Filter(field: "serial_no", test: .equal, values: [.text(number)])]
        return listing
    }
}
