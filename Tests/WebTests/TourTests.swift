import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite struct `The tour of the pages in Chromium` {
    @Test func `visits every page that there is, and no other`() throws {
        let clients = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let tour = try String(contentsOf: clients.appending(path: "Clients/tour.py"), encoding: .utf8)
        let table = try #require(tour.firstMatch(of: /\nROUTES = """([^"]+)"""/)).1
        let visited = Set(table.split(whereSeparator: \.isWhitespace).map(String.init))
        let pages = Site.routes.filter { $0.method == .get && PageRoutes.isPage($0, Call()) }.map(\.path)
            .filter { !$0.hasSuffix(".js") }
        #expect(Set(pages).subtracting(visited).sorted() == [], "put these into ROUTES of Tests/Clients/tour.py")
        #expect(visited.subtracting(pages).sorted() == [], "there are no such pages")
    }
}
