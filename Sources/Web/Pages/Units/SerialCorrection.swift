import HTTPTypes
import Inventory
import Storage

/// Correcting a mistyped number: the unit keeps its history, and is still found under the old one.
enum SerialCorrection {
    static let routes: [Route] = [
        Route(.get, path + "/**") { call in
            let number = call.path.joined(separator: "/")
            return Action(needs: needs) { site in
                let unit = try await site.database.read { try call.books($0).show(SerialNo.self, number) }
                return page(unit.head.name, nil, call, site)
            }
        },
        Route(.post, path + "/**") { call in
            let number = call.path.joined(separator: "/")
            return Action(needs: needs) { site in
                do {
                    return try await correct(number, call, site)
                } catch let refusal as Refusal where refusal.offences.allSatisfy({ $0.field != nil }) {
                    return page(number, refusal, call, site)
                }
            }
        },
    ]

    private static let path = "/stock/correct-number"
    private static let needs: [Action.Need] = [.init(right: .write, type: SerialNo.type.name)]
    private static let reasonLimit = 500

    static func address(of number: String) -> String { path + "/" + number.percentEncoded }

    private static func correct(_ number: String, _ call: Call, _ site: Site) async throws -> Answer {
        let new = call.text("new_number") ?? ""
        let reason = SerialNumber(call.text("reason") ?? "").text
        var offences: [Offence] = []
        if SerialNumber(new).text.isEmpty {
            offences.append(Offence(.required, field: "name", label: "Corrected number"))
        }
        if SerialNumber(new).text == number {
            offences.append(Offence(.duplicate(type: SerialNo.type.name, name: number), field: "name"))
        }
        if reason.isEmpty { offences.append(Offence(.required, field: "reason", label: "Reason")) }
        if reason.utf8.count > reasonLimit {
            offences.append(Offence(.tooLong(limit: reasonLimit), field: "reason", label: "Reason"))
        }
        if !offences.isEmpty { throw Refusal(offences) }
        return try await site.write(call) { books in
            let name = try books.rename(SerialNo.self, number, to: new, reason: reason)
            return .redirect(to: SerialNo.type.address(of: name) + "?saved=1")
        }
    }

    private static func page(_ number: String, _ refusal: Refusal?, _ call: Call, _ site: Site) -> Answer {
        let words = Words(call, site)
        let title = words.translate("Correct the number")
        func problems(_ field: String) -> HTML {
            let sentences = (refusal?.offences ?? []).filter { $0.field == field }.map { offence -> HTML in
                "<p class=\"error\" id=\"\(field)-error\">\(words.sentence(offence))</p>"
            }
            return HTML.joined(sentences)
        }
        func traits(_ field: String) -> HTML {
            let isWrong = refusal?.offences.contains { $0.field == field } == true
            return isWrong ? " aria-invalid=\"true\" aria-describedby=\"\(field)-error\" autofocus" : ""
        }
        let new = call.text("new_number") ?? number
        let content: HTML = """
            <h1>\(title)</h1><form class="card correction" method="post" action="\(address(of: number))">\
            <p>\(words.translate("Now: {number}", ["number": number]))</p>\
            <label for="new_number">\(words.translate("Corrected number"))</label>\
            <input id="new_number" name="new_number" value="\(new)" required maxlength="140" spellcheck="false" \
            autocomplete="off"\(traits("name"))>\(problems("name"))\
            <label for="reason">\(words.translate("Reason"))</label>\
            <input id="reason" name="reason" value="\(call.text("reason") ?? "")" required \
            maxlength="\(String(reasonLimit))"\(traits("reason"))>\(problems("reason"))\
            <p class="quiet">\(words.translate("The unit keeps its history and is still found under the old number. Labels that carry the old number should be replaced."))</p>\
            <div class="steps"><button class="button" type="submit">\(Icon.check.html)\(title)</button>\
            <a class="button secondary" href="\(SerialNo.type.address(of: number))">\(words.translate("Keep it"))</a></div></form>
            """
        let crumbs = ListPage.crumbs(SerialNo.type, words.translate, current: number)
        let status: HTTPResponse.Status = refusal == nil ? .ok : .expectationFailed
        return Page(title: title, crumbs: crumbs, content: content, status: status).answer(call, site)
    }
}
