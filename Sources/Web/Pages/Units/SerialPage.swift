import HTTPTypes
import Inventory
import Storage

/// One unit: what it is, where it is and how it came there, its sections, and everything that happened to it.
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
                "description", "item_group", "brand", "batch_no", "expiry_date", "company", "asset", "location",
                "employee",
                "serial_no_details",
            ]
        ),
    ]

    /// - Parameter refusal: why a step that was asked for could not be done.
    static func page(_ name: String, _ call: Call, _ site: Site, refusal: Refusal? = nil) async throws -> Answer {
        let (unit, history, covers, visits, custom, annotations, afterSale) = try await site.database.read {
            transaction in
            let books = call.books(transaction)
            let custom = try books.customFields(of: SerialNo.type)
            let unit = try books.show(SerialNo.self, name)
            let annotations = try Annotations(unit.head, SerialNo.type, books)
            let visits = try UnitVisits(of: unit.head, call, books)
            return (
                unit, try books.history(of: name), try books.covers(of: name), visits, custom, annotations,
                try books.afterSale(of: unit.head.name)
            )
        }
        let words = Words(call, site)
        let facts = UnitFacts(unit: unit, custom: custom, call: call, words: words)
        let steps = RecordSteps(record: unit, type: SerialNo.self, call: call, site: site)
        let timeline = SerialTimeline(history: history, custom: custom, call: call, site: site)
        let number = unit.head.name
        let status = facts.text("status")
        let address = site.base(call) + SerialNo.type.address(of: number)
        let model: [String: Any] = [
            "serial": number, "badge": UnitWords.badge(status, words.translate).text,
            "steps": steps.buttons(with: ways(number, call, words)).text,
            "told": steps.told(refusal).text, "question": try await steps.question().text,
            "facts": HTML.joined(
                (["item_code", "item_name", "warehouse", "customer", "maintenance_status"] + facts.ofAsset).map(
                    facts.row)
            )
            .text, "former": timeline.formerNumbers.text, "code": Code(.qr, address)?.picture(of: address).text ?? "",
            "way": SerialWay(history, status, call, words).html.text,
            "afterSale": UnitAside.html(afterSale, number, call, words).text,
            "sections": HTML.joined(sections(facts, words)).text,
            "visits": visits.html(call, words).text,
            "covers": CoverTable(covers: covers, call: call, site: site).html.text, "history": timeline.html.text,
            "annotations": annotations.html(call, site).text,
        ]
        let content = HTML(trusted: site.templates.render("serial", model, in: call.locale))
        let crumbs = ListPage.crumbs(SerialNo.type, words.translate, current: number)
        var page = Page(title: number, crumbs: crumbs, content: content, scripts: ["record"])
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    /// What else there is about the unit: its label, its trace, and a way to correct its number.
    private static func ways(_ number: String, _ call: Call, _ words: Words) -> HTML {
        func way(_ address: String, _ icon: Icon, _ label: String) -> HTML {
            "<a class=\"button secondary\" href=\"\(address)\">\(icon.html)\(words.translate(label))</a>"
        }
        let mayWrite = call.identity?.may(.write, SerialNo.type.name) == true
        let mayClaim = call.identity?.may(.write, WarrantyClaim.type.name) == true
        return way(LabelPage.address(of: [number]), .tag, "Label of the unit")
            + way(TracePage.address(of: number, type: SerialNo.type.name), .trace, "Trace")
            + (mayClaim ? way(ClaimDesk.address(of: number), .help, "Claim") : "")
            + (mayWrite ? way(CoverPage.address(of: number), .shield, "Warranty or contract") : "")
            + (mayWrite ? way(SerialCorrection.address(of: number), .undo, "Correct the number") : "")
    }

    private static func sections(_ facts: UnitFacts, _ words: Words) -> [HTML] {
        sections.map { section in
            let isLast = section.title == "More Information"
            let fields = isLast ? facts.custom.placed(among: section.fields) : section.fields
            return """
                <section class="card"><h2>\(words.translate(section.title))</h2>\
                <dl>\(HTML.joined(fields.map(facts.row)))</dl></section>
                """
        }
    }
}

/// A unit's fields as its page writes them; what names a record leads to it.
struct UnitFacts {
    let unit: StoredRecord
    let custom: [CustomField]
    let call: Call
    let words: Words

    private static let schema = Schema.of(SerialNo.self)
    /// The types of records that computed fields name.
    private static let targets = [
        "item_group": ItemGroup.type.name, "brand": Brand.type.name, "sales_order": SalesOrder.type.name,
        "sales_invoice": SalesInvoice.type.name,
    ]
    /// What an asset says of its unit, where it is one.
    var ofAsset: [String] { text("asset").isEmpty ? [] : ["asset"] + Self.placed.keys.sorted(by: >) }

    /// Where an asset is and who has it, as its unit says it.
    private static let placed = ["location": Location.type.name, "employee": Employee.type.name]

    private static let terms: Set = ["purchase_document_type", "delivery_document_type", "maintenance_status"]

    /// A field's value in the language of the page; of a choice, the word on the wire.
    func text(_ name: String) -> String {
        if let position = Self.schema.position(of: name) {
            return written(unit.values.fields[position], Self.schema.fields[position].kind)
        }
        guard let field = custom.first(where: { $0.fieldName == name }) else { return "" }
        return written(field.scalar(of: unit.head.custom[name]), field.kind)
    }

    private func written(_ scalar: Scalar, _ kind: FieldKind) -> String {
        if case .choice = kind { return scalar.textValue ?? "" }
        return words.locale.written(scalar, kind, words.translate)
    }

    func row(_ name: String) -> HTML {
        let added = Self.schema.position(of: name) == nil ? custom.first { $0.fieldName == name } : nil
        let label = added?.label ?? FieldLabels.label(of: name, in: SerialNo.self)
        return "<div><dt>\(words.translate(label))</dt><dd>\(value(name))</dd></div>"
    }

    private func value(_ name: String) -> HTML {
        let text = text(name)
        if text.isEmpty { return "—" }
        if Self.terms.contains(name) { return "\(words.translate(text))" }
        if name.hasSuffix("_document_no") {
            return HTML.document(text, of: self.text(name.replacing("_no", with: "_type")), call)
        }
        if let target = Self.targets[name] ?? Self.schema.field(named: name)?.kind.target {
            return HTML.document(text, of: target, call)
        }
        if let target = Self.placed[name], !self.text("asset").isEmpty { return HTML.document(text, of: target, call) }
        return "\(text)"
    }
}

extension Code {
    /// The code as a picture on a page, white around it whatever the theme.
    func picture(of address: String) -> HTML {
        let (quiet, side) = (kind.quietZone, width + 2 * kind.quietZone)
        return """
            <svg class="code" role="img" aria-label="\(address)" viewBox="\(String(-quiet)) \(String(-quiet)) \
            \(String(side)) \(String(side))" shape-rendering="crispEdges"><path d="\(path)"/></svg>
            """
    }
}
