import CoreLanguage

/// Threads that leave the store, and are run through again elsewhere.
extension ScriptThreads {
    private static let entriesAtOnce = 50
    private static let hashCount = 32

    /// The next lines of a bundle. The token of a page holds how far it came, and the hash that the next line continues.
    @Sendable func export(
        _ input: ThreadExport, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ThreadExportPage {
        if input.reveal { try Access.member(.environmentReveal).check(caller) }
        let thread = try find(input.threadID, caller, tx)
        let scope = Array("threads.export/\(input.reveal)/".utf8) + thread.id.bytes
        guard !input.pageToken.isEmpty else {
            let lines = try beginning(of: thread, reveals: input.reveal, tx)
            return page(lines.lines, at: 0, lines.hash, scope)
        }
        let place = try pageTokens.position(in: input.pageToken, scope: scope)
        guard place.count == 8 + Self.hashCount else {
            throw CoreError(.pageTokenInvalid, "The page token is damaged.")
        }
        let after = place.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return try entries(of: thread, after: after, Array(place.dropFirst(8)), scope, tx)
    }

    private func beginning(
        of thread: Thread, reveals: Bool, _ tx: any ReadTransaction
    ) throws(CoreError) -> (lines: [JSONValue], hash: [UInt8]) {
        guard let bytes = try tx.programs.find(digest: thread.program.digest),
            let program = try? JSONValue.parse(bytes, limits: .stored)
        else { throw CoreError(.databaseCorrupt, "The program of a thread is not stored.") }
        let environment = try vault.environment(of: thread)
        let head = ThreadBundle.line(
            .head, ThreadBundle.head(thread, environment: environment, reveals: reveals), after: [], cryptography)
        let second = ThreadBundle.line(.program, ["program": program], after: head.hash, cryptography)
        return ([head.text, second.text], second.hash)
    }

    private func entries(
        of thread: Thread, after sequence: Int64, _ hash: [UInt8], _ scope: [UInt8], _ tx: any ReadTransaction
    ) throws(CoreError) -> ThreadExportPage {
        var (lines, hash) = ([JSONValue](), hash)
        let entries = try tx.events.journal(of: thread.id, after: sequence, limit: Self.entriesAtOnce)
        for entry in entries {
            let line = ThreadBundle.line(.entry, try ThreadBundle.entry(entry), after: hash, cryptography)
            lines.append(line.text)
            hash = line.hash
        }
        if let last = entries.last, last.event.sequence < thread.status.sequence {
            return page(lines, at: last.event.sequence, hash, scope)
        }
        let end = ThreadBundle.end(thread, result: try tx.threads.result(of: thread.id), cryptography)
        lines.append(ThreadBundle.line(.end, end, after: hash, cryptography).text)
        return ThreadExportPage(lines: lines, nextPageToken: "")
    }

    private func page(
        _ lines: [JSONValue], at sequence: Int64, _ hash: [UInt8], _ scope: [UInt8]
    ) -> ThreadExportPage {
        ThreadExportPage(
            lines: lines,
            nextPageToken: pageTokens.token(position: UInt64(sequence).bigEndianBytes + hash, scope: scope))
    }

    // MARK: Running through

    /// Runs the thread of a bundle through again.
    @Sendable func replay(_ input: ThreadReplayInput) throws(CoreError) -> Preparation<ThreadReplayReport> {
        let (lines, cryptography) = (input.lines, cryptography)
        return .compute { Self.report(lines, cryptography) }
    }

    static func report(_ lines: [JSONValue], _ cryptography: any Cryptography) -> ThreadReplayReport {
        var replay = BundleReplay(cryptography)
        do throws(BundleReplay.Fault) {
            for line in lines { try replay.take(line) }
            guard replay.isWhole else {
                throw BundleReplay.Fault(
                    line: replay.lineCount, sequence: nil, message: "The bundle is cut off: its last line is missing.")
            }
            return ThreadReplayReport(
                verified: true, status: replay.status, steps: replay.steps, line: nil, sequence: nil, message: nil)
        } catch {
            return ThreadReplayReport(
                verified: false, status: replay.status, steps: replay.steps, line: Int64(error.line),
                sequence: error.sequence, message: error.message)
        }
    }
}
