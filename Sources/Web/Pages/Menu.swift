import Inventory
import Storage

/// The ways into the product: every type whose records one may look at, under the entry where people expect it.
enum Menu {
    struct Section: Sendable {
        let title: String
        let types: [String]
    }

    static let sections: [Section] = [
        Section(
            title: "Stock",
            types: [
                "Serial No", "Batch", "Recall", "Stock Entry", "Purchase Receipt", "Delivery Note",
                "Stock Reconciliation", "Bin",
                "Stock Ledger Entry",
            ]),
        Section(title: "Items", types: ["Item", "Item Group", "Brand", "UOM", "Warehouse"]),
        Section(title: "Buying", types: ["Supplier", "Purchase Invoice"]),
        Section(title: "Selling", types: ["Customer", "Sales Order", "Sales Invoice"]),
        Section(
            title: AfterSale.section,
            types: [
                "Warranty Claim", "Maintenance Schedule", "Maintenance Visit", "Installation Note", "Sales Person",
                "Holiday List",
            ]),
        Section(title: "Assets", types: ["Asset", "Asset Movement", "Location", "Employee"]),
        Section(title: "Setup", types: ["Company", "User", "Role", "Stock Settings", "Custom Field"]),
    ]

    /// What stands together under Stock.
    static let numbered: Set = ["Serial No", "Batch", "Recall"]

    /// The menu as this person has it.
    static func html(_ call: Call, _ translate: (String) -> String) -> HTML {
        let entries = sections.map { section -> HTML in
            let types = section.types.compactMap { recordType(named: $0)?.type }.filter {
                call.identity?.may(.read, $0.name) == true
            }
            guard !types.isEmpty else { return "" }
            var links = types.map { type -> HTML in
                let key: HTML = type == SerialNo.type ? " data-go=\"s\"" : ""
                return "<li><a href=\"\(type.address)\"\(key)>\(translate(type.listName))</a></li>"
            }
            let numbered = types.prefix { Self.numbered.contains($0.name) }.count
            if types.contains(SerialNo.type) {
                let label = translate("Look Up Numbers")
                links.insert("<li><a href=\"\(LookUpPage.address)\" data-go=\"l\">\(label)</a></li>", at: 1)
                let group = HTML.joined(links.prefix(numbered + 1))
                links.replaceSubrange(
                    ...numbered,
                    with: ["<li class=\"group\"><span>\(translate("Serial No and Batch"))</span><ul>\(group)</ul></li>"]
                )
            }
            if section.title == "Stock", call.identity?.may(.write, StockReconciliation.type.name) == true {
                links.append("<li><a href=\"\(StockCountPage.address)\">\(translate("Stock Count"))</a></li>")
                links.append("<li><a href=\"\(RefusedScansPage.address)\">\(translate("Refused scans"))</a></li>")
            }
            if section.title == AfterSale.section {
                links = afterSale(call, translate) + AfterSale.menu(call, translate) + links
            }
            if section.title == "Assets" { links += assets(call, translate) }
            if section.title == "Setup" { links += setup(call, translate) }
            return """
                <details name="menu"><summary>\(translate(section.title))</summary><ul>\(HTML.joined(links))</ul></details>
                """
        }
        return scan(call, translate) + HTML.joined(entries) + ReportsPage.menu(call, translate)
    }

    /// What is done with many assets at once, and where they are.
    private static func assets(_ call: Call, _ translate: (String) -> String) -> [HTML] {
        let tasks = [(AssetTask.make, "Make assets of units"), (.move, "Move assets")].filter {
            call.identity?.may(.write, $0.0.type.type.name) == true
        }
        return ["<li><a href=\"\(LocationTreePage.address)\">\(translate("Locations as a tree"))</a></li>"]
            + tasks.map { task, label in "<li><a href=\"\(task.address)\">\(translate(label))</a></li>" }
    }

    /// The pages of the setup that are no types.
    private static func setup(_ call: Call, _ translate: (String) -> String) -> [HTML] {
        var links: [HTML] = ["<li><a href=\"\(CountersPage.address)\">\(translate("Numbering series"))</a></li>"]
        if call.identity?.may(.read, User.type.name) == true {
            links.append("<li><a href=\"\(AuditLogPage.address)\">\(translate("Audit Log"))</a></li>")
        }
        return links
    }

    /// The pages after the sale that are no types.
    private static func afterSale(_ call: Call, _ translate: (String) -> String) -> [HTML] {
        guard ClaimDesk.reading.allSatisfy({ call.identity?.may($0.right, $0.type) == true }) else { return [] }
        return [(ClaimDesk.address, "Claim on a Unit"), (WorkshopPage.address, "In the workshop")].map {
            "<li><a href=\"\($0.0)\">\(translate($0.1))</a></li>"
        }
    }

    /// The way to the scan page, for whoever may move stock.
    private static func scan(_ call: Call, _ translate: (String) -> String) -> HTML {
        guard call.identity?.may(.read, SerialNo.type.name) == true else { return "" }
        return "<a href=\"/stock/scan\" data-go=\"c\">\(Icon.scan.html)\(translate("Scan"))</a>"
    }

    /// What concerns the person who is signed in.
    static func account(_ call: Call, _ translate: (String) -> String) -> HTML {
        let own: HTML = "<a href=\"\(AccountPage.own)\">\(Icon.user.html)\(translate("My account"))</a>"
        guard call.identity?.may(.read, User.type.name) == true else { return own }
        return own + "<a href=\"\(User.type.address)\">\(Icon.user.html)\(translate("Users"))</a>"
    }

    /// The entry under which a type stands.
    static func title(of type: RecordType) -> String {
        sections.first { $0.types.contains(type.name) }?.title ?? "Stock"
    }
}

extension RecordType {
    /// What the list of the type is called, in the singular as on the wire.
    var listName: String {
        switch name {
        case "Bin": "Stock by Warehouse"
        default: name
        }
    }
}
