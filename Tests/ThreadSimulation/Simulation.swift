import CoreDomain
import CoreLanguage
import CoreTesting

/// One run: threads on servers that share a store, and everything that may go wrong, all of it by the numbers of a seed.
///
/// SAFETY: the thread that runs it is the only one that touches it.
final class Simulation: @unchecked Sendable {
    let seed: UInt64
    let plant: Plant?
    let stage: Stage
    let clock: ManualClock
    let memory: MemoryStore
    let scheduler: Scheduler
    let findings = Findings()
    /// Whether the servers are workers that share the store, or one that has it to itself.
    let isShared: Bool
    private(set) lazy var chaos = Chaos(self, seed: seed)
    private(set) lazy var network = Network(self)
    private(set) lazy var people = People(self, seed: seed &+ 1, machines: machines)
    private let machines: Int
    var tally = Tally()
    var trace = Trace()

    private struct Entry {
        let time: Duration
        let number: Int
        let action: () -> Void
    }

    private var agenda: [Entry] = []
    private var lastEntry = 0
    private var lastOwner = Scheduler.world
    private(set) var living: [Node] = []
    private var dying: [Node] = []
    /// What is left of those that ended: a task of theirs may still have to find that out.
    private var dead: [Node] = []
    private var arrived: [() -> Void] = []
    private var isOver = false
    /// More than any run takes.
    private static let jobsMax = 3_000_000

    init(_ stage: Stage, seed: UInt64, plant: Plant?, isPrinted: Bool) {
        self.seed = seed
        self.plant = plant
        self.stage = stage
        clock = ManualClock()
        memory = MemoryStore(copying: stage.memory, clock: clock)
        scheduler = Scheduler(seed: seed &* 31 &+ 7)
        trace.isPrinted = isPrinted
        var random = SeededRandom(seed: seed &+ 99)
        isShared = !random.chance(oneIn: 4)
        machines = isShared ? 1 + Int(random.next() % UInt64(Stage.machines)) : 1
    }

    func run() {
        scheduler.takeOver()
        stage.services.serve(self)
        defer {
            stage.services.serve(nil)
            scheduler.letGo()
        }
        people.begin()
        while !isOver { turn() }
        people.judge()
        turnUntilIdle()
        for node in living { crash(node) }
        agenda = []
        turnUntilIdle()
    }

    func end() { isOver = true }

    // MARK: Time

    private func turn() {
        turnUntilIdle()
        if isOver { return }
        pass()
        if scheduler.jobCount > Self.jobsMax {
            findings.add("the run does not come to an end")
            isOver = true
        }
    }

    private func turnUntilIdle() {
        repeat {
            while scheduler.runOne(isHeld: { owner in self.living.contains { $0.owner == owner && $0.isHeld } }) {
                hear()
                crashSomewhere()
            }
            hear()
        } while finishDying()
    }

    private func hear() {
        while !arrived.isEmpty { arrived.removeFirst()() }
    }

    /// Ends a server between any two of its instructions that others can notice.
    private func crashSomewhere() {
        guard !chaos.isOver, chaos.chance(oneIn: 4_000), let node = living.first(where: { !$0.isHeld }) else { return }
        note(.crashAnywhere)
        crash(node)
    }

    /// Lets the clocks of servers that ended run until nothing of them is left; whether there was anything.
    private func finishDying() -> Bool {
        var isAny = false
        for node in dying {
            guard let deadline = node.clock.nextDeadline else { continue }
            isAny = true
            scheduler.act(as: node.owner) { node.clock.advance(by: max(.zero, deadline - node.clock.monotonic())) }
        }
        return isAny
    }

    /// Lets time pass up to what is due next.
    private func pass() {
        let moving = living.filter { !$0.isFrozen }
        var next = moving.compactMap { node in node.clock.nextDeadline.map { $0 - node.clock.monotonic() } }
        if let first = agenda.first { next.append(first.time - clock.monotonic()) }
        guard let least = next.min() else {
            findings.add("nothing is left to do, and not everything is done")
            return end()
        }
        let duration = max(.zero, least)
        clock.advance(by: duration)
        for node in moving { scheduler.act(as: node.owner) { node.clock.advance(by: duration) } }
        while let first = agenda.first, first.time <= clock.monotonic() {
            agenda.removeFirst()
            first.action()
        }
    }

