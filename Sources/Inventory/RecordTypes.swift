/// Every type of record, in the order in which a new database makes their tables: what a type links to comes first.
public let recordTypes: [any Record.Type] = [
    User.self, Role.self, HolidayList.self, Company.self, UOM.self, Brand.self, ItemGroup.self, Item.self, Batch.self,
    Warehouse.self,
    Supplier.self, Customer.self, StockSettings.self, CustomField.self, SalesOrder.self, SerialNo.self,
    WarrantyClaim.self, StockEntry.self,
    PurchaseReceipt.self, PurchaseInvoice.self, DeliveryNote.self, SalesInvoice.self, StockReconciliation.self,
    InstallationNote.self, Recall.self, SalesPerson.self, MaintenanceSchedule.self, MaintenanceVisit.self,
    Location.self, Employee.self, Asset.self, AssetMovement.self,
    Bin.self, StockLedgerEntry.self,
]

/// The type with this name on the wire, such as `Delivery Note`.
public func recordType(named name: String) -> (any Record.Type)? { recordTypesByName[name] }

private let recordTypesByName: [String: any Record.Type] = Dictionary(
    uniqueKeysWithValues: recordTypes.map { ($0.type.name, $0) })

extension Schema {
    /// The fields of a registered type, collected once for the whole program.
    public static func of(_ type: any Record.Type) -> Schema {
        guard let schema = schemas[type.type.name] else { preconditionFailure("\(type.type.name) is not registered") }
        return schema
    }

    private static let schemas: [String: Schema] = Dictionary(
        uniqueKeysWithValues: recordTypes.map { ($0.type.name, Schema(of: $0)) })
}
