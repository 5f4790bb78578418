import Inventory
import Testing

/// Movements are written `from>to`: a warehouse is W or X, a customer C or D, a supplier S, and - is nowhere.
/// `PUMP:` before a movement says which item the unit is then, `/L` behind it the lot, `@` the rate.
@Suite struct `Unit state` {
    @Test(
        arguments: """
            (nothing)                  | Inactive, a PUMP
            S>W@12                     | Active in W, bought from S at 12.0 by 1
            ->W@3                      | Active in W, at 3.0 by 1
            S>W W>X                    | Active in X, bought from S at 0.0 by 1
            S>W@12 W>C                 | Delivered to C by 2, bought from S at 12.0 by 1
            S>W W>C C>W@12             | Active in W, bought from S at 12.0 by 3
            S>W W>C C>W W>D            | Delivered to D by 4, bought from S at 0.0 by 3
            S>W W>S                    | Returned by 2, bought from S at 0.0 by 1
            S>W W>S ->X@5              | Active in X, bought from S at 5.0 by 3
            S>W W>-                    | Consumed by 2, bought from S at 0.0 by 1
            S>W W>- MOTOR:->W@7        | Active in W, a MOTOR, bought from S at 7.0 by 3
            S>W/L                      | Active in W, lot L, bought from S at 0.0 by 1
            S>W/L W>C C>W              | Active in W, lot L, bought from S at 0.0 by 3
            S>W/L W>- ->W/M            | Active in W, lot M, bought from S at 0.0 by 3
            ->W W>X X>W W>C            | Delivered to C by 4, at 0.0 by 1
            """.split(separator: "\n").map(String.init))
    func `is a fold of the movements`(row: String) throws {
        let cells = row.split(separator: "|").map { String($0).trimmed }
        let movements = cells[0] == "(nothing)" ? [] : cells[0].split(separator: " ").enumerated().map(Self.movement)
        let state = UnitState(item: Self.items[0], folding: movements)
        #expect(Self.text(state) == cells[1])
        #expect(state.movedAt == movements.last?.postedAt)
    }

    @Test func `a warranty begins with the delivery and stays behind a return`() {
        var delivery = Self.movement(1, "W>C")
        delivery.warranty = Day(number: 21_000)
        var state = UnitState(item: Self.items[0], folding: [Self.movement(0, "S>W"), delivery])
        #expect(state.warranty == Day(number: 21_000))
        state.apply(Self.movement(2, "C>W"))
        state.apply(Self.movement(3, "W>D"))
        #expect(state.warranty == nil, "what the last delivery covers, here nothing")
    }

    static let items: [ID<Item>] = [ID(1), ID(2)]
    static let names = ["PUMP", "MOTOR"]

    static func movement(_ index: Int, _ text: Substring) -> Movement {
        let (item, rest) =
            text.firstIndex(of: ":").map { (text[..<$0], text[text.index(after: $0)...]) } ?? ("PUMP", text)
        let (path, rate) = pair(rest, "@")
        let (places, lot) = pair(path, "/")
        let (from, to) = pair(places, ">")
        return Movement(
            id: Int64(index + 1), posting: 1, item: items[names.firstIndex(of: String(item)) ?? 0],
            batch: key(lot, in: "LM"), source: key(from, in: "WX"), target: key(to, in: "WX"),
            rate: Money(millionths: (Int64(rate) ?? 0) * 1_000_000), postedAt: PostingTime(milliseconds: Int64(index)),
            customer: key(from, in: "CD") ?? key(to, in: "CD"), supplier: key(from, in: "S") ?? key(to, in: "S"))
    }

    static func pair(_ text: Substring, _ separator: Character) -> (Substring, Substring) {
        let parts = text.split(separator: separator)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }

    static func key<Subject>(_ name: Substring, in names: String) -> ID<Subject>? {
        name.first.flatMap { Array(names).firstIndex(of: $0) }.map { ID(Int64($0 + 1)) }
    }

    static func text(_ state: UnitState) -> String {
        func name<Subject>(_ id: ID<Subject>?, _ names: String) -> String {
            id.map { String(Array(names)[Int($0.rawValue) - 1]) } ?? ""
        }
        var parts = [state.status.rawValue]
        if let warehouse = state.warehouse { parts[0] += " in \(name(warehouse, "WX"))" }
        if let customer = state.customer { parts[0] += " to \(name(customer, "CD"))" }
        if let wayOut = state.wayOut { parts[0] += " by \(wayOut)" }
        if state.item == items[1] || state.wayIn == nil { parts.append("a \(names[Int(state.item.rawValue) - 1])") }
        if state.batch != nil { parts.append("lot \(name(state.batch, "LM"))") }
        let bought = state.supplier == nil ? "" : "bought from S "
        if let wayIn = state.wayIn { parts.append("\(bought)at \(state.purchaseRate) by \(wayIn)") }
        return parts.joined(separator: ", ")
    }
}

extension String {
    var trimmed: String { SerialNumber(self).text }
}
