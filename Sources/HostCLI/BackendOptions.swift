import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

/// The options by which a command finds its database.
struct BackendOptions: ParsableArguments {
    @Option(help: "The database: a file, `:memory:`, or a URL such as postgres://user@host/name.")
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
        let (location, isNamed) = try location(host, configuration)
        if !isNamed { try makeFolder(of: location) }
        let log = JSONLines.log(least: configuration.logLevel)
        let transport = LazyTransport(host.transport)
        let models = ModelProviders(
            transport: transport, clock: SystemClock(), environment: host.environment, log: log)
        let servers = MCPServers(transport: transport, environment: host.environment, log: log)
        return try await Backend.open(
            location, key: key(host, configuration), drivers: host.drivers,
            services: .system(
                log: log,
                tools: ScriptTools(
                    transport: transport, router: try models.router(configuration.models),
                    settings: ToolSettings(
                        environment: host.environment,
                        callsPerEndpointMax: Int(clamping: configuration.tools.callsPerEndpoint)),
                    filesFolder: ScriptTools.filesFolder(
                        of: location, standard: Locations(environment: host.environment).standardFilesFolder),
                    external: try servers.tools(configuration.mcp, version: Version.current))),
            recipesFolder: configuration.recipesFolder, postgres: configuration.postgres)
    }

    /// Opens the database for reading, also beside the process that owns it.
    func openForReading(_ host: CommandLineHost, _ configuration: Configuration) async throws(CoreError) -> Backend {
        try await Backend.openForReading(
            try location(host, configuration).path, key: key(host, configuration), drivers: host.drivers,
            services: .system(log: JSONLines.log(least: configuration.logLevel)), postgres: configuration.postgres)
    }

    /// Where the database is, and whether someone named it.
    func location(
        _ host: CommandLineHost, _ configuration: Configuration
    ) throws(CoreError) -> (path: String, isNamed: Bool) {
        let locations = Locations(environment: host.environment)
        if let named = database ?? locations.database ?? configuration.database { return (named, true) }
        if let standard = locations.standardDatabaseFile { return (standard, false) }
        throw CoreError(.configurationInvalid, "No database was named.", fix: "Use --database FILE.")
    }

    /// Where the sealing key is.
    func key(_ host: CommandLineHost, _ configuration: Configuration) -> SealingKeySource {
        let file = Locations(environment: host.environment).sealingKeyFile ?? configuration.sealingKeyFile
        return file.map { .file($0) } ?? .storeDefault
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
        let output = LineOutput(.error) { count in
            text(["level": "warning", "message": .string("\(count) lines of the log were lost: nobody took them.")])
        }
        return Log(least: least) { _, event in output.write(text(event)) }
    }

    private static func text(_ event: JSONObject) -> String {
        var line: JSONObject = ["at": .string(SystemClock().now().description)]
        for (name, value) in event { line[name] = value }
        return JSONValue.object(line).serializedString()
    }
}
