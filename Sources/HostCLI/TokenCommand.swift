import ArgumentParser
import CoreDomain
import CoreLanguage

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make, list, revoke and rotate tokens of an account, or of the operator.",
        subcommands: [
            TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self, TokenRotateCommand.self,
        ])
}

/// What every command about tokens is told: where, whose, and how to print.
struct TokenOptions: ParsableArguments {
    @OptionGroup var target: TargetOptions
    @OptionGroup var owner: ActingOptions
    @OptionGroup var output: OutputOptions

    func perform(
        _ operation: String, _ members: [(String, JSONValue?)], idempotencyKey: String? = nil, _ host: CommandLineHost
    ) async throws(CoreError) -> JSONValue {
        var input = JSONObject()
        for (name, value) in members { input[name] = value }
        return try await target.withSession(host, .owning, account: owner.account) { session in
            try await session.perform(operation, .object(input), idempotencyKey: idempotencyKey)
        }
    }
}

/// What is said of a new token.
struct NewTokenOptions: ParsableArguments {
    @Option(help: "Your own name for the token, up to 64 characters.")
    var label: String?

    @Option(help: "How long it works, 60 to 31536000; without this until it is revoked.")
    var expiresInSeconds: Int64?

    @Option(help: "Your own name for this call, so that it can be repeated safely.")
    var idempotencyKey: String?

    /// Makes the token and prints it.
    func create(_ options: TokenOptions, revokingCurrent: Bool, _ host: CommandLineHost) async throws(CoreError) {
        let made = try await options.perform(
            "accounts.tokens.create",
            [
                ("label", label.map { .string($0) }), ("expires_in_seconds", expiresInSeconds.map { .integer($0) }),
                ("revoke_current", revokingCurrent ? true : nil),
            ], idempotencyKey: idempotencyKey, host)
        options.output.print(made)
    }
}

struct TokenCreateCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make another token and print it; it is shown only here.")

    @OptionGroup var options: TokenOptions
    @OptionGroup var token: NewTokenOptions
    var output: OutputOptions { options.output }

    func run(in host: CommandLineHost) async throws(CoreError) {
        try await token.create(options, revokingCurrent: false, host)
    }
}

struct TokenRotateCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Over --url: make another token and revoke the one that asks.")

    @OptionGroup var options: TokenOptions
    @OptionGroup var token: NewTokenOptions
    var output: OutputOptions { options.output }

    func run(in host: CommandLineHost) async throws(CoreError) {
        guard options.target.url != nil else {
            throw CoreError(
                .requestInvalid, "Whoever opens the file uses no token, so there is none to take the place of.",
                fix: "Use `account token create`, then `account token revoke ID`; or rotate over --url.")
        }
        try await token.create(options, revokingCurrent: true, host)
    }
}

struct TokenListCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List tokens, the newest first, without their texts.")

    @OptionGroup var options: TokenOptions
    @OptionGroup var page: PageOptions
    var output: OutputOptions { options.output }

    private static let columns = [
        TableColumn("ID", "id"), TableColumn("LABEL", "label"), TableColumn.time("CREATED", "created_at"),
        TableColumn.time("EXPIRES", "expires_at"), TableColumn.time("REVOKED", "revoked_at"),
    ]

    func run(in host: CommandLineHost) async throws(CoreError) {
        let tokens = try await options.perform("accounts.tokens.list", page.members, host)
        output.print(tokens, listing: "tokens", Self.columns, none: "No tokens.", in: host)
    }
}

struct TokenRevokeCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token; it stops working at once.")

    @OptionGroup var options: TokenOptions
    var output: OutputOptions { options.output }

    @Flag(help: "Revoke it even if no other token works.")
    var force = false

    @Argument(help: "The id of the token, as `list` shows it.")
    var id: String

    func run(in host: CommandLineHost) async throws(CoreError) {
        let members: [(String, JSONValue?)] = [("id", .string(id)), ("force", .bool(force))]
        output.print(try await options.perform("accounts.tokens.revoke", members, host))
    }
}

/// Which part of a list is asked for.
struct PageOptions: ParsableArguments {
    @Option(help: "How many, 1 to 200. (default: 50)")
    var limit: Int64?

    @Option(help: "Where to go on: the next_cursor of the list before.")
    var cursor: String?

    /// The members of the input.
    var members: [(String, JSONValue?)] {
        [("limit", limit.map { .integer($0) }), ("cursor", cursor.map { .string($0) })]
    }
}
