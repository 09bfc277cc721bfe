/// From the source of a script to its program.
public enum ScriptCompiler {
    /// What comes of a source.
    public struct Compilation: Sendable {
        /// The source as a tree.
        public let tree: SyntaxTree
        /// What is wrong or doubtful, in the order of the source.
        public let diagnostics: [Diagnostic]
        /// What runs; nil when there are errors.
        public let program: Program?
        /// Where its steps stand in the source.
        public let sourceMap: SourceMap
        /// What the script takes and gives.
        public let contract: ScriptContract
        /// What it can do to the world.
        public let effects: EffectReport
        /// What its names stand for.
        public let resolutions: Resolutions
        /// What the script says of itself, with types.
        let declarations: ScriptDeclarations
        /// What editors ask for.
        let symbols: ScriptSymbols

        /// Whether it can't run.
        public var hasErrors: Bool { program == nil }
    }

    /// Reads, checks and translates a source. It always comes to an end, whatever the source is.
    ///
    /// `isStrict` is for scripts that are to be published: tools that are not known are errors then, and not warnings.
    public static func compile(
        _ source: SourceText, tools: ToolSignatures = .standard, isStrict: Bool = false
    ) -> Compilation {
        let (tree, syntaxDiagnostics) = ScriptParser.parse(source)
        var checker = Checker(tree: tree, tools: tools, isStrict: isStrict)
        checker.run()
        // Where the parser told of an error, the same place is no second fault.
        let places = Set(syntaxDiagnostics.filter { $0.severity == .error }.map(\.range.start))
        let found = checker.diagnostics.filter { !$0.mayFollow(from: tree) && !places.contains($0.range.start) }
        var diagnostics = syntaxDiagnostics + found
        let contract = ScriptContract(checker.declarations, annotations: tree.annotations)
        var lowering = ScriptLowering(
            source: source, tree: tree, resolutions: checker.resolutions, declarations: checker.declarations,
            contract: contract)
        var program: Program?
        if !tree.hasErrors && !diagnostics.contains(where: { $0.severity == .error }) {
            program = lowering.program()
            diagnostics += lowering.diagnostics
            if !lowering.diagnostics.isEmpty { program = nil }
        }
        return Compilation(
            tree: tree, diagnostics: sorted(diagnostics), program: program, sourceMap: lowering.sourceMap,
            contract: contract,
            effects: EffectReport(
                tree: tree, resolutions: checker.resolutions, declarations: checker.declarations, tools: tools),
            resolutions: checker.resolutions, declarations: checker.declarations, symbols: checker.symbols)
    }

    /// What is known of a place in a source, which need be no whole script.
    static func findings(
        in source: SourceText, _ probe: (SyntaxTree) -> ScriptProbe, tools: ToolSignatures
    ) -> (findings: ScriptProbe.Findings, entries: [NameTable.Entry]) {
        let tree = ScriptParser.parse(source).0
        var checker = Checker(tree: tree, tools: tools, isStrict: false, probe: probe(tree))
        checker.run()
        return (checker.symbols.findings, checker.symbols.entries)
    }

    private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let order = diagnostics.indices.sorted { left, right in
            (diagnostics[left].range.start, left) < (diagnostics[right].range.start, right)
        }
        guard order.count > ScriptParser.diagnosticsMax else { return order.map { diagnostics[$0] } }
        // Warnings push no error out.
        var isKept = [Bool](repeating: false, count: diagnostics.count)
        let errors = order.filter { diagnostics[$0].severity == .error }
        let others = order.filter { diagnostics[$0].severity != .error }
        for number in (errors + others).prefix(ScriptParser.diagnosticsMax) { isKept[number] = true }
        return order.filter { isKept[$0] }.map { diagnostics[$0] }
    }
}

extension Diagnostic {
    /// Rules that speak of what is missing: where a part of a script could not be read, it may be in there.
    private static let rulesOfAbsence: Set<DiagnosticCode> = [
        .endsWithoutEmit, .missingArgument, .outputMissing, .notExhaustive, .branchUnknown, .branchUnused, .jumpTarget,
        .toolNotImported, .unusedBinding, .unusedImport, .undeclaredVariable, .outputUnknown, .noStream, .retryNothing,
        .notBoundHere,
    ]

    /// Whether it may be no fault of its own but come from one that the parser told of.
    fileprivate func mayFollow(from tree: SyntaxTree) -> Bool {
        tree.hasErrors && Self.rulesOfAbsence.contains(code)
    }
}
