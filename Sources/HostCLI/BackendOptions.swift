import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

/// The options by which a command finds its database.
struct BackendOptions: ParsableArguments {
    @Option(help: "The database file, or `:memory:`.")
    var database: String?

    @Option(help: "The configuration file.")
    var config: String?

    func configuration(_ host: CommandLineHost) throws(CoreError) -> Configuration {
        let standard = Locations(environment: host.environment).configurationFile
        guard let path = config ?? standard else { return try Configuration.parse(Array("{}".utf8), from: "default") }
        return try Configuration.read(path, mayBeMissing: config == nil)
    }

    /// Opens the database as its owner.
    func open(_ host: CommandLineHost, _ configuration: Configuration) async throws(CoreError) -> Backend {
        let locations = Locations(environment: host.environment)
        let named = database ?? locations.database ?? configuration.database
        guard let location = named ?? locations.standardDatabaseFile else {
            throw CoreError(.configurationInvalid, "No database was named.", fix: "Use --database FILE.")
        }
        if named == nil { try makeFolder(of: location) }
        let keyFile = locations.sealingKeyFile ?? configuration.sealingKeyFile
        return try await Backend.open(
            location, key: keyFile.map { .file($0) } ?? .storeDefault, drivers: host.drivers,
            services: .system(log: JSONLines.log(least: configuration.logLevel)),
            recipesFolder: configuration.recipesFolder)
    }

    /// Only the standard place is made; a folder that the user named and that is missing is more likely a slip.
    private func makeFolder(of path: String) throws(CoreError) {
        do throws(FileError) {
            guard let lastSlash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
            try Files.createFolders(String(path[..<lastSlash]))
        } catch {
            throw CoreError(.databaseUnavailable, error.description)
        }
    }
}

/// Opens a backend for one command and closes it behind it.
extension BackendOptions {
    func withBackend<Value: Sendable>(
        _ host: CommandLineHost, _ body: (Backend) async throws -> Value
    ) async throws(CoreError) -> Value {
        let backend = try await open(host, try configuration(host))
        do {
            let value = try await body(backend)
            await backend.close()
            return value
        } catch {
            await backend.close()
            throw CoreError(narrowing: error)
        }
    }
}

extension Backend {
    /// A call by whoever opened the database, for itself or in the place of `account`.
    func openerCall(account: String?, idempotencyKey: String?) throws(CoreError) -> Call {
        var call = Call(authority: .opener, requestID: try newRequestID())
        call.idempotencyKey = idempotencyKey.map { Secret($0) }
        if let account {
            guard let identifier = IdentifierForm.uuid.parse(account) else {
                throw CoreError(.requestInvalid, "\"\(account.prefix(100))\" is not the id of an account (a UUID).")
            }
            call.actingAs = identifier
        }
        return call
    }
}

/// The log of a program that people start: JSON lines on standard error.
enum JSONLines {
    static func log(least: Log.Level) -> Log {
        let clock = SystemClock()
        return Log(least: least) { _, event in
            var line: JSONObject = ["at": .string(clock.now().description)]
            for (name, value) in event { line[name] = value }
            StandardStream.error.write(JSONValue.object(line).serializedString() + "\n")
        }
    }
}
