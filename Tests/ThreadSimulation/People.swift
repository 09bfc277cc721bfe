import CoreDomain
import CoreLanguage
import CoreTesting

/// Those who use the servers and those who run them: they begin threads, answer, send, cancel, and start what ended.
///
/// SAFETY: only the thread of its simulation touches it.
final class People: @unchecked Sendable {
    /// A question: the step that asks.
    typealias Question = Services.Step

    private unowned let simulation: Simulation
    private var random: SeededRandom
    private let machines: Int
    private let ticksMax: Int
    private var items: [Workload.Item] = []
    private var ticks = 0
    private var calmTicks = 0
    private var requests = 0
    private(set) var begun: [Identifier] = []
    private var byKey: [String: Identifier] = [:]
    private var received: Set<String> = []
    /// Requests that have no answer yet.
    private(set) var openRequests = 0
    /// Answers that were accepted.
    private(set) var accepted: [Question: [JSONValue]] = [:]
    private static let calmTicksMax = 4_000

    init(_ simulation: Simulation, seed: UInt64, machines: Int) {
        self.simulation = simulation
        self.machines = machines
        random = SeededRandom(seed: seed)
        ticksMax = 40 + Int(random.next() % 40)
        for _ in 0..<9 + random.next() % 5 {
            items.append(Workload.item(random.next() % 8, size: Int64(1 + random.next() % 6)))
        }
    }

    func begin() {
        for place in 0..<machines { simulation.start(at: place) }
        simulation.after(.milliseconds(10)) { self.tick() }
    }

    // MARK: What happens

    private func tick() {
        if ticks < ticksMax || !items.isEmpty { return troubledTick() }
        if !simulation.chaos.isOver { calmDown() }
        calmTicks += 1
        guard calmTicks < Self.calmTicksMax else {
            simulation.look({ tx in try tx.openThreads().prefix(100).map(\.id) }) { ids in
                self.simulation.findings.add("threads do not end: \(ids)")
                self.simulation.end()
            }
            return
        }
        attend()
        simulation.look({ tx in try tx.openThreads().isEmpty }) { isDone in
            if isDone, self.openRequests == 0 { return self.simulation.end() }
            self.simulation.after(.seconds(calmPause(self.calmTicks))) { self.tick() }
        }
    }

    private func troubledTick() {
        ticks += 1
        if !items.isEmpty, draw(3) > 0 { beginThread(items.removeLast()) }
        switch draw(18) {
        case 0...4: attend()
        case 5: hold()
        case 6: if simulation.living.count > 0, draw(2) == 0 { simulation.stop(someone()) }
        case 7: simulation.jump(by: .seconds([5, 60, 3_700][Int(draw(3))]))
        case 8: if draw(2) == 0 { cancel() }
        case 9: for node in simulation.living { node.isTroubled.toggle() }
        default: break
        }
        simulation.after(.milliseconds(Int64(20 + draw(1_500)))) { self.tick() }
    }

    private func calmDown() {
        simulation.chaos.isOver = true
        for node in simulation.living { node.isTroubled = false }
    }

    private func draw(_ below: UInt64) -> UInt64 { random.next() % below }

    private func someone() -> Node { simulation.living[Int(draw(UInt64(simulation.living.count)))] }

    private func hold() {
        guard !simulation.living.isEmpty else { return }
        let node = someone()
        if node.isHeld { return }
        node.isHeld = true
        node.isFrozen = draw(2) == 0
        simulation.note(node.isFrozen ? .frozenClock : .standstill)
        simulation.after(.seconds(Int64(draw(40)))) {
            node.isHeld = false
            if node.isFrozen { node.clock.set(self.simulation.clock.now()) }
            node.isFrozen = false
        }
    }

    /// Starts another server where one ended.
    func restart(_ place: Int) {
        simulation.after(.milliseconds(Int64(draw(4_000)))) { self.simulation.start(at: place) }
    }

    // MARK: What people want

    private func beginThread(_ item: Workload.Item) {
        requests += 1
        let (key, count) = ("begin-\(requests)-of-\(simulation.seed)", draw(6) == 0 ? 2 : 1)
        if count == 2 { simulation.note(.repeatedRequest) }
        for _ in 0..<count {
            request(item.operation, item.input, key: key) { result in
                guard case .success(let body) = result,
                    let text = (body["thread_id"] ?? body["job_id"])?.stringValue,
                    let id = IdentifierForm.thread.parse(text) ?? Identifier(text)
                else { return self.simulation.findings.add("\(item.operation) was refused: \(result)") }
                if let known = self.byKey.updateValue(id, forKey: key) {
                    return self.simulation.findings.expect(known == id, "\(key) began two threads")
                }
                self.begun.append(id)
                self.simulation.tally.threads += 1
                self.sendEvents(id, item.rounds)
            }
        }
    }

