import CoreLanguage
import Testing

@Suite("Retry policies")
struct RetryPolicyTests {
    @Test("Recipes wait 15, 30, 60 … at most 300 seconds")
    func recipe() {
        let waits = (0...8).map { RetryPolicy.recipe.delayMilliseconds(beforeAttempt: $0) }
        #expect(waits == [0, 0, 15_000, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000])
        #expect(RetryPolicy.never.attempts == 1)
    }

    @Test("No attempt and no policy overflows", arguments: [Int.min, -1, 1, 2, 100, 101, .max])
    func extremes(_ attempt: Int) {
        let greatest = RetryPolicy(
            attempts: .max, baseMilliseconds: .max, factor: .infinity, capMilliseconds: .max, jitter: .full)
        let least = RetryPolicy(
            attempts: .min, baseMilliseconds: .min, factor: .nan, capMilliseconds: .min, jitter: .none)
        #expect(greatest.attempts == 100)
        #expect(least.attempts == 1)
        #expect(least.factor == 1)
        #expect(greatest.delayMilliseconds(beforeAttempt: attempt) == (attempt > 1 ? 86_400_000 : 0))
        #expect(least.delayMilliseconds(beforeAttempt: attempt) == 0)
        let slow = RetryPolicy(attempts: 5, baseMilliseconds: 1_000, factor: 1.5, capMilliseconds: 3_000, jitter: .none)
        #expect((0...3_000).contains(slow.delayMilliseconds(beforeAttempt: attempt)))
    }

    @Test("A factor may be a fraction")
    func fraction() {
        let policy = RetryPolicy(attempts: 5, baseMilliseconds: 100, factor: 1.5, capMilliseconds: 999, jitter: .none)
        #expect((2...5).map { policy.delayMilliseconds(beforeAttempt: $0) } == [100, 150, 225, 337])
    }

    @Test("A step keeps each dependency once, in order")
    func dependencies() {
        let call = IngredientCall(ingredient: "a:b:c", version: "1.0.0", input: .literal([:]))
        #expect(GraphStep(id: "x", dependsOn: ["b", "a", "b"], body: call).dependsOn == ["a", "b"])
    }
}
