import Inventory

/// How pages say what an asset's state is: always a word, with a colour beside it.
enum AssetWords {
    /// The states that an asset can be in, as the wire has them.
    static let statuses = [
        "Draft", "Submitted", "In Maintenance", "Out of Order", "Sold", "Scrapped", "Returned", "Cancelled",
    ]

    static func label(_ status: String, _ translate: (String) -> String) -> String {
        switch status {
        case "Submitted": translate("In service")
        case "Returned": translate("Sent back to the supplier")
        default: translate(status)
        }
    }

    static func badge(_ status: String, _ translate: (String) -> String) -> HTML {
        "<span class=\"badge \(colours[status] ?? "inactive")\">\(label(status, translate))</span>"
    }

    private static let colours = [
        "Draft": "draft", "Submitted": "active", "In Maintenance": "warn", "Out of Order": "bad", "Sold": "delivered",
    ]
}

extension FieldKind {
    /// What people call a choice, as a key of the catalogue: an active employee is no available unit.
    func spoken(_ choice: String) -> String {
        self == EmployeeStatus.kind && choice == EmployeeStatus.active.rawValue ? "Employed" : choice
    }
}
