import ArgumentParser
import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import HostWire

struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Look at the money: balances, proof, export.",
        subcommands: [LedgerBalanceCommand.self, LedgerVerifyCommand.self, LedgerExportCommand.self])
}

struct LedgerBalanceCommand: PrintingCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Show the balances of an account, by currency.")

    @OptionGroup var options: JobOptions
    var output: OutputOptions { options.output }

    func run(in host: CommandLineHost) async throws(CoreError) {
        let balances = try await options.withSession(host, .reading) { session in
            try await session.perform("ledger.balance", [:])
        }
        output.print(balances, listing: "balances", TableColumn.balances, none: "No balances.", in: host)
    }
}

struct LedgerVerifyCommand: PrintingCommand, StatusCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Work every balance out anew from the transfers, and compare.")

    @OptionGroup var target: TargetOptions
    @OptionGroup var output: OutputOptions

    private static let findings = [
        TableColumn("ACCOUNT") { $0["account"]?.stringValue ?? "the ledger" }, TableColumn("COUNTER", "subject"),
        TableColumn("EXPECTED", "expected"), TableColumn("FOUND", "found"),
    ]
    private static let totals = [
        TableColumn("CURRENCY", "currency"), TableColumn("DEBITS", "debits_posted"),
        TableColumn("CREDITS", "credits_posted"), TableColumn("PENDING DEBITS", "debits_pending"),
        TableColumn("PENDING CREDITS", "credits_pending"),
    ]

    func status(in host: CommandLineHost) async throws(CoreError) -> Int32 {
        let report = try await target.withSession(host, .reading) { session in
            try await session.perform("ledger.verify", [:])
        }
        let isSound = report["is_sound"]?.boolValue == true
        if output.json {
            OutputOptions.writeJSON(report)
        } else {
            write(report, isSound: isSound, host)
        }
        return isSound ? 0 : ErrorTable.ExitStatus.failed.rawValue
    }

    private func write(_ report: JSONValue, isSound: Bool, _ host: CommandLineHost) {
        let (accounts, transfers) = (report["accounts"]?.int64Value ?? 0, report["transfers"]?.int64Value ?? 0)
        StandardStream.output.write(
            isSound
                ? "✓ The ledger is sound: \(accounts) accounts and \(transfers) transfers agree.\n"
                : "✗ The ledger is damaged: \(report["findings"]?.int64Value ?? 0) findings.\n")
        if let totals = report["trial_balance"], totals["currencies"]?.arrayValue?.isEmpty == false {
            StandardStream.output.write("\n")
            output.print(totals, listing: "currencies", Self.totals, none: "", in: host)
        }
        guard !isSound else { return }
        StandardStream.output.write("\n")
        output.print(report, listing: "first_findings", Self.findings, none: "The totals do not agree.", in: host)
    }
}
