import Foundation
import Inventory
import Storage

/// The company's time zone: what turns instants into the dates and times that people read.
struct Zone: Sendable {
    private let zone: TimeZone

    /// - Parameter identifier: a name such as `Europe/Paris`; nil when there is no such zone.
    init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.zone = zone
    }

    static let paris = Zone("Europe/Paris") ?? Zone(utc: ())

    private init(utc: Void) {
        self.zone = .gmt
    }

    /// What the company's clock shows at an instant.
    func local(_ instant: Instant) -> PostingTime {
        let date = Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
        return PostingTime(milliseconds: instant.milliseconds + Int64(zone.secondsFromGMT(for: date)) * 1000)
    }

    /// `2026-11-23 02:01:06.215000`, as the ecosystem writes instants.
    func text(_ instant: Instant) -> String {
        let local = local(instant)
        let time = TimeOfDay(milliseconds: local.time.milliseconds / 1000 * 1000).description
        let fraction = String(String(1000 + local.time.milliseconds % 1000).dropFirst())
        return "\(local.day) \(time).\(fraction)000"
    }

    /// The clock of a request that comes in now.
    func clock() -> Clock {
        let now = Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
        return Clock(now: now, local: local(now))
    }
}
