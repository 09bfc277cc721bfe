/// The stored form of programs as a JSON Schema of draft 2020-12, for those who write programs without a compiler.
///
/// It says what a schema can say: the members, the words, the ranges. Depths, the total of steps, whether a jump or a
/// branch leads somewhere, whether a name is bound and a function known, is for ``ProgramVerifier`` to say; the number
/// of bytes in a text is for ``Program/init(decoding:)``, since a schema counts characters.
public enum ProgramSchema {
    /// The schema, which is published as `docs/ir.schema.json`.
    public static let schema: JSONValue = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:scriptorium:program:1",
        "title": "Program, format 1",
        "description": "The intermediate representation that recipes and scripts are compiled to.",
        "type": "object",
        "required": ["body"],
        "properties": ["body": ["type": "object", "required": ["node"]]],
        "if": ["properties": ["body": ["properties": ["node": ["const": "block"]]]]],
        "then": block,
        "else": graph,
        "$defs": .object(definitions),
    ]

    /// What is referred to by name.
    private static var definitions: JSONObject {
        var definitions: JSONObject = [
            "name": text("A name: a root of references.", pattern: "^[A-Za-z_][A-Za-z0-9_]{0,63}$"),
            "text": text("A label or a name without a form; at most 1,024 bytes.", lengthMax: BlockStep.labelBytesMax),
            "schema": ["description": "A JSON Schema of draft 2020-12.", "type": ["object", "boolean"]],
            "expression": expression,
            "function": function,
            "argument": ["anyOf": [reference("expression"), reference("function")]],
            "block": list(of: reference("step"), "Steps in their order.", countMax: Block.stepsMax),
            "step": step,
            "toolName": toolName,
            "toolCall": object("A call of a tool.", callMembers),
            "retry": retry,
            "errorPolicy": errorPolicy,
            "checkAction": checkAction,
            "environmentVariable": environmentVariable,
        ]
        definitions["graphStep"] = graphStep
        return definitions
    }

    private static let common: [(String, JSONValue)] = [
        ("format", ["const": .integer(Program.format)]),
        ("kind", text("What it was written as: recipe, script.", pattern: "^[a-z_]{1,32}$")),
        ("name", text("The name it is published under.")),
        ("version", text("The version it is published as.")),
        ("on_unhandled", words("What becomes of a run when an error is not handled.", Program.UnhandledError.self)),
        ("input_schema", reference("schema")),
        (
            "input_defaults",
            ["description": "What stands in for members of the input that are not given.", "type": "object"]
        ),
        ("output_schema", reference("schema")),
        ("result", reference("expression")),
    ]

    private static let block = object(
        "A script.",
        common + [
            (
                "body",
                object("Steps, one after the other.", [("node", ["const": "block"]), ("steps", reference("block"))])
            )
        ],
        optional: [
            ("thread_error", reference("block")),
            ("stream_schema", reference("schema")),
            (
                "environment",
                list(
                    of: reference("environmentVariable"), "The variables that it reads.",
                    countMax: EnvironmentVariable.countMax)
            ),
        ])

    private static let graph = object(
        "A recipe.",
        common + [
            (
                "body",
                object(
                    "Steps that wait for one another only where they say so.",
                    [
                        ("node", ["const": "graph"]),
                        ("steps", list(of: reference("graphStep"), "The steps.", countMax: Node.graphStepsMax)),
                    ])
            )
        ])

    private static let environmentVariable = object(
        "A variable of the environment.", [("name", reference("name"))],
        optional: [
            ("default", ["description": "The value when none is set."]),
            ("required", flag("Whether a thread is refused when there is no value.")),
            ("secret", flag("Whether its value is shown to nobody.")),
            ("schema", reference("schema")),
        ])

    private static let graphStep = object(
        "A step of a graph.",
        [
            ("id", text("The id.", pattern: "^[A-Za-z0-9_-]{1,64}$")),
            (
                "depends_on",
                [
                    "description": "The ids of the steps that must have ended before, sorted.", "type": "array",
                    "items": ["type": "string"], "uniqueItems": true,
                ]
            ),
            (
                "body",
                object(
                    "A call of an ingredient.",
                    [
                        ("node", ["const": "call"]), ("ingredient", text("Its id.")), ("version", text("Its version.")),
                        ("input", reference("expression")),
                    ])
            ),
            ("retry", reference("retry")),
            (
                "on_error",
                [
                    "anyOf": [
                        object("The error is unhandled, or the output null.", [("do", ["enum": ["fail", "skip"]])]),
                        object(
                            "This is the output.",
                            [("do", ["const": "substitute"]), ("value", reference("expression"))]),
                    ]
                ]
            ),
        ],
        optional: [
            ("when", reference("expression")),
            (
                "for_each",
                object(
                    "Calls it for each element of an array.",
                    [
                        ("items", reference("expression")),
                        ("items_max", integer("How many elements there may be.", ForEach.itemsMaxRange)),
                        ("lanes_max", integer("How many calls run at once.", ForEach.lanesMaxRange)),
                    ])
            ),
            ("timeout_ms", integer("How long an attempt may take.", 1...Int(GraphStep.timeoutMillisecondsMax))),
        ])

    private static let retry: JSONValue = {
        let waits =
            Int(RetryPolicy.waitMillisecondsRange.lowerBound)...Int(RetryPolicy.waitMillisecondsRange.upperBound)
        return object(
            "How often and when a call that failed is made again.",
            [
                (
                    "attempts",
                    integer("How many calls there are at most, the first included.", RetryPolicy.attemptsRange)
                ),
                ("base_ms", integer("The wait before the second.", waits)),
                (
                    "factor",
                    [
                        "description": "What the wait is multiplied by.", "type": "number",
                        "minimum": .double(RetryPolicy.factorRange.lowerBound),
                        "maximum": .double(RetryPolicy.factorRange.upperBound),
                    ]
                ),
                ("cap_ms", integer("No wait is longer.", waits)),
                ("jitter", words("How the wait varies.", RetryPolicy.Jitter.self)),
            ])
    }()
}
