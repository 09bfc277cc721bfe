import ArgumentParser
import CoreDomain
import CoreLanguage
import HostSupport

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Make and show accounts, and their tokens.",
        subcommands: [AccountCreateCommand.self, AccountShowCommand.self, TokenCommand.self])
}

struct AccountCreateCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an account and print its token, which is shown only here.")

    @OptionGroup var backend: BackendOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Your own name for this call (32 to 128 characters), so that it can be repeated safely.")
    var idempotencyKey: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let created = try await backend.withBackend(host) { backend in
            let key = try idempotencyKey ?? Base64URL.encode(backend.services.entropy.bytes(32))
            return try await create(backend, key)
        }
        output.print(created)
    }

    /// A key that was drawn here is told when the call must be repeated with the same one.
    private func create(_ backend: Backend, _ key: String) async throws(CoreError) -> JSONValue {
        let call = try backend.openerCall(account: nil, idempotencyKey: key)
        do throws(CoreError) {
            return try await backend.perform("accounts.create", [:], call)
        } catch {
            guard error.retry == .sameKey else { throw error }
            throw CoreError(
                error.reason, error.message, fix: "Repeat the command with --idempotency-key \(key)",
                details: error.details, retry: error.retry)
        }
    }
}

struct AccountShowCommand: HostCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an account.")

    @OptionGroup var backend: BackendOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The account: its user_id or its organization_id.")
    var account: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let shown = try await backend.withBackend(host) { backend in
            try await backend.perform(
                "accounts.get", [:], backend.openerCall(account: account, idempotencyKey: nil))
        }
        output.print(shown)
    }
}
