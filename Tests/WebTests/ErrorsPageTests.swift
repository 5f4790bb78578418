import Foundation
import Inventory
import Testing

@testable import Web

@Suite struct `docs/errors.md` {
    /// Run the tests with `UPDATE_GOLDEN=1` to write the page anew.
    @Test func `lists every rejection in order of precedence, in both languages`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/errors.md")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try Data(page.utf8).write(to: file)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == page, "docs/errors.md is out of date: run the tests with UPDATE_GOLDEN=1")
    }

    private var page: String {
        var lines = [
            "# Errors", "",
            "Every way in which a rule says no, in order of precedence: the first one gives an answer its `exc_type`.",
            "Sentences are shown with example facts.", "", "| code | `exc_type` | English | français |",
            "|---|---|---|---|",
        ]
        for rejection in Rejection.samples {
            let offence = Offence(rejection, serial: "PB2L00009", field: "qty")
            let sentences = [Locale.english, .french].map { Catalogue.standard.sentence(offence, in: $0) }
            lines.append(
                "| \(rejection.code) | \(rejection.exceptionType) | \(sentences[0]) | \(sentences[1]) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
