import Inventory
import Storage

/// The highest values of a report's column as bars, each with its name and its figure. The table beneath has them all.
struct RateChart {
    let report: Report
    let chart: Report.Chart
    let answer: ReportAnswer
    let call: Call
    let words: Words

    /// Bars that are drawn, and the chart's measures.
    private static let most = 15
    private static let (step, bar, left, length, right) = (28, 18, 200, 360, 80)
    private static let letters = 28

    private func position(_ name: String) -> Int? { report.columns.firstIndex { $0.name == name } }

    private var bars: [(name: String, value: Int64)] {
        let labels = chart.labels.compactMap(position)
        guard let value = position(chart.value) else { return [] }
        let all = answer.rows.map { row in
            (
                name: labels.compactMap { row[$0].textValue }.joined(separator: " · "),
                value: row[value].integerValue ?? 0
            )
        }
        return Array(all.filter { $0.value > 0 }.sorted { ($1.value, $0.name) < ($0.value, $1.name) }.prefix(Self.most))
    }

    var html: HTML {
        let bars = bars
        guard let highest = bars.first?.value, let value = position(chart.value) else { return "" }
        let (kind, title) = (report.columns[value].kind, words.translate(report.columns[value].label))
        func figure(_ value: Int64) -> String { words.locale.written(.integer(value), kind, words.translate) }
        let drawn = bars.enumerated().map { index, bar -> HTML in
            let y = index * Self.step + 4
            let name = bar.name.count > Self.letters ? bar.name.prefix(Self.letters - 1) + "…" : bar.name[...]
            let length = max(2, Int(bar.value * Int64(Self.length) / highest))
            return """
                <text x="\(String(Self.left - 8))" y="\(String(y + 13))" text-anchor="end">\(String(name))</text>\
                <rect class="rate" x="\(String(Self.left))" y="\(String(y))" width="\(String(length))" height="\(String(Self.bar))" rx="2"/>\
                <text x="\(String(Self.left + length + 6))" y="\(String(y + 13))">\(figure(bar.value))</text>
                """
        }
        let summary = bars.map { "\($0.name)\u{00A0}: \(figure($0.value))" }.joined(separator: "; ")
        let (width, height) = (String(Self.left + Self.length + Self.right), String(bars.count * Self.step + 8))
        return """
            <section class="card"><h2>\(title)</h2><div class="chart" role="region" aria-label="\(title)" tabindex="0">\
            <svg role="img" aria-label="\(summary)" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">\(HTML.joined(drawn))</svg></div></section>
            """
    }
}
