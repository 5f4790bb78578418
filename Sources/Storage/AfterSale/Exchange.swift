import Inventory

/// What someone asks for who exchanges the unit of a claim under its cover.
public struct Exchange: Sendable {
    public let claim: String
    /// The number of the unit that the customer gets.
    public let replacement: String
    /// Where the defective unit goes.
    public let warehouse: String
    /// Why another item replaces the unit; may be empty for the same item.
    public let reason: String
    /// The type of document by which the unit was delivered, and is taken back.
    public let returnType: String

    public init(claim: String, replacement: String, warehouse: String, reason: String, returnType: String) {
        self.claim = claim
        self.replacement = replacement
        self.warehouse = warehouse
        self.reason = reason
        self.returnType = returnType
    }
}

/// The documents that exchanged a unit.
public struct Exchanged: Sendable {
    /// The return of the defective unit; empty where it was taken back before.
    public let takenBack: String
    public let deliveryNote: String
}

extension Books {
    /// Takes the unit of a claim back and delivers another to the same customer, at no price, both submitted. The new
    /// unit goes on with what is left of the old one's cover.
    ///
    /// - Throws: `Refusal` with everything that is wrong.
    public func exchange(_ exchange: Exchange) throws -> Exchanged {
        let claim = try find(WarrantyClaim.self, exchange.claim)
        try lock(WarrantyClaim.type.table, where: "d.\"id\" = \(claim.head.id)")
        let old = try standing(of: claim.serial.name)
        let new = SerialNumber(exchange.replacement)
        let units = try load(SerialNo.self, where: "d.\"name_key\" = \(new.key)")
        let offences = try faults(of: exchange, claim, old, units.first)
        if !offences.isEmpty { throw Refusal(offences) }
        guard let unit = units.first else { return Exchanged(takenBack: "", deliveryNote: "") }
        let isFirst = old.status == .delivered
        let takenBack = isFirst ? try takeBack(old, claim, exchange) : ""
        let customer = old.customer.isEmpty ? claim.customer : old.customer
        let note = try deliver(unit, to: customer, claim, exchange)
        // After a first try that was cancelled, the old unit's cover is over: what the claim knows of it goes on.
        let ends = isFirst ? (old.warrantyEnd, old.contractEnd) : (claim.facts.warrantyEnd, claim.facts.contractEnd)
        if let key = unit.head.id { try handOver(ends, to: ID(key), by: note, claim) }
        // Whoever exchanges the unit of a claim works on it.
        try moveOn(exchange.claim, to: .workInProgress)
        return Exchanged(takenBack: takenBack, deliveryNote: note.head.name)
    }

    private func faults(
        of exchange: Exchange, _ claim: WarrantyClaim, _ old: UnitStanding, _ unit: SerialNo?
    ) throws -> [Offence] {
        let serial = claim.serial.name
        var offences: [Offence] = []
        if !claim.status.isPending { offences.append(Offence(.claimSettled(claim: claim.head.name))) }
        if !claim.facts.coverage.isCovered { offences.append(Offence(.notCovered, serial: serial)) }
        if let replacement = try replacement(of: claim) {
            offences.append(Offence(.exchanged(replacement: replacement)))
        } else if try old.status != .delivered && !isTakenBack(claim) {
            offences.append(Offence(.notWithCustomer, serial: serial))
        } else if old.status == .delivered {
            if exchange.warehouse.isEmpty { offences.append(Offence(.required, field: "warehouse")) }
            if old.deliveryType != exchange.returnType {
                offences.append(Offence(.deliveredOtherwise(type: old.deliveryType)))
            }
        }
        guard !exchange.replacement.isEmpty else {
            return offences + [Offence(.required, field: "replacement_serial_no")]
        }
        guard let unit else {
            return offences + [Offence(.serialUnknown, serial: exchange.replacement, field: "replacement_serial_no")]
        }
        if unit.status != .active {
            offences.append(Offence(.replacementUnfit, serial: unit.number, field: "replacement_serial_no"))
        }
        if unit.item != claim.facts.item, exchange.reason.isEmpty {
            let other = Rejection.replacementOfOtherItem(item: unit.item.name, expected: claim.facts.item.name)
            offences.append(Offence(other, serial: unit.number, field: "reason"))
        }
        return offences
    }

    /// The unit that a submitted note delivered for the one of a claim.
    private func replacement(of claim: WarrantyClaim) throws -> String? {
        try transaction.first(
            """
            SELECT u."name" FROM warranty_claim d JOIN unit u ON u."id" = \(Self.replacement("d"))
            WHERE d."id" = \(claim.head.id)
            """
        ) { $0.text(0) } ?? nil
    }

