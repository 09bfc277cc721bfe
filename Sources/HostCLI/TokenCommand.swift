import ArgumentParser
import CoreDomain
import CoreLanguage
import HostSupport

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make, list and revoke tokens of an account, or of the operator.",
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}

/// Whose tokens are meant.
struct TokenOwnerOptions: ParsableArguments {
    @Option(help: "The account: its user_id or its organization_id; without it the operator.")
    var account: String?

    func perform(
        _ operation: String, _ input: JSONValue, idempotencyKey: String? = nil, _ backend: BackendOptions,
        _ host: CommandLineHost
    ) async throws(CoreError) -> JSONValue {
        try await backend.withBackend(host) { backend in
            try await backend.perform(
                operation, input, backend.openerCall(account: account, idempotencyKey: idempotencyKey))
        }
    }
}

struct TokenCreateCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make another token and print it; it is shown only here.")

    @OptionGroup var backend: BackendOptions
    @OptionGroup var owner: TokenOwnerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Your own name for the token, up to 64 characters.")
    var label: String?

    @Option(help: "How long it works, 60 to 31536000; without this until it is revoked.")
    var expiresInSeconds: Int64?

    @Option(help: "Your own name for this call, so that it can be repeated safely.")
    var idempotencyKey: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        var input = JSONObject()
        input["label"] = label.map { .string($0) }
        input["expires_in_seconds"] = expiresInSeconds.map { .integer($0) }
        output.print(
            try await owner.perform(
                "accounts.tokens.create", .object(input), idempotencyKey: idempotencyKey, backend, host))
    }
}

struct TokenListCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List tokens, the newest first, without their texts.")

    @OptionGroup var backend: BackendOptions
    @OptionGroup var owner: TokenOwnerOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "How many, 1 to 200. (default: 50)")
    var limit: Int64?

    @Option(help: "Where to go on: the next_cursor of the list before.")
    var cursor: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        var input = JSONObject()
        input["limit"] = limit.map { .integer($0) }
        input["cursor"] = cursor.map { .string($0) }
        output.print(
            try await owner.perform("accounts.tokens.list", .object(input), backend, host), listing: "tokens")
    }
}

struct TokenRevokeCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token; it stops working at once.")

    @OptionGroup var backend: BackendOptions
    @OptionGroup var owner: TokenOwnerOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Revoke it even if no other token works.")
    var force = false

    @Argument(help: "The id of the token, as `list` shows it.")
    var id: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let input: JSONValue = ["id": .string(id), "force": .bool(force)]
        output.print(try await owner.perform("accounts.tokens.revoke", input, backend, host))
    }
}