    /// The events for which a thread waits, each twice now and then, in any order.
    private func sendEvents(_ thread: Identifier, _ rounds: Int64) {
        for round in 0..<rounds {
            let isRepeated = draw(3) == 0
            if isRepeated { simulation.note(.repeatedRequest) }
            for _ in 0..<(isRepeated ? 2 : 1) {
                simulation.after(.milliseconds(Int64(draw(60_000)))) {
                    self.request(
                        "threads.events.send",
                        [
                            "thread_id": .string(thread.description), "name": "paid", "event_id": .string("e-\(round)"),
                            "payload": ["round": .integer(round)],
                        ], key: nil
                    ) { self.note(receipt: $0, of: "\(thread)/\(round)") }
                }
            }
        }
    }

    /// Of an event that is sent again it is told that it was there.
    private func note(receipt: Result<JSONValue, CoreError>, of event: String) {
        guard case .success(let receipt) = receipt, receipt["duplicate"] == false else { return }
        simulation.findings.expect(received.insert(event).inserted, "the event \(event) was new twice")
    }

    private func cancel() {
        guard !begun.isEmpty else { return }
        let thread = begun[Int(draw(UInt64(begun.count)))]
        request("threads.cancel", ["thread_id": .string(thread.description)], key: "cancel-\(ticks)") { _ in }
    }

    /// Looks after threads that wait for somebody.
    private func attend() {
        simulation.look(People.waiting) { waiting in
            for (thread, path) in waiting.asks { self.answer(thread, path) }
            for thread in waiting.paused { self.resume(thread) }
        }
    }

    private struct Waiting: Sendable {
        var asks: [(Identifier, String)] = []
        var paused: [Identifier] = []
    }

    private static func waiting(_ tx: any ReadTransaction) throws -> Waiting {
        var waiting = Waiting()
        for open in try tx.openThreads() {
            guard let thread = try tx.threads.find(open.id), thread.kind == .script else { continue }
            waiting.asks += try tx.waits.asks(of: thread.id).filter { $0.answeredAt == nil }
                .map { (thread.id, $0.path) }
            if thread.status.pause == .error || thread.status.pause == .inDoubt { waiting.paused.append(thread.id) }
        }
        return waiting
    }

    private func answer(_ thread: Identifier, _ path: String) {
        let isRepeated = draw(3) == 0
        if isRepeated { simulation.note(.repeatedRequest) }
        for _ in 0..<(isRepeated ? 2 : 1) {
            let choice: JSONValue = ["yes", "no", "perhaps"][Int(draw(5)) % 3]
            requests += 1
            request(
                "threads.resume",
                [
                    "thread_id": .string(thread.description), "step_path": .string(path), "step_input_override": choice,
                ], key: "answer-\(requests)"
            ) { _ in }
        }
    }

    /// Notes an answer that a server took.
    func note(accepted answer: JSONValue, at question: Question) { accepted[question, default: []].append(answer) }

    private func resume(_ thread: Identifier) {
        var input: JSONObject = ["thread_id": .string(thread.description)]
        switch draw(8) {
        case 0: input["action"] = "fail"
        case 1...2:
            input["action"] = "skip_with_output"
            input["step_input_override"] = ["value": "by hand", "number": -1]
        default: input["action"] = "retry"
        }
        requests += 1
        request("threads.resume", .object(input), key: "resume-\(requests)") { _ in }
    }

    // MARK: Requests

    /// Asks any server until there is a firm answer. Without a key the same request may be done twice.
    private func request(
        _ name: String, _ input: JSONValue, key: String?,
        _ done: @escaping @Sendable (Result<JSONValue, CoreError>) -> Void
    ) {
        openRequests += 1
        attempt(name, input, key: key, done)
    }

    private func attempt(
        _ name: String, _ input: JSONValue, key: String?,
        _ done: @escaping @Sendable (Result<JSONValue, CoreError>) -> Void
    ) {
        let again = { @Sendable in
            self.simulation.after(.milliseconds(Int64(100 + self.draw(900)))) {
                self.attempt(name, input, key: key, done)
            }
        }
        guard !simulation.living.isEmpty else { return again() }
        simulation.ask(someone(), name, input, key: key) { result in
            if case .failure(let error) = result, error.isPassing { return again() }
            self.openRequests -= 1
            done(result)
        }
    }

    // MARK: The end

    /// Looks whether everything is as it must be.
    func judge() {
        let verdict = Verdict(simulation)
        Task { await verdict.check() }
    }
}

/// Seconds between two looks once nothing goes wrong: more and more, since a thread may wait for an hour.
private func calmPause(_ tick: Int) -> Int64 { tick < 60 ? 2 : 60 }

extension CoreError {
    /// Whether the same may be asked once more.
    fileprivate var isPassing: Bool {
        switch reason {
        case .shuttingDown, .outcomeUnknown, .databaseUnavailable, .busy: true
        default: retry == .sameKey
        }
    }
}
