import Testing

@testable import CoreLanguage

@Suite("Rules of a world that do nothing")
struct UnusedRuleTests {
    private static let source = "do with echo\n  value = 1\n  -> a\nemit { a }"

    @Test("Rules that no effect has used are named by their numbers")
    func unused() throws {
        let outcome = try rehearse(
            Self.source,
            [
                "effects": [
                    ["tool": "ecco", "returns": 1], ["tool": "echo", "path": "7", "returns": 2],
                    ["tool": "echo", "returns": 3],
                    ["tool": "echo", "returns": 4],
                ]
            ])
        #expect(outcome.result == ["a": 3])
        #expect(outcome.unusedRules == [0, 1, 3])
        #expect(outcome.encode()["unused_rules"] == [0, 1, 3])
    }

    @Test("Where all are used, nothing is said")
    func used() throws {
        let outcome = try rehearse(Self.source, ["effects": [["tool": "echo", "returns": 3]]])
        #expect(outcome.unusedRules == [] && outcome.encode()["unused_rules"] == nil)
    }

    @Test("A rule that waits for an effect that has no answer is unused too")
    func unanswered() throws {
        let outcome = try rehearse(
            "do with llm\n  prompt = \"p\"\n  -> a\nemit { a }", ["effects": [["model": "lm", "returns": "x"]]])
        #expect(outcome.status == .unanswered && outcome.unusedRules == [0])
    }

    @Test("What can't be the code of an error is refused", arguments: ["", "busy", "NOT FOUND", "1_A", "A-B", "É"])
    func codes(_ code: String) {
        let error = #expect(throws: RehearsalError.self) {
            try RehearsalWorld(decoding: ["effects": [["tool": "t", "fails": ["code": .string(code)]]]])
        }
        #expect(error?.pointer.description == "/effects/0/fails/code" && error?.hint.contains("BUSY") == true)
    }

    @Test("nor a path that is none", arguments: ["", "1..2", "0."])
    func paths(_ path: String) {
        let error = #expect(throws: RehearsalError.self) {
            try RehearsalWorld(decoding: ["effects": [["tool": "t", "path": .string(path), "returns": 1]]])
        }
        #expect(error?.pointer.description == "/effects/0/path")
    }
}
