import BareSteps
import CoreDomain
import CoreLanguage

/// Threads that wait, very many of them: copies of one that the engine itself brought there.
enum Parking {
    private static let chunk = 1_000
    /// Threads that go on at once.
    private static let width = 1_024

    private static let source = """
        input
          order : text
        output
          order : text
        wait 30d
        emit
          order = order
        """

    /// What there is of a thread in the store.
    private struct Original: Sendable {
        let thread: CoreDomain.Thread
        let events: [NewEvent]
    }

    /// Has one thread come to its wait.
    static func prepare(path: String) async throws {
        let rig = try await Rig(path: path, width: 1, .script) {}
        try await rig.publish("parked", source)
        _ = try await rig.begin("parked", ["order": "A-1017"])
        try await until {
            try await !rig.store.read { try $0.threads.resting(until: .latest, after: nil, limit: 1) }.isEmpty
        }
        await rig.close()
    }

    /// Adds `count` threads that rest like the first one; until then `ahead` from now, or all of them until one time.
    static func park(_ count: Int, ahead: Duration, atOnce: Bool, in assembly: Assembly) async throws -> Timestamp {
        let original = try await original(in: assembly.store)
        let begin = assembly.clock.now().adding(ahead)
        for start in stride(from: 0, to: count, by: chunk) {
            let (numbers, entropy) = (start..<min(count, start + chunk), assembly.entropy)
            try await assembly.store.write { tx in
                for number in numbers {
                    let time = atOnce ? begin : begin.adding(.milliseconds(number))
                    try copy(original, as: try entropy.identifier(at: tx.now), until: time, tx)
                }
            }
        }
        return begin
    }

    private static func original(in store: any Store) async throws -> Original {
        try await store.read { tx in
            guard let open = try tx.threads.resting(until: .latest, after: nil, limit: 1).first,
                let thread = try tx.threads.find(open.id)
            else { throw CoreError(.notFound, "No thread rests.") }
            let events = try tx.events.journal(of: thread.id, after: 0, limit: 100).map { entry in
                NewEvent(entry.event.kind, path: entry.event.path, body: entry.event.body, payload: entry.payload)
            }
            return Original(thread: thread, events: events)
        }
    }

    private static func copy(
        _ original: Original, as id: Identifier, until time: Timestamp, _ tx: any WriteTransaction
    ) throws {
        let (thread, events) = (original.thread, original.events)
        var status = thread.status
        status.wakeAt = time
        // What the thread waits for stands in its journal, too.
        let moved = events.map { event in
            guard event.kind == .stepWaiting, var body = event.body.objectValue else { return event }
            body["until_ns"] = .integer(time.nanoseconds)
            return NewEvent(event.kind, path: event.path, body: .object(body), payload: event.payload)
        }
        try tx.threads.insert(
            CoreDomain.Thread(
                id: id, organization: thread.organization, principal: thread.principal, kind: thread.kind,
                program: thread.program, createdAt: thread.createdAt, expiresAt: thread.expiresAt, reference: nil,
                options: thread.options, status: status))
        try tx.events.append(moved, to: id, of: thread.organization, after: 0, at: tx.now)
    }

    /// A program that starts on what is there: how long until it is ready, and what it holds in memory then.
    static func restart(path: String) async throws -> String {
        let begun = ContinuousClock.now
        let assembly = try open(path)
        let opened = ContinuousClock.now
        let before = bare_resident_bytes()
        try await assembly.engine.start()
        let started = ContinuousClock.now
        let held = bare_resident_bytes() - before
        await assembly.close()
        return """
            {"open_seconds": \((opened - begun) / .seconds(1)), "start_seconds": \((started - opened) / .seconds(1)), \
            "held_bytes": \(held)}
            """
    }

    /// How long it takes until `count` threads that are due at one time are done, from that time on.
    static func wake(_ count: Int, path: String) async throws -> String {
        let assembly = try open(path)
        try await assembly.engine.start()
        let time = try await park(count, ahead: .seconds(30), atOnce: true, in: assembly)
        // Threads that came into the store behind its back: the engine looks for them as after a start.
        assembly.engine.lookAgain()
        let ahead = time.since(assembly.clock.now())
        guard ahead > .zero else { throw CoreError(.internalError, "Parking took longer than the threads rest.") }
        try await Task.sleep(for: ahead)
        let begun = ContinuousClock.now
        try await until {
            try await assembly.store.read { tx in
                try tx.threads.ready(after: nil, limit: 1).isEmpty
                    && tx.threads.resting(until: time, after: nil, limit: 1).isEmpty
            }
        }
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        await assembly.close()
        return "{\"seconds\": \(seconds)}"
    }

    /// How fast a thread with a long journal is read and run through again, after a start.
    static func replay(_ records: Int, path: String) async throws -> String {
        let rig = try await Rig(path: path, width: 1, .pureScript) {}
        try await rig.publish(
            "long",
            """
            import tools
              nothing from native
            repeat \(records) times
              do "Again" with nothing
                value = 1
            wait 2s
            emit
              value = 1
            """)
        _ = try await rig.begin("long", [:])
        try await until {
            try await !rig.store.read { try $0.threads.resting(until: .latest, after: nil, limit: 1) }.isEmpty
        }
        await rig.close()
        try await Task.sleep(for: .seconds(3))
        let assembly = try open(path, .pure)
        let begun = ContinuousClock.now
        try await assembly.engine.start()
        await assembly.engine.idle()
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        await assembly.close()
        return "{\"seconds\": \(seconds), \"records\": \(records)}"
    }

    private static func open(_ path: String, _ effect: ToolSignature.Effect = .idempotent) throws -> Assembly {
        try Assembly(path: path, width: width, natives: [], tools: [Rig.tool(effect) {}])
    }

    private static func until(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<60_000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw CoreError(.internalError, "What was waited for did not come.")
    }
}
