import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

struct ScriptRunCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a script in a world that a file describes, with a clock of its own.",
        discussion: """
            Nothing is done in earnest, and nothing waits: tools, models and people answer what the file says. The result \
            goes to standard output, what happens to standard error. A file that ends in .json, .yaml or .yml is a program. \
            Ends with 0 when the script completes, 1 when it does not.
            """)

    @OptionGroup var output: OutputOptions

    @Option(help: "The inputs: JSON, `@FILE`, or `-` for standard input.")
    var input: String = "{}"

    @Option(help: "The file that tells what answers: JSON or YAML.")
    var effects: String?

    @Argument(help: "The script; `-` is standard input.")
    var file: String

    func validate() throws {
        if file == "-", input == "-" {
            throw ValidationError("Script and inputs cannot both come from standard input.")
        }
    }

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let source = try ScriptFile.read(file)
        var members: JSONObject =
            source.isProgram
            ? ["program": try source.value()]
            : source.input(report: output.json ? "none" : ScriptReport.style(.error, host))
        members["input"] = try InputText.json(input)
        if let effects { members["world"] = try ScriptFile.read(effects).value() }
        let result = try await LocalOperation.compute("scripts.rehearse", .object(members))
        if !output.json, let check = result["check"] { ScriptReport.write(check, to: .error) }
        guard let outcome = result["outcome"] else {
            if output.json { OutputOptions.writeJSON(result) }
            return 1
        }
        if output.json { OutputOptions.writeJSON(outcome) } else { RehearsalText(outcome, source.name).write() }
        return outcome["status"] == "completed" ? 0 : 1
    }
}
