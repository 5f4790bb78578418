import Inventory
import Storage

/// A story about the stock, one step or question a line, told to a real database.
///
///     receive PUMP 3 → ok PUMP00001 PUMP00002 PUMP00003
///     D: deliver PUMP PUMP00002 to Martin → ok
///     deliver PUMP PUMP00002 to Durand → SerialNoWarehouseError already-gone@1:PUMP00002
///     unit PUMP00002 = Delivered Martin
///     balance PUMP Stores = 2.0
///
/// A document is a verb, then for each line (`;` between them) an item, a quantity or numbers, `preposition value` and
/// `field=value` by names on the wire. A label before it names it later: `cancel D`, `return D PUMP PUMP00002`.
/// `_` is a blank, `//` begins a comment. The verbs are in `Verb.all`.
public struct LedgerTable {
    private let shop: Shop
    private var papers: [String: (verb: String, document: any Document)] = [:]

    /// - Returns: the lines that came out otherwise, with what came out.
    public static func run(_ text: String, in shop: Shop) async throws -> [String] {
        var table = LedgerTable(shop: shop)
        var mismatches: [String] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let sides = line.split(separator: "//", omittingEmptySubsequences: false)[0].split(separator: /→| = /, maxSplits: 1)
            guard sides.count == 2 else { continue }
            let words = sides.map { $0.split(separator: " ").map(String.init) }
            let actual = line.contains("→") ? await table.outcome(words[0]) : try await table.answer(words[0])
            if !table.fits(actual, words[1]) { mismatches.append("\(number + 1): \(line), but: \(actual.joined(separator: " "))") }
        }
        return mismatches
    }

    /// `ok` and an exception's type stand for all outcomes of the kind; an offence may leave out its line and number.
    private func fits(_ actual: [String], _ expected: [String]) -> Bool {
        if expected.count == 1, actual.first == expected[0] { return true }
        return actual.count == expected.count && zip(actual, expected).allSatisfy { actual, expected in
            actual == value(expected) || actual.hasPrefix(expected + "@") || actual.hasPrefix(expected + ":")
        }
    }

    private mutating func outcome(_ words: [String]) async -> [String] {
        do {
            return ["ok"] + (try await perform(words))
        } catch let refusal as Refusal {
            return [refusal.offences[0].rejection.exceptionType] + refusal.offences.map { offence in
                offence.rejection.code + (offence.line.map { "@\($0)" } ?? "") + (offence.serial.map { ":\($0)" } ?? "")
            }
        } catch {
            return ["failed:", "\(error)"]
        }
    }

    /// - Returns: the serial numbers of a document that was made.
    private mutating func perform(_ words: [String]) async throws -> [String] {
        let label = words[0].hasSuffix(":") ? String(words[0].dropLast()) : nil
        let words = label == nil ? words : Array(words.dropFirst())
        let rest = Array(words.dropFirst())
        switch words[0] {
        case "add", "change", "rename": return try await keep(words[0], rest)
        case "submit": return try await bring(rest[0], to: .submitted)
        case "cancel": return try await bring(rest[0], to: .cancelled)
        case "delete": try await delete(type(of: papers[rest[0]]!.document), papers[rest[0]]!.document.head.name)
        case "amend": return try await amend(papers[rest[0]]!, label ?? rest[0])
        case "draft": return try await make(rest, .draft, label ?? "last")
        default: return try await make(words, .submitted, label ?? "last")
        }
        return []
    }

    private mutating func make(_ words: [String], _ state: DocumentState, _ label: String) async throws -> [String] {
        let original = words[0] == "return" ? papers[words[1]] : nil
        let name = original?.verb ?? words[0]
        guard let verb = Verb.all[name] else { throw StorageError.other("no verb \(name)") }
        var document: any Document = verb.type.init()
        document.fill(lines(verb, Array(words.dropFirst(original == nil ? 1 : 2)), original?.document))
        document.head.state = state
        return try await insert(document, label, name)
    }

    private mutating func insert(_ document: any Document, _ label: String, _ verb: String) async throws -> [String] {
        let made = try await shop.work { try $0.insert(any: document) as! any Document }
        papers[label] = (verb, made)
        return made.namedUnits.map(\.text)
    }
}
