import Inventory
import Storage

/// What can be done with many units at once, and the documents that do it.
enum UnitAction: String, CaseIterable, Sendable {
    case transfer, deliver, takeBack = "return", issue, destroy, receive

    typealias Standing = Units.Standing

    /// What a person chose beside the action.
    struct Choice: Sendable {
        /// Where units go to, or come back to.
        var warehouse = ""
        var customer = ""
        /// What numbers are that no unit has yet.
        var item = ""
        /// Why units are destroyed.
        var reason = ""
        /// Whether the document is submitted at once.
        var isSubmitted = false
    }

    /// The type of document that the action makes.
    var type: RecordType {
        switch self {
        case .transfer, .issue, .destroy, .receive: StockEntry.type
        case .deliver, .takeBack: DeliveryNote.type
        }
    }

    /// The units that the action can be done with; a number that is asked for twice counts once.
    func fitting(_ standings: [Standing]) -> [Standing] {
        standings.filter { standing in
            guard !standing.isRepeated else { return false }
            return switch self {
            case .transfer, .issue, .destroy: !standing.text("warehouse").isEmpty
            case .deliver: standing.word == "Active"
            case .takeBack: standing.isDelivered(by: DeliveryNote.type)
            case .receive: standing.values == nil || standing.word == "Inactive"
            }
        }
    }

    /// The documents that do it to these units, as the wire has them.
    ///
    /// - Parameter sales: for returns, how the units were sold, by the numbers' keys.
    func documents(of units: [Standing], _ choice: Choice, sales: [String: UnitSale] = [:]) -> [JSON] {
        switch self {
        case .transfer:
            let moved = units.filter { $0.text("warehouse") != choice.warehouse }
            return [entry("Material Transfer", lines(moved) { ["s_warehouse": $0, "t_warehouse": choice.warehouse] })]
        case .issue: return [entry("Material Issue", lines(units) { ["s_warehouse": $0] })]
        case .destroy:
            let issue = entry("Material Issue", lines(units) { ["s_warehouse": $0] })
            return [.object((issue.members ?? []) + [JSON.Member("remarks", .string(choice.reason))])]
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
            return groups.sorted { $0.key < $1.key }.map { Self.takingBack($1, from: $0, choice, sales) }
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

    /// The return of some units of a delivery note, at the price that each had.
    private static func takingBack(
        _ units: [Standing], from note: String, _ choice: Choice, _ sales: [String: UnitSale]
    ) -> JSON {
        let groups = Dictionary(grouping: units) { unit -> [String] in
            let sale = sales[SerialNumber(unit.number).key]
            let place = choice.warehouse.isEmpty ? sale?.warehouse ?? "" : choice.warehouse
            return [unit.text("item_code"), unit.text("batch_no"), place, sale?.rate.description ?? "0"]
        }
        let lines = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, units -> JSON in
            [
                "item_code": .string(key[0]), "batch_no": .string(key[1]), "warehouse": .string(key[2]),
                "rate": .string(key[3]), "qty": .number(String(-units.count)), "serial_no": cell(units.map(\.number)),
            ]
        }
        return [
            "doctype": .string(DeliveryNote.type.name), "is_return": 1, "return_against": .string(note),
            "customer": .string(units.first?.text("customer") ?? ""), "items": .array(lines),
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
