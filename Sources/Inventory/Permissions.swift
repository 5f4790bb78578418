/// What someone may do with records of a type.
public enum Right: String, CaseIterable, Sendable {
    case read
    /// Create, change and rename records; of documents, drafts.
    case write
    case submit
    case cancel
    case delete
    /// Put files and notes on records, and remove one's own.
    case annotate
}

/// Which role may do what: the one table that every route asks.
///
/// Source: docs/rules.md, section 7.
public enum Permissions {
    /// The roles of a new database.
    public static let roles = [
        "System Manager", "Item Manager", "Stock Manager", "Stock User", "Purchase User", "Sales User",
        "Maintenance Manager", "Maintenance User", "Auditor",
    ]

    public static func allows(_ roles: some Sequence<String>, _ right: Right, on type: String) -> Bool {
        roles.contains { table[$0]?[type]?.contains(right) ?? false }
    }

    private static let table: [String: [String: Set<Right>]] = Dictionary(
        uniqueKeysWithValues: roles.map { role in
            (
                role,
                Dictionary(uniqueKeysWithValues: recordTypes.map { ($0.type.name, rights(of: role, on: $0.type.name)) })
            )
        })

    /// Whoever may read a type may put files and notes on its records; an auditor changes nothing.
    private static func rights(of role: String, on type: String) -> Set<Right> {
        let rights = ownRights(of: role, on: type)
        return role == "Auditor" || !rights.contains(.read) ? rights : rights.union([.annotate])
    }

    private static func ownRights(of role: String, on type: String) -> Set<Right> {
        let all = Set(Right.allCases)
        switch role {
        case "System Manager": return all
        case "Auditor": return [.read]
        case _ where complaints[type]?.contains(role) == true: return all
        case _ where setup.contains(type): return type == "User" || type == "Role" ? [] : [.read]
        case "Stock Manager" where assets.contains(type): return all
        case "Item Manager" where catalogue.contains(type): return all
        case "Stock Manager" where stockDocuments.contains(type) || kept.contains(type) || type == "Recall": return all
        case "Stock User" where stockDocuments.contains(type): return all
        case "Purchase User" where ["Purchase Receipt", "Purchase Invoice", "Supplier"].contains(type): return all
        case "Sales User" where ["Sales Order", "Delivery Note", "Sales Invoice", "Customer"].contains(type): return all
        case "Item Manager" where stockDocuments.contains(type) || tradeDocuments.contains(type): return []
        case "Maintenance Manager" where visits.contains(type) || planning.contains(type): return all
        case "Maintenance User" where type == "Maintenance Visit": return [.read, .write, .submit]
        case _ where visits.contains(type):
            return ["Sales User", "Maintenance User"].contains(role) ? [.read] : []
        case "Maintenance Manager", "Maintenance User": return stockDocuments.contains(type) ? [] : [.read]
        default: return [.read]
        }
    }

    /// Who works with what happens after the sale.
    private static let complaints: [String: Set<String>] = [
        "Warranty Claim": ["Maintenance Manager", "Maintenance User", "Sales User"],
        "Installation Note": ["Maintenance Manager", "Maintenance User", "Sales User", "Stock Manager", "Stock User"],
    ]
    private static let setup: Set = ["User", "Role", "Company", "Stock Settings", "Custom Field"]
    private static let catalogue: Set = ["Item", "Item Group", "UOM", "Brand", "Batch", "Serial No"]
    private static let kept: Set = ["Serial No", "Batch", "Warehouse"]
    private static let assets: Set = ["Asset", "Asset Movement", "Location", "Employee"]
    private static let stockDocuments: Set = [
        "Stock Entry", "Purchase Receipt", "Delivery Note", "Stock Reconciliation",
    ]
    private static let visits: Set = ["Maintenance Schedule", "Maintenance Visit"]
    private static let planning: Set = ["Holiday List", "Sales Person"]
    private static let tradeDocuments: Set = ["Purchase Invoice", "Sales Invoice", "Sales Order"]
}