    /// The key of the unit that a submitted note delivered for the one of a claim.
    static func replacement(_ claim: String) -> SQL {
        """
        (SELECT max(m."unit") FROM delivery_note n JOIN posting p ON p."document_type" = 'Delivery Note'
        AND p."document" = n."id" AND p."cancels" IS NULL JOIN movement m ON m."posting" = p."id"
        WHERE n."warranty_claim" = \(name: claim)."id" AND n."docstatus" = 1 AND n."return_against" IS NULL)
        """
    }

    /// Whether an earlier exchange by the claim, whose delivery was cancelled, took its unit back.
    private func isTakenBack(_ claim: WarrantyClaim) throws -> Bool {
        try [DeliveryNote.type, SalesInvoice.type].contains { type in
            try transaction.first(
                """
                SELECT 1 FROM \(name: type.table) WHERE "warranty_claim" = \(claim.head.id) AND "is_return" = 1
                AND "docstatus" = 1
                """
            ) { _ in true } ?? false
        }
    }

    private func takeBack(_ old: UnitStanding, _ claim: WarrantyClaim, _ exchange: Exchange) throws -> String {
        var sale = sale(of: claim, to: old.customer)
        (sale.isReturn, sale.returnAgainst) = (true, old.deliveryName)
        guard old.deliveryType == SalesInvoice.type.name else {
            var note = DeliveryNote()
            note.sale = sale
            note.lines = [line(old.item, claim.serial.name, -1, exchange.warehouse, old.batch)]
            return try end(old, by: submit(note, claim, exchange), claim)
        }
        var invoice = SalesInvoice()
        (invoice.sale, invoice.updatesStock) = (sale, true)
        invoice.lines = [line(old.item, claim.serial.name, -1, exchange.warehouse, old.batch)]
        return try end(old, by: submit(invoice, claim, exchange), claim)
    }

    /// Ends what covered a unit that came back; cancelling the return restores it.
    ///
    /// - Returns: the name of the return.
    private func end<D: Document>(_ old: UnitStanding, by document: D, _ claim: WarrantyClaim) throws -> String {
        let ends = [(CoverKind.warranty, old.warrantyEnd), (.contract, old.contractEnd)].filter { $0.1 != nil }
        let grants = ends.map { Decision.Grant(unit: old.unit, kind: $0.0, starts: nil, ends: nil) }
        try grant(grants, by: document, reason: claim.head.name)
        return document.head.name
    }

    /// Covers the new unit for as long as the old one was; cancelling the delivery withdraws it.
    private func handOver(
        _ ends: (warranty: Day?, contract: Day?), to unit: ID<Unit>, by note: DeliveryNote, _ claim: WarrantyClaim
    ) throws {
        let kinds = [(CoverKind.warranty, ends.warranty), (.contract, ends.contract)].filter { $0.1 != nil }
        let grants = kinds.map { kind, end in
            Decision.Grant(unit: unit, kind: kind, starts: note.postedAt.day, ends: end)
        }
        try grant(grants, by: note, reason: claim.head.name)
    }

    private func deliver(
        _ unit: SerialNo, to customer: Link<Customer>, _ claim: WarrantyClaim, _ exchange: Exchange
    ) throws -> DeliveryNote {
        var note = DeliveryNote()
        note.sale = sale(of: claim, to: customer)
        note.lines = [line(unit.item, unit.number, 1, unit.warehouse.name, unit.batch)]
        return try submit(note, claim, exchange)
    }

    private func sale(of claim: WarrantyClaim, to customer: Link<Customer>) -> Sale {
        var sale = Sale()
        sale.customer = customer
        sale.claim = Link(claim.head.name, id: claim.head.id.map(ID.init))
        return sale
    }

    /// A line with one unit, at no price.
    private func line<L: SaleLine>(
        _ item: Link<Item>, _ serial: String, _ quantity: Int, _ warehouse: String, _ batch: Link<Batch>
    ) -> L {
        var line = L()
        line.goods.item = item
        line.goods.quantity = Quantity(quantity)
        line.warehouse = Link(warehouse)
        line.units.serials = SerialCell(serial)
        line.units.batch = batch
        return line
    }

    private func submit<D: Document>(_ document: D, _ claim: WarrantyClaim, _ exchange: Exchange) throws -> D {
        var document = document
        document.head.state = .submitted
        document.header.company = claim.company
        document.header.remarks = LongText(exchange.reason)
        return try insert(document: document)
    }
}
