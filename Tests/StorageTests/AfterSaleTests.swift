import Inventory
import InventoryTesting
import Storage
import Testing

@Suite struct `Installations` {
    @Test(arguments: Backend.allCases)
    func `only what a document brought to that customer can be installed, and only once`(backend: Backend) async throws
    {
        try await check(
            """
            receive PUMP 4 → ok
            receive MOTOR M1 → ok
            receive SCREW 10 → ok
            D: deliver PUMP PUMP00001 PUMP00002 ; SCREW 5 → ok
            E: deliver PUMP PUMP00003 to Durand → ok
            deliver MOTOR M1 → ok
            install PUMP PUMP00001 of D to Durand → ValidationError original-unfit@1
            install PUMP PUMP00001 of NOPE → ValidationError original-unfit@1
            install PUMP PUMP00003 PUMP00004 M1 GHOST of D → SerialNoItemError serial-of-other-item@1:M1 serial-unknown@1:GHOST not-delivered-by@1:PUMP00003 not-delivered-by@1:PUMP00004
            install PUMP 2 PUMP00001 of D → SerialNoQtyError serial-count@1
            install PUMP PUMP00001 PUMP00001 of D → SerialNoDuplicateError serial-twice@1:PUMP00001
            install PUMP 1 of D → SerialNoRequiredError serials-missing@1
            install SCREW 1 X of D → SerialNoNotRequiredError serials-not-wanted@1
            I: install PUMP PUMP00001 of D ; SCREW 3 of D → ok
            install PUMP PUMP00001 of D → ValidationError already-installed@1:PUMP00001
            install SCREW 3 of D → ValidationError installs-too-much@1
            install SCREW 1 of D ; SCREW 2 of D → ValidationError installs-too-much@2
            install PUMP PUMP00002 of D inst_date=2026-11-22 → ValidationError too-early@1
            install PUMP PUMP00002 of D inst_date=2030-01-01 → ValidationError too-late
            cancel D → LinkExistsError later-use
            cancel I → ok
            install PUMP PUMP00001 of D ; SCREW 5 of D → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `a unit that came back is no longer installed, and can be again`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 1 → ok
            D: deliver PUMP PUMP00001 → ok
            install PUMP PUMP00001 of D → ok
            return D PUMP PUMP00001 → ok
            install PUMP PUMP00001 of D → ValidationError not-delivered-by@1:PUMP00001
            S: sell PUMP PUMP00001 → ok
            install PUMP PUMP00001 of S prevdoc_doctype=Sales_Invoice → ok
            """, on: backend)
    }

    @Test(arguments: Backend.allCases)
    func `ten thousand units take as many statements as one`(backend: Backend) async throws {
        let counter = Counter()
        let shop = try await backend.shop(observe: counter.observe)
        var counts: [Int] = []
        for units in [1, 10_000] {
            let received = try await shop.submit(StockEntry.receipt(Shop.pump, units))
            let serials = received.lines[0].units.serials
            let note = try await shop.submit(DeliveryNote.delivery(Shop.pump, units, serials.text))
            var line = InstallationNoteItem()
            (line.item, line.quantity, line.serials) = (Link(Shop.pump), Quantity(units), serials)
            line.deliveryName = note.head.name
            var installation = InstallationNote()
            (installation.customer, installation.lines) = (Link(Shop.martin), [line])
            let before = counter.count
            try await shop.submit(installation)
            counts.append(counter.count - before)
        }
        #expect(counts[0] == counts[1])
    }
}

@Suite struct `Claims` {
    @Test(arguments: Backend.allCases)
    func `the facts of a claim stay what they were on its day`(backend: Backend) async throws {
        try await check(
            """
            receive PUMP 1 on 2026-11-01 → ok
            deliver PUMP PUMP00001 on 2026-11-02 → ok
            add Warranty_Claim serial_no=PUMP00001 complaint=Noise complaint_date=2026-11-01 → ValidationError too-early
            add Warranty_Claim serial_no=PUMP00001 complaint=Noise complaint_date=2026-11-24 → ValidationError too-late
            add Warranty_Claim serial_no=GHOST complaint=Noise → MandatoryError required link-unknown
            add Warranty_Claim serial_no=pump00001 complaint=Noise complaint_date=2026-11-05 → ok
            cover Warranty - PUMP00001 → ok
            change Warranty_Claim SER-WRN-2026-00001 status=Closed → MandatoryError required
            change Warranty_Claim SER-WRN-2026-00001 serial_no= → MandatoryError required fixed
            """, on: backend)
        let shop = try await Self.shop(on: backend)
        try await shop.claim()
        try await shop.work {
            try $0.cover([SerialNumber("PUMP00001")], .warranty, from: nil, until: nil, reason: "No")
        }
        let claim = try await shop.look { try $0.find(WarrantyClaim.self, Self.first) }
        #expect(claim.facts.coverage == .underWarranty && claim.facts.warrantyEnd == Day("2027-11-23"))
        #expect(claim.customerName == Shop.martin && claim.facts.deliveryName == "MAT-DN-2026-00001")
        let standing = try await shop.look { try $0.standing(of: "PUMP00001") }
        #expect(standing.coverage(on: shop.tick().today) == .unknown)
    }

