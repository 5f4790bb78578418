import HTTPTypes
import Inventory
import Storage

/// Accueil > Stock > N° de série et lot > N° de série: the list, with search and filters kept in the address.
enum SerialListPage {
    static let routes: [Route] = [
        Route(.get, "/stock/serial-no") { call in
            let listing = try listing(call)
            return Action(needs: [.init(right: .read, type: "Serial No")]) { site in try await page(call, site, listing)
            }
        }
    ]

    private static let length = 50
    private static let fields = [
        "name", "item_code", "item_name", "status", "warehouse", "customer", "warranty_expiry_date",
    ]
    static let statuses = UnitStatus.allCases.map(\.rawValue) + ["Expired"]

    private static func listing(_ call: Call) throws -> Listing {
        var listing = Listing(fields: fields)
        if let search = call.text("q"), !search.isEmpty {
            listing.anyOf = Listing.Filter.containing(search, in: ["name", "item_code", "customer"])
        }
        for name in ["status", "item_code", "warehouse", "customer"] {
            guard let value = call.text(name), !value.isEmpty else { continue }
            listing.filters.append(Listing.Filter(field: name, test: .equal, values: [.text(value)]))
        }
        listing.length = length + 1
        listing.start = (call.pageNumber - 1) * length
        return listing
    }

    private static func page(_ call: Call, _ site: Site, _ listing: Listing) async throws -> Answer {
        let rows = try await site.database.browse { try call.books($0).list(SerialNo.self, listing) }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let body = rows.prefix(length).map { row($0, call, site) }
        let options = statuses.map { status -> HTML in
            let label = UnitWords.label(status, translate)
            return call.text("status") == status
                ? "<option value=\"\(status)\" selected>\(label)</option>"
                : "<option value=\"\(status)\">\(label)</option>"
        }
        let model: [String: Any] = [
            "rows": HTML.joined(body).text, "isEmpty": rows.isEmpty, "options": HTML.joined(options).text,
            "q": call.text("q") ?? "", "item": call.text("item_code") ?? "", "warehouse": call.text("warehouse") ?? "",
            "pager": Page.pager(hasNext: rows.count > length, call, translate).text,
        ]
        let content = HTML(trusted: site.templates.render("serial-list", model, in: call.locale))
        return Page(title: translate("Serial Nos"), crumbs: crumbs(translate), content: content).answer(call, site)
    }

    static func crumbs(_ translate: (String) -> String, current: String? = nil) -> [Page.Crumb] {
        var crumbs = [
            Page.Crumb(label: translate("Home"), path: "/"),
            Page.Crumb(label: translate("Stock"), path: "/stock/serial-no"),
            Page.Crumb(label: translate("Serial No and Batch"), path: "/stock/serial-no"),
            Page.Crumb(label: translate("Serial No"), path: current == nil ? nil : "/stock/serial-no"),
        ]
        if let current { crumbs.append(Page.Crumb(label: current, path: nil)) }
        return crumbs
    }

    private static func row(_ row: [Scalar], _ call: Call, _ site: Site) -> HTML {
        let text = row.map { $0.textValue ?? "" }
        let warranty = row[6].integerValue.map { call.locale.day(Day(number: Int($0))) } ?? ""
        let status = UnitWords.badge(text[3]) { site.catalogue.text($0, in: call.locale) }
        return """
            <tr><th scope="row"><a href="/stock/serial-no/\(text[0].percentEncoded)">\(text[0])</a></th>\
            <td>\(text[1])</td><td>\(text[2])</td><td>\(status)</td><td>\(text[4])</td><td>\(text[5])</td>\
            <td class="day">\(warranty)</td></tr>
            """
    }
}

/// How pages say what a unit's state is: always a word, with a colour beside it.
enum UnitWords {
    static func label(_ status: String, _ translate: (String) -> String) -> String {
        switch status {
        case "Active": translate("Available")
        case "Returned": translate("Returned to supplier")
        case "Unknown": translate("Unknown")
        case "Repeated": translate("Repeated")
        default: translate(status)
        }
    }

    static func badge(_ status: String, _ translate: (String) -> String) -> HTML {
        "<span class=\"badge \(status.lowercased())\">\(label(status, translate))</span>"
    }
}
