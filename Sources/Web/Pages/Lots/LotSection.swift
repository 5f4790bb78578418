import HTTPTypes
import Inventory
import Storage

/// What the page of a lot tells beside its fields: how much is where, who has it, its block and its recalls.
struct LotSection {
    private let lot: Batch
    private let call: Call
    private let site: Site

    private var words: Words { Words(call, site) }

    static func html(_ name: String, _ call: Call, _ site: Site) async throws -> HTML {
        let (lot, facts) = try await site.database.browse { transaction in
            let books = call.books(transaction)
            let lot = try books.find(Batch.self, name)
            return (lot, try books.facts(ofLot: lot.head.id ?? 0, named: name))
        }
        return LotSection(lot: lot, call: call, site: site).html(facts)
    }

    private func html(_ facts: LotFacts) -> HTML {
        let places = facts.quantities.map { place in
            row(HTML.document(place.warehouse, of: Warehouse.type.name, call), call.locale.quantity(place.quantity))
        }
        let states = facts.states.map { state in
            let query = Call.query(["batch_no": lot.head.name, "status": state.status])
            let link: HTML = "<a href=\"\(SerialNo.type.address)?\(query)\">\(words.translate(state.status))</a>"
            return row(link, call.locale.count(state.count))
        }
        let customers = facts.customers.map { customer in
            row(HTML.document(customer.name, of: Customer.type.name, call), call.locale.quantity(customer.quantity))
        }
        let tables = [
            table("Quantity by warehouse", "Warehouse", places), table("Units by status", "Status", states),
            table("Who has it", "Customer", customers),
        ]
        return warning + "<div class=\"columns\">\(HTML.joined(tables))</div>" + recalls(facts) + block
    }

    private func row(_ name: HTML, _ quantity: String) -> HTML {
        "<tr><th scope=\"row\">\(name)</th><td class=\"number\">\(quantity)</td></tr>"
    }

    private func table(_ title: String, _ heading: String, _ rows: [HTML]) -> HTML {
        guard !rows.isEmpty else { return "" }
        let label = words.translate(title)
        return """
            <section><h2>\(label)</h2><div class="table" role="region" aria-label="\(label)" tabindex="0"><table>\
            <thead><tr><th scope="col">\(words.translate(heading))</th><th scope="col" class="number">\(words.translate("Qty"))</th></tr></thead>\
            <tbody>\(HTML.joined(rows))</tbody></table></div></section>
            """
    }

    private var warning: HTML {
        guard lot.isBlocked else { return "" }
        let by = words.translate(
            "Blocked by {user} on {day}. Nothing of it may be delivered or built in.",
            ["user": lot.blockedBy, "day": lot.blockedOn.map { call.locale.day($0) } ?? "—"])
        return """
            <section class="warning blocked"><h2>\(words.translate("This lot is blocked"))</h2><p>\(lot.blockReason.text)</p>\
            <p class="quiet">\(by)</p></section>
            """
    }

    private func recalls(_ facts: LotFacts) -> HTML {
        guard call.identity?.may(.read, Recall.type.name) == true else { return "" }
        let rows = facts.recalls.map { recall -> HTML in
            let state =
                recall.state == .submitted ? (recall.isClosed ? "Recall closed" : "Recall open") : recall.state.label
            return """
                <li>\(HTML.document(recall.name, of: Recall.type.name, call)) \
                <span class="badge">\(words.translate(state))</span></li>
                """
        }
        let address = Recall.type.newAddress + "?" + Call.query(["batch_no": lot.head.name])
        let open: HTML =
            call.identity?.may(.write, Recall.type.name) == true
            ? "<p><a class=\"button secondary\" href=\"\(address)\">\(words.translate("Recall this lot"))</a></p>" : ""
        guard !rows.isEmpty || !open.text.isEmpty else { return "" }
        return
            "<section class=\"card\"><h2>\(words.translate("Recalls"))</h2><ul>\(HTML.joined(rows))</ul>\(open)</section>"
    }

    /// The form that blocks the lot, or takes the block off.
    private var block: HTML {
        guard call.identity?.may(.write, Batch.type.name) == true else { return "" }
        let title = lot.isBlocked ? "Take the block off" : "Block this lot"
        let told =
            lot.isBlocked
            ? "From then on it may be delivered and built in again." : "Nothing of it may be delivered or built in."
        return """
            <section class="card"><h2>\(words.translate(title))</h2><p class="quiet">\(words.translate(told))</p>\
            <form method="post" action="\(LotBlock.address(of: lot.head.name))">\
            <input type="hidden" name="blocked" value="\(lot.isBlocked ? "0" : "1")">\
            <p><label for="block_reason">\(words.translate("Reason"))</label>\
            <textarea id="block_reason" name="block_reason" rows="2" required></textarea></p>\
            <p><button class="button\(lot.isBlocked ? "" : " danger")" type="submit">\(words.translate(title))</button></p></form></section>
            """
    }
}

/// Blocking a lot from its page, and taking the block off again.
enum LotBlock {
    static let routes: [Route] = [
        Route(.post, "/stock/batch-block/**") { call in
            let name = call.path.joined(separator: "/")
            let change: JSON = [
                "blocked": .number(call.text("blocked") == "1" ? "1" : "0"),
                "block_reason": .string(call.text("block_reason") ?? ""),
            ]
            let step = try Action.update(change, Batch.type.name, name, call, key: "data")
            return Action(needs: step.needs) { site in
                do {
                    _ = try await step.perform(site)
                    return .redirect(to: Batch.type.address(of: name))
                } catch let refusal as Refusal where !refusal.isMissing {
                    return try await RecordRoutes.show(Batch.self, name, call, site, refusal: refusal)
                }
            }
        }
    ]

    static func address(of name: String) -> String { "/stock/batch-block/" + name.percentEncoded }
}
