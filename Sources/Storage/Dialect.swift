/// What differs between the engines in the text of statements.
public protocol Dialect: Sendable {
    /// How the n-th bound value is written, from 1.
    func placeholder(_ index: Int) -> String
    /// A table of the given rows, and the values that it binds.
    func source(of rows: Rows, bind: (Bind) -> String) -> String
    /// A member of the JSON object in a text column; NULL where it is missing.
    ///
    /// - Parameter name: the placeholder of the member's name.
    /// - Parameter digits: nil for text; else the number as a whole multiple of 10^-digits, exact up to 10^15 of them.
    func member(_ name: String, of column: String, digits: Int?) -> String
    /// The JSON object in a text column without a member, as text; `{}` where nothing is left.
    ///
    /// - Parameter name: the placeholder of the member's name.
    func object(_ column: String, without name: String) -> String
    /// A schema statement written for both engines, as this one takes it.
    func schema(_ neutral: String) -> String
}

extension Dialect {
    /// The text that the engine prepares and the values in the order of their placeholders.
    public func render(_ sql: SQL) -> (text: String, values: [Bind]) {
        var text = ""
        var values: [Bind] = []
        for piece in sql.pieces {
            switch piece {
            case .text(let literal): text += literal
            case .value(let value):
                values.append(value)
                text += placeholder(values.count)
            case .rows(let rows):
                text += source(of: rows) { value in
                    values.append(value)
                    return placeholder(values.count)
                }
            case .member(let name, let column, let digits):
                values.append(.text(name))
                text += member(placeholder(values.count), of: column, digits: digits)
            case .without(let name, let column):
                values.append(.text(name))
                text += object(column, without: placeholder(values.count))
            }
        }
        return (text, values)
    }
}