    @Test(arguments: Backend.allCases)
    func `an exchange hands the rest of the cover over, and its cancellation takes it back`(backend: Backend)
        async throws
    {
        let shop = try await Self.shop(on: backend)
        try await shop.work {
            try $0.cover([SerialNumber("PUMP00001")], .contract, from: nil, until: Day("2028-05-31"), reason: "Sold")
        }
        try await shop.claim()
        let done = try await shop.exchange(for: "PUMP00002")
        func dates(_ serial: String) async throws -> [String] {
            let unit = try await shop.unit(serial)
            return [unit["status"], unit["warranty_expiry_date"], unit["amc_expiry_date"]]
        }
        #expect(try await dates("PUMP00001") == ["Active", "", ""])
        #expect(try await dates("PUMP00002") == ["Delivered", "2027-11-23", "2028-05-31"])
        #expect(try await shop.discrepancies() == [])
        let note = try await shop.look { try $0.find(DeliveryNote.self, done.deliveryNote) }
        try await shop.cancel(note)
        #expect(try await dates("PUMP00002") == ["Active", "", ""])
        let again = try await shop.exchange(for: "PUMP00003")
        #expect(again.takenBack.isEmpty)
        #expect(try await dates("PUMP00003") == ["Delivered", "2027-11-23", "2028-05-31"])
        let back = try await shop.look { try $0.find(DeliveryNote.self, done.takenBack) }
        try await shop.cancel(back)
        #expect(try await dates("PUMP00001") == ["Delivered", "2027-11-23", "2028-05-31"])
        #expect(try await shop.discrepancies() == [])
    }

