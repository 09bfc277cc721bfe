extension DiagnosticExplanation {
    /// What the rules of names mean.
    static let ofNames: [Self] = [
        Self(
            .unknownName,
            "No binding, input, loop variable or member of an enumeration has this name. Mostly it is misspelt; "
                + "the hint names the nearest one.",
            bad: """
                input
                  amount : number
                emit
                  doubled = amuont * 2
                """,
            good: """
                input
                  amount : number
                emit
                  doubled = amount * 2
                """),
        Self(
            .reservedName,
            "The word means something else everywhere, so nothing can be called by it: `true`, `false`, `null`, "
                + "`and`, `or`, `not`, `if`, `then`, `else`, `inputs`, `env`, `error`, `thread`, `item`, `steps`, "
                + "`index`, and the names of types for enumerations.",
            bad: """
                each item in [1, 2]
                  wait 1s
                """,
            good: """
                each number in [1, 2]
                  wait 1s
                """),
        Self(
            .boundTwice,
            "A name stands for one value in the whole script. Only the branches of one `decide` may bind it each, "
                + "and in a `repeat` a `let` may give a new value to what was bound before the loop.",
            bad: """
                let total = 1
                let total = 2
                emit
                  n = total
                """,
            good: """
                let first = 1
                let total = first + 1
                emit
                  n = total
                """),
        Self(
            .notBoundHere,
            "A name can be read where every way there has bound it. This one is bound later, in one branch only, "
                + "inside a loop, or a jump goes around it.",
            bad: """
                input
                  paid : boolean
                decide with rules
                  when paid -> "Yes"
                  otherwise -> "No"
                "Yes":
                  let note = "thanks"
                "No":
                  wait 1s
                emit
                  text = note
                """,
            good: """
                input
                  paid : boolean
                decide with rules
                  when paid -> "Yes"
                  otherwise -> "No"
                "Yes":
                  let note = "thanks"
                "No":
                  let note = "reminder"
                emit
                  text = note
                """),
        Self(
            .declaredTwice,
            "A script has one `script`, `version`, `input`, `output`, `stream`, `env` and `on thread error`. "
                + "Fields, members, lanes and tools have different names.",
            bad: """
                version "1.0.0"
                version "1.1.0"
                """,
            good: """
                version "1.1.0"
                """),
        Self(
            .noValue,
            "The name is known, but stands for no value here: a tool, an enumeration, a stream, `error` outside "
                + "of an error clause. Or a step that gives no value has a binding.",
            bad: """
                emit
                  reason = error.message
                """,
            good: """
                emit
                  reason = "none"
                on thread error
                  emit
                    reason = error.message
                """),
        Self(
            .unusedBinding,
            "Nothing reads the binding. Leave it out, or begin its name with `_`.",
            bad: """
                input
                  amount : number
                let doubled = amount * 2
                emit
                  n = amount
                """,
            good: """
                input
                  amount : number
                let doubled = amount * 2
                emit
                  n = doubled
                """),
        Self(
            .unusedImport,
            "No step uses the tool. What a script can do to the world is told from its imports, so leave it out.",
            bad: """
                import tools
                  echo from native
                wait 1s
                """,
            good: """
                import tools
                  echo from native
                do with echo
                  value = 1
                """),
        Self(
            .hiddenName,
            "The binding has the name of an input, which can't be read below it any more.",
            bad: """
                input
                  amount : number
                let amount = 3
                emit
                  n = amount
                """,
            good: """
                input
                  amount : number
                let doubled = amount * 2
                emit
                  n = doubled
                """),
    ]
}
