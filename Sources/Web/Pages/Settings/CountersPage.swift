import HTTPTypes
import Inventory
import Storage

/// The counters of all series: what counts with each, the numbers that come next, and moving one.
enum CountersPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: [.init(right: .read, type: StockSettings.type.name)]) { site in
                guard let prefix = call.text("prefix") else { return try await list(call, site) }
                return try await one(prefix, call, site)
            }
        },
        Route(.post, address) { call in
            let prefix = call.text("prefix") ?? ""
            return Action(needs: [.init(right: .write, type: StockSettings.type.name)]) { site in
                try await move(prefix, call, site)
            }
        },
    ]

    static let address = "/setup/series"
    private static let length = 50
    /// A counter has at most fifteen digits, as its pattern.
    private static let greatest: Int64 = 999_999_999_999_999

    private static func list(_ call: Call, _ site: Site) async throws -> Answer {
        let beginning = SerialNumber(call.text("q") ?? "").text
        let (counters, next, isWhole) = try await site.database.browse { transaction in
            let books = call.books(transaction)
            let found = try books.counters(beginning: beginning, behind: call.text("behind"), length: length + 1)
            let next = try books.nextNumbers(3, of: Array(found.prefix(length)))
            return (found, next, try books.looksAtAllCountingItems())
        }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let shown = counters.prefix(length)
        let model: [String: Any] = [
            "path": address, "q": beginning, "isEmpty": counters.isEmpty, "limit": limit(isWhole, call, site),
            "rows": HTML.joined(shown.map { row($0, next[$0.prefix] ?? [], call, translate) }).text,
            "isLater": call.text("behind") != nil, "first": call.path(with: ["behind": ""]),
            "hasMore": counters.count > length, "more": call.path(with: ["behind": shown.last?.prefix ?? ""]),
        ]
        let content = HTML(trusted: site.templates.render("counters", model, in: call.locale))
        return Page(title: translate("Numbering series"), crumbs: crumbs(translate), content: content)
            .answer(call, site)
    }

    /// What is said where there are more items with a series than are looked at; otherwise nothing.
    private static func limit(_ isWhole: Bool, _ call: Call, _ site: Site) -> String {
        guard !isWhole else { return "" }
        let told = Message(
            "What counts with a counter is told of the first {count} items with a series, in the order of their codes.",
            ["count": .count(Books.countingItemLimit)])
        return site.catalogue.sentence(told, in: call.locale)
    }

    private static func row(
        _ counter: Counter, _ next: [String], _ call: Call, _ translate: (String) -> String
    ) -> HTML {
        let path = address + "?prefix=" + counter.prefix.percentEncoded
        return """
            <tr><th scope="row"><a href="\(path)">\(counter.prefix)</a></th>\
            \(HTML.cell(translate("Last number given"), "\(call.locale.count(Int(counter.current)))", .integer))\
            \(HTML.cell(translate("Next numbers"), "\(next.joined(separator: ", "))"))\
            \(HTML.cell(translate("Counts for"), users(counter, call, translate), .longText))</tr>
            """
    }

    /// What counts with a counter, with ways to it.
    private static func users(_ counter: Counter, _ call: Call, _ translate: (String) -> String) -> HTML {
        let types = counter.types.map { name -> HTML in "\(translate(name))" }
        let items = counter.items.map { HTML.document($0, of: Item.type.name, call) }
        let rest = counter.itemCount - counter.items.count
        let more: [HTML] =
            rest > 0 ? ["\(translate("and {count} more").replacing("{count}", with: call.locale.count(rest)))"] : []
        let all = types + items + more
        return all.isEmpty ? "—" : all.dropFirst().reduce(all[0]) { "\($0), \($1)" }
    }

    private static func crumbs(_ translate: (String) -> String, prefix: String? = nil) -> [Page.Crumb] {
        let title = translate("Numbering series")
        let way = [
            Page.Crumb(label: translate("Home"), path: "/"), Page.Crumb(label: translate("Setup"), path: "/"),
            Page.Crumb(label: title, path: prefix == nil ? nil : address),
        ]
        return prefix.map { way + [Page.Crumb(label: $0, path: nil)] } ?? way
    }

    private static func one(
        _ prefix: String, _ call: Call, _ site: Site, wrong: [String: Message] = [:]
    ) async throws -> Answer {
        guard SerialNumber(prefix).text == prefix, prefix.utf8.count <= SerialNumber.lengthLimit * 4 else {
            throw Problem.pageNotFound
        }
        let (counter, next, isWhole) = try await site.database.read { transaction in
            let books = call.books(transaction)
            let counter = try books.counter(prefix)
            let next = try books.nextNumbers(3, of: [counter])[prefix] ?? []
            return (counter, next, try books.looksAtAllCountingItems())
        }
        let translate = { site.catalogue.text($0, in: call.locale) }
        var model: [String: Any] = [
            "limit": limit(isWhole, call, site), "path": address, "prefix": prefix, "current": String(counter.current),
            "last": counter.current == 0 ? "—" : counter.number(counter.current),
            "next": next.joined(separator: ", "), "users": users(counter, call, translate).text,
            "mayMove": call.identity?.may(.write, StockSettings.type.name) == true,
            "number": call.text("number") ?? String(counter.current + 1), "reason": call.text("reason") ?? "",
            "isDone": call.text("done") == "1", "audit": AuditLogPage.address + "?record=" + prefix.percentEncoded,
            "maySeeAudit": call.identity?.may(.read, User.type.name) == true,
        ]
        for field in ["number", "reason"] {
            model[field + "IsWrong"] = wrong[field] != nil
            model[field + "Fault"] = wrong[field].map { site.catalogue.sentence($0, in: call.locale) } ?? ""
        }
        let content = HTML(trusted: site.templates.render("counter", model, in: call.locale))
        var page = Page(title: prefix, crumbs: crumbs(translate, prefix: prefix), content: content)
        if !wrong.isEmpty { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    private static func move(_ prefix: String, _ call: Call, _ site: Site) async throws -> Answer {
        var wrong: [String: Message] = [:]
        let number = call.text("number").flatMap { Int64(SerialNumber($0).text) } ?? 0
        let reason = SerialNumber(call.text("reason") ?? "").text
        if !(1...greatest).contains(number) {
            wrong["number"] = Message(
                "Give a whole number from 1 to {most}.", ["most": .count(Int(greatest))])
        }
        if reason.isEmpty || reason.count > SerialNumber.lengthLimit {
            wrong["reason"] = Message("Say why, in at most {count} characters.", ["count": .count(140)])
        }
        guard wrong.isEmpty, let seen = call.text("current").flatMap(Int64.init), !prefix.isEmpty else {
            return try await one(prefix, call, site, wrong: wrong)
        }
        do {
            try await site.database.write { transaction in
                let books = call.books(transaction)
                try books.move(try books.counter(prefix), from: seen, to: number - 1, because: reason)
            }
            return .redirect(to: address + "?done=1&prefix=" + prefix.percentEncoded)
        } catch CounterRefusal.moved {
            wrong["number"] = Message("The counter moved meanwhile. Look at it again and repeat your change.")
        } catch CounterRefusal.taken(let name) {
            wrong["number"] = Message(
                "The counter cannot go back there: {name} exists already.", ["name": .name(name)])
        }
        return try await one(prefix, call, site, wrong: wrong)
    }
}
