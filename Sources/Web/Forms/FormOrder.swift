import Inventory
import Storage

/// What a press of a form's button asks for.
enum FormOrder {
    case save
    /// To be told what submitting will do.
    case ask
    case submit
    /// To see the form as it was sent.
    case show
    case line(LineChange)

    init(_ call: Call) {
        let words = (call.text("_do") ?? "").split(separator: " ").map(String.init)
        if call.text("docstatus") == "1" {
            self = .submit
        } else if words == ["ask"] {
            self = .ask
        } else if words == ["show"] {
            self = .show
        } else if let change = LineChange(words) {
            self = .line(change)
        } else {
            self = .save
        }
    }

    var rights: [Right] {
        switch self {
        case .save, .show, .line: [.write]
        case .ask, .submit: [.write, .submit]
        }
    }
}

/// A change to the lines of a form that is not saved yet.
struct LineChange: Equatable {
    enum Kind: String {
        case add, remove, copy, more
    }

    let kind: Kind
    let table: String
    /// The line's number, from 1; none where a line is added at the end.
    let line: Int

    init?(_ words: [String]) {
        guard (2...3).contains(words.count), let kind = Kind(rawValue: words[0]) else { return nil }
        self.kind = kind
        self.table = words[1]
        self.line = words.count == 3 ? Int(words[2]) ?? 0 : 0
    }

    /// The control with which a person goes on after the change.
    func focus(in form: Form) -> String {
        guard let table = form.schema.tables.first(where: { $0.name == table }) else { return "" }
        let count = form.values.tables[table.name]?.count ?? 0
        let (fields, place) =
            switch kind {
            case .more: (FormLayout.moreFields(of: table), line)
            case .add: (FormLayout.columns(of: table), count)
            case .copy: (FormLayout.columns(of: table), line + 1)
            case .remove: (FormLayout.columns(of: table), max(1, min(line, count)))
            }
        return "\(table.name).\(place).\(fields.first?.name ?? "")"
    }

    func applied(to values: FormValues) -> FormValues {
        var values = values
        var rows = values.tables[table] ?? []
        let index = line - 1
        switch kind {
        case .add where rows.count < lineLimit:
            rows.append([:])
        case .remove where rows.indices.contains(index): rows.remove(at: index)
        case .copy where rows.indices.contains(index) && rows.count < lineLimit:
            var row = rows[index]
            // The same unit cannot stand twice.
            for name in ["name", "serial_no", "rejected_serial_no"] { row[name] = nil }
            rows.insert(row, at: index + 1)
        case .more where rows.indices.contains(index): rows[index]["_more"] = "1"
        default: break
        }
        values.tables[table] = rows
        return values
    }
}
