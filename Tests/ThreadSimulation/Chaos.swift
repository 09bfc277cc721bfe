import CoreTesting

/// What goes wrong and how long things take, drawn from the seed.
///
/// SAFETY: only the thread of its simulation touches it.
final class Chaos: @unchecked Sendable {
    private unowned let simulation: Simulation
    private var random: SeededRandom
    /// Whether nothing goes wrong any more.
    var isOver = false
    private let writesPerFault: UInt64
    private let signalsPerFault: UInt64
    private let callsPerFault: UInt64

    init(_ simulation: Simulation, seed: UInt64) {
        self.simulation = simulation
        random = SeededRandom(seed: seed ^ 0x5eed)
        writesPerFault = [12, 25, 25, 50, 100][Int(random.next() % 5)]
        signalsPerFault = [2, 5, 20][Int(random.next() % 3)]
        callsPerFault = [6, 12, 30][Int(random.next() % 3)]
    }

    func draw(_ below: UInt64) -> UInt64 { random.next() % max(1, below) }
    func chance(oneIn outOf: UInt64) -> Bool { random.chance(oneIn: outOf) }

    /// The fault of a write that is done but for its commit.
    func fault(at site: WriteSite, _ node: Node) -> Fault? {
        guard !isOver, node.isTroubled, chance(oneIn: writesPerFault) else { return nil }
        switch draw(10) {
        case 0...2: return .crashBeforeCommit
        case 3...5: return .crashAfterCommit
        case 6: return .refusedWrite
        case 7...8: return .lostAnswer
        default: return .repeatedWrite
        }
    }

    /// How a call of a tool goes.
    func call() -> (duration: Duration, fails: Bool, isSlow: Bool) {
        let fails = !isOver && chance(oneIn: callsPerFault)
        if !isOver, chance(oneIn: callsPerFault * 4) {
            return (.seconds(Int64(16 + draw(30))), fails, true)
        }
        return (.milliseconds(Int64(draw(3) == 0 ? draw(900) : 0)), fails, false)
    }

    /// How often a signal comes.
    func deliveries() -> Int {
        guard !isOver, chance(oneIn: signalsPerFault) else { return 1 }
        let isLost = draw(2) == 0
        simulation.note(isLost ? .lostSignal : .repeatedSignal)
        return isLost ? 0 : 2
    }

    /// How long a message is under way.
    func latency() -> Duration { .milliseconds(Int64(draw(40))) }
}

/// What must not be, and was.
///
/// SAFETY: only the thread of its simulation touches it.
final class Findings: @unchecked Sendable {
    private(set) var all: [String] = []

    func add(_ finding: String) {
        if all.count < 20 { all.append(finding) }
    }

    func expect(_ isSo: Bool, _ otherwise: @autoclosure () -> String) {
        if !isSo { add(otherwise()) }
    }
}
