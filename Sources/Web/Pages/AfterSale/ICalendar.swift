import Inventory
import Storage

/// A calendar as other programs read it.
///
/// Source: RFC 5545; names that programs show from RFC 7986.
struct ICalendar {
    struct Event {
        /// The same for as long as the event exists, and different from every other's.
        let identifier: String
        let changed: Instant
        /// Never less than it was.
        let sequence: Int
        let day: Day
        /// The moment at which it begins; nil for one that is on its day.
        let moment: Instant?
        let summary: String
        let details: String
        let place: String
        let address: String
        var isCancelled = false
    }

    let name: String
    let events: [Event]

    /// The lines of the file, folded and ended as the standard has them.
    var text: String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Matricule//Calendar//FR", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", Self.property("NAME", name), Self.property("X-WR-CALNAME", name),
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
        ]
        for event in events { lines += Self.lines(event) }
        lines.append("END:VCALENDAR")
        return lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    private static func lines(_ event: Event) -> [String] {
        var lines = [
            "BEGIN:VEVENT", property("UID", event.identifier), "DTSTAMP:\(stamp(event.changed))",
            "LAST-MODIFIED:\(stamp(event.changed))", "SEQUENCE:\(event.sequence)",
        ]
        if let moment = event.moment {
            let hour: Int64 = 3_600_000
            lines.append("DTSTART:\(stamp(moment))")
            lines.append("DTEND:\(stamp(Instant(milliseconds: moment.milliseconds + hour)))")
        } else {
            lines.append("DTSTART;VALUE=DATE:\(date(event.day))")
            lines.append("DTEND;VALUE=DATE:\(date(event.day.adding(days: 1)))")
        }
        lines.append(property("SUMMARY", event.summary))
        if !event.details.isEmpty { lines.append(property("DESCRIPTION", event.details)) }
        if !event.place.isEmpty { lines.append(property("LOCATION", event.place)) }
        lines.append("URL:" + event.address)
        lines.append("STATUS:" + (event.isCancelled ? "CANCELLED" : "CONFIRMED"))
        // A visit takes part of a day; it does not make the whole of it busy.
        lines.append(event.moment == nil ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE")
        lines.append("END:VEVENT")
        return lines
    }

    /// A property whose value is text (RFC 5545, 3.3.11): no control character stays, line breaks become `\n`.
    private static func property(_ name: String, _ text: String) -> String {
        var value = ""
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\\", ";", ",": value += "\\" + String(scalar)
            case "\n": value += "\\n"
            default: if scalar.value >= 0x20, scalar.value != 0x7F { value.unicodeScalars.append(scalar) }
            }
        }
        return name + ":" + value
    }

    /// A line of which no part has more than 75 octets, cut between characters (RFC 5545, 3.1).
    private static func folded(_ line: String) -> String {
        var (result, octets) = ("", 0)
        for character in line.unicodeScalars {
            let size = String(character).utf8.count
            if octets + size > 75 {
                result += "\r\n "
                octets = 1
            }
            result.unicodeScalars.append(character)
            octets += size
        }
        return result
    }

    private static func date(_ day: Day) -> String { day.description.replacing("-", with: "") }

    /// `20261123T090000Z`.
    private static func stamp(_ instant: Instant) -> String {
        let time = PostingTime(milliseconds: instant.milliseconds)
        return date(time.day) + "T" + time.time.description.prefix(8).replacing(":", with: "") + "Z"
    }
}
