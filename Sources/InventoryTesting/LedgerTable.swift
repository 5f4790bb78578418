public import Inventory
import Storage

/// A story about the stock, one step or question a line, told to a real database.
///
///     receive PUMP 3 → ok PUMP00001 PUMP00002 PUMP00003
///     D: deliver PUMP PUMP00002 to Martin → ok
///     deliver PUMP PUMP00002 to Durand → SerialNoWarehouseError already-gone@1:PUMP00002
///     unit PUMP00002 = Delivered Martin
///     balance PUMP Stores = 2.0
///
/// A document is a verb of `Verb.all`, then for each line (`;` between them) an item, a quantity or numbers,
/// `preposition value` and `field=value`. A label before it names it later: `cancel D`, `return D PUMP PUMP00002`.
/// `_` stands for a blank, `-` for nothing; `//` begins a comment.
public struct LedgerTable {
    let shop: Shop
    var papers: [String: Paper] = [:]
    /// What the last refusal told people, in English.
    public private(set) var sentences: [String] = []

    /// A document of the story, with the verb that made it.
    public struct Paper: Sendable {
        let verb: String
        public let document: any Document
    }

    public init(in shop: Shop) {
        self.shop = shop
    }

    /// Does one step, and says what came of it: `ok` and numbers, or an exception's type and offences.
    public mutating func tell(_ step: String) async -> [String] {
        await outcome(step.split(separator: " ").map(String.init))
    }

    /// - Returns: the lines that came out otherwise, with what came out.
    public static func run(_ text: String, in shop: Shop) async throws -> [String] {
        var table = LedgerTable(in: shop)
        var mismatches: [String] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let isStep = line.contains("→")
            let sides = line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex)
                .split(separator: isStep ? "→" : " = ", maxSplits: 1).map { $0.split(separator: " ").map(String.init) }
            guard sides.count == 2 else { continue }
            let actual = await table.outcome(sides[0], isStep: isStep)
            if !table.fits(actual, sides[1]) {
                mismatches.append("line \(index + 1): \(line), but: \(actual.joined(separator: " "))")
            }
        }
        return mismatches
    }

    /// `ok` or an exception's type alone stands for every outcome of that kind, `?` for any. An offence may leave out
    /// where it is, and `…` stands for more of them.
    func fits(_ actual: [String], _ expected: [String]) -> Bool {
        if expected == ["?"] || expected.count == 1 && actual.first == value(expected[0]) { return true }
        let isOpen = expected.last == "…"
        return (isOpen ? actual.count >= expected.count - 1 : actual.count == expected.count)
            && zip(actual, isOpen ? expected.dropLast() : expected[...]).allSatisfy { actual, expected in
                actual == value(expected) || actual.hasPrefix(expected + "@") || actual.hasPrefix(expected + ":")
            }
    }

    /// What a step or a question comes to.
    mutating func outcome(_ words: [String], isStep: Bool = true) async -> [String] {
        do {
            return isStep ? ["ok"] + (try await perform(words)) : try await answer(words)
        } catch let refusal as Refusal {
            sentences = refusal.offences.map(\.sentence)
            return [refusal.offences[0].rejection.exceptionType] + refusal.offences.map(Self.text)
        } catch {
            return ["failed:", "\(error)"]
        }
    }

    /// `code@line:serial`.
    public static func text(_ offence: Offence) -> String {
        offence.rejection.code + (offence.line.map { "@\($0)" } ?? "") + (offence.serial.map { ":\($0)" } ?? "")
    }

    /// - Returns: the numbers of the document that was made.
    private mutating func perform(_ words: [String]) async throws -> [String] {
        let label = words[0].hasSuffix(":") ? String(words[0].dropLast()) : "last"
        let words = label == "last" ? words : Array(words.dropFirst())
        let rest = Array(words.dropFirst())
        switch words[0] {
        case "submit": return try await bring(rest[0], to: .submitted)
        case "cancel": return try await bring(rest[0], to: .cancelled)
        case "reopen": return try await bring(rest[0], to: .draft)
        case "draft": return try await insert(try document(rest, .draft), label)
        case "delete", "add", "change", "rename": try await keep(words[0], rest)
        case "cover": try await cover(rest)
        default: return try await insert(try document(words, .submitted), label)
        }
        return []
    }

    /// `cover Warranty 2028-01-01 PUMP00001 PUMP00002`: by hand, with a reason.
    private func cover(_ words: [String]) async throws {
        let kind = CoverKind(rawValue: words[0]) ?? .standard
        let numbers = words.dropFirst(2).map { SerialNumber(value($0)) }
        try await shop.work { try $0.cover(numbers, kind, from: nil, until: Day(words[1]), reason: "Goodwill") }
    }

    private mutating func insert(_ paper: Paper, _ label: String) async throws -> [String] {
        papers[label] = Paper(verb: paper.verb, document: try await shop.insert(paper.document))
        return papers[label]?.document.namedUnits.map(\.text) ?? []
    }

    private mutating func bring(_ label: String, to state: DocumentState) async throws -> [String] {
        let old = try paper(label)
        papers[label] = Paper(verb: old.verb, document: try await shop.bring(old.document, to: state))
        return state == .submitted ? papers[label]?.document.namedUnits.map(\.text) ?? [] : []
    }

    private func document(_ words: [String], _ state: DocumentState) throws -> Paper {
        let original = words[0] == "return" || words[0] == "amend" ? try paper(words[1]) : nil
        let name = original?.verb ?? words[0]
        guard let verb = Verb.all[name] else { throw StorageError.other("no verb \(name)") }
        var document = words[0] == "amend" ? original?.document.amendment ?? verb.type.init() : verb.type.init()
        if words[0] != "amend" {
            let lines = words.dropFirst(original == nil ? 1 : 2).split(separator: ";")
            let presets = verb.presets.merging(original?.document.returned ?? [:]) { $1 }.mapValues(value)
            document.fill(lines.map { fields(Array($0), verb, isReturn: original != nil) }, presets)
        }
        document.head.state = state
        return Paper(verb: name, document: document)
    }

    /// What one line says: item, quantity and numbers, and everything that has a name.
    private func fields(_ words: [String], _ verb: Verb, isReturn: Bool) -> [String: String] {
        var fields: [String: String] = [:]
        var numbers: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if let field = verb.prepositions[word] {
                fields[field] = value(rest.popFirst() ?? "")
            } else if let equals = word.firstIndex(of: "=") {
                fields[String(word[..<equals])] = value(String(word[word.index(after: equals)...]))
            } else if fields["item_code"] == nil {
                fields["item_code"] = value(word)
            } else if fields["qty"] == nil, numbers.isEmpty, FixedPoint.parse(word, digits: 3) != nil {
                fields["qty"] = word
            } else {
                numbers.append(value(word))
            }
        }
        let quantity = fields["qty"] ?? String(numbers.count)
        fields["qty"] = isReturn ? "-" + quantity : quantity
        if !numbers.isEmpty { fields["serial_no"] = numbers.joined(separator: "\n") }
        if fields["posting_date"] != nil || fields["posting_time"] != nil { fields["set_posting_time"] = "1" }
        return fields
    }

    /// The document behind a label.
    public func paper(_ label: String) throws -> Paper {
        guard let paper = papers[label] else { throw StorageError.other("no document \(label)") }
        return paper
    }

    /// The name behind a label or an alias; `_` is a blank, `-` nothing.
    func value(_ word: String) -> String {
        if word == "-" { return "" }
        return papers[word]?.document.head.name ?? Verb.aliases[word] ?? word.replacing("_", with: " ")
    }
}
