import CPostgres
import Foundation
import Storage

/// PostgreSQL's own programs for backups, which know best what a database consists of.
enum Dump {
    /// Writes a database to a file that pg_restore reads. Others go on working meanwhile.
    static func write(_ address: String, to path: String) throws {
        try run("pg_dump", ["--format=custom", "--no-owner", "--file=\(path)"], address)
    }

    /// Replaces the contents of a database by those of a dump, all or nothing.
    static func restore(_ path: String, to address: String, database: String) throws {
        let options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
        try run("pg_restore", options + ["--dbname=\(database)", path], address)
    }

    private static func run(_ program: String, _ arguments: [String], _ address: String) throws {
        let process = Process()
        let complaints = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        // A password among the arguments could be read by everyone on the machine.
        process.environment = ProcessInfo.processInfo.environment.merging(settings(of: address)) { _, ours in ours }
        process.standardError = complaints
        do {
            try process.run()
        } catch {
            throw StorageError.other("\(program) cannot be started: \(error)")
        }
        let said = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let reason = process.terminationStatus == 127 ? "install Debian's postgresql-client" : said
            throw StorageError.other("\(program) failed: \(reason.trimmingCharacters(in: .whitespacesAndNewlines))")
        }
    }

    /// The parts of a URL under the names of the variables that all of PostgreSQL's programs read.
    static func settings(of address: String) -> [String: String] {
        guard let options = unsafe PQconninfoParse(address, nil) else { return [:] }
        defer { unsafe PQconninfoFree(options) }
        var settings: [String: String] = [:]
        var option = unsafe options
        while unsafe option.pointee.keyword != nil {
            if let name = unsafe option.pointee.envvar, let value = unsafe option.pointee.val {
                unsafe settings[String(cString: name)] = String(cString: value)
            }
            unsafe option += 1
        }
        return settings
    }
}
