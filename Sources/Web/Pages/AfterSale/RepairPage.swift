import HTTPTypes
import Inventory
import Storage

/// A customer's unit that comes in for repair and goes back: it stays delivered, and is not ours to sell.
enum RepairPage {
    static let routes: [Route] = [
        Route(.get, path + "/**") { call in
            let name = call.path.joined(separator: "/")
            return Action(needs: needs) { site in try await page(name, nil, call, site) }
        },
        Route(.post, path + "/**") { call in
            let name = call.path.joined(separator: "/")
            return Action(needs: needs) { site in
                do {
                    let receives = call.text("step") == "receive"
                    try await site.database.write { try change(name, receives, call, call.books($0)) }
                    return .redirect(to: receives ? RepairSlip.address(of: name) : WorkshopPage.address)
                } catch let refusal as Refusal where !refusal.isMissing {
                    return try await page(name, refusal, call, site)
                }
            }
        },
    ]

    private static let path = "/after-sale/repair"
    private static let needs: [Action.Need] = [.init(right: .write, type: WarrantyClaim.type.name)]

    static func address(of claim: String) -> String { path + "/" + claim.percentEncoded }

    private static func change(_ name: String, _ receives: Bool, _ call: Call, _ books: Books) throws {
        let old = try books.find(WarrantyClaim.self, name)
        let typed = call.locale.wire(call.text("day") ?? "", .day)
        var claim = old
        do {
            let day = try FieldKind.day.scalar(reading: typed).integerValue.map { Day(number: Int($0)) }
            if receives {
                if old.custody.isOpen { throw Refusal([Offence(.inWorkshop(claim: name), serial: old.serial.name)]) }
                claim.custody = Custody()
                claim.custody.receivedOn = day ?? call.clock.today
                claim.custody.place = call.text("place") ?? ""
                if claim.status == .open { claim.status = .workInProgress }
            } else {
                claim.custody.sentBackOn = day ?? call.clock.today
            }
        } catch let rejection as Rejection {
            throw Refusal(rejection, field: receives ? "repair_received_on" : "repair_sent_back_on")
        }
        guard claim.custody.place.count <= FieldKind.text.lengthLimit else {
            throw Refusal(.tooLong(limit: FieldKind.text.lengthLimit), field: "repair_place")
        }
        _ = try books.update(claim, replacing: old)
    }

    private static func page(
        _ name: String, _ refusal: Refusal?, _ call: Call, _ site: Site
    ) async throws -> Answer {
        let words = Words(call, site)
        let claim = try await site.database.read { try call.books($0).find(WarrantyClaim.self, name) }
        let receives = !claim.custody.isOpen
        let title = words.translate(receives ? "Take in for repair" : "Send back to the customer")
        let wrong = (refusal?.offences ?? []).map { "<li>\(words.sentence($0))</li>" as HTML }
        let complaint: HTML =
            wrong.isEmpty ? "" : "<section class=\"error\" role=\"alert\"><ul>\(HTML.joined(wrong))</ul></section>"
        let place: HTML =
            receives
            ? """
            <div class="field"><label for="place">\(words.translate("Repair Place"))</label>\
            <input id="place" name="place" maxlength="140" value="\(call.text("place") ?? "")"></div>
            """ : ""
        let about = words.translate(
            receives
                ? "{serial} belongs to {customer} and stays theirs: it is not put into stock."
                : "{serial} goes back to {customer}.",
            ["serial": claim.serial.name, "customer": claim.customerName])
        let today = call.clock.today.description
        let content: HTML = """
            <h1>\(title)</h1>\(complaint)<form class="card claim-form" method="post" action="\(address(of: name))">\
            <input type="hidden" name="step" value="\(receives ? "receive" : "return")"><p>\(about)</p>\
            <div class="field"><label for="day">\(words.translate(receives ? "Received for Repair" : "Sent Back"))</label>\
            <input id="day" name="day" type="date" max="\(today)" value="\(call.text("day") ?? today)"></div>\(place)\
            <div class="steps"><button class="button" type="submit">\(Icon.check.html)\(title)</button>\
            <a class="button secondary" href="\(WarrantyClaim.type.address(of: name))">\(words.translate("Back to the claim"))</a></div></form>
            """
        var page = Page(title: title, crumbs: ExchangePage.crumbs(claim.head.name, title, words), content: content)
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }
}

/// What goes with a unit into the workshop, and a copy of it home with the customer.
enum RepairSlip {
    static let routes: [Route] = [
        Route(.get, path + "/**") { call in
            let name = call.path.joined(separator: "/")
            return Action(needs: [.init(right: .read, type: WarrantyClaim.type.name)]) { site in
                let claim = try await site.database.read { try call.books($0).find(WarrantyClaim.self, name) }
                return page(claim, call, site)
            }
        }
    ]

    private static let path = "/after-sale/repair-slip"

    static func address(of claim: String) -> String { path + "/" + claim.percentEncoded }

