import HTTPTypes
import Inventory
import Storage

/// One asset: its unit, where it is and with whom, what it is worth, and everything that happened to it.
struct AssetPage {
    private let asset: Asset
    private let record: StoredRecord
    private let history: [AssetEntry]
    private let custom: [CustomField]
    private let fiscalStart: Int
    /// Where the stock has its unit; empty for one that is gone.
    private let warehouse: String
    private let maintenance: AssetMaintenance
    private let call: Call
    private let site: Site

    private var words: Words { Words(call, site) }
    private var name: String { record.head.name }

    static let routes: [Route] = [
        Route(.post, conditions + "/**") { call in
            let name = call.path.joined(separator: "/")
            return Action(needs: [.init(right: .write, type: Asset.type.name)]) { site in
                do {
                    return try await AssetMethods.mark(name, call, site) {
                        .redirect(to: Asset.type.address(of: name) + "?saved=1")
                    }
                } catch let refusal as Refusal {
                    return try await page(name, call, site, refusal: refusal)
                }
            }
        }
    ]

    private static let conditions = "/asset/condition"

    /// - Parameter refusal: why a step that was asked for could not be done.
    static func page(_ name: String, _ call: Call, _ site: Site, refusal: Refusal? = nil) async throws -> Answer {
        let (page, annotations) = try await site.database.read { transaction in
            let books = call.books(transaction)
            let record = try books.show(Asset.self, name)
            var asset = Asset()
            asset.assign(record.values)
            asset.head = record.head
            let unit = try books.find(SerialNo.self, asset.unit.name)
            let page = AssetPage(
                asset: asset, record: record, history: try books.assetHistory(of: record.head.name),
                custom: try books.customFields(of: Asset.type), fiscalStart: try books.fiscalStart(of: asset),
                warehouse: unit.warehouse.name, maintenance: try AssetMaintenance(asset, unit.head, call, books),
                call: call, site: site)
            return (page, try Annotations(record.head, Asset.type, books))
        }
        return try await page.answer(annotations, refusal)
    }

