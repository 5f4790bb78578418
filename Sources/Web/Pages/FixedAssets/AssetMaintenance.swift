import Inventory
import Storage

/// What is planned for the unit of an asset and what was done: contracts, visits, and the way to plan more.
struct AssetMaintenance: Sendable {
    private let asset: Asset
    private let contracts: [UnitCover]
    private let visits: UnitVisits

    /// Reads it for whoever may see contracts; others get none.
    init(_ asset: Asset, _ unit: Head, _ call: Call, _ books: Books) throws {
        self.asset = asset
        let maySee = call.identity?.may(.read, MaintenanceSchedule.type.name) == true
        let covers = maySee ? try books.covers(of: asset.unit.name) : []
        contracts = covers.filter { $0.documentType == MaintenanceSchedule.type.name }
        visits = try UnitVisits(of: unit, call, books)
    }

    /// - Parameter isHeld: whether the asset is submitted and ours, so that more can be planned.
    func html(_ isHeld: Bool, _ call: Call, _ words: Words) -> HTML {
        let mayPlan = isHeld && call.identity?.may(.write, MaintenanceSchedule.type.name) == true
        guard mayPlan || !contracts.isEmpty else { return visits.html(call, words) }
        let plan = mayPlan ? AfterSale.way(address(call), "Plan maintenance", .calendar, words) : ""
        return """
            <section class="card" id="maintenance"><h2>\(words.translate("Maintenance of the asset"))</h2>\
            \(next(call, words))\(list(call, words))<p>\(plan)</p></section>\(visits.html(call, words))
            """
    }

    /// The form of a schedule over the asset's unit, from today.
    private func address(_ call: Call) -> String {
        let line = ["item_code": asset.item.name, "serial_no": asset.unit.name, "start_date": call.clock.today.description]
        var cells = Dictionary(uniqueKeysWithValues: line.map { ("items.1." + $0.key, $0.value) })
        if !asset.location.isEmpty { cells["address_display"] = asset.location.name }
        return MaintenanceSchedule.type.newAddress + "?" + Call.query(cells)
    }

    private func next(_ call: Call, _ words: Words) -> HTML {
        guard let visit = visits.next else {
            return "<p class=\"quiet\">\(words.translate("No visit is planned."))</p>"
        }
        let isLate = visit.day < call.clock.today
        let mark: HTML = isLate ? " <span class=\"badge bad\">\(words.translate("Missed"))</span>" : ""
        let who: HTML = visit.person.isEmpty ? "" : " <span class=\"quiet\">\(visit.person)</span>"
        return """
            <dl class="facts"><div><dt>\(words.translate("Next visit"))</dt><dd>\
            <strong>\(words.locale.day(visit.day))</strong>\(mark)\(who)</dd></div></dl>
            """
    }

    /// The contracts that cover the unit or did, with their standing.
    private func list(_ call: Call, _ words: Words) -> HTML {
        let entries = contracts.map { contract -> HTML in
            let (word, look) = contract.standing(on: call.clock.today)
            let until = contract.ends.map { words.translate("until {day}", ["day": words.locale.day($0)]) } ?? ""
            return """
                <p>\(HTML.document(contract.document, of: contract.documentType, call)) \
                <span class="quiet">\(until)</span> <span class="badge \(look)">\(words.translate(word))</span></p>
                """
        }
        return HTML.joined(entries)
    }
}
