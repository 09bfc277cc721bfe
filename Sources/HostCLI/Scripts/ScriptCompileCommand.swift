import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostYAML

struct ScriptCompileCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile", abstract: "Translate a script into a program, and print it.",
        discussion: """
            A file that ends in .json, .yaml or .yml is a program already: it is verified and printed. \
            Ends with 1 when there are errors.
            """)

    @OptionGroup var output: OutputOptions

    @Flag(help: "Print the program as YAML.")
    var yaml = false

    @Argument(help: "The script; `-` is standard input.")
    var file: String

    func validate() throws {
        if yaml, output.json { throw ValidationError("--yaml and --json exclude each other.") }
    }

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let source = try ScriptFile.read(file)
        if source.isProgram {
            let input: JSONValue = ["program": try source.value()]
            return try print(await LocalOperation.compute("scripts.verify", input))
        }
        let report = output.json ? "none" : ScriptReport.style(.error, host)
        let result = try await LocalOperation.compute("scripts.compile", .object(source.input(report: report)))
        if !output.json, let check = result["check"] { ScriptReport.write(check, to: .error) }
        return try print(result)
    }

    private func print(_ result: JSONValue) throws(CoreError) -> Int32 {
        let program = result["program"]
        if output.json {
            OutputOptions.writeJSON(result)
        } else if let program {
            try write(program)
        }
        return program == nil ? 1 : 0
    }

    private func write(_ program: JSONValue) throws(CoreError) {
        guard yaml else { return OutputOptions.writeJSON(program) }
        guard let text = YAMLWriter.text(of: program) else {
            throw CoreError(.internalError, "The program cannot be written as YAML.")
        }
        StandardStream.output.write(text)
    }
}
