import Foundation
import Inventory
import Storage

/// The company's time zone: what turns instants into the dates and times that people read.
struct Zone: Sendable {
    /// From when on which offset holds, in milliseconds; the changes of two centuries, looked up once.
    private let offsets: [(from: Int64, offset: Int64)]

    /// - Parameter identifier: a name such as `Europe/Paris`; nil when there is no such zone.
    init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        var moment = Date(timeIntervalSince1970: -2_208_988_800)
        var offsets = [(from: Int64.min, offset: Int64(zone.secondsFromGMT(for: moment)) * 1000)]
        while let next = zone.nextDaylightSavingTimeTransition(after: moment),
            next.timeIntervalSince1970 < 4_102_444_800
        {
            let from = Int64(next.timeIntervalSince1970) * 1000
            offsets.append((from, Int64(zone.secondsFromGMT(for: next)) * 1000))
            moment = next
        }
        self.offsets = offsets
    }

    private init(offsets: [(from: Int64, offset: Int64)]) {
        self.offsets = offsets
    }

    static let paris = Zone("Europe/Paris") ?? Zone(offsets: [(Int64.min, 0)])

    /// What the company's clock shows at an instant.
    func local(_ instant: Instant) -> PostingTime {
        var (low, high) = (0, offsets.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if offsets[middle].from <= instant.milliseconds { low = middle } else { high = middle - 1 }
        }
        return PostingTime(milliseconds: instant.milliseconds + offsets[low].offset)
    }

    /// The instant at which the company's clock shows a time; of an hour that comes twice, the first.
    func instant(_ time: PostingTime) -> Instant {
        let offset = { (milliseconds: Int64) in local(Instant(milliseconds: milliseconds)).milliseconds - milliseconds }
        let guess = time.milliseconds - offset(time.milliseconds)
        return Instant(milliseconds: time.milliseconds - offset(guess))
    }

    /// `2026-11-23 02:01:06.215000`, as the ecosystem writes instants.
    func text(_ instant: Instant) -> String {
        let local = local(instant)
        let (year, month, day) = local.day.civil
        let time = local.time.milliseconds
        var bytes: [UInt8] = []
        bytes.reserveCapacity(26)
        func append(_ number: Int, digits: Int, then separator: Unicode.Scalar) {
            var divisor = digits == 4 ? 1000 : digits == 3 ? 100 : 10
            while divisor > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
                divisor /= 10
            }
            bytes.append(UInt8(ascii: separator))
        }
        append(year, digits: 4, then: "-")
        append(month, digits: 2, then: "-")
        append(day, digits: 2, then: " ")
        append(time / 3_600_000, digits: 2, then: ":")
        append(time / 60_000 % 60, digits: 2, then: ":")
        append(time / 1000 % 60, digits: 2, then: ".")
        append(time % 1000, digits: 3, then: "0")
        bytes += [UInt8(ascii: "0"), UInt8(ascii: "0")]
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The clock of a request that comes in now.
    func clock() -> Clock {
        let now = Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
        return Clock(now: now, local: local(now))
    }
}
