import CoreLanguage
import Testing

@Suite("Pattern matching")
struct PatternMatchTests {
    struct Row: Sendable {
        let pattern: String
        let fits: [String]
        let others: [String]

        init(_ pattern: String, fits: [String], others: [String]) {
            self.pattern = pattern
            self.fits = fits
            self.others = others
        }
    }

    private static let basics = [
        Row("", fits: ["", "a"], others: []),
        Row("b", fits: ["b", "abc"], others: ["", "a", "B"]),
        Row("^b", fits: ["b", "bc"], others: ["ab", "a\nb"]),
        Row("b$", fits: ["b", "ab"], others: ["bc", "b\n"]),
        Row("^$", fits: [""], others: ["a", "\n"]),
        Row("a|b|", fits: ["", "x"], others: []),
        Row("^(?:a|bc|d)$", fits: ["a", "bc", "d"], others: ["b", "abc", ""]),
        Row("^(a)(?<name>b)$", fits: ["ab"], others: ["a", "b"]),
        Row("^.$", fits: ["a", "é", "😀", "\u{0}"], others: ["\n", "\r", "\u{2028}", "\u{2029}", "ab"]),
        Row("^a$|^b", fits: ["a", "bc"], others: ["ab", "ca"]),
        Row("(^|x)a", fits: ["a", "ya xa"], others: ["ya"]),
    ]

    private static let repetitions = [
        Row("^a*$", fits: ["", "aaa"], others: ["b", "aab"]),
        Row("^a+?$", fits: ["a", "aa"], others: [""]),
        Row("^a?b$", fits: ["b", "ab"], others: ["aab"]),
        Row("^a{2}$", fits: ["aa"], others: ["a", "aaa"]),
        Row("^a{2,}$", fits: ["aa", "aaaa"], others: ["a"]),
        Row("^a{1,3}?$", fits: ["a", "aaa"], others: ["", "aaaa"]),
        Row("^a{0}$", fits: [""], others: ["a"]),
        Row("^(?:ab){2,3}$", fits: ["abab", "ababab"], others: ["ab", "abababab", "aba"]),
        Row("^(a*)*b$", fits: ["b", "aab"], others: ["a"]),
        Row("^(?:a|){3}$", fits: ["", "a", "aaa"], others: ["aaaa"]),
        Row("^(?:){1000000000}a$", fits: ["a"], others: [""]),
    ]

    private static let classes = [
        Row("^[abc]$", fits: ["a", "c"], others: ["d", "ab"]),
        Row("^[a-c0-2-]$", fits: ["b", "1", "-"], others: ["d", "3"]),
        Row("^[-a]$", fits: ["-", "a"], others: ["b"]),
        Row("^[^a-c]$", fits: ["d", "\n", "😀"], others: ["a", ""]),
        Row("[]", fits: [], others: ["", "a"]),
        Row("^[^]$", fits: ["a", "\n"], others: ["", "ab"]),
        Row("^[\\]\\\\^]$", fits: ["]", "\\", "^"], others: ["a"]),
        Row("^[\\d\\-x]$", fits: ["5", "-", "x"], others: ["a"]),
        Row("^[\\b]$", fits: ["\u{8}"], others: ["b"]),
        Row("^[.*+?(){}|$/]$", fits: [".", "$", "/", "{"], others: ["a"]),
        Row("^[à-ÿ]$", fits: ["é"], others: ["e", "e\u{301}"]),
        Row("^\\w\\W\\d\\D\\s\\S$", fits: ["a-5x\u{A0}y", "_é9é\u{3000}é"], others: ["é-5x y", "a-5x.y", "a-٣x y"]),
    ]

    private static let escapes = [
        Row("^\\t\\n\\v\\f\\r\\0$", fits: ["\t\n\u{B}\u{C}\r\u{0}"], others: ["tnvfr0"]),
        Row("^\\cA\\cz$", fits: ["\u{1}\u{1A}"], others: ["Az"]),
        Row("^\\x41\\u0042\\u{43}\\u{1F600}\\ud83d\\ude00$", fits: ["ABC😀😀"], others: ["ABC"]),
        Row("^\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/$", fits: ["^$\\.*+?()[]{}|/"], others: ["a"]),
        Row("\\ud83d", fits: [], others: ["😀"]),
        Row("^[\\ud83d\\ude00-\\ud83d\\ude02]$", fits: ["😁"], others: ["😃"]),
        Row("\\bfoo\\b", fits: ["foo", "a foo.", "foo-bar"], others: ["food", "éfoo1", "_foo"]),
        Row("o\\Bo", fits: ["foo"], others: ["o o"]),
        Row("^\\b$|^\\B$", fits: [""], others: ["a"]),
        Row("a\\b.\\b", fits: ["a-b"], others: ["ab", "a--"]),
    ]

    @Test("an expression fits what it should and nothing else", arguments: basics + repetitions + classes + escapes)
    func table(_ row: Row) throws {
        let pattern = try Pattern(row.pattern)
        for text in row.fits {
            #expect(pattern.matches(text), "\(row.pattern) and \(text.debugDescription)")
        }
        for text in row.others {
            #expect(!pattern.matches(text), "\(row.pattern) and \(text.debugDescription)")
        }
    }

    @Test("the same answers come from the program when its table would be too large")
    func withoutTable() throws {
        for row in Self.basics + Self.repetitions + Self.classes + Self.escapes {
            // The second alternative never fits the texts, but needs some 2^14 states.
            let pattern = try Pattern("(?:\(row.pattern))|[\u{1}\u{2}]*\u{1}[\u{1}\u{2}]{14}\u{3}")
            #expect(row.fits.allSatisfy(pattern.matches), "\(row.pattern)")
            #expect(!row.others.contains(where: pattern.matches), "\(row.pattern)")
        }
    }

    @Test("patterns are equal by their source, byte by byte")
    func equality() throws {
        #expect(try Pattern("a+") == Pattern("a+"))
        #expect(try Pattern("a+") != Pattern("a*"))
        #expect(try Pattern("é") != Pattern("e\u{301}"))
        #expect(try Pattern("a+").hashValue == Pattern("a+").hashValue)
        #expect(try Pattern("a+").description == "a+")
    }
}
