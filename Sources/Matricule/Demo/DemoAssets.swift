import Inventory
import Storage

/// What the company keeps for itself: vehicles, computers and instruments, where they are and in whose care.
extension DemoAfterSale {
    /// A kind of asset: its item, what it costs, and for how many years it is used.
    private struct Kind {
        let code: String
        let name: String
        let rate: Int
        let years: Int
    }

    private static let kinds = [
        Kind(code: "VUT-300", name: "Véhicule utilitaire", rate: 24_800, years: 5),
        Kind(code: "ORD-14", name: "Ordinateur portable 14 pouces", rate: 1_290, years: 3),
        Kind(code: "ANC-55", name: "Analyseur de combustion", rate: 2_150, years: 5),
        Kind(code: "CTH-20", name: "Caméra thermique", rate: 3_400, years: 5),
    ]

    /// Buys assets, puts them where they are used, and follows the first of them.
    mutating func buyAssets(_ numbers: Range<Int>, _ books: Books) throws {
        var assets: [(Asset, Kind)] = []
        for (index, kind) in Self.kinds.enumerated() {
            let count = numbers.count { $0 % Self.kinds.count == index }
            guard count > 0 else { continue }
            let bought = today.adding(days: -330 + index * 20)
            try books.enter(Item.self) { item in
                (item.code, item.itemName, item.isFixedAsset) = (kind.code, kind.name, true)
                (item.hasSerialNumbers, item.serialSeries) = (true, "\(kind.code)-.####")
                item.valuationRate = Money(millionths: Int64(kind.rate) * 1_000_000)
            }
            let serials = try receive(kind.code, count, on: bought, warehouse: 4, rate: kind.rate, books)
            for serial in serials { assets.append((try hold(serial, kind, since: bought, books), kind)) }
        }
        try move(assets.map(\.0), books)
        if numbers.lowerBound == 0 { try follow(assets, books) }
    }

    private mutating func hold(_ serial: String, _ kind: Kind, since bought: Day, _ books: Books) throws -> Asset {
        var asset = Asset()
        (asset.unit, asset.location) = (Link(serial), Link(any(Self.rooms)))
        asset.custodian = Link(any(Self.employees))
        asset.availableFrom = bought.adding(days: 5)
        (asset.plan.isCalculated, asset.plan.periods) = (true, kind.years)
        return try submit(asset, on: bought.adding(days: 4), books)
    }

    /// Every third asset goes elsewhere and into somebody else's care.
    private mutating func move(_ assets: [Asset], _ books: Books) throws {
        var movement = AssetMovement()
        movement.purpose = .transferAndIssue
        for (index, asset) in assets.enumerated() where index % 3 == 1 {
            var line = AssetMovementItem()
            line.asset = Link(asset.head.name)
            line.target = Link(any(Self.rooms.filter { $0 != asset.location.name }))
            line.taker = Link(any(Self.employees.filter { $0 != asset.custodian.name }))
            movement.lines.append(line)
        }
        if !movement.lines.isEmpty { try submit(movement, on: today.adding(days: -90), books) }
    }

    /// One is out of order, one in maintenance, one was sold and one scrapped.
    private mutating func follow(_ assets: [(Asset, Kind)], _ books: Books) throws {
        let last = assets.indices.last ?? 0
        func name(_ index: Int) -> String { assets[index].0.head.name }
        try books.mark(asset: name(last), .outOfOrder, reason: "Écran cassé, devis demandé au fabricant")
        try books.mark(asset: name(last / 2), .inMaintenance, reason: "Étalonnage annuel")
        let (sold, scrapped) = (assets[2], assets[last / 2 - 1])
        try deliver(sold.1.code, [sold.0.unit.name], on: today.adding(days: -20), warehouse: 4, books)
        var entry = StockEntry()
        entry.entryType = .materialIssue
        entry.header.remarks = LongText("Mise au rebut\u{202F}: carte mère brûlée, irréparable")
        var line = StockEntryDetail()
        line.goods.item = Link(scrapped.1.code)
        line.goods.quantity = Quantity(1)
        line.units.serials = SerialCell(scrapped.0.unit.name)
        line.source = Link(cast.warehouses[4])
        entry.lines = [line]
        try submit(entry, on: today.adding(days: -15), books)
    }
}
