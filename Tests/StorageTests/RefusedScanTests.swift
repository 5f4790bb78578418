import Inventory
import InventoryTesting
@testable import Storage
import Testing

@Suite struct `Refused scans` {
    @Test(arguments: Backend.allCases)
    func `are kept once, counted, dismissed and forgotten`(backend: Backend) async throws {
        let shop = try await backend.shop()
        let now = try await shop.look { $0.clock.now }
        let day: Int64 = 86_400_000
        func scan(_ key: String, daysAgo: Int64) -> RefusedScan {
            let at = Instant(milliseconds: now.milliseconds - daysAgo * day)
            return RefusedScan(key: key, at: at, mode: "deliver", number: "PUMP00001", reason: "no")
        }
        let told = [scan("a", daysAgo: 0), scan("b", daysAgo: 10), scan("old", daysAgo: 91), scan("a", daysAgo: 0)]
        try await shop.work { try $0.note(told) }
        try await shop.work { try $0.note([told[1]]) }
        try await shop.work { try $0.note([]) }
        let week = Instant(milliseconds: now.milliseconds - 7 * day)
        let always = Instant(milliseconds: 0)
        #expect(try await shop.look { try $0.refusedScans(since: always) } == 2)
        #expect(try await shop.look { try $0.refusedScans(since: week) } == 1)
        let listed = try await shop.look { try $0.refusedScans(before: nil, limit: 10) }
        #expect(listed.map(\.scan.key) == ["b", "a"])
        #expect(try await shop.look { try $0.refusedScans(before: listed[0].id, limit: 10) }.map(\.scan.key) == ["a"])
        try await shop.work { try $0.dismissRefusedScans(upTo: listed[0].id, onlyThatOne: true) }
        #expect(try await shop.look { try $0.refusedScans(since: always) } == 1)
        try await shop.work { try $0.note([told[1]]) }
        try await shop.work { try $0.dismissRefusedScans(upTo: listed[0].id, onlyThatOne: false) }
        #expect(try await shop.look { try $0.refusedScans(since: always) } == 0)
    }
}
