import HTTPTypes
import Inventory
import Storage

/// A claim from a scanned number: at once whether the unit is covered, who bought it, what it had before, and whether
/// its series has a fault; and a claim opened on the spot.
enum ClaimDesk {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: reading) { site in try await page(call, nil, site) }
        },
        Route(.post, address) { call in
            Action(needs: reading + [.init(right: .write, type: WarrantyClaim.type.name)]) { site in
                do {
                    return try await open(call, site)
                } catch let error where error is Refusal || error is Problem {
                    return try await page(call, error, site)
                }
            }
        },
    ]

    static let address = "/after-sale/claim"
    static let reading: [Action.Need] = [
        .init(right: .read, type: SerialNo.type.name), .init(right: .read, type: WarrantyClaim.type.name),
    ]

    /// The way to the verdict over a unit.
    static func address(of serial: String) -> String { address + "?" + Call.query(["serial_no": serial]) }

    private static let fields = [
        "serial_no", "complaint", "complaint_date", "complaint_raised_by", "contact_mobile",
    ]

    private static func open(_ call: Call, _ site: Site) async throws -> Answer {
        let given = fields.compactMap { name -> JSON.Member? in
            guard let text = call.text(name), !text.isEmpty else { return nil }
            return JSON.Member(name, .string(name == "complaint_date" ? call.locale.wire(text, .day) : text))
        }
        let answer = try await Action.insert(.object(given), WarrantyClaim.type.name, call, key: "data").perform(site)
        let name = try JSON(parsing: answer.body)["data"]?["name"]?.string ?? ""
        return .redirect(to: WarrantyClaim.type.address(of: name) + "?saved=1")
    }

    private static func page(_ call: Call, _ error: (any Error)?, _ site: Site) async throws -> Answer {
        let words = Words(call, site)
        let serial = SerialNumber(call.text("serial_no") ?? "").text
        let found = serial.isEmpty ? nil : try await ClaimFinding.find(serial, call, site)
        let problem = error.map { Page.notice(about: $0, call, site) } ?? ""
        let told: HTML
        if let found {
            told = found.html(call, words) + problem + form(found, call, words)
        } else if serial.isEmpty {
            told = problem
        } else {
            let unknown = words.sentence(Offence(.serialUnknown, serial: serial))
            told = problem + "<p class=\"error\" role=\"alert\">\(unknown)</p>"
        }
        let title = words.translate("Claim on a Unit")
        let content: HTML = """
            <h1>\(title)</h1><form class="card scan-one" method="get" action="\(address)">\
            <label for="serial_no">\(words.translate("Scan or type the number of the unit"))</label>\
            <div class="scan-entry"><input id="serial_no" name="serial_no" value="\(serial)" autocomplete="off" \
            spellcheck="false" maxlength="140" enterkeyhint="search"\(found == nil ? " autofocus" as HTML : "")>\
            <button class="button" type="submit">\(Icon.search.html)\(words.translate("Look up"))</button></div></form>\(told)
            """
        var page = Page(title: title, crumbs: AfterSale.crumbs(title, words), content: content)
        if error != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    private static func form(_ found: ClaimFinding, _ call: Call, _ words: Words) -> HTML {
        guard call.identity?.may(.write, WarrantyClaim.type.name) == true, found.standing.status == .delivered else {
            return ""
        }
        let pending = found.claims.filter(\.status.isPending).map(\.name)
        let warning: HTML =
            pending.isEmpty
            ? ""
            : """
            <p class="warning">\(words.translate("Other claims on {serial} are pending: {claims}.", ["serial": found.serial, "claims": pending.joined(separator: ", ")]))</p>
            """
        func input(_ name: String, _ label: String, _ traits: HTML) -> HTML {
            """
            <div class="field"><label for="\(name)">\(words.translate(label))</label>\
            <input id="\(name)" name="\(name)" value="\(call.text(name) ?? "")" \(traits)></div>
            """
        }
        return """
            <form class="card claim-form" method="post" action="\(address)"><h2>\(words.translate("Open a claim"))</h2>\(warning)\
            <input type="hidden" name="serial_no" value="\(found.serial)">\
            <div class="field"><label for="complaint">\(words.translate("Complaint"))</label>\
            <textarea id="complaint" name="complaint" rows="3" required>\n\(call.text("complaint") ?? "")</textarea></div>\
            \(input("complaint_raised_by", "Raised By", "maxlength=\"140\" autocomplete=\"off\""))\
            \(input("contact_mobile", "Mobile No", "maxlength=\"140\" type=\"tel\" autocomplete=\"off\""))\
            \(input("complaint_date", "Complaint Date", "type=\"date\" max=\"\(call.clock.today.description)\""))\
            <button class="button" type="submit">\(Icon.add.html)\(words.translate("Open a claim"))</button></form>
            """
    }
}

