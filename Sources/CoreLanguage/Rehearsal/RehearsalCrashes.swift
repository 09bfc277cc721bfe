/// What a kill after each write of the journal would do to the thread of a rehearsal.
///
/// What an engine writes down are the events that carry a thread on. After a kill it begins the thread anew, tells it what
/// was written, and goes on: so the thread must then stand exactly as it stood, and only what was under way is done again.
public struct RehearsalCrashes: Hashable, Sendable {
    /// A call that was under way when something was written.
    public struct Call: Hashable, Sendable {
        /// The number of its entry in the trace.
        public let entry: Int
        /// After how many of the writes a kill would have met it.
        public internal(set) var writes: Int
        /// Whether it may be made again; otherwise the thread waits to be told what became of it.
        public let isRepeatable: Bool
    }

    /// How many events were written.
    public internal(set) var writes = 0
    /// The calls that were under way after a write, in the order in which they were wanted.
    public internal(set) var calls: [Call] = []
    /// The first write, from 1, after which a thread that is begun anew stands otherwise; nil when there is none.
    public internal(set) var differsAt: Int?

    /// The crashes as JSON, with what the trace says of the calls.
    func encode(_ trace: [RehearsalTraceEntry]) -> JSONValue {
        let told = calls.map { call -> JSONValue in
            let entry = trace[call.entry]
            var members: JSONObject = ["path": .string(entry.path.description)]
            if let line = entry.line { members["line"] = .integer(Int64(line)) }
            members["effect"] = .string(entry.effect)
            if let name = entry.name { members["name"] = .string(name) }
            members["attempt"] = .integer(Int64(entry.attempt))
            members["writes"] = .integer(Int64(call.writes))
            members["then"] = call.isRepeatable ? "again" : "in_doubt"
            return .object(members)
        }
        var object: JSONObject = ["writes": .integer(Int64(writes)), "calls": .array(told)]
        if let differsAt { object["differs_at"] = .integer(Int64(differsAt)) }
        return .object(object)
    }
}

/// The journal of a rehearsal, and how the thread stood after each of its writes.
struct CrashLog: Sendable {
    private struct Write: Sendable {
        let event: MachineEvent
        /// Of the thread's stored form, and of what it wanted done.
        let stand: Int
    }

    private let start: MachineState
    private let isRepeatable: @Sendable (MachineEffect) -> Bool
    private var writes: [Write] = []
    private var open: [Int: (call: RehearsalCrashes.Call, from: Int64)] = [:]
    private var over: [RehearsalCrashes.Call] = []
    private var replay: (state: MachineState, next: Int)?
    private var differsAt: Int?

    init(_ start: MachineState, isRepeatable: @escaping @Sendable (MachineEffect) -> Bool) {
        self.start = start
        self.isRepeatable = isRepeatable
    }

    // MARK: While it runs

    /// A call is wanted that is made at a time.
    mutating func begin(_ effect: MachineEffect, entry: Int, from time: Int64) {
        switch effect.kind {
        case .call, .ingredient, .model, .plan:
            let call = RehearsalCrashes.Call(entry: entry, writes: 0, isRepeatable: isRepeatable(effect))
            open[entry] = (call, time)
        case .ask, .wait, .awaitEvent, .yield, .send, .run, .cancel: break
        }
    }

    mutating func end(entry: Int) {
        if let call = open.removeValue(forKey: entry)?.call, call.writes > 0 { over.append(call) }
    }

    /// An event is written, at a time.
    mutating func write(_ event: MachineEvent, _ state: MachineState, _ effects: [MachineEffect], at now: Int64) {
        writes.append(Write(event: event, stand: Self.stand(state, effects)))
        for (entry, begun) in open where begun.from <= now { open[entry]?.call.writes += 1 }
    }

    private static func stand(_ state: MachineState, _ effects: [MachineEffect]) -> Int {
        var hasher = Hasher()
        hasher.combine(state.bytes(programDigest: []))
        hasher.combine(effects)
        return hasher.finalize()
    }

    // MARK: Afterwards

    private static let eventsPerPart = 100

    /// Begins the thread anew and tells it the next of what was written; returns what came of it in the end.
    mutating func proceed(_ code: MachineCode) -> RehearsalCrashes? {
        var (state, next) = replay ?? (start, 0)
        replay = nil
        for _ in 0..<Self.eventsPerPart {
            guard differsAt == nil, next < writes.count else { return crashes }
            if state.status == .yielded {
                _ = code.advance(&state, .proceed)
                break
            }
            let advance = code.advance(&state, writes[next].event.stored)
            if Self.stand(state, advance.effects) != writes[next].stand { differsAt = next + 1 }
            next += 1
        }
        replay = (state, next)
        return nil
    }

    private var crashes: RehearsalCrashes {
        let calls = (over + open.values.map(\.call).filter { $0.writes > 0 }).sorted { $0.entry < $1.entry }
        return RehearsalCrashes(writes: writes.count, calls: calls, differsAt: differsAt)
    }
}

extension MachineEvent {
    /// The same, with its value read back from its bytes.
    fileprivate var stored: MachineEvent {
        switch self {
        case .completed(let path, let value): .completed(path, value.stored)
        case .item(let path, let value): .item(path, value.stored)
        case .event(let path, let value): .event(path, value.stored)
        case .supply(let path, let value): .supply(path, value.stored)
        case .resume(let path, let input): .resume(path, input: input.map(\.stored))
        case .start, .proceed, .failed, .fired, .cancel, .abandon: self
        }
    }
}

extension JSONValue {
    /// Itself where its bytes cannot be read back: then the thread would stand otherwise, and that is told.
    fileprivate var stored: JSONValue { (try? JSONValue.parse(serialized(), limits: .program)) ?? .null }
}
