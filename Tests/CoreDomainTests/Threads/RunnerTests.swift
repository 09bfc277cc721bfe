import CoreCrypto
import CoreTesting
import Testing

@testable import CoreDomain

@Suite struct RunnerTests {
    /// What is told after each run must not grow with their number: it did once, until the stack was too small.
    @Test func whoeverWaitsForTheEndOfRunsIsToldOfVeryMany() throws {
        let (clock, limits, cryptography) = (ManualClock(), EngineLimits(), try LibCrypto())
        let (library, journal) = (ProgramLibrary([]), ThreadJournal(cryptography))
        let entropy = SeededEntropy(seed: 1)
        let runner = Runner(
            Roster(limits),
            RunServices(
                store: MemoryStore(clock: clock), clock: clock, entropy: entropy, library: library, journal: journal,
                starter: ThreadStarter(
                    library: library, journal: journal, sealer: nil, entropy: entropy, cryptography: cryptography),
                vault: ThreadVault(sealer: nil), changes: Changes(), workers: InlineWorkers(),
                deadlines: Deadlines(clock: clock), limits: limits, lease: nil, report: { _, _ in },
                weigh: { _, _, _ in }, wake: { _, _ in }, lookAgain: {}))
        let told = Counter()
        runner.whenOver { told.add() }
        for _ in 0..<200_000 { runner.abandon() }
        #expect(told.count == 200_000)
    }
}
