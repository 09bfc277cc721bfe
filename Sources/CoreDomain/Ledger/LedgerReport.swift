/// What a verification of the ledger found.
public struct LedgerReport: Hashable, Sendable {
    /// Something that should be otherwise.
    public struct Finding: Hashable, Sendable {
        /// What it is about.
        public enum Subject: String, Hashable, Sendable, CaseIterable {
            case debitsPending = "debits_pending"
            case debitsPosted = "debits_posted"
            case creditsPending = "credits_pending"
            case creditsPosted = "credits_posted"
            /// How many transfers there are that debit an account; each does.
            case transfersDebited = "transfers_debited"
            /// How many transfers there are that credit an account; each does.
            case transfersCredited = "transfers_credited"
        }

        /// The account; nil for what is about the whole ledger.
        public let account: Identifier?
        /// The counter.
        public let subject: Subject
        /// What the transfers say.
        public let expected: String
        /// What is stored.
        public let found: String
    }

    /// Findings kept; more are only counted.
    public static let findingsMax = 1_000

    /// The newest transfer when the verification began. The trial balance is of this moment.
    public let horizon: Int64
    /// Accounts looked at.
    public private(set) var accountCount: Int64 = 0
    /// Transfers up to the horizon.
    public private(set) var transferCount: Int64 = 0
    /// The first findings, at most ``findingsMax``.
    public private(set) var findings: [Finding] = []
    /// All findings.
    public private(set) var findingCount: Int64 = 0
    /// The stored counters of all accounts, less what transfers after the horizon added.
    public private(set) var trialBalance = TrialBalance()
    private var creditCount: Int64 = 0

    init(horizon: Int64) { self.horizon = horizon }

    /// Whether nothing was found and every currency is balanced.
    public var isSound: Bool { findingCount == 0 && trialBalance.isBalanced }

    mutating func add(_ recount: LedgerRecount) {
        accountCount += 1
        transferCount += recount.debitCount
        creditCount += recount.creditCount
        let (account, expected) = (recount.account, recount.expected)
        var found = LedgerSums(account.counters)
        compare(.debitsPending, of: account.id, expected.debitsPending, found.debitsPending)
        compare(.debitsPosted, of: account.id, expected.debitsPosted, found.debitsPosted)
        compare(.creditsPending, of: account.id, expected.creditsPending, found.creditsPending)
        compare(.creditsPosted, of: account.id, expected.creditsPosted, found.creditsPosted)
        found.subtract(recount.beyond)
        trialBalance.add(account.currency, found)
    }

    /// Compares the counts: sequences have no gaps, so there are as many transfers as the horizon tells.
    mutating func finish() {
        compare(.transfersDebited, of: nil, horizon, transferCount)
        compare(.transfersCredited, of: nil, horizon, creditCount)
    }

    private mutating func compare<Value: Equatable>(
        _ subject: Finding.Subject, of account: Identifier?, _ expected: Value, _ found: Value
    ) {
        guard expected != found else { return }
        findingCount += 1
        guard findings.count < Self.findingsMax else { return }
        findings.append(
            Finding(account: account, subject: subject, expected: "\(expected)", found: "\(found)"))
    }
}
