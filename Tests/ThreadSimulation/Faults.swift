/// What a simulation does to the engine on purpose, and counts.
package enum Fault: String, CaseIterable, Sendable {
    /// The server ends before a commit, of which nothing is kept.
    case crashBeforeCommit = "crash before a commit"
    /// The server ends after a commit, and never hears of it.
    case crashAfterCommit = "crash after a commit"
    /// The server ends between any two of its instructions.
    case crashAnywhere = "crash between two tasks"
    /// Of writes that were to be stored together some are, and the server ends.
    case tornBatch = "torn batch"
    /// A write is refused; nothing is kept.
    case refusedWrite = "write refused"
    /// A write is kept, and its writer is told that nobody knows.
    case lostAnswer = "answer of a write lost"
    /// A write is done for nothing, and then again.
    case repeatedWrite = "write done twice"
    /// A tool takes longer than a lease lasts.
    case slowTool = "tool slower than a lease"
    /// A tool fails, and may be asked again.
    case failingTool = "tool failed"
    /// A tool has done what it was to do when its server is gone.
    case answerAfterCrash = "answer of a tool after the crash"
    /// A tool answers for a step whose answer came before, to another run of the thread.
    case repeatedAnswer = "answer of a tool twice"
    /// Every clock jumps forward.
    case clockJump = "clock jumped forward"
    /// A server stands still for longer than its lease lasts.
    case standstill = "server stood still"
    /// The same, and its clock too.
    case frozenClock = "server and its clock stood still"
    /// A server finds that it is a worker no longer.
    case lostLease = "lease lost"
    case lostSignal = "signal lost"
    case repeatedSignal = "signal twice"
    /// A person or another program says the same twice.
    case repeatedRequest = "request twice"
    /// A server is told to stop, and starts again.
    case restart = "server stopped and started"
}

/// The places at which the engine writes, by what the write does. One that does several things has the name of the first
/// that fits.
package enum WriteSite: String, CaseIterable, Sendable {
    case end = "thread ends"
    case create = "thread accepted"
    case cancelling = "thread is to end"
    case intent = "intent of a call"
    case child = "thread of a step begins"
    case ask = "question"
    case wait = "wait begins"
    case pause = "thread pauses"
    case resume = "thread goes on"
    case retry = "attempt failed, another follows"
    case failure = "step failed"
    case yield = "value yielded"
    case result = "result of a step"
    case start = "thread begins"
    case note = "note left"
    case rest = "thread rests, or a note is taken"
    case register = "worker begins"
    case retire = "worker ends"
    case beat = "lease renewed"
    case claim = "threads claimed"
    case other = "anything else"
}

/// What was counted in one or more runs.
package struct Tally: Sendable {
    package var faults: [Fault: Int] = [:]
    package var crashes: [WriteSite: Int] = [:]
    package var writes: [WriteSite: Int] = [:]
    /// Commits that appended to the journal of a thread.
    package var journalWrites = 0
    package var threads = 0
    package var calls = 0

    package init() {}

    package mutating func add(_ other: Tally) {
        faults.merge(other.faults, uniquingKeysWith: +)
        crashes.merge(other.crashes, uniquingKeysWith: +)
        writes.merge(other.writes, uniquingKeysWith: +)
        journalWrites += other.journalWrites
        threads += other.threads
        calls += other.calls
    }
}

/// What happened, one line after the other, as a number that is another when anything is.
struct Trace {
    private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    var isPrinted = false

    /// FNV-1a.
    mutating func note(_ line: String) {
        for byte in line.utf8 { digest = (digest ^ UInt64(byte)) &* 0x0100_0000_01b3 }
        digest = (digest ^ 10) &* 0x0100_0000_01b3
        if isPrinted { print(line) }
    }
}
