import CoreLanguage
import Testing

@Suite("Pattern budget")
struct PatternBudgetTests {
    /// A pattern of more states than a table may have, and a text that is in a new one at nearly every scalar.
    private static let large = "[ab]*a[ab]{15}c"
    private static let text: String = {
        var random = JSONTestRandom(seed: 3)
        return String((0..<60_000).map { _ in Bool.random(using: &random) ? "a" : "b" })
    }()

    @Test("a budget that runs out beside a full table gives no answer")
    func spent() throws {
        let pattern = try Pattern(Self.large)
        var whole = WorkBudget.unlimited
        #expect(pattern.matches(Self.text, budget: &whole) == false)
        for part in [10, 50, 70, 90, 99] {
            var budget = WorkBudget(stepsMax: whole.stepsUsed / 100 * part)
            #expect(pattern.matches(Self.text, budget: &budget) == nil, "\(part) percent")
        }
        var enough = WorkBudget(stepsMax: whole.stepsUsed)
        #expect(pattern.matches(Self.text, budget: &enough) == false)
    }

    @Test("making states and moving between them is charged")
    func charged() throws {
        // Each scalar makes a state of some ten places: 40 steps and those places, and the work of finding them and of moving.
        let pattern = try Pattern("[ab]*a[ab]{16}c")
        var budget = WorkBudget.unlimited
        #expect(pattern.matches(String(Self.text.prefix(1000)), budget: &budget) == false)
        #expect((85_000...87_000).contains(budget.stepsUsed), "\(budget.stepsUsed)")
    }

    @Test(
        "a beginning that may be left out binds nothing",
        arguments: ["(?:^a)?b", "(?:^a)*b", "(?:^){0,1}b", "(?:^a|)b"])
    func optionalBeginning(source: String) throws {
        #expect(try Pattern(source).matches("xb"))
        #expect(try !Pattern(source).matches("xa"))
    }
}
