import CoreLanguage
import Testing

@Suite("Pattern time")
struct PatternTimeTests {
    private static let letters = String(repeating: "a", count: 100_000)

    @Test(
        "patterns that make others hang answer at once",
        arguments: [
            "(a*)*b", "(a+)+$b", "(a|a)*b", "(a|aa)+b", "(.*)*x", "^(([a-z])+.)+[A-Z]$", "(a?){50}b",
            "([a-z]*[a-z]*)*[0-9]", "a*a*a*a*a*a*a*a*b", "(?:(?:(?:a*)*)*)*b", "\\b(a|\\b)*b",
        ])
    func noBacktracking(_ source: String) throws {
        let clock = ContinuousClock()
        let elapsed = try clock.measure {
            let pattern = try Pattern(source)
            #expect(!pattern.matches(Self.letters))
        }
        #expect(elapsed < .seconds(30))
    }

    @Test("a pattern whose table would be too large takes time in proportion to the text")
    func withoutTable() throws {
        let pattern = try Pattern("[ab]*a[ab]{200}c")
        let clock = ContinuousClock()
        let elapsed = clock.measure { #expect(!pattern.matches(String(Self.letters.prefix(5000)))) }
        #expect(elapsed < .seconds(30))
    }

    @Test("compiling takes no more time than the pattern's size allows")
    func compiling() {
        let sources = [
            "(?:a{1,100}){1,100}", String(repeating: "[\\p{L}\\d]", count: 6000), "(?:.?){9000}x",
            "[" + String(repeating: "\\p{L}", count: 10_000) + "]",
            String(repeating: "a?", count: 4900) + String(repeating: "a", count: 100),
            "(?:" + String(repeating: "(?:)", count: 10_000) + "a){4000}", String(repeating: "(?:a|", count: 100),
        ]
        for source in sources {
            let clock = ContinuousClock()
            let elapsed = clock.measure { _ = try? Pattern(source).matches("aaaa") }
            #expect(elapsed < .seconds(30), "\(source.prefix(30))")
        }
    }
}