/// What the desk tells of a unit.
struct ClaimFinding: Sendable {
    let serial: String
    let standing: UnitStanding
    let claims: [ClaimEntry]
    let ofItem: ClaimRate
    /// Of the unit's lot; nil for a unit without one.
    let ofLot: ClaimRate?

    /// - Returns: nil where nobody knows the number.
    static func find(_ serial: String, _ call: Call, _ site: Site) async throws -> ClaimFinding? {
        do {
            return try await site.database.browse { transaction in
                let books = call.books(transaction)
                let unit = try books.find(SerialNo.self, serial)
                let standing = try books.standing(of: unit.head.name)
                return ClaimFinding(
                    serial: unit.head.name, standing: standing, claims: try books.claims(of: standing.unit),
                    ofItem: try standing.item.id.map { try books.claimRate(of: $0) }
                        ?? ClaimRate(claims: 0, failed: 0, delivered: 0),
                    ofLot: try standing.batch.id.flatMap { batch in
                        try standing.item.id.map { try books.claimRate(of: $0, batch: batch) }
                    })
            }
        } catch let refusal as Refusal where refusal.isMissing {
            return nil
        }
    }

    func verdict(_ call: Call, _ words: Words) -> Verdict {
        Verdict(standing: standing, day: call.clock.today, words: words)
    }

    func html(_ call: Call, _ words: Words) -> HTML {
        let unit: HTML = "<a href=\"\(SerialNo.type.address(of: serial))\">\(serial)</a>"
        var facts: [HTML] = [
            fact("Serial No", unit, words),
            fact("Item Code", HTML.document(standing.item.name, of: Item.type.name, call), words),
            fact("Item Name", "\(standing.itemName)", words),
        ]
        if !standing.customer.isEmpty {
            let delivery = HTML.document(standing.deliveryName, of: standing.deliveryType, call)
            facts += [
                fact("Bought by", HTML.document(standing.customer.name, of: Customer.type.name, call), words),
                fact("Delivery", delivery, words),
                fact("Delivery Date", "\(standing.deliveredOn.map(words.locale.day) ?? "")", words),
            ]
        }
        if !standing.batch.isEmpty {
            facts.append(fact("Batch No", HTML.document(standing.batch.name, of: Batch.type.name, call), words))
        }
        let item = ClaimList.rate(ofItem, words)
        let lot = ofLot.map { ClaimList.rate($0, words) } ?? ""
        let rates = [("This item", item), ("This lot", lot)].filter { !$0.1.isEmpty }.map {
            fact($0.0, "\($0.1)", words)
        }
        return """
            <section class="card" role="status">\(verdict(call, words).html)\(Verdict.custody(standing, words))\
            <dl class="facts">\(HTML.joined(facts))</dl></section>\
            <div class="columns"><section class="card"><h2>\(words.translate("Earlier claims"))</h2>\(ClaimList.html(claims, words))</section>\
            <section class="card"><h2>\(words.translate("Failures of the series"))</h2><dl>\(HTML.joined(rates))</dl></section></div>
            """
    }

    private func fact(_ label: String, _ value: HTML, _ words: Words) -> HTML {
        "<div><dt>\(words.translate(label))</dt><dd>\(value)</dd></div>"
    }
}
