import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostMCP

struct ContextServerCommand: StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Offer scripts as tools: the Model Context Protocol on standard input and output.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var owner: ActingOptions

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        try await target.withSession(host, .owning, account: owner.account) { session in
            try await ContextServer(session: session).serve()
            return 0
        }
    }
}

/// Carries messages between standard input and output and the service.
private struct ContextServer {
    /// Messages that wait to be written, or to be answered, at most.
    private static let waitingMax = 10_000

    let session: any Session

    /// Serves until the client closes standard input.
    func serve() async throws(CoreError) {
        let outgoing = JobQueue<[UInt8]>(countMax: Self.waitingMax)
        let service = MCPService(SessionBackend(session: session), version: Version.current) { message in
            // A client that reads nothing gets nothing more, instead of filling the memory.
            _ = outgoing.push(message + [UInt8(ascii: "\n")])
        }
        let writing = Task { () async -> Result<Void, CoreError> in
            do throws(CoreError) {
                return .success(
                    try await WorkerThread.result {
                        while let messages = outgoing.take(limit: 64) {
                            for message in messages { StandardStream.output.write(message) }
                        }
                        return .success(())
                    })
            } catch {
                return .failure(error)
            }
        }
        let (lines, reading) = AsyncStream<[UInt8]?>.makeStream(bufferingPolicy: .bufferingOldest(Self.waitingMax))
        do throws(CoreError) {
            try WorkerThread.start { Self.read(into: reading) }
            for await line in lines { await service.receive(line) }
        } catch {
            outgoing.close()
            throw error
        }
        await service.end()
        outgoing.close()
        try await writing.value.get()
    }

    /// Reads lines until the end of standard input.
    private static func read(into lines: AsyncStream<[UInt8]?>.Continuation) {
        var reader = LineReader()
        while let bytes = StandardStream.input.read(countMax: 65_536), !bytes.isEmpty {
            for line in reader.lines(in: bytes) { lines.yield(line) }
        }
        lines.finish()
    }
}

/// The operations of a session, for the service.
private struct SessionBackend: MCPBackend {
    let session: any Session

    func perform(_ operation: String, _ input: JSONValue) async throws(CoreError) -> JSONValue {
        try await session.perform(operation, input)
    }

    func follow(
        _ operation: String, _ input: JSONValue, _ take: @escaping @Sendable (JSONValue) async -> Bool
    ) async throws(CoreError) {
        let stream = try await session.follow(operation, input)
        while let item = try await stream.next() {
            if await !take(item) { return }
        }
    }
}
