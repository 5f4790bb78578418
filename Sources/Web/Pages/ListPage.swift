import HTTPTypes
import Inventory
import Storage

/// The list of a type's records: search, state, order and page are kept in the address.
struct ListPage {
    let type: any Record.Type
    private let columns: [Field]
    private let isDocument: Bool

    static let routes: [Route] = recordTypes.filter { $0 != SerialNo.self && $0.type.naming != .single }.map { type in
        Route(.get, type.type.address) { call in
            let page = ListPage(type)
            let listing = page.listing(call)
            return Action(needs: [.init(right: .read, type: type.type.name)]) { site in
                try await page.answer(call, site, listing)
            }
        }
    }

    private static let length = 50
    /// Columns beside the name; more would not fit beside each other.
    private static let columnLimit = 6

    init(_ type: any Record.Type) {
        let fields = Schema.of(type).fields
        self.type = type
        self.isDocument = type is any Document.Type
        self.columns = Array(
            fields.filter { $0.traits.contains(.listed) && !$0.traits.contains(.isName) && $0.name != "status" }
                .prefix(Self.columnLimit))
    }

    private func listing(_ call: Call) -> Listing {
        var listing = Listing(fields: ["name", "docstatus"] + columns.map(\.name))
        if let search = call.text("q"), !search.isEmpty {
            let texts = columns.filter { !$0.kind.isInteger || $0.kind.target != nil }.prefix(3).map(\.name)
            listing.anyOf = Listing.Filter.containing(search, in: ["name"] + texts)
        }
        if isDocument, let state = call.text("docstatus").flatMap(Int64.init), (0...2).contains(state) {
            listing.filters.append(Listing.Filter(field: "docstatus", test: .equal, values: [.integer(state)]))
        }
        listing.order = [order(call)]
        listing.length = Self.length + 1
        listing.start = (call.pageNumber - 1) * Self.length
        return listing
    }

    /// What the list is sorted by; the last change first where nothing is asked.
    private func order(_ call: Call) -> (field: String, descending: Bool) {
        let asked = call.text("sort") ?? ""
        guard asked == "name" || columns.contains(where: { $0.name == asked }) else { return ("modified", true) }
        return (asked, call.text("desc") == "1")
    }

    private func answer(_ call: Call, _ site: Site, _ listing: Listing) async throws -> Answer {
        let type = type
        let rows = try await site.database.browse { try call.books($0).list(type, listing) }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let title = translate(type.type.listName)
        let state: HTML = isDocument ? "<th scope=\"col\">\(translate("Status"))</th>" : ""
        let headings =
            [heading("name", translate("Name"), call), state]
            + columns.map { heading($0.name, translate($0.label), call) }
        let model: [String: Any] = [
            "title": title, "path": type.type.address, "isDocument": isDocument, "isEmpty": rows.isEmpty,
            "headings": HTML.joined(headings).text, "states": states(call, translate).text, "q": call.text("q") ?? "",
            "rows": HTML.joined(rows.prefix(Self.length).map { row($0, call, translate) }).text,
            "pager": Page.pager(hasNext: rows.count > Self.length, call, translate).text,
        ]
        let content = HTML(trusted: site.templates.render("list", model, in: call.locale))
        return Page(title: title, crumbs: Self.crumbs(type.type, translate), content: content).answer(call, site)
    }

    /// The way from the start to the list, or to one record of it.
    static func crumbs(_ type: RecordType, _ translate: (String) -> String, current: String? = nil) -> [Page.Crumb] {
        var crumbs = [
            Page.Crumb(label: translate("Home"), path: "/"),
            Page.Crumb(label: translate(Menu.title(of: type)), path: "/"),
            Page.Crumb(label: translate(type.listName), path: current == nil ? nil : type.address),
        ]
        if let current { crumbs.append(Page.Crumb(label: current, path: nil)) }
        return crumbs
    }

    private func heading(_ field: String, _ label: String, _ call: Call) -> HTML {
        let (sorted, descending) = order(call)
        let turns = sorted == field && !descending
        let path = call.path(with: ["sort": field, "desc": turns ? "1" : "", "page": ""])
        let mark = sorted == field ? (descending ? " ↓" : " ↑") : ""
        let state: HTML = sorted == field ? " aria-sort=\"\(descending ? "descending" : "ascending")\"" : ""
        return "<th scope=\"col\"\(state)><a href=\"\(path)\">\(label)\(mark)</a></th>"
    }

    private func states(_ call: Call, _ translate: (String) -> String) -> HTML {
        let chosen = call.text("docstatus")
        return HTML.joined(
            ["Draft", "Submitted", "Cancelled"].enumerated().map { index, label in
                let mark: HTML = chosen == String(index) ? " selected" : ""
                return "<option value=\"\(String(index))\"\(mark)>\(translate(label))</option>"
            })
    }

    private func row(_ row: [Scalar], _ call: Call, _ translate: (String) -> String) -> HTML {
        let name = row[0].textValue ?? ""
        let state = DocumentState(rawValue: Int(row[1].integerValue ?? 0)) ?? .draft
        let cells = zip(columns, row.dropFirst(2)).map { field, scalar -> HTML in
            "<td\(HTML.alignment(field.kind))>\(HTML.value(scalar, field, call, translate))</td>"
        }
        let badge = isDocument ? "<td>\(HTML.state(state, translate))</td>" : "" as HTML
        return """
            <tr><th scope="row"><a href="\(type.type.address(of: name))">\(type.type.shown(name, translate))</a></th>\(badge)\(HTML.joined(cells))</tr>
            """
    }
}
