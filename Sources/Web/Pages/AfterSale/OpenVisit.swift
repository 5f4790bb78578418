import Inventory
import Storage

/// A visit that an address names: one that a schedule plans, or a document that somebody has begun.
enum VisitPlace: Sendable {
    case planned(Int64)
    case document(String)

    /// Reads `planned/17` or `visit/MAT-MVS-2026-00001`.
    init?(_ path: [String]) {
        let rest = path.dropFirst().joined(separator: "/")
        switch path.first {
        case "planned":
            guard let row = Int64(rest) else { return nil }
            self = .planned(row)
        case "visit" where !rest.isEmpty: self = .document(rest)
        default: return nil
        }
    }

    var path: String {
        switch self {
        case .planned(let row): "planned/\(row)"
        case .document(let name): "visit/\(name.percentEncoded)"
        }
    }
}

/// The visit behind a place, as it stands before somebody closes it.
struct OpenVisit: Sendable {
    var visit: MaintenanceVisit
    /// The stored draft, or the document as it was submitted; nil for a visit that is only planned.
    let stored: MaintenanceVisit?
    let schedule: MaintenanceSchedule?
    let planned: PlannedVisit?
    let customerName: String

    /// How many units of the planned visit were done before.
    var doneBefore: Int { planned.map { max(0, $0.serials.numbers.count - visit.lines.count) } ?? 0 }
    /// Whether some of its units may be done and others not: what the plan has several of.
    var isDivisible: Bool { !visit.plannedVisit.isEmpty && visit.lines.count > 1 }
    var person: String { visit.lines.first { !$0.person.isEmpty }?.person.name ?? "" }
    var day: Day? { planned?.day ?? visit.header.postingDate }
}

extension Books {
    /// - Throws: `Refusal` for a visit that is not there.
    func openVisit(_ place: VisitPlace) throws -> OpenVisit {
        switch place {
        case .planned(let row):
            let (schedule, planned) = try plannedVisit(row)
            return OpenVisit(
                visit: try begin(planned, in: schedule), stored: nil, schedule: schedule, planned: planned,
                customerName: schedule.customerName)
        case .document(let name):
            let visit = try find(MaintenanceVisit.self, name)
            let schedule = visit.schedule.isEmpty ? nil : try find(MaintenanceSchedule.self, visit.schedule.name)
            return OpenVisit(
                visit: visit, stored: visit, schedule: schedule, planned: nil, customerName: visit.customerName)
        }
    }
}
