import Foundation
import InventoryTesting
import PostgresStorage
import SQLiteStorage
import Storage
import Testing

/// The engines that every storage test runs on.
enum Backend: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    /// PostgreSQL takes part where `MATRICULE_TEST_POSTGRES` says how to reach a server; `make test` starts one.
    static var allCases: [Backend] { Cluster.address == nil ? [.sqlite] : [.sqlite, .postgres] }

    var testDescription: String { rawValue }

    /// An empty database.
    ///
    /// - Parameter hasSchema: whether an engine may hand out one whose schema is made already.
    /// - Parameter observe: called with the text of every statement.
    func database(
        hasSchema: Bool = false, observe: (@Sendable (String) -> Void)? = nil
    ) async throws -> any Database {
        Tally.shared.count(self)
        guard self == .sqlite else { return try await Cluster.database(hasSchema: hasSchema, observe: observe) }
        let path = Scratch.folder.appendingPathComponent("\(UUID().uuidString).db").path
        return try SQLiteDatabase(path: path, observe: observe)
    }

    /// A furnished shop in a database of its own.
    func shop(observe: (@Sendable (String) -> Void)? = nil) async throws -> Shop {
        try await Shop(in: database(hasSchema: true, observe: observe))
    }
}

/// Where the databases of a test run are, until it ends.
private enum Scratch {
    static let folder: URL = {
        let folder = place
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: Scratch.place) }
        return folder
    }()

    private static var place: URL {
        let process = ProcessInfo.processInfo.processIdentifier
        return FileManager.default.temporaryDirectory.appendingPathComponent("matricule-tests-\(process)")
    }
}
