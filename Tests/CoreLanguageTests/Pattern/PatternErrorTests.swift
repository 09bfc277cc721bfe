import CoreLanguage
import Testing

@Suite("Pattern errors")
struct PatternErrorTests {
    struct Row: Sendable {
        let pattern: String
        let offset: Int
        let part: String

        init(_ pattern: String, _ offset: Int, _ part: String) {
            self.pattern = pattern
            self.offset = offset
            self.part = part
        }
    }

    private static let grammar = [
        Row("a)", 1, "closes no group"), Row("a(b", 1, "not closed"), Row("[a", 0, "not closed"),
        Row("*a", 0, "nothing before it"), Row("a**", 2, "nothing before it"), Row("a|+", 2, "nothing before it"),
        Row("^*", 1, "nothing before it"), Row("\\b+", 2, "nothing before it"), Row("(?:+)", 3, "nothing before it"),
        Row("{1}", 0, "nothing before it"), Row("a{", 1, "no repetition"), Row("a{,3}", 1, "no repetition"),
        Row("a{1", 1, "no repetition"), Row("a{1,x}", 1, "no repetition"), Row("a{3,2}", 1, "out of order"),
        Row("a}", 1, "stands alone"), Row("a]", 1, "stands alone"), Row("é]", 1, "stands alone"),
        Row("[b-a]", 1, "out of order"), Row("[a-\\d]", 1, "begin or end with a class"),
        Row("[\\w-z]", 1, "begin or end with a class"), Row("[\\", 1, "ends after"), Row("a\\", 1, "ends after"),
    ]

    private static let escapes = [
        Row("\\a", 0, "no escape"), Row("😀\\-", 1, "no escape"), Row("[\\a]", 1, "no escape"),
        Row("\\_", 0, "no escape"),
        Row("[\\B]", 1, "no escape"), Row("\\00", 0, "before a digit"), Row("\\c1", 0, "needs a letter"),
        Row("\\c", 0, "needs a letter"), Row("\\x4", 0, "2 hexadecimal"), Row("\\u12g4", 0, "4 hexadecimal"),
        Row("\\u{110000}", 0, "beyond 10FFFF"), Row("\\u{}", 0, "needs hexadecimal"), Row("\\u{12", 0, "needs hex"),
        Row("\\u{FFFFFFFFFFFF}", 0, "beyond 10FFFF"),
        Row("\\p", 0, "property in braces"), Row("\\p{L", 0, "not closed"), Row("\\p{Foo}", 0, "no property"),
        Row("\\p{gc=Foo}", 0, "no property"), Row("\\p{Script=Greek}", 0, "Scripts"),
        Row("[\\P{sc=Grek}]", 1, "Scripts"),
        Row("\\p{}", 0, "no property"), Row("\\p{=}", 0, "no property"), Row("\\p{letter}", 0, "no property"),
    ]

    private static let refused = [
        Row("a(?=b)", 1, "Look-ahead"), Row("(?!b)", 0, "Look-ahead"), Row("(?<=b)", 0, "Look-behind"),
        Row("(?<!b)", 0, "Look-behind"), Row("(a)\\1", 3, "Back-references"),
        Row("(?<n>a)\\k<n>", 7, "Back-references"),
        Row("(?i:a)", 0, "no kind of group"), Row("(?<>a)", 0, "empty"), Row("(?<1>a)", 3, "may not stand"),
        Row("(?<a", 0, "not closed"), Row("a{10001}", 1, "has 10001 states"),
        Row("(?:a{1000}){1000}", 11, "has 1000000 states"),
        Row("a{99999999999999999999999}", 1, "too large"), Row("x(?:[ab]{0,99}a){99}c", 16, "has 19701 states"),
        Row("(?:a{0,4}|b*){2000}", 13, "too large"),
    ]

    @Test("what is wrong is said, and where", arguments: grammar + escapes + refused)
    func table(_ row: Row) throws {
        let error = try #require(throws: PatternError.self) { try Pattern(row.pattern) }
        #expect(error.message.contains(row.part), "\(row.pattern.prefix(30)): \(error)")
        #expect(error.offset == row.offset, "\(row.pattern.prefix(30)): \(error)")
        #expect(!error.hint.isEmpty)
    }

    @Test("what is too large is refused")
    func tooLarge() throws {
        let rows = [
            Row(String(repeating: "(", count: 101) + String(repeating: ")", count: 101), 100, "100 groups"),
            Row(String(repeating: "(", count: 60_000), 100, "100 groups"),
            Row(String(repeating: "a", count: 65_537), 0, "longer than"),
            Row((10..<70).map { "[\\p{L}\\x\($0)]" }.joined(), 0, "too many different classes"),
            Row(String(repeating: "\\p{L}", count: 2000), 0, "too long to compile"),
        ]
        for row in rows {
            let error = try #require(throws: PatternError.self) { try Pattern(row.pattern) }
            #expect(error.message.contains(row.part), "\(error)")
            #expect(error.offset == row.offset || row.part.hasPrefix("too "), "\(error)")
        }
    }

    @Test("the description has the place, the message and the hint")
    func description() throws {
        let error = try #require(throws: PatternError.self) { try Pattern("a\\!") }
        #expect(
            error.description == "scalar 1: \"\\!\" is no escape. Write \"!\" without \"\\\" for the character itself.")
    }
}
