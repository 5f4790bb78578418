import Inventory
import Storage

/// What stands on the page of a claim beside its fields: the cover on the day of the complaint beside today's, other
/// claims on the unit, and the ways to exchange or to repair it.
struct ClaimAside: Sendable {
    private let claim: WarrantyClaim
    private let unit: UnitAfterSale
    private let call: Call
    private let words: Words

    init(_ name: String, _ call: Call, _ site: Site) async throws {
        (claim, unit) = try await site.database.read { transaction in
            let books = call.books(transaction)
            let claim = try books.find(WarrantyClaim.self, name)
            return (claim, try books.afterSale(of: claim.serial.name))
        }
        (self.call, self.words) = (call, Words(call, site))
    }

    private func may(_ right: Right, _ type: RecordType) -> Bool { call.identity?.may(right, type.name) == true }

    private var name: String { claim.head.name }
    private var isExchanged: Bool { unit.claims.contains { $0.name == name && !$0.replacement.isEmpty } }

    /// The steps that a person may take with the unit.
    var buttons: HTML {
        var steps: [HTML] = []
        func way(_ address: String, _ icon: Icon, _ label: String) {
            steps.append("<a class=\"button secondary\" href=\"\(address)\">\(icon.html)\(words.translate(label))</a>")
        }
        let mayWrite = may(.write, WarrantyClaim.type)
        let isDelivered = unit.standing.status == .delivered
        if mayWrite, claim.status.isPending, claim.facts.coverage.isCovered, !isExchanged,
            may(.submit, DeliveryNote.type)
        {
            way(ExchangePage.address(of: name), .transfer, "Exchange the unit")
        }
        if mayWrite, isDelivered, claim.custody.isOpen {
            way(RepairPage.address(of: name), .truck, "Send back to the customer")
        } else if mayWrite, isDelivered, claim.status.isPending, unit.standing.custodies.isEmpty {
            way(RepairPage.address(of: name), .settings, "Take in for repair")
        }
        if claim.status.isPending, may(.write, MaintenanceVisit.type) {
            way(visitAddress, .calendar, "Visit for the claim")
        }
        if claim.custody.receivedOn != nil { way(RepairSlip.address(of: name), .print, "Repair slip") }
        return HTML.joined(steps)
    }

    /// The form of a visit for what is complained about; a completed one closes the claim.
    private var visitAddress: String {
        let line = [
            "item_code": claim.facts.item.name, "serial_no": claim.serial.name, "description": claim.complaint.text,
            "prevdoc_doctype": WarrantyClaim.type.name, "prevdoc_docname": name,
        ]
        var cells = Dictionary(uniqueKeysWithValues: line.map { ("purposes.1." + $0.key, $0.value) })
        (cells["customer"], cells["maintenance_type"]) = (claim.customer.name, VisitKind.breakdown.rawValue)
        return MaintenanceVisit.type.newAddress + "?" + Call.query(cells)
    }

    var html: HTML {
        let then = claim.facts.coverage
        let day = claim.complaintDate.map(words.locale.day) ?? ""
        let others = unit.claims.filter { $0.name != name }
        let pending = others.filter(\.status.isPending).map(\.name)
        let warning: HTML =
            pending.isEmpty || !claim.status.isPending
            ? ""
            : """
            <p class="warning">\(words.translate("Other claims on {serial} are pending: {claims}.", ["serial": claim.serial.name, "claims": pending.joined(separator: ", ")]))</p>
            """
        let verdict = Verdict(standing: unit.standing, day: call.clock.today, words: words)
        let earlier: HTML =
            others.isEmpty
            ? ""
            : "<section class=\"card\"><h2>\(words.translate("Other claims on the unit"))</h2>\(ClaimList.html(others, words))</section>"
        return """
            \(warning)\(Verdict.custody(unit.standing, words))<section class="card"><dl class="facts">\
            <div><dt>\(words.translate("Status"))</dt><dd>\(ClaimList.badge(claim.status, words))</dd></div>\
            <div><dt>\(words.translate("On the day of the complaint, {day}", ["day": day]))</dt>\
            <dd>\(words.translate(then == .unknown ? "Not covered" : then.rawValue))</dd></div>\
            <div><dt>\(words.translate("Today"))</dt><dd>\(verdict.sentence)</dd></div></dl></section>\(earlier)
            """
    }
}

/// What became of a unit after the sale, as its own page tells it.
enum UnitAside {
    static func html(_ unit: UnitAfterSale, _ serial: String, _ call: Call, _ words: Words) -> HTML {
        let mayRead = call.identity?.may(.read, WarrantyClaim.type.name) == true
        guard unit.standing.status == .delivered || !unit.claims.isEmpty else { return "" }
        var facts: [HTML] = []
        func fact(_ label: String, _ value: HTML) {
            facts.append("<div><dt>\(words.translate(label))</dt><dd>\(value)</dd></div>")
        }
        if let (note, day, place) = unit.installation {
            fact("Installed at", "\(place.isEmpty ? unit.standing.customerName : place)")
            fact(
                "Installed on", "\(words.locale.day(day)) \(HTML.document(note, of: InstallationNote.type.name, call))")
        }
        if let (replaced, claim) = unit.replaces {
            let old: HTML = "<a href=\"\(SerialNo.type.address(of: replaced))\">\(replaced)</a>"
            fact("Delivered in place of", "\(old) (\(HTML.document(claim, of: WarrantyClaim.type.name, call)))")
        }
        if let replacement = unit.claims.first(where: { !$0.replacement.isEmpty })?.replacement {
            fact("Exchanged For", "<a href=\"\(SerialNo.type.address(of: replacement))\">\(replacement)</a>")
        }
        let claims: HTML = mayRead ? "<h3>\(words.translate("Claims"))</h3>\(ClaimList.html(unit.claims, words))" : ""
        return """
            \(Verdict.custody(unit.standing, words))<section class="card" id="after-sale"><h2>\(words.translate("After-sale"))</h2>\
            <dl>\(HTML.joined(facts))</dl>\(claims)</section>
            """
    }
}