    @Test(arguments: Backend.allCases)
    func `an exchange that is refused leaves nothing behind`(backend: Backend) async throws {
        let shop = try await Self.shop(on: backend)
        try await shop.claim()
        for (replacement, warehouse, codes) in [
            ("PUMP00001", Shop.stores, ["replacement-unfit"]), ("GHOST", "", ["required", "serial-unknown"]),
            ("M1", Shop.stores, ["replacement-of-other-item"]), ("PUMP00002", "Attic", ["link-unknown"]),
        ] {
            let refusal = await #expect(throws: Refusal.self) {
                try await shop.exchange(for: replacement, to: warehouse)
            }
            #expect(refusal?.offences.map(\.rejection.code) == codes)
        }
        #expect(try await shop.unit("PUMP00001")["status"] == "Delivered")
        _ = try await shop.exchange(for: "M1", reason: "No more pumps")
        let refusal = await #expect(throws: Refusal.self) { try await shop.exchange(for: "PUMP00002") }
        #expect(refusal?.offences.map(\.rejection.code) == ["exchanged"])
    }

    @Test(arguments: Backend.allCases)
    func `only a pending claim on a covered unit that is with its customer is exchanged, as it was delivered`(
        backend: Backend
    ) async throws {
        let shop = try await Self.shop(on: backend)
        func codes(_ exchange: Exchange) async -> [String] {
            let refusal = await #expect(throws: Refusal.self) { try await shop.work { try $0.exchange(exchange) } }
            return refusal?.offences.map(\.rejection.code) ?? []
        }
        func exchange(_ claim: String, _ type: RecordType = DeliveryNote.type) -> Exchange {
            Exchange(
                claim: claim, replacement: "PUMP00003", warehouse: Shop.stores, reason: "", returnType: type.name)
        }
        try await shop.claim()
        #expect(await codes(exchange(Self.first, SalesInvoice.type)) == ["delivered-otherwise"])
        try await shop.change(Self.first) { ($0.status, $0.resolution.details) = (.closed, LongText("Repaired")) }
        #expect(await codes(exchange(Self.first)) == ["claim-settled"])
        try await shop.claim("PUMP00002")
        #expect(await codes(exchange("SER-WRN-2026-00002")) == ["not-with-customer", "not-covered"])
    }

    @Test(arguments: Backend.allCases)
    func `a unit in the workshop stays the customer's, once, until it goes back`(backend: Backend) async throws {
        let shop = try await Self.shop(on: backend)
        try await shop.claim()
        try await shop.claim()
        let day = Day("2026-11-23")
        try await shop.change(Self.first) { $0.custody.receivedOn = day }
        #expect(try await shop.unit("PUMP00001")["repair_claim"] == Self.first)
        #expect(try await shop.look { try $0.workshop(10) }.map(\.serial) == ["PUMP00001"])
        let refusal = await #expect(throws: Refusal.self) {
            try await shop.change("SER-WRN-2026-00002") { $0.custody.receivedOn = day }
        }
        #expect(refusal?.offences.map(\.rejection) == [.inWorkshop(claim: Self.first)])
        #expect(refusal?.offences.map(\.rejection.code) == ["in-workshop"])
        try await shop.change(Self.first) { $0.custody.sentBackOn = day }
        #expect(try await shop.unit("PUMP00001")["repair_claim"] == "")
        try await shop.change("SER-WRN-2026-00002") { $0.custody.receivedOn = day }
        _ = try await shop.exchange(for: "PUMP00002")
        #expect(try await shop.unit("PUMP00001")["repair_claim"] == "", "what is ours is in nobody's repair")
        try await shop.change(Self.first) { ($0.status, $0.resolution.details) = (.closed, LongText("Exchanged")) }
        let third = await #expect(throws: Refusal.self) {
            try await shop.change("SER-WRN-2026-00001") { ($0.custody.sentBackOn, $0.status) = (nil, .open) }
        }
        #expect(third?.offences.map(\.rejection) == [.inWorkshop(claim: "SER-WRN-2026-00002")])
    }

    @Test(arguments: Backend.allCases)
    func `failures are counted over the units delivered, and those that came back`(backend: Backend) async throws {
        let shop = try await Self.shop(on: backend)
        try await shop.claim()
        try await shop.claim()
        _ = try await shop.exchange(for: "PUMP00002")
        let item = try await shop.look { try $0.standing(of: "PUMP00002").item.id }
        let rate = try await shop.look { books in try item.map { try books.claimRate(of: $0) } }
        #expect(rate == ClaimRate(claims: 2, failed: 1, delivered: 2))
        let answer = try await shop.look { try $0.answer(.claims, [:]) }
        #expect(answer.rows.map { $0[3...7].compactMap(\.integerValue) } == [[2, 2, 1, 2, 50_000_000]])
        let history = try await shop.look { try $0.history(of: "PUMP00001") }
        #expect(history.filter { $0.kind == "claim" }.count == 3)
        #expect(try await shop.look { try $0.afterSale(of: "PUMP00002") }.replaces?.serial == "PUMP00001")
    }

    private static let first = "SER-WRN-2026-00001"

    /// Three pumps, of which the first is with Martin, and a motor.
    private static func shop(on backend: Backend) async throws -> Shop {
        let shop = try await backend.shop()
        #expect(
            try await LedgerTable.run(
                "receive PUMP 3 → ok\nreceive MOTOR M1 → ok\ndeliver PUMP PUMP00001 → ok", in: shop) == [])
        return shop
    }
}

extension Shop {
    fileprivate func claim(_ serial: String = "PUMP00001") async throws {
        try await work { books in
            try books.add(WarrantyClaim.self) { claim in
                (claim.serial, claim.complaint, claim.customer) = (Link(serial), LongText("Noise"), Link(Shop.martin))
            }
        }
    }

    fileprivate func change(_ claim: String, _ fill: @escaping @Sendable (inout WarrantyClaim) -> Void) async throws {
        try await work { books in
            let old = try books.find(WarrantyClaim.self, claim)
            var new = old
            fill(&new)
            _ = try books.update(new, replacing: old)
        }
    }

    fileprivate func exchange(
        for replacement: String, to warehouse: String = Shop.stores, reason: String = ""
    ) async throws -> Exchanged {
        try await work { books in
            try books.exchange(
                Exchange(
                    claim: "SER-WRN-2026-00001", replacement: replacement, warehouse: warehouse, reason: reason,
                    returnType: DeliveryNote.type.name))
        }
    }
}
