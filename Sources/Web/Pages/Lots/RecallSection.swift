import HTTPTypes
import Inventory
import Storage

/// What the page of a recall tells beside its fields: how far it has come, who has what, and ticking off.
struct RecallSection {
    private let recall: Recall
    private let call: Call
    private let site: Site

    private var words: Words { Words(call, site) }

    /// Customers that a page shows; the report has them all.
    private static let customerLimit = 200

    private struct Facts: Sendable {
        let progress: RecallProgress
        let states: [(state: String, isProduct: Bool, count: Int)]
        let customers: [RecallCustomer]
        let goods: RecallGoods
    }

    static func html(_ name: String, _ call: Call, _ site: Site) async throws -> HTML {
        let (recall, facts) = try await site.database.browse { transaction in
            let books = call.books(transaction)
            let recall = try books.find(Recall.self, name)
            let facts = Facts(
                progress: try books.progress(of: recall), states: try books.states(of: recall),
                customers: try books.customers(of: recall), goods: try RecallGoods(recall, books, call, site))
            return (recall, facts)
        }
        guard recall.head.state == .submitted else { return "" }
        return RecallSection(recall: recall, call: call, site: site).html(facts)
    }

    private var mayWrite: Bool { call.identity?.may(.write, Recall.type.name) == true }

    private func html(_ facts: Facts) -> HTML {
        progress(facts.progress) + facts.goods.progress(facts.customers) + papers
            + "<div class=\"columns\">\(states(facts.states))\(customers(facts.customers))</div>"
            + facts.goods.html(facts.customers)
            + (mayWrite ? (recall.isClosed || facts.progress.units == 0 ? "" : tick) + close : "")
    }

    private func report(_ filters: [String: String]) -> String {
        Report.recalledUnits.address + "?" + Call.query(filters.merging(["recall": recall.head.name]) { $1 })
    }

    private func progress(_ progress: RecallProgress) -> HTML {
        guard progress.units > 0 || recall.batch.isEmpty else { return "" }
        let done = progress.back + progress.ticked
        let counts = ["count": call.locale.count(done), "total": call.locale.count(progress.wanted)]
        let text = words.translate("{count} of {total} units came back or were ticked off", counts)
        let open = words.translate(
            "{count} are still with customers", ["count": call.locale.count(progress.open)])
        return """
            <section class="card recall"><h2 id="progress">\(words.translate("Progress"))</h2>\
            <progress max="\(String(max(1, progress.wanted)))" value="\(String(done))" aria-labelledby="progress"></progress>\
            <p><strong>\(text)</strong><br><span class="quiet">\(open)</span></p></section>
            """
    }

    /// The letters, and the list as a file.
    private var papers: HTML {
        let letters = RecallLetters.address(of: recall.head.name)
        return """
            <p class="files"><a class="button secondary" href="\(letters)">\(Icon.print.html)\(words.translate("Letters to customers"))</a>\
            <a class="button secondary" href="\(report(["format": "csv"]))">\(Icon.download.html)\(words.translate("Units as CSV"))</a>\
            <a href="\(report([:]))">\(words.translate("All units"))</a></p>
            """
    }

    private func states(_ states: [(state: String, isProduct: Bool, count: Int)]) -> HTML {
        let rows = states.map { state -> HTML in
            let product: HTML =
                state.isProduct ? " <span class=\"badge\">\(words.translate("Built from it"))</span>" : ""
            let link: HTML = "<a href=\"\(report(["state": state.state]))\">\(words.translate(state.state))</a>"
            return """
                <tr><th scope="row">\(link)\(product)</th><td class="number">\(call.locale.count(state.count))</td></tr>
                """
        }
        return table("Where the units are", ["State", "Units"], rows)
    }

    private func customers(_ customers: [RecallCustomer]) -> HTML {
        let hasGoods = customers.contains { $0.delivered > .zero }
        let rows = customers.prefix(Self.customerLimit).map { customer -> HTML in
            let goods: HTML =
                hasGoods
                ? """
                <td class="number">\(call.locale.quantity(customer.delivered))</td>\
                <td class="number">\(call.locale.quantity(customer.returned))</td>\
                <td class="number">\(call.locale.quantity(customer.ticked))</td>\
                <td class="number">\(call.locale.quantity(customer.left))</td>
                """ : ""
            return """
                <tr><th scope="row"><a href="\(report(["customer": customer.name]))">\(customer.name)</a></th>\
                <td class="number">\(call.locale.count(customer.wanted))</td>\
                <td class="number">\(call.locale.count(customer.open))</td>\(goods)</tr>
                """
        }
        let quantities = ["Delivered Qty", "Returned Qty", "Qty ticked off", "Qty with customers"]
        let headings = ["Customer", "Units", "Still there"] + (hasGoods ? quantities : [])
        return table("Customers", headings, rows)
            + HTML.rest(customers.count - rows.count, call) { words.translate($0) }
    }

