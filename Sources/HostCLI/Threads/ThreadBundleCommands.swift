import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

struct ThreadForkCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork", abstract: "Begin a thread that has done what another did before a step.")

    @OptionGroup var options: ThreadOptions
    var output: OutputOptions { options.output }

    @Option(help: "The step that is done again, with all that follows. (default: what was not done yet)")
    var from: String?
    @Option(help: "The version of the script. (default: that of the other thread)")
    var scriptVersion: Int64?
    @Option(help: "Another input as JSON, @FILE, or -.")
    var input: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let forked = try await options.perform(
            "threads.fork",
            [
                ("from_step_path", from.map { .string($0) }), ("version", scriptVersion.map { .integer($0) }),
                ("input_override", try input.map { text throws(CoreError) in try InputText.json(text) }),
            ], host)
        if output.json { return OutputOptions.writeJSON(forked) }
        ThreadText.write(forked["thread"] ?? nil)
        OutputOptions.writeText("\n")
        var lines = [("reused_steps", forked["reused_steps"]?.serializedString() ?? "0")]
        if let place = forked["differs_at"]?.stringValue { lines.append(("differs_at", place)) }
        OutputOptions.write(lines)
    }
}

struct ThreadExportCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print a thread with its program and its journal, as lines of JSON.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var owner: ActingOptions

    @Argument(help: "The thread.")
    var id: String
    @Flag(help: "Write the values of its variables too.")
    var reveal = false

    func run(in host: CommandLineHost) async throws(CoreError) {
        let (id, reveal) = (id, reveal)
        try await target.withSession(host, .reading, account: owner.account) { session in
            var token = ""
            repeat {
                let page = try await session.perform(
                    "threads.export",
                    ["thread_id": .string(id), "reveal": .bool(reveal), "page_token": .string(token)])
                for line in page["lines"]?.arrayValue ?? [] { OutputOptions.writeJSON(line, style: .compact) }
                token = page["next_page_token"]?.stringValue ?? ""
            } while !token.isEmpty
        }
    }
}

struct ThreadReplayCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run an exported thread through again, and say where it differs.",
        discussion:
            "It needs no database. Nothing is called: what tools gave is in the file. Ends with 1 when it differs.")

    @OptionGroup var output: OutputOptions

    @Argument(help: "What `thread export` printed; `-` is standard input.")
    var file: String
    @Flag(help: "Check the hashes too, which is done in any case.")
    var verify = false

    private static let bytesMax = 512 * 1_024 * 1_024

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let lines = try Self.lines(file)
        let report = try await LocalOperation.compute("threads.replay", ["lines": .array(lines)])
        output.print(report)
        return report["verified"] == true ? 0 : 1
    }

    private static func lines(_ path: String) throws(CoreError) -> [JSONValue] {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path == "-" ? "/dev/stdin" : path, limit: bytesMax)
        } catch {
            throw CoreError(.requestInvalid, "The bundle cannot be read: \(error.description).")
        }
        var lines: [JSONValue] = []
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            do throws(JSONError) {
                lines.append(try JSONValue.parse(Array(line), limits: .stored))
            } catch {
                throw CoreError(.jsonInvalid, "Line \(number + 1) of the bundle is no JSON.")
            }
        }
        return lines
    }
}
