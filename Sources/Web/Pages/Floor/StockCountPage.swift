import HTTPTypes
import Inventory
import Storage

/// The stock count: choose a place, scan what is there, see what is missing and what should not be there, put it right.
enum StockCountPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            let question = Question(call, LookUpPage.numbers(in: call.text("serial_nos") ?? ""))
            return Action(needs: needs(.write)) { site in try await page(question, nil, call, site) }
        },
        Route(.post, address) { call in
            let question = Question(call, try Units.question(LookUpPage.numbers(in: call.text("serial_nos") ?? "")))
            let submits = call.text("finish") == "submit"
            return Action(needs: needs(.write) + (submits ? needs(.submit) : [])) { site in
                guard call.text("finish") != nil else { return try await page(question, nil, call, site) }
                do {
                    return try await finish(question, submits: submits, call, site)
                } catch let error where error is Refusal || error is Problem {
                    return try await page(question, error, call, site)
                }
            }
        },
    ]

    static let address = "/stock/count"
    /// Units of each kind that the page names; their number stands above.
    private static let shownLimit = 200

    /// A count may move units between warehouses too.
    private static func needs(_ right: Right) -> [Action.Need] {
        [.init(right: right, type: StockReconciliation.type.name), .init(right: right, type: StockEntry.type.name)]
    }

    /// What is counted, and what was scanned.
    private struct Question: Sendable {
        let warehouse: String
        let items: [String]
        let newItem: String
        let numbers: [SerialNumber]

        init(_ call: Call, _ numbers: [SerialNumber]) {
            self.warehouse = call.text("warehouse") ?? ""
            self.items = LookUpPage.numbers(in: call.text("items") ?? "").map(\.text)
            self.newItem = call.text("new_item") ?? (items.count == 1 ? items[0] : "")
            self.numbers = numbers
        }

        func count(_ call: Call, _ site: Site) async throws -> StockCount {
            let standings = try await Units.standings(numbers, call, site)
            let expected = try await site.database.read { try call.books($0).units(in: warehouse, of: items) }
            return StockCount(
                of: warehouse, items: items, newItem: newItem, expected: expected, scanned: standings)
        }
    }

    /// Makes the transfer and the reconciliation, both or none, and leads to the reconciliation.
    private static func finish(_ question: Question, submits: Bool, _ call: Call, _ site: Site) async throws -> Answer {
        let count = try await question.count(call, site)
        guard count.new.isEmpty || !count.newItem.isEmpty else { throw Refusal(.required, field: "item_code") }
        guard count.impossible.isEmpty || call.text("leave_out") == "1" else {
            throw Problem(
                status: .expectationFailed, exceptionType: "ValidationError",
                message: Message(
                    "{count} of the units cannot be here: {numbers}. Find out where they are, or leave them out of the count.",
                    [
                        "count": .count(count.impossible.count),
                        "numbers": .names(Array(count.impossible.prefix(20).map(\.number))),
                    ]))
        }
        let made = try await site.database.write { transaction in
            let books = call.books(transaction)
            return try count.documents(isSubmitted: submits).map { document in
                let new = try NewRecord(document, document["doctype"]?.string ?? "")
                return try books.insert(any: new.record(in: books).record).head.name
            }
        }
        guard let name = made.last else { return try await page(question, nil, call, site) }
        return .redirect(to: StockReconciliation.type.address(of: name))
    }

    private static func page(
        _ question: Question, _ error: (any Error)?, _ call: Call, _ site: Site
    ) async throws -> Answer {
        let translate = { site.catalogue.text($0, in: call.locale) }
        var results: HTML = error.map { Page.notice(about: $0, call, site) } ?? ""
        if !question.warehouse.isEmpty {
            results += self.results(try await question.count(call, site), call, translate)
        }
        if call.text("fragment") == "1" { return .fragment(results) }
        let title = translate("Stock Count")
        let places = try await site.places(call)
        let model: [String: Any] = [
            "path": address, "places": HTML.options(places, chosen: question.warehouse).text,
            "hasPlace": !question.warehouse.isEmpty, "items": question.items.joined(separator: ", "),
            "text": question.numbers.map(\.text).joined(separator: "\n"), "results": results.text,
        ]
        let content = HTML(trusted: site.templates.render("stock-count", model, in: call.locale))
        let crumbs = LookUpPage.crumbs(title, translate)
        var page = Page(title: title, crumbs: crumbs, content: content, scripts: ["serials"])
        page.isThereOnReturn = call.method == .post
        if error != nil { page.status = .expectationFailed }
        return page.answer(call, site)
    }

    // MARK: What was found

    private static func results(_ count: StockCount, _ call: Call, _ translate: (String) -> String) -> HTML {
        let rows = count.byItem.map { item, found, expected -> HTML in
            let isDone = found == expected
            return """
                <tr><th scope="row">\(item)</th><td class="number">\(call.locale.count(found)) / \(call.locale.count(expected))</td>\
                <td><span class="badge \(isDone ? "good" : "warn")">\(translate(isDone ? "Complete" : "Missing"))</span></td></tr>
                """
        }
        let groups: [(String, String, [String])] = [
            ("Missing", "warn", count.missing.map { "\($0.number) (\($0.item))" }),
            ("In another warehouse", "info", count.elsewhere.map { "\($0.number) (\($0.text("warehouse")))" }),
            ("Not received yet", "info", count.returning.map(\.number)), ("New", "info", count.new.map(\.number)),
            ("Cannot be here", "bad", count.impossible.map { told($0, translate) }),
        ]
        let lists = groups.filter { !$0.2.isEmpty }.map { list($0.0, $0.1, $0.2, call, translate) }
        return """
            <div class="table" role="region" aria-label="\(translate("Stock Count"))" tabindex="0"><table><thead><tr>\
            <th scope="col">\(translate("Item Code"))</th><th scope="col" class="number">\(translate("Found / expected"))</th>\
            <th scope="col">\(translate("Status"))</th></tr></thead><tbody>\(HTML.joined(rows))</tbody></table></div>\
            <div class="columns counted">\(HTML.joined(lists))</div>\(steps(count, call, translate))
            """
    }

    private static func told(_ standing: Units.Standing, _ translate: (String) -> String) -> String {
        let party = standing.text("customer")
        return "\(standing.number) (\(UnitWords.label(standing.word, translate))\(party.isEmpty ? "" : ", " + party))"
    }

    private static func list(
        _ title: String, _ style: String, _ numbers: [String], _ call: Call, _ translate: (String) -> String
    ) -> HTML {
        let lines = numbers.prefix(shownLimit).map { number -> HTML in "<li>\(number)</li>" }
        return """
            <section class="card"><h2>\(translate(title)) <span class="badge \(style)">\(call.locale.count(numbers.count))</span></h2>\
            <ul class="numbers" tabindex="0" aria-label="\(translate(title))">\(HTML.joined(lines))</ul>\(HTML.rest(numbers.count - shownLimit, call, translate))</section>
            """
    }

    /// What can be done with the result, and what it does.
    private static func steps(_ count: StockCount, _ call: Call, _ translate: (String) -> String) -> HTML {
        guard !count.isRight else {
            let sentence = translate("The books are right: nothing has to be changed.")
            return "<p class=\"success\" role=\"status\">\(sentence)</p>"
        }
        func said(_ sentence: String, _ units: Int) -> HTML {
            units == 0 ? "" : "<li>\(translate(sentence).replacing("{count}", with: call.locale.count(units)))</li>"
        }
        let consequences =
            said("{count} missing units leave the stock.", count.missing.count)
            + said("{count} units are transferred here from where the books have them.", count.elsewhere.count)
            + said("{count} units come into the stock.", count.returning.count + count.new.count)
        let newItem: HTML =
            count.new.isEmpty
            ? ""
            : """
            <p><label for="new_item">\(translate("Item of the new numbers"))</label>\
            <input id="new_item" name="new_item" value="\(count.newItem)" data-link="\(Item.type.name)" autocomplete="off"></p>
            """
        let leaving: HTML =
            count.impossible.isEmpty
            ? ""
            : """
            <p><label><input type="checkbox" name="leave_out" value="1"> \
            \(translate("Leave out of the count what cannot be here"))</label></p>
            """
        return """
            <section class="card"><h2>\(translate("What the count changes"))</h2><ul>\(consequences)</ul>\(newItem)\(leaving)\
            <p class="title actions"><button class="button" name="finish" value="submit">\(translate("Submit the count"))</button>\
            <button class="button secondary" name="finish" value="draft">\(translate("Keep as a draft"))</button></p></section>
            """
    }
}
