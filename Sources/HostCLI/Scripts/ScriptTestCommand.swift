import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

struct ScriptTestCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Try a script in worlds that files describe, and tell whether it gives what it has to.",
        discussion: """
            Each file is a case: JSON or YAML with `input`, `world` and `outcome`. The outcome has to hold what the file says, \
            and may hold more. With --crash-everywhere the thread is begun anew after each write of its journal: it has to \
            stand as it stood, and the calls are named that would be in doubt. Ends with 0 when every case passes, else 1.
            """)

    @OptionGroup var output: OutputOptions

    @Flag(help: "Try a kill after each write of the journal too.")
    var crashEverywhere = false

    @Argument(help: "The script, or a program in JSON or YAML; `-` is standard input.")
    var file: String

    @Argument(help: "The cases.")
    var cases: [String]

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let source = try ScriptFile.read(file)
        var members: JSONObject =
            source.isProgram
            ? ["program": try source.value()]
            : source.input(report: output.json ? "none" : ScriptReport.style(.error, host))
        var entries: [JSONValue] = []
        for path in cases { entries.append(try Self.entry(path)) }
        members["cases"] = .array(entries)
        members["crash_everywhere"] = .bool(crashEverywhere)
        let report = try await LocalOperation.compute("scripts.test", .object(members))
        if output.json {
            OutputOptions.writeJSON(report)
        } else {
            if let check = report["check"] { ScriptReport.write(check, to: .error) }
            for entry in report["cases"]?.arrayValue ?? [] { StandardStream.output.write(Self.text(of: entry)) }
        }
        return report["passed"] == true ? 0 : 1
    }

    private static func entry(_ path: String) throws(CoreError) -> JSONValue {
        guard case .object(var entry) = try ScriptFile.read(path).value() else {
            throw CoreError(.inputInvalid, "\(path): Expected an object with `input`, `world` and `outcome`.")
        }
        if entry["name"] == nil { entry["name"] = .string(String(path.suffix(256))) }
        return .object(entry)
    }

    /// `ok  refund.json  completed  0:02.500`.
    private static func text(of entry: JSONValue) -> String {
        let outcome = entry["outcome"] ?? .null
        let words = [
            entry["passed"] == true ? "ok" : "FAILED", entry["name"]?.stringValue ?? "",
            outcome["status"]?.stringValue ?? "", RehearsalText.time(outcome["elapsed_ms"]?.int64Value ?? 0),
        ]
        var text = TerminalText.clean(words.joined(separator: "  ")) + "\n"
        if let message = entry["message"]?.stringValue { text += "  " + TerminalText.clean(message) + "\n" }
        if let rule = outcome["error"]?["rule"] {
            text += "  a rule that would answer it: \(TerminalText.json(rule.serializedString()))\n"
        }
        if let crashes = outcome["crashes"] { text += RehearsalText.text(of: crashes) }
        return text
    }
}
