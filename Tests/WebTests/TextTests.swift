import Foundation
import Inventory
import Testing

@testable import Web

/// What the sources say to people, found in their text: whole literals, `[[…]]` of templates, `text("…")` of scripts.
@Suite struct `The texts of the product` {
    private let french = Catalogue.standard.keys(of: .french)

    @Test func `have French wherever the sources say them`() throws {
        let saying: [Regex<(Substring, Substring)>] = [
            /\btranslate\(\s*"((?:[^"\\\n]|\\.)*)"/, /\bMessage\(\s*"((?:[^"\\\n]|\\.)*)"/,
            /\.term\(\s*"((?:[^"\\\n]|\\.)*)"/,
            /\bbadParameter\([^"\n]*(?:"\w+", )?"((?:[^"\\\n]|\\.)*)"\)/, /\btitle: "((?:[^"\\\n]|\\.)+)"/,
        ]
        for file in try Sources.files(of: "swift") {
            for match in saying.flatMap({ file.text.matches(of: $0) }) {
                let text = String(match.1).replacing("\\\"", with: "\"")
                let isSaid = french.contains(text) || text.contains("\\(") || Self.names.contains(text)
                #expect(isSaid, "\(file.name) says what has no French: \(text)")
            }
        }
    }

    @Test func `are all said somewhere`() throws {
        var said = Set(Action.rights)
        for file in try Sources.files(of: "swift", "mustache", "js") {
            // Statements have single quotes within double ones, and some sentences have either.
            let text = file.text.replacing("\\\"", with: "\u{1}").replacing("[[", with: "\"")
                .replacing("]]", with: "\"")
            for part in text.split(separator: "\"").map(String.init) {
                said.insert(part.replacing("\u{1}", with: "\""))
                if part.contains("'") { said.formUnion(part.split(separator: "'").map(String.init)) }
            }
        }
        #expect(french.subtracting(said).sorted() == [], "nobody says these: remove them from fr.po")
    }

    @Test func `stand in the catalogue once`() throws {
        let catalogue = String(decoding: PackageResources.fr_po, as: UTF8.self)
        let keys = catalogue.matches(of: /(?m)^msgid "(.+)"$/).map { String($0.1) }
        let repeated = Dictionary(grouping: keys) { $0 }.filter { $0.value.count > 1 }.keys
        #expect(repeated.sorted() == [])
        let empty = catalogue.matches(of: /(?m)^msgstr ""$/)
        #expect(empty.isEmpty, "a text without French")
    }

    /// Words that are the same in every language.
    private static let names: Set = ["Matricule"]
}

/// The files that the product is made of.
private enum Sources {
    static func files(of kinds: String...) throws -> [(name: String, text: String)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources").path
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return try names.filter { kinds.contains(($0 as NSString).pathExtension) }.map {
            ($0, try String(contentsOfFile: root + "/" + $0, encoding: .utf8))
        }
    }
}

extension Action {
    /// The words for rights, which are said by their case's name.
    fileprivate static let rights = Right.allCases.map(\.rawValue)
}
