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
        let records = try scanned.documents.map { try NewRecord($0, $0["doctype"]?.string ?? "") }
        for record in records { try Gate.check(record.needs, call) }
        let problems = scanned.units.flatMap { scanned.problems[$0.key] ?? [] }
        let key = String((call.text("key") ?? "").prefix(100))
        var keyed = call
        keyed.headers[.idempotencyKey] = key.isEmpty ? nil : "scan-" + key
        do {
            // All of them or none; and what was sent twice finds the answer of the first time.
            let answer = try await site.write(keyed) { books in
                var (names, problems): ([JSON], [String]) = ([], problems)
                for record in records {
                    do {
                        let saved = try books.insert(any: record.record(in: books).record)
                        names.append(.string("\(type(of: saved).type.name):\(saved.head.name)"))
                    } catch let refusal as Refusal {
                        problems += refusal.offences.map { site.catalogue.sentence($0, in: call.locale) }
                    }
                }
                if names.isEmpty, problems.isEmpty { throw Refusal(.noLines) }
                guard problems.isEmpty else { throw Unfit(problems: problems) }
                return .json("message", .array(names))
            }
            return done(try JSON(parsing: answer.body)["message"]?.array ?? [], pile)
        } catch let unfit as Unfit {
            return try await page(call, site, refused: unfit.problems)
        } catch let refusal as Refusal {
            let sentences = refusal.offences.map { site.catalogue.sentence($0, in: call.locale) }
            return try await page(call, site, refused: sentences)
        }
    }

    /// What is wrong with a pile, thrown so that nothing of it is kept.
    private struct Unfit: Error {
        let problems: [String]
    }

    private static func done(_ names: [JSON], _ pile: ScanPile) -> Answer {
        let query = Call.query([
            "mode": pile.mode.rawValue, "done": names.prefix(50).compactMap(\.string).joined(separator: ","),
            "from_warehouse": pile.source, "to_warehouse": pile.target,
        ])
        return .redirect(to: address + "?" + query)
    }

    /// What was made a moment ago, with ways to it.
    private static func done(_ call: Call, _ site: Site) -> HTML {
        let names = (call.text("done") ?? "").split(separator: ",").prefix(50).compactMap { pair -> HTML? in
            let parts = pair.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, recordType(named: parts[0]) != nil else { return nil }
            let type = site.catalogue.text(parts[0], in: call.locale)
            return "\(type) \(HTML.document(parts[1], of: parts[0], call))<br>"
        }
        return names.isEmpty ? "" : "<p class=\"success\" role=\"status\">✓ \(HTML.joined(names))</p>"
    }

    private static func page(
        _ call: Call, _ site: Site, told: HTML = "", refused: [String] = []
    ) async throws -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let warehouses = try await site.places(call)
        func options(_ chosen: String?) -> String {
            HTML.joined(
                warehouses.map { name -> HTML in
                    let mark: HTML = name == chosen ? " selected" : ""
                    return "<option\(mark)>\(name)</option>"
                }
            ).text
        }
        let problems = HTML.joined(refused.prefix(100).map { problem -> HTML in "<li>\(problem)</li>" })
        let refusal: HTML = refused.isEmpty ? "" : "<ul class=\"error\" role=\"alert\">\(problems)</ul>"
        let model: [String: Any] = [
            "told": (told + refusal).text, "email": call.author.name, "key": Secret.random(bytes: 16),
            "modes": modes(call, translate).text, "countIcon": Icon.count.html.text,
            "sources": options(call.text("from_warehouse")), "targets": options(call.text("to_warehouse")),
            "item": call.text("item_code") ?? "", "supplier": call.text("supplier") ?? "",
            "customer": call.text("customer") ?? "", "text": call.text("serial_nos") ?? "",
        ]
        let content = HTML(trusted: site.templates.render("scan", model, in: call.locale))
        var page = Page(title: translate("Scan"), content: content, scripts: ["scan"])
        if !refused.isEmpty { page.status = .expectationFailed }
        return page.answer(call, site)
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
        let wanted = call.text("mode").flatMap(ScanMode.init(rawValue:))
        let asked = open.first { $0 == wanted } ?? open[0]
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
