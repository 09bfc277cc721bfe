import CoreLanguage

/// What a model is told before it writes a script.
enum PlanGuide {
    /// The language in short, the tools, and the bounds.
    static func text(_ rules: PlanRules) -> String {
        var parts = [language, tools(rules.tools)]
        if let most = rules.stepsMax { parts.append("The script has at most \(most) steps.") }
        parts.append("Answer with the script alone, in one block of code, without any words around it.")
        return parts.joined(separator: "\n\n")
    }

    /// A script that shows the most of the language; it has no faults with the tool `fetch_url`.
    static let example = """
        script "Titles"
          Reads pages and gives the titles of the long ones.

        input
          urls : list<text>
          least : integer = 1_000

        output
          titles : list<text>
          answer : text

        import tools
          fetch_url from native

        each "Read the pages" url in urls parallel 4
          do with fetch_url
            url = url
            timeout = 10s
            on error: retry 2
            -> page
          -> pages = { title: page.title ?? url, size: count(page.text) }
          on error: ignore

        let long = filter(compact(pages), page => page.size >= least)

        decide "Is there any" with rules
          when count(long) == 0 -> "None"
          otherwise -> "Some"
        "None":
          let answer = "No page is long."
        "Some":
          let answer = "{count(long)} pages are long."

        emit
          titles = map(long, page => page.title)
          answer = answer
        """

    private static let language = """
        You write scripts in the language Scriptum. A script is read from top to bottom; what belongs to a line stands
        below it, indented by two spaces. Every step is a line that begins with one of these words:

        - `do "label" with tool` calls a tool; its arguments stand below as `name = expression`, and `-> name` binds what
          it gives. `on error: retry 2`, `on error: ignore` and `on error: use VALUE` stand among the arguments.
        - `let name = expression` computes.
        - `each "label" page in pages parallel 4` does the steps below for each element; `-> name = expression` as its last
          line collects a list.
        - `wait 10s` waits. `ask "label"` asks a person what its argument `prompt` says; the answer is the member `value` of
          what `-> name` binds.
        - `decide "label" with rules` has lines `when condition -> "branch"` and `otherwise -> "branch"`; then each branch
          as `"branch":` with its steps below.
        - `check "label" condition` fails the script when the condition is false.
        - `emit` ends the script with its result; below it stands every member of `output`, as `name = expression`.

        Before the steps come `input`, `output` and `import tools`, with a line for each member as in the example. Types are
        text, number, integer, boolean, object, any, date, timestamp, list<T>, {name: T}, and T? for what may be null.
        Texts stand in double quotes, with `{expression}` inside. There are `and`, `or`, `not`, `==`, `!=`, `<`, `+`, `??`,
        `if c then a else b`, and functions such as count, map, filter, sort, sum, compact, join, split, contains. Every
        tool that is used must be imported, except those of models, which must not.

        An example:

        ```scriptum
        \(example)
        ```
        """

    private static func tools(_ tools: [ToolSignature]) -> String {
        guard !tools.isEmpty else { return "The script has no tools: it computes, asks and waits." }
        return "The script may use these tools and no others:\n\n" + tools.map(line).joined(separator: "\n")
    }

    private static func line(_ tool: ToolSignature) -> String {
        let origin = tool.tool.source == "model" ? "needs no import" : "\(tool.tool.name) from \(tool.tool.source)"
        let fields = tool.fields.map { field in
            "  - \(field.name): \(field.type)\(field.isRequired ? ", required" : ""). \(field.summary)"
        }
        return (["- `\(tool.tool.name)` (\(origin)): \(tool.summary) It gives \(tool.result)."] + fields)
            .joined(separator: "\n")
    }
}
