extension DiagnosticExplanation {
    /// What the rules of the grammar mean.
    static let ofGrammar: [Self] = [
        Self(
            .unknownStatement,
            "A line begins with a word such as `do`, `let` or `emit`, or with that of a declaration. Under a step "
                + "stand its arguments and clauses.",
            bad: """
                total = 3
                emit
                  n = 3
                """,
            good: """
                let total = 3
                emit
                  n = total
                """),
        Self(
            .expressionExpected,
            "A value is missing: an operator, a comma or `=` is there, and what belongs behind it is not.",
            bad: """
                emit
                  n = 1 +
                """,
            good: """
                emit
                  n = 1 + 2
                """),
        Self(
            .unclosedBracket,
            "Every bracket has another half of the same kind.",
            bad: """
                emit
                  n = (1 + 2) * (3 + 4
                """,
            good: """
                emit
                  n = (1 + 2) * (3 + 4)
                """),
        Self(
            .lineEndExpected,
            "The statement is complete, and something follows on its line. Each step has a line of its own; a "
                + "long expression goes on in a line that is indented more and begins with an operator.",
            bad: """
                emit "Done" "Twice"
                """,
            good: """
                emit "Done"
                """),
        Self(
            .wordExpected,
            "A word or a mark that belongs to the form of the statement is missing. The hint shows the form.",
            bad: """
                each n of [1, 2]
                  wait 1s
                """,
            good: """
                each n in [1, 2]
                  wait 1s
                """),
        Self(
            .nameExpected,
            "A name is missing: a letter or `_`, then letters, digits and `_`, without quotes.",
            bad: """
                each in [1, 2]
                  wait 1s
                """,
            good: """
                each n in [1, 2]
                  wait 1s
                """),
        Self(
            .textExpected,
            "A text in quotes is missing: a title, a version, the name of a branch, a question.",
            bad: """
                script Refund
                """,
            good: """
                script "Refund"
                """),
        Self(
            .typeExpected,
            "A type is missing. Types stand without quotes: `text`, `list<integer>`, `{name: text}`, the name of "
                + "an enumeration.",
            bad: """
                input
                  name : "text"
                """,
            good: """
                input
                  name : text
                """),
        Self(
            .indentationExpected,
            "The lines of a block are indented by two spaces more than its head. Lines that belong to no head are "
                + "not indented.",
            bad: """
                each n in [1, 2]
                wait 1s
                """,
            good: """
                each n in [1, 2]
                  wait 1s
                """),
        Self(
            .chainedComparison,
            "A comparison gives true or false, and that would be compared next. Join two comparisons with `and`.",
            bad: """
                input
                  age : integer
                check 17 < age < 65
                """,
            good: """
                input
                  age : integer
                check 17 < age and age < 65
                """),
        Self(
            .repeatedClause,
            "A step has one `->`, one `on error`, one `undo with`, one `on pass` and one `on fail`; a decision "
                + "has one `otherwise`. An error is handled in one way, or in one way after `retry`.",
            bad: """
                wait event "order.paid"
                  on error: ignore
                  on error: pause
                """,
            good: """
                wait event "order.paid"
                  on error: ignore
                """),
        Self(
            .misplacedClause,
            "The clause or step stands under one that does not take it: `emit` can't fail, `let` has no lines "
                + "under it, branches belong to `decide`.",
            bad: """
                emit
                  n = 1
                  on error: ignore
                """,
            good: """
                emit
                  n = 1
                """),
        Self(
            .misplacedDeclaration,
            "Declarations stand at the outermost level, without indentation, mostly at the front of a script.",
            bad: """
                each n in [1, 2]
                  input
                    name : text
                  wait 1s
                """,
            good: """
                input
                  name : text
                each n in [1, 2]
                  wait 1s
                """),
        Self(
            .malformedConstraint,
            #"There is no such constraint, or it has another form. There are `range(least, most)`, `length(least, "#
                + #"most)`, `min(n)`, `max(n)`, `min_items(n)`, `max_items(n)`, `pattern("…")` and `unique`."#,
            bad: """
                input
                  age : integer at_least(18)
                """,
            good: """
                input
                  age : integer min(18)
                """),
        Self(
            .calleeExpected,
            "Only a function can be called, by its name: `upper(name)` or `name.upper()`. In front of these "
                + "parentheses stands a value; mostly an operator is missing.",
            bad: """
                emit
                  n = (1 + 2)(3)
                """,
            good: """
                emit
                  n = (1 + 2) * 3
                """),
        Self(
            .unknownMethod,
            "A decision is made with `rules` or with `llm`.",
            bad: """
                decide with luck
                  otherwise -> "A"
                "A":
                  wait 1s
                """,
            good: """
                decide with rules
                  otherwise -> "A"
                "A":
                  wait 1s
                """),
        Self(
            .unknownAction,
            "Behind `on error:` stands `retry`, `ignore`, `use`, `fallback`, `fail` or `pause`; behind `on pass:` "
                + "and `on fail:` stands `continue`, `goto`, `retry` or `fail`.",
            bad: """
                input
                  age : integer
                check age > 17
                  on fail: stop
                """,
            good: """
                input
                  age : integer
                check age > 17
                  on fail: fail "Too young."
                """),
        Self(
            .operatorExpected,
            "Two values stand side by side. Elements are parted with commas or line breaks, and values are joined "
                + "with operators.",
            bad: """
                emit
                  list = [1 2]
                """,
            good: """
                emit
                  list = [1, 2]
                """),
    ]
}
