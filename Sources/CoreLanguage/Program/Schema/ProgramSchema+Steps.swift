extension ProgramSchema {
    static let step = choice(
        "A step; do names its kind.", by: "do",
        [
            ("call", kind("Calls a tool or a model.", callMembers, canStream: true)),
            ("compute", kind("Computes a value.", [("value", reference("expression"))], canFail: false)),
            ("each", each),
            ("pipe", pipe),
            ("decide", decide),
            (
                "check",
                kind(
                    "Goes on by whether something holds.", [("on_fail", reference("checkAction"))],
                    optional: [
                        ("when", reference("expression")), ("model", reference("expression")),
                        ("on_pass", reference("checkAction")),
                    ], one: ["when", "model"], canFail: false, hasValue: false)
            ),
            (
                "together",
                kind("Does several blocks at once.", [("lanes", named("The lanes."))])
            ),
            ("repeat", loop),
            ("wait", wait),
            (
                "emit",
                kind(
                    "Ends the thread with a result.", [("value", reference("expression"))], canFail: false,
                    hasValue: false)
            ),
            (
                "yield",
                kind("Tells whoever watches.", [("value", reference("expression"))], canFail: false, hasValue: false)
            ),
            (
                "send",
                kind(
                    "Sends an event.", [("name", reference("expression")), ("payload", reference("expression"))],
                    optional: [("to", reference("expression"))], canFail: false, hasValue: false)
            ),
            ("ask", kind("Asks a person.", [("input", reference("expression"))])),
            ("agent", kind("Lets a model work with tools.", modelMembers, canStream: true)),
            ("plan", kind("Lets a model write a script.", modelMembers)),
            (
                "run",
                kind(
                    "Runs a script or a plan as a thread of its own.", [("input", reference("expression"))],
                    optional: [("script", reference("text")), ("plan", reference("expression"))],
                    one: ["script", "plan"])
            ),
        ])

    private static let each = kind(
        "A block for each element of a list.",
        [("items", reference("expression")), ("item", reference("name")), ("body", reference("block"))],
        optional: [
            ("index", reference("name")), ("lanes", reference("expression")), ("pause_ms", reference("expression")),
            ("value", reference("expression")),
        ], canStream: true)

    private static let pipe = kind(
        "A block for each item of a stream or list, while they come.",
        [("item", reference("name")), ("body", reference("block"))],
        optional: [
            ("stream", reference("name")), ("items", reference("expression")), ("batch", reference("expression")),
            ("lanes", reference("expression")), ("value", reference("expression")),
        ], one: ["stream", "items"], canStream: true)

    private static let decide = kind(
        "One of several blocks.",
        [
            (
                "cases",
                list(
                    of: object(
                        "A condition, and the ordinal of the branch it leads to.",
                        [("when", reference("expression")), ("branch", ordinal)]), "The first that is true counts.",
                    countMax: Block.choicesMax)
            ),
            ("branches", named("The branches.")),
        ], optional: [("model", reference("expression")), ("otherwise", ordinal)])

    private static let loop = kind(
        "A block again and again.", [("body", reference("block"))],
        optional: [
            ("times", reference("expression")), ("until", reference("expression")), ("while", reference("expression")),
            ("rounds_max", reference("expression")), ("pause_ms", reference("expression")),
            ("index", reference("name")),
        ], one: ["times", "until", "while"])

    private static let wait: JSONValue = {
        let schema = kind(
            "Waits.", [],
            optional: [
                ("duration_ms", reference("expression")), ("until", reference("expression")),
                ("event", reference("expression")), ("where", reference("function")),
                ("timeout_ms", reference("expression")),
            ], one: ["duration_ms", "until", "event"])
        guard case .object(var members) = schema else { return schema }
        members["dependentRequired"] = ["where": ["event"], "timeout_ms": ["event"]]
        return .object(members)
    }()

    // MARK: Parts

    static let callMembers: [(String, JSONValue)] = [
        ("tool", reference("toolName")), ("input", reference("expression")),
    ]

    private static let modelMembers: [(String, JSONValue)] = [
        ("input", reference("expression")),
        ("tools", list(of: reference("toolName"), "What it may use.", countMax: ToolName.countMax)),
    ]

    static let toolName = object(
        "A tool, and where it comes from.",
        [
            ("name", text("Such as http_request.", pattern: "^[A-Za-z0-9_./:-]{1,128}$")),
            ("source", ["enum": .array(ToolName.sources.map { .string($0) })]),
        ],
        optional: [
            ("version", ["type": "integer", "minimum": 1, "maximum": 1_000_000]),
            ("effect", ["enum": .array(ToolSignature.Effect.allCases.map { .string($0.rawValue) })]),
        ])

    static let errorPolicy = choice(
        "What happens when a step fails.", by: "do",
        [
            ("hand_on", policy("The error is handed on.", [])), ("ignore", policy("The value is null.", [])),
            ("pause", policy("The thread pauses.", [])),
            ("use", policy("This is the value.", [("value", reference("expression"))])),
            ("fail", policy("The step fails with this text.", [("message", reference("expression"))])),
            ("fallback", policy("This call gives the value.", callMembers)),
        ])

    private static func policy(_ description: String, _ members: [(String, JSONValue)]) -> JSONValue {
        object(description, [("do", true)] + members, optional: [("retry", reference("retry"))])
    }

    static let checkAction = choice(
        "What follows a check.", by: "do",
        [
            ("proceed", object("The next step.", [("do", true)])),
            (
                "goto",
                object(
                    "The step of the block that is so many levels further out.", [("do", true), ("step", ordinal)],
                    optional: [("levels", integer("Levels; 0 unless told.", 0...Block.depthMax))])
            ),
            (
                "retry",
                object(
                    "A step before, at most so many times.",
                    [("do", true), ("step", ordinal), ("times", reference("expression"))])
            ),
            ("fail", object("The step fails with this text.", [("do", true), ("message", reference("expression"))])),
        ])

    private static let ordinal = integer("An ordinal, from 0.", 0...Block.stepsMax)

    /// Blocks with names.
    private static func named(_ description: String) -> JSONValue {
        var schema = list(
            of: object("A block and its name.", [("name", reference("text")), ("body", reference("block"))]),
            description, countMax: Block.choicesMax)
        if case .object(var members) = schema {
            members["minItems"] = 1
            schema = .object(members)
        }
        return schema
    }

    /// A kind of step, with the members that every step may have.
    private static func kind(
        _ description: String, _ required: [(String, JSONValue)], optional: [(String, JSONValue)] = [],
        one: [String] = [], canFail: Bool = true, hasValue: Bool = true, canStream: Bool = false
    ) -> JSONValue {
        var common: [(String, JSONValue)] = [("label", reference("text"))]
        if hasValue { common.append(("bind", reference("name"))) }
        if canStream { common.append(("bind_stream", reference("name"))) }
        if canFail { common += [("on_error", reference("errorPolicy")), ("undo", reference("toolCall"))] }
        let schema = object(description, [("do", true)] + required, optional: optional + common)
        guard case .object(var members) = schema else { return schema }
        if canStream { members["not"] = ["required": ["bind", "bind_stream"]] }
        if !one.isEmpty { members["oneOf"] = .array(one.map { ["required": [.string($0)]] }) }
        return .object(members)
    }
}
