import Foundation
import InventoryTesting
import SQLiteStorage
import Storage
import Testing

/// The engines that every storage test runs on.
enum Backend: String, CaseIterable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { rawValue }

    /// A furnished shop in a database of its own.
    func shop(observe: (@Sendable (String) -> Void)? = nil) async throws -> Shop {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("matricule-\(UUID().uuidString).db").path
        return try await Shop(in: SQLiteDatabase(path: path, observe: observe))
    }
}
