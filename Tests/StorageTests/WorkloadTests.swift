import Foundation
import InventoryTesting
import Testing

@Suite struct `Random workload` {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seeds = environment["SEED"].flatMap(UInt64.init).map { [$0] } ?? Array(1...20)
    private static let steps = environment["STEPS"].flatMap(Int.init) ?? 150

    /// `SEED=7 STEPS=5000 swift test --filter Random` runs one longer life.
    @Test(arguments: Backend.allCases, seeds)
    func `the books and a small model agree after every step`(backend: Backend, seed: UInt64) async throws {
        let report = try await Workload.run(seed: seed, steps: Self.steps, in: try await backend.shop())
        #expect(report == nil)
    }
}
