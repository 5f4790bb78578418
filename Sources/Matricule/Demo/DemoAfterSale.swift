import Inventory
import Storage

/// What comes after the sales of the demonstration year: lots and a recall, contracts and visits, claims, assets.
///
/// It is made chapter by chapter, each in one transaction, by the documents that people use.
struct DemoAfterSale: Sendable {
    /// What is made in one transaction; the numbers say which of many.
    enum Chapter: Sendable {
        case people
        case pumps(Range<Int>)
        case cartridges(Range<Int>)
        case installations(Range<Int>)
        case contracts(Range<Int>)
        case claims(Range<Int>)
        case recall
        case assets(Range<Int>)
    }

    /// The books as they are at the end of a day.
    typealias Opening = (Day) -> Books

    let cast: DemoCast
    let units: Int
    let today: Day
    let chapters: [Chapter]
    /// How many lots of pumps and of cartridges there are.
    let lots: Int
    let cartridges: Int
    var documents = 0
    var unitsMade = 0
    var random: SplitMix
    /// What customers have, as far as it did not come back.
    var sales: [DemoSale]
    /// What is left in stock of the pumps that are sound.
    var spares: [String] = []
    /// The pumps of the lot that turns out to be bad.
    var faulty: [DemoSale] = []
    /// Deliveries of which something was installed, by their names.
    var installed: Set<String> = []
    /// Units that claims are about.
    var claimed: Set<String> = []
    /// Units for which their customers got others.
    var exchanged: Set<String> = []

    init(_ year: DemoYear, units: Int, seed: UInt64, today: Day) {
        (self.cast, self.units, self.today) = (year.cast, units, today)
        self.sales = year.sales.compactMap { $0.without(year.returned) }
        self.random = SplitMix(state: seed &+ 1)
        let some = { (least: Int, every: Int, then: Int) in
            max(least, min(units, 10_000) / every + max(0, units - 10_000) / then)
        }
        (self.lots, self.cartridges) = (some(4, 400, 2500), some(6, 500, 5000))
        self.chapters =
            [.people] + Self.parts(lots).map(Chapter.pumps) + Self.parts(cartridges).map(Chapter.cartridges)
            + Self.parts(some(5, 200, 4000)).map(Chapter.installations)
            + Self.parts(some(14, 100, 2500)).map(Chapter.contracts)
            + Self.parts(some(12, 80, 10_000)).map(Chapter.assets)
            + Self.parts(some(18, 60, 1000)).map(Chapter.claims) + [.recall]
    }

    /// In transactions of a hundred.
    private static func parts(_ count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: 100).map { $0..<min($0 + 100, count) }
    }

    mutating func make(_ chapter: Chapter, _ open: Opening) throws {
        switch chapter {
        case .people: try enterPeople(open(today))
        case .pumps(let lots): for lot in lots { try sellPumps(lot, open(today)) }
        case .cartridges(let lots): for lot in lots { try stockCartridges(lot, open(today)) }
        case .installations(let notes): for _ in notes { try install(open(today)) }
        case .contracts(let contracts): for number in contracts { try agree(number, open(today)) }
        case .claims(let claims): for number in claims { try complain(number, open) }
        case .recall: try recall(open)
        case .assets(let assets): try buyAssets(assets, open(today))
        }
    }

    /// Submits a document as of a day, between eight and eighteen o'clock.
    @discardableResult
    mutating func submit<D: Document>(_ document: D, on day: Day, _ books: Books) throws -> D {
        var document = document
        document.head.state = .submitted
        document.header.postingDate = day
        document.header.postingTime = TimeOfDay(milliseconds: (8 * 60 + random.below(600)) * 60_000)
        document.header.setsPostingTime = true
        documents += 1
        return try books.insert(document: document)
    }

    mutating func any<Element>(_ choices: [Element]) -> Element { choices[random.below(choices.count)] }
}

/// A delivery, for what comes after it.
struct DemoSale: Sendable {
    let note: String
    let day: Day
    let item: String
    let customer: String
    var serials: [String]

    /// The sale without units that came back; nil if nothing is left.
    func without(_ returned: Set<String>) -> DemoSale? {
        var sale = self
        sale.serials.removeAll(where: returned.contains)
        return sale.serials.isEmpty ? nil : sale
    }
}

/// Those who work for the company, and when nobody does.
extension DemoAfterSale {
    static let technicians = ["Camille Roux", "Yann Le Goff", "Sofia Benali", "Mathieu Garnier"]
    static let employees = [
        "Léa Martin", "Camille Roux", "Yann Le Goff", "Sofia Benali", "Mathieu Garnier", "Hélène Caron", "Idriss Faye",
    ]
    /// Places and what they are in; places that hold others come first.
    static let places = [
        ("Siège", ""), ("Agence de Lyon", "Siège"), ("Agence de Nantes", "Siège"),
        ("Atelier de Lyon", "Agence de Lyon"),
        ("Parc de véhicules de Lyon", "Agence de Lyon"), ("Bureau de Nantes", "Agence de Nantes"),
        ("Magasin de Nantes", "Agence de Nantes"), ("Accueil du siège", "Siège"), ("Comptabilité", "Siège"),
    ]
    /// The places that hold no others.
    static let rooms = places.map(\.0).filter { name in !places.contains { $0.1 == name } }

    private func enterPeople(_ books: Books) throws {
        for (index, name) in Self.technicians.enumerated() {
            try books.enter(SalesPerson.self) {
                ($0.personName, $0.mobileNumber) = (name, "06 39 98 01 \(23 + index)")
            }
        }
        for (index, name) in Self.employees.enumerated() {
            try books.enter(Employee.self) { ($0.employeeName, $0.number) = (name, "E-\(101 + index)") }
        }
        for (name, parent) in Self.places {
            try books.enter(Location.self) {
                ($0.locationName, $0.parent) = (name, Link(parent))
                $0.isGroup = !Self.rooms.contains(name)
            }
        }
        try enterHolidays(books)
    }

    private func enterHolidays(_ books: Books) throws {
        let year = today.civil.year
        try books.enter(HolidayList.self) { list in
            (list.listName, list.weeklyOff) = ("France", .sunday)
            (list.start, list.end) = (Day(year: year - 1, month: 1, day: 1), Day(year: year + 2, month: 12, day: 31))
            list.addPublicHolidays(inAlsaceMoselle: false) { Self.name(of: $0) }
            list.addWeeklyOff(.sunday, name: "Dimanche")
        }
        for old in try books.list(Company.self, Listing(fields: ["name"])).prefix(1) {
            let company = try books.find(Company.self, old[0].textValue ?? "")
            var changed = company
            changed.holidayList = Link("France")
            _ = try books.update(changed, replacing: company)
        }
    }

    private static func name(of holiday: PublicHoliday) -> String {
        switch holiday {
        case .newYear: "Jour de l’An"
        case .goodFriday: "Vendredi saint"
        case .easterMonday: "Lundi de Pâques"
        case .labourDay: "Fête du Travail"
        case .victoryDay: "Victoire 1945"
        case .ascension: "Ascension"
        case .whitMonday: "Lundi de Pentecôte"
        case .nationalDay: "Fête nationale"
        case .assumption: "Assomption"
        case .allSaints: "Toussaint"
        case .armistice: "Armistice 1918"
        case .christmas: "Noël"
        case .secondChristmas: "Saint-Étienne"
        }
    }
}
