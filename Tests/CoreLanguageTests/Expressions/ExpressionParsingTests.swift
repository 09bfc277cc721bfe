import CoreLanguage
import Testing

@Suite("Reading the text of expressions")
struct ExpressionParsingTests {
    private static let a = Expression.reference(Reference(root: "a"))
    private static let b = Expression.reference(Reference(root: "b"))
    private static let c = Expression.reference(Reference(root: "c"))

    @Test(
        "Trees",
        arguments: [
            ("a or b and c", .or([a, .and([b, c])])), ("a || b && c", .or([a, .and([b, c])])),
            ("a and b and c", .and([a, b, c])), ("(a and b) and c", .and([.and([a, b]), c])),
            ("not a == b", .comparison(.equal, .not(a), b)), ("!(a == b)", .not(.comparison(.equal, a, b))),
            ("a ?? b == c", .comparison(.equal, .coalesce([a, b]), c)), ("a ?? b ?? c", .coalesce([a, b, c])),
            ("\t( a )\n", a), ("[]", .array([])), ("[a,b]", .array([a, b])), ("length(a)", .length(a)),
            ("contains(a, b)", .contains(a, b)), ("exists($.a)", .exists(Reference(root: "a"))),
            ("-1.5e3", .literal(-1500.0)), ("18446744073709551616", .literal(.decimal("18446744073709551616"))),
            ("\"a\\n\\\"\\u00e9\\ud83d\\ude00'\"", .literal("a\n\"é😀'")), ("'it\\'s'", .literal("it's")),
            ("true", .literal(true)), ("null", .literal(.null)), ("a<b", .comparison(.less, a, b)),
            ("a>=b", .comparison(.greaterOrEqual, a, b)), ("android", .reference(Reference(root: "android"))),
            (
                "a.and.or.null",
                .reference(Reference(root: "a", path: [.member("and"), .member("or"), .member("null")]))
            ),
            ("a.my-step.0", .reference(Reference(root: "a", path: [.member("my-step"), .member("0")]))),
            ("a[0] [\"k y\"]['é']", .reference(Reference(root: "a", path: [.index(0), .member("k y"), .member("é")]))),
        ] as [(String, Expression)])
    func trees(_ text: String, _ expected: Expression) throws {
        #expect(try Expression(parsing: text) == expected, "\(text)")
    }

    @Test(
        "Faults",
        arguments: [
            ("", 0, "A value or a path belongs here, not the end."), ("a b", 2, "An operator or the end belongs here"),
            ("a = b", 2, "\"=\" means nothing here. Did you mean \"==\"?"), ("a & b", 2, "Did you mean \"&&\"?"),
            ("a | b", 2, "Did you mean \"||\"?"), ("a ? b", 2, "Did you mean \"??\"?"), ("a * 2", 2, "no arithmetic"),
            ("a + b", 2, "to join texts use a template"), ("a < b < c", 6, "Comparisons do not chain."),
            ("a[*]", 2, "use for_each"), ("a[-1]", 2, "the number of an element from 0 belongs here"),
            ("a[b]", 2, "computed indexes are not known"), ("a[1.5]", 2, "the number of an element"),
            ("a[99999999999]", 2, "the number of an element"), ("a.", 2, "The name of a member belongs here"),
            ("a.\"x\"", 2, "A name of other characters is quoted"), ("$", 1, "\".\" belongs here, not the end."),
            ("$.", 2, "The name of a root"), ("$.null", 2, "The name of a root"), ("(a", 2, "\")\" belongs here"),
            ("[a", 2, "\"]\" belongs here"), ("[a,]", 3, "A value or a path"), ("'abc", 0, "does not end"),
            ("'a\\", 0, "does not end"), ("'\\x'", 1, "This escape is unknown."), ("'\\ud800'", 1, "escape"),
            ("'\\u+123'", 1, "escape"), ("01", 0, "\"01\" is no JSON number."), ("- 1", 0, "\"-\" is no JSON number."),
            ("size(a)", 0, "There is no function \"size\"."), ("lenght(a)", 0, "Did you mean \"length\"?"),
            ("length(a, b)", 0, "length() takes one argument, not 2."),
            ("contains(a)", 0, "takes two arguments, not 1."),
            ("exists('a')", 7, "The name of a root belongs here, not a string."), ("exists a", 7, "\"(\" belongs here"),
            ("{{a}}", 0, "Braces stand only around"), ("a }}", 2, "not \"}\""), ("@.x", 0, "Paths begin with"),
            ("é", 0, "\"é\" means nothing here."), ("a == ", 5, "A value or a path belongs here"),
            ("and", 0, "\"and\""),
        ])
    func faults(_ text: String, _ offset: Int, _ message: String) throws {
        let error = try #require(throws: ExpressionSyntaxError.self, "\(text)") { try Expression(parsing: text) }
        #expect(error.offset == offset, "\(text): \(error)")
        #expect(error.description.contains(message), "\(text): \(error)")
    }

