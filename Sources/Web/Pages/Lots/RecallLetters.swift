import HTTPTypes
import Inventory
import Storage

/// The letters of a recall: one for each customer who has something of it, each on a page of its own.
enum RecallLetters {
    static func address(of name: String) -> String { "/stock/recall-letters/" + name.percentEncoded }

    static let routes: [Route] = [
        Route(.get, "/stock/recall-letters/**") { call in
            let name = call.path.joined(separator: "/")
            let needs = [Recall.type, SerialNo.type, Customer.type].map { Action.Need(right: .read, type: $0.name) }
            return Action(needs: needs) { site in try await answer(name, call, site) }
        }
    ]

    private static func answer(_ name: String, _ call: Call, _ site: Site) async throws -> Answer {
        let (recall, customers, units) = try await site.database.browse { transaction in
            let books = call.books(transaction)
            let recall = try books.find(Recall.self, name)
            return (recall, try books.customers(of: recall), try books.openUnits(of: recall))
        }
        let translate = { site.catalogue.text($0, in: call.locale) }
        let byCustomer = Dictionary(grouping: units, by: \.customer)
        let letters = customers.filter { $0.open > 0 || $0.left > .zero }.map { customer in
            letter(to: customer, byCustomer[customer.name] ?? [], recall, call, translate)
        }
        let count = letters.count == 1 ? "1 letter" : "{count} letters"
        let other: Locale = call.locale == .french ? .english : .french
        let model: [String: Any] = [
            "title": translate("Letters to customers"), "lang": call.locale.rawValue, "assets": Assets.address,
            "scripts": Assets.elements(["record"]).text, "letters": HTML.joined(letters).text,
            "isEmpty": letters.isEmpty, "back": Recall.type.address(of: name),
            "count": translate(count).replacing("{count}", with: call.locale.count(letters.count)),
            "edit": Recall.type.editAddress(of: name), "mayEdit": call.identity?.may(.write, Recall.type.name) == true,
            "other": call.path(with: ["_lang": other.rawValue]), "otherLang": other.rawValue,
            "otherName": other == .french ? "Français" : "English",
        ]
        var answer = Answer.text(
            site.templates.render("letters", model, in: call.locale), type: "text/html; charset=utf-8")
        answer.headers = Page.headers
        return answer
    }

    private static func letter(
        to customer: RecallCustomer, _ units: [RecalledUnit], _ recall: Recall, _ call: Call,
        _ translate: (String) -> String
    ) -> HTML {
        let lot = recall.batch.name
        let subject =
            lot.isEmpty
            ? translate("Recall {recall}") : translate("Recall {recall}: lot {lot}").replacing("{lot}", with: lot)
        let text = recall.letter.text.isEmpty ? translate(standardText) : recall.letter.text
        let left = customer.left
        let goods: HTML =
            left > .zero
            ? "<p>\(translate("Quantity of lot {lot} delivered to you: {quantity}").replacing("{lot}", with: lot).replacing("{quantity}", with: call.locale.quantity(left)))</p>"
            : ""
        return """
            <article class="letter"><header><p class="sender">\(recall.header.company.name)</p>\
            <address>\(customer.name)</address><p class="date">\(call.locale.day(call.clock.today))</p></header>\
            <h1>\(subject.replacing("{recall}", with: recall.head.name))</h1><p class="text">\(text)</p>\
            <p class="text">\(translate("Reason: {reason}").replacing("{reason}", with: recall.reason.text))</p>\(goods)\
            \(table(units, call, translate))<p>\(translate("Yours faithfully"))</p>\
            <p class="sender">\(recall.header.company.name)</p></article>
            """
    }

    private static let standardText =
        "We are recalling the goods listed below. Please stop using them, set them apart and send them back to us. If you no longer have them, please tell us what became of them."

    private static func table(_ units: [RecalledUnit], _ call: Call, _ translate: (String) -> String) -> HTML {
        guard !units.isEmpty else { return "" }
        let rows = units.map { unit -> HTML in
            let product: HTML = unit.isProduct ? " (\(translate("contains recalled parts")))" : ""
            return """
                <tr><th scope="row">\(unit.number)</th><td>\(unit.item)\(product)</td><td>\(unit.lot)</td><td>\(unit.note)</td>\
                <td>\(unit.day.map { call.locale.day($0) } ?? "")</td></tr>
                """
        }
        let headings = ["Serial No", "Item Code", "Batch No", "Delivery Document No", "Delivery Date"].map {
            label -> HTML in
            "<th scope=\"col\">\(translate(label))</th>"
        }
        return "<table><thead><tr>\(HTML.joined(headings))</tr></thead><tbody>\(HTML.joined(rows))</tbody></table>"
    }
}
