import Inventory
import Storage

/// What is wrong with a form, by the place where a person mends it.
struct Complaints: Sendable {
    private let offences: [Offence]
    /// What is wrong and stands in no rule, such as a database that is away.
    private let sentence: String?

    init(_ offences: [Offence], sentence: String? = nil) {
        self.offences = offences
        self.sentence = sentence
    }

    var isEmpty: Bool { offences.isEmpty && sentence == nil }

    /// The lines of the summary; what is beyond stands beside its field.
    private static let summaryLimit = 50
    /// The sentences below one field.
    private static let fieldLimit = 10

    /// What is wrong with one field: of the head, or of a line.
    func sentences(_ field: String, line: Int?, _ words: Words) -> [String] {
        let here = offences.filter { $0.field == field && $0.line == line }
        var sentences = here.prefix(Self.fieldLimit).map { words.sentence($0.withoutLine) }
        if here.count > Self.fieldLimit {
            sentences.append(words.more(here.count - Self.fieldLimit))
        }
        return sentences
    }

    /// Whether a field of the head has something wrong.
    func touches(_ fields: [String]) -> Bool { offences.contains { $0.line == nil && fields.contains($0.field ?? "") } }

    /// Whether one of these fields of a line has something wrong.
    func touches(_ fields: [String], line: Int) -> Bool {
        offences.contains { $0.line == line && fields.contains($0.field ?? "") }
    }

    /// Everything that is wrong, each leading to its field.
    func summary(_ form: Form, _ words: Words) -> HTML {
        guard !isEmpty else { return "" }
        var entries = offences.prefix(Self.summaryLimit).map { offence -> HTML in
            let sentence = words.sentence(offence)
            guard let place = place(offence, form) else { return "<li>\(sentence)</li>" }
            return "<li><a href=\"#\(place)\">\(sentence)</a></li>"
        }
        if let sentence { entries.insert("<li>\(sentence)</li>", at: 0) }
        if offences.count > Self.summaryLimit {
            entries.append("<li>\(words.more(offences.count - Self.summaryLimit))</li>")
        }
        let title = words.translate("This must be mended first:")
        return """
            <section class="error complaints" id="complaints" role="alert" tabindex="-1" autofocus><h2>\(title)</h2>\
            <ul>\(HTML.joined(entries))</ul></section>
            """
    }

    /// The field's place on the page: `items.3.qty`.
    private func place(_ offence: Offence, _ form: Form) -> String? {
        guard let field = offence.field else { return nil }
        guard let line = offence.line else {
            if form.field(field) != nil { return field }
            return form.schema.table(named: field) == nil ? nil : field
        }
        return form.schema.tables.first.map { "\($0.name).\(line).\(field)" }
    }

    /// As an answer's refusal names them: a name that is taken belongs to the field that gives it.
    static func offences(_ refusal: Refusal, _ form: Form) -> [Offence] {
        let naming = form.schema.fields.first { $0.traits.contains(.isName) }?.name
        return refusal.offences.map { offence in
            guard offence.field == "name", let naming else { return offence }
            return Offence(offence.rejection, serial: offence.serial, field: naming)
        }
    }
}

extension Offence {
    /// The offence as it stands beside its line.
    fileprivate var withoutLine: Offence { Offence(rejection, serial: serial, field: field, label: label) }
}

/// How a page of one request says things.
struct Words: Sendable {
    let locale: Locale
    let catalogue: Catalogue

    init(_ call: Call, _ site: Site) {
        self.locale = call.locale
        self.catalogue = site.catalogue
    }

    init(locale: Locale) {
        self.locale = locale
        self.catalogue = .standard
    }

    func translate(_ key: String) -> String { catalogue.text(key, in: locale) }

    func translate(_ key: String, _ facts: [String: String]) -> String {
        catalogue.sentence(Message(key, facts.mapValues(Message.Fact.name)), in: locale)
    }

    func more(_ count: Int) -> String { translate("and {count} more", ["count": locale.count(count)]) }

    /// The sentence of an offence; a date as the language writes it.
    func sentence(_ offence: Offence) -> String {
        guard case .unreadable(let expected) = offence.rejection else { return catalogue.sentence(offence, in: locale) }
        let typed = Rejection.unreadable(expected: locale.typed(expected: expected))
        return catalogue.sentence(
            Offence(typed, line: offence.line, serial: offence.serial, field: offence.field, label: offence.label),
            in: locale)
    }
}
