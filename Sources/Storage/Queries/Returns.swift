public import Inventory

extension Books {
    /// What the submitted returns of a document have taken back.
    public func takenBack<D: Document>(from name: String, _ type: D.Type) throws -> TakenBack {
        let returns = try load(type, where: "d.\"return_against\" = \(name) AND d.\"docstatus\" = 1")
        return TakenBack(by: returns.map(\.values), of: type)
    }
}
