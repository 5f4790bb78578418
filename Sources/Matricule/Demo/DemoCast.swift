import Inventory
import Storage

/// The people, places and things of the demonstration company.
struct DemoCast: Sendable {
    /// One article that the company trades in.
    struct Article: Sendable {
        let code: String
        let name: String
        let group: String
        let prefix: String
        let rate: Money
        let warrantyDays: Int
    }

    let articles: [Article]
    let screws: [String]
    let suppliers: [String]
    let customers: [String]
    /// The first is where goods arrive, the second where they are sold from.
    let warehouses: [String]

    init(units: Int) {
        let count = min(400, max(12, units / 40))
        self.articles = (0..<count).map(Self.article)
        self.screws = ["VIS-M6X20", "JOINT-25", "CABLE-3G15", "COLLIER-40"]
        self.suppliers = Self.suppliers
        self.customers = (0..<min(300, max(10, units / 60))).map(Self.customer)
        self.warehouses = ["Réception", "Magasin central", "Agence de Lyon", "Agence de Nantes", "Atelier SAV"]
    }

    private static let families: [(name: String, group: String, prefix: String, price: Int, warranty: Int)] = [
        ("Pompe à chaleur", "Chauffage", "PAC", 4200, 1825),
        ("Chaudière à condensation", "Chauffage", "CHA", 2600, 730),
        ("Onduleur photovoltaïque", "Énergie", "OND", 1450, 3650), ("Batterie lithium", "Énergie", "BAT", 3100, 3650),
        ("Borne de recharge", "Énergie", "BRV", 980, 730), ("Circulateur", "Hydraulique", "CIR", 210, 730),
        ("Vase d’expansion", "Hydraulique", "VEX", 75, 365), ("Compteur d’eau communicant", "Mesure", "CPT", 120, 1095),
        ("Sonde de température", "Mesure", "SON", 38, 365), ("Thermostat connecté", "Régulation", "THE", 165, 730),
        ("Groupe froid", "Froid", "GRF", 5200, 730), ("Détecteur de fumée", "Sécurité", "DAF", 29, 3650),
    ]

    private static func article(_ index: Int) -> Article {
        let family = families[index % families.count]
        let model = index / families.count + 1
        return Article(
            code: "\(family.prefix)-\(100 + model * 5)", name: "\(family.name) \(100 + model * 5)", group: family.group,
            prefix: "\(family.prefix)\(100 + model * 5)",
            rate: Money(millionths: Int64(family.price + model * 7) * 1_000_000), warrantyDays: family.warranty)
    }

    private static let suppliers = [
        "Thermex SAS", "Hydro-Loire", "Voltalia Distribution", "Société Nouvelle Delmas", "Rhône Composants",
        "Ateliers Kerguen", "Sanitherm GmbH", "Elettra S.p.A.", "Froid Atlantique", "Mesures & Capteurs",
    ]

    private static func customer(_ index: Int) -> String {
        let trades = [
            "Plomberie", "Chauffage", "Électricité", "Énergies", "Bâtiment", "Domotique", "Rénovation", "Froid",
        ]
        let names = [
            "Martin", "Bernard", "Dubois", "Thomas", "Robert", "Richard", "Petit", "Durand", "Leroy", "Moreau", "Simon",
            "Laurent", "Lefèvre", "Michel", "Garcia", "David", "Bertrand", "Roux", "Vincent", "Fournier", "Morel",
            "Girard",
            "André", "Mercier", "Dupont", "Lambert", "Bonnet", "François", "Martinez", "Legrand", "Garnier", "Faure",
            "Rousseau", "Blanc", "Guérin", "Muller", "Henry", "Roussel", "Nicolas", "Perrin",
        ]
        let round = index / (trades.count * names.count)
        return "\(trades[index % trades.count]) \(names[index / trades.count % names.count])"
            + (round > 0 ? " \(round + 1)" : "")
    }

    /// Puts the cast into an empty company; names that are there already stay.
    func enter(_ books: Books) throws {
        let company = try books.list(Company.self, Listing(fields: ["name"]))[0][0].textValue ?? ""
        let root = try books.find(any: Warehouse.self, rootWarehouse(books)).head.name
        for name in warehouses {
            try books.enter(Warehouse.self) {
                ($0.warehouseName, $0.company, $0.parent) = (name, Link(company), Link(root))
            }
        }
        for name in Set(articles.map(\.group)).sorted() {
            try books.enter(ItemGroup.self) { ($0.groupName, $0.parent) = (name, Link("All Item Groups")) }
        }
        for article in articles {
            try books.enter(Item.self) { item in
                (item.code, item.itemName, item.group) = (article.code, article.name, Link(article.group))
                (item.hasSerialNumbers, item.serialSeries) = (true, article.prefix + ".-.#####")
                (item.valuationRate, item.warrantyDays) = (article.rate, article.warrantyDays)
            }
        }
        for code in screws {
            try books.enter(Item.self) { ($0.code, $0.valuationRate) = (code, Money(millionths: 250_000)) }
        }
        for name in suppliers { try books.enter(Supplier.self) { $0.supplierName = name } }
        for name in customers { try books.enter(Customer.self) { $0.customerName = name } }
    }

    private func rootWarehouse(_ books: Books) throws -> String {
        var listing = Listing(fields: ["name"])
        listing.filters = [Listing.Filter(field: "is_group", test: .equal, values: [.integer(1)])]
        return try books.list(Warehouse.self, listing).first?.first?.textValue ?? ""
    }
}

extension Books {
    /// Makes a record, unless there is one of its name.
    func enter<R: Record>(_ type: R.Type, _ fill: (inout R) -> Void) throws {
        var record = R()
        fill(&record)
        do {
            _ = try insert(record)
        } catch let refusal as Refusal where refusal.offences[0].rejection.exceptionType == "DuplicateEntryError" {
            return
        }
    }
}
