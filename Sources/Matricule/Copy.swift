import ArgumentParser
import Inventory
import Storage

/// `matricule copy --from URL --to URL`
struct Copy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy everything into an empty database, also of the other engine. Run again after an interruption.",
        discussion: "Stop the servers that write to the source first: a copy of a database that changes is refused.")

    @Option(help: "The database to copy, as sqlite:PATH or postgresql://…")
    var from: String

    @Option(help: "The database to fill; it must be empty, or an unfinished copy of the same source.")
    var to: String

    func run() async throws {
        let old = try await DatabaseOptions(database: from).open(creates: false)
        let new = try await DatabaseOptions(database: to).connect(creates: true)
        try await new.migrate(Migration.all)
        var progress: ProgressBar?
        try await Copying(from: old, to: new).run { done, total, table in
            if progress == nil { progress = ProgressBar(total: total) }
            progress?.show(done, "\(done) of \(total) rows: \(table)")
        }
        progress?.finish()
        print("Copied \(try await Copying.total(of: new)) rows; counts and sums are equal. Now run matricule check.")
    }
}
