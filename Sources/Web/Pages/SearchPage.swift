import HTTPTypes
import Inventory
import Storage

/// One box for everything: what somebody types or scans, found in the names of units, documents, items, partners, lots
/// and warehouses.
enum SearchPage {
    static let routes: [Route] = [
        Route(.get, "/search") { call in
            Action(needs: needs) { site in try await page(call, site) }
        }
    ]

    static let methods: [String: Methods.Method] = [
        "matricule.search": Methods.Method { call in
            Action(needs: needs) { site in
                let result = try await search(words(call.text("txt")), length: 5, call, site)
                let entries = result.found.prefix(12).map { found -> JSON in
                    [
                        "name": .string(found.name),
                        "label": .string(site.catalogue.text(found.type.name, in: call.locale)),
                        "path": .string(found.type.address(of: found.name)), "description": .string(found.description),
                    ]
                }
                return .json("message", .array(entries))
            }
        }
    ]

    /// Everybody who may do anything sees items; of the rest each sees what they may read.
    private static let needs = [Action.Need(right: .read, type: Item.type.name)]

    private static let types: [any Record.Type] =
        [SerialNo.self, Item.self, Batch.self, Customer.self, Supplier.self, Warehouse.self]
        + recordTypes.filter { $0 is any Document.Type }

    private static func words(_ text: String?) -> String {
        String(SerialNumber(text ?? "").text.prefix(FieldKind.text.lengthLimit))
    }

    private static func search(_ words: String, length: Int, _ call: Call, _ site: Site) async throws -> SearchResult {
        let types = types.filter { call.identity?.may(.read, $0.type.name) == true }
        guard !words.isEmpty else { return SearchResult() }
        return try await site.database.browse { transaction in
            let books = call.books(transaction)
            if let (type, name) = address(words, types) {
                var result = SearchResult()
                result.found = try books.exact(name, type).map { [$0] } ?? []
                return result
            }
            return try books.search(words, in: types, length: length)
        }
    }

    /// The record that an address of the product leads to, as the label of a unit may hold it.
    static func address(_ text: String, _ types: [any Record.Type]) -> (type: any Record.Type, name: String)? {
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else { return nil }
        let path = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).dropFirst(3).first ?? ""
        let bare = "/" + path.prefix { $0 != "?" && $0 != "#" }
        for type in types where bare.hasPrefix(type.type.address + "/") {
            let name = String(bare.dropFirst(type.type.address.count + 1))
            return (type, name.percentDecoded ?? name)
        }
        return nil
    }

    /// The way to the list of units, which looks into all of them, so many at a time.
    private static func further(_ words: String, _ call: Call, _ translate: (String) -> String) -> HTML {
        guard call.identity?.may(.read, SerialNo.type.name) == true else { return "" }
        let query = Call.query(["q": words, "inside": "1"])
        return "<a href=\"\(SerialNo.type.address)?\(query)\">\(translate("Look inside the numbers of all units"))</a>"
    }

    private static func page(_ call: Call, _ site: Site) async throws -> Answer {
        let words = words(call.text("q"))
        let result = try await search(words, length: 20, call, site)
        let exact = result.found.filter(\.isExact)
        if exact.count == 1 { return .redirect(to: exact[0].type.address(of: exact[0].name)) }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let rows = result.found.map { found -> HTML in
            """
            <li><a href="\(found.type.address(of: found.name))">\(found.name)</a> \
            <span class="badge">\(translate(found.type.name))</span> <span class="quiet">\(found.description)</span></li>

            """
        }
        let title = translate("Search")
        let model: [String: Any] = [
            "title": title, "q": words, "rows": HTML.joined(rows).text, "isEmpty": rows.isEmpty,
            "isAsked": !words.isEmpty, "isPartial": result.isPartial, "further": further(words, call, translate).text,
        ]
        let content = HTML(trusted: site.templates.render("search", model, in: call.locale))
        let crumbs = [Page.Crumb(label: translate("Home"), path: "/"), Page.Crumb(label: title, path: nil)]
        return Page(title: title, crumbs: crumbs, content: content).answer(call, site)
    }
}
