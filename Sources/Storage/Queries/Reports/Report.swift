public import Inventory

/// A question that people ask of the books again and again: what may be asked, and what is told.
public struct Report: Sendable {
    /// The name on the wire, such as `Serial No Ledger`.
    public let name: String
    /// What it tells, as a sentence for people.
    public let about: String
    /// The types whose records it shows: who may not read them may not ask.
    public let types: [String]
    /// What may be asked; those that are `listed` stand on the page.
    public let filters: [Field]
    /// What is told; those that are `listed` stand on the page.
    public let columns: [Field]
    /// The columns that have a sum.
    public let totals: [String]
    /// Whether people read the last rows first.
    public let isNewestFirst: Bool
    /// How many rows a page has.
    public let pageLength: Int
    /// What is drawn of the rows; nil for nothing.
    public let chart: Chart?
    /// What a filter is where a request does not mention it.
    private let presets: @Sendable (Day) -> [String: Scalar]
    let question: @Sendable (ReportFilters, Day) -> ReportQuestion

    init(
        _ name: String, _ about: String, types: [String], filters: [Field], columns: [Field], totals: [String] = [],
        isNewestFirst: Bool = false, pageLength: Int = 100, chart: Chart? = nil,
        presets: @escaping @Sendable (Day) -> [String: Scalar] = { _ in [:] },
        question: @escaping @Sendable (ReportFilters, Day) -> ReportQuestion
    ) {
        self.name = name
        self.about = about
        self.types = types
        self.filters = filters
        self.columns = columns
        self.totals = totals
        self.isNewestFirst = isNewestFirst
        self.pageLength = pageLength
        self.chart = chart
        self.presets = presets
        self.question = question
    }

    /// Bars of one column's values, the longest first.
    public struct Chart: Sendable {
        /// The columns that name a bar.
        public let labels: [String]
        public let value: String
    }

    /// Every report, in the order in which people find them.
    public static let all: [Report] = [
        .serialLedger, .serialStatus, .whereabouts, .warrantyExpiry, .contractExpiry, .unitExpiry, .lotExpiry,
        .recalledUnits, .recallProgress, .stockLedger, .stockBalance, .stockCount, .visitsDue, .visitsMissed, .claims,
        .assetsByLocation,
    ]

    /// The name as it stands in an address: `serial-no-ledger`.
    public var path: String { name.lowercased().split(separator: " ").joined(separator: "-") }

    /// The most rows that one answer has.
    public static let rowLimit = 100_000

    /// What is asked, as text by the filters' names: what is said, and what holds where nothing is said.
    public func asked(_ given: [String: String], today: Day) -> [String: String] {
        var asked: [String: String] = [:]
        let presets = presets(today)
        for filter in filters {
            asked[filter.name] = given[filter.name] ?? presets[filter.name].map { filter.kind.text($0) }
        }
        return asked.filter { !$0.value.isEmpty }
    }
}

/// The rows of a report, each with its values in the order of the report's columns.
public struct ReportAnswer: Sendable {
    public let rows: [[Scalar]]
    /// What to ask for after these rows; nil where there are no more.
    public let next: String?
    /// The sums over all rows that were asked for, by column; empty for a report without.
    public let totals: [String: Scalar]
}

/// How a report is answered: one statement, whose rows are told apart by keys.
struct ReportQuestion {
    /// What the rows are sorted by; together the keys of two rows always differ, and none is NULL.
    struct Key {
        let expression: SQL
        var isText = false
    }

    /// In the order of the report's columns.
    var columns: [SQL]
    var source: SQL
    var conditions: [SQL] = []
    var keys: [Key]
    /// Wraps the statement of one page, whose columns are `c0`, `c1`, … and whose keys are `k0`, `k1`, …, where a
    /// value follows from more than its row. The columns of the outcome keep those names.
    var completing: (@Sendable (SQL) -> SQL)?
    /// Whether a page tells the sums too; a file always does.
    var isSummedOnPages = true
    /// The table, as `u`, where all conditions and keys are about it alone: then its rows are found first, and only
    /// those that are shown are put together.
    var leading: SQL?
    /// Whether an index finds few of these rows: then PostgreSQL must not read all in their order (`ListOrder.isLed`).
    var isLed = false

    private static func alias(_ letter: String, _ expressions: [SQL]) -> [SQL] {
        expressions.enumerated().map { "\($1) AS \(name: "\(letter)\($0)")" }
    }

    private var condition: SQL { conditions.isEmpty ? "true" : SQL.joined(conditions, by: " AND ") }

