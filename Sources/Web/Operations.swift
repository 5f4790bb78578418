import HTTPTypes
import Hummingbird
import Inventory
import Storage
import Synchronization

/// Addresses for those who run the product: health, metrics, and the description of the interface.
enum Operations {
    static let version = "0.1.0"

    static let routes: [Route] = [
        Route(.get, "/health", .everyone) { _ in Action { site in try await site.health() } },
        Route(.get, "/metrics", .everyone) { _ in
            Action { site in .text(site.metrics.text, type: "text/plain; version=0.0.4") }
        },
        Route(.get, "/api/openapi.json") { call in
            Action { site in
                let custom = try await site.database.read { try call.books($0).customFields() }
                return Answer(body: OpenAPI.document(with: custom))
            }
        },
    ]
}

extension Site {
    /// 200 when the database answers, 503 with the reason when not.
    fileprivate func health() async throws -> Answer {
        do {
            try await database.probe()
            return .json(["status": "ok", "version": .string(Operations.version)])
        } catch {
            var answer = Answer.json(["status": "unavailable", "reason": .string("\(error)")])
            answer.status = .serviceUnavailable
            answer.headers.append((.retryAfter, "2"))
            return answer
        }
    }
}

/// Counts of what this server has answered, in Prometheus' text format.
final class Metrics: Sendable {
    private struct Counts {
        var answers: [Int: Int] = [:]
        var seconds = 0.0
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
    }

    private static let bounds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]
    private let counts = Mutex(Counts())

    func count(_ status: Int, _ duration: Duration) {
        let (whole, attoseconds) = duration.components
        let seconds = Double(whole) + Double(attoseconds) / 1e18
        counts.withLock { counts in
            counts.answers[status, default: 0] += 1
            counts.seconds += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { counts.buckets[index] += 1 }
        }
    }

    var text: String {
        let counts = counts.withLock { $0 }
        var lines = [
            "# HELP matricule_requests_total Requests answered, by status.", "# TYPE matricule_requests_total counter",
        ]
        for (status, count) in counts.answers.sorted(by: { $0.key < $1.key }) {
            lines.append("matricule_requests_total{status=\"\(status)\"} \(count)")
        }
        let total = counts.answers.values.reduce(0, +)
        lines += ["# HELP matricule_request_seconds Time to answer.", "# TYPE matricule_request_seconds histogram"]
        for (bound, count) in zip(Self.bounds, counts.buckets) {
            lines.append("matricule_request_seconds_bucket{le=\"\(bound)\"} \(count)")
        }
        lines += [
            "matricule_request_seconds_bucket{le=\"+Inf\"} \(total)", "matricule_request_seconds_sum \(counts.seconds)",
            "matricule_request_seconds_count \(total)", "# TYPE matricule_info gauge",
            "matricule_info{version=\"\(Operations.version)\"} 1",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
