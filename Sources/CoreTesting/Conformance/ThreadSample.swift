import CoreDomain
import CoreLanguage

/// Threads and what belongs to them, for the checks.
enum ThreadSample {
    static let body: JSONValue = ["text": "a\u{0}b", "number": 1.5]

    static let published: [(String, String, IngredientKind, Bool)] = [
        ("a:b:c", "2.0.0", .atomic, true), ("a:b:c", "1.0.0", .atomic, false), ("a:b:d", "1.0.0", .composed, true),
        ("a:b:b", "1.0.0", .atomic, true), ("z:z:z", "1.0.0", .atomic, true),
    ]

    /// Two organizations, someone who belongs to the first, and a program.
    static func prepare(_ store: any Store, _ clock: ManualClock) async throws {
        let now = clock.now()
        try await store.write { tx in
            try tx.organizations.insert(Sample.organization(1, at: now))
            try tx.organizations.insert(Sample.organization(2, at: now))
            try tx.principals.insert(Sample.principal(10, home: 1, at: now))
            try tx.programs.put(digest: [1], [2])
        }
    }

    static func thread(_ number: UInt64, organization: UInt64, at time: Timestamp) -> Thread {
        Thread(
            id: Sample.id(number), organization: Sample.id(organization), principal: Sample.id(10), kind: .recipe,
            program: ProgramReference(digest: [1], name: "a:b:c", version: "1.0.0"), createdAt: time,
            expiresAt: time.adding(.seconds(60)), reference: number == 1 ? "mine" : nil,
            options: number == 1
                ? ThreadOptions(
                    metadata: ["a": "b"], parent: ThreadPlace(thread: Sample.id(7), path: "1"), depth: 2) : nil,
            environment: number == 1 ? [1, 2, 3] : nil,
            status: .accepted(at: time, held: number == 1 ? Money(amount: .max) : nil, steps: 3))
    }

    /// Two organizations, and so many threads of one of them, with ids from `first` on. `prepared`: all but the threads is
    /// there.
    static func insert(
        _ count: UInt64, organization: UInt64, from first: UInt64 = 1, prepared: Bool = false, _ store: any Store,
        _ clock: ManualClock
    ) async throws {
        if !prepared { try await prepare(store, clock) }
        let now = clock.now()
        try await store.write { tx in
            for number in first..<first + count {
                try tx.threads.insert(thread(number, organization: organization, at: now))
            }
        }
    }

    /// The status of a thread that was just inserted.
    static func accepted(_ tx: any WriteTransaction) -> ThreadStatus {
        .accepted(at: tx.now, held: nil, steps: 3)
    }

    static let payload = Array("[1]".utf8)

    static func endedStatus(at time: Timestamp, held: Money? = nil) -> ThreadStatus {
        ThreadStatus(
            state: .failed, sequence: 7, updatedAt: time, finishedAt: time, deletedAt: nil, wakeAt: nil,
            failure: [3], held: held, charged: .zero, progress: .init(done: 2, total: 3))
    }

    static func filter(_ states: [ThreadState]) -> ThreadFilter {
        ThreadFilter(organization: Sample.id(1), kinds: [.recipe], states: states)
    }

    /// Steps of a thread that were done, after its event `sequence`.
    static func append(
        _ count: Int, to thread: UInt64, after sequence: Int64 = 0, organization: UInt64, _ tx: any WriteTransaction
    ) throws(CoreError) {
        let events = (0..<count).map { index in
            NewEvent(
                .stepCompleted, path: "a.~1", body: body,
                payload: sequence + 1 + Int64(index) == 2 ? payload : nil)
        }
        try tx.events.append(
            events, to: Sample.id(thread), of: Sample.id(organization), after: sequence, at: tx.now)
    }

    static func version(
        _ name: String, _ version: String, _ kind: IngredientKind, at time: Timestamp
    ) -> IngredientVersion {
        IngredientVersion(
            definition: IngredientDefinition(id: name, version: version, kind: kind, name: "Ž", tags: ["x"]),
            program: [9], publishedAt: time)
    }
}
