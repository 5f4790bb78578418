import HTTPTypes
import Inventory
import Storage

/// The page for people with a scanner in hand: what they are doing, where, and the units one after the other.
///
/// `scan.js` makes a device of it that goes on without a network; without scripts it is a form.
enum ScanPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: SerialNo.type.name)]) { site in
                try await page(call, site, told: done(call, site))
            }
        },
        Route(.post, address) { call in
            let pile = try ScanPile(call)
            return Action(needs: pile.needs) { site in try await submit(pile, call, site) }
        },
        Route(.get, "/stock/scan-worker.js", .everyone) { _ in Action { _ in worker } },
    ]

    static let address = "/stock/scan"
    /// Warehouses offered to choose from.
    private static let warehouseLimit = 500

    /// The script that keeps this page, and the files of this version, for when there is no network.
    private static let worker: Answer = {
        var answer = Answer(contentType: "text/javascript; charset=utf-8", body: Assets.worker)
        answer.headers = [
            (.cacheControl, "no-cache"), (.xContentTypeOptions, "nosniff"),
            (.contentSecurityPolicy, "default-src 'none'; connect-src 'self'"),
        ]
        return answer
    }()

    /// Submits what was typed into the form, or hands what is to be looked up to the page for that.
    private static func submit(_ pile: ScanPile, _ call: Call, _ site: Site) async throws -> Answer {
        guard pile.mode.moves else {
            return Answer(status: .temporaryRedirect, headers: [(.location, LookUpPage.address)], body: [])
        }
        let scanned = try await site.scanned(pile, call)
        var problems = scanned.units.flatMap { scanned.problems[$0.key] ?? [] }
        if scanned.documents.isEmpty, problems.isEmpty {
            problems = [site.catalogue.text("There is no number to submit.", in: call.locale)]
        }
        for document in scanned.documents {
            let offences = try await site.offences(of: document, call)
            problems += offences.general + offences.units.sorted { $0.key < $1.key }.flatMap(\.value)
        }
        guard problems.isEmpty else { return try await page(call, site, told: refusal(problems)) }
        var names: [String] = []
        for (index, document) in scanned.documents.enumerated() {
            var call = call
            let key = call.text("key") ?? ""
            call.headers[.idempotencyKey] = key.isEmpty ? nil : "scan-\(String(key.prefix(100)))-\(index)"
            let type = document["doctype"]?.string ?? ""
            let insert = try Action.insert(document, type, call, key: "data")
            try Gate.check(insert.needs, call)
            let saved = try JSON(parsing: try await insert.perform(site).body)["data"]
            names.append(type + ":" + (saved?["name"]?.string ?? ""))
        }
        let query = Call.query([
            "mode": pile.mode.rawValue, "done": names.joined(separator: ","), "from_warehouse": pile.source,
            "to_warehouse": pile.target,
        ])
        return .redirect(to: address + "?" + query)
    }

    /// What was made a moment ago, with ways to it.
    private static func done(_ call: Call, _ site: Site) -> HTML {
        let names = (call.text("done") ?? "").split(separator: ",").prefix(50).compactMap { pair -> HTML? in
            let parts = pair.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, recordType(named: parts[0]) != nil else { return nil }
            return "\(site.catalogue.text(parts[0], in: call.locale)) \(HTML.document(parts[1], of: parts[0], call))<br>"
        }
        return names.isEmpty ? "" : "<p class=\"success\" role=\"status\">✓ \(HTML.joined(names))</p>"
    }

    private static func refusal(_ problems: [String]) -> HTML {
        let shown = problems.prefix(100).map { problem -> HTML in "<li>\(problem)</li>" }
        return "<ul class=\"error\" role=\"alert\">\(HTML.joined(shown))</ul>"
    }

    private static func page(
        _ call: Call, _ site: Site, told: HTML = ""
    ) async throws -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let warehouses = try await warehouses(call, site)
        func options(_ chosen: String?) -> String {
            HTML.joined(
                warehouses.map { name -> HTML in
                    let mark: HTML = name == chosen ? " selected" : ""
                    return "<option\(mark)>\(name)</option>"
                }
            ).text
        }
        let model: [String: Any] = [
            "told": told.text, "email": call.author.name, "key": Secret.random(bytes: 16),
            "modes": modes(call, translate).text, "countIcon": Icon.count.html.text,
            "sources": options(call.text("from_warehouse")), "targets": options(call.text("to_warehouse")),
            "item": call.text("item_code") ?? "", "supplier": call.text("supplier") ?? "",
            "customer": call.text("customer") ?? "", "text": call.text("serial_nos") ?? "",
        ]
        let content = HTML(trusted: site.templates.render("scan", model, in: call.locale))
        return Page(title: translate("Scan"), content: content, scripts: ["scan"]).answer(call, site)
    }

    private static func warehouses(_ call: Call, _ site: Site) async throws -> [String] {
        var listing = Listing(fields: ["name"])
        listing.filters = ["is_group", "disabled"].map {
            Listing.Filter(field: $0, test: .unequal, values: [.integer(1)])
        }
        listing.order = [("name", false)]
        listing.length = warehouseLimit
        let question = listing
        return try await site.database.browse { try call.books($0).list(Warehouse.self, question) }
            .compactMap { $0.first?.textValue }
    }

    /// What this person may do, as big buttons.
    private static func modes(_ call: Call, _ translate: (String) -> String) -> HTML {
        let may = { (type: RecordType) in call.identity?.may(.write, type.name) == true }
        let open = ScanMode.allCases.filter { mode in
            switch mode {
            case .receive: may(StockEntry.type) || may(PurchaseReceipt.type)
            case .transfer: may(StockEntry.type)
            case .deliver, .takeBack: may(DeliveryNote.type)
            case .lookUp: true
            }
        }
        let asked = call.text("mode").flatMap(ScanMode.init(rawValue:)) ?? open[0]
        return HTML.joined(
            open.map { mode in
                let mark: HTML = mode == asked ? " checked" : ""
                return """
                    <label class="tile"><input type="radio" name="mode" value="\(mode.rawValue)"\(mark)>\
                    \(mode.icon.html)<span>\(translate(mode.title))</span></label>
                    """
            })
    }
}

extension ScanMode {
    fileprivate var icon: Icon {
        switch self {
        case .receive: .box
        case .transfer: .trace
        case .deliver: .truck
        case .takeBack: .undo
        case .lookUp: .search
        }
    }
}
