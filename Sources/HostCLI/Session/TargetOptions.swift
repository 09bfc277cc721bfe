import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

/// The options by which a command finds what it works on: a database file, or a server.
struct TargetOptions: ParsableArguments {
    @OptionGroup var backend: BackendOptions

    @Option(help: "The server to ask instead: http://HOST:PORT.")
    var url: String?

    @Option(help: "With --url: the file with your token. (default: the variable SCRIPTORIUM_TOKEN)")
    var tokenFile: String?

    /// How a database file is opened.
    enum Access {
        /// For this command alone; it is made when it is missing.
        case owning
        /// For reading, also beside the process that owns it.
        case reading
    }

    /// Runs `body` in a session, and closes it behind it.
    func withSession<Value: Sendable>(
        _ host: CommandLineHost, _ access: Access, account: String? = nil,
        _ body: (any Session) async throws -> Value
    ) async throws(CoreError) -> Value {
        let session = try await session(host, access, account)
        do {
            let value = try await body(session)
            await session.close()
            return value
        } catch {
            await session.close()
            throw CoreError(narrowing: error)
        }
    }

    private func session(
        _ host: CommandLineHost, _ access: Access, _ account: String?
    ) async throws(CoreError) -> any Session {
        guard let url else {
            guard tokenFile == nil else {
                throw CoreError(
                    .requestInvalid, "--token-file goes with --url; on a file you are the operator.",
                    fix: "Leave it out, or name a server.")
            }
            return try await local(host, access, account)
        }
        guard backend.database == nil else {
            throw CoreError(.requestInvalid, "--database and --url name two places.", fix: "Keep one of them.")
        }
        guard account == nil else {
            throw CoreError(
                .requestInvalid, "Over --url the token tells whose account is meant.",
                fix: "Leave out --account, and use a token of that account.")
        }
        return try RemoteSession(
            server: ServerAddress(url), tokens: TokenSource(file: tokenFile, environment: host.environment),
            makeTransport: host.transport)
    }

    private func local(
        _ host: CommandLineHost, _ access: Access, _ account: String?
    ) async throws(CoreError) -> LocalSession {
        let configuration = try backend.configuration(host)
        let place = [("--database", backend.database), ("--account", account)].compactMap { option, value in
            value.map { "\(option) \(ShellText.quoted($0))" }
        }.joined(separator: " ")
        switch access {
        case .reading:
            return LocalSession(
                backend: try await backend.openForReading(host, configuration), account: account, isOwner: false,
                place: place)
        case .owning:
            do throws(CoreError) {
                return LocalSession(
                    backend: try await backend.open(host, configuration), account: account, isOwner: true, place: place)
            } catch {
                throw Self.withWayOut(error)
            }
        }
    }

    /// Whoever finds the database in use can ask the process that has it.
    private static func withWayOut(_ error: CoreError) -> CoreError {
        guard error.reason == .databaseInUse, let owner = error.details.members["owner"]?.stringValue,
            let url = DatabaseOwner(text: owner).url
        else { return error }
        return CoreError(
            error.reason, error.message,
            fix: "Ask that process: --url \(url) with a token, or stop it first.", details: error.details)
    }
}

/// Text as a shell reads it.
enum ShellText {
    /// `text` in quotes where it needs them.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            default: "-_./:@%+=,".utf8.contains(byte)
            }
        }
        if isPlain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

/// Whose place is taken.
struct ActingOptions: ParsableArguments {
    @Option(help: "Act as this account: its user_id or its organization_id; without it as the operator.")
    var account: String?
}
