import Inventory
import InventoryTesting
import Storage
import Testing

/// Contracts over our own units, visits of which some units were done, and renewals together.
extension `Contracts and visits` {
    @Test(arguments: Backend.allCases)
    func `our own units are looked after without a customer, and nobody else's`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 2)
        let own = try await shop.submit(StockEntry.receipt(Shop.pump, 2)).lines[0].units.serials.text
        func refusal(_ contract: MaintenanceSchedule) async -> [[String]] {
            do {
                try await shop.submit(contract)
                return []
            } catch {
                return ((error as? Refusal)?.offences ?? []).map { [$0.rejection.code, $0.field ?? ""] }
            }
        }
        func ours(_ serials: String) -> MaintenanceSchedule {
            var contract = Self.contract(serials)
            contract.customer = Link("")
            return contract
        }
        #expect(await refusal(ours("PUMP00001")) == [["customer-needed", "serial_no"]])
        #expect(await refusal(ours("")) == [["required", "customer"]])
        let schedule = try await shop.submit(ours(own))
        #expect(try await shop.unit("PUMP00003")["amc_expiry_date"] == "2027-12-31")
        try await shop.submit(MaintenanceVisit(of: schedule.visits[0], in: schedule))
        var visit = MaintenanceVisit()
        visit.lines = ["PUMP00003", "PUMP00001"].map { number in
            var line = MaintenanceVisitPurpose()
            line.serial = Link(number)
            return line
        }
        let both = visit
        await #expect(throws: Refusal.self) { try await shop.submit(both) }
        visit.lines.removeLast()
        try await shop.submit(visit)
        // What was sold meanwhile leaves the plan when it is renewed; what is planned is still done.
        try await shop.submit(DeliveryNote.delivery(Shop.pump, 1, "PUMP00004"))
        let renewal = try await shop.work { try $0.renew(schedule.head.name) }
        #expect(renewal.customer.isEmpty && renewal.lines[0].serials.text == "PUMP00003")
        try await shop.submit(MaintenanceVisit(of: schedule.visits[1], in: schedule))
        #expect(try await shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `units that a visit did not name remain due, each for itself`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 3)
        let schedule = try await shop.submit(Self.contract(Self.numbers(1...3), visits: 2))
        func begin() async throws -> MaintenanceVisit {
            try await shop.look { books in
                let schedule = try books.find(MaintenanceSchedule.self, schedule.head.name)
                return try books.begin(schedule.visits[0], in: schedule)
            }
        }
        func coming(_ number: Int) async throws -> Int {
            let serial = SerialNumber(Self.numbers(number...number))
            return try await shop.look { books in
                let key = try books.find(SerialNo.self, serial.text).head.id ?? 0
                return try books.comingVisits(of: key, number: serial, limit: 10).count
            }
        }
        var first = try await begin()
        first.lines.removeLast(2)
        first.completion = .partial
        let partial = try await shop.submit(first)
        #expect(try await begin().lines.map(\.serial.name) == ["PUMP00002", "PUMP00003"])
        #expect(try await coming(1) == 1)
        #expect(try await coming(2) == 2)
        // A visit that names all of them says nothing about single ones.
        var vague = try await begin()
        vague.lines = MaintenanceVisit(of: schedule.visits[0], in: schedule).lines
        vague.completion = .partial
        try await shop.submit(vague)
        #expect(try await begin().lines.count == 2)
        try await shop.cancel(partial)
        #expect(try await begin().lines.count == 3)
        #expect(try await coming(1) == 2)
        try await shop.submit(try await begin())
        #expect(try await coming(3) == 1)
    }

    @Test(arguments: Backend.allCases)
    func `many contracts are renewed at once, each once, and what cannot be does not keep the rest from it`(
        backend: Backend
    ) async throws {
        let counter = Counter()
        let shop = try await Self.shop(backend, pumps: 30, observe: counter.observe)
        var names: [String] = []
        for number in 1...30 {
            names.append(try await shop.submit(Self.contract(Self.numbers(number...number))).head.name)
        }
        let draft = try await shop.work { try $0.insert(document: Self.contract("PUMP00001")) }.head.name
        var costs: [Int] = []
        for batch in [Array(names[0..<1]), Array(names[1..<10]), Array(names[10..<28])] {
            let before = counter.count
            let renewals = try await shop.work { try $0.renew(all: batch) }
            #expect(renewals.made.map(\.renews.name) == batch && renewals.refused.isEmpty)
            costs.append(counter.count - before)
        }
        // What all share is asked once; each draft costs the same.
        #expect((costs[2] - costs[1]) == (costs[1] - costs[0]) / 8 * 9)
        let last = names[28]
        let again = try await shop.work { [names] in try $0.renew(all: names.dropLast() + [draft, "NOPE", last]) }
        #expect(again.made.map(\.renews.name) == [last] && again.renewed.count == 28)
        #expect(
            again.refused.map { "\($0.schedule) \($0.refusal.offences[0].rejection.code)" }.sorted() == [
                "\(draft) schedule-not-submitted", "NOPE not-found",
            ])
        #expect(try await shop.work { try $0.renew(all: []) }.made.isEmpty)
        let refusal = await #expect(throws: Refusal.self) { try await shop.work { try $0.renew(last) } }
        #expect(refusal?.offences.map(\.rejection.code) == ["already-renewed"])
    }
}
