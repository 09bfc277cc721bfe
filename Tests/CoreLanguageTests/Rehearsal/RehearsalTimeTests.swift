import Testing

@testable import CoreLanguage

/// The virtual clock: waits, events, timeouts, cancellation, streams.
@Suite struct RehearsalTimeTests {
    private static let tools = "import tools\n  load from native\n  save from native\n"

    @Test func waitsMoveTheClock() throws {
        let outcome = try rehearse(
            """
            wait 30s
            wait until "2026-01-01T00:01:00Z"
            wait until "2020-01-01T00:00:00Z"
            """)
        #expect(
            outcome.lines == ["0..30000 0 wait = null", "30000..60000 1 wait = null", "60000..60000 2 wait = null"])
        #expect(outcome.elapsedMilliseconds == 60_000)
        let wrong = try rehearse("let x = \"soon\"\nwait until timestamp(x)")
        #expect(wrong.status == .paused)
    }

    @Test func eventsAreTakenOnceAndKept() throws {
        let source = """
            wait 10s
            wait event "a"
              where = e => (e?.n ?? 0) > 1
              -> x
            wait event "a" -> y
            emit { x = x, y = y }
            """
        let outcome = try rehearse(
            source,
            [
                "events": [
                    ["name": "a", "at_ms": 20_000, "payload": ["n": 3]],
                    ["name": "b", "at_ms": 1, "payload": ["n": 9]],
                    ["name": "a", "at_ms": 5, "payload": ["n": 1], "id": "e1"],
                    ["name": "a", "at_ms": 6, "payload": ["n": 7], "id": "e1"],
                ]
            ])
        #expect(outcome.result == ["x": ["n": 3], "y": ["n": 1]])
        #expect(outcome.elapsedMilliseconds == 20_000)
        #expect(outcome.trace.map(\.effect) == ["wait", "event", "event"])
        #expect(try rehearse(source).status == .waiting)
    }

    @Test func anEventThatIsTakenIsGone() throws {
        let outcome = try rehearse(
            """
            wait 10s
            wait event "a" -> x
            wait event "a"
              timeout = "1m"
              on error: use "none"
              -> y
            emit { x = x, y = y }
            """, ["events": [["name": "a", "at_ms": 5, "payload": 1]]])
        #expect(outcome.result == ["x": 1, "y": "none"])
    }

    /// The time of an attempt that has ended is not that of the next one, which has the same path.
    @Test func everyAttemptHasItsOwnTime() throws {
        let outcome = try rehearse(
            """
            wait event "a"
              where = e => (e?.n ?? 0) > 1
              timeout = "1m"
              on error: retry 1 every 10s then use "none"
              -> x
            emit { x = x }
            """, ["events": [["name": "a", "at_ms": 5, "payload": ["n": "x"]]]])
        #expect(outcome.result == ["x": "none"])
        #expect(outcome.trace.map(\.atMilliseconds) == [0, 10_005])
        #expect(outcome.elapsedMilliseconds == 70_005)
    }

    @Test func waitsForEventsTimeOut() throws {
        let outcome = try rehearse(
            """
            wait event "a"
              timeout = "1m"
              on error: use { code: error.code }
              -> x
            emit { x = x }
            """, ["events": [["name": "a", "at_ms": 60_001]]])
        #expect(outcome.result == ["x": ["code": "WAIT_TIMEOUT"]])
        #expect(outcome.lines == ["0..60000 0 event a ! WAIT_TIMEOUT"])
    }

    @Test func slowCallsTimeOut() throws {
        let outcome = try rehearse(
            Self.tools + """
                do "a" with load
                  timeout = 1000
                  on error: retry 2 every 1s
                  -> a
                emit { a = a }
                """,
            [
                "effects": [
                    ["tool": "load", "times": 1, "takes_ms": 1_001, "returns": 1],
                    ["tool": "load", "takes_ms": 1_000, "returns": 2],
                ]
            ])
        #expect(outcome.result == ["a": 2])
        #expect(outcome.lines == ["0..1000 0 tool load ! STEP_TIMEOUT", "2000..3000 0 tool load #2 = 2"])
    }

    @Test func cancellingTakesBackWhatWasDone() throws {
        let outcome = try rehearse(
            Self.tools + """
                do "a" with load
                  undo with save
                    what = "a"
                do "b" with load
                  undo with save
                    what = "b"
                do "c" with load
                """,
            [
                "cancel_at_ms": 50,
                "effects": [
                    ["tool": "load", "path": "2", "takes_ms": 100, "returns": 1], ["tool": "load", "returns": 1],
                    ["tool": "save", "takes_ms": 5, "returns": 1],
                ],
            ])
        #expect(outcome.status == .cancelled)
        #expect(
            outcome.lines == [
                "0..0 0 tool load = 1", "0..0 1 tool load = 1", "0..50 2 tool load x",
                "50..55 1.undo tool save = 1", "55..60 0.undo tool save = 1",
            ])
        #expect(outcome.trace[3].input == ["what": "b"])
    }

    @Test func aPausedThreadMayBeCancelled() throws {
        let source = Self.tools + "do \"a\" with load\n  undo with save\ndo \"b\" with load"
        let effects: JSONValue = [
            ["tool": "load", "path": "0", "returns": 1], ["tool": "load", "fails": ["code": "X"]],
            ["tool": "save", "returns": 1],
        ]
        #expect(try rehearse(source, ["effects": effects]).status == .paused)
        let cancelled = try rehearse(source, ["effects": effects, "cancel_at_ms": 9])
        #expect(cancelled.status == .cancelled)
        #expect(cancelled.lines.last == "9..9 0.undo tool save = 1")
    }

    @Test func lanesRunSideBySide() throws {
        let outcome = try rehearse(
            Self.tools + """
                each x in [30, 20, 10] parallel 2
                  do "a" with load
                    n = x
                    -> a
                  -> all = a
                emit { all = all }
                """,
            [
                "effects": [
                    ["tool": "load", "input": ["n": 30], "takes_ms": 30, "returns": "a"],
                    ["tool": "load", "input": ["n": 20], "takes_ms": 20, "returns": "b"],
                    ["tool": "load", "input": ["n": 10], "takes_ms": 10, "returns": "c"],
                ]
            ])
        #expect(outcome.result == ["all": ["a", "b", "c"]])
        #expect(outcome.elapsedMilliseconds == 30)
        #expect(outcome.trace.map(\.atMilliseconds) == [0, 0, 20])
    }

    @Test func streamsGiveTheirItemsInTime() throws {
        let source = """
            do "tell" with llm
              prompt = "count"
              ->> parts
            pipe part from parts
              do "e" with echo
                value = part
                -> one
              -> got = one
            emit { got = got }
            """
        let outcome = try rehearse(
            source,
            [
                "effects": [["model": "llm", "items": ["a", "b", "c"], "returns": "abc", "takes_ms": 30]]
            ])
        #expect(outcome.result == ["got": ["a", "b", "c"]])
        #expect(outcome.trace.dropFirst().map(\.atMilliseconds) == [10, 20, 30])
        #expect(outcome.trace[0].items == ["a", "b", "c"])
        let bare = try rehearse(source, ["effects": [["model": "llm", "items": ["a", "b"]]]])
        #expect(bare.result == ["got": ["a", "b"]])
    }
}
