import Foundation
import Testing

/// The project's own files.
enum Tree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    struct File: Sendable, CustomTestStringConvertible {
        let path: String
        let lines: [String]
        var testDescription: String { path }

        /// Functions with the number of lines of their bodies, told by indentation, as the formatter writes them.
        var functions: [(name: String, length: Int)] {
            var found: [(name: String, length: Int)] = []
            for (start, line) in lines.enumerated() {
                let indent = line.prefix { $0 == " " }
                let text = line.dropFirst(indent.count)
                guard text.contains("func ") || text.hasPrefix("init("), !text.hasPrefix("//"), !text.hasPrefix("\"")
                else { continue }
                // What a protocol asks for has no body: the protocol ends first.
                let isEnd = { (line: String) in line == indent + "}" || !line.isEmpty && !line.hasPrefix(indent) }
                guard let end = lines[start...].firstIndex(where: isEnd), lines[end] == indent + "}" else { continue }
                found.append((String(text.prefix(60)), end - start + 1))
            }
            return found
        }

        /// The targets of Markdown links.
        var links: [String] {
            lines.flatMap { line in
                line.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
            }
        }
    }

    static let swiftFiles = files(withEnding: "swift")

    static func files(withEnding ending: String) -> [File] {
        let skipped = [".build", ".git", ".venv", ".pytest_cache"]
        let all = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return all.filter { path in
            path.hasSuffix("." + ending) && !skipped.contains { path.hasPrefix($0) || path.contains("/\($0)/") }
        }.sorted().compactMap { path in
            guard let text = try? String(contentsOfFile: root + "/" + path, encoding: .utf8) else { return nil }
            return File(
                path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }
}
