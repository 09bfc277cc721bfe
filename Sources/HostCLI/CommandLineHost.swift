import ArgumentParser
public import CoreDomain
import CoreLanguage
import CorePlatform
public import HostSupport
import HostWire

/// The command line: reads the arguments, runs one command, prints its result, and ends with its status.
public struct CommandLineHost: Sendable {
    /// Serves a backend until the process is told to stop; `whenReady` gets the address.
    public typealias Serve =
        @Sendable (
            _ backend: Backend, _ host: String, _ port: Int, _ settings: HTTPSettings,
            _ whenReady: @escaping @Sendable (String) async -> Void
        ) async throws(CoreError) -> Void

    let drivers: [any StoreDriver]
    let serve: Serve
    let environment: [String: String]
    /// Makes the transport for a server elsewhere; only called when one is named.
    let transport: @Sendable () -> any AddressedTransport

    /// A command line over these store drivers, this server and this way to others.
    public init(
        drivers: [any StoreDriver], environment: [String: String],
        transport: @escaping @Sendable () -> any AddressedTransport, serve: @escaping Serve
    ) {
        self.drivers = drivers
        self.environment = environment
        self.transport = transport
        self.serve = serve
    }

    /// Runs the command that `arguments` name (without the program's own) and returns its exit status.
    public func run(_ arguments: [String]) async -> Int32 {
        let status = await perform(arguments)
        guard let failure = StandardStream.output.failure else { return status }
        StandardStream.error.write("error: What was to be printed could not be written: \(failure).\n")
        return status == 0 ? ErrorTable.ExitStatus.failed.rawValue : status
    }

    private func perform(_ arguments: [String]) async -> Int32 {
        do {
            let command = try ScriptoriumCommand.parseAsRoot(arguments)
            if let command = command as? any HostCommand { return await run(command) }
            var plain = command
            try plain.run()
            return 0
        } catch {
            return finish(parsing: error)
        }
    }

    private func run(_ command: any HostCommand) async -> Int32 {
        do throws(CoreError) {
            if let command = command as? any StatusCommand { return try await command.status(in: self) }
            try await command.run(in: self)
            return 0
        } catch {
            return Self.tell(error, of: command)
        }
    }

    /// Tells on standard error why `command` failed, and returns the exit status for that.
    static func tell(_ error: CoreError, of command: any HostCommand) -> Int32 {
        let wantsJSON = (command as? any PrintingCommand)?.output.json == true
        StandardStream.error.write(wantsJSON ? ErrorText.json(error) : ErrorText.lines(error))
        return ErrorTable.exitStatus(error)
    }

    /// Help goes to standard output with status 0; a wrong command line to standard error with status 2.
    private func finish(parsing error: any Error) -> Int32 {
        let text = TerminalText.cleanLines(ScriptoriumCommand.fullMessage(for: error))
        if ScriptoriumCommand.exitCode(for: error).isSuccess {
            StandardStream.output.write(text + "\n")
            return 0
        }
        StandardStream.error.write(text + "\n")
        return ErrorTable.ExitStatus.badInput.rawValue
    }

    /// Whether what goes to `stream` may be in bold: a terminal that can, and nobody who minds (https://no-color.org).
    func isStyled(_ stream: StandardStream) -> Bool {
        Terminal.isTerminal(fileDescriptor: stream.rawValue) && (environment["NO_COLOR"] ?? "").isEmpty
            && environment["TERM"] != "dumb"
    }
}

/// A command that needs the host it runs in.
protocol HostCommand: ParsableCommand {
    func run(in host: CommandLineHost) async throws(CoreError)
}

/// A command that prints text for people or JSON for programs.
protocol PrintingCommand: HostCommand {
    var output: OutputOptions { get }
}

/// A command whose answer can be bad news, which its exit status tells.
protocol StatusCommand: HostCommand {
    func status(in host: CommandLineHost) async throws(CoreError) -> Int32
}

extension StatusCommand {
    func run(in host: CommandLineHost) async throws(CoreError) { _ = try await status(in: host) }
}

/// An error as people read it on a terminal, and as programs do.
enum ErrorText {
    static func lines(_ error: CoreError) -> String {
        var lines = ["error[\(error.reason.name)]: \(error.message)"]
        if error.details.violations.count > 1 {
            lines += error.details.violations.map { "  at \($0.pointer.description): \($0.message)" }
        }
        if let fix = error.fix { lines.append("  fix: \(fix)") }
        return lines.map { TerminalText.clean($0) }.joined(separator: "\n") + "\n"
    }

    static func json(_ error: CoreError) -> String {
        TerminalText.json(error.canonicalJSON.serializedString(.pretty)) + "\n"
    }
}
