/// Checks a tree: names, types, ways. It gives diagnostics, and what it found out for those that come after it.
struct Checker {
    /// The names of bindings, inputs and variables that mean something else everywhere.
    static let reserved: Set<String> = [
        "true", "false", "null", "and", "or", "not", "if", "then", "else", "inputs", "env", "error", "thread", "item",
        "steps", "index",
    ]

    let tree: SyntaxTree
    let tools: ToolSignatures
    let isStrict: Bool
    /// The names of the inputs, for defaults, which are looked at before inputs are bound.
    let inputNames: Set<String>

    var diagnostics: [Diagnostic] = []
    var resolutions = Resolutions()
    var declarations = ScriptDeclarations()
    var names = NameTable()
    var imports = ToolImports()
    var regions = [Region(kind: .script, parent: 0, depth: 0)]
    var region = 0
    var frames: [BlockFrame] = []
    /// The last entry of each name that was bound, wherever it was; inputs left out.
    var lastBound: [String: Int] = [:]
    /// The last entry of each variable of a loop.
    var loopVariables: [String: Int] = [:]
    /// The places where names are bound, to tell “not yet” from “never”.
    var bindingPlaces: [String: SourceRange] = [:]
    /// Names that jumps go around, and the jumps.
    var skipped: [String: SourceRange] = [:]
    /// Names that a handled error may leave without a value, the error clauses, and the entries inside of the step.
    var handled: [String: (clause: SourceRange, entries: [Int])] = [:]
    /// Names that were read above the step that binds them; they are not unread.
    var readTooEarly: Set<String> = []
    /// Every label of a step, to tell “not from here” from “nowhere”.
    var labelPlaces: [String: SourceRange] = [:]
    var enumerationPlaces: [String: SourceRange] = [:]
    /// How many names may still be compared to find what was meant; a source of nothing but faults would take long else.
    var suggestionsLeft = 20_000
    /// Unknown names that were told of.
    var told: Set<String> = []
    /// The types that `==` compares with a constant, by the place of the operator.
    var comparedTypes: [Int: ScriptType] = [:]
    /// The side of `==` that is there while the other may be null, by the place of the operator.
    var certainSides: [Int: ComparedSide] = [:]
    /// What conditions say about this place.
    var known = KnownValues()
    /// Names that are bound more than once.
    var reboundNames: Set<String> = []
    /// Where the last jump to each label is.
    var lastJumps: [String: Int] = [:]
    /// The variables of the environment that were met.
    var variables: Set<String> = []
    var patterns = PatternRules()
    var decisions = 0
    /// How many functions stand around this place in its expression.
    var functionLevel = 0
    /// Whether what is checked can be reached.
    var isReachable = true
    /// What is kept for editors.
    var symbols = ScriptSymbols()
    /// The place that an editor asks about.
    let probe: ScriptProbe?

    init(tree: SyntaxTree, tools: ToolSignatures, isStrict: Bool, probe: ScriptProbe? = nil) {
        self.tree = tree
        self.tools = tools
        self.isStrict = isStrict
        inputNames = tree.declarations.reduce(into: []) { names, declaration in
            if case .input(let fields) = declaration.kind { names.formUnion(fields.lazy.map(\.name.text)) }
        }
        self.probe = probe
    }

    mutating func run() {
        checkDeclarations()
        collectPlaces()
        checkScript()
        checkThreadError()
        reportUnused()
        symbols.entries = names.entries
    }

    /// The steps of the script: they end with an emit where there is something to emit.
    private mutating func checkScript() {
        let mark = names.mark
        let result = checkBlock(tree.steps, isClosed: true)
        names.rollBack(to: mark)
        known = KnownValues()
        guard result.completes, let missing = declarations.outputs.first(where: \.isRequired) else { return }
        report(
            Diagnostic(
                .endsWithoutEmit, at: tree.steps.last?.keyword ?? missing.range,
                "The script can end here without an `emit`, but its result has the field `\(missing.name)`.",
                label: "nothing is emitted behind this",
                why: "A thread that ends has to give every field of `output` that has no default and no `?`.",
                hint: "End each way with `emit`, or write `\(missing.name)?` if the result need not have it.",
                related: [.init(missing.range, "`\(missing.name)` is declared here")]))
    }

    /// The steps of `on thread error` read `error` and `thread`, and no bindings of the script: those may be missing.
    private mutating func checkThreadError() {
        for declaration in tree.declarations {
            guard case .threadError(let steps) = declaration.kind else { continue }
            let mark = names.mark
            let outer = enter(.threadError)
            bindRoot("error", .errorValue)
            bindRoot("thread", .threadValue)
            isReachable = true
            _ = checkBlock(steps, isClosed: true)
            region = outer
            names.rollBack(to: mark)
            known = KnownValues()
        }
    }

    private mutating func bindRoot(_ name: String, _ type: ScriptType) {
        names.bind(
            NameTable.Entry(name: name, range: SourceRange(0, 0), kind: .root, type: type, region: region, isRead: true)
        )
    }

    /// Runs `body` with `error` in sight.
    mutating func withError<Value>(_ body: (inout Self) -> Value) -> Value {
        let mark = names.mark
        bindRoot("error", .errorValue)
        let value = body(&self)
        names.rollBack(to: mark)
        return value
    }

    /// The name that was likely meant; nil when there is none near, and when so much was compared before that it is enough.
    mutating func nearest(to name: String, among candidates: [String]) -> String? {
        nearest(to: name) { _ in candidates }
    }

    /// The same among names that are gathered only when they are asked for.
    mutating func nearest(to name: String, in candidates: (Self) -> [String]) -> String? {
        guard suggestionsLeft > 0 else { return nil }
        let known = candidates(self)
        suggestionsLeft -= min(known.count, 1_000) + 1
        return Suggestion.nearest(to: name, among: known)
    }

    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    /// Goes into a part with names of its own, and gives the one to come back to.
    mutating func enter(_ kind: Region.Kind) -> Int {
        let outer = region
        regions.append(Region(kind: kind, parent: outer, depth: regions[outer].depth + 1))
        region = regions.count - 1
        return outer
    }
}

extension ScriptType {
    /// What `error` is.
    static let errorValue: ScriptType = .fields([
        "message": .text, "code": .text, "step": .text, "tool": .optional(.text),
    ])

    /// What `thread` is.
    static let threadValue: ScriptType = .fields(["id": .text, "status": .text])
}
