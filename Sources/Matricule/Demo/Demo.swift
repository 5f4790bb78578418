import ArgumentParser
import Inventory
import Storage
import Web

/// `matricule demo --units N`
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill a database with a believable company: a year of receipts, deliveries, returns, what follows.")

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
        do {
            let year = try await live(DemoYear(units: units, seed: seed, today: clock.today), database, clock)
            let after = try await follow(year, database, clock)
            let (units, documents) = (year.unitsMade + after.unitsMade, year.documents + after.documents)
            print("Made \(units) units and \(documents) documents.")
        } catch {
            throw explain(error)
        }
    }

    /// The clock at the end of a day.
    private static func end(of day: Day, _ clock: Clock) -> Clock {
        Clock(now: clock.now, local: PostingTime(day, TimeOfDay(milliseconds: 86_399_000)))
    }

    /// A year of purchases and sales.
    private func live(_ beginning: DemoYear, _ database: any Database, _ clock: Clock) async throws -> DemoYear {
        var year = beginning
        let progress = ProgressBar(total: year.days)
        try await database.write { [cast = year.cast] transaction in
            try cast.enter(Books(transaction, author: .administrator, clock: clock))
        }
        let moment = Self.end(of: clock.today, clock)
        while let day = year.nextDay() {
            for step in year.steps(on: day) {
                // Each document is a transaction of its own, as in life.
                let outcome = try await database.write { transaction in
                    try step.perform(Books(transaction, author: .administrator, clock: moment))
                }
                year.note(outcome)
            }
            progress.show(year.daysDone, "\(year.unitsMade) units, \(year.documents) documents")
        }
        progress.finish()
        return year
    }

    /// What comes after the sales.
    private func follow(
        _ year: DemoYear, _ database: any Database, _ clock: Clock
    ) async throws -> DemoAfterSale {
        var after = DemoAfterSale(year, units: units, seed: seed, today: clock.today)
        let progress = ProgressBar(total: after.chapters.count)
        for (index, chapter) in after.chapters.enumerated() {
            after = try await database.write { [after] transaction in
                var next = after
                try next.make(chapter) { day in
                    Books(transaction, author: .administrator, clock: Self.end(of: day, clock))
                }
                return next
            }
            progress.show(index + 1, "\(after.documents) documents after the sale")
        }
        progress.finish()
        return after
    }
}
