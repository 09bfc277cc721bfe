import CoreLanguage

/// Drafts that are tried before they are published.
extension ScriptThreads {
    /// A draft that was compiled, and what came of it where it was only rehearsed.
    struct TestedDraft: Sendable {
        let content: ScriptContent
        let diagnostics: [ScriptDiagnostic]
        /// Nil when there are errors, and where it was rehearsed.
        var program: ScriptProgram?
        var outcome: JSONValue?
    }

    @Sendable func prepare(
        _ input: DraftTest, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> Preparation<TestedDraft> {
        let script = try tx.script(input.name, caller)
        let content = try tx.draft(of: script).content
        let registered = try tx.tools.signatures(of: script.organization)
        let (compiler, library) = (drafts, starter.library)
        return .part {
            let result = try compiler.compile(content, isStrict: true, registered: registered)
            let diagnostics = result.findings.diagnostics
            guard result.program != nil, input.isRehearsed else {
                return .done(TestedDraft(content: content, diagnostics: diagnostics, program: result.program))
            }
            let tools = compiler.tools(with: registered)
            return try Self.rehearsal(of: result, input, library, tools).map { outcome in
                TestedDraft(content: content, diagnostics: diagnostics, outcome: outcome.encode())
            }
        }
    }

    private static func rehearsal(
        of result: DraftCompiler.Result, _ input: DraftTest, _ library: ProgramLibrary, _ tools: ToolSignatures
    ) throws(CoreError) -> Preparation<RehearsalOutcome> {
        let place = JSONPointer.root.appending(key: input.world == nil ? "mocks" : "world")
        let world = try ScriptSources.world(input.description, at: place)
        var (program, sourceMap): (Program?, SourceMap?) = (nil, nil)
        switch result.content {
        case .source(let text):
            let compilation = ScriptCompiler.compile(ScriptText(text), tools: tools, isStrict: true)
            (program, sourceMap) = (compilation.program, compilation.sourceMap)
        case .program(let bytes): program = try? Program(decoding: JSONValue.parse(bytes, limits: .program))
        }
        guard let program else { throw CoreError(.databaseCorrupt, "A stored draft does not decode.") }
        var rehearsal = ScriptSources.rehearsal(program, sourceMap, world)
        if input.crashEverywhere { rehearsal.crashes = library.isRepeatable }
        return ScriptSources.run(rehearsal, input.input.isNull ? [:] : input.input)
    }

    @Sendable func test(
        _ input: DraftTest, _ tested: TestedDraft, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (DraftTestReport, ThreadWake) {
        guard let program = tested.program else {
            return (
                DraftTestReport(threadID: nil, diagnostics: tested.diagnostics, outcome: tested.outcome), .none
            )
        }
        let script = try tx.snapshot.script(input.name, caller)
        guard try tx.snapshot.draft(of: script).content == tested.content else {
            throw CoreError(
                .stateConflict, "The draft of \"\(script.name)\" was saved anew while it was tried.",
                fix: "Try it again.")
        }
        let member = try Member(caller)
        try tx.programs.put(digest: program.digest, program.bytes)
        let loaded = try starter.library.read(program.digest, tx.snapshot)
        let source = ThreadStarter.Source(
            program: ProgramReference(digest: program.digest, name: script.name, version: "0"), loaded: loaded)
        let values = try loaded.checked(
            input.input.isNull ? [:] : input.input, at: .root.appending(key: "input"))
        let terms = ThreadStarter.Terms(
            organization: member.organization, principal: member.principal,
            expiresAt: try ThreadField.duration(input.timeout).map { tx.now.adding($0) } ?? .latest,
            worker: placement.worker(for: member.organization))
        let run = try starter.begin(source, input: values, terms, tx)
        return (
            DraftTestReport(threadID: run.thread.id, diagnostics: tested.diagnostics, outcome: nil), .begun(run)
        )
    }
}
