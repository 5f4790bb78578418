public import Inventory

/// A statement whose text is trusted and whose values are bound.
///
/// Text can only come from literals in the code, from the names of a schema, and from other statements; whatever
/// else is interpolated becomes a bound value.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    enum Piece: Sendable {
        case text(String)
        case value(Bind)
        case rows(Rows)
        /// A member of the JSON object in a column, as text or as a whole multiple of 10^-digits.
        case member(String, column: String, digits: Int?)
        /// The JSON object in a column without a member.
        case without(String, column: String)
    }

    var pieces: [Piece]

    /// A member of the JSON object in a text column, for filters and order; NULL where it is missing.
    ///
    /// - Parameter name: the member's name; it is bound.
    /// - Parameter column: the column as the statement names it.
    /// - Parameter digits: nil for text; else the member is a number, and becomes a whole multiple of 10^-digits.
    init(member name: String, of column: String, digits: Int?) {
        self.pieces = [.member(name, column: column, digits: digits)]
    }

    /// The JSON object in a text column without a member.
    init(without name: String, from column: String) {
        self.pieces = [.without(name, column: column)]
    }

    public init(stringLiteral value: String) {
        self.pieces = [.text(value)]
    }

    public init(stringInterpolation interpolation: Interpolation) {
        self.pieces = interpolation.pieces
    }

    /// Statements behind one another, with `separator` between them.
    public static func joined(_ parts: [SQL], by separator: String) -> SQL {
        var result = Interpolation(literalCapacity: 0, interpolationCount: parts.count)
        for (index, part) in parts.enumerated() {
            if index > 0 { result.append(.text(separator)) }
            result.appendInterpolation(part)
        }
        return SQL(stringInterpolation: result)
    }

    public static func + (left: SQL, right: SQL) -> SQL { "\(left)\(right)" }

    /// Collects the pieces of a literal with interpolations.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        var pieces: [Piece] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        /// Neighbouring texts become one, so that a statement put together once is cheap to render ever after.
        mutating func append(_ piece: Piece) {
            if case .text(let more) = piece, case .text(let text)? = pieces.last {
                pieces[pieces.count - 1] = .text(text + more)
            } else {
                pieces.append(piece)
            }
        }

        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { append(.text(literal)) }
        }

        /// Binds a number.
        public mutating func appendInterpolation(_ value: Int64?) {
            pieces.append(.value(value.map(Bind.integer) ?? .null))
        }

        /// Binds a number.
        public mutating func appendInterpolation(_ value: Int) { appendInterpolation(Int64(value)) }

        /// Binds text.
        public mutating func appendInterpolation(_ value: String?) {
            pieces.append(.value(value.map(Bind.text) ?? .null))
        }

        /// Binds the key of a row.
        public mutating func appendInterpolation<Subject>(_ value: ID<Subject>?) {
            appendInterpolation(value?.rawValue)
        }

        /// Binds a field's value; of a link, its key.
        public mutating func appendInterpolation(_ value: Scalar) { pieces.append(.value(Bind(value))) }

        /// Splices another statement in.
        public mutating func appendInterpolation(_ fragment: SQL) { for piece in fragment.pieces { append(piece) } }

        /// Writes the name of a table or column; it comes from a schema, never from a request.
        public mutating func appendInterpolation(name: String) {
            precondition(!name.contains("\""), "a schema name has no quotes")
            append(.text("\"\(name)\""))
        }

        /// Stands for a table with the given rows, to select from.
        public mutating func appendInterpolation(rows: Rows) { pieces.append(.rows(rows)) }
    }
}

/// A bound value as an engine takes it.
public enum Bind: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    /// All values of a column of rows at once, for engines that take arrays.
    case column(Rows.Column)

    public init(_ scalar: Scalar) {
        switch scalar {
        case .null: self = .null
        case .integer(let value): self = .integer(value)
        case .text(let value): self = .text(value)
        case .link(_, let key): self = key.map(Bind.integer) ?? .null
        }
    }
}

/// A table of values handed to one statement, whatever the number of rows.
public struct Rows: Sendable {
    /// A column by name, with all its values.
    public enum Column: Hashable, Sendable {
        case integers(String, [Int64?])
        case texts(String, [String?])

        public var name: String {
            switch self {
            case .integers(let name, _), .texts(let name, _): name
            }
        }

        public var count: Int {
            switch self {
            case .integers(_, let values): values.count
            case .texts(_, let values): values.count
            }
        }
    }

    public let columns: [Column]

    public init(_ columns: Column...) {
        self.init(columns)
    }

    public init(_ columns: [Column]) {
        precondition(columns.allSatisfy { $0.count == columns[0].count }, "columns are equally long")
        self.columns = columns
    }

    public var count: Int { columns[0].count }
}
