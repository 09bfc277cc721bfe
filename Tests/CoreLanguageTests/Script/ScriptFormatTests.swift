import CoreLanguage
import Testing

@Suite("The one layout of scripts")
struct ScriptFormatTests {
    /// The formatted text, after checking that it says the same and stays as it is.
    private func format(_ text: String) throws -> String {
        let source = SourceText(text)
        let (tree, diagnostics) = ScriptParser.parse(source)
        #expect(diagnostics.allSatisfy { $0.severity == .warning }, "\(text): \(diagnostics.map(\.message))")
        let formatted = try #require(ScriptFormatter.format(tree, source))
        let again = SourceText(formatted)
        let (second, _) = ScriptParser.parse(again)
        #expect(ScriptShape.text(of: second) == ScriptShape.text(of: tree), "\(text)\n→\n\(formatted)")
        #expect(
            ScriptShape.comments(second, again).sorted() == ScriptShape.comments(tree, source).sorted(), "\(formatted)")
        #expect(ScriptFormatter.format(again) == formatted)
        return formatted
    }

    @Test("The sample is nearly so already")
    func sample() throws {
        let expected = ScriptSample.text.replacing("min(0)                      -- in", with: "min(0)  -- in")
        #expect(try format(ScriptSample.text) == expected)
    }

    @Test(
        "One spelling",
        arguments: [
            ("let   a=1", "let a = 1\n"), ("let a = ! b  and - - c", "let a = not b and - -c\n"),
            ("let a : string?=null", "let a : text? = null\n"),
            ("let a : list<int64>=[1,2 , ]", "let a : list<integer> = [1, 2]\n"),
            ("let a = {b=1,\"c\":2,\"d e\":3,f}", "let a = { b: 1, c: 2, \"d e\": 3, f }\n"),
            ("let a = {}", "let a = {}\n"), ("let a = map( xs , ( x )=>x . y )", "let a = map(xs, x => x.y)\n"),
            ("let a = 1_000.50", "let a = 1_000.50\n"),
            ("let a = - 9223372036854775808", "let a = -9223372036854775808\n"),
            ("let a = b ?[ 0 ]?.c ?? - 1", "let a = b?[0]?.c ?? -1\n"),
            ("wait for 30s", "wait 30s\n"), ("wait for a", "wait for a\n"),
            ("plan {task: \"x\"}", "plan with llm\n  task = \"x\"\n"),
            ("do with t {a:1,b}->c", "do with t -> c\n  a = 1\n  b = b\n"),
            ("do with t\n -> c\n a=1", "do with t\n  -> c\n  a = 1\n"),
            (
                "do with t\n    on error\n        retry 2\n        ignore",
                "do with t\n  on error: retry 2 then ignore\n"
            ),
            (
                "decide with rules\n  otherwise -> \"A\"\n  \"A\": let x = 1",
                "decide with rules\n  otherwise -> \"A\"\n\"A\":\n  let x = 1\n"
            ),
            ("enum A=| B|C", "enum A = B | C\n"),
            ("enum A : string = \"b\"\n  | \"c\"", "enum A : text = \"b\" | \"c\"\n"),
            ("enum string = a\nlet b : string = a", "enum string = a\nlet b : string = a\n"),
            (
                "input\n\ta:text\n\tlong_name?:number min( -1 )=0",
                "input\n  a          : text\n  long_name? : number min(-1) = 0\n"
            ),
            ("input\n  a : {b:text,c?:number}", "input\n  a : { b : text, c? : number }\n"),
            ("each a,b in c parallel 4\n  emit", "each a, b in c parallel 4\n  emit\n"),
            ("let a = 1\n\n\n\nlet b = 2\n\n", "let a = 1\n\nlet b = 2\n"), ("\n\nlet a = 1", "let a = 1\n"),
            ("each a in b\n\n  emit\n\n\n  emit", "each a in b\n  emit\n\n  emit\n"),
            ("let a = b\n  + c\n  and d", "let a = b + c and d\n"),
            ("script \"a\"\n     one\n\n\n       two", "script \"a\"\n  one\n\n  two\n"), ("", ""), ("\n \n", ""),
            ("check a\n  on fail : retry 3".replacing("fail :", with: "fail:"), "check a\n  on fail: retry 3\n"),
        ])
    func spelling(_ text: String, _ expected: String) throws {
        #expect(try format(text) == expected)
    }

    @Test(
        "Comments stay at their place",
        arguments: [
            ("-- a  \nlet b = 1 --c\n\n-- d", "-- a\nlet b = 1  --c\n\n-- d\n"),
            (
                "each a in b -- c\n  -- d\n  emit -- e\n  -- f\n-- g\nemit",
                "each a in b  -- c\n  -- d\n  emit  -- e\n  -- f\n-- g\nemit\n"
            ),
            (
                "let a = [ -- b\n1, -- c\n-- d\n2 -- e\n-- f\n] -- g",
                "let a = [\n  -- b\n  1,  -- c\n  -- d\n  2,  -- e\n  -- f\n]  -- g\n"
            ),
            ("let a = b -- c\n  -- d\n  + e -- f\n", "-- c\n-- d\nlet a = b + e  -- f\n"),
            (
                "input\n  a : { b : text, -- c\n d : text -- e\n} -- f\n",
                "input\n  a : {\n    b : text,  -- c\n    d : text,  -- e\n  }  -- f\n"
            ),
            (
                "do with t { a: 1, -- b\n-- c\nd: 2 } -- e\n-- f\n",
                "do with t\n  a = 1  -- b\n  -- c\n  d = 2  -- e\n-- f\n"
            ),
            ("each a in b\n  emit\n-- @tag x\n  emit\n", "each a in b\n  emit\n-- @tag x\n  emit\n"),
            (
                "let a = [ -- b\n-- @tag c\n1\n-- @tag d\n  + 2 -- e\n]\n",
                "let a = [\n  -- b\n-- @tag c\n  1 + 2,  -- e\n-- @tag d\n]\n"
            ),
            ("  -- @tag x\nemit\n", "  -- @tag x\nemit\n"),
            ("let a = f( -- b\n)", "let a = f(\n  -- b\n)\n"),
            ("script \"a\" -- b\n  -- c\n  d\n  -- e\nemit", "script \"a\"  -- b\n  -- c\n  d\n  -- e\nemit\n"),
            (
                "input\n  a : list<{ b : -- c\n text }> -- d\n",
                "input\n  a : list<{\n    -- c\n    b : text,\n  }>  -- d\n"
            ),
            (
                "decide with rules -- a\n  when b -> \"C\" -- d\n  otherwise -> \"C\"\n  -- e\n-- f\n\"C\": -- g\n  -- h\n  emit\n",
                "decide with rules  -- a\n  when b -> \"C\"  -- d\n  otherwise -> \"C\"\n  -- e\n-- f\n\"C\":  -- g\n  -- h\n  emit\n"
            ),
        ])
    func comments(_ text: String, _ expected: String) throws {
        #expect(try format(text) == expected)
    }

    @Test("Long lines are broken where brackets or operators let them")
    func longLines() throws {
        let long = String(repeating: "a", count: 40)
        #expect(
            try format("let x = [\(long), \(long), \(long)]") == "let x = [\n  \(long),\n  \(long),\n  \(long),\n]\n")
        #expect(
            try format("let x = {a: \(long), b: f(\(long), \(long)), c: [\(long), \(long), \(long)]}")
                == "let x = {\n  a: \(long),\n  b: f(\(long), \(long)),\n  c: [\n    \(long),\n    \(long),\n    \(long),\n  ],\n}\n"
        )
        #expect(
            try format("let x = f({a: \(long), b: \(long), c: 1})")
                == "let x = f({\n  a: \(long),\n  b: \(long),\n  c: 1,\n})\n")
        #expect(
            try format("let x = f(\(long), \(long), \(long))") == "let x = f(\n  \(long),\n  \(long),\n  \(long),\n)\n")
        #expect(try format("let x = \(long) + \(long) - \(long)") == "let x = \(long)\n    + \(long) - \(long)\n")
        #expect(
            try format("each x in b\n  check \(long) == 1 and \(long) or \(long)")
                == "each x in b\n  check \(long) == 1 and \(long)\n      or \(long)\n")
        #expect(
            try format("input\n  x : { a : {\(long):text}, b : {\(long):text} }")
                == "input\n  x : {\n    a : { \(long) : text },\n    b : { \(long) : text },\n  }\n")
        #expect(
            try format("enum A = \(long) | \(long)b | \(long)c") == "enum A = \(long)\n  | \(long)b\n  | \(long)c\n")
        let fits = String(repeating: "a", count: 64)
        let exact = "let x = [\(fits), \(String(repeating: "b", count: 24))]"
        #expect(exact.utf8.count == 100)
        #expect(try format(exact) == exact + "\n")
        #expect(try format(exact.replacing("bbb]", with: "bbbb]")).split(separator: "\n").count == 4)
    }

    @Test("Texts of several lines move with their step and stay the same")
    func textBlocks() throws {
        #expect(
            try format("each a in b\n        let c = \"\"\"\n          one\n\n            {two}\n        \"\"\"\n")
                == "each a in b\n  let c = \"\"\"\n    one\n\n      {two}\n  \"\"\"\n")
        #expect(
            try format("let c = f(\"\"\"\r\n\tone\r\n\t\"\"\", 1)\r\n")
                == "let c = f(\n  \"\"\"\n  one\n  \"\"\",\n  1,\n)\n")
        #expect(try format("let c = \"\"\"one\n   two\n   three\"\"\"\n") == "let c = \"\"\"one\ntwo\nthree\"\"\"\n")
    }

    @Test("A script with errors is left alone, one with warnings is not")
    func errors() {
        #expect(ScriptFormatter.format(SourceText("let a = \n")) == nil)
        #expect(ScriptFormatter.format(SourceText("let a = 007\n")) == nil)
        #expect(ScriptFormatter.format(SourceText("-- @nobody\n")) == "-- @nobody\n")
    }
}
