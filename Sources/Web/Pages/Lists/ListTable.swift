import Inventory
import Storage

/// The rows of a list with the headings that sort it.
struct ListTable {
    let contents: ListPage.Contents
    let call: Call
    let site: Site
    let translate: (String) -> String

    private var view: ListView { contents.view }
    private var columns: [Field] { view.shownColumns }

    /// A box for choosing records, the name, and the columns.
    var headings: HTML {
        let choose: HTML = """
            <th scope="col" class="pick"><span class="hidden-text">\(translate("Choose"))</span>\
            <input type="checkbox" aria-label="\(translate("Choose all on this page"))" data-key="x" hidden></th>
            """
        return choose + HTML.joined(([view.fields.own[0]] + columns).map(heading))
    }

    private func heading(_ field: Field) -> HTML {
        let isSorted = view.order?.field == field && contents.page.isSorted
        let isDescending = view.order?.isDescending == true
        let label = translate(field.label)
        guard isSortable(field) else { return "<th scope=\"col\"\(alignment(field))>\(label)</th>" }
        let path = view.address { $0.order = (field, isSorted && !isDescending) }
        let mark = isSorted ? (isDescending ? " ↓" : " ↑") : ""
        let state: HTML = isSorted ? " aria-sort=\"\(isDescending ? "descending" : "ascending")\"" : ""
        return "<th scope=\"col\"\(state)\(alignment(field))><a href=\"\(path)\">\(label)\(mark)</a></th>"
    }

    private func alignment(_ field: Field) -> HTML { field.name == "docstatus" ? "" : HTML.alignment(field.kind) }

    /// A short list is sorted by anything, a longer one by what an index sorts.
    private func isSortable(_ field: Field) -> Bool {
        if contents.page.isShort { return true }
        return switch contents.page.count {
        case .moreThan where view.listing.filters.isEmpty && view.search.isEmpty:
            Listing.isIndexed(field, view.fields.type)
        default: field.name == "creation"
        }
    }

    var rows: HTML { HTML.joined(contents.page.rows.map(row)) }

    private func row(_ row: [Scalar]) -> HTML {
        let type = view.fields.type.type
        let name = row[0].textValue ?? ""
        let cells = zip(columns, row.dropFirst()).map { field, scalar -> HTML in
            let content = cell(scalar, field)
            return content.text.hasPrefix("<span class=\"badge")
                ? "<td>\(content)</td>" : HTML.cell(translate(field.label), content, field.kind)
        }
        return """
            <tr><td class="pick"><input type="checkbox" name="pick:\(name)" value="1" aria-label="\(type.shown(name, translate))"></td>\
            <th scope="row"><a href="\(type.address(of: name))">\(type.shown(name, translate))</a></th>\(HTML.joined(cells))</tr>

            """
    }

    /// Long texts are cut: the record's own page has all of it.
    private static let textLimit = 120

    private func cell(_ scalar: Scalar, _ field: Field) -> HTML {
        switch (field.name, field.kind) {
        case ("docstatus", _):
            return HTML.state(DocumentState(rawValue: Int(scalar.integerValue ?? 0)) ?? .draft, translate)
        case ("status", _) where view.fields.type == SerialNo.self:
            return UnitWords.badge(scalar.textValue ?? "", translate)
        case ("status", _) where view.fields.type == Asset.self:
            return AssetWords.badge(scalar.textValue ?? "", translate)
        case ("status", _) where view.fields.type == WarrantyClaim.self:
            let status = ClaimStatus(rawValue: scalar.textValue ?? "") ?? .open
            return ClaimList.badge(status, Words(call, site))
        case ("maintenance_status", _) where view.fields.type == SerialNo.self:
            return "\(translate(scalar.textValue ?? ""))"
        case (_, .instant):
            guard let moment = scalar.integerValue else { return "" }
            return "\(call.locale.moment(site.zone.local(Instant(milliseconds: moment))))"
        case (_, .text) where field.isTerm: return HTML.value(scalar, field, call, translate)
        case (_, .longText), (_, .text), (_, .serials):
            let text = scalar.textValue ?? ""
            let isLong = text.count > Self.textLimit
            return isLong ? "\(text.prefix(Self.textLimit) + "…")" : "\(text)"
        default: return HTML.value(scalar, field, call, translate)
        }
    }
}
