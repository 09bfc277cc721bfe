import CoreLanguage
import CoreTesting
import Testing

@Suite("Pattern fuzzing")
struct PatternFuzzTests {
    @Test("random patterns agree with the standard library's own expressions", arguments: Torture.seeds(0..<4))
    func oracle(seed: Int) throws {
        var random = JSONTestRandom(seed: UInt64(seed))
        var matched = 0
        for _ in 0..<400 {
            let source = choice(depth: 3, using: &random)
            let pattern = try Pattern(source)
            let oracle = try Regex(source).matchingSemantics(.unicodeScalar)
            for _ in 0..<6 {
                let text = String((0..<Int.random(in: 0...5, using: &random)).map { _ in letter(using: &random) })
                let expected = try oracle.firstMatch(in: text) != nil
                #expect(pattern.matches(text) == expected, "\(source) and \(text)")
                matched += expected ? 1 : 0
            }
        }
        #expect(matched > 200 && matched < 2200, "\(matched) matched")
    }

    private func letter(using random: inout JSONTestRandom) -> Character {
        "aab-".randomElement(using: &random) ?? "a"
    }

    private func choice(depth: Int, using random: inout JSONTestRandom) -> String {
        let count = Int.random(in: 0..<4, using: &random) == 0 ? 2 : 1
        return (0..<count).map { _ in sequence(depth: depth, using: &random) }.joined(separator: "|")
    }

    private func sequence(depth: Int, using random: inout JSONTestRandom) -> String {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in term(depth: depth, using: &random) }.joined()
    }

    private func term(depth: Int, using random: inout JSONTestRandom) -> String {
        let quantifier = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,}", "*?"].randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
        case 0: return ["^", "$"].randomElement(using: &random) ?? ""
        case 1: return "[ab]" + quantifier
        case 2: return "[^a]" + quantifier
        case 3: return "." + quantifier
        case 4, 5: return String(letter(using: &random)) + quantifier
        default: return "(?:" + choice(depth: depth - 1, using: &random) + ")" + quantifier
        }
    }

    @Test("any text is a pattern or is refused with a place inside it", arguments: Torture.seeds(0..<3))
    func anything(seed: Int) {
        var random = JSONTestRandom(seed: UInt64(seed))
        let parts =
            [
                "a", "é", "(", ")", "(?:", "[", "]", "[^", "-", "{", "}", "{2,3}", "*", "+", "?", "|", "^", "$", ".",
                "\\",
            ]
            + ["\\d", "\\p{Lu}", "\\u{61}", "\\x61", "\\b", "\\u", "\\ud83d", "(?<n>", "(?=", "9", ",", "\u{0}", "😀"]
        var accepted = 0
        for _ in 0..<4000 {
            let count = Int.random(in: 0..<9, using: &random)
            let source = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            do throws(PatternError) {
                _ = try Pattern(source).matches("aaé😀-9 \u{0}")
                accepted += 1
            } catch {
                #expect((0...source.unicodeScalars.count).contains(error.offset), "\(source)")
            }
        }
        #expect(accepted > 300 && accepted < 3700, "\(accepted) accepted")
    }
}
