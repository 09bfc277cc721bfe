import ArgumentParser
import CoreDomain

/// The root of all commands.
struct ScriptoriumCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scriptorium",
        abstract: "The embeddable backend for AI applications.",
        version: Version.current,
        subcommands: [
            ServeCommand.self, AccountCommand.self, ScriptCommand.self, DraftCommand.self, VersionCommand.self,
            ThreadCommand.self, AskCommand.self,
            EnvironmentCommand.self, TemplateCommand.self, ToolCommand.self,
            LanguageServerCommand.self, ContextServerCommand.self, RecipeCommand.self,
            JobCommand.self, LedgerCommand.self,
            BackupCommand.self, MigrateCommand.self, DoctorCommand.self, KeysCommand.self, CallCommand.self,
            CompletionCommand.self,
        ])
}
