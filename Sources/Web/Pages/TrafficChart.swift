import Inventory
import Storage

/// Units that came in and went out, day by day, as a chart with the same figures as a table.
struct TrafficChart {
    let days: [DayTraffic]
    let locale: Locale
    let catalogue: Catalogue

    /// The chart's measures; half of the height is for what came in, half for what went out.
    private static let (step, bar, half, left, top, foot) = (24, 14, 70, 52, 8, 22)

    /// Whether there is anything to draw.
    var hasAny: Bool { days.contains { $0.received + $0.sent + $0.moved > 0 } }

    var html: HTML {
        guard hasAny else { return "" }
        let totals: [String: Message.Fact] = [
            "received": .count(days.reduce(0) { $0 + $1.received }), "sent": .count(days.reduce(0) { $0 + $1.sent }),
            "moved": .count(days.reduce(0) { $0 + $1.moved }), "days": .count(days.count),
        ]
        let summary = sentence(
            Message(
                "In the last {days} days, {received} units came in, {sent} went out and {moved} changed place.", totals)
        )
        return "<p>\(summary)</p>\(drawing(summary))\(legend)\(table)"
    }

    private func sentence(_ message: Message) -> String { catalogue.sentence(message, in: locale) }
    private func translate(_ text: String) -> String { catalogue.text(text, in: locale) }

    private var most: Int { max(1, days.map { max($0.received, $0.sent) }.max() ?? 1) }

    private func drawing(_ summary: String) -> HTML {
        let width = Self.left + days.count * Self.step + 8
        let height = Self.top + 2 * Self.half + Self.foot
        let middle = Self.top + Self.half
        let bars = days.enumerated().map { index, day -> HTML in
            let x = Self.left + index * Self.step + (Self.step - Self.bar) / 2
            let (up, down) = (length(day.received), length(day.sent))
            let label: HTML =
                index % 5 == days.count % 5 || days.count < 10
                ? text(
                    String(locale.day(day.day).dropLast(locale == .french ? 5 : 0).suffix(5)), x + Self.bar / 2,
                    height - 6, "middle")
                : ""
            return bar(x, middle - up, up, "in") + bar(x, middle, down, "out") + label
        }
        let scale =
            text(locale.count(most), Self.left - 8, Self.top + 10, "end") + text("0", Self.left - 8, middle + 4, "end")
            + text(locale.count(most), Self.left - 8, Self.top + 2 * Self.half, "end")
        return """
            <div class="chart" role="region" aria-label="\(translate("Units per day"))" tabindex="0">\
            <svg role="img" aria-label="\(summary)" viewBox="0 0 \(String(width)) \(String(height))" \
            width="\(String(width))" height="\(String(height))">\(scale)\(HTML.joined(bars))\
            <path class="axis" d="M\(String(Self.left)) \(String(middle))H\(String(width))"/></svg></div>
            """
    }

    /// A bar is seen where there is anything, however little beside the most.
    private func length(_ count: Int) -> Int { count == 0 ? 0 : max(2, count * (Self.half - 4) / most) }

    private func bar(_ x: Int, _ y: Int, _ height: Int, _ style: String) -> HTML {
        guard height > 0 else { return "" }
        return """
            <rect class="\(style)" x="\(String(x))" y="\(String(y))" width="\(String(Self.bar))" height="\(String(height))" rx="2"/>
            """
    }

    private func text(_ text: String, _ x: Int, _ y: Int, _ anchor: String) -> HTML {
        "<text x=\"\(String(x))\" y=\"\(String(y))\" text-anchor=\"\(anchor)\">\(text)</text>"
    }

    private var legend: HTML {
        """
        <p class="legend"><span class="in">▲ \(translate("Came in"))</span> <span class="out">▼ \(translate("Went out"))</span></p>
        """
    }

    private var table: HTML {
        let rows = days.reversed().filter { $0.received + $0.sent + $0.moved > 0 }.map { day -> HTML in
            let cells = [day.received, day.sent, day.moved].map {
                "<td class=\"number\">\(locale.count($0))</td>" as HTML
            }
            return "<tr><th scope=\"row\" class=\"day\">\(locale.day(day.day))</th>\(HTML.joined(cells))</tr>"
        }
        let headings = ["Came in", "Went out", "Changed place"].map {
            "<th scope=\"col\" class=\"number\">\(translate($0))</th>" as HTML
        }
        return """
            <details><summary>\(translate("The same as a table"))</summary><div class="table"><table><thead><tr>\
            <th scope="col">\(translate("Day"))</th>\(HTML.joined(headings))</tr></thead><tbody>\(HTML.joined(rows))</tbody>\
            </table></div></details>
            """
    }
}
