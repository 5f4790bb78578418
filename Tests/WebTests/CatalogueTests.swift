import Inventory
import Storage
import Testing

@testable import Web

@Suite struct `The French catalogue` {
    private let french = Catalogue.standard

    @Test(arguments: Rejection.samples) func `has a sentence for every rejection, with the same facts`(
        rejection: Rejection
    ) {
        let template = rejection.message.template
        #expect(french.keys(of: .french).contains(template), "missing: \(template)")
        #expect(Self.places(in: french.text(template, in: .french)) == Self.places(in: template))
    }

    @Test func `has a word for every type, field and choice`() {
        let known = french.keys(of: .french)
        var needed: Set<String> = []
        for type in recordTypes {
            let schema = Schema.of(type)
            needed.insert(type.type.name)
            for field in schema.fields + schema.tables.flatMap(\.fields) + Schema.headFields {
                needed.insert(field.label)
                if case .choice(let choices) = field.kind { needed.formUnion(choices) }
            }
            needed.formUnion(schema.tables.map(\.label))
        }
        #expect(needed.subtracting(known).sorted() == [])
    }

    @Test func `has everything that templates and scripts say`() {
        let known = french.keys(of: .french)
        for (name, bytes) in Templates.sources {
            let source = String(decoding: bytes, as: UTF8.self)
            for match in source.matches(of: /\[\[(.+?)\]\]/) {
                #expect(known.contains(String(match.1)), "\(name) says what has no French: \(match.1)")
            }
        }
        for text in Assets.scriptTexts { #expect(known.contains(text), "a script says what has no French: \(text)") }
    }

    @Test func `scripts stay small`() {
        #expect(Assets.scripts.values.map(\.count).reduce(Assets.worker.count, +) < 50_000)
    }

    @Test func `sets a narrow space before double punctuation`() {
        for key in french.keys(of: .french) {
            let text = french.text(key, in: .french)
            #expect(text.firstMatch(of: /[^\s\u{202F}\u{00A0}{}0-9][;!?»]|[a-zé] :|« [a-z]/) == nil, "\(text)")
        }
    }

    @Test func `writes dates, decimals and thousands as the language does`() {
        let day = Day(year: 2026, month: 11, day: 3) ?? Day(number: 0)
        #expect(Locale.french.day(day) == "03/11/2026")
        #expect(Locale.english.day(day) == "2026-11-03")
        #expect(Locale.french.quantity(Quantity(thousandths: 1_234_500)) == "1\u{202F}234,5")
        #expect(Locale.english.quantity(Quantity(thousandths: 1_234_500)) == "1,234.5")
        #expect(Locale.french.money(Money(millionths: 1_500_000)) == "1,50")
        #expect(Locale.english.quantity(Quantity(3)) == "3")
    }

    @Test(arguments: [
        ("fr-CA,fr;q=0.9,en;q=0.8", Locale.french), ("en-GB,en;q=0.9", .english), ("de,en;q=0.5,fr;q=0.4", .english),
        ("de;q=0.9,fr;q=0.4", .french),
    ]) func `follows what the browser prefers`(header: String, locale: Locale) {
        #expect(Locale(preferred: header) == locale)
        #expect(Locale(preferred: "de") == nil)
    }

    private static func places(in text: String) -> Set<String> {
        Set(text.matches(of: /\{(\w+)\}/).map { String($0.1) })
    }
}
