import Inventory
import Storage

/// How people say conditions: the operators that a form offers, and whole conditions as sentences.
enum FilterWord: String, CaseIterable {
    case equal = "is"
    case unequal = "is-not"
    case contains, lacks, less, more
    case atMost = "at-most"
    case atLeast = "at-least"
    case between, among, except, filled, empty

    /// The operator as a form offers it.
    func label(_ translate: (String) -> String) -> String {
        switch self {
        case .equal: translate("is")
        case .unequal: translate("is not")
        case .contains: translate("contains")
        case .lacks: translate("does not contain")
        case .less: translate("is before or less than")
        case .more: translate("is after or more than")
        case .atMost: translate("is until or at most")
        case .atLeast: translate("is from or at least")
        case .between: translate("is between")
        case .among: translate("is one of (separated by ;)")
        case .except: translate("is none of (separated by ;)")
        case .filled: translate("is filled in")
        case .empty: translate("is empty")
        }
    }

    /// The operator of the interface.
    var test: Listing.Filter.Test {
        switch self {
        case .equal: .equal
        case .unequal: .unequal
        case .contains: .like
        case .lacks: .notLike
        case .less: .less
        case .more: .greater
        case .atMost: .atMost
        case .atLeast: .atLeast
        case .between: .between
        case .among: .among
        case .except: .notAmong
        case .filled, .empty: .isSet
        }
    }

    /// A condition as a sentence, with places for its field and values.
    static func sentence(_ filter: Listing.Filter, _ field: Field) -> String {
        let isPoint = [.day, .time, .instant].contains(field.kind)
        switch filter.test {
        case .equal: return filter.values.first?.isBlank == false ? "{field}: {value}" : "{field}: empty"
        case .unequal:
            return filter.values.first?.isBlank == false ? "{field} other than {value}" : "{field}: filled in"
        case .like: return "{field} contains “{value}”"
        case .notLike: return "{field} does not contain “{value}”"
        case .less: return isPoint ? "{field} before {value}" : "{field} less than {value}"
        case .greater: return isPoint ? "{field} after {value}" : "{field} more than {value}"
        case .atMost: return isPoint ? "{field} until {value}" : "{field} at most {value}"
        case .atLeast: return isPoint ? "{field} from {value}" : "{field} at least {value}"
        case .between: return "{field} between {value} and {other}"
        case .among: return "{field} one of {value}"
        case .notAmong: return "{field} none of {value}"
        case .isSet: return filter.values.first?.textValue == "set" ? "{field}: filled in" : "{field}: empty"
        }
    }

    /// All sentences, for whoever translates them.
    static let sentences = [
        "{field}: {value}", "{field}: empty", "{field} other than {value}", "{field}: filled in",
        "{field} contains “{value}”", "{field} does not contain “{value}”", "{field} before {value}",
        "{field} less than {value}", "{field} after {value}", "{field} more than {value}", "{field} until {value}",
        "{field} at most {value}", "{field} from {value}", "{field} at least {value}",
        "{field} between {value} and {other}", "{field} one of {value}", "{field} none of {value}",
    ]
}

/// A condition that somebody has written into the form of a list.
struct NewFilter {
    let key: String
    let word: FilterWord
    let value: String
    let other: String

    init?(_ call: Call) {
        guard let key = call.text("new.field") else { return nil }
        self.key = key
        self.word = call.text("new.operator").flatMap(FilterWord.init(rawValue:)) ?? .equal
        self.value = SerialNumber(call.text("new.value") ?? "").text
        self.other = SerialNumber(call.text("new.other") ?? "").text
    }

    /// The condition as the interface writes it.
    ///
    /// - Throws: `Problem` with what is wrong.
    func element(_ fields: ListFields, _ call: Call, _ translate: (String) -> String) throws -> JSON {
        guard let choice = fields.choice(key) else { throw Problem.unknownField(String(key.prefix(140))) }
        let field = choice.field
        let words = fields.words(of: field, translate)
        func wire(_ text: String) -> JSON { .string(Self.wire(text, field.kind, words, call.locale)) }
        var (test, result): (Listing.Filter.Test, JSON) = (word.test, wire(value))
        switch word {
        case .filled, .empty: result = word == .filled ? "set" : "not set"
        case .contains, .lacks:
            result = .string(Listing.Filter.containing(value, in: [""])[0].values[0].textValue ?? "")
        case .between: result = [wire(value), wire(other.isEmpty ? value : other)]
        case .among, .except: result = .array(value.split(separator: ";").map { wire(SerialNumber($0).text) })
        default: break
        }
        if word != .filled, word != .empty, value.isEmpty { throw Problem.badParameter(field.name, "a value") }
        if field.kind == .instant { (test, result) = Self.days(word, result) ?? (test, result) }
        let name = choice.table.map { [.string($0.typeName), .string(field.name)] } ?? [JSON.string(field.name)]
        let element = JSON.array(name + [.string(test.rawValue), result])
        _ = try ListParameters(fields.type, call, fields.custom).filter(element, field.name)
        return element
    }

    /// A moment is asked for by its day: a day is from its first to its last moment.
    private static func days(_ word: FilterWord, _ value: JSON) -> (Listing.Filter.Test, JSON)? {
        let last = " 23:59:59.999"
        switch (word, value) {
        case (.equal, .string(let day)): return (.between, [value, .string(day + last)])
        case (.more, .string(let day)), (.atMost, .string(let day)): return (word.test, .string(day + last))
        case (.between, .array(let days)): return (.between, [days[0], .string((days[1].string ?? "") + last)])
        default: return nil
        }
    }

    /// What somebody writes, in the words and the figures of their language, as the wire has it.
    static func wire(
        _ text: String, _ kind: FieldKind, _ words: [(value: String, word: String)], _ locale: Locale
    ) -> String {
        let key = SerialNumber(text).key
        if let known = words.first(where: { SerialNumber($0.word).key == key || SerialNumber($0.value).key == key }) {
            return known.value
        }
        return kind == .instant ? locale.wire(text, .day) : locale.wire(text, kind)
    }
}
