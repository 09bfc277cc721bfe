/// Turns a tree that was checked into a program. It is asked only where there were no errors; then nothing is missing.
struct ScriptLowering {
    let tree: SyntaxTree
    let resolutions: Resolutions
    let declarations: ScriptDeclarations
    let contract: ScriptContract
    let expressions: ExpressionLowering

    let source: SourceText
    var sourceMap = SourceMap()
    /// What can't be stored: too deep, too many.
    var diagnostics: [Diagnostic] = []
    var level = 0

    init(
        source: SourceText, tree: SyntaxTree, resolutions: Resolutions, declarations: ScriptDeclarations,
        contract: ScriptContract
    ) {
        self.tree = tree
        self.resolutions = resolutions
        self.declarations = declarations
        self.contract = contract
        self.source = source
        expressions = ExpressionLowering(resolutions: resolutions)
    }

    mutating func program() -> Program {
        let body = block(tree.steps, at: .root)
        var threadError: Block?
        for declaration in tree.declarations {
            if case .threadError(let steps) = declaration.kind {
                threadError = block(steps, at: StepPath.root.appending(step: "error"))
            }
        }
        return Program(
            kind: .script,
            name: declarations.title?.text ?? "script",
            version: declarations.version?.text ?? "0.0.0",
            onUnhandled: .pause,
            inputSchema: contract.inputSchema,
            inputDefaults: Self.defaults(declarations.inputs),
            outputSchema: declarations.hasOutputs ? contract.outputSchema : true,
            body: .block(body),
            result: .literal(declarations.hasOutputs ? .object(Self.defaults(declarations.outputs)) : .null),
            threadError: threadError,
            streamSchema: declarations.stream.map { _ in contract.streamSchema },
            environment: environment)
    }

    /// Where something of the source stands.
    func place(of range: SourceRange) -> SourceMap.Place {
        let position = source.position(of: range.start)
        return SourceMap.Place(line: position.line, column: position.column)
    }

    /// The variables that are declared, then those that are only read.
    private var environment: [EnvironmentVariable] {
        let declared = declarations.env.map { field in
            EnvironmentVariable(
                field.name, fallback: field.defaultValue, isRequired: field.isRequired, isSecret: field.isSecret,
                schema: field.valueType.schema(field.constraints))
        }
        let read = resolutions.variables.filter { declarations.variable($0) == nil }
        return declared + read.map { EnvironmentVariable($0, schema: ["type": "string"]) }
    }

    static func defaults(_ fields: [ScriptDeclarations.Field]) -> JSONObject {
        JSONObject(fields.compactMap { field in field.defaultValue.map { (field.name, $0) } })
    }
}
