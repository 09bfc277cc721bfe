/// What a verification of the ledger found, for programs.
public struct LedgerVerificationReport: Message, Hashable {
    public let isSound: Bool
    public let accounts: Int64
    public let transfers: Int64
    public let findings: Int64
    public let firstFindings: [LedgerFinding]
    public let trialBalance: TrialBalanceReport

    init(
        isSound: Bool, accounts: Int64, transfers: Int64, findings: Int64, firstFindings: [LedgerFinding],
        trialBalance: TrialBalanceReport
    ) {
        self.isSound = isSound
        self.accounts = accounts
        self.transfers = transfers
        self.findings = findings
        self.firstFindings = firstFindings
        self.trialBalance = trialBalance
    }

    /// The report in the form that goes out.
    public init(_ report: LedgerReport) {
        self.init(
            isSound: report.isSound, accounts: report.accountCount, transfers: report.transferCount,
            findings: report.findingCount, firstFindings: report.findings.map { LedgerFinding($0) },
            trialBalance: TrialBalanceReport(report.trialBalance))
    }

    public static let schema = ObjectSchema(
        "What a verification of the ledger found.",
        LedgerVerificationReport.init(isSound:accounts:transfers:findings:firstFindings:trialBalance:),
        Field("is_sound", \.isSound, .bool, "Whether nothing was found and every currency is balanced."),
        Field("accounts", \.accounts, .integer(in: 0...Schema<Int64>.exactIntegerMax), "Accounts looked at."),
        Field("transfers", \.transfers, .integer(in: 0...Schema<Int64>.exactIntegerMax), "Transfers added up."),
        Field("findings", \.findings, .integer(in: 0...Schema<Int64>.exactIntegerMax), "How much was found."),
        Field(
            "first_findings", \.firstFindings, .array(of: .message, countMax: LedgerReport.findingsMax),
            "The first of it."),
        Field("trial_balance", \.trialBalance, .message, "The totals of every currency."))
}

/// Something in the ledger that should be otherwise.
public struct LedgerFinding: Message, Hashable {
    public let account: Identifier?
    public let subject: LedgerReport.Finding.Subject
    public let expected: String
    public let found: String

    init(account: Identifier?, subject: LedgerReport.Finding.Subject, expected: String, found: String) {
        self.account = account
        self.subject = subject
        self.expected = expected
        self.found = found
    }

    init(_ finding: LedgerReport.Finding) {
        self.init(
            account: finding.account, subject: finding.subject, expected: finding.expected, found: finding.found)
    }

    public static let schema = ObjectSchema(
        "Something in the ledger that should be otherwise.",
        LedgerFinding.init(account:subject:expected:found:),
        Field(optional: "account", \.account, .identifier(.uuid), "The account; absent for the whole ledger."),
        Field("subject", \.subject, .word, "The counter."),
        Field("expected", \.expected, .string(count: 1...64), "What the transfers say."),
        Field("found", \.found, .string(count: 1...64), "What is stored."))
}
