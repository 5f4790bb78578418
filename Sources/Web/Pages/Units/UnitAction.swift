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

    /// The type of document that the action makes; for returns, that of most.
    var type: RecordType {
        switch self {
        case .transfer, .issue, .destroy, .receive: StockEntry.type
        case .deliver, .takeBack: DeliveryNote.type
        }
    }

    /// The units that the action can be done with; a number that is asked for twice counts once.
    ///
    /// - Parameter may: whether documents of a type may be made: units come back by one of the type that sold them.
    func fitting(_ standings: [Standing], may: (String) -> Bool) -> [Standing] {
        standings.filter { standing in
            guard !standing.isRepeated else { return false }
            return switch self {
            case .transfer, .issue, .destroy: !standing.text("warehouse").isEmpty
            case .deliver: standing.word == "Active"
            case .takeBack: standing.word == "Delivered" && may(standing.text("delivery_document_type"))
            case .receive: standing.values == nil || standing.word == "Inactive"
            }
        }
    }

    /// The documents that do it to these units, as the wire has them.
    ///
    /// - Parameter sales: for returns, how the units were sold, by the numbers' keys.
    func documents(of units: [Standing], _ choice: Choice, sales: [String: UnitSale] = [:]) -> [JSON] {
        let moved = units.filter { self != .transfer || $0.text("warehouse") != choice.warehouse }
        let parts = moved.map { unit in
            (head(of: unit, choice), line(of: unit, choice, sales[SerialNumber(unit.number).key]), unit.number)
        }
        return UnitHead.documents(of: parts) { _ in choice.isSubmitted ? .submitted : .draft }
    }

    private func head(of unit: Standing, _ choice: Choice) -> UnitHead {
        switch self {
        case .transfer: .entry("Material Transfer")
        case .issue: .entry("Material Issue")
        case .destroy:
            UnitHead(type: type.name, fields: ["stock_entry_type": "Material Issue", "remarks": choice.reason])
        case .receive: .entry("Material Receipt")
        case .deliver: UnitHead(type: type.name, fields: ["customer": choice.customer])
        case .takeBack: .takingBack(unit)
        }
    }

    private func line(of unit: Standing, _ choice: Choice, _ sale: UnitSale?) -> UnitLine {
        let here = unit.text("warehouse")
        let left = choice.warehouse.isEmpty ? sale?.warehouse ?? "" : choice.warehouse
        let places =
            switch self {
            case .transfer: ["s_warehouse": here, "t_warehouse": choice.warehouse]
            case .issue, .destroy: ["s_warehouse": here]
            case .receive: ["t_warehouse": choice.warehouse]
            case .deliver: ["warehouse": here]
            case .takeBack: ["warehouse": left]
            }
        let item = unit.values == nil ? choice.item : unit.text("item_code")
        let batch = self == .receive ? "" : unit.text("batch_no")
        return UnitLine(item: item, batch: batch, places: places, rate: sale?.rate)
    }
}
