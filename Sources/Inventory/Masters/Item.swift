/// A kind of thing that is bought, stored and sold; its units may carry serial numbers.
public struct Item: Record {
    public static let type = RecordType(
        "Item", naming: .field("item_code"),
        usage: .init(table: "stock_ledger_entry", column: "item_code"))

    public var head = Head()
    public var code = ""
    public var itemName = ""
    public var group = Link<ItemGroup>("All Item Groups")
    public var stockUnit = Link<UOM>("Nos")
    public var brand = Link<Brand>()
    public var details = LongText()
    public var isDisabled = false
    public var isStockItem = true
    public var isFixedAsset = false
    public var hasSerialNumbers = false
    public var serialSeries = ""
    public var hasBatches = false
    public var makesBatches = false
    public var batchSeries = ""
    public var hasExpiryDate = false
    public var shelfLifeDays = 0
    public var warrantyDays = 0
    public var endOfLife: Day? = Day(year: 2099, month: 12, day: 31)
    public var valuationRate = Money.zero
    public var standardRate = Money.zero
    public var barcode = ""
    public var units: [UnitConversion] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("item_code", "Item Code", &code, [.required, .isName, .listed, .setOnce])
        visitor.field("item_name", "Item Name", &itemName, .listed)
        visitor.field("item_group", "Item Group", &group, [.required, .listed, .indexed])
        visitor.field("stock_uom", "Stock UOM", &stockUnit, [.required, .listed])
        visitor.field("brand", "Brand", &brand, .listed)
        visitor.field("description", "Description", &details)
        visitor.field("disabled", "Disabled", &isDisabled, .listed)
        visitor.field("is_stock_item", "Maintain Stock", &isStockItem)
        visitor.field("is_fixed_asset", "Is Fixed Asset", &isFixedAsset)
        visitor.field("has_serial_no", "Has Serial No", &hasSerialNumbers, .listed)
        visitor.field("serial_no_series", "Serial Number Series", &serialSeries)
        visitor.field("has_batch_no", "Has Batch No", &hasBatches)
        visitor.field("create_new_batch", "Automatically Create New Batch", &makesBatches)
        visitor.field("batch_number_series", "Batch Number Series", &batchSeries)
        visitor.field("has_expiry_date", "Has Expiry Date", &hasExpiryDate)
        visitor.field("shelf_life_in_days", "Shelf Life (days)", &shelfLifeDays)
        visitor.field("warranty_period", "Warranty Period (days)", &warrantyDays)
        visitor.field("end_of_life", "End of Life", &endOfLife)
        visitor.field("valuation_rate", "Valuation Rate", &valuationRate)
        visitor.field("standard_rate", "Standard Selling Rate", &standardRate)
        visitor.field("barcode", "Barcode", &barcode, .indexed)
        visitor.table("uoms", "Units of Measure", &units)
    }

    /// The series of its serial numbers; nil without one, or with one that cannot count.
    public var series: Series? { serialSeries.isEmpty ? nil : try? Series(serialSeries) }

    /// What its lots are numbered by where a receipt makes them.
    public var lotSeries: Series? {
        guard makesBatches, !hasExpiryDate || shelfLifeDays > 0 else { return nil }
        return try? Series(batchSeries.isEmpty ? "{item_code}.-.#####" : batchSeries)
    }

    public mutating func complete(_ linked: Linked) {
        batchSeries = SerialNumber(batchSeries).text
        code = SerialNumber(code).text
        if itemName.isEmpty { itemName = code }
        if details.text.isEmpty { details = LongText(itemName) }
        serialSeries = SerialNumber(serialSeries).text
    }

    public func faults(_ linked: Linked) -> [Offence] {
        var offences: [Offence] = []
        offences += Self.faults(of: serialSeries, in: "serial_no_series")
        offences += Self.faults(of: batchSeries, in: "batch_number_series")
        if hasSerialNumbers, !isStockItem {
            offences.append(Offence(.serializedNeedsStock, field: "has_serial_no"))
        }
        for (name, days) in [("shelf_life_in_days", shelfLifeDays), ("warranty_period", warrantyDays)]
        where !(0...36_500).contains(days) {
            offences.append(Offence(.outOfRange(least: "0", most: "36500"), field: name))
        }
        for (name, rate) in [("valuation_rate", valuationRate), ("standard_rate", standardRate)]
        where rate < .zero || rate > .limit {
            offences.append(Offence(.outOfRange(least: "0", most: "1000000"), field: name))
        }
        for (index, unit) in units.enumerated() where !(1...1_000_000_000_000).contains(unit.factor.millionths) {
            offences.append(
                Offence(.outOfRange(least: "0.000001", most: "1000000"), line: index + 1, field: "conversion_factor"))
        }
        return offences
    }

    /// Why a series cannot number anything, if so.
    private static func faults(of pattern: String, in field: String) -> [Offence] {
        guard !pattern.isEmpty else { return [] }
        do {
            let known = Schema.of(Item.self)
            return try Series(pattern).fieldNames
                .filter { known.position(of: $0) == nil && !documentSeriesFields.contains($0) }
                .map { Offence(.seriesFieldUnknown($0), field: field) }
        } catch {
            return [Offence(.seriesCannotCount(error, pattern: pattern), field: field)]
        }
    }

    public func faults(replacing old: Item?, isUsed: Bool) -> [Offence] {
        guard let old, isUsed else { return [] }
        var offences: [Offence] = []
        if hasSerialNumbers != old.hasSerialNumbers {
            offences.append(Offence(.constantFrozen, field: "has_serial_no"))
        }
        if hasBatches != old.hasBatches { offences.append(Offence(.constantFrozen, field: "has_batch_no")) }
        if isStockItem != old.isStockItem { offences.append(Offence(.constantFrozen, field: "is_stock_item")) }
        if stockUnit != old.stockUnit { offences.append(Offence(.constantFrozen, field: "stock_uom")) }
        return offences
    }

    /// How many stock units make one of `unit`; nil for a unit that the item does not know.
    public func factor(for unit: Link<UOM>) -> Factor? {
        if unit == stockUnit || unit.isEmpty { return .one }
        return units.first { $0.unit == unit }?.factor
    }
}

/// The document fields that a serial number series may take over.
private let documentSeriesFields: Set<String> = ["supplier", "customer", "company", "naming_series"]

/// A unit in which the item is also counted, and how many stock units it makes.
public struct UnitConversion: Line {
    public static let typeName = "UOM Conversion Detail"

    public var row: Int64?
    public var unit = Link<UOM>()
    public var factor = Factor.one

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("uom", "UOM", &unit, .required)
        visitor.field("conversion_factor", "Conversion Factor", &factor, .required)
    }
}
