public import Inventory

/// Where something came from and what became of it, as two trees that begin at the same thing.
public struct Trace: Sendable {
    /// A thing on the way: a unit, a lot or goods without numbers; a document that moved it; a party.
    public struct Node: Sendable {
        /// The name of its type on the wire: `Serial No`, `Item`, `Batch`, `Supplier`, or a document's.
        public let type: String
        public let name: String
        /// A unit's status, a stock entry's purpose; empty for others.
        public var word = ""
        /// The item of a unit or a lot.
        public var item = ""
        /// Of goods without numbers, how much.
        public var quantity: Quantity?
        /// When a document was posted.
        public var day: Day?
        /// Whether it takes goods back.
        public var isReturn = false
        /// Whether what follows from it stands elsewhere in the tree already.
        public var isRepeated = false
        /// How many more of its kind there are that are not shown.
        public var hidden = 0
        public var children: [Node] = []

        init(type: String, name: String) {
            self.type = type
            self.name = name
        }
    }

    /// What was asked for, without children.
    public let root: Node
    /// Toward suppliers and components.
    public let backward: [Node]
    /// Toward customers and products.
    public let forward: [Node]
    /// Whether it was followed only so far: deeper or wider than what is shown.
    public let isCut: Bool

    /// How many steps from document to document are followed.
    public static let depthLimit = 8
    /// How many things of one document are shown.
    public static let widthLimit = 25
    /// How many units are followed from one step to the next.
    public static let unitLimit = 200
    /// How many documents one step finds.
    static let wayLimit = 1000
}

/// Where a trace begins.
struct TraceStart {
    var root: Trace.Node
    /// The units that are followed, and those that are only counted.
    var units: [Trace.Node] = []
    var keys: [Int64] = []
    var hidden = 0
    /// A lot whose goods have no numbers.
    var lot: (batch: Int64, item: Int64)?
    /// Goods without numbers that a document moved.
    var goods: [Trace.Node] = []
    /// Whether it is a unit itself, rather than a collection of some.
    var isUnit = false
}

extension Books {
    /// Follows a unit, a lot or a document's units in both directions, with one statement for each step.
    ///
    /// - Parameter type: `Serial No`, `Batch` or a document's type; nil where only the name is known.
    /// - Throws: `Refusal` when nothing has this name.
    public func trace(_ name: String, type: String? = nil) throws -> Trace {
        let start = try start(name, type)
        var isCut = start.hidden > 0
        var directions: [[Trace.Node]] = []
        for direction in TraceStep.Direction.allCases {
            var way = TraceWay(from: start)
            var step: TraceStep? = TraceStep(units: start.keys, lot: start.lot)
            while let current = step, way.depth < Trace.depthLimit {
                step = way.next(after: try take(current, direction))
            }
            isCut = isCut || way.isCut || step != nil
            directions.append(way.tree(of: start))
        }
        return Trace(root: start.root, backward: directions[0], forward: directions[1], isCut: isCut)
    }

    private func start(_ name: String, _ type: String?) throws -> TraceStart {
        let asked: [String?] = type.map { [$0] } ?? ["Serial No", "Batch", nil]
        for type in asked {
            do {
                switch type {
                case SerialNo.type.name: return try start(unit: name)
                case Batch.type.name: return try start(lot: name)
                default: return try start(document: name, type)
                }
            } catch let refusal as Refusal where type != asked.last {
                guard case .notFound = refusal.offences[0].rejection else { throw refusal }
            }
        }
        throw Refusal(.notFound(type: "Serial No", name: name))
    }

    private func start(unit name: String) throws -> TraceStart {
        let key = try find(SerialNo.self, name).head.id ?? 0
        let units = try traced("u.\"id\" = \(key)", count: 1)
        guard let unit = units.first else { throw Refusal(.notFound(type: "Serial No", name: name)) }
        return TraceStart(root: unit.node, keys: [key], isUnit: true)
    }

