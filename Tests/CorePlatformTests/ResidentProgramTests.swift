import CoreDomain
import CorePlatform
import Synchronization
import Testing

/// Programs that stay: what they say comes in lines, and their end is always told.
struct ResidentProgramTests {
    /// What a program did, until it ended.
    private final class Record: Sendable {
        private let events = Mutex<[ResidentEvent]>([])
        private let (stream, continuation) = AsyncStream<ResidentEvent>.makeStream()

        func take(_ event: ResidentEvent) {
            events.withLock { $0.append(event) }
            continuation.yield(event)
            if case .ended = event { continuation.finish() }
        }

        func iterator() -> AsyncStream<ResidentEvent>.Iterator { stream.makeAsyncIterator() }

        var ending: ResidentEnding? {
            events.withLock { events in
                if case .ended(let ending) = events.last { ending } else { nil }
            }
        }
    }

    private static func line(_ event: ResidentEvent?) -> String? {
        if case .line(let bytes) = event { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    private func start(
        _ script: String, _ record: Record, lineBytesMax: Int = 1_024
    ) async throws -> any ResidentProgram {
        let command = ResidentCommand(
            program: "sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin", "WORD": "given"],
            lineBytesMax: lineBytesMax)
        return try await SystemResidentPrograms().start(command) { record.take($0) }
    }

    @Test func linesGoInAndOut() async throws {
        let record = Record()
        let program = try await start("while read line; do echo \"$WORD $line\"; done", record)
        var events = record.iterator()
        #expect(program.write(Array("one\ntwo\n".utf8)))
        #expect(Self.line(await events.next()) == "given one")
        #expect(Self.line(await events.next()) == "given two")
        await program.end()
        #expect(record.ending?.ending == .exited(0))
        #expect(!program.write(Array("three\n".utf8)))
    }

    @Test func anEndIsToldWithWhatWasSaidLast() async throws {
        let record = Record()
        let program = try await start("echo hello; echo broken >&2; exit 3", record)
        var events = record.iterator()
        #expect(Self.line(await events.next()) == "hello")
        #expect(Self.line(await events.next()) == nil)
        #expect(record.ending?.ending == .exited(3))
        #expect(record.ending?.error == Array("broken\n".utf8))
        await program.end()
    }

    @Test func aLineWithoutEndEndsTheProgram() async throws {
        let record = Record()
        let program = try await start("yes | tr -d '\\n'", record)
        var events = record.iterator()
        #expect(Self.line(await events.next()) == nil)
        #expect(record.ending?.wroteTooLongLine == true)
        await program.end()
    }

    @Test func whoeverDoesNotEndIsEnded() async throws {
        let record = Record()
        let program = try await start("trap '' TERM; while :; do sleep 1; done", record)
        await program.end()
        #expect(record.ending?.ending == .signalled(9))
    }

    @Test func whatIsNotThereIsTold() async throws {
        let command = ResidentCommand(program: "no-such-program", arguments: [], environment: [:])
        let error = await #expect(throws: CoreError.self) {
            _ = try await SystemResidentPrograms().start(command) { _ in }
        }
        #expect(error?.reason == .programMissing)
    }
}
