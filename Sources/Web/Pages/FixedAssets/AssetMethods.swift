import Inventory
import Storage

/// The product's own methods about assets.
enum AssetMethods {
    static let methods: [String: Methods.Method] = [
        "matricule.mark_asset": Methods.Method(changes: true) { call in
            let name = try call.required("asset")
            return Action(needs: [.init(right: .write, type: Asset.type.name)]) { site in
                try await mark(name, call, site) { .json("message", "ok") }
            }
        },
        "matricule.depreciation": Methods.Method(read: depreciation),
    ]

    /// Notes that an asset is out of order, in maintenance or in service again.
    static func mark(
        _ name: String, _ call: Call, _ site: Site, _ answer: @escaping @Sendable () -> Answer
    ) async throws -> Answer {
        let status = call.text("status") ?? ""
        guard let condition = AssetCondition(rawValue: status) else {
            let choices = AssetCondition.allCases.map(\.rawValue)
            throw Refusal(.notAChoice(value: String(status.prefix(140)), choices: choices), field: "status")
        }
        let reason = call.text("reason") ?? ""
        return try await site.write(call) { books in
            try books.mark(asset: name, condition, reason: reason)
            return answer()
        }
    }

    /// How an asset loses its value; no lines where nobody asked for it.
    private static func depreciation(_ call: Call) throws -> Action {
        let name = try call.required("asset")
        return Action(needs: [.init(right: .read, type: Asset.type.name)]) { site in
            let plan = try await site.database.read { transaction in
                let books = call.books(transaction)
                let asset = try books.find(Asset.self, name)
                return asset.depreciation(fiscalStart: try books.fiscalStart(of: asset))
            }
            let lines = (plan?.lines ?? []).map { line -> JSON in
                [
                    "schedule_date": .string(line.end.description),
                    "depreciation_amount": .number(line.amount.description),
                    "accumulated_depreciation_amount": .number(line.accumulated.description),
                    "value_after_depreciation": .number(line.value.description),
                ]
            }
            return .json("message", .array(lines))
        }
    }
}
