import Inventory
import Storage

/// How an asset loses its value, line by line; for information, nothing is posted.
struct DepreciationTable {
    let plan: Depreciation
    let call: Call
    let words: Words

    /// Lines that a page shows; the interface gives them all.
    private static let lineLimit = 120

    var html: HTML {
        let lines = plan.lines
        let labels = ["Period end", "Depreciation", "Accumulated", "Net book value"].enumerated().map { index, label in
            "<th scope=\"col\"\(index == 0 ? "" : " class=\"number\"")>\(words.translate(label))</th>" as HTML
        }
        let rows = lines.prefix(Self.lineLimit).map { line -> HTML in
            let amounts = [line.amount, line.accumulated, line.value].map { amount -> HTML in
                "<td class=\"number\">\(words.locale.money(amount))</td>"
            }
            return "<tr><th scope=\"row\">\(words.locale.day(line.end))</th>\(HTML.joined(amounts))</tr>"
        }
        let title = words.translate("Straight-line depreciation")
        return """
            <section class="card"><h2>\(title)</h2>\
            <p class="quiet">\(words.translate("For information: nothing of it is posted. Days count as in a year of 360."))</p>\
            <div class="table" role="region" aria-label="\(title)" tabindex="0"><table><thead><tr>\(HTML.joined(labels))</tr></thead>\
            <tbody>\(HTML.joined(rows))</tbody></table></div>\
            \(HTML.rest(lines.count - Self.lineLimit, call, words.translate))</section>
            """
    }
}