    private func start(lot name: String) throws -> TraceStart {
        let batch = try find(Batch.self, name)
        var start = TraceStart(root: Trace.Node(type: Batch.type.name, name: batch.head.name))
        start.root.item = batch.item.name
        try start.follow(
            traced("u.\"batch_no\" = \(batch.head.id)"), of: count("unit u", "u.\"batch_no\" = \(batch.head.id)"))
        if let key = batch.head.id, let item = batch.item.id { start.lot = (key, item.rawValue) }
        return start
    }

    /// The units and goods of a document that stands; its name is the one it was submitted under.
    private func start(document name: String, _ type: String?) throws -> TraceStart {
        let ofType: SQL = type.map { "p.\"document_type\" = \($0)" } ?? "true"
        let found = try transaction.first(
            """
            SELECT p."id", p."document_type", p."posted_at" FROM posting p WHERE p."document_no" = \(name)
            AND p."cancels" IS NULL AND \(ofType) ORDER BY p."id" DESC LIMIT 1
            """
        ) { row in
            var node = Trace.Node(type: row.text(1) ?? "", name: name)
            node.day = row.integer(2).map { PostingTime(milliseconds: $0).day }
            return (key: row.integer(0) ?? 0, node: node)
        }
        guard let found else { throw Refusal(.notFound(type: type ?? "Serial No", name: name)) }
        var start = TraceStart(root: found.node)
        let among: SQL = "SELECT m.\"unit\" FROM movement m WHERE m.\"posting\" = \(found.key)"
        try start.follow(
            traced("u.\"id\" IN (\(among))"), of: count("(SELECT DISTINCT t.\"unit\" FROM (\(among)) t) u", "true"))
        start.goods = try goods(ofPosting: found.key)
        return start
    }

    private func count(_ source: SQL, _ condition: SQL) throws -> Int {
        try transaction.first("SELECT count(*) FROM \(source) WHERE \(condition)") { Int($0.integer(0) ?? 0) } ?? 0
    }

    /// The first units for which a condition holds.
    private func traced(_ condition: SQL, count: Int = Trace.widthLimit) throws -> [(key: Int64, node: Trace.Node)] {
        try transaction.query(
            """
            SELECT u."id", u."name", \(UnitPlaces.status(clock.today)), i."name" FROM unit u
            JOIN item i ON i."id" = u."item_code" WHERE \(condition) ORDER BY u."id" LIMIT \(count)
            """
        ) { row in
            var node = Trace.Node(type: SerialNo.type.name, name: row.text(1) ?? "")
            (node.word, node.item) = (row.text(2) ?? "", row.text(3) ?? "")
            return (row.integer(0) ?? 0, node)
        }
    }

    private func goods(ofPosting posting: Int64) throws -> [Trace.Node] {
        try transaction.query(
            """
            SELECT i."name", b."name", CAST(max(abs(e."actual_qty")) AS BIGINT) FROM stock_ledger_entry e
            JOIN item i ON i."id" = e."item_code" LEFT JOIN batch b ON b."id" = e."batch_no"
            WHERE e."posting" = \(posting) AND i."has_serial_no" = 0 GROUP BY e."line", i."name", b."name"
            ORDER BY e."line", i."name" LIMIT \(Trace.widthLimit)
            """
        ) { row in
            Trace.Node(goods: row.text(0) ?? "", lot: row.text(1), Quantity(thousandths: row.integer(2) ?? 0))
        }
    }
}

extension TraceStart {
    fileprivate mutating func follow(_ found: [(key: Int64, node: Trace.Node)], of whole: Int) {
        (units, keys, hidden) = (found.map(\.node), found.map(\.key), whole - found.count)
    }
}

extension Trace.Node {
    /// So much of an item, or of a lot of it.
    init(goods item: String, lot: String?, _ quantity: Quantity) {
        self.init(type: lot == nil ? Item.type.name : Batch.type.name, name: lot ?? item)
        self.item = item
        self.quantity = quantity
    }
}
