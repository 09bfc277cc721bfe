extension DiagnosticExplanation {
    /// What the rules of the ways through a script mean.
    static let ofFlow: [Self] = [
        Self(
            .notExhaustive,
            "A decision finds a branch in every case: it has `otherwise`, or `==` for every member of an "
                + "enumeration, or a condition and its opposite.",
            bad: """
                input
                  amount : number
                decide with rules
                  when amount < 100 -> "Small"
                  when amount > 100 -> "Large"
                "Small":
                  wait 1s
                "Large":
                  wait 1m
                """,
            good: """
                input
                  amount : number
                decide with rules
                  when amount < 100 -> "Small"
                  otherwise -> "Large"
                "Small":
                  wait 1s
                "Large":
                  wait 1m
                """),
        Self(
            .jumpTarget,
            "`goto` names the label of a step in the same block or in one around it, within the same loop or "
                + "lane; one step of that block has it.",
            bad: """
                input
                  n : integer
                wait "Begin" 1s
                check n > 0
                  on fail: goto "Begn"
                """,
            good: """
                input
                  n : integer
                wait "Begin" 1s
                check n > 0
                  on fail: goto "Begin"
                """),
        Self(
            .emitAtOnce,
            "`emit` ends the thread. In a lane, in `pipe` or in `each … parallel` it would be chance which one "
                + "comes first. Bind what was found, and emit behind.",
            bad: """
                together
                  lane "a"
                    emit
                      n = 1
                  lane "b"
                    wait 1s
                """,
            good: """
                together
                  lane "a"
                    let n = 1
                  lane "b"
                    wait 1s
                emit
                  n = n
                """),
        Self(
            .endsWithoutEmit,
            "A thread that ends gives every field of `output` that has no default and no `?`. On some way there "
                + "is no `emit`.",
            bad: """
                output
                  state : text
                wait 1s
                """,
            good: """
                output
                  state : text
                wait 1s
                emit
                  state = "done"
                """),
        Self(
            .retryNothing,
            "`retry` in a check does the step before the check again. There is none in this block.",
            bad: """
                input
                  n : integer
                check n > 0
                  on fail: retry
                """,
            good: """
                import tools
                  http_request from native
                do with http_request
                  url = "http://localhost/state"
                  -> answer
                check answer.status == 200
                  on fail: retry
                """),
        Self(
            .branchUnknown,
            "Every case leads to a branch that is there, and each branch is there once.",
            bad: """
                input
                  amount : number
                decide with rules
                  when amount > 100 -> "Large"
                  otherwise -> "Small"
                "Large":
                  wait 1m
                """,
            good: """
                input
                  amount : number
                decide with rules
                  when amount > 100 -> "Large"
                  otherwise -> "Small"
                "Large":
                  wait 1m
                "Small":
                  wait 1s
                """),
        Self(
            .streamMisused,
            "A stream is made by a step that gives its value bit by bit, and read by one `pipe`: its items come "
                + "once.",
            bad: """
                import tools
                  http_request from native
                do with http_request
                  url = "http://localhost/lines"
                  ->> lines
                pipe line from lines
                  wait 1s
                """,
            good: """
                import tools
                  grep from native
                do with grep
                  pattern = "error"
                  ->> lines
                pipe line from lines
                  wait 1s
                """),
        Self(
            .unreachable,
            "No way leads to the step: every way ends, or jumps away, before it.",
            bad: """
                emit
                  n = 1
                wait 1s
                """,
            good: """
                wait 1s
                emit
                  n = 1
                """),
        Self(
            .branchUnused,
            "No case leads to the branch.",
            bad: """
                decide with rules
                  otherwise -> "Small"
                "Small":
                  wait 1s
                "Large":
                  wait 1m
                """,
            good: """
                input
                  amount : number
                decide with rules
                  when amount > 100 -> "Large"
                  otherwise -> "Small"
                "Small":
                  wait 1s
                "Large":
                  wait 1m
                """),
    ]
}
