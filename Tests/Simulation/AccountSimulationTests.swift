import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// Goal: whatever the store does to us, a key makes exactly one account, and a token that was given works for ever.
/// Method: seeded callers against a store that fails before and after commits and runs closures twice; each caller
/// repeats its call until it has a firm answer. A red run prints its seed; run that seed alone to replay it exactly.
@Suite struct AccountSimulationTests {
    @Test(arguments: Torture.seeds(0..<32))
    func oneKeyMakesOneAccount(seed: UInt64) async throws {
        let clock = ManualClock()
        let entropy = SeededEntropy(seed: seed)
        let memory = MemoryStore(clock: clock)
        let cryptography = try LibCrypto()
        let key = try #require(SealingKey(bytes: Array(repeating: 5, count: 32)))
        let sealer = try Sealer(key: key, cryptography: cryptography, entropy: entropy)
        try await memory.write {
            try Bootstrap(sealer: sealer, entropy: entropy, cryptography: cryptography).prepare($0)
        }
        let dispatcher = Dispatcher(
            catalogue: Catalogue(Accounts(entropy: entropy, cryptography: cryptography).operations),
            store: FaultyStore(memory, seed: seed &+ 100), sealer: sealer, cryptography: cryptography, clock: clock,
            workers: InlineWorkers())
        var random = SeededRandom(seed: seed)
        var answers: [Int: JSONValue] = [:]

        for step in 0..<60 {
            let caller = Int(random.next() % 12)
            let digits = String(caller)
            let padded = String(repeating: "k", count: 40 - digits.count) + digits
            let call = Call(
                authority: .anonymous, idempotencyKey: Secret(padded), requestID: Identifier(high: 0, low: 0))
            let answer = try await firm { () throws(CoreError) in
                try await dispatcher.perform("accounts.create", [:], call)
            }
            if let earlier = answers[caller] { #expect(answer == earlier, "seed \(seed), step \(step)") }
            answers[caller] = answer
            clock.advance(by: .seconds(Int64(random.next() % 60)))
        }
        #expect(Set(answers.values.map { $0["user_id"] }).count == answers.count, "seed \(seed)")
        for answer in answers.values {
            let token = Secret(answer["bearer_token"]?.stringValue ?? "")
            let call = Call(authority: .bearer(token), requestID: Identifier(high: 0, low: 0))
            let shown = try await dispatcher.perform("accounts.get", [:], call)
            #expect(shown["user_id"] == answer["user_id"], "seed \(seed)")
        }
    }

    /// Repeats a call whose outcome is not known, or that was refused for a while, as a caller would.
    private func firm(_ body: () async throws(CoreError) -> JSONValue) async throws -> JSONValue {
        for _ in 0..<100 {
            do throws(CoreError) {
                return try await body()
            } catch {
                guard error.retry == .sameKey else { throw error }
            }
        }
        throw CoreError(.internalError, "There was no firm answer in a hundred tries.")
    }
}
