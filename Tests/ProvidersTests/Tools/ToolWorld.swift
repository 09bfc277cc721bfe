import CoreDomain
import CoreLanguage
import CoreTesting
import Providers
import Synchronization

/// Answers requests from a list, and notes them.
final class WebTransport: HTTPTransport {
    struct Reply: Sendable {
        var status = 200
        var headers: [(name: String, value: String)] = []
        var chunks: [[UInt8]] = []
        var failure: CoreError?
        /// Whether no answer ever comes.
        var isSilent = false

        init(
            _ status: Int = 200, _ type: String? = nil, _ body: String = "",
            headers: [(name: String, value: String)] = [],
            failure: CoreError? = nil, isSilent: Bool = false
        ) {
            self.status = status
            self.headers = (type.map { [("content-type", $0)] } ?? []) + headers
            chunks = body.isEmpty ? [] : [Array(body.utf8)]
            self.failure = failure
            self.isSilent = isSilent
        }
    }

    let requests = Mutex<[HTTPRequest]>([])
    private let replies: Mutex<[Reply]>

    init(_ replies: [Reply]) { self.replies = Mutex(replies) }

    func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
        requests.withLock { $0.append(request) }
        let reply = replies.withLock { $0.isEmpty ? Reply(599) : $0.removeFirst() }
        if let failure = reply.failure { throw failure }
        if reply.isSilent {
            await withTaskCancellationHandler {
                await never.wait()
            } onCancel: {
                never.end()
            }
            throw CoreError(.cancelled, "Cancelled.")
        }
        let chunks = Chunks(reply.chunks)
        return HTTPAnswer(status: reply.status, headers: reply.headers) { () async throws(CoreError) in chunks.next() }
    }

    func close() async {}

    private let never = Silence()
}

private final class Chunks: Sendable {
    private let rest: Mutex<[[UInt8]]>
    init(_ rest: [[UInt8]]) { self.rest = Mutex(rest) }
    func next() -> [UInt8]? { rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}

/// Ends when it is told to.
private final class Silence: Sendable {
    private let state = Mutex<(isOver: Bool, waiting: CheckedContinuation<Void, Never>?)>((false, nil))
    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.isOver { state.waiting = continuation }
                return state.isOver
            }
            if isOver { continuation.resume() }
        }
    }
    func end() {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}

/// Files in memory, of one organization.
final class MemoryFiles: ScriptFiles {
    let contents: Mutex<[String: [UInt8]]>
    init(_ texts: [String: String] = [:]) { contents = Mutex(texts.mapValues { Array($0.utf8) }) }

    func read(
        _ path: ScriptFilePath, of organization: Identifier, from offset: Int64, upTo byteCount: Int
    ) throws(CoreError) -> ScriptFilePart {
        guard let bytes = contents.withLock({ $0[path.text] }) else { throw CoreError(.notFound, "No file.") }
        let content = Array(bytes.dropFirst(Int(clamping: offset)).prefix(byteCount))
        return ScriptFilePart(content: content, size: Int64(bytes.count))
    }

    func replace(_ path: ScriptFilePath, of organization: Identifier, with content: [UInt8]) throws(CoreError) -> Int64
    {
        contents.withLock { $0[path.text] = content }
        return Int64(content.count)
    }

    func append(_ content: [UInt8], to path: ScriptFilePath, of organization: Identifier) throws(CoreError) -> Int64 {
        contents.withLock { contents in
            contents[path.text, default: []] += content
            return Int64(contents[path.text]?.count ?? 0)
        }
    }

    func list(
        _ path: ScriptFilePath, of organization: Identifier, limits: ScriptFileWalk, _ flag: CancellationFlag
    ) throws(CoreError) -> ScriptFileList {
        let names = contents.withLock { Array($0.keys) }
        let prefix = path.text.isEmpty ? "" : path.text + "/"
        return ScriptFileList(paths: names.filter { $0 == path.text || $0.hasPrefix(prefix) }.sorted(), isCut: false)
    }
}

final class EchoSubprocess: Subprocess {
    let commands = Mutex<[SubprocessCommand]>([])
    let result: SubprocessResult
    init(_ result: SubprocessResult) { self.result = result }
    func run(_ command: SubprocessCommand) async throws(CoreError) -> SubprocessResult {
        commands.withLock { $0.append(command) }
        return result
    }
}

struct NoBlobs: BlobSource {
    func content(_ digest: BlobDigest, of organization: Identifier) async throws(CoreError) -> [UInt8] {
        throw CoreError(.notFound, "No blob.")
    }
}

/// Every native tool, over fakes.
struct ToolWorld {
    let transport: WebTransport
    let clock = ManualClock()
    let files: MemoryFiles
    let subprocess: EchoSubprocess
    let tools: [NativeTool]
    static let context = StepContext(
        thread: Identifier(high: 1, low: 2), organization: Identifier(high: 3, low: 4), path: "~0.1", attempt: 1)

    init(
        _ replies: [WebTransport.Reply] = [], files: [String: String] = [:], allowsShell: Bool = false,
        result: SubprocessResult = SubprocessResult(ending: .exited(0), output: [], error: [])
    ) {
        transport = WebTransport(replies)
        self.files = MemoryFiles(files)
        subprocess = EchoSubprocess(result)
        let extractor = DocumentExtractor(subprocess: subprocess, workers: InlineWorkers())
        tools = NativeTools.all(
            NativeTools.Services(
                transport: transport, clock: clock, workers: InlineWorkers(), files: self.files, subprocess: subprocess,
                extractor: extractor, blobs: NoBlobs(), allowsShell: allowsShell))
    }

    func effect(_ name: String, _ input: JSONValue) -> EffectClass? {
        tools.first { $0.signature.tool.name == name }?.effect(input)
    }

    /// What a tool gives, and the items that it hands on.
    func call(_ name: String, _ input: JSONValue) async throws -> (output: JSONValue, items: [JSONValue]) {
        guard let tool = tools.first(where: { $0.signature.tool.name == name }) else {
            throw CoreError(.unsupported, "No tool \(name).")
        }
        let items = ItemList()
        let output: StepOutput
        switch tool.handler {
        case .function(let call): output = try await call(input, Self.context)
        case .computation(let compute): output = try compute(input, Self.context, CancellationFlag())
        case .stream(let call): output = try await call(input, Self.context, StepItems { items.add($0) })
        case .wait, .transaction: throw CoreError(.unsupported, "No tool is such.")
        }
        return (output.output, items.all)
    }

    /// The error of a call that fails.
    func failure(_ name: String, _ input: JSONValue) async -> CoreError? {
        do {
            _ = try await call(name, input)
            return nil
        } catch {
            return CoreError(narrowing: error)
        }
    }
}

private final class ItemList: Sendable {
    private let list = Mutex<[JSONValue]>([])
    func add(_ item: JSONValue) { list.withLock { $0.append(item) } }
    var all: [JSONValue] { list.withLock { $0 } }
}