    /// Does something once so much time has passed.
    func after(_ duration: Duration, _ action: @escaping () -> Void) {
        let time = clock.monotonic() + duration
        lastEntry += 1
        let index = agenda.firstIndex { $0.time > time } ?? agenda.count
        agenda.insert(Entry(time: time, number: lastEntry, action: action), at: index)
    }

    /// Sets every clock forward.
    func jump(by duration: Duration) {
        note(.clockJump)
        clock.set(clock.now().adding(duration))
        for node in living { node.clock.set(clock.now()) }
    }

    // MARK: Servers

    /// The server whose task is under way; nil when it is gone.
    var callingNode: Node? {
        living.first { $0.owner == scheduler.owner } ?? dying.first { $0.owner == scheduler.owner }
    }

    func start(at place: Int) {
        lastOwner += 1
        let node = Node(lastOwner, at: place, self)
        node.isTroubled = !chaos.isOver
        living.append(node)
        trace.note("\(node.name) starts")
        scheduler.begin(as: node.owner) {
            for _ in 0..<100 where !node.isDead {
                do {
                    try await node.engine?.start()
                    return
                } catch {
                    await Task.yield()
                }
            }
        }
    }

    /// A server is gone from one instruction to the next.
    func crash(_ node: Node) {
        guard !node.isDead else { return }
        trace.note("\(node.name) ends")
        node.die()
        network.leave(node)
        living.removeAll { $0 === node }
        dying.append(node)
        scheduler.begin(as: node.owner) {
            await node.engine?.stop()
            self.arrived.append { self.bury(node) }
        }
        if !isOver { people.restart(node.place) }
    }

    private func bury(_ node: Node) {
        dying.removeAll { $0 === node }
        dead.append(node)
        node.takeApart()
    }

    /// A server is told to stop, and does so in its own time.
    func stop(_ node: Node) {
        note(.restart)
        scheduler.begin(as: node.owner) {
            await node.engine?.stop()
            self.arrived.append { self.crash(node) }
        }
    }

    // MARK: What is said

    /// Asks a server; what it answers is handed on outside of its tasks.
    func ask(
        _ node: Node, _ name: String, _ input: JSONValue, key: String?,
        _ done: @escaping @Sendable (Result<JSONValue, CoreError>) -> Void
    ) {
        let call = Stage.call(.bearer(stage.token), key)
        scheduler.begin(as: node.owner) {
            let answer: Result<JSONValue, CoreError>
            do throws(CoreError) {
                guard let dispatcher = node.dispatcher else { throw CoreError(.shuttingDown, "It is gone.") }
                answer = .success(try await dispatcher.perform(name, input, call))
            } catch {
                answer = .failure(error)
            }
            self.arrived.append { done(answer) }
        }
    }

    /// Looks at the store, and tells what is there.
    func look<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value, _ done: @escaping @Sendable (Value) -> Void
    ) {
        Task {
            do throws(CoreError) {
                let value = try await memory.read(body)
                arrived.append { done(value) }
            } catch {
                findings.add("the store cannot be read: \(error)")
                end()
            }
        }
    }

    func note(_ fault: Fault) {
        tally.faults[fault, default: 0] += 1
        trace.note("fault: \(fault.rawValue)")
    }

    func note(_ log: WriteLog, of node: Node) {
        tally.writes[log.site, default: 0] += 1
        tally.journalWrites += log.journalWrites
        trace.note("\(clock.now().nanoseconds) \(node.name) \(log.site.rawValue)")
        for line in log.lines { trace.note(line) }
        if log.losesLease { note(.lostLease) }
        for (step, value) in log.answers { people.note(accepted: value, at: step) }
    }
}
