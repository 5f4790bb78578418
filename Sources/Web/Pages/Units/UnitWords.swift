import Inventory

/// How pages say what a unit's state is: always a word, with a colour beside it.
enum UnitWords {
    /// The states that a unit can be in, as the wire has them.
    static let statuses = UnitStatus.allCases.map(\.rawValue) + ["Expired"]

    /// The states of a unit's warranty and maintenance contract, as the wire has them.
    static let maintenance = ["Under Warranty", "Under AMC", "Out of AMC", "Out of Warranty"]

    static func label(_ status: String, _ translate: (String) -> String) -> String {
        switch status {
        case "Active": translate("Available")
        case "Returned": translate("Returned to supplier")
        case "Unknown": translate("Unknown")
        case "Repeated": translate("Repeated")
        default: translate(status)
        }
    }

    static func badge(_ status: String, _ translate: (String) -> String) -> HTML {
        "<span class=\"badge \(status.lowercased())\">\(label(status, translate))</span>"
    }
}
