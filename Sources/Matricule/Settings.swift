import ArgumentParser
import Configuration
import Foundation
import Inventory
import SQLiteStorage
import Storage
import SystemPackage
import Web

/// Which database, and the settings that a flag, the environment or a file may give, in this order.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The database, as sqlite:PATH. Environment: MATRICULE_DATABASE.")
    var database: String?

    @Option(help: "A JSON file with settings. Default: matricule.json where there is one.")
    var config: String?

    /// Reads settings that were not given as flags: `MATRICULE_PORT` before `{"port": …}` in the file.
    func reader() async throws -> ConfigReader {
        let file = try await FileProvider<JSONSnapshot>(
            filePath: FilePath(config ?? "matricule.json"), allowMissing: config == nil)
        return ConfigReader(providers: [EnvironmentVariablesProvider().prefixKeys(with: "matricule"), file])
    }

    /// Opens the database.
    ///
    /// - Parameter creates: whether a missing one is made, with its schema and what every company needs.
    func open(creates: Bool) async throws -> any Database {
        let path = try await path()
        if !creates, !FileManager.default.fileExists(atPath: path) {
            throw Failure("There is no database at \(path). Run matricule serve or matricule migrate first.")
        }
        let database = try SQLiteDatabase(path: path)
        try await database.migrate(Migration.all)
        if creates {
            let company = try await reader().string(forKey: "company", default: "Ma Société")
            let clock = try await clock()
            _ = try await database.write { transaction in
                try Books(transaction, author: .administrator, clock: clock).furnish(company: company)
            }
        }
        return database
    }

    /// The file behind `sqlite:PATH`.
    func path() async throws -> String {
        guard let address = database == nil ? try await reader().string(forKey: "database") : database else {
            throw ValidationError("Say which database: --database sqlite:PATH, or MATRICULE_DATABASE.")
        }
        let parts = address.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0] == "sqlite" else {
            throw ValidationError("\(address) is not a database this version can open. Write sqlite:PATH.")
        }
        return String(parts[1].hasPrefix("//") ? parts[1].dropFirst(2) : parts[1])
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
