import Inventory
import Storage

/// Goods of a recalled lot that have no serial numbers: who got how much by which documents, and what became of it.
struct RecallGoods: Sendable {
    private let recall: Recall
    private let documents: [RecalledGoods]
    private let ticks: [RecallTick]
    private let call: Call
    private let site: Site

    /// Documents and ticks that the page shows; the stock ledger has all documents.
    private static let length = 200

    init(_ recall: Recall, _ books: Books, _ call: Call, _ site: Site) throws {
        (self.recall, self.call, self.site) = (recall, call, site)
        documents = try books.goodsDocuments(of: recall, limit: Self.length + 1)
        ticks = try documents.isEmpty ? [] : books.goodsTicks(of: recall, limit: Self.length + 1)
    }

    private var words: Words { Words(call, site) }
    private var mayWrite: Bool { call.identity?.may(.write, Recall.type.name) == true && !recall.isClosed }

    /// How much of the goods came back or was ticked off; nothing where no customer got any.
    func progress(_ customers: [RecallCustomer]) -> HTML {
        let delivered = customers.reduce(Quantity.zero) { $0 + $1.delivered }
        guard delivered > .zero else { return "" }
        let left = customers.reduce(Quantity.zero) { $0 + $1.left }
        let done = delivered - left
        let share = String(done.thousandths * 100 / delivered.thousandths)
        let counts = ["count": call.locale.quantity(done), "total": call.locale.quantity(delivered)]
        let open = words.translate("{count} are still with customers", ["count": call.locale.quantity(left)])
        return """
            <section class="card recall"><h2 id="goods">\(words.translate("Progress of the goods without serial numbers"))</h2>\
            <progress max="100" value="\(share)" aria-labelledby="goods"></progress>\
            <p><strong>\(words.translate("{count} of {total} came back or were ticked off", counts))</strong><br>\
            <span class="quiet">\(open)</span></p></section>
            """
    }

    /// The documents, what was ticked off, and the form for more.
    func html(_ customers: [RecallCustomer]) -> HTML {
        guard !documents.isEmpty else { return "" }
        let open = customers.filter { $0.left > .zero }
        return list + (mayWrite && !open.isEmpty ? form(open) : "") + tickList
    }

    private func table(_ title: String, _ headings: [String], _ rows: [HTML], rest: Int) -> HTML {
        let cells = headings.map { heading -> HTML in
            let look: HTML = heading == "Qty" ? " class=\"number\"" : ""
            return "<th scope=\"col\"\(look)>\(words.translate(heading))</th>"
        }
        let label = words.translate(title)
        let more: HTML = rest > 0 ? "<p class=\"quiet\">\(words.translate("There are more."))</p>" : ""
        return """
            <section><h2>\(label)</h2><div class="table" role="region" aria-label="\(label)" tabindex="0"><table>\
            <thead><tr>\(HTML.joined(cells))</tr></thead><tbody>\(HTML.joined(rows))</tbody></table></div>\
            \(more)</section>
            """
    }

    private var list: HTML {
        let rows = documents.prefix(Self.length).map { goods -> HTML in
            """
            <tr><th scope="row">\(HTML.document(goods.customer, of: Customer.type.name, call))</th>\
            <td>\(HTML.document(goods.document, of: goods.documentType, call))</td>\
            <td class="day">\(call.locale.day(goods.day))</td><td class="number">\(call.locale.quantity(goods.quantity))</td></tr>
            """
        }
        let ledger = Report.stockLedger.address + "?" + Call.query(["batch_no": recall.batch.name])
        return table(
            "Who got how much", ["Customer", "Document", "Date", "Qty"], rows, rest: documents.count - rows.count)
            + "<p><a href=\"\(ledger)\">\(words.translate("All movements of the lot"))</a></p>"
    }

