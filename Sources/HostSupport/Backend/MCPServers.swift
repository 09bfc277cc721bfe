public import CoreDomain
import CorePlatform
import Providers

/// Makes the MCP servers that a configuration names.
public struct MCPServers: Sendable {
    private let transport: any HTTPTransport
    private let environment: [String: String]
    private let log: Log

    /// Servers that are reached through `transport`; secrets come from files and from `environment`.
    public init(transport: any HTTPTransport, environment: [String: String], log: Log) {
        self.transport = transport
        self.environment = environment
        self.log = log
    }

    /// Variables that every program gets, where there are any: what it needs to find its parts.
    private static let usual = ["HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER"]
    private static let tokenBytesMax = 16_384

    /// The tools of the servers of `settings`, none of which is reached yet. `version` is told to them as this program's.
    ///
    /// - Throws: `CONFIGURATION_INVALID` for a server with a faulty name, without a place or with two, with a URL that
    ///   cannot be used, or with a secret that is not there.
    public func tools(_ settings: MCPSettings, version: String) throws(CoreError) -> any ExternalTools {
        guard !settings.servers.isEmpty else { return NoExternalTools() }
        var servers: [MCPTools.Server] = []
        for (name, server) in settings.servers.sorted(by: { $0.key < $1.key }) {
            guard Self.isName(name) else {
                throw Self.fault(
                    name, "has a name that scripts cannot write",
                    "Take small letters, digits and `_`, a letter first, at most 40.")
            }
            servers.append(
                MCPTools.Server(
                    name: name, place: try place(name, server), startTimeout: .seconds(server.startTimeoutSeconds),
                    timeout: .seconds(server.timeoutSeconds)))
        }
        let log = log
        return MCPTools(
            servers, version: version, transport: transport, programs: SystemResidentPrograms(), clock: SystemClock()
        ) { log(.warning, $0) }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 40 else { return false }
        return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    private static func fault(_ name: String, _ what: String, _ fix: String) -> CoreError {
        CoreError(.configurationInvalid, "The MCP server \"\(name.prefix(64))\" \(what).", fix: fix)
    }

    private func place(_ name: String, _ settings: MCPServerSettings) throws(CoreError) -> MCPTools.Place {
        switch (settings.command, settings.url) {
        case (let command?, nil): return .program(try program(name, command, settings))
        case (nil, let url?): return .web(url: try Self.checked(url, name), headers: try headers(name, url, settings))
        default:
            throw Self.fault(name, "has not exactly one place", "Give it a `command` or a `url`.")
        }
    }

    // MARK: Programs

    private func program(
        _ name: String, _ command: String, _ settings: MCPServerSettings
    ) throws(CoreError) -> ResidentCommand {
        guard settings.tokenVariable == nil, settings.tokenFile == nil, settings.headerVariables.isEmpty else {
            throw Self.fault(name, "is a program, and has no headers", "Give it what it needs by `env` and `env_from`.")
        }
        var variables: [String: String] = [:]
        for variable in Self.usual { variables[variable] = environment[variable] }
        for variable in settings.passedOn { variables[variable] = try value(of: variable, for: name).expose() }
        for (variable, value) in settings.environment {
            guard !variable.utf8.contains(UInt8(ascii: "=")) else {
                throw Self.fault(name, "has a variable whose name contains `=`", "Correct `env`.")
            }
            variables[variable] = value
        }
        return ResidentCommand(program: command, arguments: settings.arguments, environment: variables)
    }

    private func value(of variable: String, for name: String) throws(CoreError) -> Secret {
        guard let value = environment[variable], !value.isEmpty else {
            throw Self.fault(name, "needs the variable \(variable), which is not set", "Set it for the program.")
        }
        return Secret(value)
    }

    // MARK: URLs

    private static func checked(_ url: String, _ name: String) throws(CoreError) -> String {
        do throws(WebURL.Fault) {
            return try WebURL(url).text
        } catch {
            throw fault(name, "has a URL that cannot be used", error.message)
        }
    }

    private func headers(
        _ name: String, _ url: String, _ settings: MCPServerSettings
    ) throws(CoreError) -> [(name: String, value: Secret)] {
        guard settings.environment.isEmpty, settings.passedOn.isEmpty, settings.arguments.isEmpty else {
            throw Self.fault(
                name, "is a URL, and has no arguments and variables", "Leave out `args`, `env`, `env_from`.")
        }
        var headers: [(name: String, value: Secret)] = []
        if let token = try token(name, settings) {
            headers.append((name: "authorization", value: Secret("Bearer \(token.expose())")))
        }
        for (header, variable) in settings.headerVariables.sorted(by: { $0.key < $1.key }) {
            guard header.utf8.allSatisfy({ Self.isOfHeaderName($0) }) else {
                throw Self.fault(name, "has a header whose name is none", "Take letters, digits and `-`.")
            }
            headers.append((name: header.lowercased(), value: try value(of: variable, for: name)))
        }
        guard headers.allSatisfy({ Self.fitsHeader($0.value) }) else {
            throw Self.fault(name, "has a secret that no header can hold", "Give it alone, without line ends.")
        }
        if !headers.isEmpty, url.hasPrefix("http://"), !ModelProviders.isOnThisMachine(url) {
            log(.warning, "Secrets for the MCP server \"\(name)\" are sent over a connection that others can read.")
        }
        return headers
    }

    private static func isOfHeaderName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func fitsHeader(_ secret: Secret) -> Bool {
        secret.expose().utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private func token(_ name: String, _ settings: MCPServerSettings) throws(CoreError) -> Secret? {
        switch (settings.tokenVariable, settings.tokenFile) {
        case (nil, nil): return nil
        case (let variable?, nil): return try value(of: variable, for: name)
        case (nil, let path?): return try read(path, for: name)
        case (_?, _?):
            throw Self.fault(name, "has two places for its token", "Name one of `token_env` and `token_file`.")
        }
    }

    private func read(_ path: String, for name: String) throws(CoreError) -> Secret {
        do throws(FileError) {
            if let exposure = try Files.exposure(of: path) {
                log(.warning, "The token of the MCP server \"\(name)\" can be read by others: \(exposure).")
            }
            let text = String(decoding: try Files.read(path, limit: Self.tokenBytesMax), as: UTF8.self)
            let words = text.split(whereSeparator: \.isWhitespace)
            return Secret(words.count == 1 ? words.map(String.init).joined() : text)
        } catch {
            throw Self.fault(name, "has a token that cannot be read", error.description)
        }
    }
}
