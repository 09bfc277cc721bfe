import ArgumentParser
import CoreDomain
import CorePlatform

struct CompletionCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Print a script that completes commands and options in your shell.")

    /// The shells that can be taught.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish
    }

    @Argument(help: "Which shell.")
    var shell: Shell

    func run(in host: CommandLineHost) async throws(CoreError) {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        StandardStream.output.write(ScriptoriumCommand.completionScript(for: kind) + "\n")
    }
}
