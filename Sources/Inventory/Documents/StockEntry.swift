/// Goods that come in, go out or change place without a supplier or a customer.
public struct StockEntry: Document {
    public static let type = RecordType("Stock Entry", naming: .series("MAT-STE-.YYYY.-"))

    public var head = Head()
    public var header = DocumentHeader(series: "MAT-STE-.YYYY.-")
    public var entryType = StockEntryPurpose.unset
    public var purpose = StockEntryPurpose.unset
    public var source = Link<Warehouse>()
    public var target = Link<Warehouse>()
    public var totalValue = Money.zero
    public var lines: [StockEntryDetail] = []

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("stock_entry_type", "Stock Entry Type", &entryType, [.required, .listed])
        visitor.field("purpose", "Purpose", &purpose)
        visitor.field("from_warehouse", "Default Source Warehouse", &source)
        visitor.field("to_warehouse", "Default Target Warehouse", &target)
        visitor.field("total_amount", "Total Amount", &totalValue, .readOnly)
        header.visit(&visitor)
        visitor.table("items", "Items", &lines, .required)
    }

    public var counterpart: Counterpart { Counterpart() }

    /// A material issue that says why writes an asset off.
    public var disposal: AssetDisposal {
        guard entryType == .materialIssue else { return .keeps }
        return SerialNumber(header.remarks.text).text.isEmpty ? .lacksReason : .disposes
    }

    public mutating func complete(_ linked: Linked) {
        header.complete(linked)
        if entryType == .unset { entryType = purpose }
        purpose = entryType
        totalValue = .zero
        for index in lines.indices {
            if lines[index].source.isEmpty, entryType.wantsSource(lines[index]) { lines[index].source = source }
            if lines[index].target.isEmpty, entryType.wantsTarget(lines[index]) { lines[index].target = target }
            lines[index].complete(linked)
            totalValue = totalValue.plus(lines[index].goods.amount)
        }
    }

    public func faults(_ linked: Linked) -> [Offence] {
        totalFaults(totalValue)
            + lines.enumerated().flatMap { index, line in
                placeFaults(of: line, number: index + 1)
                    + line.goods.faults(linked, line: index + 1, on: postedAt.day, rateField: "basic_rate")
                    + (line.goods.quantity.isNegative
                        ? [Offence(.quantityNotPositive, line: index + 1, field: "qty")] : [])
            }
    }

    private func placeFaults(of line: StockEntryDetail, number: Int) -> [Offence] {
        var offences: [Offence] = []
        func add(_ rejection: Rejection, _ field: String) {
            offences.append(Offence(rejection, line: number, field: field))
        }
        if entryType.isTransformation, line.source.isEmpty == line.target.isEmpty {
            // An input has only a source, an output only a target.
            add(line.source.isEmpty ? .placeMissing(source: true) : .placeNotWanted(source: false), "t_warehouse")
            return offences
        }
        if entryType.wantsSource(line), line.source.isEmpty { add(.placeMissing(source: true), "s_warehouse") }
        if entryType.wantsTarget(line), line.target.isEmpty { add(.placeMissing(source: false), "t_warehouse") }
        if !entryType.wantsSource(line), !line.source.isEmpty { add(.placeNotWanted(source: true), "s_warehouse") }
        if !entryType.wantsTarget(line), !line.target.isEmpty { add(.placeNotWanted(source: false), "t_warehouse") }
        if !line.source.isEmpty, line.source == line.target { add(.placesEqual(line.source.name), "t_warehouse") }
        return offences
    }

    public var transfers: [Transfer] {
        lines.enumerated().map { index, line in
            var transfer = Transfer(
                line: index + 1, item: line.goods.item, quantity: line.goods.stockQuantity, serials: line.units.serials,
                from: line.source.isEmpty ? .outside : .warehouse(line.source),
                to: line.target.isEmpty ? .outside : .warehouse(line.target))
            transfer.batch = line.units.batch
            transfer.rate = line.goods.stockRate
            transfer.isTransformed = entryType.isTransformation
            transfer.isForUse = entryType.isUse
            return transfer
        }
    }

    public mutating func fill(_ lots: [Int: Link<Batch>]) {
        for (line, lot) in lots { lines[line - 1].units.batch = lot }
    }

    public mutating func fill(_ cells: [CellKey: SerialCell]) {
        for (key, cell) in cells { lines[key.line - 1].units.serials = cell }
    }
}

/// What a stock entry does.
public enum StockEntryPurpose: String, Choice {
    case unset = ""
    case materialReceipt = "Material Receipt"
    case materialIssue = "Material Issue"
    case materialTransfer = "Material Transfer"
    case transferForManufacture = "Material Transfer for Manufacture"
    case consumption = "Material Consumption for Manufacture"
    case manufacture = "Manufacture"
    case repack = "Repack"
    case sendToSubcontractor = "Send to Subcontractor"

    public static var standard: StockEntryPurpose { .unset }

    /// Whether lines are inputs that are used up and outputs that are made.
    var isTransformation: Bool { self == .manufacture || self == .repack }

    /// Whether what leaves is built into something, at once or later.
    var isUse: Bool {
        isTransformation || [.consumption, .transferForManufacture, .sendToSubcontractor].contains(self)
    }

    func wantsSource(_ line: StockEntryDetail) -> Bool {
        switch self {
        case .unset, .materialReceipt: false
        case .manufacture, .repack: line.target.isEmpty
        default: true
        }
    }

    func wantsTarget(_ line: StockEntryDetail) -> Bool {
        switch self {
        case .unset, .materialIssue, .consumption: false
        case .manufacture, .repack: line.source.isEmpty
        default: true
        }
    }
}

/// A line of a stock entry.
public struct StockEntryDetail: Line {
    public static let typeName = "Stock Entry Detail"

    public var row: Int64?
    public var source = Link<Warehouse>()
    public var target = Link<Warehouse>()
    public var goods = Goods()
    public var units = Units()
    public var isFinishedItem = false

    public init() {}

    public mutating func visit<Visitor: FieldVisitor>(_ visitor: inout Visitor) {
        visitor.field("s_warehouse", "Source Warehouse", &source, .listed)
        visitor.field("t_warehouse", "Target Warehouse", &target, .listed)
        goods.visit(&visitor, names: ("transfer_qty", "basic_rate", "amount"))
        units.visit(&visitor)
        visitor.field("is_finished_item", "Is Finished Item", &isFinishedItem)
    }

    mutating func complete(_ linked: Linked) {
        if source.isEmpty, goods.rate.isZero, let item = linked[goods.item] { goods.rate = item.valuationRate }
        goods.complete(linked)
        units.complete()
    }
}
