import CoreCrypto
import CoreTesting
import Testing

@testable import CoreDomain

@Suite struct RunnerTests {
    /// What is told after each run must not grow with their number: it did once, until the stack was too small.
    @Test func whoeverWaitsForTheEndOfRunsIsToldOfVeryMany() throws {
        let (clock, limits, cryptography) = (ManualClock(), EngineLimits(), try LibCrypto())
        let runner = Runner(
            Roster(limits),
            RunServices(
                store: MemoryStore(clock: clock), clock: clock, entropy: SeededEntropy(seed: 1),
                library: ProgramLibrary([]), journal: ThreadJournal(cryptography), changes: Changes(),
                workers: InlineWorkers(),
                deadlines: Deadlines(clock: clock), limits: limits, lease: nil, report: { _, _ in },
                weigh: { _, _, _ in }))
        let told = Counter()
        runner.whenOver { told.add() }
        for _ in 0..<200_000 { runner.abandon() }
        #expect(told.count == 200_000)
    }
}
