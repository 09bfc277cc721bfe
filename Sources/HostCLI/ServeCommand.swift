import ArgumentParser
import CoreDomain
import CorePlatform
import HostSupport

struct ServeCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the database over HTTP or HTTPS until SIGTERM or SIGINT.")

    @OptionGroup var backend: BackendOptions

    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port; 0 takes any free one. (default: 8080)")
    var port: UInt16?

    @OptionGroup var http: HTTPOptions

    func run(in commandLine: CommandLineHost) async throws(CoreError) {
        let configuration = try backend.configuration(commandLine)
        let settings = try http.settings(over: configuration.http)
        let opened = try await backend.open(commandLine, configuration)
        do throws(CoreError) {
            try await deliverOperatorToken(opened)
            try await opened.runThreads()
            let port = port.map { Int($0) } ?? Int(configuration.port)
            try await commandLine.serve(opened, host ?? configuration.host, port, settings) { url in
                opened.announce(url: url)
                StandardStream.output.write("listening on \(url)\n")
            }
        } catch {
            await opened.close()
            throw error
        }
        await opened.close()
    }

    /// A terminal shows the operator's token; anything else might keep it in a log, so there it goes to a file.
    private func deliverOperatorToken(_ opened: Backend) async throws(CoreError) {
        guard try await opened.operatorNeedsToken() else { return }
        if Terminal.isTerminal(fileDescriptor: StandardStream.error.rawValue) {
            let token = try BearerToken.draw(opened.services.entropy)
            guard try await opened.grantOperatorToken(token) else { return }
            return StandardStream.error.write("The operator's token, shown this once: \(token.expose())\n")
        }
        guard let path = opened.operatorTokenFile else { return }
        // The file first: a token in it that was not granted yet, because the program was killed here, is taken over.
        if try await opened.grantOperatorToken(try OperatorTokenFile.token(path, opened.services.entropy)) {
            opened.services.log(.info, "The operator's token is in the file \(path).")
        }
    }
}

/// The file that the operator's first token is left in.
enum OperatorTokenFile {
    private static let bytesMax = 4_096

    /// The token in the file, which is made when it is missing.
    ///
    /// - Throws: `CONFIGURATION_INVALID` for a file that holds something else, `DATABASE_UNAVAILABLE` when it cannot be
    ///   read or made.
    static func token(_ path: String, _ entropy: any Entropy) throws(CoreError) -> Secret {
        let fresh = try BearerToken.draw(entropy)
        let isTrustworthy: Bool
        let kept: [UInt8]
        do throws(FileError) {
            if try !Files.exists(path), try make(path, fresh) { return fresh }
            isTrustworthy = try Files.facts(of: path).isTrustworthy
            kept = try Files.read(path, limit: bytesMax)
        } catch {
            throw CoreError(.databaseUnavailable, "The operator's token cannot be kept: \(error.description).")
        }
        guard isTrustworthy, let token = BearerToken.parse(String(decoding: kept, as: UTF8.self)) else {
            throw CoreError(
                .configurationInvalid, "The file \(path) holds no operator's token, or others may have put it there.",
                fix: "Move it away and start again.")
        }
        return token
    }

    /// Makes the file; false when another server of the same user made it a moment ago: then its token is everybody's.
    private static func make(_ path: String, _ token: Secret) throws(FileError) -> Bool {
        if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) { try Files.createFolders(String(path[..<slash])) }
        do throws(FileError) {
            try Files.createPrivate(path, contents: Array((token.expose() + "\n").utf8))
            return true
        } catch {
            if error.kind == .alreadyExists { return false }
            throw error
        }
    }
}
