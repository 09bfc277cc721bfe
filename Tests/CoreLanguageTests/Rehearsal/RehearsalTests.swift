import Testing

@testable import CoreLanguage

/// What rules answer, what is told and sent, and how threads end.
@Suite struct RehearsalTests {
    private static let tools = "import tools\n  load from native\n  save from native\n  echo from native\n"

    @Test func rulesAnswerInTheirOrder() throws {
        let outcome = try rehearse(
            Self.tools + """
                do "a" with load
                  id = 1
                  -> a
                do "b" with load
                  id = 2
                  -> b
                do "c" with load
                  id = 2
                  -> c
                do "d" with echo
                  value = [a, b, c]
                  -> d
                emit { x = d }
                """,
            [
                "effects": [
                    ["tool": "load", "path": "9", "returns": "never"],
                    ["tool": "load", "input": ["id": 1], "returns": "one", "takes_ms": 5],
                    ["tool": "load", "times": 1, "returns": "first"],
                    ["tool": "load", "path": "2", "returns": "third"],
                    ["tool": "load", "returns": "late"],
                ]
            ])
        #expect(outcome.result == ["x": ["one", "first", "third"]])
        #expect(outcome.elapsedMilliseconds == 5)
        #expect(
            outcome.lines == [
                "0..5 0 tool load = \"one\"", "5..5 1 tool load = \"first\"", "5..5 2 tool load = \"third\"",
                "5..5 3 tool echo = [\"one\",\"first\",\"third\"]",
            ])
        #expect(outcome.trace.map(\.line) == [7, 10, 13, 16])
    }

    @Test func retriesWaitAndTimesAreUsedUp() throws {
        let outcome = try rehearse(
            Self.tools + """
                do "a" with load
                  on error: retry 5 every 1s
                  -> a
                emit { a = a }
                """,
            [
                "effects": [
                    ["tool": "load", "times": 2, "takes_ms": 10, "fails": ["code": "BUSY", "message": "Not now."]],
                    ["tool": "load", "returns": 7],
                ]
            ])
        #expect(outcome.result == ["a": 7])
        let attempts = outcome.trace.map { [Int64($0.attempt), $0.atMilliseconds, $0.endedMilliseconds ?? -1] }
        #expect(attempts.map { $0[0] } == [1, 2, 3])
        #expect(attempts[0] == [1, 0, 10])
        #expect(attempts[1][1] == 1_010)
        #expect(attempts[2][1] >= 2_020)
        #expect(outcome.elapsedMilliseconds == attempts[2][1])
    }

    @Test func whatIsNotRetryableIsNotTriedAgain() throws {
        let outcome = try rehearse(
            Self.tools + "do \"a\" with load\n  on error: retry 5 then use \"b\"\n  -> a\nemit { a = a }",
            ["effects": [["tool": "load", "fails": ["code": "BAD", "retryable": false]]]])
        #expect(outcome.result == ["a": "b"])
        #expect(outcome.lines == ["0..0 0 tool load ! BAD"])
    }

    @Test func whatNoRuleAnswersEndsItWithARule() throws {
        let source =
            Self.tools + """
                each x in [1, 2]
                  do "a" with load
                    id = x
                """
        let outcome = try rehearse(source, ["effects": [["tool": "load", "input": ["id": 1], "returns": 1]]])
        #expect(outcome.status == .unanswered)
        #expect(outcome.error?.path.description == "0.~1.0")
        #expect(outcome.place?.line == 8)
        let rule = try #require(outcome.rule)
        #expect(rule == ["tool": "load", "path": "0.~1.0", "returns": [:]])
        #expect(outcome.encode()["error"]?["rule"] == rule)
        let mended = try rehearse(
            source, ["effects": [["tool": "load", "input": ["id": 1], "returns": 1], rule]])
        #expect(mended.status == .completed)
    }

    @Test func whatIsToldAndSentIsKept() throws {
        let outcome = try rehearse(
            """
            stream
              n : integer
            yield "one"
              n = 1
            send "done" to "t9"
              a = 1
            yield "two"
              n = 2
            """)
        #expect(outcome.status == .completed)
        #expect(outcome.yields == [["n": 1], ["n": 2]])
        #expect(outcome.sends == [RehearsalOutcome.Sent(name: "done", to: "t9", payload: ["a": 1])])
        #expect(outcome.encode()["sends"] == [["name": "done", "to": "t9", "payload": ["a": 1]]])
    }

    @Test func peopleAnswerOrTheDefaultDoes() throws {
        let source = """
            ask "Fine?"
              prompt = "Fine?"
              options = ["yes", "no"]
              default = "no"
              timeout = "1h"
              -> answer
            emit { a = answer.value, by = answer.provided_by, at = answer.provided_at }
            """
        let quick = try rehearse(source, ["effects": [["ask": true, "returns": "yes", "takes_ms": 60_000]]])
        #expect(quick.result == ["a": "yes", "by": "rehearsal", "at": "2026-01-01T00:01:00Z"])
        let slow = try rehearse(source, ["effects": [["ask": true, "returns": "yes", "takes_ms": 7_200_000]]])
        #expect(slow.result == ["a": "no", "by": "default", "at": "2026-01-01T01:00:00Z"])
        let nobody = try rehearse(source)
        #expect(nobody.rule == ["ask": true, "path": "0", "returns": "yes"])
    }

    @Test func inputsAndVariablesAreChecked() throws {
        let source = """
            input
              n : integer
              m : integer = 4
            env
              KEY : text
              OTHER : text = "o"
            emit { x = "{n}{m}", y = env(KEY), z = env(OTHER) }
            """
        let world: JSONValue = ["environment": ["KEY": "k"]]
        #expect(try rehearse(source, world, inputs: ["n": 3]).result == ["x": "34", "y": "k", "z": "o"])
        #expect(try rehearse(source, world, inputs: ["n": "3"]).error?.code == "INPUT_INVALID")
        #expect(try rehearse(source, world, inputs: [:]).error?.code == "INPUT_INVALID")
        #expect(try rehearse(source, world, inputs: 3).error?.code == "INPUT_INVALID")
        #expect(try rehearse(source, [:], inputs: ["n": 3]).error?.code == "ENVIRONMENT_MISSING")
    }

    @Test func errorsHaveTheirPlace() throws {
        let outcome = try rehearse("let a = 1\nlet b = a / 0\nemit { b = b }")
        #expect(outcome.status == .paused)
        #expect(outcome.error?.code == "DIVISION_BY_ZERO")
        #expect(outcome.encode()["error"]?["line"] == 6)
        let failed = try rehearse("on thread error\n  let x = error.code\nlet b = 1 / 0\nemit { b = b }")
        #expect(failed.status == .failed)
    }
}
