extension DiagnosticExplanation {
    /// What the rules of what a script takes and gives mean.
    static let ofResults: [Self] = [
        Self(
            .versionMalformed,
            "A version has three numbers, as [Semantic Versioning](https://semver.org) has them.",
            bad: """
                version "1.0"
                """,
            good: """
                version "1.0.0"
                """),
        Self(
            .outputMissing,
            "`emit` gives every field of `output`, and `yield` every field of `stream`, that has no default and "
                + "no `?`.",
            bad: """
                output
                  state : text
                  count : integer
                emit
                  state = "done"
                """,
            good: """
                output
                  state : text
                  count : integer
                emit
                  state = "done"
                  count = 0
                """),
        Self(
            .outputUnknown,
            "`output` or `stream` has no such field.",
            bad: """
                output
                  state : text
                emit
                  state = "done"
                  total = 3
                """,
            good: """
                output
                  state : text
                  total : integer
                emit
                  state = "done"
                  total = 3
                """),
        Self(
            .outputType,
            "The field of `output` or `stream` has another type.",
            bad: """
                output
                  total : integer
                emit
                  total = "three"
                """,
            good: """
                output
                  total : integer
                emit
                  total = 3
                """),
        Self(
            .noStream,
            "A script that yields declares what it yields with `stream`.",
            bad: """
                yield
                  note = "half way"
                """,
            good: """
                stream
                  note : text
                yield
                  note = "half way"
                """),
        Self(
            .undeclaredVariable,
            "The script declares variables under `env`, and this one is not among them. It may be misspelt.",
            bad: """
                env
                  ORDERS_URL : text
                emit
                  url = env(ORDER_URL)
                """,
            good: """
                env
                  ORDERS_URL : text
                emit
                  url = env(ORDERS_URL)
                """),
    ]
}
