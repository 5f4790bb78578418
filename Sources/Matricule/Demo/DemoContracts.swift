import Inventory
import Storage

/// What was installed, the contracts over it, and the visits that were made.
extension DemoAfterSale {
    private static let streets = [
        "12, quai Perrière\n38000 Grenoble", "3, rue du Port\n34200 Sète", "48, avenue Jean-Jaurès\n69007 Lyon",
        "7, place du Commerce\n44000 Nantes", "156, rue de Solférino\n59000 Lille",
        "21, cours Mirabeau\n13100 Aix-en-Provence",
        "5, rue Sainte-Catherine\n33000 Bordeaux", "90, boulevard de Strasbourg\n31000 Toulouse",
    ]
    private static let work = [
        "Nettoyage du filtre, contrôle de la pression et des fuites, essai en charge.",
        "Contrôle électrique, resserrage des bornes, mise à jour du régulateur.",
        "Remplacement du joint de bride, purge, relevé des températures.",
        "Vérification des sécurités, mesure du rendement\u{202F}: conforme.",
    ]
    private static let remarks = ["", "Très satisfait, technicien ponctuel.", "Prévoir le remplacement du filtre.", ""]

    /// Where a customer is, always the same for each.
    func street(of customer: String) -> String {
        Self.streets[customer.utf8.reduce(0) { $0 + Int($1) } % Self.streets.count]
    }

    mutating func telephone() -> String { "06 39 98 \(10 + random.below(90)) \(10 + random.below(90))" }

    /// A few units of a delivery were installed some days after it.
    mutating func install(_ books: Books) throws {
        let index = random.below(sales.count)
        let sale = sales[index]
        let serials = sale.serials.prefix(10)
        guard !installed.contains(sale.note) else { return }
        installed.insert(sale.note)
        var note = InstallationNote()
        (note.customer, note.address) = (Link(sale.customer), street(of: sale.customer))
        note.address = note.address.split(separator: "\n").joined(separator: ", ")
        note.contactMobile = telephone()
        var line = InstallationNoteItem()
        (line.item, line.quantity, line.deliveryName) = (Link(sale.item), Quantity(serials.count), sale.note)
        line.serials = SerialCell(serials.map { SerialNumber($0) })
        note.lines = [line]
        note.header.remarks = LongText("Mise en service faite en présence du client.")
        try submit(note, on: min(today, sale.day.adding(days: 2)), books)
    }

    /// A contract over a few units of a delivery, with the visits that were made so far.
    mutating func agree(_ number: Int, _ books: Books) throws {
        let start = start(of: number)
        let earlier = sales.filter { $0.day < start }
        let sale = any(earlier.isEmpty ? sales : earlier)
        let first = random.below(max(1, sale.serials.count - 4))
        var schedule = MaintenanceSchedule()
        (schedule.customer, schedule.address) = (Link(sale.customer), LongText(street(of: sale.customer)))
        schedule.telephone = telephone()
        var line = MaintenanceScheduleItem()
        (line.item, line.person) = (Link(sale.item), Link(Self.technicians[number % Self.technicians.count]))
        line.serials = SerialCell(sale.serials.dropFirst(first).prefix(4).map { SerialNumber($0) })
        (line.start, line.end) = (start, start.adding(months: 12).adding(days: -1))
        line.periodicity = [.monthly, .quarterly, .monthly, .halfYearly][number % 4]
        schedule.lines = [line]
        let saved = try submit(schedule, on: start, books)
        for (index, visit) in saved.visits.enumerated() {
            guard let day = visit.day, day < today, (number + index) % 5 != 1 else { continue }
            try come(visit, of: saved, on: day, books)
        }
        if number % 12 == 4 { try renew(saved, books) }
    }

    /// The first contracts began whole months ago, give or take some days, so that visits fall on the days around
    /// today, and some contracts end soon.
    private mutating func start(of number: Int) -> Day {
        let months = [6, 11, 3, 12, 12, 10, 6, 9, 11, 1, 4, 2][number % 12]
        let shift = number < 12 ? number - 3 : random.below(40) - 15
        let start = today.adding(months: -months).adding(days: shift)
        return min(start, today.adding(days: -1))
    }

    private mutating func come(
        _ planned: PlannedVisit, of schedule: MaintenanceSchedule, on day: Day, _ books: Books
    ) throws {
        var visit = MaintenanceVisit(of: planned, in: schedule)
        for index in visit.lines.indices { visit.lines[index].workDone = LongText(any(Self.work)) }
        visit.completion = random.chance(1, in: 12) ? .partial : .full
        visit.feedback = LongText(any(Self.remarks))
        visit.signedBy = schedule.customerName
        try submit(visit, on: day, books)
    }

    /// What follows on a contract that ends.
    private mutating func renew(_ schedule: MaintenanceSchedule, _ books: Books) throws {
        let draft = try books.renew(schedule.head.name)
        var renewal = draft
        renewal.head.state = .submitted
        documents += 1
        _ = try books.update(document: renewal, replacing: draft)
    }

    /// Somebody came without a plan because of a claim.
    mutating func repair(
        _ claim: WarrantyClaim, _ completion: VisitCompletion, _ work: String, on day: Day, _ books: Books
    ) throws {
        var visit = MaintenanceVisit()
        (visit.customer, visit.kind, visit.completion) = (claim.customer, .breakdown, completion)
        (visit.address, visit.telephone) = (claim.contact.address, claim.contact.mobile)
        var line = MaintenanceVisitPurpose()
        (line.item, line.serial, line.person) = (claim.facts.item, claim.serial, Link(any(Self.technicians)))
        (line.details, line.workDone) = (claim.complaint, LongText(work))
        (line.originType, line.originName) = (WarrantyClaim.type.name, claim.head.name)
        visit.lines = [line]
        try submit(visit, on: day, books)
    }
}
