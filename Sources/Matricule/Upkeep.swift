import ArgumentParser
import Foundation
import Inventory
import PostgresStorage
import SQLiteStorage
import Storage
import Web

/// `matricule check`
struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Recompute everything from the ledger and compare. Exits with 1 when anything differs.")

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let database = try await options.open(creates: false)
        let clock = try await options.clock()
        var found = try await database.read { transaction in
            let books = Books(transaction, author: .administrator, clock: clock)
            return try books.checkBalances() + books.checkAssets()
        }
        var (last, units): (Int64?, Int) = (0, 0)
        while let after = last {
            // Each step reads one consistent state, in which units and movements agree.
            let step = try await database.read {
                try Books($0, author: .administrator, clock: clock).checkUnits(after: after, count: 20_000)
            }
            found += step.found
            units += step.count
            last = step.last
        }
        for discrepancy in found { print(discrepancy) }
        guard found.isEmpty else {
            say("\(found.count) discrepancies.")
            throw ExitCode(1)
        }
        print("All is consistent: \(units) units checked.")
    }
}

/// `matricule backup FILE`
struct BackUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a consistent copy of the database, also while it is in use.")

    @Argument(help: "The file to write; it must not exist.")
    var file: String

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let database = try await options.open(creates: false)
        guard !FileManager.default.fileExists(atPath: file) else { throw Failure("\(file) exists already.") }
        let partial = file + ".partial"
        try? FileManager.default.removeItem(atPath: partial)
        try await database.backUp(to: partial)
        try FileManager.default.moveItem(atPath: partial, toPath: file)
        let isDump = if case .postgres = try await options.address() { true } else { false }
        print("Wrote \(file)\(isDump ? " with pg_dump" : "").")
    }
}

/// `matricule restore FILE`
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Put a backup in the place of the database.")

    @Argument(help: "A file that matricule backup wrote on the same engine.")
    var file: String

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Overwrite a database that exists.")
    var force = false

    func run() async throws {
        guard FileManager.default.fileExists(atPath: file) else { throw Failure("There is no file \(file).") }
        switch try await options.address() {
        case .sqlite(let path):
            if FileManager.default.fileExists(atPath: path), !force {
                throw Failure("\(path) exists. Give --force to replace all that is in it.")
            }
            try SQLiteDatabase.restore(file, to: path)
        case .postgres(let url):
            let database = PostgresDatabase(address: url)
            if !force, try await !database.isEmpty() {
                throw Failure("The database is not empty. Give --force to replace all that is in it.")
            }
            try database.restore(file)
        }
        _ = try await options.open(creates: false)
        print("Restored \(file).")
    }
}

/// `matricule trace SERIAL`
struct Trace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Tell everything that happened to a unit.")

    @Argument(help: "The serial number, in any case.")
    var serial: String

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let database = try await options.open(creates: false)
        let clock = try await options.clock()
        let serial = serial
        do {
            let (unit, entries) = try await database.read { transaction in
                let books = Books(transaction, author: .administrator, clock: clock)
                return (try books.show(SerialNo.self, serial), try books.history(of: serial))
            }
            for (field, value) in zip(Schema.of(SerialNo.self).fields, unit.values.fields) where !value.isBlank {
                print("\(field.label): \(field.kind.text(value))")
            }
            for entry in entries.reversed() { print(line(entry)) }
        } catch {
            throw explain(error)
        }
    }

    private func line(_ entry: HistoryEntry) -> String {
        guard let postedAt = entry.postedAt else { return "  \(entry.kind) by \(entry.author) \(entry.changes)" }
        let way =
            "\(entry.source.isEmpty ? "outside" : entry.source) → \(entry.target.isEmpty ? "outside" : entry.target)"
        let state = entry.kind == "cancellation" ? " (cancellation)" : entry.isCancelled ? " (cancelled)" : ""
        let party = entry.party.isEmpty ? "" : ", \(entry.party)"
        return "  \(postedAt)  \(entry.documentType) \(entry.document)\(state): \(way)\(party), by \(entry.author)"
    }
}

/// `matricule plan-migration`, for those who change the product.
struct PlanMigration: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the SQL that brings the schema to what the record types need.", shouldDisplay: false)

    func run() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "plan-\(ProcessInfo.processInfo.processIdentifier).db"
        ).path
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let database = try SQLiteDatabase(path: path)
        try await database.migrate(Migration.all)
        print(try await SchemaText.difference(in: database), terminator: "")
    }
}
