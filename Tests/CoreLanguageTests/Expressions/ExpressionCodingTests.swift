import CoreLanguage
import CoreTesting
import Testing

@Suite("The stored form of expressions")
struct ExpressionCodingTests {
    @Test(
        "Each operator has one form, for ever",
        arguments: [
            ("1.5", #"{"op":"value","value":1.5}"#), ("a.b[0]", #"{"op":"ref","path":["b",0],"root":"a"}"#),
            ("exists(a)", #"{"op":"exists","path":[],"root":"a"}"#),
            ("[a]", #"{"items":[{"op":"ref","path":[],"root":"a"}],"op":"array"}"#),
            ("1 == 2", #"{"left":{"op":"value","value":1},"op":"eq","right":{"op":"value","value":2}}"#),
            ("1 != 2", #"{"left":{"op":"value","value":1},"op":"ne","right":{"op":"value","value":2}}"#),
            ("1 < 2", #"{"left":{"op":"value","value":1},"op":"lt","right":{"op":"value","value":2}}"#),
            ("1 <= 2", #"{"left":{"op":"value","value":1},"op":"le","right":{"op":"value","value":2}}"#),
            ("1 > 2", #"{"left":{"op":"value","value":1},"op":"gt","right":{"op":"value","value":2}}"#),
            ("1 >= 2", #"{"left":{"op":"value","value":1},"op":"ge","right":{"op":"value","value":2}}"#),
            ("1 and 2", #"{"items":[{"op":"value","value":1},{"op":"value","value":2}],"op":"and"}"#),
            ("1 or 2", #"{"items":[{"op":"value","value":1},{"op":"value","value":2}],"op":"or"}"#),
            ("1 ?? 2", #"{"items":[{"op":"value","value":1},{"op":"value","value":2}],"op":"coalesce"}"#),
            ("not 1", #"{"item":{"op":"value","value":1},"op":"not"}"#),
            ("length(1)", #"{"item":{"op":"value","value":1},"op":"length"}"#),
            (
                "contains(1, 2)",
                #"{"container":{"op":"value","value":1},"item":{"op":"value","value":2},"op":"contains"}"#
            ),
        ])
    func golden(_ text: String, _ stored: String) throws {
        let expression = try Expression(parsing: text)
        #expect(String(decoding: expression.encode().canonicalBytes(), as: UTF8.self) == stored)
        #expect(try Expression(decoding: .parse(stored)) == expression)
    }

    @Test("Objects and templates too")
    func composites() throws {
        let object = #"{"fields":[["b",{"op":"value","value":1}],["a",{"op":"value","value":2}]],"op":"object"}"#
        let expected = Expression.object([.init(key: "b", value: .literal(1)), .init(key: "a", value: .literal(2))])
        #expect(try Expression(decoding: .parse(object)) == expected)
        #expect(expected.encode().serializedString(.canonical) == object)
        let template = #"{"items":[{"op":"value","value":"x"}],"op":"template"}"#
        #expect(try Expression(decoding: .parse(template)) == .template([.literal("x")]))
        #expect(try Expression(parsingTemplate: "x").encode().serializedString(.canonical) == template)
    }

    @Test(
        "What came with scripts too",
        arguments: [
            (
                .arithmetic(.remainder, .literal(1), .literal(2)),
                #"{"left":{"op":"value","value":1},"op":"rem","right":{"op":"value","value":2}}"#
            ),
            (.negate(.literal(1)), #"{"item":{"op":"value","value":1},"op":"neg"}"#),
            (
                .member(.literal(1), "a b", isOptional: true),
                #"{"item":{"op":"value","value":1},"name":"a b","op":"member","optional":true}"#
            ),
            (
                .element(.literal(1), .literal(2), isOptional: false),
                #"{"index":{"op":"value","value":2},"item":{"op":"value","value":1},"op":"element","optional":false}"#
            ),
            (
                .call("map", [.lambda(["x"], .literal(1))]),
                #"{"function":"map","items":[{"body":{"op":"value","value":1},"op":"lambda","parameters":["x"]}],"#
                    + #""op":"call"}"#
            ),
            (
                .conditional(.literal(true), .literal(1), .literal(2)),
                #"{"condition":{"op":"value","value":true},"else":{"op":"value","value":2},"op":"if","#
                    + #""then":{"op":"value","value":1}}"#
            ),
            (.environment("KEY", fallback: nil), #"{"name":"KEY","op":"env"}"#),
            (
                .environment("KEY", fallback: .literal(1)),
                #"{"default":{"op":"value","value":1},"name":"KEY","op":"env"}"#
            ),
        ] as [(Expression, String)])
    func computations(_ expression: Expression, _ stored: String) throws {
        #expect(String(decoding: expression.encode().canonicalBytes(), as: UTF8.self) == stored)
        #expect(try Expression(decoding: .parse(stored)) == expression)
    }

    @Test("Parameters of a lambda hide roots, and are no references")
    func hidden() {
        let body = Expression.array([.reference(Reference(root: "x")), .exists(Reference(root: "y"))])
        let call = Expression.call("map", [.reference(Reference(root: "x")), .lambda(["x"], body)])
        #expect(call.references.map(\.root) == ["x", "y"])
    }

    @Test("What is written is read again, and its canonical bytes give the same bytes", arguments: Torture.seeds(0..<4))
    func roundTrip(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for number in 0..<400 {
            let expression = random.expression(depth: 6)
            let stored = expression.encode()
            #expect(try Expression(decoding: stored) == expression, "seed \(seed), number \(number)")
            let bytes = stored.canonicalBytes()
            let again = try Expression(decoding: .parse(bytes))
            #expect(again.encode().canonicalBytes() == bytes, "seed \(seed), number \(number)")
            #expect(again.references == expression.references)
        }
    }

    @Test("Paths that are written are read again", arguments: Torture.seeds(0..<2))
    func paths(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<1_000 {
            let reference = random.reference()
            #expect(try Reference(parsing: reference.description) == reference)
            #expect(try Expression(parsing: "exists($.\(reference))") == .exists(reference))
        }
    }

    @Test("Canonical bytes evaluate to the same text", arguments: Torture.seeds(0..<2))
    func canonicalEvaluation(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        for _ in 0..<300 {
            let template = Expression.template([.literal(random.value(depth: 3))])
            let again = try Expression(decoding: .parse(template.encode().canonicalBytes()))
            let scope = EvaluationScope([:])
            #expect(try again.evaluate(in: scope) == template.evaluate(in: scope))
        }
    }

    @Test(
        "Faults point at their place",
        arguments: [
            ("1", "", "malformed"), ("{}", "", "malformed"), (#"{"op":1}"#, "/op", "malformed"),
            (#"{"op":"loop"}"#, "/op", "unsupported"), (#"{"op":"value"}"#, "", "malformed"),
            (#"{"op":"value","value":1,"x":2}"#, "/x", "malformed"),
            (#"{"op":"ref","root":"a"}"#, "", "malformed"),
            (#"{"op":"ref","root":"1","path":[]}"#, "/root", "malformed"),
            (#"{"op":"ref","root":"a","path":[-1]}"#, "/path/0", "malformed"),
            (#"{"op":"ref","root":"a","path":[true]}"#, "/path/0", "malformed"),
            (#"{"op":"ref","root":"a","path":["b",3000000000]}"#, "/path/1", "malformed"),
            (#"{"op":"and","items":{}}"#, "/items", "malformed"),
            (#"{"op":"and","items":[{"op":"value","value":1},{"op":"nope"}]}"#, "/items/1/op", "unsupported"),
            (#"{"op":"object","fields":[["a"]]}"#, "/fields/0", "malformed"),
            (#"{"op":"object","fields":[[1,{"op":"value","value":1}]]}"#, "/fields/0/0", "malformed"),
            (#"{"op":"eq","left":{"op":"value","value":1}}"#, "", "malformed"),
            (#"{"op":"lambda","parameters":[],"body":{"op":"value","value":1}}"#, "/op", "malformed"),
            (#"{"op":"call","function":"a b","items":[]}"#, "/function", "malformed"),
            (
                #"{"op":"call","function":"f","items":[{"op":"lambda","parameters":["a","a"],"body":1}]}"#,
                "/items/0/parameters/1", "malformed"
            ),
            (
                #"{"op":"call","function":"f","items":[{"op":"lambda","#
                    + #""parameters":["a","b","c","d","e","f","g","h","i"]}]}"#,
                "/items/0/parameters", "malformed"
            ),
            (
                #"{"op":"call","function":"f","items":[{"op":"lambda","parameters":[],"body":1}]}"#, "/items/0/body",
                "malformed"
            ),
            (#"{"op":"member","item":{"op":"value","value":1},"name":"a"}"#, "", "malformed"),
            (#"{"op":"member","item":{"op":"value","value":1},"name":"a","optional":1}"#, "/optional", "malformed"),
            (#"{"op":"env","name":"1"}"#, "/name", "malformed"), (#"{"op":"env","name":"A","x":1}"#, "/x", "malformed"),
            (#"{"op":"if","condition":{"op":"value","value":1},"then":{"op":"value","value":1}}"#, "", "malformed"),
            (#"{"op":"not","item":[]}"#, "/item", "malformed"), (#"{"op":"contains","item":1}"#, "", "malformed"),
        ])
    func faults(_ stored: String, _ pointer: String, _ kind: String) throws {
        let value = try JSONValue.parse(stored)
        let error = try #require(throws: ProgramError.self, "\(stored)") { try Expression(decoding: value) }
        #expect(error.pointer.description == pointer, "\(stored)")
        #expect(error.kind.rawValue == kind, "\(stored)")
    }

    @Test("Depth is bounded")
    func depth() throws {
        func nested(_ count: Int) -> JSONValue {
            (1..<count).reduce(["op": "value", "value": true]) { inner, _ in ["op": "not", "item": inner] }
        }
        #expect(try Expression(decoding: nested(Expression.depthMax)).depth == Expression.depthMax)
        let error = try #require(throws: ProgramError.self) {
            try Expression(decoding: nested(Expression.depthMax + 1))
        }
        #expect(error.message.contains("320 levels"))
        let innermost: JSONValue = ["op": "value", "value": true]
        let lambdas = (1...Expression.depthMax / 2).reduce(innermost) { inner, _ in
            ["op": "call", "function": "f", "items": [["op": "lambda", "parameters": ["x"], "body": inner]]]
        }
        #expect(throws: ProgramError.self) { try Expression(decoding: lambdas) }
    }
}
