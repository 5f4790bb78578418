import Inventory
import Storage

/// What can be done with many units at once, and the documents that do it.
enum UnitAction: String, CaseIterable, Sendable {
    case transfer, deliver, takeBack = "return", issue, receive

    typealias Standing = Units.Standing

    /// What a person chose beside the action.
    struct Choice: Sendable {
        /// Where units go to, or come back to.
        var warehouse = ""
        var customer = ""
        /// What numbers are that no unit has yet.
        var item = ""
        /// Whether the document is submitted at once.
        var isSubmitted = false
    }

    /// The type of document that the action makes.
    var type: RecordType {
        switch self {
        case .transfer, .issue, .receive: StockEntry.type
        case .deliver, .takeBack: DeliveryNote.type
        }
    }

    /// The units that the action can be done with; a number that is asked for twice counts once.
    func fitting(_ standings: [Standing]) -> [Standing] {
        standings.filter { standing in
            guard !standing.isRepeated else { return false }
            return switch self {
            case .transfer, .issue: !standing.text("warehouse").isEmpty
            case .deliver: standing.word == "Active"
            case .takeBack: standing.isDelivered(by: DeliveryNote.type)
            case .receive: standing.values == nil || standing.word == "Inactive"
            }
        }
    }

    /// The documents that do it to these units, as the wire has them.
    ///
    /// - Parameter notes: for returns, the delivery notes that delivered the units, by name.
    func documents(of units: [Standing], _ choice: Choice, notes: [String: JSON]) -> [JSON] {
        switch self {
        case .transfer:
            let moved = units.filter { $0.text("warehouse") != choice.warehouse }
            return [entry("Material Transfer", lines(moved) { ["s_warehouse": $0, "t_warehouse": choice.warehouse] })]
        case .issue: return [entry("Material Issue", lines(units) { ["s_warehouse": $0] })]
        case .receive: return [receipt(of: units, choice)]
        case .deliver:
            return [
                [
                    "doctype": .string(DeliveryNote.type.name), "customer": .string(choice.customer),
                    "items": lines(units) { ["warehouse": $0] },
                ]
            ]
        case .takeBack:
            let groups = Dictionary(grouping: units) { $0.text("delivery_document_no") }
            return groups.sorted { $0.key < $1.key }.compactMap { name, units in
                let numbers = Set(units.map { SerialNumber($0.number).key })
                return notes[name].map { Self.takingBack(numbers, from: $0, name, choice) }
            }
        }
    }

    private func entry(_ purpose: String, _ lines: JSON) -> JSON {
        ["doctype": .string(StockEntry.type.name), "stock_entry_type": .string(purpose), "items": lines]
    }

    private func receipt(of units: [Standing], _ choice: Choice) -> JSON {
        let items = Dictionary(grouping: units) { $0.values == nil ? choice.item : $0.text("item_code") }
        let lines = items.sorted { $0.key < $1.key }.map { item, units -> JSON in
            [
                "item_code": .string(item), "t_warehouse": .string(choice.warehouse),
                "qty": .number(String(units.count)), "serial_no": Self.cell(units.map(\.number)),
            ]
        }
        return entry("Material Receipt", .array(lines))
    }

    /// One line for all units of an item and a lot in one warehouse.
    private func lines(_ units: [Standing], _ places: (String) -> [String: String]) -> JSON {
        let groups = Dictionary(grouping: units) { ["item_code", "batch_no", "warehouse"].map($0.text) }
        return .array(
            groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, units in
                var members = [
                    JSON.Member("item_code", .string(key[0])), JSON.Member("qty", .number(String(units.count))),
                    JSON.Member("serial_no", Self.cell(units.map(\.number))),
                ]
                if !key[1].isEmpty { members.append(JSON.Member("batch_no", .string(key[1]))) }
                members += places(key[2]).sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
                return .object(members)
            })
    }

    /// The return of some units of a delivery note: its lines with only these, at the price that they had.
    private static func takingBack(
        _ numbers: Set<String>, from original: JSON, _ name: String, _ choice: Choice
    ) -> JSON {
        let lines = (original["items"]?.array ?? []).compactMap { line -> JSON? in
            let kept = SerialNumber.list(in: line["serial_no"]?.string ?? "").filter { numbers.contains($0.key) }
            guard !kept.isEmpty else { return nil }
            return [
                "item_code": line["item_code"] ?? .null, "rate": line["rate"] ?? .null,
                "batch_no": line["batch_no"] ?? .null, "qty": .number(String(-kept.count)),
                "warehouse": choice.warehouse.isEmpty ? line["warehouse"] ?? .null : .string(choice.warehouse),
                "serial_no": cell(kept.map(\.text)),
            ]
        }
        return [
            "doctype": .string(DeliveryNote.type.name), "is_return": 1, "return_against": .string(name),
            "customer": original["customer"] ?? .null, "items": .array(lines),
        ]
    }

    private static func cell(_ numbers: [String]) -> JSON { .string(numbers.joined(separator: "\n")) }
}

extension Units.Standing {
    /// Whether the unit is with a customer by a document of this type.
    func isDelivered(by type: RecordType) -> Bool {
        word == "Delivered" && text("delivery_document_type") == type.name
    }
}