    private static func page(_ claim: WarrantyClaim, _ call: Call, _ site: Site) -> Answer {
        let words = Words(call, site)
        let title = words.translate("Repair slip")
        let address = site.base(call) + WarrantyClaim.type.address(of: claim.head.name)
        let (facts, custody) = (claim.facts, claim.custody)
        let contact = [claim.contact.person, claim.contact.mobile, claim.contact.email].filter { !$0.isEmpty }
        let rows: [(String, String)] = [
            ("Warranty Claim", claim.head.name), ("Serial No", claim.serial.name),
            ("Item Code", [facts.item.name, facts.itemName].joined(separator: " · ")),
            ("Customer", claim.customerName), ("Contact Person", contact.joined(separator: " · ")),
            ("Raised By", claim.raisedBy), ("Complaint", claim.complaint.text),
            ("Warranty / AMC Status", words.translate(facts.coverage.rawValue)),
            ("Received for Repair", custody.receivedOn.map(words.locale.day) ?? ""),
            ("Repair Place", custody.place), ("Received By", custody.receivedBy.name),
            ("Sent Back", custody.sentBackOn.map(words.locale.day) ?? ""),
        ]
        let written = rows.filter { !$0.1.isEmpty }.map { label, value -> HTML in
            "<div><dt>\(words.translate(label))</dt><dd>\(value)</dd></div>"
        }
        let belongs = words.translate(
            "In repair with us, belongs to {customer}", ["customer": claim.customerName])
        let content: HTML = """
            <div class="title"><h1>\(title)</h1><div class="steps no-print">\
            <button class="button" type="button" data-print hidden>\(Icon.print.html)\(words.translate("Print"))</button>\
            <a class="button secondary" href="\(WarrantyClaim.type.address(of: claim.head.name))">\(words.translate("Back to the claim"))</a></div></div>\
            <section class="card slip"><div class="unit-head"><p><strong>\(claim.head.name)</strong><br>\(belongs)</p>\
            \(Code(.qr, address)?.picture(of: address) ?? "")</div><dl>\(HTML.joined(written))</dl>\
            <div class="signatures"><p>\(words.translate("Customer, date and signature"))</p>\
            <p>\(words.translate("For us, date and signature"))</p></div></section>
            """
        return Page(
            title: title, crumbs: ExchangePage.crumbs(claim.head.name, title, words), content: content,
            scripts: ["record"]
        ).answer(call, site)
    }
}

/// The customers' units that are in our workshop, those that wait longest first.
enum WorkshopPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: ClaimDesk.reading) { site in
                let units = try await site.database.browse { try call.books($0).workshop(limit + 1) }
                return page(units, call, site)
            }
        }
    ]

    static let address = "/after-sale/workshop"
    private static let limit = 500

    private static let labels = [
        "Item Name", "Customer", "Since", "Days", "Repair Place", "Warranty / AMC Status", "Warranty Claim",
    ]

    private static func row(_ unit: WorkshopUnit, _ call: Call, _ words: Words) -> HTML {
        let contents: [(HTML, FieldKind)] = [
            ("\(unit.itemName)", .text), (HTML.document(unit.customer, of: Customer.type.name, call), .text),
            ("\(words.locale.day(unit.since))", .day),
            ("\(words.locale.count(call.clock.today.number - unit.since.number))", .integer),
            ("\(unit.place)", .text), ("\(words.translate(unit.coverage.rawValue))", .text),
            ("<a href=\"\(WarrantyClaim.type.address(of: unit.claim))\">\(unit.claim)</a>", .text),
        ]
        let cells = zip(labels, contents).map { HTML.cell(words.translate($0), $1.0, $1.1) }
        return """
            <tr><th scope="row"><a href="\(SerialNo.type.address(of: unit.serial))">\(unit.serial)</a></th>\(HTML.joined(cells))</tr>
            """
    }

    private static func page(_ units: [WorkshopUnit], _ call: Call, _ site: Site) -> Answer {
        let words = Words(call, site)
        let title = words.translate("In the workshop")
        let rows = units.prefix(limit).map { row($0, call, words) }
        let headings = ["Serial No"] + labels
        let table: HTML =
            units.isEmpty
            ? "<p class=\"card empty\">\(words.translate("No customer's unit is in the workshop."))</p>"
            : """
            <div class="table" role="region" aria-label="\(title)" tabindex="0"><table class="cards"><thead><tr>\
            \(HTML.joined(headings.map { "<th scope=\"col\">\(words.translate($0))</th>" }))</tr></thead>\
            <tbody>\(HTML.joined(rows))</tbody></table></div>
            """
        let more: HTML = units.count > limit ? "<p class=\"quiet\">\(words.translate("There are more."))</p>" : ""
        let about = words.translate("Customers' units that are here for repair. They are theirs and not for sale.")
        let content: HTML = "<h1>\(title)</h1><p>\(about)</p>\(table)\(more)"
        return Page(title: title, crumbs: AfterSale.crumbs(title, words), content: content).answer(call, site)
    }
}
