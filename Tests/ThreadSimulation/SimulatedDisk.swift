import CoreDomain
import CoreTesting

/// The store as one server reaches it: it stores what comes at the same time as one group, and has the faults of the seed.
///
/// SAFETY: only the thread of its simulation touches it.
final class SimulatedDisk: Store, @unchecked Sendable {
    private typealias GroupedWrite = @Sendable (_ position: Int, _ size: Int) async -> Void

    private static let over = CoreError(.shuttingDown, "The server is gone.")
    private static let planned = CoreError(.cancelled, "A fault was planned inside the transaction.")

    private let memory: MemoryStore
    private unowned let simulation: Simulation
    private unowned let node: Node
    private var group: [GroupedWrite] = []

    init(_ memory: MemoryStore, _ simulation: Simulation, _ node: Node) {
        self.memory = memory
        self.simulation = simulation
        self.node = node
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        if node.isDead { throw Self.over }
        return try await memory.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        let result: Result<Value, CoreError> = await withUnsafeContinuation { continuation in
            group.append { position, size in
                await self.perform(body, at: position, of: size) { continuation.resume(returning: $0) }
            }
            if group.count == 1 { Task { await self.flush() } }
        }
        return try result.get()
    }

    func close() async {}

    private func flush() async {
        let writes = group
        group = []
        for (position, write) in writes.enumerated() { await write(position, writes.count) }
    }

    private func perform<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value, at position: Int, of size: Int,
        _ answer: @escaping @Sendable (Result<Value, CoreError>) -> Void
    ) async {
        if node.isDead { return answer(.failure(Self.over)) }
        if simulation.plant == .writeBehind, node.isTroubled { return await performBehind(body, answer) }
        let plan = Plan()
        let first = await attempt(body) { log in
            plan.fault = self.simulation.chaos.fault(at: log.site, self.node)
            switch plan.fault {
            case .crashBeforeCommit, .refusedWrite, .repeatedWrite: throw Self.planned
            default: return
            }
        }
        if let fault = plan.fault { note(fault, first.log.site, position, size) }
        switch plan.fault {
        case .crashBeforeCommit, .crashAfterCommit:
            simulation.crash(node)
            answer(.failure(Self.over))
        case .refusedWrite:
            answer(.failure(CoreError(.databaseUnavailable, "A fault was planned.", retry: .sameKey)))
        case .lostAnswer:
            answer(.failure(CoreError(.outcomeUnknown, "A fault was planned.", retry: .sameKey)))
        case .repeatedWrite: answer(await attempt(body) { _ in }.result)
        default: answer(first.result)
        }
    }

    private func note(_ fault: Fault, _ site: WriteSite, _ position: Int, _ size: Int) {
        simulation.note(fault)
        guard fault == .crashBeforeCommit || fault == .crashAfterCommit else { return }
        simulation.tally.crashes[site, default: 0] += 1
        let kept = fault == .crashAfterCommit ? position + 1 : position
        if kept > 0, kept < size { simulation.note(.tornBatch) }
    }

    /// The fault that is planned for one write.
    private final class Plan: @unchecked Sendable {
        var fault: Fault?
    }

    /// Does a write; `decide` is called when all of it is done but the commit, and prevents that by an error.
    private func attempt<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value,
        _ decide: @escaping @Sendable (WriteLog) throws -> Void
    ) async -> (result: Result<Value, CoreError>, log: WriteLog) {
        let log = WriteLog(node, simulation.findings)
        let plant = simulation.plant
        do throws(CoreError) {
            let value = try await memory.write { tx in
                let value = try body(log.watch(Plant.wrap(tx, plant)))
                try log.checkRest(tx)
                try decide(log)
                return value
            }
            simulation.note(log, of: node)
            return (.success(value), log)
        } catch {
            return (.failure(error), log)
        }
    }

    /// A planted bug: tells that a write is kept before it is.
    private func performBehind<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value,
        _ answer: @escaping @Sendable (Result<Value, CoreError>) -> Void
    ) async {
        let early = Early<Value>()
        let tried = await attempt(body) { log in
            early.fault = self.simulation.chaos.fault(at: log.site, self.node)
            if early.fault == .crashAfterCommit { throw Self.planned }
        }
        guard early.fault == .crashAfterCommit else { return answer(tried.result) }
        // What follows from the write goes on for a moment, and then the server ends and the write is lost.
        answer(await rehearsed(body))
        for _ in 0..<4 { await Task.yield() }
        simulation.note(.crashAfterCommit)
        simulation.crash(node)
    }

    private final class Early<Value>: @unchecked Sendable {
        var fault: Fault?
        var value: Value?
    }

    /// What a write would give, and nothing of it kept.
    private func rehearsed<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async -> Result<Value, CoreError> {
        let early = Early<Value>()
        do throws(CoreError) {
            let _: Value = try await memory.write { tx in
                early.value = try body(tx)
                throw Self.planned
            }
        } catch {
            if let value = early.value { return .success(value) }
            return .failure(error)
        }
        return .failure(Self.planned)
    }
}
