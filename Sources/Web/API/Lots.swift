import Inventory
import Storage

/// The ecosystem's methods about lots.
enum Lots {
    static let methods: [String: Methods.Method] = [
        "erpnext.stock.doctype.batch.batch.get_batch_qty": Methods.Method(read: quantity)
    ]

    /// How much of a lot there is in a warehouse, or in each; of an item in a warehouse, how much of each lot that may
    /// leave it, the first to expire first.
    private static func quantity(_ call: Call) throws -> Action {
        let lot = call.text("batch_no") ?? ""
        let (item, warehouse) = (call.text("item_code") ?? "", call.text("warehouse") ?? "")
        guard !lot.isEmpty || (!item.isEmpty && !warehouse.isEmpty) else { throw Refusal(.required, field: "batch_no") }
        return Action(needs: [.init(right: .read, type: Batch.type.name)]) { site in
            let answer = try await site.database.read { transaction -> JSON in
                let books = call.books(transaction)
                let place = try warehouse.isEmpty ? nil : books.find(Warehouse.self, warehouse)
                guard lot.isEmpty else {
                    let key = try books.find(Batch.self, lot).head.id ?? 0
                    let found = try books.facts(ofLot: key, named: lot).quantities
                    if let place { return number(found.first { $0.warehouse == place.head.name }?.quantity ?? .zero) }
                    return .array(found.map { ["warehouse": .string($0.warehouse), "qty": number($0.quantity)] })
                }
                let key = StockKey(
                    item: ID(try books.find(Item.self, item).head.id ?? 0), warehouse: ID(place?.head.id ?? 0))
                return .array(
                    try books.lots(in: [key]).map { found in
                        [
                            "batch_no": .string(found.name), "qty": number(found.quantity),
                            "expiry_date": found.expiry.map { .string($0.description) } ?? .null,
                        ]
                    })
            }
            return .json("message", answer)
        }
    }

    private static func number(_ quantity: Quantity) -> JSON { .number(quantity.description) }
}
