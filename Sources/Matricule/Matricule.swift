import ArgumentParser

/// The command: serves the product and looks after its database.
@main
struct Matricule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matricule",
        abstract: "Keeps track of every serialized unit: where it is, where it came from, who has it.",
        version: "0.1.0",
        subcommands: [
            Serve.self, Migrate.self, UserCommand.self, Demo.self, Check.self, BackUp.self, Copy.self, Restore.self,
            Trace.self,
            PlanMigration.self,
        ])
}