    /// The rows after the one with these keys.
    func page(after last: [Scalar]?, count: Int, descending: Bool) -> SQL {
        var page = self
        if let last {
            let these = SQL.joined(keys.map(\.expression), by: ", ")
            let those = SQL.joined(last.map { "\($0)" }, by: ", ")
            page.conditions.append("(\(these)) \(descending ? "<" : ">" as SQL) (\(those))")
        }
        let direction: SQL = descending ? " DESC" : ""
        if let leading {
            let fence: SQL = isLed ? descending ? " NULLS LAST" : " NULLS FIRST" : ""
            let order = SQL.joined(keys.map { "\($0.expression)\(direction)\(fence)" }, by: ", ")
            page.conditions = [
                "u.\"id\" IN (SELECT u.\"id\" FROM \(leading) WHERE \(page.condition) ORDER BY \(order) LIMIT \(count))"
            ]
        }
        let order = SQL.joined(keys.indices.map { "\(name: "k\($0)")\(direction)" }, by: ", ")
        let columns = Self.alias("c", columns) + Self.alias("k", keys.map(\.expression))
        let statement: SQL = """
            SELECT \(SQL.joined(columns, by: ", ")) FROM \(source) WHERE \(page.condition) ORDER BY \(order) LIMIT \(count)
            """
        guard let completing else { return statement }
        return "SELECT * FROM (\(completing(statement))) t ORDER BY \(order)"
    }

    /// The sums of some columns over all rows.
    func sums(of positions: [Int]) -> SQL {
        let sums = positions.map { position -> SQL in "CAST(sum(t.\(name: "c\(position)")) AS BIGINT)" }
        let columns = Self.alias("c", columns)
        return """
            SELECT \(SQL.joined(sums, by: ", ")) FROM (SELECT \(SQL.joined(columns, by: ", ")) FROM \(source)
            WHERE \(condition)) t
            """
    }
}

extension Books {
    /// The answer of a report.
    ///
    /// - Parameter given: the filters as text, by their names; names that the report does not have are passed over.
    /// - Parameter after: what an earlier answer gave as `next`.
    /// - Parameter isPage: whether only what stands on a page is wanted: no long lists of numbers, and totals only with
    ///   the first rows.
    /// - Throws: `Refusal` with everything that cannot be read or found, each with its filter.
    public func answer(
        _ report: Report, _ given: [String: String], after: String? = nil, count: Int = Report.rowLimit,
        descending: Bool = false, isPage: Bool = false
    ) throws -> ReportAnswer {
        let filters = try self.filters(report, report.asked(given, today: clock.today))
        var question = report.question(filters, clock.today)
        for (index, column) in report.columns.enumerated() where isPage && column.kind == .serials {
            question.columns[index] = "NULL"
        }
        let last = try after.map { try Self.keys($0, question.keys) }
        let page = question.page(after: last, count: count + 1, descending: descending)
        var ends: [[Scalar]] = []
        let rows = try transaction.query(page) { row in
            ends.append(
                question.keys.enumerated().map { index, key in
                    let column = report.columns.count + index
                    return key.isText ? .text(row.text(column) ?? "") : .integer(row.integer(column) ?? 0)
                })
            return Self.values(report.columns, row)
        }
        let isCut = rows.count > count
        return ReportAnswer(
            rows: isCut ? Array(rows.dropLast()) : rows, next: isCut ? Self.token(ends[count - 1]) : nil,
            totals: isPage && (after != nil || !question.isSummedOnPages) ? [:] : try totals(report, question))
    }

    private static func values(_ fields: [Field], _ row: any Row) -> [Scalar] {
        fields.enumerated().map { index, field in
            field.kind.isInteger && field.kind.target == nil
                ? row.integer(index).map(Scalar.integer) ?? .null : row.text(index).map(Scalar.text) ?? .null
        }
    }

    private func totals(_ report: Report, _ question: ReportQuestion) throws -> [String: Scalar] {
        guard !report.totals.isEmpty else { return [:] }
        let positions = report.columns.indices.filter { report.totals.contains(report.columns[$0].name) }
        let sums = try transaction.first(question.sums(of: positions)) { row in
            positions.indices.map { Scalar.integer(row.integer($0) ?? 0) }
        }
        return Dictionary(uniqueKeysWithValues: zip(positions.map { report.columns[$0].name }, sums ?? []))
    }

    /// The keys of a row as text that an address can carry.
    private static func token(_ keys: [Scalar]) -> String {
        JSON.array(keys.map { $0.integerValue.map { .number(String($0)) } ?? .string($0.textValue ?? "") }).text
    }

    private static func keys(_ token: String, _ keys: [ReportQuestion.Key]) throws -> [Scalar] {
        let values = (try? JSON(parsing: token))?.array ?? []
        let read = zip(keys, values).compactMap { key, value -> Scalar? in
            if key.isText { return value.string.flatMap { $0.utf8.contains(0) ? nil : .text($0) } }
            guard case .number(let text) = value else { return nil }
            return Int64(text).map(Scalar.integer)
        }
        guard read.count == keys.count, values.count == keys.count else {
            throw Refusal(.unreadable(expected: "nothing"), field: "after")
        }
        return read
    }
}
