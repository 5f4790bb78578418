import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Contracts and visits` {
    /// A company whose days off are Sundays and the public holidays, with so many pumps at Martin's.
    private static func shop(_ backend: Backend, pumps: Int, observe: @escaping Observation = { _ in }) async throws
        -> Shop
    {
        let shop = try await backend.shop(observe: observe)
        try await shop.work { books in
            try books.add(HolidayList.self) { list in
                (list.listName, list.start, list.end) = ("France", Day("2026-01-01"), Day("2030-12-31"))
                list.addPublicHolidays(inAlsaceMoselle: false) { $0.rawValue }
                list.addWeeklyOff(.sunday, name: "Sunday")
            }
            let old = try books.find(Company.self, "Ma Société")
            var company = old
            company.holidayList = Link("France")
            _ = try books.update(company, replacing: old)
            try books.add(SalesPerson.self) { $0.personName = "Léa" }
        }
        let receipt = try await shop.submit(StockEntry.receipt(Shop.pump, pumps))
        try await shop.submit(DeliveryNote.delivery(Shop.pump, pumps, receipt.lines[0].units.serials.text))
        return shop
    }

    typealias Observation = @Sendable (String) -> Void

    private static func contract(_ serials: String, visits: Int = 12) -> MaintenanceSchedule {
        var schedule = MaintenanceSchedule()
        schedule.customer = Link(Shop.martin)
        var line = MaintenanceScheduleItem()
        (line.item, line.serials, line.person) = (Link(Shop.pump), SerialCell(serials), Link("Léa"))
        (line.start, line.end) = (Day("2027-01-01"), Day("2027-12-31"))
        (line.periodicity, line.visitCount) = (.monthly, visits)
        schedule.lines = [line]
        return schedule
    }

    private static func numbers(_ range: ClosedRange<Int>) -> String {
        range.map { "PUMP" + String(String(100_000 + $0).dropFirst()) }.joined(separator: "\n")
    }

    @Test(arguments: Backend.allCases)
    func `visits are planned on working days, with all units of their line`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 3)
        let schedule = try await shop.submit(Self.contract(Self.numbers(1...3)))
        #expect(schedule.visits.count == 12)
        #expect(schedule.visits.allSatisfy { $0.serials.text == Self.numbers(1...3) && $0.person.name == "Léa" })
        // 1 May is a holiday and 2 May a Sunday; 1 August is a Sunday, 1 November All Saints'.
        let days = schedule.visits.compactMap(\.day?.description)
        #expect(days[3] == "2027-05-03" && days[6] == "2027-08-02" && days[9] == "2027-11-02")
        #expect(days.last == "2027-12-31")
    }

    @Test(arguments: Backend.allCases)
    func `a contract covers its units until its end, and its cancellation brings the date before back`(
        backend: Backend
    ) async throws {
        let shop = try await Self.shop(backend, pumps: 2)
        func until(_ serial: String) async throws -> String { try await shop.unit(serial)["amc_expiry_date"] }
        let first = try await shop.submit(Self.contract("PUMP00001"))
        var longer = Self.contract(Self.numbers(1...2))
        longer.lines[0].end = Day("2028-12-31")
        let second = try await shop.submit(longer)
        #expect(try await until("PUMP00001") == "2028-12-31")
        #expect(try await until("PUMP00002") == "2028-12-31")
        try await shop.cancel(second)
        #expect(try await until("PUMP00001") == "2027-12-31")
        #expect(try await until("PUMP00002") == "")
        try await shop.cancel(first)
        #expect(try await until("PUMP00001") == "")
        #expect(try await shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `a unit knows its visits: those to come by its contracts, and those that were made`(
        backend: Backend
    ) async throws {
        let shop = try await Self.shop(backend, pumps: 2)
        let schedule = try await shop.submit(Self.contract("PUMP00001", visits: 3))
        try await shop.submit(Self.contract("PUMP00002", visits: 5))
        try await shop.submit(MaintenanceVisit(of: schedule.visits[0], in: schedule))
        try await shop.look { books in
            let unit = try books.find(SerialNo.self, "PUMP00001")
            let key = unit.head.id ?? 0
            let coming = try books.comingVisits(of: key, number: SerialNumber("pump00001"), limit: 10)
            #expect(coming.map(\.row) == schedule.visits.dropFirst().map(\.row))
            #expect(try books.pastVisits(of: key, limit: 10).map(\.person) == ["Léa"])
        }
    }

    @Test(arguments: Backend.allCases)
    func `what the units are is checked, each for itself`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 2)
        try await shop.submit(StockEntry.receipt(Shop.motor, 1, "M1"))
        try await shop.work { try $0.add(SerialNo.self) { ($0.number, $0.item) = ("PUMP-NEW", Link(Shop.pump)) } }
        let refusal = await #expect(throws: Refusal.self) {
            try await shop.submit(Self.contract("PUMP00001\nPUMP00001\nM1\nPUMP-NEW\nNOPE"))
        }
        let codes = refusal?.offences.map { $0.rejection.code + " " + ($0.serial ?? "") }
        #expect(
            codes == [
                "serial-twice PUMP00001", "serial-of-other-item M1", "serial-unknown NOPE", "never-received PUMP-NEW",
            ])
    }

    @Test(arguments: Backend.allCases)
    func `our own units are looked after without a customer, and nobody else's`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 2)
        let own = try await shop.submit(StockEntry.receipt(Shop.pump, 2)).lines[0].units.serials.text
        func refusal(_ contract: MaintenanceSchedule) async -> [String] {
            do {
                try await shop.submit(contract)
                return []
            } catch {
                return ((error as? Refusal)?.offences ?? []).map { "\($0.rejection.code) \($0.field ?? "")" }
            }
        }
        func ours(_ serials: String) -> MaintenanceSchedule {
            var contract = Self.contract(serials)
            contract.customer = Link("")
            return contract
        }
        #expect(await refusal(ours("PUMP00001")) == ["customer-needed serial_no"])
        #expect(await refusal(ours("")) == ["required customer"])
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
    func `five hundred units take as many statements as one`(backend: Backend) async throws {
        let counter = Counter()
        let shop = try await Self.shop(backend, pumps: 501, observe: counter.observe)
        var counts: [[Int]] = []
        for range in [1...1, 2...501] {
            var steps: [Int] = []
            func count<Result>(_ work: () async throws -> Result) async throws -> Result {
                let before = counter.count
                let result = try await work()
                steps.append(counter.count - before)
                return result
            }
            let draft = try await shop.work { try $0.insert(document: Self.contract(Self.numbers(range))) }
            let generated = try await count { try await shop.work { try $0.generateVisits(of: draft.head.name) } }
            let submitted = try await count {
                try await shop.work { books in
                    var schedule = generated
                    schedule.head.state = .submitted
                    return try books.update(document: schedule, replacing: generated)
                }
            }
            #expect(submitted.visits.map { $0.serials.numbers.count }.reduce(0, +) == range.count * 12)
            let visit = MaintenanceVisit(of: submitted.visits[0], in: submitted)
            let done = try await count { try await shop.submit(visit) }
            _ = try await count { try await shop.cancel(done) }
            _ = try await count { try await shop.cancel(submitted) }
            counts.append(steps)
        }
        #expect(counts[0] == counts[1])
        #expect(counts[0].allSatisfy { $0 < 60 })
    }

    @Test(arguments: Backend.allCases)
    func `a visit marks what was planned, and takes the mark back with it`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 1)
        let schedule = try await shop.submit(Self.contract("PUMP00001"))
        func planned() async throws -> PlannedVisit {
            try await shop.look { try $0.find(MaintenanceSchedule.self, schedule.head.name).visits[0] }
        }
        var visit = MaintenanceVisit(of: schedule.visits[0], in: schedule)
        visit.completion = .partial
        visit.header.postingDate = Day("2027-02-03")
        let first = try await shop.submit(visit)
        #expect(try await planned().completion == .partial)
        #expect(try await planned().doneOn == Day("2027-02-03"))
        visit.completion = .full
        visit.header.postingDate = Day("2027-02-10")
        let second = try await shop.submit(visit)
        #expect(try await planned().completion == .full)
        #expect(try await planned().doneOn == Day("2027-02-10"))
        let done = await #expect(throws: Refusal.self) { try await shop.submit(visit) }
        #expect(done?.offences.first?.rejection.code == "visit-done")
        try await Self.refused(visit, in: shop, "visit-not-planned") { $0.plannedVisit = "999999" }
        try await Self.refused(visit, in: shop, "schedule-of-other-customer") { $0.customer = Link(Shop.durand) }
        let used = await #expect(throws: Refusal.self) { try await shop.cancel(schedule) }
        #expect(used?.offences.first?.rejection.code == "later-use")
        try await shop.cancel(second)
        #expect(try await planned().completion == .partial)
        try await shop.cancel(first)
        #expect(try await planned().completion == .pending)
        #expect(try await planned().doneOn == nil)
        try await shop.cancel(schedule)
        try await Self.refused(visit, in: shop, "schedule-not-submitted") { _ in }
    }

    /// Sees a visit refused once it is changed.
    private static func refused(
        _ visit: MaintenanceVisit, in shop: Shop, _ code: String, _ change: (inout MaintenanceVisit) -> Void
    ) async throws {
        var visit = visit
        change(&visit)
        let changed = visit
        let refusal = await #expect(throws: Refusal.self) { try await shop.submit(changed) }
        #expect(refusal?.offences.map(\.rejection.code) == [code])
    }

    @Test(arguments: Backend.allCases)
    func `plans that do not fit their lines any more are not submitted`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 1)
        let draft = try await shop.work { try $0.insert(document: Self.contract("PUMP00001")) }
        func refusal(_ change: @escaping @Sendable (inout MaintenanceSchedule) -> Void) async -> String? {
            let refusal = await #expect(throws: Refusal.self) {
                try await shop.work { books in
                    var schedule = draft
                    change(&schedule)
                    schedule.head.state = .submitted
                    return try books.update(document: schedule, replacing: draft)
                }
            }
            return refusal?.offences.first?.rejection.code
        }
        #expect(await refusal { $0.lines[0].visitCount = 6 } == "visits-do-not-fit")
        #expect(await refusal { $0.lines[0].end = Day("2027-11-30") } == "outside-period")
        #expect(await refusal { $0.visits[0].day = Day("2026-12-31") } == "outside-period")
        #expect(await refusal { $0.visits[0].day = Day("2027-05-01") } == "on-holiday")
        #expect(await refusal { $0.lines[0].end = Day("2026-12-31") } == "ends-before-start")
        #expect(await refusal { $0.lines[0].visitCount = 400 } == "too-few-working-days")
        #expect(await refusal { $0.lines[0].end = Day("2099-12-31") } == "period-too-long")
    }

    @Test(arguments: Backend.allCases)
    func `a planned visit moves within its contract, and to another technician`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 1)
        let schedule = try await shop.submit(Self.contract("PUMP00001"))
        let row = schedule.visits[0].row ?? 0
        try await shop.work { books in
            try books.add(SalesPerson.self) { $0.personName = "Noé" }
            let moved = try books.replan(
                row, of: schedule.head.name, on: Day("2027-02-12") ?? Day(number: 0), by: "Noé")
            #expect(moved.visits[0].day == Day("2027-02-12") && moved.visits[0].person.name == "Noé")
        }
        for (day, code) in [("2028-01-03", "outside-period"), ("2027-05-01", "on-holiday")] {
            let refusal = await #expect(throws: Refusal.self) {
                try await shop.work {
                    try $0.replan(row, of: schedule.head.name, on: Day(day) ?? Day(number: 0), by: "")
                }
            }
            #expect(refusal?.offences.first?.rejection.code == code)
        }
        var question = AppointmentQuestion(from: Day(number: 20_000), to: Day(number: 22_000))
        question.person = "Noé"
        let asked = question
        let own = try await shop.look { try $0.appointments(asked) }
        #expect(own.map(\.row) == [row])
        #expect(own.first?.customer == Shop.martin && own.first?.serial == "PUMP00001" && own.first?.units == 1)
    }

    @Test(arguments: Backend.allCases)
    func `a contract that ends is renewed once, with the units that are left`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 3)
        var contract = Self.contract(Self.numbers(1...3), visits: 0)
        (contract.lines[0].start, contract.lines[0].end) = (Day("2026-01-01"), Day("2026-12-31"))
        let old = try await shop.submit(contract)
        let ending = try await shop.look { try $0.endingContracts(within: 60, limit: 10) }
        #expect(ending.map(\.schedule) == [old.head.name] && ending.first?.units == 3 && ending.first?.renewal == "")
        let attention = try await shop.look { try $0.maintenanceAttention(within: 10, contractDays: 60) }
        #expect(attention.ending == 1 && attention.missed == 10 && attention.due == 1)
        let renewal = try await shop.work { try $0.renew(old.head.name) }
        #expect(renewal.lines[0].start == Day("2027-01-01") && renewal.lines[0].end == Day("2027-12-31"))
        #expect(renewal.visits.count == 12 && renewal.lines[0].serials.numbers.count == 3)
        await #expect(throws: Refusal.self) { _ = try await shop.work { try $0.renew(old.head.name) } }
        let told = try await shop.look { try $0.endingContracts(within: 60, limit: 10) }
        #expect(told.first?.renewal == renewal.head.name)
        #expect(try await shop.look { try $0.maintenanceAttention(within: 10, contractDays: 60) }.ending == 0)
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
        for number in 1...30 { names.append(try await shop.submit(Self.contract(Self.numbers(number...number))).head.name) }
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
    }

    @Test(arguments: Backend.allCases)
    func `contracts, visits and the company's holidays are copied with the rest`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 1)
        let schedule = try await shop.submit(Self.contract("PUMP00001"))
        try await shop.submit(MaintenanceVisit(of: schedule.visits[0], in: schedule))
        try await shop.work { try $0.openFeed(of: "Léa", digest: "one") }
        let target = try await backend.database(hasSchema: true)
        try await target.migrate(Migration.all)
        try await Copying(from: shop.database, to: target).run { _, _, _ in }
        let copy = Shop(over: target, after: shop)
        #expect(try await copy.look { try $0.technician(behind: "one") } == "Léa")
        let copied = try await copy.look { try $0.find(MaintenanceSchedule.self, schedule.head.name) }
        #expect(copied.visits.map(\.completion).filter { $0 == .full }.count == 1 && copied.visits.count == 12)
    }

    @Test(arguments: Backend.allCases)
    func `what a customer has is offered for a contract`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 4)
        let units = try await shop.look {
            try $0.units(of: Shop.martin, coveredOn: Day("2026-11-23") ?? Day(number: 0))
        }
        #expect(units.map(\.item) == [Shop.pump] && units.first?.count == 4 && units.first?.covered == 0)
        let free = try await shop.look {
            try $0.uncoveredUnits(of: Shop.martin, items: [Shop.pump], on: Day("2026-11-23") ?? Day(number: 0))
        }
        #expect(free[Shop.pump]?.count == 4)
    }

    @Test(arguments: Backend.allCases)
    func `a calendar has one address at a time, and none once it is taken back`(backend: Backend) async throws {
        let shop = try await Self.shop(backend, pumps: 1)
        try await shop.work { try $0.openFeed(of: "Léa", digest: "one") }
        try await shop.work { try $0.openFeed(of: "Léa", digest: "two") }
        #expect(try await shop.look { try $0.technician(behind: "one") } == nil)
        #expect(try await shop.look { try $0.technician(behind: "two") } == "Léa")
        try await shop.work { try $0.closeFeed(of: "Léa") }
        #expect(try await shop.look { try $0.technician(behind: "two") } == nil)
    }
}
