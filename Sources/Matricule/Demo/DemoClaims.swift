import Inventory
import Storage

/// What customers complain about, and what becomes of it.
extension DemoAfterSale {
    private static let complaints = [
        "Ne démarre plus, le voyant reste éteint.", "Fuite au raccord d’entrée.", "Bruit anormal au démarrage.",
        "Affiche le défaut E05.", "Perd la connexion tous les soirs.", "Disjoncte après quelques minutes.",
    ]
    private static let repairs = [
        "Carte électronique remplacée, essai concluant.", "Raccord resserré, joint remplacé.",
        "Roulement remplacé et équilibré.", "Paramétrage repris avec le client.",
    ]
    private static let visitors = ["Mme Ferrand", "M. Lopez", "Mme Nguyen", "M. Kervella", "Mme Haddad"]

    /// The first ten claims are about the bad lot of pumps; the others are about anything that was delivered.
    mutating func complain(_ number: Int, _ open: Opening) throws {
        let isSeries = number > 0 && number <= 10 && number <= faulty.flatMap(\.serials).count / 2 + 1
        guard let (sale, serial) = isSeries ? failed(number - 1) : someUnit() else { return }
        let isTakenIn = !isSeries && (number == 0 || number % 10 == 2)
        let ago = isSeries ? 40 - number * 2 : isTakenIn ? 8 : random.below(number % 6 == 0 ? 20 : 150)
        let day = max(sale.day.adding(days: 1), today.adding(days: -ago))
        var claim = WarrantyClaim()
        (claim.serial, claim.complaintDate) = (Link(serial), min(day, today))
        let complaint = isSeries ? "La pompe disjoncte\u{202F}: de l’eau dans le moteur." : any(Self.complaints)
        claim.complaint = LongText(complaint)
        claim.contact.person = any(Self.visitors)
        claim.contact.mobile = telephone()
        claim.contact.address = LongText(street(of: sale.customer))
        documents += 1
        if isTakenIn { return try takeIn(claim, number, open(today)) }
        let saved = try open(today).insert(claim)
        if number == 1 { return try exchange(saved, open(today.adding(days: -3))) }
        try goOn(with: saved, number, open(today))
    }

    private mutating func goOn(with claim: WarrantyClaim, _ number: Int, _ books: Books) throws {
        let day = min(today, (claim.complaintDate ?? today).adding(days: 3))
        switch number % 6 {
        case 2:
            try repair(claim, .partial, "Panne constatée, pièce commandée.", on: day, books)
            try books.note("Pièce commandée, délai d’une semaine.", on: WarrantyClaim.self, claim.head.name)
        case 3:
            let isPump = claim.facts.item.name == Self.pump
            let work = isPump ? "Joint d’arbre remplacé, moteur séché, essai concluant." : any(Self.repairs)
            try repair(claim, .full, work, on: day, books)
        case 4:
            var closed = claim
            closed.status = .closed
            closed.resolution.details = LongText("Réglé par téléphone avec le client.")
            _ = try books.update(closed, replacing: claim)
        case 5 where number > 10:
            var cancelled = claim
            cancelled.status = .cancelled
            _ = try books.update(cancelled, replacing: claim)
        default: break
        }
    }

    /// The unit is in the workshop since some days; every other one has been repaired and sent back.
    private mutating func takeIn(_ claim: WarrantyClaim, _ number: Int, _ books: Books) throws {
        var claim = claim
        claim.status = .workInProgress
        claim.custody.receivedOn = max(claim.complaintDate ?? today, today.adding(days: -6))
        claim.custody.place = "Établi \(1 + number % 4)"
        let saved = try books.insert(claim)
        guard number % 20 == 12 else { return }
        var repaired = saved
        repaired.custody.sentBackOn = today
        repaired.status = .closed
        repaired.resolution.details = LongText(any(Self.repairs))
        _ = try books.update(repaired, replacing: saved)
    }

    /// The customer gets another unit of the same item, free of charge.
    private mutating func exchange(_ claim: WarrantyClaim, _ books: Books) throws {
        guard let spare = spares.popLast() else { return }
        let exchange = Exchange(
            claim: claim.head.name, replacement: spare, warehouse: cast.warehouses[4], reason: "",
            returnType: DeliveryNote.type.name)
        _ = try books.exchange(exchange)
        exchanged.insert(claim.serial.name)
        documents += 2
    }

    private mutating func failed(_ number: Int) -> (DemoSale, String)? {
        let units = faulty.flatMap { sale in sale.serials.map { (sale, $0) } }
        guard number < units.count, claimed.insert(units[number].1).inserted else { return nil }
        return units[number]
    }

    /// A unit that no claim is about yet; nil where chance finds none.
    private mutating func someUnit() -> (DemoSale, String)? {
        for _ in 0..<20 {
            let sale = any(sales)
            let serial = any(sale.serials)
            if claimed.insert(serial).inserted { return (sale, serial) }
        }
        return nil
    }
}
