import ArgumentParser
import Configuration
import Foundation
import Inventory
import PostgresStorage
import SQLiteStorage
import Storage
import SystemPackage
import Web

/// Which database, and the settings that a flag, the environment or a file may give, in this order.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The database: sqlite:PATH or postgresql://USER@HOST/NAME. Environment: MATRICULE_DATABASE.")
    var database: String?

    @Option(help: "A JSON file with settings. Default: matricule.json where there is one.")
    var config: String?

    init() {}

    /// What a command that takes several databases opens each with.
    init(database: String) {
        (self.database, config) = (database, nil)
    }

    /// Reads settings that were not given as flags: `MATRICULE_PORT` before `{"port": …}` in the file.
    func reader() async throws -> ConfigReader {
        let file = try await FileProvider<JSONSnapshot>(
            filePath: FilePath(config ?? "matricule.json"), allowMissing: config == nil)
        return ConfigReader(providers: [EnvironmentVariablesProvider().prefixKeys(with: "matricule"), file])
    }

    /// Opens the database.
    ///
    /// - Parameters:
    ///   - creates: whether a missing one is made, with its schema and what every company needs.
    ///   - copy: a standby for lists and reports.
    ///   - connections: to PostgreSQL, at most.
    ///   - patience: how many seconds a statement may take there. What commands ask may go through everything.
    func open(
        creates: Bool, copy: String? = nil, connections: Int? = nil, patience: Int = 3600
    ) async throws -> any Database {
        let database = try await connect(
            creates: creates, copy: copy, connections: connections, patience: patience)
        try await database.migrate(Migration.all)
        guard try await !Copying.isUnfinished(database) else {
            throw Failure("This database is an unfinished copy. Run the same matricule copy again to finish it.")
        }
        if creates {
            let company = try await reader().string(forKey: "company", default: "Ma Société")
            let clock = try await clock()
            _ = try await database.write { transaction in
                try Books(transaction, author: .administrator, clock: clock).furnish(company: company)
            }
        }
        return database
    }

    /// Opens the database as it is, perhaps without a schema.
    func connect(
        creates: Bool, copy: String? = nil, connections: Int? = nil, patience: Int = 3600
    ) async throws -> any Database {
        switch try await address() {
        case .sqlite(let path):
            if !creates, !FileManager.default.fileExists(atPath: path) {
                throw Failure("There is no database at \(path). Run matricule serve or matricule migrate first.")
            }
            return try SQLiteDatabase(path: path)
        case .postgres(let url):
            let reader = try await reader()
            return PostgresDatabase(
                address: url, copy: copy ?? reader.string(forKey: "read.database"),
                connections: connections ?? reader.int(forKey: "connections", default: 16),
                patience: reader.int(forKey: "statement.seconds", default: patience) * 1000)
        }
    }

    /// What `--database` names.
    func address() async throws -> DatabaseAddress {
        guard let address = database == nil ? try await reader().string(forKey: "database") : database else {
            throw ValidationError(
                "Say which database: --database sqlite:PATH or postgresql://…, or MATRICULE_DATABASE.")
        }
        return try DatabaseAddress(address)
    }

    func settings() async throws -> Site.Settings {
        let reader = try await reader()
        var settings = Site.Settings()
        settings.language = reader.string(forKey: "language", default: settings.language)
        settings.timeZone = reader.string(forKey: "time.zone", default: settings.timeZone)
        guard Site.knows(timeZone: settings.timeZone) else {
            throw Failure("There is no time zone \(settings.timeZone). Write for example Europe/Paris.")
        }
        settings.isSecure = reader.bool(forKey: "secure", default: settings.isSecure)
        return settings
    }

    func clock() async throws -> Clock { Site.clock(timeZone: try await settings().timeZone) }
}

/// Where a database is, and which engine keeps it.
enum DatabaseAddress {
    /// A file, by its path.
    case sqlite(String)
    /// A server's database, by a URL as libpq reads it.
    case postgres(String)

    init(_ text: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1)
        switch parts.first {
        case "sqlite" where parts.count == 2:
            self = .sqlite(String(parts[1].hasPrefix("//") ? parts[1].dropFirst(2) : parts[1]))
        case "postgresql" where parts.count == 2, "postgres" where parts.count == 2: self = .postgres(text)
        default:
            throw ValidationError(
                "\(text) is not a database that Matricule can open. Write sqlite:PATH or postgresql://USER@HOST/NAME.")
        }
    }
}

/// Prints to standard error, which is for people; standard output is for programs.
func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Turns a refusal into its English sentences.
func explain(_ error: any Error) -> any Error {
    guard let refusal = error as? Refusal else { return error }
    return Failure(refusal.offences.map(Site.sentence).joined(separator: "\n"))
}

/// Something that went wrong while a command ran; how it was called was right.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
