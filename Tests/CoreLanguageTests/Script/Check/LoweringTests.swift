import CoreLanguage
import Testing

@Suite("From scripts to programs")
struct LoweringTests {
    private func steps(_ source: String) throws -> [BlockStep] {
        let program = try #require(compiled(source), "\(findings(source))")
        guard case .block(let block) = program.body else { return [] }
        return block.steps
    }

    private func value(_ expression: String) throws -> Expression {
        let source = TypeCheckTests.inputs.replacing("emit\n", with: "") + "let _v = " + expression
        guard case .compute(let value)? = try steps(source).first?.action else { throw Missing() }
        return value
    }

    private struct Missing: Error {}

    private static func input(_ name: String) -> Expression {
        .reference(Reference(root: "inputs", path: [.member(name)]))
    }

    private static func optionalInput(_ name: String) -> Expression {
        .member(.reference(Reference(root: "inputs")), name, isOptional: true)
    }

    @Test("Expressions")
    func expressions() throws {
        #expect(try value("n") == Self.input("n"))
        #expect(try value("m") == Self.optionalInput("m"))
        #expect(try value("s.a") == .reference(Reference(root: "inputs", path: [.member("s"), .member("a")])))
        #expect(try value("s.b") == .member(Self.input("s"), "b", isOptional: true))
        #expect(try value("o.x ?? 1") == .coalesce([.member(Self.input("o"), "x", isOptional: true), .literal(1)]))
        #expect(try value("o?[\"x\"]") == .element(Self.input("o"), .literal("x"), isOptional: true))
        #expect(try value("l[0]") == .element(Self.input("l"), .literal(0), isOptional: false))
        #expect(try value("\"{n}!\"") == .template([Self.input("n"), .literal("!")]))
        #expect(try value("\"plain\"") == .literal("plain"))
        #expect(try value("t.trim()") == .call("trim", [Self.input("t")]))
        #expect(try value("90s") == .literal(90_000))
        #expect(try value("-1") == .literal(-1))
        #expect(try value("-n") == .negate(Self.input("n")))
        #expect(try value("b or b or b") == .or([Self.input("b"), Self.input("b"), Self.input("b")]))
        #expect(try value("env(\"K\", \"x\")") == .environment("K", fallback: .literal("x")))
        #expect(
            try value("l.map(x => x + \"!\")")
                == .call(
                    "map",
                    [
                        Self.input("l"),
                        .lambda(["x"], .arithmetic(.add, .reference(Reference(root: "x")), .literal("!"))),
                    ]))
        #expect(
            try value("if b then 1 else 2") == .conditional(Self.input("b"), .literal(1), .literal(2)))
        #expect(
            try value("{n, a: 1}")
                == .object([.init(key: "n", value: Self.input("n")), .init(key: "a", value: .literal(1))]))
    }

    @Test("Members of enumerations are literals")
    func enumerations() throws {
        let found = try steps("enum L = Auto | Manual\nlet a: L = Auto\nlet _b = a == L.Manual")
        #expect(found[0].action == .compute(.literal("Auto")))
        #expect(found[1].action == .compute(.comparison(.equal, .reference(Reference(root: "a")), .literal("Manual"))))
    }

    @Test("Jumps and retries become ordinals")
    func jumps() throws {
        let source = """
            wait "again" 1s
            decide with rules
              when true -> "A"
            "A":
              wait 2s
              check "c" true
                on pass: goto "again"
                on fail: retry 2
            """
        guard case .decide(let decision) = try steps(source)[1].action,
            case .check(let check) = decision.branches[0].body.steps[1].action
        else { throw Missing() }
        #expect(check.onPass == .goto(levels: 1, ordinal: 0))
        #expect(check.onFail == .retry(ordinal: 0, times: .literal(2)))
    }

    @Test("A check that says nothing fails with its label")
    func checks() throws {
        guard case .check(let check) = try steps("check \"Sure\" 1 < 2")[0].action else { throw Missing() }
        #expect(check.onPass == .proceed)
        #expect(check.onFail == .fail(.literal("The check \"Sure\" did not pass.")))
    }

    @Test("Errors: three retries with full jitter unless the script says else")
    func errors() throws {
        let found = try steps("wait 1s\n  on error: retry\nwait 1s\n  on error: retry 5 every 2s up to 9s then ignore")
        #expect(
            found[0].onError
                == ErrorPolicy(
                    retry: RetryPolicy(
                        attempts: 4, baseMilliseconds: 1_000, factor: 2, capMilliseconds: 60_000, jitter: .full)))
        #expect(
            found[1].onError
                == ErrorPolicy(
                    retry: RetryPolicy(
                        attempts: 6, baseMilliseconds: 2_000, factor: 2, capMilliseconds: 9_000, jitter: .full),
                    action: .ignore))
    }

    @Test("Tools, durations, types, undo")
    func calls() throws {
        let source = """
            import tools
              http_request from native as get
            do "x" with get
              url = "a"
              timeout = "1m"
              undo with get
                url = r.text
              -> r
            do with llm
              prompt = "p"
              type = list<text>
            """
        let found = try steps(source)
        let native = ToolName("http_request", from: "native")
        #expect(
            found[0].action
                == .call(
                    ToolCall(
                        native,
                        input: .object([
                            .init(key: "url", value: .literal("a")), .init(key: "timeout", value: .literal(60_000)),
                        ]))))
        #expect(
            found[0].undo
                == ToolCall(
                    native,
                    input: .object([
                        .init(key: "url", value: .reference(Reference(root: "r", path: [.member("text")])))
                    ])))
        guard case .call(let call) = found[1].action, case .object(let fields) = call.input else { throw Missing() }
        #expect(call.tool == ToolName("llm", from: "model"))
        #expect(fields.last?.value == .literal(["type": "array", "items": ["type": "string"]]))
    }

    @Test("The value of a round is computed in it")
    func rounds() throws {
        guard
            case .repeat(let loop) = try steps("repeat 2 times as k\n  wait 1s\n  -> r = k * 2\nemit\n  v = r")[0]
                .action
        else { throw Missing() }
        #expect(loop.body.steps.count == 2)
        #expect(
            loop.body.steps[1].action == .compute(.arithmetic(.multiply, .reference(Reference(root: "k")), .literal(2)))
        )
    }

    @Test("Defaults stand in for what is not emitted")
    func defaults() throws {
        let found = try steps("output\n  a : text\n  b : integer = 4\n  c? : text\nemit\n  a = \"x\"")
        #expect(
            found[0].action
                == .emit(.object([.init(key: "a", value: .literal("x")), .init(key: "b", value: .literal(4))])))
        let program = try #require(compiled("output\n  b : integer = 4\nwait 1s"))
        #expect(program.result == .literal(["b": 4]))
    }

    @Test("Every step and argument has its place")
    func places() throws {
        let source = """
            each x in [1]
              wait 1s
            on thread error
              wait 2s
            together
              lane "a":
                let _b = 3
              lane "b":
                wait 4s
            """
        let map = ScriptCompiler.compile(SourceText(source)).sourceMap
        func place(_ path: String, _ argument: String? = nil) throws -> String? {
            map.place(of: try #require(StepPath(path)), argument: argument).map { "\($0.line):\($0.column)" }
        }
        #expect(try place("0") == "1:1")
        #expect(try place("0", "items") == "1:11")
        #expect(try place("0.~7.0", "duration") == "2:8")
        #expect(try place("error.0", "duration") == "4:8")
        #expect(try place("1.~0.0", "value") == "7:14")
        #expect(try place("1.~1") == "8:3")
        #expect(try place("1.~1.0", "duration") == "9:10")
    }

    @Test("What a program says of itself")
    func head() throws {
        let source = "script \"s\"\nversion \"1.2.3\"\nstream\n  a : text\nenv\n  K : integer = 1\nlet _a = env(OTHER)"
        let program = try #require(compiled(source))
        #expect(program.name == "s")
        #expect(program.version == "1.2.3")
        #expect(program.onUnhandled == .pause)
        #expect(program.streamSchema?["required"] == ["a"])
        #expect(
            program.environment == [
                EnvironmentVariable("K", fallback: 1, schema: ["type": "integer"]),
                EnvironmentVariable("OTHER", schema: ["type": "string"]),
            ])
        #expect(try #require(compiled("wait 1s")).streamSchema == nil)
    }

    @Test("Formatting does not change the program")
    func digest() throws {
        let one = try #require(compiled("let _a = 1 -- a comment\nwait 1s"))
        let other = try #require(compiled("\n-- other\nlet   _a=(1)\n\nwait   1s\n"))
        #expect(one.canonicalBytes() == other.canonicalBytes())
    }
}