    private func table(_ title: String, _ headings: [String], _ rows: [HTML]) -> HTML {
        guard !rows.isEmpty else { return "" }
        let label = words.translate(title)
        let cells = headings.enumerated().map { index, heading -> HTML in
            "<th scope=\"col\"\(index > 0 ? " class=\"number\"" as HTML : "")>\(words.translate(heading))</th>"
        }
        return """
            <section><h2>\(label)</h2><div class="table" role="region" aria-label="\(label)" tabindex="0"><table>\
            <thead><tr>\(HTML.joined(cells))</tr></thead><tbody>\(HTML.joined(rows))</tbody></table></div></section>
            """
    }

    /// Ticking off what did not come back by a return.
    private var tick: HTML {
        let outcomes = RecallOutcome.allCases.map { ($0.rawValue, words.translate($0.rawValue)) }
        return """
            <section class="card"><h2>\(words.translate("Tick off by hand"))</h2>\
            <p class="quiet">\(words.translate("Units that come back by a return are ticked off by themselves."))</p>\
            <form method="post" action="\(RecallStep.address(of: recall.head.name))">\
            <p><label for="serial_nos">\(words.translate("Serial numbers"))</label>\
            <textarea id="serial_nos" name="serial_nos" rows="3" required spellcheck="false">\
            \(call.text("serial_nos") ?? "")</textarea></p>\
            <div class="filters"><p><label for="outcome">\(words.translate("What became of them"))</label>\
            <select id="outcome" name="outcome">\(HTML.options(outcomes, chosen: call.text("outcome") ?? ""))\
            <option value="">\(words.translate("Not known any more: take the tick off"))</option></select></p>\
            <p><label for="note">\(words.translate("Note"))</label>\
            <input id="note" name="note" maxlength="500" value="\(call.text("note") ?? "")" autocomplete="off"></p></div>\
            <p><button class="button" name="_do" value="tick">\(words.translate("Tick off"))</button></p></form></section>
            """
    }

    private var close: HTML {
        let (value, label) = recall.isClosed ? ("reopen", "Open the recall again") : ("close", "Close the recall")
        return """
            <form method="post" action="\(RecallStep.address(of: recall.head.name))"><p>\
            <button class="button secondary" name="_do" value="\(value)">\(words.translate(label))</button></p></form>
            """
    }
}

/// What is done on the page of a recall: ticking units off, closing it, opening it again.
enum RecallStep {
    static let routes: [Route] = [
        Route(.post, "/stock/recall-step/**") { call in
            let name = call.path.joined(separator: "/")
            let step = call.text("_do") ?? ""
            switch step {
            case "tick": return try tick(name, call)
            case "tick-goods": return shown(try RecallGoods.tick(name, call), name, call)
            case let key where key.hasPrefix("take-back."):
                return shown(try RecallGoods.takeBack(String(key.dropFirst(10)), name, call), name, call)
            default: break
            }
            let change: JSON = ["closed": .number(step == "close" ? "1" : "0")]
            let update = try Action.update(change, Recall.type.name, name, call, key: "data")
            return shown(update, name, call)
        }
    ]

    static let methods: [String: Methods.Method] = [
        "matricule.tick_off": Methods.Method(changes: true) { call in try tick(call.required("recall"), call) },
        "matricule.tick_off_goods": Methods.Method(changes: true) { call in
            try RecallGoods.tick(call.required("recall"), call)
        },
        "matricule.take_back_tick": Methods.Method(changes: true) { call in
            try RecallGoods.takeBack(call.required("row"), call.required("recall"), call)
        },
    ]

    static func address(of name: String) -> String { "/stock/recall-step/" + name.percentEncoded }

    private static func tick(_ name: String, _ call: Call) throws -> Action {
        let isPage = call.text("_do") == "tick"
        let outcome = call.text("outcome") ?? ""
        guard outcome.isEmpty || RecallOutcome(rawValue: outcome) != nil else {
            throw Refusal(
                .notAChoice(value: String(outcome.prefix(140)), choices: RecallOutcome.allCases.map(\.rawValue)),
                field: "outcome")
        }
        let numbers = LookUpPage.numbers(in: call.text("serial_nos") ?? "")
        let action = Action(needs: [.init(right: .write, type: Recall.type.name)]) { site in
            try await site.database.write {
                try call.books($0).tick(
                    numbers, in: name, as: RecallOutcome(rawValue: outcome), note: call.text("note") ?? "")
            }
            return .json("message", "ok")
        }
        return isPage ? shown(action, name, call) : action
    }

    /// Takes a step and shows the recall's page again, with what was wrong.
    private static func shown(_ step: Action, _ name: String, _ call: Call) -> Action {
        Action(needs: step.needs) { site in
            do {
                _ = try await step.perform(site)
                return .redirect(to: Recall.type.address(of: name))
            } catch let refusal as Refusal where !refusal.isMissing {
                return try await RecordRoutes.show(Recall.self, name, call, site, refusal: refusal)
            }
        }
    }
}
