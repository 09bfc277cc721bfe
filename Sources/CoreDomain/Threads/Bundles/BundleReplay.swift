import CoreLanguage

/// Runs a thread through again from its bundle, and says where the program would have done something else.
struct BundleReplay {
    /// What is wrong with a bundle, and where.
    struct Fault: Error {
        let line: Int
        let sequence: Int64?
        let message: String
    }

    private let cryptography: any Cryptography
    private var hash: [UInt8] = []
    private var number = 0
    private var head = JSONValue.null
    private var program: LoadedProgram?
    private var machine: ThreadMachine?
    private var latest: Int64 = 0
    /// How the thread ended, as the bundle tells.
    private(set) var status = ""
    private(set) var steps: Int64 = 0

    init(_ cryptography: any Cryptography) { self.cryptography = cryptography }

    /// How many lines were taken.
    var lineCount: Int { number }

    /// Takes the next line.
    mutating func take(_ line: JSONValue) throws(Fault) {
        number += 1
        guard let (told, counted) = ThreadBundle.hash(of: line, after: hash, cryptography) else {
            throw fault("The line has no hash.")
        }
        guard told == Hexadecimal.text(counted) else {
            throw fault("The line or one before it was changed: its hash is another.")
        }
        hash = counted
        switch line["line"]?.stringValue.flatMap({ ThreadBundle.Line(rawValue: $0) }) {
        case .head where number == 1: try take(head: line)
        case .program where number == 2: try take(program: line)
        case .entry where number > 2 && status.isEmpty: try take(entry: line)
        case .end where number > 2 && status.isEmpty: try take(end: line)
        default: throw fault("The line does not belong here.")
        }
    }

    /// Whether the last line came.
    var isWhole: Bool { !status.isEmpty }

    private func fault(_ message: String, at sequence: Int64? = nil) -> Fault {
        Fault(line: number, sequence: sequence, message: message)
    }

    private mutating func take(head line: JSONValue) throws(Fault) {
        guard line["format"]?.stringValue == ThreadBundle.format else {
            throw fault("The file is no \(ThreadBundle.format).")
        }
        head = line
    }

    private mutating func take(program line: JSONValue) throws(Fault) {
        do throws(CoreError) {
            let decoded = try ScriptSources.verified(line["program"] ?? .null)
            let bytes = decoded.canonicalBytes()
            guard head["program_sha256"]?.stringValue == Hexadecimal.text(cryptography.sha256(bytes)) else {
                throw CoreError(.inputInvalid, "The program is not the one that the head names.")
            }
            program = try LoadedProgram(forReplayOf: decoded)
        } catch {
            throw fault(error.message)
        }
    }

    private mutating func take(entry line: JSONValue) throws(Fault) {
        let sequence = line["seq"]?.int64Value ?? 0
        guard sequence == latest + 1, let kind = line["kind"]?.stringValue.flatMap({ EventKind(rawValue: $0) }) else {
            throw fault("An entry is missing before this one, or of an unknown kind.", at: sequence)
        }
        latest = sequence
        let event = Event(
            organization: Identifier(high: 0, low: 0), organizationSequence: 0,
            thread: Identifier(high: 0, low: 0), sequence: sequence,
            at: line["at"]?.stringValue.flatMap { Timestamp($0) } ?? .earliest, kind: kind,
            path: line["path"]?.stringValue ?? "", body: line["body"] ?? [:])
        if kind == .threadCreated { return try begin(line["payload"]?.objectValue ?? JSONObject()) }
        guard var running = machine else { throw fault("The journal does not begin with the thread.", at: sequence) }
        machine = nil
        while running.isComputing { running.proceed() }
        if let message = running.fault(of: event) { throw fault(message, at: sequence) }
        do throws(CoreError) {
            try running.take(event, line["payload"])
        } catch {
            throw fault(error.message, at: sequence)
        }
        if kind.isOfStep { steps += 1 }
        machine = running
    }

    private mutating func begin(_ input: JSONObject) throws(Fault) {
        guard let program, machine == nil else {
            throw fault("The thread begins twice, or has no program.", at: latest)
        }
        let id = head["thread"]?.stringValue.flatMap { IdentifierForm.thread.parse($0) } ?? Identifier(high: 0, low: 0)
        machine = ThreadMachine(
            program, ThreadInput(input, environment: head["environment"]?.objectValue ?? JSONObject(), of: id))
    }

    private mutating func take(end line: JSONValue) throws(Fault) {
        guard line["entries"]?.int64Value == latest, let told = line["status"]?.stringValue else {
            throw fault("Entries are missing at the end.")
        }
        status = told
        guard var running = machine else { throw fault("The journal is empty.") }
        while running.isComputing { running.proceed() }
        switch running.outcome {
        case .completed(let result) where told == "completed":
            let digest = Hexadecimal.text(cryptography.sha256(result.serialized()))
            guard line["result_sha256"]?.stringValue == digest else {
                throw fault("The program gives another result than the thread did.")
            }
        case .completed where told == "cancelled" && steps == 0: break
        case .failed where told == "failed", .cancelled where told == "cancelled": break
        case nil where !["completed"].contains(told): break
        default: throw fault("The program does not come to the end that the thread came to, \"\(told)\".")
        }
    }
}

extension LoadedProgram {
    /// A program that calls nothing.
    convenience init(forReplayOf program: Program) throws(CoreError) {
        try self.init(
            program, targets: [:], tools: ToolTable(own: [:], external: NoExternalTools()),
            inputSchema: try JSONSchema.compiled(program.inputSchema),
            quote: try Quote(of: program) { _ throws(CoreError) in nil }, byteCount: 0)
    }
}
