import HTTPTypes
import Inventory
import Storage

/// An action that someone wants done with the numbers on the look-up page, with what they chose beside it.
struct UnitTask: Sendable {
    private let action: UnitAction
    private let choice: UnitAction.Choice
    /// Whether numbers that the action cannot be done with are left out, rather than refused.
    private let leavesOut: Bool

    /// The most documents that one return may be made against.
    private static let originLimit = 200

    /// What the page's buttons ask for: `transfer` makes a draft, `transfer-now` submits it. Nil where none was
    /// pressed.
    init?(_ call: Call) throws {
        guard let pressed = call.text("action") else { return nil }
        let name = pressed.hasSuffix("-now") ? String(pressed.dropLast(4)) : pressed
        guard let action = UnitAction(rawValue: name) else { return nil }
        self.action = action
        self.choice = UnitAction.Choice(
            warehouse: call.text("\(name)_warehouse") ?? "", customer: call.text("\(name)_customer") ?? "",
            item: call.text("\(name)_item") ?? "", reason: call.text("\(name)_reason") ?? "",
            isSubmitted: pressed != name)
        self.leavesOut = call.text("leave_out") == "1"
    }

    var needs: [Action.Need] {
        let type = action.type.name
        return [.init(right: .write, type: type)] + (choice.isSubmitted ? [.init(right: .submit, type: type)] : [])
    }

    /// Makes the documents, all or none, and leads to them.
    ///
    /// - Throws: `Problem` where numbers do not fit or something was not chosen, `Refusal` where a rule says no.
    func perform(on question: [SerialNumber], _ call: Call, _ site: Site) async throws -> Answer {
        let standings = try await Units.standings(question, call, site)
        let units = action.fitting(standings) { may($0, call) }
        try check(standings, units)
        let made = try await make(units, call, site)
        if made.count == 1, let (type, name) = made.first { return .redirect(to: type.address(of: name)) }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let links = made.map { type, name -> HTML in "<li>\(HTML.document(name, of: type.name, call))</li>" }
        let title = translate("Documents made")
        let content: HTML = "<h1>\(title)</h1><ul class=\"card\">\(HTML.joined(links))</ul>"
        return Page(title: title, crumbs: LookUpPage.crumbs(title, translate), content: content).answer(call, site)
    }

    private func check(_ standings: [Units.Standing], _ units: [Units.Standing]) throws {
        for (value, field) in asked where value.isEmpty { throw Refusal(.required, field: field) }
        let fit = Set(units.map { SerialNumber($0.number) })
        let others = Set(standings.map { SerialNumber($0.number) }).subtracting(fit)
        guard units.isEmpty || (!others.isEmpty && !leavesOut) else { return }
        let shown = others.map(\.text).sorted().prefix(20) + (others.count > 20 ? ["…"] : [])
        throw Problem(
            status: .expectationFailed, exceptionType: "ValidationError",
            message: Message(
                "This cannot be done with {count} of the numbers: {numbers}. Take them off the list, or leave them out.",
                ["count": .count(others.count), "numbers": .names(Array(shown))]))
    }

    /// What must have been chosen, with the field that says so.
    private var asked: [(value: String, field: String)] {
        switch action {
        case .transfer: [(choice.warehouse, "t_warehouse")]
        case .deliver: [(choice.customer, "customer")]
        case .destroy: [(choice.reason.allSatisfy(\.isWhitespace) ? "" : choice.reason, "reason")]
        case .receive: [(choice.item, "item_code"), (choice.warehouse, "t_warehouse")]
        case .takeBack, .issue: []
        }
    }

    private func may(_ type: String, _ call: Call) -> Bool {
        [Right.write, .submit].allSatisfy { right in
            right == .submit && !choice.isSubmitted || call.identity?.may(right, type) == true
        }
    }

    private func make(
        _ units: [Units.Standing], _ call: Call, _ site: Site
    ) async throws -> [(type: RecordType, name: String)] {
        let back = action == .takeBack ? units : []
        let sold = Dictionary(grouping: back) { $0.text("delivery_document_type") }
            .mapValues { Set($0.map { $0.text("delivery_document_no") }) }
        let count = sold.values.reduce(0) { $0 + $1.count }
        guard count <= Self.originLimit else {
            throw Problem(
                status: .expectationFailed, exceptionType: "ValidationError",
                message: Message(
                    "These units were sold by {count} documents; at most {limit} can be returned at once.",
                    ["count": .count(count), "limit": .count(Self.originLimit)]))
        }
        return try await site.database.write { transaction in
            let books = call.books(transaction)
            let sales = try books.sales(of: back.map { SerialNumber($0.number) }, in: sold)
            return try action.documents(of: units, choice, sales: sales).map { document in
                let new = try NewRecord(document, document["doctype"]?.string ?? "")
                let stored = try books.insert(any: new.record(in: books).record)
                return (new.type.type, stored.head.name)
            }
        }
    }
}

extension Site {
    /// The warehouses that goods can be in.
    func places(_ call: Call) async throws -> [String] {
        var listing = Listing(fields: ["name"])
        listing.filters = ["is_group", "disabled"].map {
            Listing.Filter(field: $0, test: .equal, values: [.integer(0)])
        }
        listing.order = [("name", false)]
        listing.length = 1000
        let question = listing
        let rows = try await database.read { try call.books($0).list(Warehouse.self, question) }
        return rows.compactMap { $0[0].textValue }
    }
}