    private var tickList: HTML {
        guard !ticks.isEmpty else { return "" }
        let rows = ticks.prefix(Self.length).map { tick -> HTML in
            let isTaken = !tick.withdrawnBy.isEmpty
            let back: HTML = """
                <form method="post" action="\(RecallStep.address(of: recall.head.name))"><button class="button secondary" \
                name="_do" value="take-back.\(String(tick.key))">\(words.translate("Take the tick back"))</button></form>
                """
            let taken = words.translate("Taken back by {user}", ["user": tick.withdrawnBy])
            let end: HTML = isTaken ? "<span class=\"badge inactive\">\(taken)</span>" : mayWrite ? back : ""
            return """
                <tr><th scope="row">\(tick.customer)</th><td class="number">\(call.locale.quantity(tick.quantity))</td>\
                <td>\(words.translate(tick.outcome.rawValue))</td><td>\(tick.note)</td><td>\(tick.author)</td>\
                <td class="day">\(call.locale.moment(site.zone.local(tick.at)))</td><td>\(end)</td></tr>
                """
        }
        let headings = ["Customer", "Qty", "What became of it", "Note", "Ticked off by", "Ticked off on", "Status"]
        return table("Goods ticked off by hand", headings, rows, rest: ticks.count - rows.count)
    }

    /// Ticking off a quantity that did not come back by a return.
    private func form(_ customers: [RecallCustomer]) -> HTML {
        let choices = customers.map { ($0.name, "\($0.name) (\(call.locale.quantity($0.left)))") }
        let outcomes = GoodsOutcome.allCases.map { ($0.rawValue, words.translate($0.rawValue)) }
        return """
            <section class="card"><h2>\(words.translate("Tick off goods by hand"))</h2>\
            <p class="quiet">\(words.translate("Goods that come back by a return are counted by themselves."))</p>\
            <form method="post" action="\(RecallStep.address(of: recall.head.name))"><div class="filters">\
            <p><label for="goods-customer">\(words.translate("Customer"))</label>\
            <select id="goods-customer" name="customer">\(HTML.options(choices, chosen: call.text("customer") ?? ""))</select></p>\
            <p><label for="goods-qty">\(words.translate("Qty"))</label>\
            <input id="goods-qty" name="qty" inputmode="decimal" required value="\(call.text("qty") ?? "")" autocomplete="off"></p>\
            <p><label for="goods-outcome">\(words.translate("What became of it"))</label>\
            <select id="goods-outcome" name="outcome">\(HTML.options(outcomes, chosen: call.text("outcome") ?? ""))</select></p>\
            <p><label for="goods-note">\(words.translate("Note"))</label>\
            <input id="goods-note" name="note" maxlength="500" value="\(call.text("note") ?? "")" autocomplete="off"></p></div>\
            <p><button class="button" name="_do" value="tick-goods">\(words.translate("Tick off"))</button></p></form></section>
            """
    }

    // MARK: What is done

    /// Ticks off a quantity: `customer`, `qty`, `outcome`, `note`.
    static func tick(_ name: String, _ call: Call) throws -> Action {
        Action(needs: [.init(right: .write, type: Recall.type.name)]) { site in
            let text = call.text("outcome") ?? ""
            guard let outcome = GoodsOutcome(rawValue: text) else {
                let choices = GoodsOutcome.allCases.map(\.rawValue)
                throw Refusal(.notAChoice(value: String(text.prefix(140)), choices: choices), field: "outcome")
            }
            let customer = try call.required("customer")
            let quantity = try quantity(call)
            return try await site.write(call) { books in
                try books.tickGoods(of: customer, quantity, in: name, as: outcome, note: call.text("note") ?? "")
                return .json("message", "ok")
            }
        }
    }

    private static func quantity(_ call: Call) throws -> Quantity {
        let typed = call.locale.wire(try call.required("qty"), .quantity)
        do {
            return Quantity(scalar: try FieldKind.quantity.scalar(reading: typed))
        } catch {
            throw Refusal(error, field: "qty")
        }
    }

    /// Takes a tick back by the key of its row.
    static func takeBack(_ row: String, _ name: String, _ call: Call) throws -> Action {
        guard let key = Int64(row) else { throw Problem.badParameter("row", "a whole number") }
        return Action(needs: [.init(right: .write, type: Recall.type.name)]) { site in
            try await site.write(call) { books in
                try books.withdrawTick(key, in: name)
                return .json("message", "ok")
            }
        }
    }
}
