extension DiagnosticExplanation {
    /// What the rules of tools and arguments mean.
    static let ofTools: [Self] = [
        Self(
            .unknownTool,
            "A script that is published imports only tools that are known. Before that it is the warning W701.",
            bad: """
                import tools
                  translate_page from cloud
                do with translate_page
                  page = 1
                """,
            good: """
                import tools
                  fetch_url from native
                do with fetch_url
                  url = "http://localhost/1"
                """),
        Self(
            .unknownToolYet,
            "The tool is not known where the script is checked, so its arguments and its result are not. It must "
                + "be known before the script can be published.",
            bad: """
                import tools
                  translate_page from cloud
                do with translate_page
                  page = 1
                """,
            good: """
                import tools
                  fetch_url from native
                do with fetch_url
                  url = "http://localhost/1"
                """),
        Self(
            .unknownArgument,
            "The tool or step has no such argument.",
            bad: """
                ask "Refund"
                  prompt = "Refund the order?"
                  choices = ["yes", "no"]
                """,
            good: """
                ask "Refund"
                  prompt = "Refund the order?"
                  options = ["yes", "no"]
                """),
        Self(
            .missingArgument,
            "The tool or step needs an argument that is not given.",
            bad: """
                ask "Refund"
                  options = ["yes", "no"]
                """,
            good: """
                ask "Refund"
                  prompt = "Refund the order?"
                  options = ["yes", "no"]
                """),
        Self(
            .argumentType,
            "The argument has another type.",
            bad: """
                do with llm
                  prompt = ["Write", "a", "poem"]
                """,
            good: """
                do with llm
                  prompt = "Write a poem"
                """),
        Self(
            .argumentTwice,
            "An argument or field is given once.",
            bad: """
                do with llm
                  prompt = "Write a poem"
                  prompt = "Write a letter"
                """,
            good: """
                do with llm
                  prompt = "Write a poem"
                """),
        Self(
            .unknownSource,
            "Tools come from `native`, `cloud` or `mcp`.",
            bad: """
                import tools
                  echo from builtin
                do with echo
                  value = 1
                """,
            good: """
                import tools
                  echo from native
                do with echo
                  value = 1
                """),
        Self(
            .toolNotImported,
            "A script says under `import tools` which tools it uses, so that whoever starts it can tell what it "
                + "may do. Models need no import.",
            bad: """
                do with echo
                  value = 1
                """,
            good: """
                import tools
                  echo from native
                do with echo
                  value = 1
                """),
        Self(
            .notRunnable,
            "`run` takes a plan that a step bound, or the name of a published script.",
            bad: """
                let count = 3
                run count
                """,
            good: """
                plan with llm
                  task = "Count to three"
                  -> counting
                run counting
                """),
    ]
}
