import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Make, show and credit accounts, and manage their tokens.",
        subcommands: [
            AccountCreateCommand.self, AccountShowCommand.self, AccountCreditCommand.self, TokenCommand.self,
        ])
}

struct AccountCreateCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an account and print its token, which is shown only here.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Your own name for this call (32 to 128 characters), so that it can be repeated safely.")
    var idempotencyKey: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        let services = try Services.system(log: .none)
        let drawn = Base64URL.encode(try services.entropy.bytes(32))
        let key = idempotencyKey ?? drawn
        let created = try await target.withSession(host, .owning) { session in
            try await create(session, key)
        }
        output.print(created)
    }

    /// A key that was drawn here is told when the call must be repeated with the same one.
    private func create(_ session: any Session, _ key: String) async throws(CoreError) -> JSONValue {
        do throws(CoreError) {
            return try await session.perform("accounts.create", [:], idempotencyKey: key)
        } catch {
            guard error.retry == .sameKey else { throw error }
            throw CoreError(
                error.reason, error.message, fix: "Repeat the command with --idempotency-key \(key)",
                details: error.details, retry: error.retry)
        }
    }
}

struct AccountShowCommand: PrintingCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an account.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The account: its user_id or its organization_id; over --url the token's is shown.")
    var account: String?

    func validate() throws {
        if account == nil, target.url == nil { throw ValidationError("Name an account, or a server with --url.") }
    }

    func run(in host: CommandLineHost) async throws(CoreError) {
        let shown = try await target.withSession(host, .owning, account: account) { session in
            try await session.perform("accounts.get", [:])
        }
        output.print(shown)
    }
}

struct AccountCreditCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit", abstract: "Credit money that came in from outside to an account.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The account: its user_id or its organization_id.")
    var account: String

    @Argument(help: "How much, such as 12.5.")
    var amount: String

    @Option(help: "Of which currency. (default: USDC)")
    var currency: String?

    @Option(help: "A name that this has elsewhere, such as the number of a bank transfer.")
    var reference: String?

    @Option(help: "Your own name for this call, so that it can be repeated safely.")
    var idempotencyKey: String?

    func run(in host: CommandLineHost) async throws(CoreError) {
        var input: JSONObject = ["account": .string(account), "amount": .string(amount)]
        input["currency"] = currency.map { .string($0) }
        input["reference"] = reference.map { .string($0) }
        let balances = try await target.withSession(host, .owning) { session in
            try await session.perform("ledger.credit", .object(input), idempotencyKey: idempotencyKey)
        }
        output.print(balances, listing: "balances", TableColumn.balances, none: "No balances.", in: host)
    }
}

extension TableColumn {
    /// The columns of a list of balances.
    static let balances = [
        TableColumn("CURRENCY", "currency"), TableColumn("AVAILABLE", "available"), TableColumn("PENDING", "pending"),
        TableColumn("POSTED", "posted"),
    ]
}
