import CoreDomain
import CorePlatform
import CoreTesting
import Glibc
import Synchronization

@testable import CoreStoragePostgres

/// A PostgreSQL server for the tests of this process, begun with the first that asks, and gone with the process.
final class PrivatePostgres: Sendable {
    /// The server, or why there is none.
    private static let shared = Result { try PrivatePostgres() }

    struct StartError: Error, CustomStringConvertible {
        let description: String
    }

    /// The address of its one database.
    let address: String
    private let schemaCount = Atomic<Int>(0)

    /// A server that does not sync: what happens when the power fails is not asked here.
    init() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let arguments = ["/\(folder)/scripts/private_postgres.py", "-c", "fsync=off", "-c", "max_connections=400"]
        let (input, output) = (try Pipe(), try Pipe())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.reading, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var id: pid_t = 0
        guard posix_spawn(&id, arguments[0], &actions, nil, words, environ) == 0 else {
            throw StartError(description: "\(arguments[0]) cannot be started")
        }
        close(input.reading)
        close(output.writing)
        address = try Self.firstLine(output.reading)
    }

    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw StartError(description: "no pipe") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (reading, writing) = (ends[0], ends[1])
        }
    }

    private static func firstLine(_ descriptor: Int32) throws -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        guard !line.isEmpty else { throw StartError(description: "the server did not start") }
        return String(decoding: line, as: UTF8.self)
    }

    /// The server of this process.
    static func server() async throws -> PrivatePostgres { try await offPool { try shared.get() } }

    /// Another server, which may be mistreated.
    static func another() async throws -> PrivatePostgres { try await offPool { try PrivatePostgres() } }

    /// The address of an empty schema.
    func emptyPlace() async throws -> String {
        let name = "place\(schemaCount.add(1, ordering: .relaxed).newValue)"
        try await execute("CREATE SCHEMA \(name)", at: address)
        return address + "?options=-csearch_path%3D\(name)"
    }

    /// Has a statement run on a connection of its own.
    func execute(_ text: String, at place: String) async throws {
        try await offPool { try self.executeNow(text, at: place) }
    }

    /// The same; this thread waits for it.
    func executeNow(_ text: String, at place: String) throws { _ = try RawConnection.connect(place).ask(text) }
}

/// A connection beside the stores.
///
/// SAFETY: used by one thread after the other.
final class RawConnection: @unchecked Sendable {
    private let connection: PostgresConnection

    private init(_ connection: PostgresConnection) { self.connection = connection }

    /// A connection that is in the middle of a transaction, in which `statements` were run.
    static func holding(_ statements: [String], at place: String) async throws -> RawConnection {
        try await offPool {
            let made = RawConnection(try connect(place))
            for statement in ["BEGIN"] + statements { _ = try made.connection.ask(statement) }
            return made
        }
    }

    fileprivate static func connect(_ place: String) throws(PostgresFailure) -> PostgresConnection {
        var settings = PostgresSettings()
        // It holds what it holds for as long as a test takes.
        settings.idleTransactionTimeout = .seconds(600)
        return try PostgresConnector(
            address: place, settings: settings, clock: DatabaseClock(SystemClock()),
            reports: PostgresReports(clock: SystemClock()) { _ in }
        ).connect()
    }

    /// The first value of an answer.
    @discardableResult func ask(_ text: String) async throws -> String? {
        try await offPool { try self.connection.ask(text).text(0) }
    }

    /// Ends the transaction, and so lets go of what it holds. This thread waits for it.
    func giveUp() { _ = try? connection.ask("ROLLBACK") }

    /// Sends without waiting for anything: of a long text only the beginning goes out.
    func begin(_ texts: [String]) async throws {
        try await offPool { for text in texts { try self.connection.send(text) } }
    }
}

/// Runs what blocks on a thread of its own: the tests share the two that tasks have.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    let result: Result<Value, any Error> = try await WorkerThread.result { .success(Result { try body() }) }
    return try result.get()
}

extension PostgresStore {
    /// The same as `open`, for tests.
    static func opened(
        _ address: String, isReadOnly: Bool = false, isFilled: Bool = false, time: Time = .database,
        clock: any Clock = SystemClock(), settings: PostgresSettings = PostgresSettings()
    ) async throws -> PostgresStore {
        try await offPool {
            try open(
                address, isReadOnly: isReadOnly, isFilled: isFilled, time: time, clock: clock, settings: settings)
        }
    }
}
