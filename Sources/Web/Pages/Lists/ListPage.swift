import HTTPTypes
import Inventory
import Storage

/// The list of a type's records. Search, filters, columns, order and place are kept in the address.
struct ListPage {
    let type: any Record.Type

    static let routes: [Route] = recordTypes.filter { $0.type.naming != .single }.flatMap { type in
        [
            Route(.get, type.type.address) { call in
                Action(needs: [.init(right: .read, type: type.type.name)]) { site in
                    try await ListPage(type: type).answer(call, site)
                }
            },
            ListActions.route(type),
        ]
    }

    /// What a page is made of, read in one transaction.
    struct Contents: Sendable {
        let view: ListView
        let page: Storage.ListPage
        let saved: [SavedFilter]
        let refused: Refused?
    }

    /// A filter that could not be read.
    struct Refused: Sendable {
        let filter: NewFilter
        let reason: Problem
    }

    private func answer(_ call: Call, _ site: Site) async throws -> Answer {
        if call.text("format") == "csv" { return try await ListExport.answer(type, call, site) }
        let type = type
        let read = try await site.database.browse { transaction -> (redirect: String?, contents: Contents?) in
            let books = call.books(transaction)
            let fields = ListFields(type, try books.customFields(of: type.type))
            let view = ListView(call, fields)
            let (changed, refused) = Self.changed(view, call, site)
            if let changed { return (changed, nil) }
            let page = try books.page(type, view.listing, from: view.start)
            let saved = try books.savedFilters(of: type.type)
            return (nil, Contents(view: view, page: page, saved: saved, refused: refused))
        }
        guard let contents = read.contents else { return .redirect(to: read.redirect ?? type.type.address) }
        return try await html(contents, call, site)
    }

    /// Where a form of the page leads that adds a filter or chooses columns; or what is wrong with the filter.
    private static func changed(
        _ view: ListView, _ call: Call, _ site: Site
    ) -> (address: String?, refused: Refused?) {
        if call.text("choose") == "columns" {
            let names = Set(call.parameters.keys.filter { $0.hasPrefix("column.") }.map { $0.dropFirst(7) })
            let chosen = view.fields.own.dropFirst().filter { names.contains($0.name[...]) }
            return (view.address { $0.columns = chosen }, nil)
        }
        guard let new = NewFilter(call) else { return (nil, nil) }
        do {
            let element = try new.element(view.fields, call) { site.catalogue.text($0, in: call.locale) }
            let condition = ListView.Condition(element: element, result: .failure(.pageNotFound))
            return (view.address { $0.conditions.append(condition) }, nil)
        } catch {
            return (nil, Refused(filter: new, reason: error as? Problem ?? .badParameter(new.key, "a value")))
        }
    }

    private func html(_ contents: Contents, _ call: Call, _ site: Site) async throws -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        let view = contents.view
        let chips = FilterChips(
            view: view, call: call, site: site, translate: translate,
            refused: contents.refused.map { ($0.filter, $0.reason) })
        let tools = ListTools(contents: contents, call: call, site: site, translate: translate)
        let table = ListTable(contents: contents, call: call, site: site, translate: translate)
        let title = Self.title(type.type, translate)
        let model: [String: Any] = [
            "title": title, "path": type.type.address, "q": view.search, "add": tools.add.text,
            "hidden": view.hidden(without: ["q", "inside"]).text, "states": tools.states.text,
            "chips": chips.html.text, "tools": tools.html.text, "count": tools.count.text,
            "notices": tools.notices.text,
            "isEmpty": contents.page.rows.isEmpty,
            "nothing": translate(contents.page.isPartial ? "Nothing found so far." : "Nothing matches."),
            "hasConditions": !view.query.isEmpty,
            "action": ListActions.address(view), "headings": table.headings.text, "rows": table.rows.text,
            "actions": tools.actions.text, "pager": tools.pager.text,
        ]
        let content = HTML(trusted: site.templates.render("list", model, in: call.locale))
        let crumbs = Self.crumbs(type.type, translate)
        return Page(title: title, crumbs: crumbs, content: content, scripts: ["lists"]).answer(call, site)
    }

    static func title(_ type: RecordType, _ translate: (String) -> String) -> String {
        translate(type == SerialNo.type ? "Serial Nos" : type.listName)
    }

    /// The way from the start to the list, or to one record of it.
    static func crumbs(_ type: RecordType, _ translate: (String) -> String, current: String? = nil) -> [Page.Crumb] {
        var crumbs = [
            Page.Crumb(label: translate("Home"), path: "/"),
            Page.Crumb(label: translate(Menu.title(of: type)), path: "/"),
        ]
        if Menu.numbered.contains(type.name) {
            crumbs.append(Page.Crumb(label: translate("Serial No and Batch"), path: SerialNo.type.address))
        }
        // What there is one of has no list.
        let list = translate(type.listName)
        let isHere = current == nil || type.naming == .single && current == list
        crumbs.append(Page.Crumb(label: list, path: isHere ? nil : type.address))
        if let current, !isHere { crumbs.append(Page.Crumb(label: current, path: nil)) }
        return crumbs
    }
}
