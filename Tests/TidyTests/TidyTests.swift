import Foundation
import Testing

/// Style as a test: what a reviewer would otherwise have to say every time.
@Suite struct `The code is tidy` {
    static let files = Tree.swiftFiles

    @Test(arguments: files) func `lines fit, files and functions stay short`(file: Tree.File) {
        for (number, line) in file.lines.enumerated() where line.count > 120 {
            // A sentence or a statement in quotes may run on where breaking it would hide what it says, and so may a table.
            let isTable = file.path.hasPrefix("Tests/")
            let fits = (isTable || line.contains("\"")) && line.count <= 190
            if !fits { Issue.record("\(file.path):\(number + 1) has \(line.count) characters; 120 fit") }
        }
        let limit = file.path.contains("/Migrations/Migration0") ? 2_000 : 400
        #expect(file.lines.count <= limit, "\(file.path) holds more than one idea")
        for function in file.functions where function.length > 60 {
            Issue.record("\(file.path): \(function.name) has \(function.length) lines; 60 is the limit")
        }
    }

    @Test(arguments: files) func `words that have a better one are not used`(file: Tree.File) {
        for (number, line) in file.lines.enumerated() {
            for (word, better) in Self.banned where line.contains(word) && !file.path.hasPrefix("Tests/TidyTests") {
                Issue.record("\(file.path):\(number + 1) says \(word); \(better)")
            }
        }
    }

    private static let banned = [
        ("TO" + "DO", "do it, or open an issue"), ("FIX" + "ME", "mend it"), ("try!", "handle the error"),
        ("as!", "use as? and say what otherwise"), ("DateFormatter", "use Day and Locale"),
        ("String(format:", "use Locale"), ("Decimal(", "use Quantity or Money"), ("Mirror(", "use a FieldVisitor"),
        ("NSLock", "use Mutex"), ("@unchecked", "make it Sendable"), ("Manager:", "name what it is"),
        ("Service:", "name what it is"), ("Helper", "name what it is"), ("Util", "name what it is"),
        (".disabled(", "a test runs or is deleted"),
    ]

    @Test(arguments: files) func `imports go in one direction`(file: Tree.File) {
        let target = file.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        guard file.path.hasPrefix("Sources/"), let allowed = Self.directions[target] else { return }
        for line in file.lines where line.contains("import ") && !line.contains("//") && !line.contains("\"") {
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 1, let module = words.last.map(String.init),
                Self.ours.contains(module) || Self.engines.contains(module)
            else { continue }
            #expect(allowed.contains(module), "\(file.path) may not import \(module)")
        }
    }

    private static let ours: Set = ["Inventory", "Storage", "SQLiteStorage", "Web", "Matricule", "InventoryTesting"]
    private static let engines: Set = ["GRDB", "GRDBSQLite"]
    private static let directions: [String: Set<String>] = [
        "Inventory": [], "Storage": ["Inventory"], "SQLiteStorage": ["Storage", "Inventory", "GRDB", "GRDBSQLite"],
        "Web": ["Storage", "Inventory"], "Matricule": ["Web", "Storage", "SQLiteStorage", "Inventory"],
        "InventoryTesting": ["Storage", "Inventory"],
    ]

    /// Every class of the stylesheets is in the markup: in a `class` of Swift, a template or a script, or it is a short
    /// text by itself, as words of states are.
    @Test(arguments: Tree.files(withEnding: "css")) func `stylesheets have no class that nothing has`(file: Tree.File)
        throws
    {
        guard file.path.hasPrefix("Sources/Web/Assets/") else { return }
        let rules = file.lines.joined(separator: "\n")
            .replacing(/\/\*[^*]*\*\//, with: "").replacing(/"[^"]*"/, with: "")
        let selectors = rules.replacing(/\{[^{}]*\}/, with: "{}")
        let unused = Set(selectors.matches(of: /\.([A-Za-z][\w\-]*)/).map { String($0.1) }).subtracting(Self.classes)
        #expect(unused.sorted() == [], "\(file.path) has classes that nothing uses")
    }

    private static let classes: Set<String> = {
        let sources = ["swift", "mustache", "js"].flatMap { Tree.files(withEnding: $0) }
            .filter { $0.path.hasPrefix("Sources/Web/") || $0.path.hasPrefix("Sources/Inventory/") }
        var found: Set<String> = []
        for line in sources.flatMap(\.lines) {
            let named = line.matches(of: /class(?:Name)?(?:=|: )\\?["`]((?:[^"\\]|\\\()*)/).map(\.1)
            let short = line.matches(of: /"([^"\\]{1,30})"/).map(\.1).filter { $0.split(separator: " ").count <= 2 }
            for text in named + short {
                for word in text.matches(of: /[\w\-]+/) { found.insert(String(word.0).lowercased()) }
            }
        }
        return found
    }()

    @Test func `the domain imports nothing`() {
        for file in Self.files where file.path.hasPrefix("Sources/Inventory/") {
            for line in file.lines where line.hasPrefix("import ") || line.hasPrefix("public import ") {
                Issue.record("\(file.path) imports something: \(line)")
            }
        }
    }

    @Test func `no file speaks SQLite outside its target`() {
        for file in Self.files where file.path.hasPrefix("Sources/Storage/") || file.path.hasPrefix("Sources/Web/") {
            for (number, line) in file.lines.enumerated() where !line.contains("///") && !line.contains("//") {
                for word in ["json_each", "json_extract", "PRAGMA", "rowid", "sqlite", "AUTOINCREMENT", "GLOB "]
                where line.contains(word) {
                    Issue.record("\(file.path):\(number + 1) says \(word)")
                }
            }
        }
    }

    @Test func `every public declaration of a type or function says what it is`() {
        for file in Self.files where file.path.hasPrefix("Sources/") {
            for (number, line) in file.lines.enumerated() {
                let text = line.drop { $0 == " " }
                let kinds = ["public struct ", "public enum ", "public protocol ", "public final class "]
                guard kinds.contains(where: text.hasPrefix) else { continue }
                let before = file.lines[..<number].last { !$0.drop { $0 == " " }.hasPrefix("@") }
                let isDocumented = before?.drop { $0 == " " }.hasPrefix("///") == true
                #expect(isDocumented, "\(file.path):\(number + 1) has no doc comment")
            }
        }
    }

    @Test func `links in the documents lead somewhere`() throws {
        for document in Tree.files(withEnding: "md") {
            for link in document.links where !link.contains("://") && !link.hasPrefix("#") {
                let folder = (document.path as NSString).deletingLastPathComponent
                let target = link.split(separator: "#", omittingEmptySubsequences: false)[0]
                let path = (folder as NSString).appendingPathComponent(String(target))
                let exists = FileManager.default.fileExists(atPath: Tree.root + "/" + path)
                #expect(exists, "\(document.path) links to \(link)")
            }
        }
    }
}
