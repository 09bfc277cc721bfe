import CoreDomain
import CoreLanguage
import CoreTesting

/// What must be so when a run is over.
struct Verdict: Sendable {
    private let simulation: Simulation

    init(_ simulation: Simulation) { self.simulation = simulation }

    private func expect(_ isSo: Bool, _ otherwise: @autoclosure () -> String) {
        simulation.findings.expect(isSo, otherwise())
    }

    func check() async {
        do {
            let threads = try await simulation.memory.read { tx in
                try [ThreadKind.script, .recipe].flatMap { kind in
                    try tx.threads.list(
                        ThreadFilter(organization: simulation.stage.organization, kinds: [kind], states: nil),
                        before: nil, limit: 10_000)
                }
            }
            let known = Set(threads.map(\.id))
            for id in simulation.people.begun { expect(known.contains(id), "\(id) was accepted and is not there") }
            var charged = Amount.zero
            for thread in threads {
                try await check(thread)
                charged = charged.adding(thread.status.charged) ?? charged
            }
            try await checkParents(threads)
            try await checkBooks(charged)
        } catch {
            simulation.findings.add("the verdict failed: \(error)")
        }
    }

    // MARK: Threads

    private func check(_ thread: CoreDomain.Thread) async throws {
        let id = thread.id
        let (entries, notes, asks) = try await simulation.memory.read { tx in
            (
                try tx.events.journal(of: id, after: 0, limit: 100_000),
                try tx.notes.list(of: id, after: 0, limit: 10), try tx.waits.asks(of: id)
            )
        }
        expect(thread.status.state.isFinal && thread.status.worker == nil, "\(id) is \(thread.status)")
        expect(notes.isEmpty, "\(id) is over, and has notes: \(notes.map(\.kind))")
        expect(asks.isEmpty, "\(id) is over, and asks")
        checkOrder(thread, entries.map(\.event))
        checkSteps(thread, entries)
        if thread.kind == .script { try await replay(thread) } else { checkPrice(thread, entries.map(\.event)) }
    }

    /// Nobody waits any more, and each thread that a step runs is the one that the step names.
    private func checkParents(_ threads: [CoreDomain.Thread]) async throws {
        let organization = simulation.stage.organization
        let (waiting, started) = try await simulation.memory.read { tx in
            var started: Set<String> = []
            for thread in threads {
                for event in try tx.events.events(of: thread.id, after: 0, limit: 100_000)
                where event.kind == .stepStarted {
                    started.insert("\(thread.id)/\(event.path)/\(event.body["thread"]?.stringValue ?? "")")
                }
            }
            return (try tx.waits.threads(awaiting: "paid", of: organization, after: nil, limit: 10), started)
        }
        expect(waiting.isEmpty, "\(waiting) still wait")
        for thread in threads {
            guard let parent = thread.options?.parent else { continue }
            expect(
                started.contains("\(parent.thread)/\(parent.path)/\(thread.id)"),
                "\(thread.id) is run by a step that does not know it")
        }
    }

    private func checkOrder(_ thread: CoreDomain.Thread, _ events: [Event]) {
        expect(
            events.map(\.sequence) == Array(1...max(1, Int64(events.count))), "\(thread.id) has gaps in its journal")
        expect(thread.status.sequence == Int64(events.count), "\(thread.id) has more or less than its status says")
        let ends = events.indices.filter { Self.ends.contains(events[$0].kind) }
        expect(ends == [events.count - 1], "\(thread.id) ends at \(ends) of \(events.count)")
        expect(events.first?.kind == .threadCreated, "\(thread.id) does not begin with its beginning")
    }

    private static let ends: Set<EventKind> = [.threadCompleted, .threadFailed, .threadCancelled, .threadExpired]

