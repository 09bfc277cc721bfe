import CoreDomain
import CoreLanguage

/// `grep`: hands on the lines that match as they are found, and gives them all at the end.
struct GrepTool: Sendable {
    /// Matches, bytes of one file, and bytes of all files that are looked at.
    static let (matchesMax, fileBytesMax, bytesMax) = (Int64(10_000), 16 * 1_024 * 1_024, 256 * 1_024 * 1_024)
    /// Bytes at the beginning of a file in which a zero tells that it is no text.
    private static let sampleBytes = 8_192

    let files: any ScriptFiles
    let workers: any Workers

    /// What is left of what a call may take.
    private struct Rest: Sendable {
        var budget = WorkBudget(stepsMax: LineSearch.stepsMax)
        var bytes = GrepTool.bytesMax
        var matches: Int
        var isCut = false

        var isSpent: Bool { matches == 0 || bytes == 0 || budget.isSpent }
    }

    private struct Found: Sendable {
        var matches: [LineSearch.Match] = []
        var rest: Rest
    }

    @Sendable func call(_ input: JSONValue, _ context: StepContext, _ items: StepItems) async throws -> StepOutput {
        let input = ToolInput(input)
        let search = try LineSearch(input)
        let path = try ScriptFilePath(input.optionalText("path") ?? ".", at: input.pointer("path"))
        let glob = try input.glob("glob")
        let countMax = try input.integer("max_matches", in: 1...Self.matchesMax, default: 1_000)
        var rest = Rest(matches: Int(countMax))
        let list = try await onWorker { [files] flag throws(CoreError) in
            try files.list(path, of: context.organization, limits: ScriptFileWalk(), flag)
        }
        var matches: [JSONValue] = []
        for name in list.paths where glob?.matches(name) ?? true {
            if rest.isSpent {
                rest.isCut = true
                break
            }
            let found = try await onWorker { [rest] flag throws(CoreError) in
                try lines(of: name, context, search, rest, flag)
            }
            rest = found.rest
            for match in found.matches {
                let item: JSONValue = [
                    "path": .string(name), "line": .integer(Int64(match.line)), "text": .string(match.text),
                ]
                try await items.hand(item)
                matches.append(item)
            }
        }
        return StepOutput(["matches": .array(matches), "truncated": .bool(rest.isCut || list.isCut)])
    }

    private func onWorker<Value: Sendable>(
        _ body: @escaping @Sendable (CancellationFlag) throws(CoreError) -> Value
    ) async throws(CoreError) -> Value {
        try await workers.run { flag in Result { () throws(CoreError) in try body(flag) } }.get()
    }

    /// The matches in one file, and what is left then.
    private func lines(
        of name: String, _ context: StepContext, _ search: LineSearch, _ rest: Rest, _ flag: CancellationFlag
    ) throws(CoreError) -> Found {
        var found = Found(rest: rest)
        let path = try ScriptFilePath(name, at: .root)
        let part: ScriptFilePart
        do throws(CoreError) {
            part = try files.read(
                path, of: context.organization, from: 0, upTo: min(Self.fileBytesMax, rest.bytes))
        } catch {
            // It was in the list a moment ago, and was removed or replaced since.
            if error.reason == .notFound || error.reason == .inputInvalid { return found }
            throw error
        }
        found.rest.bytes -= part.content.count
        if part.content.prefix(Self.sampleBytes).contains(0) { return found }
        if part.size > Int64(part.content.count) { found.rest.isCut = true }
        let matches = try search.matches(
            in: part.content, countMax: rest.matches + 1, budget: &found.rest.budget, flag)
        guard let matches else {
            throw CoreError(
                .stepFailed, "The search took too much work and was given up at \(name.debugDescription).",
                fix: "Name fewer files by path or glob, or use a simpler pattern.")
        }
        if matches.count > rest.matches { found.rest.isCut = true }
        found.matches = Array(matches.prefix(rest.matches))
        found.rest.matches -= found.matches.count
        return found
    }
}
