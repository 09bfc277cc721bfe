import CoreLanguage
import Testing

@Suite("Reading expressions of scripts")
struct ScriptExpressionTests {
    /// An expression with all its brackets.
    static func grouped(_ expression: ExpressionSyntax) -> String {
        switch expression.kind {
        case .missing: "?"
        case .literal(.bool(let value)): "\(value)"
        case .literal(let value): value.numberText ?? "\(value)"
        case .text(let parts, _):
            "\""
                + parts.map { part in
                    switch part {
                    case .text(let text): text
                    case .interpolation(let path): "<\(grouped(path))>"
                    }
                }.joined() + "\""
        case .duration(let milliseconds): "\(milliseconds)ms"
        case .name(let name): name
        case .parentheses(let content): "paren \(grouped(content))"
        case .list(let elements): "[\(elements.map(grouped).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.map { "\($0.name.text): \($0.value.map(grouped) ?? "-")" }.joined(separator: ", "))}"
        case .member(let operand, let name, let isOptional): "\(grouped(operand))\(isOptional ? "?." : ".")\(name.text)"
        case .index(let operand, let index, let isOptional):
            "\(grouped(operand))\(isOptional ? "?[" : "[")\(grouped(index))]"
        case .call(let name, let arguments): "\(name.text)(\(arguments.map(grouped).joined(separator: ", ")))"
        case .method(let operand, let name, let arguments):
            "\(grouped(operand)).\(name.text)(\(arguments.map(grouped).joined(separator: ", ")))"
        case .lambda(let names, let body): "(\(names.map(\.text).joined(separator: ", "))) => \(grouped(body))"
        case .prefix(let sign, let operand): "(\(sign.rawValue) \(grouped(operand)))"
        case .binary(let left, let sign, _, let right): "(\(grouped(left)) \(sign.rawValue) \(grouped(right)))"
        case .conditional(let condition, let value, let other):
            "(\(grouped(condition)) ? \(grouped(value)) : \(grouped(other)))"
        }
    }

    private func read(_ text: String) throws -> String {
        let (tree, diagnostics) = ScriptParser.parse(SourceText("let x = " + text + "\n"))
        #expect(diagnostics.isEmpty, "\(text): \(diagnostics.map(\.message))")
        #expect(!tree.hasErrors)
        guard case .bind(_, _, let value) = try #require(tree.steps.first).kind else { return "no let" }
        return Self.grouped(value)
    }

    @Test(
        "Operators bind as they should",
        arguments: [
            ("a or b and c", "(a or (b and c))"), ("a and b or c", "((a and b) or c)"),
            ("not a == b", "((not a) == b)"),
            ("! a and b", "((not a) and b)"), ("a + b * c - d", "((a + (b * c)) - d)"), ("a - b - c", "((a - b) - c)"),
            ("a / b % c", "((a / b) % c)"), ("-a.b", "(- a.b)"), ("- - 1", "(- (- 1))"), ("a < b + 1", "(a < (b + 1))"),
            ("a == b or c != d", "((a == b) or (c != d))"), ("a ?? b.c ?? d", "((a ?? b.c) ?? d)"),
            ("a.b ?? -1 + 2", "((a.b ?? (- 1)) + 2)"), ("a ?? b * 2", "((a ?? b) * 2)"), ("-a ?? b", "(- (a ?? b))"),
            ("a?.b?[0].c", "a?.b?[0].c"), ("x.f(1, g())", "x.f(1, g())"),
            ("f(x,)", "f(x)"), ("if a then b else if c then d else e", "(a ? b : (c ? d : e))"),
            ("map(xs, x => x.y + 1)", "map(xs, (x) => (x.y + 1))"), ("xs.map((a, b) => a)", "xs.map((a, b) => a)"),
            ("() => 1", "() => 1"), ("(a + b) * c", "(paren (a + b) * c)"), ("a >= b", "(a >= b)"),
            ("a <= b", "(a <= b)"),
            ("env(KEY)", "env(KEY)"), ("a.then.not", "a.then.not"), ("a - b", "(a - b)"), ("a -b", "(a - b)"),
            ("true and false or null", "((true and false) or null)"),
        ])
    func precedence(_ text: String, _ expected: String) throws {
        #expect(try read(text) == expected)
    }

    @Test(
        "Values",
        arguments: [
            ("1_000", "1000"), ("1.50", "1.5"), ("2e3", "2000.0"), ("1.5e-3", "0.0015"),
            ("9223372036854775807", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"), ("0", "0"), ("0.5", "0.5"), ("1h30m", "5400000ms"),
            ("500ms", "500ms"),
            ("1w2d3h4m5s6ms", "788645006ms"), ("[1, 2,]", "[1, 2]"), ("[]", "[]"), ("{}", "{}"),
            ("{a, b: 1, c = 2}", "{a: -, b: 1, c: 2}"),
            ("{\"a b\": 1}", "{a b: 1}"), ("[1\n-2\n(3)\n[4]]", "[1, (- 2), paren 3, [4]]"), ("[1\n+ 2]", "[(1 + 2)]"),
            ("{a: 1\nb: 2,\n\nc}", "{a: 1, b: 2, c: -}"), ("(a\n- b)", "paren (a - b)"),
            ("f([\n1 -- one\n, 2])", "f([1, 2])"),
            ("a\n  + b\n    and c", "((a + b) and c)"), ("a\n  .b\n  ?? c", "(a.b ?? c)"), ("a\n  == b", "(a == b)"),
        ])
    func values(_ text: String, _ expected: String) throws {
        #expect(try read(text) == expected)
    }

    @Test(
        "Texts",
        arguments: [
            (#""a\n\t\"\\\/\{b\}""#, "\"a\n\t\"\\/{b}\""), (#""\u00e9\u{1F600}\ud83d\ude00""#, "\"é😀😀\""),
            (#""""#, "\"\""),
            (#""{a} and {b.c?.d}""#, "\"<a> and <b.c?.d>\""), (#""{ } {1} {}""#, "\"{ } {1} {}\""),
            ("\"\"\"\n  a\n    b\n\n  c\n  \"\"\"", "\"a\n  b\n\nc\""), ("\"\"\"a {b}\"\"\"", "\"a <b>\""),
            ("\"\"\"\n\"\"\"", "\"\""),
            ("\"\"\"\n\n  \"\"\"", "\"\""), ("\"\"\"\n\ta\n\t\"\"\"", "\"a\""), ("\"\"\"\n  a\n  b\"\"\"", "\"a\nb\""),
            ("\"\"\"\r\n  a\r\n  b\r\n  \"\"\"", "\"a\nb\""), ("\"\"\"x\n  \"\"\"", "\"x\""),
        ])
    func texts(_ text: String, _ expected: String) throws {
        #expect(try read(text) == expected)
    }
}
