import Inventory
import Storage

/// The rows of a report as a table, with ways to what they name.
struct ReportTable {
    let report: Report
    let answer: ReportAnswer
    let call: Call
    let translate: (String) -> String

    /// The columns that stand on a page, with their places in the rows.
    private var columns: [(index: Int, field: Field)] {
        report.columns.enumerated().filter { $0.element.traits.contains(.listed) }.map { ($0.offset, $0.element) }
    }

    var html: HTML {
        guard !answer.rows.isEmpty else { return "<p class=\"card empty\">\(translate("Nothing matches."))</p>" }
        let columns = columns
        let headings = columns.map { column -> HTML in
            "<th scope=\"col\"\(HTML.alignment(column.field.kind))>\(translate(column.field.label))</th>"
        }
        let rows = answer.rows.map { row -> HTML in
            "<tr>\(HTML.joined(columns.map { cell(row, $0.index, $0.field) }))</tr>"
        }
        return """
            <div class="table" role="region" aria-label="\(translate(report.name))" tabindex="0"><table class="report cards">\
            <thead><tr>\(HTML.joined(headings))</tr></thead><tbody>\(HTML.joined(rows))</tbody>\(sums)</table></div>
            """
    }

    private func cell(_ row: [Scalar], _ index: Int, _ field: Field) -> HTML {
        let content = value(row, index, field)
        guard index == heading else { return HTML.cell(translate(field.label), content, field.kind) }
        return "<th scope=\"row\"\(HTML.alignment(field.kind))>\(content)</th>"
    }

    /// The column that names the row: the unit, the recall or the item, which is not always the first.
    private var heading: Int? {
        ["asset", "serial_no", "recall", "voucher_no", "item_code"].lazy.compactMap { name in
            columns.first { $0.field.name == name }?.index
        }.first
    }

    private func value(_ row: [Scalar], _ index: Int, _ field: Field) -> HTML {
        let text = row[index].textValue ?? ""
        if let name = field.typeField {
            let type = report.columns.firstIndex { $0.name == name }.flatMap { row[$0].textValue }
            return HTML.document(text, of: type ?? "", call)
        }
        switch field.name {
        case "status": return UnitWords.badge(text, translate)
        case "asset_status": return AssetWords.badge(text, translate)
        case "voucher_type": return "\(translate(text))"
        case "is_cancelled":
            return row[index].integerValue == 1 ? "<span class=\"badge inactive\">\(translate("Yes"))</span>" : ""
        default: return HTML.value(row[index], field, call, translate)
        }
    }

    /// The sums over all rows that were asked for, also those of other pages.
    private var sums: HTML {
        guard !answer.totals.isEmpty else { return "" }
        let cells = columns.enumerated().map { position, column -> HTML in
            if position == 0 { return "<th scope=\"row\">\(translate("Total of all rows"))</th>" }
            let sum = answer.totals[column.field.name].map { HTML.value($0, column.field, call, translate) }
            return HTML.cell(translate(column.field.label), sum ?? "", column.field.kind)
        }
        return "<tfoot><tr>\(HTML.joined(cells))</tr></tfoot>"
    }
}
