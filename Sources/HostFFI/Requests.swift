import CScriptorium
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

/// What `scriptorium_open` was asked for.
struct OpenRequest {
    private let database: String
    private let key: SealingKeySource
    private let log: Log
    private let recipesFolder: String?

    /// - Throws: `REQUEST_INVALID`, `SEALING_KEY_INVALID` or `CONFIGURATION_INVALID` for options that do not fit.
    init(_ options: scriptorium_options_t) throws(CoreError) {
        let bytes = try Borrowed.bytes(
            options.configuration, options.configuration_size, "The configuration", limit: Configuration.bytesMax)
        let configuration = try Configuration.parse(bytes ?? Array("{}".utf8), from: "The configuration")
        let named = try Borrowed.text(options.database, options.database_size, "The database")
        guard let database = named ?? configuration.database else {
            throw CoreError(.requestInvalid, "No database was named.", fix: "Set `database` to a path or \":memory:\".")
        }
        self.database = database
        recipesFolder = configuration.recipesFolder
        key = try Self.key(options) ?? configuration.sealingKeyFile.map { .file($0) } ?? .storeDefault
        log =
            options.log.map { function in
                let target = LogTarget(function: function, userData: options.log_user_data)
                return Log(least: configuration.logLevel) { target($0, $1) }
            } ?? .none
    }

    private static func key(_ options: scriptorium_options_t) throws(CoreError) -> SealingKeySource? {
        guard let bytes = try Borrowed.bytes(options.key, options.key_size, "The key", limit: 4_096) else { return nil }
        guard let key = SealingKey(bytes: bytes) else {
            throw CoreError(.sealingKeyInvalid, "A sealing key has 32 bytes; this one has \(bytes.count).")
        }
        return .key(key)
    }

    /// Opens the engine, and waits for it.
    func open() throws(CoreError) -> Engine {
        let waiter = Waiter<Result<Backend, CoreError>>()
        let (database, key, log, recipesFolder) = (database, key, log, recipesFolder)
        Task.detached {
            do throws(CoreError) {
                let backend = try await Backend.open(
                    database, key: key, drivers: [SQLiteDriver()],
                    services: try .system(
                        log: log,
                        tools: .local(filesFolder: ScriptTools.filesFolder(of: database, standard: nil))),
                    recipesFolder: recipesFolder)
                try await backend.runThreads()
                waiter.give(.success(backend))
            } catch {
                waiter.give(.failure(error))
            }
        }
        let backend = try waiter.wait().get()
        do throws(CoreError) {
            return try Engine(backend)
        } catch {
            Task.detached { await backend.close() }
            throw error
        }
    }
}

/// What `scriptorium_call` and `scriptorium_submit` were asked for.
struct CallRequest {
    let operation: String
    let input: JSONValue
    let options: CallOptions

    /// - Throws: `REQUEST_INVALID`, `JSON_INVALID` or `INPUT_INVALID` for what does not fit.
    init(
        _ operation: UnsafePointer<UInt8>?, _ operationSize: Int,
        _ input: UnsafePointer<UInt8>?, _ inputSize: Int,
        _ options: UnsafePointer<UInt8>?, _ optionsSize: Int
    ) throws(CoreError) {
        guard let name = try Borrowed.text(operation, operationSize, "The operation's name") else {
            throw CoreError(.requestInvalid, "The operation's name is NULL.")
        }
        self.operation = name
        self.input = try Borrowed.json(input, inputSize, "The input")
        self.options = try CallOptions.schema.decode(try Borrowed.json(options, optionsSize, "The options"))
    }
}
