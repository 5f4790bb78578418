import Inventory
import Storage

/// What a count found, beside what the books say: a pure comparison, and the documents that put it right.
struct StockCount: Sendable {
    typealias Standing = Units.Standing

    let warehouse: String
    /// The items that were counted; empty for all that are there.
    let items: [String]
    /// What numbers are that no unit has yet.
    let newItem: String

    /// Expected and scanned.
    let found: [PresentUnit]
    /// Expected and not scanned.
    let missing: [PresentUnit]
    /// Scanned here, but in the books in another warehouse.
    let elsewhere: [Standing]
    /// Scanned, and known as not in stock but never delivered or used: they come in by the count.
    let returning: [Standing]
    /// Scanned, and new.
    let new: [Standing]
    /// Scanned, but gone: with a customer, used up, returned to the supplier; or of an item that is not counted.
    let impossible: [Standing]

    /// - Parameter standings: what each scanned number is, in the order of scanning.
    init(
        of warehouse: String, items: [String], newItem: String, expected: [PresentUnit], scanned standings: [Standing]
    ) {
        self.warehouse = warehouse
        self.items = items
        self.newItem = newItem
        let scanned = Set(standings.map { SerialNumber($0.number) })
        self.found = expected.filter { scanned.contains($0.number) }
        self.missing = expected.filter { !scanned.contains($0.number) }
        let there = Set(found.map(\.number))
        let others = standings.filter { !$0.isRepeated && !there.contains(SerialNumber($0.number)) }
        let counted = others.filter { standing in
            items.isEmpty || standing.values == nil || items.contains(standing.text("item_code"))
        }
        self.elsewhere = counted.filter { !$0.text("warehouse").isEmpty }
        self.returning = counted.filter { $0.word == "Inactive" }
        self.new = counted.filter { $0.values == nil }
        let placed = Set((elsewhere + returning + new).map { SerialNumber($0.number) })
        self.impossible = others.filter { !placed.contains(SerialNumber($0.number)) }
    }

    /// Whether the books are right already.
    var isRight: Bool { missing.isEmpty && elsewhere.isEmpty && returning.isEmpty && new.isEmpty }

    /// How many units of each item there are and should be, by item.
    var byItem: [(item: String, found: Int, expected: Int)] {
        let here = Dictionary(grouping: found, by: \.item).mapValues(\.count)
        let away = Dictionary(grouping: missing, by: \.item).mapValues(\.count)
        return Set(here.keys).union(away.keys).sorted().map { item in
            (item, here[item] ?? 0, (here[item] ?? 0) + (away[item] ?? 0))
        }
    }

    /// What puts the books right: a transfer of units that they have elsewhere, and a reconciliation.
    func documents(isSubmitted: Bool) -> [JSON] {
        let choice = UnitAction.Choice(warehouse: warehouse, isSubmitted: isSubmitted)
        return UnitAction.transfer.documents(of: elsewhere, choice) + reconciliation(isSubmitted)
    }

    /// Everything that was found of each counted item, and nothing else of it; none where nothing differs.
    private func reconciliation(_ isSubmitted: Bool) -> [JSON] {
        var lines: [String: [String]] = [:]
        for unit in missing { lines[unit.item, default: []] += [] }
        for unit in found { lines[unit.item, default: []].append(unit.number.text) }
        for unit in elsewhere + returning { lines[unit.text("item_code"), default: []].append(unit.number) }
        for unit in new { lines[newItem, default: []].append(unit.number) }
        let touched = Set(
            missing.map(\.item) + (elsewhere + returning).map { $0.text("item_code") } + new.map { _ in newItem })
        let differing = lines.filter { touched.contains($0.key) }.sorted { $0.key < $1.key }
        guard !differing.isEmpty else { return [] }
        let items = differing.map { item, numbers -> JSON in
            [
                "item_code": .string(item), "warehouse": .string(warehouse), "qty": .number(String(numbers.count)),
                "serial_no": .string(numbers.joined(separator: "\n")),
            ]
        }
        return [
            [
                "doctype": .string(StockReconciliation.type.name), "docstatus": isSubmitted ? 1 : 0,
                "items": .array(items),
            ]
        ]
    }
}
