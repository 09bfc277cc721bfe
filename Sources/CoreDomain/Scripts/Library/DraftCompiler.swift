import CoreLanguage

/// Makes what is kept of a draft.
struct DraftCompiler: Sendable {
    let cryptography: any Cryptography
    /// The tools that are known now.
    let currentTools: @Sendable () -> ToolSignatures

    /// A content, what was said of it, and what it becomes.
    struct Result: Sendable {
        let content: ScriptContent
        let findings: ScriptFindings
        /// Nil when there are errors.
        let program: ScriptProgram?
    }

    /// `isStrict`: a tool that is not known is an error. `refusesWarnings`: what has any becomes no program. `registered`
    /// are the tools of the organization, beside those of everybody.
    ///
    /// - Throws: `INPUT_INVALID` for a program that cannot run.
    func compile(
        _ content: ScriptContent, isStrict: Bool, refusesWarnings: Bool = false, registered: [ToolSignature] = []
    ) throws(CoreError) -> Result {
        switch content {
        case .source(let text):
            let result = compile(ScriptText(text), content, isStrict, registered)
            if !refusesWarnings || result.findings.diagnostics.isEmpty { return result }
            return Result(content: content, findings: result.findings, program: nil)
        case .program(let bytes):
            return Result(
                content: content, findings: .none,
                program: ScriptProgram(digest: cryptography.sha256(bytes), bytes: bytes))
        }
    }

    /// The tools that are known now, with these.
    func tools(with registered: [ToolSignature]) -> ToolSignatures {
        registered.reduce(into: currentTools()) { $0.add($1) }
    }

    private func compile(
        _ source: ScriptText, _ content: ScriptContent, _ isStrict: Bool, _ registered: [ToolSignature]
    ) -> Result {
        let compilation = ScriptCompiler.compile(source, tools: tools(with: registered), isStrict: isStrict)
        let diagnostics = compilation.diagnostics
        let findings = ScriptFindings(
            diagnostics: diagnostics.prefix(ScriptFindings.countMax).map { diagnostic in
                ScriptDiagnostic(diagnostic, of: source, file: ScriptFindings.fileName)
            },
            errors: Int64(diagnostics.count { $0.severity == .error }), contract: compilation.contract.encode(),
            toolsRequired: compilation.effects.toolNames)
        let program = compilation.program.map { program in
            let bytes = program.canonicalBytes()
            return ScriptProgram(digest: cryptography.sha256(bytes), bytes: bytes)
        }
        return Result(content: content, findings: findings, program: findings.errors == 0 ? program : nil)
    }
}

extension ScriptFindings {
    /// What diagnostics call a draft.
    static let fileName = "script.scriptum"

    /// What is said of a program: that it was verified.
    static let none = ScriptFindings(diagnostics: [], errors: 0, contract: [:], toolsRequired: [])
}

extension ScriptDraftInput {
    /// What was sent; a program in canonical form.
    ///
    /// - Throws: `INPUT_INVALID` for both, for neither, and for a program that cannot run.
    var content: ScriptContent {
        get throws(CoreError) {
            switch (source, program) {
            case (let source?, nil): return .source(source)
            case (nil, let program?):
                let bytes = try ScriptSources.verified(program).canonicalBytes()
                guard bytes.count <= ScriptContent.bytesMax else {
                    throw CoreError(inputViolations: [
                        Violation(
                            .root.appending(key: "program"), rule: "too_large",
                            "Expected at most \(ScriptContent.bytesMax) bytes, found \(bytes.count).")
                    ])
                }
                return .program(bytes)
            default:
                throw CoreError(inputViolations: [
                    Violation(.root, rule: "not_one", "Expected one of `source` and `program`.")
                ])
            }
        }
    }
}
