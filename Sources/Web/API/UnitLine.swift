import Inventory
import Storage

/// What units have in common that stand in one line of a document.
struct UnitLine: Hashable, Sendable {
    let item: String
    var batch = ""
    /// Warehouses by the fields that hold them.
    var places: [String: String] = [:]
    var rate: Money?

    /// The line of these numbers as the wire has it; a return counts backwards.
    fileprivate func json(_ numbers: [String], isReturn: Bool) -> JSON {
        let texts = [("batch_no", batch)] + places.sorted { $0.key < $1.key }
        return .object(
            [
                JSON.Member("item_code", .string(item)),
                JSON.Member("qty", .number((isReturn ? "-" : "") + String(numbers.count))),
                JSON.Member("serial_no", .string(numbers.joined(separator: "\n"))),
            ] + texts.filter { !$0.1.isEmpty }.map { JSON.Member($0.0, .string($0.1)) }
                + (rate.map { [JSON.Member("rate", .number($0.description))] } ?? []))
    }
}

/// What stands above the lines of a document that is made of units: its type, and who or what it is for.
struct UnitHead: Hashable, Sendable {
    let type: String
    var fields: [String: String] = [:]

    /// A movement inside, by its purpose.
    static func entry(_ purpose: String) -> UnitHead {
        UnitHead(type: StockEntry.type.name, fields: ["stock_entry_type": purpose])
    }

    /// The return of a unit against the document that sold it.
    static func takingBack(_ unit: Units.Standing) -> UnitHead {
        UnitHead(
            type: unit.text("delivery_document_type"),
            fields: ["customer": unit.text("customer"), "return_against": unit.text("delivery_document_no")])
    }

    private var isReturn: Bool { fields["return_against"] != nil }

    private func json(_ lines: [JSON], _ state: DocumentState) -> JSON {
        let texts = fields.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        // An invoice whose units come back is one that moved them.
        let moves = isReturn && type == SalesInvoice.type.name ? [JSON.Member("update_stock", 1)] : []
        return .object(
            [JSON.Member("doctype", .string(type)), JSON.Member("docstatus", .number(String(state.rawValue)))]
                + texts.map { JSON.Member($0.key, .string($0.value)) }
                + (isReturn ? [JSON.Member("is_return", 1)] : []) + moves + [JSON.Member("items", .array(lines))])
    }

    /// The documents that units become: one for each head, with one line for all that have everything in common, in
    /// the order of the units.
    ///
    /// - Parameter state: whether a document of a type is submitted or stays a draft.
    static func documents(
        of units: [(head: UnitHead, line: UnitLine, number: String)], state: (String) -> DocumentState
    ) -> [JSON] {
        struct Place: Hashable {
            let head: UnitHead
            let line: UnitLine
        }
        var heads: [UnitHead] = []
        var lines: [UnitHead: [UnitLine]] = [:]
        var numbers: [Place: [String]] = [:]
        for (head, line, number) in units {
            let place = Place(head: head, line: line)
            if lines[head] == nil { heads.append(head) }
            if numbers[place] == nil { lines[head, default: []].append(line) }
            numbers[place, default: []].append(number)
        }
        return heads.map { head in
            let all = (lines[head] ?? []).map { line in
                line.json(numbers[Place(head: head, line: line)] ?? [], isReturn: head.isReturn)
            }
            return head.json(all, state(head.type))
        }
    }
}
