import HTTPTypes
import Inventory
import Storage

/// What a list does with several records at once, and with the filters that people keep: each by one POST to the
/// list's address.
enum ListActions {
    /// The most records that one action takes.
    static let limit = 1_000

    static func route(_ type: any Record.Type) -> Route {
        Route(.post, type.type.address) { call in
            let right: Right =
                switch call.text("action") {
                case "submit": .submit
                case "delete": .delete
                default: .read
                }
            return Action(needs: [.init(right: right, type: type.type.name)]) { site in
                try await perform(call.text("action") ?? "", type, call, site)
            }
        }
    }

    /// Where the forms of a list are sent: its address with all that it asks for.
    static func address(_ view: ListView) -> String { view.address { $0.start = view.start } }

    private static func perform(
        _ action: String, _ type: any Record.Type, _ call: Call, _ site: Site
    ) async throws -> Answer {
        switch action {
        case "keep", "rename", "forget": return try await change(action, type.type, call, site)
        case "export":
            let names = call.text("all") == nil ? chosen(call) : nil
            return try await ListExport.answer(type, call, site, only: names)
        case "labels" where type == SerialNo.self:
            return labels(try await names(type, call, site, draftsOnly: false), call, site)
        case "submit" where type is any Document.Type, "delete" where type is any Document.Type:
            let names = try await names(type, call, site, draftsOnly: true)
            return try await EachRecord(type: type.type, action: action, names: names, call: call, site: site).answer()
        default:
            let choices = ["keep", "rename", "forget", "export", "labels", "submit", "delete"]
            throw Refusal(.notAChoice(value: String(action.prefix(140)), choices: choices), field: "action")
        }
    }

    /// The names that were ticked.
    private static func chosen(_ call: Call) -> [String] {
        Array(
            call.parameters.keys.filter { $0.hasPrefix("pick:") }.map { String($0.dropFirst(5)) }.sorted().prefix(limit)
        )
    }

    /// The names that were ticked, or all that match, of documents only drafts.
    private static func names(
        _ type: any Record.Type, _ call: Call, _ site: Site, draftsOnly: Bool
    ) async throws -> [String] {
        guard call.text("all") == "1" else { return chosen(call) }
        return try await site.database.browse { transaction in
            let books = call.books(transaction)
            let view = ListView(call, ListFields(type, try books.customFields(of: type.type)))
            var listing = view.listing
            listing.fields = ["name"]
            listing.length = limit
            if draftsOnly { listing.filters.append(.init(field: "docstatus", test: .equal, values: [.integer(0)])) }
            return try books.page(type, listing).rows.compactMap { $0[0].textValue }
        }
    }

    /// The label page prints; numbers that an address has no room for are handed to it by a form.
    private static func labels(_ names: [String], _ call: Call, _ site: Site) -> Answer {
        let address = LabelPage.address
        let text = names.joined(separator: "\n")
        guard text.utf8.count > 1_500 else { return .redirect(to: address + "?serial_nos=" + text.percentEncoded) }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let count = site.catalogue.sentence(
            Message("Labels for {count} units", ["count": .count(names.count)]), in: call.locale)
        let content: HTML = """
            <h1>\(count)</h1><form method="post" action="\(address)"><input type="hidden" name="serial_nos" value="\(text)">\
            <button class="button" type="submit">\(Icon.print.html)\(translate("Print labels"))</button></form>
            """
        return Page(title: count, crumbs: ListPage.crumbs(SerialNo.type, translate, current: count), content: content)
            .answer(call, site)
    }

    /// Keeps, renames or deletes a filter; then the list is shown again.
    private static func change(
        _ action: String, _ type: RecordType, _ call: Call, _ site: Site
    ) async throws -> Answer {
        let name = call.text("filter_name") ?? ""
        let id = call.text("filter_id").flatMap(Int64.init) ?? 0
        let ofAnyone = call.identity?.roles.contains("System Manager") == true
        return try await site.write(call) { books in
            let view = ListView(call, ListFields(try Action.type(type.name), try books.customFields(of: type)))
            switch action {
            case "keep":
                try books.saveFilter(name, of: type, query: view.query, isShared: call.text("shared") == "1")
            case "rename": try books.renameFilter(id, of: type, to: name, ofAnyone: ofAnyone)
            default: try books.deleteFilter(id, of: type, ofAnyone: ofAnyone)
            }
            return .redirect(to: address(view))
        }
    }
}
