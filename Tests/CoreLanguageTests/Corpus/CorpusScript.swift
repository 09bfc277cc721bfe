import CoreLanguage
import Foundation
import Testing

/// A script of the corpus, and the files beside it that say what comes of it.
///
/// `NAME.world.json` and `NAME.input.json` are written by hand; a script that has one of them is run against that world. The
/// other files are goldens: what the script's diagnostics, program, formatted text and run were when somebody last looked
/// at them. A golden is there only where there is something to say.
struct CorpusScript {
    static let ending = ".scriptum"
    static let formattedEnding = ".formatted.scriptum"
    /// What hands write.
    static let givenEndings = [".world.json", ".input.json"]

    let folder: CorpusFolder
    let name: String

    func url(_ ending: String) -> URL { folder.url.appending(path: name + ending) }

    func bytes(_ ending: String = Self.ending) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(ending))) }

    /// The JSON of a file beside the script; nil where there is none.
    func json(_ ending: String) throws -> JSONValue? {
        guard FileManager.default.fileExists(atPath: url(ending).path) else { return nil }
        return try JSONValue.parse(String(decoding: try bytes(ending), as: UTF8.self))
    }

    /// What comes of it: the endings of the files that say so, and their texts.
    func goldens() throws -> [String: String] {
        let source = SourceText(bytes: try bytes())
        let compilation = compilation(of: source)
        var files: [String: String] = [:]
        let report = DiagnosticReport(file: name + Self.ending, source: source).text(of: compilation.diagnostics)
        if !report.isEmpty { files[".diagnostics.txt"] = report }
        if let formatted = ScriptFormatter.format(compilation.tree, source), Array(formatted.utf8) != (try bytes()) {
            files[Self.formattedEnding] = formatted
        }
        guard let program = compilation.program else { return files }
        try ProgramVerifier.verify(program)
        files[".ir.json"] = Self.text(of: program)
        if let outcome = try rehearsed(program, compilation.sourceMap) {
            files[".trace.json"] = GoldenJSON.text(outcome)
        }
        return files
    }

    func compilation(of source: SourceText) -> ScriptCompiler.Compilation {
        ScriptCompiler.compile(source, isStrict: folder.isStrict)
    }

    /// The program with its digest; of a large one the digest alone, since nobody reads the rest.
    private static func text(of program: Program) -> String {
        let stored = program.canonicalBytes()
        let digest = JSONValue.string(SHA256Sum.of(stored))
        let text = GoldenJSON.text(["program": program.encode(), "sha256": digest])
        guard text.utf8.count > 20_000 else { return text }
        return GoldenJSON.text(["bytes": .integer(Int64(stored.count)), "sha256": digest])
    }

    /// What comes of a run against the script's world; nil for a script that has none.
    private func rehearsed(_ program: Program, _ sourceMap: SourceMap) throws -> JSONValue? {
        guard let (world, inputs) = try run() else { return nil }
        var rehearsal = Rehearsal(program, sourceMap: sourceMap, world: world)
        rehearsal.crashes = { _ in true }
        let outcome = rehearsal.run(inputs: inputs)
        #expect(outcome.crashes?.differsAt == nil, "\(name): a thread that is begun anew stands otherwise")
        guard var members = outcome.encode().objectValue else { return nil }
        members["crashes"] = nil
        return .object(members)
    }

    /// The world and the inputs that the script is run with; nil for a script that has neither.
    func run() throws -> (world: RehearsalWorld, inputs: JSONValue)? {
        let (world, inputs) = (try json(".world.json"), try json(".input.json"))
        guard world != nil || inputs != nil else { return nil }
        return (try RehearsalWorld(decoding: world ?? [:]), inputs ?? [:])
    }
}
