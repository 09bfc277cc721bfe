import ArgumentParser
import CoreDomain
import CoreLanguage

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "See the versions of a stored script, and choose the active one.",
        subcommands: [
            VersionListCommand.self, VersionShowCommand.self, VersionCodeCommand.self, VersionRollbackCommand.self,
        ])
}

struct VersionListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the versions of a script, the newest first.")

    @OptionGroup var options: DraftOptions
    @OptionGroup var page: LibraryPageOptions
    var output: OutputOptions { options.output }

    private static let columns = [
        TableColumn("VERSION", "version"), TableColumn("STATUS", "status"), TableColumn.time("CREATED", "created_at"),
        TableColumn("NOTE", "change_note"),
    ]

    func run(in host: CommandLineHost) async throws(CoreError) {
        let versions = try await options.perform("scripts.versions.list", page.members, host)
        options.library.print(versions, listing: "versions", Self.columns, none: "No versions.", in: host)
    }
}

struct VersionShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a version of a script.")

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    @Argument(help: "The number of the version.")
    var number: Int64

    func run(in host: CommandLineHost) async throws(CoreError) {
        let found = try await options.perform("scripts.versions.get", [("version", .integer(number))], host)
        VersionText.write(found["version"] ?? nil, output)
    }
}

struct VersionCodeCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Print the source of a version, or of the draft.")

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    @Argument(help: "The number of the version; 0 for the draft.")
    var number: Int64 = 0

    func run(in host: CommandLineHost) async throws(CoreError) {
        let code = try await options.perform("scripts.code", [("version", .integer(number))], host)
        if output.json { return OutputOptions.writeJSON(code) }
        if let source = code["source"]?.stringValue { return OutputOptions.writeText(source) }
        OutputOptions.writeJSON(code["program"] ?? nil)
    }
}

struct VersionRollbackCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Make another version the active one.")

    @OptionGroup var options: DraftOptions
    var output: OutputOptions { options.output }

    @Argument(help: "The number of the version; 0 for the one that was active before.")
    var number: Int64 = 0

    func run(in host: CommandLineHost) async throws(CoreError) {
        let back = try await options.perform("scripts.rollback", [("version", .integer(number))], host)
        VersionText.write(back["active"] ?? nil, output)
    }
}

/// A version as people read it.
enum VersionText {
    static func write(_ version: JSONValue, _ output: OutputOptions) {
        guard !output.json, case .object(var members) = version else { return OutputOptions.writeJSON(version) }
        members["contract"] = nil
        members["tools_required"] = members["tools_required"].map { tools in
            .string((tools.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ", "))
        }
        output.print(.object(members))
    }
}
