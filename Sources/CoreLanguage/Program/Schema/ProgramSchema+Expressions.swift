extension ProgramSchema {
    static let expression = choice(
        "A pure computation; op names the operator. At most 320 levels.", by: "op",
        [
            ("value", operation("This value.", [("value", true)])),
            ("ref", operation("The value at a path.", path)),
            ("exists", operation("Whether the path leads to a value.", path)),
            ("object", operation("An object of these members.", [("fields", fields)])),
            ("array", operation("An array.", items)),
            ("template", operation("The texts of the parts, joined.", items)),
            ("and", operation("Whether all are true.", items)),
            ("or", operation("Whether one is true.", items)),
            ("coalesce", operation("The first that is there and not null.", items)),
            ("not", operation("The opposite.", item)),
            ("length", operation("The number of scalars, elements or members.", item)),
            ("neg", operation("The number with the other sign.", item)),
            (
                "contains",
                operation(
                    "Whether the one holds the other.",
                    [("container", reference("expression")), ("item", reference("expression"))])
            ),
            (
                "member",
                operation("A member of a computed object.", item + [("name", text("Its name.")), optionalFlag])
            ),
            (
                "element",
                operation(
                    "An element or member that is computed.", item + [("index", reference("expression")), optionalFlag])
            ),
            (
                "call",
                operation(
                    "A builtin function.",
                    [("function", reference("name")), ("items", ["type": "array", "items": reference("argument")])])
            ),
            (
                "if",
                operation(
                    "One of two.",
                    [
                        ("condition", reference("expression")), ("then", reference("expression")),
                        ("else", reference("expression")),
                    ])
            ),
            (
                "env",
                operation(
                    "A variable of the environment.", [("name", reference("name"))],
                    optional: [("default", reference("expression"))])
            ),
        ] + Expression.Comparison.allCases.map { ($0.word, operation("Whether left \($0.rawValue) right.", sides)) }
            + Expression.Arithmetic.allCases.map { ($0.word, operation("left \($0.rawValue) right.", sides)) })

    static let function = object(
        "A function, which stands only where one is taken.",
        [
            ("op", ["const": "lambda"]),
            (
                "parameters",
                [
                    "type": "array", "items": reference("name"), "uniqueItems": true,
                    "maxItems": .integer(Int64(Expression.parametersMax)),
                ]
            ),
            ("body", reference("expression")),
        ])

    private static func operation(
        _ description: String, _ members: [(String, JSONValue)], optional: [(String, JSONValue)] = []
    ) -> JSONValue {
        object(description, [("op", true)] + members, optional: optional)
    }

    private static let item: [(String, JSONValue)] = [("item", reference("expression"))]
    private static let items: [(String, JSONValue)] = [("items", ["type": "array", "items": reference("expression")])]
    private static let sides: [(String, JSONValue)] = [
        ("left", reference("expression")), ("right", reference("expression")),
    ]
    private static let optionalFlag = ("optional", flag("Whether null stands for what is not there."))
    private static let path: [(String, JSONValue)] = [
        ("root", reference("name")),
        (
            "path",
            [
                "description": "Members by their names, elements by their numbers from 0.", "type": "array",
                "items": [
                    "anyOf": [["type": "string"], integer("The number of an element.", 0...Int(Int32.max))]
                ],
            ]
        ),
    ]
    private static let fields: JSONValue = [
        "type": "array",
        "items": [
            "description": "The name of a member, and its value.", "type": "array",
            "prefixItems": [["type": "string"], reference("expression")], "minItems": 2, "maxItems": 2,
        ],
    ]
}