    private func checkSteps(_ thread: CoreDomain.Thread, _ entries: [JournalEntry]) {
        var completed: [String: JournalEntry] = [:]
        var intended: Set<String> = []
        var until: [String: Int64] = [:]
        var notes: Set<Int64> = []
        for entry in entries {
            let (event, path) = (entry.event, entry.event.path)
            switch event.kind {
            case .stepIntended:
                expect(intended.insert(path).inserted, "\(thread.id) \(path) has an intent after an intent")
            case .stepRetrying, .stepFailed: intended.remove(path)
            case .threadResumed: intended.remove(event.body["path"]?.stringValue ?? "")
            case .stepWaiting: until[path] = event.body["event"] == nil ? event.body["until_ns"]?.int64Value : nil
            case .stepCompleted:
                expect(completed[path] == nil, "\(thread.id) \(path) is completed twice")
                completed[path] = entry
                if let time = until[path] {
                    expect(event.at.nanoseconds >= time, "\(thread.id) \(path) waited too short")
                }
                if let note = event.body["note"]?.int64Value {
                    expect(notes.insert(note).inserted, "\(thread.id) \(path) took a note that was taken")
                }
            default: break
            }
        }
        for (path, entry) in completed { checkResult(Services.Step(thread: thread.id, path: path), entry) }
    }

    /// What a step brought is what its tool or its person answered.
    private func checkResult(_ step: Services.Step, _ entry: JournalEntry) {
        guard entry.event.body["supplied"] != true else { return }
        let payload = entry.payload.flatMap { try? JSONValue.parse($0, limits: .stored) } ?? .null
        if let answers = simulation.stage.services.answers[step] {
            expect(answers.contains(payload), "\(step) brought \(payload), and was answered \(answers)")
        }
        guard let accepted = simulation.people.accepted[step] else { return }
        expect(accepted.count == 1, "\(step) was answered \(accepted.count) times")
        expect(payload["value"] == accepted.first, "\(step) brought \(payload), and was answered \(accepted)")
    }

    // MARK: Replay

    private func replay(_ thread: CoreDomain.Thread) async throws {
        let call = Stage.call(.bearer(simulation.stage.token), nil)
        let dispatcher = simulation.stage.reader(of: simulation.memory, simulation.clock)
        var (lines, token): ([JSONValue], String) = ([], "")
        repeat {
            let page = try await dispatcher.perform(
                "threads.export", ["thread_id": .string(thread.id.description), "page_token": .string(token)], call)
            lines += page["lines"]?.arrayValue ?? []
            token = page["next_page_token"]?.stringValue ?? ""
        } while !token.isEmpty
        let report = try await dispatcher.perform("threads.replay", ["lines": .array(lines)], call)
        expect(report["verified"] == true, "\(thread.id) of \(thread.program.name) runs through otherwise: \(report)")
    }

    // MARK: Money

    /// What a thread costs is what its steps cost, and nothing when it did not complete.
    private func checkPrice(_ thread: CoreDomain.Thread, _ events: [Event]) {
        let isPaid = thread.status.state == .completed
        let sum = events.filter { isPaid && $0.kind == .stepCompleted }.reduce(0) { $0 + Self.price($1.path) }
        expect(
            thread.status.charged.description == "\(sum)", "\(thread.id) cost \(thread.status.charged), not \(sum)")
    }

    private static func price(_ path: String) -> Int {
        switch path {
        case "once": 3
        case "rest", "free": 0
        default: 1
        }
    }

    /// Nothing is held any more, and what was paid is what the threads say.
    private func checkBooks(_ charged: Amount) async throws {
        let report = try await LedgerVerification(store: simulation.memory).run()
        expect(report.isSound, "the ledger is not sound: \(report)")
        let dispatcher = simulation.stage.reader(of: simulation.memory, simulation.clock)
        let balance = try await dispatcher.perform(
            "ledger.balance", [:], Stage.call(.bearer(simulation.stage.token), nil))
        let own = balance["balances"]?[0]
        expect(own?["pending"]?.stringValue == "0", "money is held: \(balance)")
        let available = own?["available"]?.stringValue.flatMap { try? Amount($0) } ?? .zero
        let all = try Amount(Stage.funds)
        expect(available.adding(charged) == all, "\(available) is left, and \(charged) was paid")
    }
}
