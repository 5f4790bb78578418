public import Inventory

extension Books {
    /// Moves a claim on, as an exchange or a visit does: in progress, closed with the work done, or open again once
    /// what moved it was cancelled. A claim that stands there already, or was cancelled, stays as it is.
    ///
    /// - Parameter work: what was done; it is added to the resolution. Closing needs some.
    /// - Throws: `Refusal` where the claim is not there, or the rules refuse the change.
    public func moveOn(_ claim: String, to status: ClaimStatus, work: String = "") throws {
        let old = try find(WarrantyClaim.self, claim)
        guard old.status != status, old.status != .cancelled else { return }
        var new = old
        new.status = status
        let told = [old.resolution.details.text, work].filter { !$0.isEmpty }
        new.resolution.details = LongText(told.joined(separator: "\n"))
        _ = try update(new, replacing: old)
    }
}
