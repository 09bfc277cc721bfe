import ArgumentParser
import CoreDomain
import CorePlatform
import HostSupport

struct ServeCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the database over HTTP until SIGTERM or SIGINT.")

    @OptionGroup var backend: BackendOptions

    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port; 0 takes any free one. (default: 8080)")
    var port: UInt16?

    func run(in commandLine: CommandLineHost) async throws(CoreError) {
        let configuration = try backend.configuration(commandLine)
        let opened = try await backend.open(commandLine, configuration)
        do throws(CoreError) {
            try await deliverOperatorToken(opened)
            let port = port.map { Int($0) } ?? Int(configuration.port)
            try await commandLine.serve(opened, host ?? configuration.host, port) { url in
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
        let isTerminal = Terminal.isTerminal(fileDescriptor: StandardStream.error.rawValue)
        let path = opened.operatorTokenFile
        guard isTerminal || path != nil, let token = try await opened.operatorToken() else { return }
        guard !isTerminal, let path else {
            return StandardStream.error.write("The operator's token, shown this once: \(token.expose())\n")
        }
        do throws(FileError) {
            try Files.createPrivate(path, contents: Array((token.expose() + "\n").utf8))
        } catch {
            throw CoreError(
                .databaseUnavailable, "The operator's token cannot be kept: \(error.description).",
                fix: "Remove the old file, or start once on a terminal.")
        }
        opened.services.log(.info, "The operator's token was written to \(path).")
    }
}
