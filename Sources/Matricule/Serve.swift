import ArgumentParser
import Configuration
import Hummingbird
import Inventory
import Logging
import Storage
import UnixSignals
import Web

/// `matricule serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the pages and the interface.")

    @OptionGroup var options: DatabaseOptions

    @Option(help: "The address to listen on. Environment: MATRICULE_HOST. Default: 127.0.0.1.")
    var host: String?

    @Option(help: "The port to listen on. Environment: MATRICULE_PORT. Default: 8080.")
    var port: Int?

    @Option(help: "With PostgreSQL: a standby for lists and reports. Environment: MATRICULE_READ_DATABASE.")
    var readDatabase: String?

    @Option(help: "With PostgreSQL: connections at most. Environment: MATRICULE_CONNECTIONS. Default: 16.")
    var connections: Int?

    func run() async throws {
        let database = try await options.open(
            creates: true, copy: readDatabase, connections: connections, patience: 15)
        let reader = try await options.reader()
        let address = host ?? reader.string(forKey: "host", default: "127.0.0.1")
        let number = port ?? reader.int(forKey: "port", default: 8080)
        try await welcome(database)
        var logger = Logger(label: "matricule", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .notice
        let site = Site(database: database, settings: try await options.settings(), logger: logger)
        say("Matricule serves http://\(address):\(number)")
        try await site.application(host: address, port: number)
            .runService(gracefulShutdownSignals: [.sigterm, .sigint])
    }

    /// Gives a database in which nobody can sign in yet an administrator, and says the password once.
    private func welcome(_ database: any Database) async throws {
        let password = Secret.random(bytes: 8)
        let hash = try Secret.hash(password: password)
        let isNew = try await database.write { transaction in
            guard try !Accounts(transaction).hasCredentials() else { return false }
            try Accounts(transaction).setPassword(hash, of: Author.administrator.id)
            return true
        }
        guard isNew else { return }
        say("Sign in as Administrator with the password \(password)")
        say("It is shown only now. Change it with: matricule user password Administrator")
    }
}

/// `matricule migrate`
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make the database, or bring its schema up to date.")

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        _ = try await options.open(creates: true)
        print("The schema is up to date (\(Migration.all.last?.number ?? 0)).")
    }
}