    private func answer(_ annotations: Annotations, _ refusal: Refusal?) async throws -> Answer {
        let steps = RecordSteps(record: record, type: Asset.self, call: call, site: site)
        let title = asset.assetName.isEmpty ? name : asset.assetName
        let content: HTML = """
            <div class="title"><h1>\(title)</h1>\(AssetWords.badge(status, words.translate))</div>\
            \(steps.told(refusal))\(steps.buttons(with: ways))\(try await steps.question())\
            <section class="card"><dl class="facts">\(facts)</dl></section>\
            <div class="columns halves"><div>\(condition)\(maintenance.html(isHeld, call, words))\(depreciation)</div>\
            <section class="card" id="history"><h2>\(words.translate("Where it was"))</h2>\(story)</section></div>\
            \(annotations.html(call, site))
            """
        let crumbs = ListPage.crumbs(Asset.type, words.translate, current: name)
        var page = Page(title: name, crumbs: crumbs, content: content, scripts: ["record"])
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    private var status: String { text("status") }
    /// Whether it is submitted and ours.
    private var isHeld: Bool {
        asset.head.state == .submitted && !["Sold", "Scrapped", "Returned"].contains(status)
    }

    private func text(_ field: String) -> String {
        Schema.of(Asset.self).position(of: field).flatMap { record.values.fields[$0].textValue } ?? ""
    }

    private func may(_ right: Right, _ type: RecordType) -> Bool { call.identity?.may(right, type.name) == true }

    /// What is done with an asset: its label, a move, and the documents that dispose of it.
    private var ways: HTML {
        func way(_ address: String, _ icon: Icon, _ label: String) -> HTML {
            "<a class=\"button secondary\" href=\"\(address)\">\(icon.html)\(words.translate(label))</a>"
        }
        var ways: HTML = ""
        if isHeld, may(.write, AssetMovement.type) {
            ways += way(AssetTask.move.address(with: ["assets": name]), .transfer, "Move")
        }
        if may(.read, SerialNo.type) {
            ways += way(LabelPage.address(of: [asset.unit.name]), .tag, "Label of the unit")
        }
        guard isHeld else { return ways }
        let line = ["item_code": asset.item.name, "qty": "1", "serial_no": asset.unit.name]
        func document(_ type: RecordType, _ place: String, _ head: [String: String]) -> String {
            let cells = line.merging([place: warehouse]) { $1 }.map { ("items.1." + $0.key, $0.value) }
            return type.newAddress + "?" + Call.query(head.merging(cells) { $1 })
        }
        if may(.write, DeliveryNote.type) { ways += way(document(DeliveryNote.type, "warehouse", [:]), .truck, "Sell") }
        if may(.write, StockEntry.type) {
            let issue = document(
                StockEntry.type, "s_warehouse", ["stock_entry_type": StockEntryPurpose.materialIssue.rawValue])
            ways += way(issue, .box, "Write off")
        }
        return ways
    }

    private static let factNames = [
        "serial_no", "item_code", "location", "custodian", "company", "purchase_date", "purchase_receipt",
        "purchase_invoice", "gross_purchase_amount", "available_for_use_date",
    ]

    private var facts: HTML {
        let schema = Schema.of(Asset.self)
        var facts = Self.factNames.compactMap { name -> HTML? in
            guard let position = schema.position(of: name) else { return nil }
            return fact(schema.fields[position], record.values.fields[position])
        }
        if let plan = asset.depreciation(fiscalStart: fiscalStart) {
            let value = words.locale.money(plan.value(on: call.clock.today))
            facts.append("<div><dt>\(words.translate("Net book value today"))</dt><dd>\(value)</dd></div>")
        }
        if !warehouse.isEmpty {
            let place = HTML.document(warehouse, of: Warehouse.type.name, call)
            facts.append("<div><dt>\(words.translate("Warehouse"))</dt><dd>\(place)</dd></div>")
        }
        facts += custom.map { fact($0.field, $0.scalar(of: record.head.custom[$0.fieldName])) }
        if !asset.header.remarks.text.isEmpty {
            facts.append("<div><dt>\(words.translate("Remarks"))</dt><dd>\(asset.header.remarks.text)</dd></div>")
        }
        return HTML.joined(facts)
    }

    private func fact(_ field: Field, _ scalar: Scalar) -> HTML {
        let value = HTML.value(scalar, field, call, words.translate)
        return value.text.isEmpty ? "" : "<div><dt>\(words.translate(field.label))</dt><dd>\(value)</dd></div>"
    }

    /// How somebody says that it cannot be used, or can again.
    private var condition: HTML {
        guard isHeld, may(.write, Asset.type) else { return "" }
        let choices = [AssetCondition.inService, .inMaintenance, .outOfOrder].filter { $0.rawValue != status }
        let options = choices.map { choice in
            "<option value=\"\(choice.rawValue)\">\(AssetWords.label(choice.rawValue, words.translate))</option>"
                as HTML
        }
        return """
            <section class="card"><h2>\(words.translate("Condition of the asset"))</h2>\
            <form class="inline-form" method="post" action="\(Self.conditions)/\(name.percentEncoded)">\
            <p><label for="condition">\(words.translate("From now on"))</label>\
            <select id="condition" name="status">\(HTML.joined(options))</select></p>\
            <p><label for="reason">\(words.translate("Reason"))</label><input id="reason" name="reason" required \
            maxlength="\(String(Books.reasonLimit))" autocomplete="off"></p>\
            <button class="button secondary" type="submit">\(Icon.check.html)\(words.translate("Note it"))</button></form></section>
            """
    }

    private var depreciation: HTML {
        guard let plan = asset.depreciation(fiscalStart: fiscalStart) else { return "" }
        return DepreciationTable(plan: plan, call: call, words: words).html
    }

    private var story: HTML {
        let entries = history.map { entry -> HTML in
            let by = words.translate("by {user}", ["user": entry.author])
            let isUndone = entry.isReversal || entry.isReversed
            let mark: HTML =
                isUndone
                ? " <span class=\"badge inactive\">\(words.translate(entry.isReversal ? "cancellation" : "cancelled"))</span>"
                : ""
            return """
                <li class="\(isUndone ? "undone" : entry.condition.isEmpty ? "" : "aside")">\
                <time>\(call.locale.moment(entry.postedAt))</time>\(told(entry, mark))<p class="quiet">\(by)</p></li>
                """
        }
        guard !entries.isEmpty else {
            return "<p class=\"quiet\">\(words.translate("Nothing yet: it is a draft."))</p>"
        }
        return "<ol class=\"history\">\(HTML.joined(entries))</ol>"
    }

    private func told(_ entry: AssetEntry, _ mark: HTML) -> HTML {
        if !entry.condition.isEmpty {
            let badge = AssetWords.badge(entry.condition, words.translate)
            return "<p>\(badge)\(mark)</p><p>\(entry.reason)</p>"
        }
        let title: HTML =
            entry.movement.isEmpty
            ? "\(words.translate("Taken into the books"))"
            : HTML.document(entry.movement, of: AssetMovement.type.name, call)
        let places = [(entry.location, Location.type), (entry.custodian, Employee.type)].filter { !$0.0.isEmpty }.map {
            HTML.document($0.0, of: $0.1.name, call)
        }
        let place: HTML = places.isEmpty ? "—" : places.count == 1 ? places[0] : "\(places[0]) · \(places[1])"
        return "<p><strong>\(title)</strong>\(mark)</p><p>\(place)</p>"
    }
}

extension Books {
    /// The month in which the fiscal years of an asset's company start.
    func fiscalStart(of asset: Asset) throws -> Int {
        try asset.header.company.isEmpty ? 1 : find(Company.self, asset.header.company.name).fiscalYearStartMonth
    }
}