    @Test(
        "Faults in templates tell their place in the whole text",
        arguments: [
            ("abc {{a", 7, "\"}}\" belongs here, not the end."), ("{{a}", 3, "\"}}\" belongs here"),
            ("{{a b}}", 4, "\"}}\" belongs here"), ("{{}}", 2, "A value or a path"), ("x{{{a}}}", 3, "Braces"),
            ("{{a} }", 3, "\"}}\" belongs here"), ("éé{{=}}", 6, "\"=\" means nothing"),
        ])
    func templateFaults(_ text: String, _ offset: Int, _ message: String) throws {
        let error = try #require(throws: ExpressionSyntaxError.self) { try Expression(parsingTemplate: text) }
        #expect(error.offset == offset, "\(text): \(error)")
        #expect(error.description.contains(message), "\(text): \(error)")
    }

    @Test("A template is text and expressions in turn")
    func textAndExpressions() throws {
        let expected = Expression.template([.literal("x "), Self.a, Self.b, .literal(" \u{7D}\u{7D}")])
        #expect(try Expression(parsingTemplate: "x {{ a }}{{b}} \u{7D}\u{7D}") == expected)
    }

    @Test("Nesting ends at 64 levels")
    func nesting() throws {
        func nested(_ open: String, _ close: String, _ count: Int) -> String {
            String(repeating: open, count: count) + "a" + String(repeating: close, count: count)
        }
        #expect(try Expression(parsing: nested("(", ")", 63)) == Self.a)
        #expect(try Expression(parsing: nested("!", "", 63)).depth == 64)
        for text in [nested("(", ")", 64), nested("[", "]", 64), nested("length(", ")", 70), nested("not ", "", 64)] {
            let error = try #require(throws: ExpressionSyntaxError.self) { try Expression(parsing: text) }
            #expect(error.message.contains("64 levels"))
        }
        let mixed = (0..<40).reduce("a") { text, _ in "(\(text) == b and c)" }
        #expect(throws: ExpressionSyntaxError.self) { try Expression(parsing: mixed) }
    }

    @Test("Every path that is written is told")
    func references() throws {
        let expression = try Expression(parsing: "exists(a.b) and length(a['b']) > c ?? a.b")
        #expect(expression.references.map(\.description) == ["a.b", "a.b", "c", "a.b"])
    }

    @Test(
        "Paths",
        arguments: ["steps.clean.output.text", "item[\"a key\"][0].x", "a[\"\"]", "a.é-1", "a[\"\\\"\\n\"]", "a.0"])
    func paths(_ text: String) throws {
        #expect(try Reference(parsing: text).description == text)
        #expect(try Reference(parsing: "$." + text) == Reference(parsing: text))
    }

    @Test("A path is only a path")
    func onlyPaths() throws {
        for text in ["a ?? b", "a == 1", "'a'", "1", "length(a)", "a.b c", ""] {
            #expect(throws: ExpressionSyntaxError.self, "\(text)") { try Reference(parsing: text) }
        }
    }

    @Test("Names of members are told apart byte by byte")
    func bytes() throws {
        #expect(try Reference(parsing: "a.\u{E9}") != Reference(parsing: "a.e\u{301}"))
        #expect(
            Expression.Field(key: "\u{E9}", value: .literal(1)) != Expression.Field(key: "e\u{301}", value: .literal(1))
        )
    }
}
