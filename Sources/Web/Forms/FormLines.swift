import Inventory

/// The rows inside a record on its form: one body of the table for each line, so that a line can have a second row.
struct FormLines {
    let form: Form
    let table: Schema.Table
    let rows: [FormValues.Row]
    let words: Words

    private var columns: [Field] { FormLayout.columns(of: table) }
    private var more: [Field] { FormLayout.moreFields(of: table) }
    private var isOpen: Bool { form.state == .draft }

    var html: HTML {
        let headings = columns.map { field -> HTML in
            let mark: HTML =
                field.traits.contains(.required) ? " <span class=\"must\" aria-hidden=\"true\">*</span>" : ""
            return "<th scope=\"col\">\(words.translate(field.label))\(mark)</th>"
        }
        let begins = isOpen && table.traits.contains(.required)
        let shown = rows.isEmpty && begins ? [[:]] : rows
        let lines = shown.enumerated().map { body($1, $0 + 1) }
        let blank: HTML = isOpen ? "<template data-blank>\(body([:], 0))</template>" : ""
        let add: HTML =
            isOpen ? "<p>\(step("add \(table.name)", "<span>\(words.translate("Add line"))</span>", .add))</p>" : ""
        let mark: HTML = isOpen ? "<input type=\"hidden\" name=\"\(table.name)\">" : ""
        let wrong = form.complaints.sentences(table.name, line: nil, words).map {
            "<p class=\"wrong\">\($0)</p>" as HTML
        }
        return """
            <section class="card lines" id="\(table.name)" tabindex="-1">\(mark)<h2>\(words.translate(table.label))</h2>\(HTML.joined(wrong))\
            <table class="entry" data-table="\(table.name)" data-last="\(String(shown.count))"><thead><tr><th scope="col">\(words.translate("Line"))</th>\
            \(HTML.joined(headings))\(isOpen ? "<td></td>" : "" as HTML)</tr></thead>\(HTML.joined(lines))\(blank)</table>\(add)</section>
            """
    }

    private func body(_ row: FormValues.Row, _ number: Int) -> HTML {
        let cells = columns.map { field -> HTML in
            "<td data-label=\"\(words.translate(field.label))\">\(cell(row, field, number))</td>"
        }
        let key: HTML =
            row["name"].map { "<input type=\"hidden\" name=\"\(place("name", number))\" value=\"\($0)\">" } ?? ""
        let isWide = row["_more"] == "1" || form.complaints.touches(more.map(\.name), line: number)
        let kept = isWide || !isOpen ? "" : hidden(row, number)
        let steps: HTML =
            isOpen ? "<td class=\"line-steps\">\(key)\(kept)<div>\(self.steps(number, isWide))</div></td>" : ""
        return """
            <tbody class="line"><tr><th scope="row">\(mark(number))</th>\(HTML.joined(cells))\(steps)</tr>\
            \(isWide && isOpen && !more.isEmpty ? wide(row, number) : "")</tbody>
            """
    }

    private func cell(_ row: FormValues.Row, _ field: Field, _ number: Int) -> HTML {
        guard isOpen, !field.traits.contains(.readOnly) else {
            return "<span class=\"fixed\">\(shown(row[field.name] ?? "", field))</span>"
        }
        let control = control(row, field, number).cell("\(words.translate("line")) \(mark(number))", words)
        return switch field.name {
        case "item_code":
            control + "<span class=\"quiet beneath\" data-shows=\"item_name\">\(row["item_name"] ?? "")</span>"
        case _ where field.kind == .serials:
            control + pad(field, row[field.name] ?? "")
        default: control
        }
    }

    private func control(_ row: FormValues.Row, _ field: Field, _ number: Int) -> FormControl {
        var control = FormControl(
            field: field, name: place(field.name, number), value: row[field.name] ?? "",
            label: words.translate(field.label))
        control.complaints = form.complaints.sentences(field.name, line: number, words)
        control.isFirst = form.focus == control.name
        return control
    }

    /// What stands beneath a cell of serial numbers: how many there are, and the way to the pad.
    private func pad(_ field: Field, _ cell: String) -> HTML {
        """
        <span class="beneath"><button class="plain step" type="button" data-pad="\(field.name)">\(Icon.scan.html)\
        \(words.translate("Enter numbers"))</button> <span class="quiet" data-count="\(field.name)">\(count(cell))</span></span>
        """
    }

    private func count(_ cell: String) -> String {
        let count = SerialNumber.list(in: cell).count
        return count == 0 ? "" : words.translate("Numbers: {count}", ["count": words.locale.count(count)])
    }

    private func shown(_ text: String, _ field: Field) -> String {
        guard case .choice = field.kind else { return text }
        return words.translate(text)
    }

    /// The fields that nobody needs every day, in a row of their own.
    private func wide(_ row: FormValues.Row, _ number: Int) -> HTML {
        let fields = more.map { field -> HTML in control(row, field, number).block(words) }
        return """
            <tr class="more"><td></td><td colspan="\(String(columns.count + 1))"><input type="hidden" name="\(place("_more", number))" value="1">\
            <div class="fields">\(HTML.joined(fields))</div></td></tr>
            """
    }

    /// What a new line holds beyond its columns, kept while its fields are not shown. A stored line keeps it by itself.
    private func hidden(_ row: FormValues.Row, _ number: Int) -> HTML {
        guard row["name"] == nil else { return "" }
        let names = more.map(\.name) + (table.fields.contains { $0.name == "item_name" } ? ["item_name"] : [])
        return HTML.joined(
            names.compactMap { name in
                guard let value = row[name], !value.isEmpty else { return nil }
                return "<input type=\"hidden\" name=\"\(place(name, number))\" value=\"\(value)\">"
            })
    }

    private func steps(_ number: Int, _ isWide: Bool) -> HTML {
        let open: HTML =
            isWide || more.isEmpty
            ? "" : step("more \(table.name) \(mark(number))", hiddenText("More fields", number), .more)
        return open + step("copy \(table.name) \(mark(number))", hiddenText("Duplicate line", number), .copy)
            + step("remove \(table.name) \(mark(number))", hiddenText("Remove line", number), .trash)
    }

    private func hiddenText(_ key: String, _ number: Int) -> HTML {
        "<span class=\"hidden-text\">\(words.translate(key)) \(mark(number))</span>"
    }

    private func step(_ order: String, _ label: HTML, _ icon: Icon) -> HTML {
        "<button class=\"plain step\" type=\"submit\" name=\"_do\" value=\"\(order)\">\(icon.html)\(label)</button>"
    }

    private func place(_ field: String, _ number: Int) -> String { "\(table.name).\(mark(number)).\(field)" }

    /// A line's number in names and orders; a sign for a script to replace where the line is yet to come.
    private func mark(_ number: Int) -> String { number == 0 ? "¤" : String(number) }
}
