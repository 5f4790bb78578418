import Inventory

extension Books {
    /// Puts into an empty database what clients take for granted: an account, a company, groups, units, warehouses.
    ///
    /// - Returns: whether the database was empty.
    @discardableResult
    public func furnish(company: String) throws -> Bool {
        guard try transaction.first("SELECT 1 FROM account LIMIT 1", { _ in true }) == nil else { return false }
        let now = clock.now.milliseconds
        try transaction.send(
            """
            INSERT INTO account ("id", "name", "owner", "creation", "modified", "modified_by", "full_name", "enabled")
            VALUES (1, 'Administrator', 1, \(now), \(now), 1, 'Administrator', 1)
            """)
        for name in Permissions.roles { try add(Role.self) { $0.roleName = name } }
        try transaction.send(
            "INSERT INTO has_role (\"id\", \"parent\", \"idx\", \"role\") SELECT 1, 1, 1, \"id\" FROM role WHERE \"name\" = 'System Manager'"
        )
        for (name, whole) in Self.units {
            try add(UOM.self) { ($0.unitName, $0.mustBeWhole) = (name, whole) }
        }
        try furnishGroups()
        try furnish(company)
        try add(StockSettings.self) { _ in }
        return true
    }

    private static let units = [
        ("Nos", true), ("Unit", true), ("Box", true), ("Pair", true), ("Set", true), ("Kg", false), ("Gram", false),
        ("Meter", false), ("Centimeter", false), ("Litre", false), ("Hour", false), ("Day", false),
    ]

    private func furnishGroups() throws {
        try add(ItemGroup.self) { ($0.groupName, $0.isGroup) = ("All Item Groups", true) }
        for name in ["Products", "Raw Material", "Sub Assemblies", "Consumable", "Services"] {
            try add(ItemGroup.self) { ($0.groupName, $0.parent) = (name, Link("All Item Groups")) }
        }
    }

    private func furnish(_ name: String) throws {
        let company = try add(Company.self) { $0.companyName = name }
        let link = Link<Company>(company.head.name)
        let root = try add(Warehouse.self) {
            ($0.warehouseName, $0.isGroup, $0.company) = ("All Warehouses", true, link)
        }
        for name in ["Stores", "Work In Progress", "Finished Goods", "Goods In Transit"] {
            try add(Warehouse.self) {
                ($0.warehouseName, $0.company, $0.parent) = (name, link, Link(root.head.name))
            }
        }
    }

    @discardableResult
    private func add<R: Record>(_ type: R.Type, _ fill: (inout R) -> Void) throws -> R {
        var record = R()
        fill(&record)
        return try insert(record)
    }
}
