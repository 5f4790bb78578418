import HTTPTypes
import Inventory
import Storage

/// Setting the warranty or the contract of one unit or of many, with a reason that stays in their history.
enum CoverPage {
    static let routes: [Route] = [
        Route(.get, address) { call in
            Action(needs: Covers.needs) { site in
                guard let count = call.text("saved").flatMap(Int.init), let first = call.text("first") else {
                    return page(nil, call, site)
                }
                return done(count, SerialNumber(first), call, site)
            }
        },
        Route(.post, address) { call in
            Action(needs: Covers.needs) { site in
                do {
                    // From the list of numbers only they come; then the rest is asked for.
                    guard call.text("kind") != nil else { return page(nil, call, site) }
                    let wish = try CoverWish(call, try numbers(call))
                    try await site.database.write { try wish.fulfil(call.books($0)) }
                    let (count, first) = (Set(wish.numbers.map(\.key)).count, wish.numbers.first?.text ?? "")
                    guard count > 1 else { return .redirect(to: SerialNo.type.address(of: first) + "?saved=1") }
                    return .redirect(to: address + "?" + Call.query(["saved": String(count), "first": first]))
                } catch let refusal as Refusal {
                    return page(refusal, call, site)
                }
            }
        },
    ]

    static let address = "/stock/cover"

    static func address(of number: String) -> String { address + "?serial_nos=" + number.percentEncoded }

    private static func numbers(_ call: Call) throws -> [SerialNumber] {
        try Units.question(LookUpPage.numbers(in: call.text("serial_nos") ?? ""))
    }

    private static func page(_ refusal: Refusal?, _ call: Call, _ site: Site) -> Answer {
        let words = Words(call, site)
        let title = words.translate("Warranty or contract")
        let kinds = CoverKind.allCases.map { kind -> HTML in
            let isChosen = call.text("kind") == kind.rawValue
            return """
                <option value="\(kind.rawValue)"\(isChosen ? " selected" as HTML : "")>\(words.translate(kind.title))</option>
                """
        }
        let asking = Asking(call: call, words: words, refusal: refusal)
        let content: HTML = """
            <h1>\(title)</h1>\(refusal.map { Page.notice(about: $0, call, site) } ?? "")\
            <form class="card correction" method="post" action="\(address)">\
            <label for="kind">\(words.translate("What covers the units"))</label>\
            <select id="kind" name="kind">\(HTML.joined(kinds))</select>\
            \(asking.day("from_date", "From"))\(asking.day("until", "Until"))\
            <p><label><input type="checkbox" name="is_ended" value="1"\(call.text("is_ended") == "1" ? " checked" as HTML : "")> \
            \(words.translate("Nothing covers them any more"))</label></p>\
            \(asking.text("reason", "Reason"))\
            <label for="serial_nos">\(words.translate("Serial numbers"))</label>\
            <textarea id="serial_nos" name="serial_nos" rows="4" spellcheck="false" autocomplete="off" \
            data-serials="look-up"\(asking.traits("serial_nos"))>\(call.text("serial_nos") ?? "")</textarea>\
            <div class="steps"><button class="button" type="submit">\(Icon.check.html)\(words.translate("Save"))</button></div></form>
            """
        let status: HTTPResponse.Status = refusal == nil ? .ok : .expectationFailed
        let crumbs = LookUpPage.crumbs(title, words.translate)
        return Page(title: title, crumbs: crumbs, content: content, scripts: ["serials"], status: status)
            .answer(call, site)
    }

    private static func done(_ count: Int, _ first: SerialNumber, _ call: Call, _ site: Site) -> Answer {
        let words = Words(call, site)
        let title = words.translate("Warranty or contract")
        let told = words.translate("Saved for {count} units.", ["count": call.locale.count(count)])
        let content: HTML = """
            <h1>\(title)</h1><p class="success" role="status">\(told)</p>\
            <p><a class="button" href="\(SerialNo.type.address(of: first.text))">\(first.text)</a></p>
            """
        let crumbs = LookUpPage.crumbs(title, words.translate)
        return Page(title: title, crumbs: crumbs, content: content).answer(call, site)
    }

    /// The inputs, each with what was typed and marked where it is wrong.
    private struct Asking {
        let call: Call
        let words: Words
        let refusal: Refusal?

        func traits(_ field: String) -> HTML {
            refusal?.offences.contains { $0.field == field } == true ? " aria-invalid=\"true\"" : ""
        }

        func day(_ field: String, _ label: String) -> HTML {
            input(field, label, "type=\"date\"")
        }

        func text(_ field: String, _ label: String) -> HTML {
            input(field, label, "required maxlength=\"\(String(CoverWish.reasonLimit))\"")
        }

        private func input(_ field: String, _ label: String, _ kind: HTML) -> HTML {
            """
            <label for="\(field)">\(words.translate(label))</label>\
            <input id="\(field)" name="\(field)" value="\(call.text(field) ?? "")" \(kind)\(traits(field))>
            """
        }
    }
}

/// What covers a unit and what once did, on its page.
struct CoverTable {
    let covers: [UnitCover]
    let call: Call
    let site: Site

    /// Nothing where nothing ever covered the unit.
    var html: HTML {
        guard !covers.isEmpty else { return "" }
        let words = Words(call, site)
        let labels = ["What covers it", "From", "Until", "Source", "Status"].map { label -> HTML in
            "<th scope=\"col\">\(words.translate(label))</th>"
        }
        let title = words.translate("Warranties and contracts")
        return """
            <section class="card" id="covers"><h2>\(title)</h2>\
            <div class="table" role="region" aria-label="\(title)" tabindex="0"><table><thead><tr>\(HTML.joined(labels))</tr></thead>\
            <tbody>\(HTML.joined(covers.map { row($0, words) }))</tbody></table></div></section>
            """
    }

    private func row(_ cover: UnitCover, _ words: Words) -> HTML {
        let source: HTML =
            cover.document.isEmpty
            ? "\(cover.author)\(cover.reason.isEmpty ? "" : words.locale == .french ? "\u{202F}: " : ": ")\(cover.reason)"
            : HTML.document(cover.document, of: cover.documentType, call)
        let (word, look) = cover.standing(on: call.clock.today)
        func day(_ day: Day?) -> HTML { day.map { "\(words.locale.day($0))" } ?? "—" }
        return """
            <tr><th scope="row">\(words.translate(cover.kind.title))</th><td class="day">\(day(cover.starts))</td>\
            <td class="day">\(day(cover.ends))</td><td>\(source)</td>\
            <td><span class="badge \(look)">\(words.translate(word))</span></td></tr>
            """
    }
}

extension UnitCover {
    /// Whether it counts on a day: the English word for it, and how its badge looks.
    func standing(on today: Day) -> (word: String, look: String) {
        if withdrawal != nil { return ("Withdrawn", "inactive") }
        if !counts { return ("Replaced", "inactive") }
        if let starts, starts > today { return ("To come", "inactive") }
        if let ends, ends >= today { return ("In force", "active") }
        return ("Ended", "expired")
    }
}

extension CoverKind {
    /// The English word for it.
    var title: String { self == .warranty ? "Warranty" : "Maintenance contract" }
}
