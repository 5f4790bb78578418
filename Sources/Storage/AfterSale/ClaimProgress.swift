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

    /// Moves the claims on that the work of a visit was for, as the visits that stand say: a full one closes a claim
    /// with the work done, a partial one puts it in progress, and without any it is open again.
    ///
    /// What people closed by hand stays closed.
    func moveClaims(of visit: MaintenanceVisit) throws {
        let work = visit.lines.filter { $0.originType == WarrantyClaim.type.name && !$0.originName.isEmpty }
        guard !work.isEmpty else { return }
        let names = Array(Set(work.map(\.originName))).sorted()
        let standing = try transaction.query(
            """
            SELECT DISTINCT k."name", v."completion_status", v."name" FROM \(rows: Rows(.texts("name", names))) k
            JOIN maintenance_visit_purpose r ON r."prevdoc_docname" = k."name" AND r."prevdoc_doctype" = 'Warranty Claim'
            JOIN maintenance_visit v ON v."id" = r."parent" AND v."docstatus" = 1
            """
        ) { (claim: $0.text(0) ?? "", isFull: $0.text(1) == VisitCompletion.full.rawValue, visit: $0.text(2) ?? "") }
        for name in names {
            let visits = standing.filter { $0.claim == name }
            let isCancelled = !visits.contains { $0.visit == visit.head.name }
            let claim = try find(WarrantyClaim.self, name)
            let isOurs = claim.resolution.details.text.contains(visit.head.name)
            guard claim.status != .closed || (isCancelled && isOurs) else { continue }
            let status: ClaimStatus =
                visits.contains(where: \.isFull) ? .closed : visits.isEmpty ? .open : .workInProgress
            let done = work.filter { $0.originName == name }.map(\.workDone.text).filter { !$0.isEmpty }
            let told = ([visit.head.name] + done).joined(separator: "\n")
            try moveOn(name, to: status, work: status == .closed && !isCancelled ? told : "")
        }
    }
}
