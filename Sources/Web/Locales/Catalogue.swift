import Inventory
import Storage

/// The texts of the product in every language, keyed by the English sentence.
struct Catalogue: Sendable {
    private let translations: [Locale: [String: String]]

    /// The catalogues that are built into the program.
    static let standard = Catalogue(french: String(decoding: PackageResources.fr_po, as: UTF8.self))

    init(french: String) {
        self.translations = [.french: Self.read(french)]
    }

    /// Every key that a language has a text for.
    func keys(of locale: Locale) -> Set<String> { Set((translations[locale] ?? [:]).keys) }

    /// The text for a key; the key itself where there is none, which for English is always.
    func text(_ key: String, in locale: Locale) -> String { translations[locale]?[key] ?? key }

    /// A sentence with its facts in place.
    func sentence(_ message: Message, in locale: Locale) -> String {
        fill(text(message.template, in: locale), message.facts, locale)
    }

    /// What is wrong, with the line before it where there is one.
    func sentence(_ offence: Offence, in locale: Locale) -> String {
        let message = offence.rejection.message
        var facts = message.facts
        if let field = offence.field { facts["field"] = .term(offence.label ?? FieldLabels.label(of: field)) }
        if let serial = offence.serial { facts["serial"] = .name(serial) }
        let sentence = fill(text(message.template, in: locale), facts, locale)
        guard let line = offence.line else { return sentence }
        return fill(
            text("Line {line}: {sentence}", in: locale), ["line": .count(line), "sentence": .name(sentence)], locale)
    }

    private func fill(_ template: String, _ facts: [String: Message.Fact], _ locale: Locale) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            result += facts[name].map { written($0, locale) } ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func written(_ fact: Message.Fact, _ locale: Locale) -> String {
        switch fact {
        case .name(let name): name
        case .term(let term): text(term, in: locale)
        case .count(let count): locale.count(count)
        case .quantity(let quantity): locale.quantity(quantity)
        case .money(let money): locale.money(money)
        case .day(let day): locale.day(day)
        case .time(let time): locale.moment(time)
        case .terms(let terms): terms.map { text($0, in: locale) }.joined(separator: ", ")
        case .names(let names): names.joined(separator: ", ")
        }
    }

    /// Reads the `msgid` and `msgstr` pairs of a PO file.
    private static func read(_ text: String) -> [String: String] {
        var result: [String: String] = [:]
        var key = ""
        for line in text.split(separator: "\n") {
            if let value = quoted(line, after: "msgid ") { key = value }
            if let value = quoted(line, after: "msgstr "), !key.isEmpty, !value.isEmpty { result[key] = value }
        }
        return result
    }

    private static func quoted(_ line: Substring, after keyword: String) -> String? {
        guard line.hasPrefix(keyword), line.hasSuffix("\"") else { return nil }
        let inner = line.dropFirst(keyword.count + 1).dropLast()
        return String(inner).replacing("\\\"", with: "\"").replacing("\\n", with: "\n").replacing("\\\\", with: "\\")
    }
}

/// The English label of every field, whatever its type.
enum FieldLabels {
    static func label(of field: String) -> String { labels[field] ?? field }

    /// The label as this type has it.
    static func label(of field: String, in type: any Record.Type) -> String {
        Schema.of(type).field(named: field)?.label ?? field
    }

    private static let labels: [String: String] = {
        var labels: [String: String] = [:]
        for field in Schema.headFields { labels[field.name] = labels[field.name] ?? field.label }
        for type in recordTypes {
            let schema = Schema.of(type)
            for field in schema.fields + schema.tables.flatMap(\.fields) {
                labels[field.name] = labels[field.name] ?? field.label
            }
            for table in schema.tables { labels[table.name] = table.label }
        }
        return labels
    }()
}
