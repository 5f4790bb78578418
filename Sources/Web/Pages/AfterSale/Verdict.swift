import Inventory
import Storage

/// Whether a unit is covered, by what and until when, in big words.
struct Verdict {
    let standing: UnitStanding
    let day: Day
    let words: Words

    var coverage: Coverage { standing.status == .delivered ? standing.coverage(on: day) : .unknown }

    /// The verdict as a sentence.
    var sentence: String {
        func until(_ text: String, _ end: Day?) -> String {
            words.translate(text, ["day": end.map(words.locale.day) ?? ""])
        }
        return switch (standing.status, coverage) {
        case (.delivered, .underWarranty): until("Covered by the warranty until {day}", standing.warrantyEnd)
        case (.delivered, .underContract): until("Covered by a service contract until {day}", standing.contractEnd)
        case (.delivered, .outOfWarranty): until("Not covered: the warranty ended on {day}", standing.warrantyEnd)
        case (.delivered, .outOfContract):
            until("Not covered: the service contract ended on {day}", standing.contractEnd)
        case (.delivered, .unknown): words.translate("Not covered: neither a warranty nor a contract is known")
        case (.active, _): words.translate("Not covered: the unit is in our stock")
        default: words.translate("Not covered: the unit is not with a customer")
        }
    }

    /// The verdict as a badge: a mark beside the words, and a colour.
    var html: HTML {
        let style = coverage.isCovered ? "good" : "bad"
        let icon = coverage.isCovered ? Icon.check : Icon.close
        return "<p class=\"verdict \(style)\">\(icon.html)<strong>\(sentence)</strong></p>"
    }

    /// That the unit is in our workshop and not ours; nothing where it is not.
    static func custody(_ standing: UnitStanding, _ words: Words) -> HTML {
        guard standing.status == .delivered, let claim = standing.custodies.first else { return "" }
        let sentence = words.translate(
            "In repair with us, belongs to {customer}", ["customer": standing.customerName])
        return """
            <p class="warning in-repair"><strong>\(sentence)</strong> \
            <a href="\(WarrantyClaim.type.address(of: claim))">\(claim)</a></p>
            """
    }
}

/// The claims on a unit, with what became of each.
enum ClaimList {
    static func html(_ claims: [ClaimEntry], _ words: Words) -> HTML {
        guard !claims.isEmpty else { return "<p class=\"quiet\">\(words.translate("No claim so far."))</p>" }
        let entries = claims.map { claim -> HTML in
            let day = claim.date.map(words.locale.day) ?? ""
            let replacement: HTML =
                claim.replacement.isEmpty
                ? ""
                : """
                <p>\(words.translate("Exchanged For")): \
                <a href="\(SerialNo.type.address(of: claim.replacement))">\(claim.replacement)</a></p>
                """
            let resolution: HTML = claim.resolution.isEmpty ? "" : "<p class=\"quiet\">\(claim.resolution)</p>"
            return """
                <li><time>\(day)</time><p><strong><a href="\(WarrantyClaim.type.address(of: claim.name))">\(claim.name)</a>\
                </strong> \(badge(claim.status, words))</p><p>\(claim.complaint)</p>\(resolution)\(replacement)</li>
                """
        }
        return "<ol class=\"history\">\(HTML.joined(entries))</ol>"
    }

    static func badge(_ status: ClaimStatus, _ words: Words) -> HTML {
        let style =
            switch status {
            case .open: "warn"
            case .workInProgress: "info"
            case .closed: "good"
            case .cancelled: "inactive"
            }
        return "<span class=\"badge \(style)\">\(words.translate(status.rawValue))</span>"
    }

    /// How often units failed, as a sentence; empty where nothing was delivered.
    static func rate(_ rate: ClaimRate, _ words: Words) -> String {
        guard rate.delivered > 0 else { return "" }
        let tenths = (rate.failed * 2000 / rate.delivered + 1) / 2
        let percent = words.locale.number("\(tenths / 10).\(tenths % 10)")
        return words.translate(
            "{failed} of {delivered} units delivered had a claim ({percent} %)",
            [
                "failed": words.locale.count(rate.failed), "delivered": words.locale.count(rate.delivered),
                "percent": percent,
            ])
    }
}
