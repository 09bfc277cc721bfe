import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform

struct ScriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "script",
        abstract: "Check, format, translate, explain and try scripts, and keep them in the store.",
        subcommands: [
            ScriptCheckCommand.self, ScriptFormatCommand.self, ScriptCompileCommand.self, ScriptExplainCommand.self,
            ScriptRunCommand.self, ScriptTestCommand.self, ScriptCreateCommand.self, ScriptListCommand.self,
            ScriptShowCommand.self,
            ScriptUpdateCommand.self, ScriptDeleteCommand.self,
        ])
}

struct ScriptCheckCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tell what is wrong with scripts.",
        discussion: "Ends with 0 when there are no errors, 1 when there are, 2 when a file cannot be read.")

    @OptionGroup var output: OutputOptions

    @Argument(help: "The scripts; `-` is standard input.")
    var files: [String]

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        var (errors, warnings): (Int64, Int64) = (0, 0)
        var filesRead: [String] = []
        let status = await each(files) { file throws(CoreError) in
            let source = try ScriptFile.read(file)
            filesRead.append(file)
            let report = output.json ? "none" : ScriptReport.style(.output, host)
            let check = try await LocalOperation.compute("scripts.check", .object(source.input(report: report)))
            if output.json { OutputOptions.writeJSON(check) } else { ScriptReport.write(check, to: .output) }
            errors += check["errors"]?.int64Value ?? 0
            warnings += check["warnings"]?.int64Value ?? 0
            return check["is_valid"] == true
        }
        if !output.json, !filesRead.isEmpty {
            StandardStream.error.write(ScriptReport.summary(errors, warnings, files: filesRead) + "\n")
        }
        return status
    }
}

extension PrintingCommand {
    /// Does something to each of the files. One that cannot be read does not stop the others.
    ///
    /// - Returns: The exit status: 0, or 1 when `body` was false for a file, or that of the last file's error.
    fileprivate func each(
        _ files: [String], _ body: (String) async throws(CoreError) -> Bool
    ) async -> Int32 {
        var status: Int32 = 0
        for file in files {
            do throws(CoreError) {
                if try await !body(file), status == 0 { status = 1 }
            } catch {
                status = CommandLineHost.tell(error, of: self)
            }
        }
        return status
    }
}

struct ScriptFormatCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Bring scripts into the one layout, in place.",
        discussion: """
            Ends with 1 when a script has errors in its grammar, and with --check when one would change; with 2 when a
            file cannot be opened.
            """)

    @OptionGroup var output: OutputOptions

    @Flag(help: "Change nothing; name the files that would change.")
    var check = false

    @Flag(help: "Print the result and leave the file as it is.")
    var stdout = false

    @Argument(help: "The scripts; `-` is standard input, which is printed.")
    var files: [String]

    func validate() throws {
        if check, stdout { throw ValidationError("--check and --stdout exclude each other.") }
    }

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        await each(files) { file throws(CoreError) in try await format(file, host) }
    }

    /// Whether nothing is left to do.
    private func format(_ file: String, _ host: CommandLineHost) async throws(CoreError) -> Bool {
        let source = try ScriptFile.read(file)
        let report = output.json ? "none" : ScriptReport.style(.error, host)
        let result = try await LocalOperation.compute("scripts.format", .object(source.input(report: report)))
        if output.json { OutputOptions.writeJSON(result) }
        guard let formatted = result["formatted"]?.stringValue else {
            if !output.json, let check = result["check"] { ScriptReport.write(check, to: .error) }
            return false
        }
        let isChanged = result["is_changed"] == true
        if check {
            if isChanged, !output.json { StandardStream.output.write(TerminalText.clean(file) + "\n") }
            return !isChanged
        }
        if stdout || source.isStandardInput {
            if !output.json { StandardStream.output.write(formatted) }
        } else if isChanged {
            try source.replace(with: formatted)
        }
        return true
    }
}
