import CoreTesting
import Testing
import ThreadSimulation

/// Goal: whatever happens to servers, store and tools, threads do what their scripts say: each step once, nothing without
/// an intent, money balanced, and the same for the same seed.
/// Method: the real engine on a simulated store, clock, network and tools, all tasks on one thread in an order drawn from
/// the seed. `scripts/simulate SEED` plays the run of a seed and prints all that happens; `make torture ONLY=simulation`
/// plays a hundred thousand, and looks whether planted bugs are found.
@Suite(.timeLimit(.minutes(5))) struct ThreadSimulationTests {
    @Test func threadsDoWhatTheirScriptsSay() async throws {
        let stage = try await Stage()
        for seed in Torture.seeds(1..<9 as Range<UInt64>) {
            let outcome = stage.play(seed)
            #expect(outcome.findings.isEmpty, "seed \(seed): scripts/simulate \(seed)")
            #expect(outcome.tally.journalWrites > 0, "seed \(seed)")
        }
    }

    @Test func theSameSeedTakesTheSameCourse() async throws {
        let (stage, other) = (try await Stage(), try await Stage())
        for seed in Torture.seeds(20..<22 as Range<UInt64>) {
            #expect(stage.play(seed).digest == other.play(seed).digest, "seed \(seed)")
        }
        #expect(stage.play(20).digest != stage.play(21).digest)
    }

    @Test(arguments: [Plant.intentForgotten, .resultRepeated, .holdKept])
    func aPlantedBugIsFound(plant: Plant) async throws {
        let stage = try await Stage()
        let found = (1...50 as ClosedRange<UInt64>).first { !stage.play($0, plant: plant).findings.isEmpty }
        #expect(found != nil)
    }
}
