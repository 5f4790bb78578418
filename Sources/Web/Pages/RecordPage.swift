import HTTPTypes
import Inventory
import Storage

/// One record of any type: its fields, its lines, and ways to what it names.
enum RecordPage {
    /// - Parameter refusal: why a step that was asked for could not be done.
    static func page(
        _ type: any Record.Type, _ name: String, _ call: Call, _ site: Site, refusal: Refusal? = nil
    ) async throws -> Answer {
        let (record, custom, annotations, notices, isAssets) = try await site.database.read { transaction in
            let books = call.books(transaction)
            let record = try books.show(type, name)
            let notices = call.text("saved") == nil ? [] : try books.notices(about: books.find(any: type, name))
            let annotations = try Annotations(record.head, type.type, books)
            let mayHold = record.head.state == .submitted && call.identity?.may(.write, Asset.type.name) == true
            let isAssets = try mayHold && books.hasFixedAssets(type, record.head.id)
            return (record, try books.customFields(of: type.type), annotations, notices, isAssets)
        }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let schema = Schema.of(type)
        let values = Dictionary(uniqueKeysWithValues: zip(schema.fields.map(\.name), record.values.fields))
        var facts = zip(schema.fields, record.values.fields).map { field, scalar in
            // Of what there is one, people want to see also what is not set.
            let value = linked(scalar, field, values, most: numberLimit, call, translate)
            return fact(field, scalar, value, translate, showsAll: type.type.naming == .single)
        }
        facts += custom.map { custom in
            let scalar = custom.scalar(of: record.head.custom[custom.fieldName])
            return fact(custom.field, scalar, HTML.value(scalar, custom.field, call, translate), translate)
        }
        let tables = zip(schema.tables, record.values.tables).map { table($0, $1, call, translate) }
        let moment = call.locale.moment(site.zone.local(record.head.modified))
        let last = record.head.modifiedBy.isEmpty ? "Last change on {moment}" : "Last change on {moment} by {user}"
        let by = translate(last).replacing("{moment}", with: moment).replacing("{user}", with: record.head.modifiedBy)
        let isDocument = type is any Document.Type
        let badge = isDocument ? HTML.state(record.head.state, translate) : ""
        let steps = RecordSteps(record: record, type: type, call: call, site: site)
        let title = type.type.shown(record.head.name, translate)
        let sections = try await sections(type, record.head.name, call, site)
        let claim = type == WarrantyClaim.self ? try await ClaimAside(record.head.name, call, site) : nil
        let makes = AssetTask.make.address(with: ["doctype": type.type.name, "docname": record.head.name])
        let assets: HTML =
            isAssets
            ? "<a class=\"button secondary\" href=\"\(makes)\">\(Icon.add.html)\(translate("Make assets of units"))</a>"
            : ""
        let access = (claim?.buttons ?? "") + AccountPage.way(to: record.head, type.type, call, translate)
        let afterSale = AfterSale.ways(of: record, type, call, Words(call, site))
        let others = access + afterSale + ways(of: record, type, call, translate) + assets
        let content: HTML = """
            <div class="title"><h1>\(title)</h1>\(badge)</div>\
            \(steps.told(refusal, notices))\(steps.buttons(with: others))
            \(try await steps.question())\(claim?.html ?? "")<section class="card"><dl class="facts">\(HTML.joined(facts))</dl></section>
            \(HTML.joined(tables))\(sections)<p class="quiet">\(by)</p>
            \(annotations.html(call, site))
            """
        let crumbs = ListPage.crumbs(type.type, translate, current: title)
        var page = Page(title: title, crumbs: crumbs, content: content, scripts: ["record"])
        if refusal != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    /// What a type tells beside its fields.
    private static func sections(
        _ type: any Record.Type, _ name: String, _ call: Call, _ site: Site
    ) async throws -> HTML {
        if type == Batch.self { return try await LotSection.html(name, call, site) }
        if type == Recall.self { return try await RecallSection.html(name, call, site) }
        return ""
    }

    /// The ways from a document or a lot to the labels of its units, and to where they came from and went.
    private static func ways(
        of record: StoredRecord, _ type: any Record.Type, _ call: Call, _ translate: (String) -> String
    ) -> HTML {
        let hasUnits = zip(Schema.of(type).tables, record.values.tables).contains { table, rows in
            table.fields.indices.contains { column in
                table.fields[column].kind == .serials && rows.contains { !$0.fields[column].isBlank }
            }
        }
        func way(_ address: String, _ icon: Icon, _ label: String) -> HTML {
            "<a class=\"button secondary\" href=\"\(address)\">\(icon.html)\(translate(label))</a>"
        }
        if type == Location.self {
            let address = Report.assetsByLocation.address + "?" + Call.query(["location": record.head.name])
            return way(address, .count, "Assets here") + way(LocationTreePage.address, .trace, "Locations as a tree")
        }
        guard hasUnits || type == Batch.self, call.identity?.may(.read, SerialNo.type.name) == true else { return "" }
        let trace = way(TracePage.address(of: record.head.name, type: type.type.name), .trace, "Trace")
        guard hasUnits else { return trace }
        // A contract moves nothing, so there is no way to follow.
        let labels = way(LabelPage.address(ofDocument: record.head.name, type.type), .tag, "Labels")
        if type == MaintenanceSchedule.self { return labels }
        return labels + trace
    }

    /// What says nothing to a reader: the state stands beside the name, and how it was entered does not matter.
    private static let hidden: Set = ["status", "naming_series", "set_posting_time"]
    /// Of use only where a line counts in another unit than the stock.
    private static let conversion: Set = ["stock_uom", "conversion_factor", "stock_qty"]

    private static func fact(
        _ field: Field, _ scalar: Scalar, _ value: HTML, _ translate: (String) -> String, showsAll: Bool = false
    ) -> HTML {
        let isOff = field.kind == .flag && scalar.integerValue == 0
        let isBlank = value.text.isEmpty || isOff
        guard !isBlank || showsAll, !hidden.contains(field.name) else { return "" }
        return "<div><dt>\(translate(field.label))</dt><dd>\(value.text.isEmpty ? "—" : value)</dd></div>"
    }

    /// The rows inside a record; columns that are empty in all of them are left out.
    private static func table(
        _ table: Schema.Table, _ rows: [Values.Row], _ call: Call, _ translate: (String) -> String
    ) -> HTML {
        guard !rows.isEmpty else { return "" }
        let factor = table.fields.firstIndex { $0.name == "conversion_factor" }
        let converts = rows.contains { row in factor.map { row.fields[$0] != .integer(1_000_000) } ?? false }
        let columns = table.fields.indices.filter { column in
            (converts || !conversion.contains(table.fields[column].name))
                && rows.contains { !$0.fields[column].isBlank }
        }
        let headings = columns.map { column -> HTML in "<th scope=\"col\">\(translate(table.fields[column].label))</th>"
        }
        let most = max(numberLimit, pageNumbers / rows.count)
        let lines = rows.prefix(lineLimit).enumerated().map { index, row -> HTML in
            let values = Dictionary(uniqueKeysWithValues: zip(table.fields.map(\.name), row.fields))
            let cells = columns.map { column -> HTML in
                let field = table.fields[column]
                let value = linked(row.fields[column], field, values, most: most, call, translate)
                return HTML.cell(translate(field.label), value, field.kind)
            }
            return "<tr><th scope=\"row\">\(call.locale.count(index + 1))</th>\(HTML.joined(cells))</tr>"
        }
        let more = HTML.rest(rows.count - lineLimit, call, translate)
        return """
            <h2>\(translate(table.label))</h2><div class="table" role="region" aria-label="\(translate(table.label))" tabindex="0">\
            <table class="cards"><thead><tr><th scope="col">\(translate("Line"))</th>\(HTML.joined(headings))</tr></thead>\
            <tbody>\(HTML.joined(lines))</tbody></table></div>\(more)
            """
    }

    /// Lines of a table, and numbers of a cell and of a page, that are shown; the interface gives them all.
    private static let lineLimit = 500
    private static let numberLimit = 20
    private static let pageNumbers = 2_000

    /// A value among the others of its record or line; numbers, and documents of any type, lead to what they name.
    private static func linked(
        _ scalar: Scalar, _ field: Field, _ values: [String: Scalar], most: Int, _ call: Call,
        _ translate: (String) -> String
    ) -> HTML {
        if let name = field.typeField, let type = values[name]?.textValue, let document = scalar.textValue {
            return HTML.document(document, of: type, call)
        }
        guard case .serials = field.kind, let text = scalar.textValue, !text.isEmpty else {
            return HTML.value(scalar, field, call, translate)
        }
        let numbers = SerialNumber.list(in: text)
        let links = numbers.prefix(most).map { number -> HTML in
            "<a href=\"\(SerialNo.type.address(of: number.text))\">\(number.text)</a> "
        }
        let rest = HTML.rest(numbers.count - most, call, translate)
        return "<div class=\"cell-numbers\">\(HTML.joined(links))</div>\(rest)"
    }
}
