import ArgumentParser
import Foundation
import Inventory
import Storage
import Web

/// `matricule user …`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add and manage the people and programs that sign in.",
        subcommands: [Add.self, List.self, Token.self, Password.self, Disable.self])
}

/// A user named by email, and what is common to changing one.
private struct UserArgument: ParsableArguments {
    @Argument(help: "The email with which the user signs in.")
    var email: String

    @OptionGroup var options: DatabaseOptions

    /// Runs `body` on the user.
    func change(_ body: @escaping @Sendable (Books, Inventory.User) throws -> Void) async throws {
        let database = try await options.open(creates: false)
        let clock = try await options.clock()
        let email = email
        do {
            try await database.write { transaction in
                let books = Books(transaction, author: .administrator, clock: clock)
                let user = try books.find(
                    Inventory.User.self, email == "Administrator" ? email : SerialNumber(email).key)
                try body(books, user)
            }
        } catch {
            throw explain(error)
        }
    }
}

/// Reads a password from standard input, or makes one up.
private func password(fromInput: Bool) throws -> (text: String, isGenerated: Bool) {
    guard fromInput else { return (Secret.random(bytes: 8), true) }
    guard let line = readLine(strippingNewline: true), line.count >= Secret.passwordLeast else {
        throw Failure("The password needs at least 8 characters, on the first line of standard input.")
    }
    return (line, false)
}

extension UserCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a user with roles and a password.")

        @OptionGroup private var user: UserArgument

        @Option(name: .customLong("role"), help: "A role; may be given several times.")
        var roles: [String] = []

        @Option(help: "The user's full name.")
        var name: String?

        @Option(help: "The user's language: fr or en.")
        var language: String?

        @Flag(help: "Read the password from standard input; without it one is made up and printed.")
        var passwordStdin = false

        func run() async throws {
            let (text, isGenerated) = try password(fromInput: passwordStdin)
            let hash = try Secret.hash(password: text)
            let database = try await user.options.open(creates: true)
            let clock = try await user.options.clock()
            var account = Inventory.User()
            account.email = user.email
            account.fullName = name ?? ""
            account.language = language ?? ""
            account.roles = roles.map { role in
                var line = UserRole()
                line.role = Link(role)
                return line
            }
            let new = account
            do {
                try await database.write { transaction in
                    let saved = try Books(transaction, author: .administrator, clock: clock).insert(new)
                    try Accounts(transaction).setPassword(hash, of: saved.head.id ?? 0)
                }
            } catch {
                throw explain(error)
            }
            print("Added \(user.email).")
            if isGenerated { print("Password: \(text)") }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users with their roles.")

        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            let database = try await options.open(creates: false)
            let clock = try await options.clock()
            let users = try await database.read { transaction in
                let books = Books(transaction, author: .administrator, clock: clock)
                var listing = Listing(fields: ["name"])
                listing.length = Listing.lengthLimit
                return try books.list(Inventory.User.self, listing).map {
                    try books.find(Inventory.User.self, $0[0].textValue ?? "")
                }
            }
            for user in users {
                let roles = user.roles.map(\.role.name).joined(separator: ", ")
                print("\(user.head.name)\t\(user.isEnabled ? "enabled" : "disabled")\t\(roles)")
            }
        }
    }

    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new API key and print it as key:secret. An earlier one no longer works.")

        @OptionGroup private var user: UserArgument

        func run() async throws {
            let (key, secret) = (Secret.random(bytes: 8), Secret.random(bytes: 20))
            try await user.change { books, user in
                try books.setKey(key, secretHash: Secret.digest(secret), of: user)
            }
            print("\(key):\(secret)")
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set a user's password and end the user's sessions.")

        @OptionGroup private var user: UserArgument

        @Flag(help: "Read the password from standard input; without it one is made up and printed.")
        var passwordStdin = false

        func run() async throws {
            let (text, isGenerated) = try password(fromInput: passwordStdin)
            let hash = try Secret.hash(password: text)
            try await user.change { try $0.setPassword(hash, of: $1) }
            print(isGenerated ? "Password: \(text)" : "The password is set.")
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keep a user from signing in; the history stays.")

        @OptionGroup private var user: UserArgument

        func run() async throws {
            try await user.change { books, user in
                var disabled = user
                disabled.isEnabled = false
                _ = try books.update(disabled, replacing: user)
            }
            print("Disabled \(user.email).")
        }
    }
}
