import CoreLanguage
import Testing

/// Work is counted, so these say the same on every machine.
@Suite("Pattern work")
struct PatternWorkTests {
    private func steps(_ source: String, _ text: String) throws -> Int {
        var budget = WorkBudget.unlimited
        let pattern = try Pattern(source)
        #expect(pattern.matches(text, budget: &budget) == pattern.matches(text))
        return budget.stepsUsed
    }

    /// Letters a and b in an order that does not recur.
    private func irregular(_ count: Int) -> String {
        var state: UInt64 = 1
        return String(
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state >> 63 == 0 ? "a" : "b"
            })
    }

    @Test(
        "texts take steps in proportion to their length",
        arguments: ["^[a-z]+$", "(a*)*c", "a[ab]{30}c", "(a|b|ab)*c", "\\b[ab]+c", "[ab]*a[ab]{300}c", "^.*a.{9}c$"])
    func proportion(_ source: String) throws {
        let short = try steps(source, irregular(10_000))
        let long = try steps(source, irregular(20_000))
        #expect(short >= 2500 || source.contains("^[a-z]"))
        #expect(long < short * 5 / 2 + 1000)
    }

    @Test("an ordinary pattern takes a step for four bytes")
    func ordinary() throws {
        let used = try steps("^[a-z ]+$", String(repeating: "abc defg", count: 50_000))
        #expect((100_000..<101_000).contains(used))
        let wide = try steps("^\\p{L}+$", String(repeating: "é", count: 100_000))
        #expect((150_000..<156_000).contains(wide))
    }

    @Test("states that recur are gone through once, even when the table has been full")
    func recurring() throws {
        let used = try steps("a[ab]{1500}c", String(repeating: "ab", count: 40_000))
        // Without the table each of the 80,000 letters takes some 2,250 steps. Some 8,000 do, until it is tried again.
        #expect(used > 1_000_000)
        #expect(used < 30_000_000)
    }

    @Test("every state of a pattern that is gone through is charged")
    func states() throws {
        let few = try steps("a[ab]{50}c", irregular(5000))
        let many = try steps("a[ab]{500}c", irregular(5000))
        #expect(few > 5000 * 20)
        // Ten times the states; what each letter costs besides is the same.
        #expect(many > few * 4)
    }

    @Test("a budget that is spent says neither yes nor no", arguments: ["a[ab]{2000}c", "^[ab]+$", "(?:ab?)*\\bx"])
    func spent(_ source: String) throws {
        let pattern = try Pattern(source)
        var budget = WorkBudget(stepsMax: 3000)
        #expect(pattern.matches(irregular(100_000), budget: &budget) == nil)
        #expect(budget.isSpent)
        #expect(budget.stepsUsed < 60_000)
        #expect(budget.stepsLeft == 0)
        #expect(pattern.matches("ab", budget: &budget) == nil)
    }

    @Test("the table of one text serves the next, and answers stay the same")
    func shared() throws {
        let pattern = try Pattern("^(?:[ab]{0,40}c){12}$")
        let text = String(repeating: "ababababc", count: 12)
        var first = WorkBudget.unlimited
        var second = WorkBudget.unlimited
        #expect(pattern.matches(text, budget: &first) == true)
        #expect(pattern.matches(text, budget: &second) == true)
        #expect(second.stepsUsed * 4 < first.stepsUsed)
        #expect(!pattern.matches(text + "a"))
        #expect(!pattern.matches(String(text.dropLast())))
    }

    @Test("with and without room for tables the answers are the same")
    func fallback() throws {
        let text = irregular(10_000)
        let pattern = try Pattern("a[ab]{300}c")
        #expect(!pattern.matches(text))
        #expect(pattern.matches(text + "a" + irregular(300) + "c"))
        let anchored = try Pattern("a[ab]{500}$")
        let tail = irregular(500)
        #expect(anchored.matches(text + "a" + tail))
        #expect(!anchored.matches(text + "b" + tail))
    }

    @Test("budgets add up, and cannot overflow")
    func budgets() throws {
        var budget = WorkBudget(stepsMax: 1_000_000)
        let pattern = try Pattern("^a+$")
        for _ in 0..<10 {
            #expect(pattern.matches(String(repeating: "a", count: 4000), budget: &budget) == true)
        }
        #expect((10_000..<10_100).contains(budget.stepsUsed))
        #expect(budget.stepsLeft == 1_000_000 - budget.stepsUsed)
        #expect(!budget.isSpent)
        #expect(WorkBudget.unlimited.stepsLeft == .max)
    }
}
