import CoreLanguage

/// The operations on sources of scripts. None of them needs the store.
public struct ScriptSources: Sendable {
    private let cryptography: any Cryptography
    let library: ProgramLibrary
    private var tools: ToolSignatures { library.signatures }

    /// The chapter, with the tools that scripts of `library` may call.
    init(cryptography: any Cryptography, library: ProgramLibrary) {
        self.cryptography = cryptography
        self.library = library
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        let access = Access.member(.jobRead)
        return [
            .computation("scripts.check", "Tell what is wrong with a script.", access: access, handle: check),
            .computation("scripts.format", "Bring a script into the one layout.", access: access, handle: format),
            .computation("scripts.compile", "Translate a script into a program.", access: access, handle: compile),
            .computation(
                "scripts.explain", "Tell what a script takes, gives and can do.", access: access, handle: explain),
            .computation(
                "scripts.verify", "Tell whether a program that somebody made can run.", access: access, handle: verify),
            .computation(
                "scripts.rehearse", "Run a script in a world that is described, with a clock of its own.",
                access: access, prepare: rehearse),
            .computation(
                "scripts.test", "Try a script in worlds that are described, and say whether it gives what it has to.",
                access: access, prepare: test),
            .computation(
                "scripts.diagnostics", "Tell what a code of diagnostics means.", access: access, handle: diagnostics),
        ]
    }

    @Sendable func check(_ input: ScriptSource) throws(CoreError) -> ScriptCheck {
        let source = try input.text
        let compilation = ScriptCompiler.compile(source, tools: tools)
        return ScriptCheck(compilation.diagnostics, of: source, input)
    }

    @Sendable func format(_ input: ScriptSource) throws(CoreError) -> ScriptFormatting {
        let source = try input.text
        let (tree, diagnostics) = ScriptParser.parse(source)
        let formatted = ScriptFormatter.format(tree, source)
        return ScriptFormatting(
            formatted: formatted, isChanged: formatted.map { !source.bytes.elementsEqual($0.utf8) } ?? false,
            check: ScriptCheck(diagnostics, of: source, input))
    }

    /// The source compiled, tools that are not known taken for errors, and what is to be said of it.
    func compiled(_ input: ScriptSource) throws(CoreError) -> (ScriptCompiler.Compilation, ScriptCheck) {
        let source = try input.text
        let compilation = ScriptCompiler.compile(source, tools: tools, isStrict: true)
        return (compilation, ScriptCheck(compilation.diagnostics, of: source, input))
    }

    @Sendable func compile(_ input: ScriptSource) throws(CoreError) -> ScriptCompilation {
        let (compilation, check) = try compiled(input)
        return ScriptCompilation(
            program: compilation.program?.encode(), digest: compilation.program.map(digest),
            sourceMap: compilation.program.map { _ in compilation.sourceMap.encode() },
            contract: compilation.contract.encode(), toolsRequired: compilation.effects.toolNames, check: check)
    }

    @Sendable func explain(_ input: ScriptSource) throws(CoreError) -> ScriptExplanation {
        let source = try input.text
        let compilation = ScriptCompiler.compile(source, tools: tools)
        let contract = compilation.contract
        return ScriptExplanation(
            contract: contract.encode(), inputSchema: contract.inputSchema, outputSchema: contract.outputSchema,
            streamSchema: contract.streamSchema,
            effects: compilation.effects.entries.map { ScriptEffect($0, in: source) },
            maximumPrice: compilation.effects.priceMaximum { tools[$0]?.priceMaximum },
            check: ScriptCheck(compilation.diagnostics, of: source, input))
    }

    @Sendable func verify(_ input: StoredProgram) throws(CoreError) -> VerifiedProgram {
        let program = try Self.verified(input.program)
        return VerifiedProgram(program: program.encode(), digest: digest(of: program))
    }

    private func digest(of program: Program) -> String {
        BlobDigest(of: program.canonicalBytes(), cryptography).description
    }

    /// The program that `stored` holds, which may come from anyone.
    static func verified(_ stored: JSONValue) throws(CoreError) -> Program {
        do throws(ProgramError) {
            let program = try Program(decoding: stored)
            try ProgramVerifier.verify(program)
            return program
        } catch {
            let pointer = JSONPointer(tokens: ["program"] + error.pointer.tokens)
            throw CoreError(inputViolations: [Violation(pointer, rule: "program_\(error.kind.rawValue)", error.message)]
            )
        }
    }
}

extension ScriptSource {
    /// The source itself.
    var text: ScriptText {
        get throws(CoreError) {
            switch (source, sourceBase64) {
            case (let source?, nil): return ScriptText(source)
            case (nil, let base64?): return ScriptText(bytes: try Self.bytes(base64))
            default:
                throw CoreError(inputViolations: [
                    Violation(.root, rule: "not_one", "Expected one of `source` and `source_base64`.")
                ])
            }
        }
    }

    private static func bytes(_ text: String) throws(CoreError) -> [UInt8] {
        do throws(Base64.Fault) {
            return try Base64.decode(text)
        } catch {
            throw CoreError(inputViolations: [
                Violation(
                    .root.appending(key: "source_base64"), rule: "base64",
                    "Character \(error.offset + 1): \(error.message)")
            ])
        }
    }
}

extension ScriptCheck {
    init(_ diagnostics: [Diagnostic], of source: ScriptText, _ input: ScriptSource) {
        let errors = diagnostics.count { $0.severity == .error }
        let report: String? =
            switch input.report {
            case .none: nil
            case .plain: DiagnosticReport(file: input.file, source: source).text(of: diagnostics)
            case .coloured:
                DiagnosticReport(file: input.file, source: source, isColoured: true).text(of: diagnostics)
            }
        self.init(
            isValid: errors == 0, errors: Int64(errors), warnings: Int64(diagnostics.count - errors),
            diagnostics: diagnostics.prefix(1_000).map { ScriptDiagnostic($0, of: source, file: input.file) },
            report: report)
    }
}

extension ScriptEffect {
    init(_ entry: EffectReport.Entry, in source: ScriptText) {
        let place = entry.range.map { source.position(of: $0.start) }
        let timesMax: Int64? = if case .times(let count) = entry.bound { Int64(count) } else { nil }
        self.init(
            kind: entry.kind, name: entry.name, source: entry.source, repeated: entry.effect, timesMax: timesMax,
            line: place.map { Int64($0.line) }, column: place.map { Int64($0.column) })
    }
}

extension EffectReport {
    /// The tools and models as `SOURCE:NAME`, each once.
    var toolNames: [String] {
        entries.compactMap { entry in entry.source.map { "\($0):\(entry.name)" } }
    }
}
