/// What was counted in many runs.
package struct Summary: Sendable {
    package private(set) var runs = 0
    package private(set) var findings = 0
    /// Runs that were played again, with the same course of things.
    package private(set) var repeated = 0
    package private(set) var tally = Tally()
    /// By how many journal writes they had, how many runs.
    private var journalWrites: [Int: Int] = [:]

    package init() {}

    package mutating func add(_ outcome: Outcome) {
        runs += 1
        findings += outcome.findings.count
        tally.add(outcome.tally)
        journalWrites[outcome.tally.journalWrites, default: 0] += 1
    }

    /// Notes that a run was played again; whether the same happened.
    package mutating func add(_ outcome: Outcome, again: Outcome) -> Bool {
        guard outcome.digest == again.digest else {
            findings += 1
            return false
        }
        repeated += 1
        return true
    }

    /// One line for each number: what it is, a tab, and how much.
    package var text: String {
        var lines = [
            "runs\t\(runs)", "runs played again\t\(repeated)", "threads\t\(tally.threads)",
            "calls of tools\t\(tally.calls)", "journal writes\t\(tally.journalWrites)",
        ]
        lines += Fault.allCases.map { "fault: \($0.rawValue)\t\(tally.faults[$0] ?? 0)" }
        lines += WriteSite.allCases.map { "writes: \($0.rawValue)\t\(tally.writes[$0] ?? 0)" }
        lines += WriteSite.allCases.map { "crashes: \($0.rawValue)\t\(tally.crashes[$0] ?? 0)" }
        lines += journalWrites.sorted { $0.key < $1.key }.map { "runs with \($0.key) journal writes\t\($0.value)" }
        return lines.joined(separator: "\n")
    }
}
