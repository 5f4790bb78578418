import ArgumentParser
import Inventory
import Storage
import Web

/// `matricule demo --units N`
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill a database with a believable company: a year of receipts, transfers, deliveries and returns.")

    @OptionGroup var options: DatabaseOptions

    @Option(help: "About how many serialized units.")
    var units = 2_000

    @Option(help: "The number from which everything random follows.")
    var seed: UInt64 = 2026

    func validate() throws {
        guard (1...20_000_000).contains(units) else { throw ValidationError("--units must be from 1 to 20000000.") }
    }

    func run() async throws {
        let database = try await options.open(creates: true)
        let clock = try await options.clock()
        var year = DemoYear(units: units, seed: seed, today: clock.today)
        let progress = ProgressBar(total: year.days)
        do {
            try await database.write { [cast = year.cast] transaction in
                try cast.enter(Books(transaction, author: .administrator, clock: clock))
            }
            while let day = year.nextDay() {
                let moment = Clock(now: clock.now, local: PostingTime(clock.today, TimeOfDay(milliseconds: 86_399_000)))
                for step in year.steps(on: day) {
                    // Each document is a transaction of its own, as in life.
                    let outcome = try await database.write { transaction in
                        try step.perform(Books(transaction, author: .administrator, clock: moment))
                    }
                    year.note(outcome)
                }
                progress.show(year.daysDone, "\(year.unitsMade) units, \(year.documents) documents")
            }
        } catch {
            throw explain(error)
        }
        progress.finish()
        print("Made \(year.unitsMade) units and \(year.documents) documents.")
    }
}
