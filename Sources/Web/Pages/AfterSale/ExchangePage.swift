import HTTPTypes
import Inventory
import Storage

/// Exchanging the unit of a claim under its cover: which unit the customer gets, and where the defective one goes.
enum ExchangePage {
    static let routes: [Route] = [
        Route(.get, path + "/**") { call in
            let name = call.path.joined(separator: "/")
            return Action(needs: needs(call)) { site in try await page(name, nil, call, site) }
        },
        Route(.post, path + "/**") { call in
            let name = call.path.joined(separator: "/")
            return Action(needs: needs(call)) { site in
                do {
                    _ = try await exchange(name, call, site)
                    return .redirect(to: WarrantyClaim.type.address(of: name) + "?saved=1")
                } catch let refusal as Refusal where !refusal.isMissing {
                    return try await page(name, refusal, call, site)
                }
            }
        },
    ]

    private static let path = "/after-sale/exchange"
    /// Units that are proposed.
    private static let choices = 50

    static func address(of claim: String) -> String { path + "/" + claim.percentEncoded }

    /// The claim is written to, and both documents are made and submitted: the return by the type that delivered.
    static func needs(_ call: Call) -> [Action.Need] {
        let types = Set([DeliveryNote.type.name, returnType(call)]).sorted()
        return [.init(right: .write, type: WarrantyClaim.type.name)]
            + types.flatMap { type in [.init(right: .write, type: type), .init(right: .submit, type: type)] }
    }

    private static func returnType(_ call: Call) -> String {
        call.text("return_type") == SalesInvoice.type.name ? SalesInvoice.type.name : DeliveryNote.type.name
    }

    /// Does the exchange that the parameters ask for.
    static func exchange(_ claim: String, _ call: Call, _ site: Site) async throws -> Exchanged {
        let exchange = Exchange(
            claim: claim, replacement: SerialNumber(call.text("replacement_serial_no") ?? "").text,
            warehouse: call.text("warehouse") ?? "", reason: SerialNumber(call.text("reason") ?? "").text,
            returnType: returnType(call))
        return try await site.database.write { try call.books($0).exchange(exchange) }
    }

    private static func page(
        _ name: String, _ refusal: Refusal?, _ call: Call, _ site: Site
    ) async throws -> Answer {
        let words = Words(call, site)
        let (claim, standing) = try await site.database.read { transaction in
            let books = call.books(transaction)
            let claim = try books.find(WarrantyClaim.self, name)
            return (claim, try books.standing(of: claim.serial.name))
        }
        let title = words.translate("Exchange the unit")
        let wrong = (refusal?.offences ?? []).map { "<li>\(words.sentence($0))</li>" as HTML }
        let complaint: HTML =
            wrong.isEmpty ? "" : "<section class=\"error\" role=\"alert\"><ul>\(HTML.joined(wrong))</ul></section>"
        let warehouse = call.text("warehouse") ?? ""
        let places = [("", "")] + (try await site.places(call)).map { ($0, $0) }
        let options = try await units(of: claim.facts.item.name, call, site).map { unit, place -> HTML in
            "<option value=\"\(unit)\">\(place)</option>"
        }
        let holder = standing.customerName.isEmpty ? claim.customerName : standing.customerName
        let about = words.translate(
            "{serial} comes back from {customer}; the new unit goes on with what is left of its cover.",
            ["serial": claim.serial.name, "customer": holder])
        let content: HTML = """
            <h1>\(title)</h1>\(complaint)<form class="card claim-form" method="post" action="\(address(of: name))">\
            <p>\(about)</p>\
            <input type="hidden" name="return_type" value="\(standing.deliveryType)">\
            <div class="field"><label for="replacement_serial_no">\(words.translate("Number of the new unit"))</label>\
            <input id="replacement_serial_no" name="replacement_serial_no" list="available" maxlength="140" required \
            autocomplete="off" spellcheck="false" autofocus value="\(call.text("replacement_serial_no") ?? "")">\
            <datalist id="available">\(HTML.joined(options))</datalist></div>\
            <div class="field"><label for="warehouse">\(words.translate("Where the defective unit goes"))</label>\
            <select id="warehouse" name="warehouse">\(HTML.options(places, chosen: warehouse))</select></div>\
            <div class="field"><label for="reason">\(words.translate("Reason, where another item replaces it"))</label>\
            <input id="reason" name="reason" maxlength="500" value="\(call.text("reason") ?? "")"></div>\
            <div class="steps"><button class="button" type="submit">\(Icon.transfer.html)\(title)</button>\
            <a class="button secondary" href="\(WarrantyClaim.type.address(of: name))">\(words.translate("Back to the claim"))</a></div></form>
            """
        var page = Page(title: title, crumbs: crumbs(claim.head.name, title, words), content: content)
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    static func crumbs(_ claim: String, _ title: String, _ words: Words) -> [Page.Crumb] {
        var crumbs = AfterSale.crumbs(title, words)
        crumbs.insert(Page.Crumb(label: claim, path: WarrantyClaim.type.address(of: claim)), at: 2)
        return crumbs
    }

    /// Units of the item that are in stock, with their places.
    private static func units(
        of item: String, _ call: Call, _ site: Site
    ) async throws -> [(String, String)] {
        var listing = Listing(fields: ["name", "warehouse"])
        listing.filters = [("item_code", item), ("status", UnitStatus.active.rawValue)].map {
            Listing.Filter(field: $0.0, test: .equal, values: [.text($0.1)])
        }
        listing.length = choices
        let question = listing
        return try await site.database.browse { try call.books($0).list(SerialNo.self, question) }
            .map { ($0[0].textValue ?? "", $0[1].textValue ?? "") }
    }
}
