import Inventory
import Storage

/// Methods about units after the sale: whether one is covered, its exchange, and the note on where it was installed.
enum AfterSaleMethods {
    static let methods: [String: Methods.Method] = [
        "matricule.claim_check": Methods.Method(read: check),
        "matricule.exchange": Methods.Method(changes: true, read: exchange),
        "erpnext.stock.doctype.delivery_note.delivery_note.make_installation_note": Methods.Method(read: install),
    ]

    /// Whether a unit is covered today, by what and until when; who bought it; and how often its like failed.
    private static func check(_ call: Call) throws -> Action {
        let serial = try call.required("serial_no")
        return Action(needs: ClaimDesk.reading) { site in
            guard let found = try await ClaimFinding.find(serial, call, site) else {
                throw Refusal(.notFound(type: SerialNo.type.name, name: serial), field: "serial_no")
            }
            return .json("message", found.json(call, Words(call, site)))
        }
    }

    /// Exchanges the unit of `claim` for `replacement_serial_no`; the defective one goes to `warehouse`. `reason` is
    /// needed for another item, `return_type` for a unit that a sales invoice delivered.
    private static func exchange(_ call: Call) throws -> Action {
        let claim = try call.text("claim") ?? call.required("name")
        return Action(needs: ExchangePage.needs(call)) { site in
            let done = try await ExchangePage.exchange(claim, call, site)
            return .json(
                "message",
                [
                    "claim": .string(claim), "return": .string(done.takenBack),
                    "delivery_note": .string(done.deliveryNote),
                ])
        }
    }

    /// An installation note, not yet stored, for what a delivery note brought and nobody has installed yet.
    private static func install(_ call: Call) throws -> Action {
        let name = try call.required("source_name")
        return Action(needs: [.init(right: .read, type: DeliveryNote.type.name)]) { site in
            let (note, open) = try await site.database.read { transaction in
                let books = call.books(transaction)
                let note = try books.find(DeliveryNote.self, name)
                return (note, Set(try books.uninstalled(by: note).map(\.key)))
            }
            var draft = InstallationNote()
            (draft.customer, draft.customerName) = (note.sale.customer, note.sale.customerName)
            draft.header.company = note.header.company
            draft.lines = note.lines.compactMap { line in
                var installed = InstallationNoteItem()
                (installed.item, installed.details) = (line.goods.item, line.goods.details)
                (installed.deliveryType, installed.deliveryName) = (DeliveryNote.type.name, note.head.name)
                installed.quantity = line.goods.stockQuantity
                guard !line.units.serials.isEmpty else { return installed }
                let numbers = line.units.serials.numbers.filter { open.contains($0.key) }
                (installed.serials, installed.quantity) = (SerialCell(numbers), Quantity(numbers.count))
                return numbers.isEmpty ? nil : installed
            }
            return .json("message", Trade.unstored(draft.values, InstallationNote.self, site))
        }
    }
}

extension ClaimFinding {
    func json(_ call: Call, _ words: Words) -> JSON {
        func day(_ day: Day?) -> JSON { day.map { .string($0.description) } ?? .null }
        func rate(_ rate: ClaimRate) -> JSON {
            [
                "claims": .number(String(rate.claims)), "units": .number(String(rate.failed)),
                "delivered": .number(String(rate.delivered)),
            ]
        }
        let verdict = verdict(call, words)
        return [
            "serial_no": .string(serial), "item_code": .string(standing.item.name),
            "status": .string(standing.status.rawValue), "covered": verdict.coverage.isCovered ? 1 : 0,
            "warranty_amc_status": .string(verdict.coverage.rawValue), "verdict": .string(verdict.sentence),
            "warranty_expiry_date": day(standing.warrantyEnd), "amc_expiry_date": day(standing.contractEnd),
            "customer": .string(standing.customer.name), "customer_name": .string(standing.customerName),
            "delivery_document_type": .string(standing.deliveryType),
            "delivery_document_no": .string(standing.deliveryName), "delivery_date": day(standing.deliveredOn),
            "repair_claim": .string(standing.status == .delivered ? standing.custodies.first ?? "" : ""),
            "claims": .array(
                claims.map { claim in
                    [
                        "name": .string(claim.name), "status": .string(claim.status.rawValue),
                        "complaint_date": day(claim.date), "complaint": .string(claim.complaint),
                        "replacement_serial_no": .string(claim.replacement),
                    ]
                }),
            "item": rate(ofItem), "batch": ofLot.map(rate) ?? .null,
        ]
    }
}
