import ArgumentParser
public import CoreDomain
import CoreLanguage
import CorePlatform
public import HostSupport

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

    /// A command line over these store drivers and this server.
    public init(drivers: [any StoreDriver], environment: [String: String], serve: @escaping Serve) {
        self.drivers = drivers
        self.environment = environment
        self.serve = serve
    }

    /// Runs the command that `arguments` name (without the program's own) and returns its exit status.
    public func run(_ arguments: [String]) async -> Int32 {
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
            try await command.run(in: self)
            return 0
        } catch {
            StandardStream.error.write(ErrorText.lines(error))
            return ErrorTable.exitStatus(error)
        }
    }

    /// Help goes to standard output with status 0; a wrong command line to standard error with status 2.
    private func finish(parsing error: any Error) -> Int32 {
        let text = ScriptoriumCommand.fullMessage(for: error)
        if ScriptoriumCommand.exitCode(for: error).isSuccess {
            StandardStream.output.write(text + "\n")
            return 0
        }
        StandardStream.error.write(text + "\n")
        return ErrorTable.ExitStatus.badInput.rawValue
    }
}

/// A command that needs the host it runs in.
protocol HostCommand: ParsableCommand {
    func run(in host: CommandLineHost) async throws(CoreError)
}

/// An error as people read it on a terminal.
enum ErrorText {
    static func lines(_ error: CoreError) -> String {
        var lines = ["error[\(error.reason.name)]: \(error.message)"]
        if error.details.violations.count > 1 {
            lines += error.details.violations.map { "  at \($0.pointer.description): \($0.message)" }
        }
        if let fix = error.fix { lines.append("  fix: \(fix)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
