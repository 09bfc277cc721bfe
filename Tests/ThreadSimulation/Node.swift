import CoreDomain
import CoreTesting

/// One server, from its start to its end; whoever starts it again makes another.
///
/// SAFETY: only the thread of its simulation touches it.
final class Node: @unchecked Sendable {
    /// In whose name its tasks run; no two servers of a run have the same.
    let owner: Scheduler.Owner
    /// Which of the machines it runs on.
    let place: Int
    let clock: ManualClock
    /// The workers that it has been.
    var workers: Set<Identifier> = []
    private(set) var isDead = false
    /// Whether nothing of it runs at present.
    var isHeld = false
    /// Whether its clock stands still too.
    var isFrozen = false
    /// Whether its writes meet faults.
    var isTroubled = true
    private var parts: Parts?

    private struct Parts {
        let engine: Engine
        let dispatcher: Dispatcher
        let lease: WorkerLease?
    }

    var name: String { "server \(place).\(owner)" }
    var engine: Engine? { parts?.engine }
    var dispatcher: Dispatcher? { parts?.dispatcher }

    init(_ owner: Scheduler.Owner, at place: Int, _ simulation: Simulation) {
        self.owner = owner
        self.place = place
        clock = ManualClock(simulation.clock.now())
        parts = make(simulation)
    }

    private func make(_ simulation: Simulation) -> Parts {
        let stage = simulation.stage
        let ports = stage.ports[place]
        let entropy = SeededEntropy(seed: simulation.seed &* 1_000 &+ UInt64(owner))
        let clock: any Clock = simulation.plant == .earlyTimer ? FastClock(self.clock) : self.clock
        let signals = simulation.network.join(self)
        let lease = simulation.isShared ? WorkerLease(clock: clock) : nil
        ports.become(clock, entropy, lease)
        let disk = SimulatedDisk(simulation.memory, simulation, self)
        let changes = Changes(signals: lease == nil ? nil : signals)
        var limits = EngineLimits()
        limits.threads = 8
        let sharing = lease.map { lease in
            var sharing = Sharing(lease: lease, signals: signals, name: name)
            sharing.poll = .seconds(2)
            sharing.refresh = .seconds(60)
            return sharing
        }
        let engine = Engine(
            store: disk, library: ports.chapters.registry.library, changes: changes, clock: clock, entropy: entropy,
            cryptography: stage.cryptography, sealer: stage.sealer, workers: InlineWorkers(), limits: limits,
            sharing: sharing,
            report: { [name, unowned simulation] thread, error in
                simulation.trace.note("\(name) has trouble with \(thread): \(error.reason.name)")
            })
        let dispatcher = Dispatcher(
            catalogue: ports.chapters.catalogue, store: disk, sealer: stage.sealer, cryptography: stage.cryptography,
            clock: clock, workers: InlineWorkers(), threads: engine, changes: changes)
        return Parts(engine: engine, dispatcher: dispatcher, lease: lease)
    }

    /// Has no effect on anything from now on.
    func die() {
        isDead = true
        isHeld = false
        isFrozen = false
    }

    /// Lets go of the engine, which nothing of it may need any more.
    func takeApart() { parts = nil }
}

/// A planted bug: a clock that is fast.
private struct FastClock: Clock {
    private let clock: ManualClock

    init(_ clock: ManualClock) { self.clock = clock }

    func now() -> Timestamp { clock.now().adding(.seconds(3)) }
    func monotonic() -> Duration { clock.monotonic() }
    func sleep(until deadline: Duration) async throws { try await clock.sleep(until: deadline) }
}

/// What servers tell each other, late, twice or never.
///
/// SAFETY: only the thread of its simulation touches it.
final class Network: @unchecked Sendable {
    private unowned let simulation: Simulation
    private var handlers: [Scheduler.Owner: @Sendable (Signal) -> Void] = [:]

    init(_ simulation: Simulation) { self.simulation = simulation }

    private struct Member: Signals {
        unowned let network: Network
        let owner: Scheduler.Owner

        func send(_ signal: Signal) { network.send(signal, from: owner) }
        func receive(_ handler: @escaping @Sendable (Signal) -> Void) { network.handlers[owner] = handler }
    }

    func join(_ node: Node) -> any Signals { Member(network: self, owner: node.owner) }

    func leave(_ node: Node) { handlers[node.owner] = nil }

    private func send(_ signal: Signal, from sender: Scheduler.Owner) {
        guard handlers[sender] != nil else { return }
        for receiver in handlers.keys.sorted() where receiver != sender {
            for _ in 0..<simulation.chaos.deliveries() {
                simulation.after(simulation.chaos.latency()) { [weak self] in
                    guard let self, let handler = handlers[receiver] else { return }
                    simulation.scheduler.act(as: receiver) { handler(signal) }
                }
            }
        }
    }
}
