import HTTPTypes
import Inventory
import Storage

/// One unit: what it is, where it is, its sections, and everything that happened to it.
enum SerialPage {
    /// The sections and their fields, in the order of the form.
    private static let sections: [(title: String, fields: [String])] = [
        (
            "Purchase / Manufacture Details",
            [
                "purchase_document_type", "purchase_document_no", "purchase_date", "purchase_time", "purchase_rate",
                "supplier", "supplier_name",
            ]
        ),
        (
            "Delivery Details",
            [
                "delivery_document_type", "delivery_document_no", "delivery_date", "delivery_time", "customer",
                "customer_name", "sales_order", "sales_invoice",
            ]
        ),
        (
            "Warranty / AMC Details",
            ["maintenance_status", "warranty_period", "warranty_expiry_date", "amc_expiry_date"]
        ),
        (
            "More Information",
            [
                "description", "item_group", "brand", "batch_no", "expiry_date", "company", "location", "employee",
                "serial_no_details",
            ]
        ),
    ]

    /// - Parameter refusal: why a step that was asked for could not be done.
    static func page(_ name: String, _ call: Call, _ site: Site, refusal: Refusal? = nil) async throws -> Answer {
        let (unit, history, custom) = try await site.database.read { transaction in
            let books = call.books(transaction)
            let custom = try books.customFields(of: SerialNo.type)
            return (try books.show(SerialNo.self, name), try books.history(of: name), custom)
        }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let shown = Shown(unit: unit, custom: custom, locale: call.locale, translate: translate)
        let facts = ["item_code", "item_name", "warehouse", "customer"].map { shown.row($0) }
        let sections = Self.sections.map { section -> HTML in
            let isLast = section.title == "More Information"
            let rows = HTML.joined(
                (isLast ? custom.placed(among: section.fields) : section.fields).map { shown.row($0) })
            return "<section class=\"card\"><h2>\(translate(section.title))</h2><dl>\(rows)</dl></section>"
        }
        let steps = RecordSteps(record: unit, type: SerialNo.self, call: call, site: site)
        let model: [String: Any] = [
            "serial": unit.head.name, "badge": UnitWords.badge(shown.text("status"), translate).text,
            "facts": HTML.joined(facts).text, "sections": HTML.joined(sections).text,
            "steps": steps.buttons.text, "told": (steps.told(refusal) + (try await steps.question())).text,
            "trace": TracePage.address(of: unit.head.name, type: SerialNo.type.name),
            "traceIcon": Icon.trace.html.text,
            "history": HTML.joined(history.map { entry($0, call, site, translate) }).text,
        ]
        let content = HTML(trusted: site.templates.render("serial", model, in: call.locale))
        let crumbs = SerialListPage.crumbs(translate, current: unit.head.name)
        var page = Page(title: unit.head.name, crumbs: crumbs, content: content, scripts: ["forms"])
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    private static func entry(_ entry: HistoryEntry, _ call: Call, _ site: Site, _ translate: (String) -> String)
        -> HTML
    {
        let moment = call.locale.moment(entry.postedAt ?? site.zone.local(entry.at))
        let by = translate("by {user}").replacing("{user}", with: entry.author)
        guard entry.postedAt != nil else {
            let words = ["insert": "created by hand", "update": "changed by hand", "rename": "corrected number"]
            return
                "<li><time>\(moment)</time><p><strong>\(translate(words[entry.kind] ?? entry.kind))</strong> \(entry.changes)</p><p class=\"quiet\">\(by)</p></li>"
        }
        let way = translate("from {source} to {target}")
            .replacing("{source}", with: entry.source.isEmpty ? translate("outside") : entry.source)
            .replacing("{target}", with: entry.target.isEmpty ? translate("outside") : entry.target)
        let state =
            entry.kind == "cancellation" ? translate("cancellation") : entry.isCancelled ? translate("cancelled") : ""
        let mark: HTML = state.isEmpty ? "" : " <span class=\"badge inactive\">\(state)</span>"
        let party: HTML = entry.party.isEmpty ? "" : " · \(entry.party)"
        return """
            <li class="\(state.isEmpty ? "" : "undone")"><time>\(moment)</time><p><strong>\(translate(entry.documentType)) \
            \(HTML.document(entry.document, of: entry.documentType, call))</strong>\(mark)</p><p>\(way)\(party)</p><p class="quiet">\(by)</p></li>
            """
    }

    /// A unit's fields as the page writes them.
    private struct Shown {
        let unit: StoredRecord
        let custom: [CustomField]
        let locale: Locale
        let translate: (String) -> String

        func text(_ name: String) -> String {
            let schema = Schema.of(SerialNo.self)
            if let position = schema.position(of: name) {
                return written(unit.values.fields[position], schema.fields[position].kind)
            }
            guard let field = custom.first(where: { $0.fieldName == name }) else { return "" }
            return written(field.scalar(of: unit.head.custom[name]), field.kind)
        }

        private func written(_ scalar: Scalar, _ kind: FieldKind) -> String {
            if case .choice = kind { return scalar.textValue ?? "" }
            return locale.written(scalar, kind, translate)
        }

        func row(_ name: String) -> HTML {
            let value = text(name)
            let isTerm = ["purchase_document_type", "delivery_document_type", "maintenance_status"].contains(name)
            let written = value.isEmpty ? "—" : isTerm ? translate(value) : value
            let added = Schema.of(SerialNo.self).position(of: name) == nil ? custom.first { $0.fieldName == name } : nil
            let label = added?.label ?? FieldLabels.label(of: name, in: SerialNo.self)
            return "<div><dt>\(translate(label))</dt><dd>\(written)</dd></div>"
        }
    }
}
