import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

/// Steps that are pure and quick are stored together; whatever else comes after them finds all of them stored.
@Suite(.timeLimit(.minutes(5))) struct HoldingBackTests {
    private static let chain = """
        import tools
          probe from native
          effect from native
        repeat 12 times
          do "Pure" with probe
            value = 1
        do "Touches the world" with effect
          value = 1
          -> done
        emit
          value = done
        """

    /// The thread's events that are in the store, and not only known to its run.
    private static func stored(_ memory: MemoryStore, _ thread: Identifier) async throws -> [EventKind] {
        try await memory.read { try $0.events.events(of: thread, after: 0, limit: 100).map(\.kind) }
    }

    @Test func fewCommitsTellOfManyPureSteps() async throws {
        let (probe, effect) = (ToolProbe(), ToolProbe("effect"))
        let count = CommitCount()
        let threads = try await ThreadWorld(
            tools: [probe.tool(effect: .pure) { input, _ in input["value"] ?? .null }, effect.tool { _, _ in 1 }]
        ) { CountingStore($0, count) }
        try await threads.publish("sample", Self.chain)
        let before = count.value
        for _ in 0..<10 {
            let id = try await threads.begin("sample")
            #expect(try await threads.output(id) == ["value": 1])
            let events = try await threads.events(id)
            #expect(events.filter { $0["event"] == "step.completed" }.count == 13)
            #expect(events.compactMap { $0["seq"]?.int64Value } == Array(1...Int64(events.count)))
        }
        // One at its beginning, one before the effect, one at its end, and few more where a step was not quick.
        #expect(count.value - before < 80)
    }

    @Test(arguments: [ToolSignature.Effect.idempotent, .once])
    func whatTouchesTheWorldFindsAllBeforeItStored(_ kind: ToolSignature.Effect) async throws {
        let (probe, effect) = (ToolProbe(), ToolProbe("effect"))
        let seen = Mutex<[EventKind]>([])
        let place = Mutex<MemoryStore?>(nil)
        let threads = try await ThreadWorld(tools: [
            probe.tool(effect: .pure) { input, _ in input["value"] ?? .null },
            effect.tool(effect: kind) { _, context in
                if let memory = place.withLock({ $0 }) {
                    let events = try await Self.stored(memory, context.thread)
                    seen.withLock { $0 = events }
                }
                return 1
            },
        ])
        place.withLock { $0 = threads.world.memory }
        let id = try await threads.run(Self.chain)
        _ = try await threads.output(id)
        #expect(seen.withLock { $0.count { $0 == .stepCompleted } } == 12)
    }

    @Test func aLaneThatGoesOnPurelyHoldsNothingBackOfAnother() async throws {
        let (probe, effect) = (ToolProbe(), ToolProbe("effect"))
        let place = Mutex<MemoryStore?>(nil)
        let missing = Mutex<[String]>([])
        let threads = try await ThreadWorld(tools: [
            probe.tool(effect: .pure) { input, _ in input["value"] ?? .null },
            effect.tool { _, context in
                guard let memory = place.withLock({ $0 }) else { return 1 }
                let stored = try await memory.read { tx in
                    try tx.events.events(of: context.thread, after: 0, limit: 100)
                        .filter { $0.kind == .stepCompleted }.map(\.path)
                }
                let before = String(context.path.dropLast()) + "0"
                if !stored.contains(before) { missing.withLock { $0.append(before) } }
                return 1
            },
        ])
        place.withLock { $0 = threads.world.memory }
        let steps = "    do with probe\n      value = 1\n"
        try await threads.publish(
            "sample",
            """
            import tools
              probe from native
              effect from native
            together
              lane "a"
            \(String(repeating: steps, count: 4))
              lane "b"
            \(steps)
                do with effect
                  value = 1
            emit
              value = 1

            """)
        for _ in 0..<30 { _ = try await threads.output(try await threads.begin("sample")) }
        #expect(effect.calls.count == 30)
        #expect(missing.withLock { $0 } == [])
    }

    @Test func aSlowPureStepHoldsNothingBack() async throws {
        let (probe, effect) = (ToolProbe(), ToolProbe("effect"))
        let seen = Mutex(0)
        let place = Mutex<MemoryStore?>(nil)
        let threads = try await ThreadWorld(tools: [
            probe.tool(effect: .pure) { input, context in
                guard context.path == "0.~11.0", let memory = place.withLock({ $0 }) else { return 1 }
                // Waits for what came before, which a thread that waited for this would never store.
                for _ in 0..<5_000 {
                    let count = try await Self.stored(memory, context.thread).count { $0 == .stepCompleted }
                    seen.withLock { $0 = count }
                    if count == 11 { break }
                    try await Task.sleep(for: .milliseconds(1))
                }
                return input["value"] ?? .null
            },
            effect.tool { _, _ in 1 },
        ])
        place.withLock { $0 = threads.world.memory }
        let id = try await threads.run(Self.chain)
        _ = try await threads.output(id)
        #expect(probe.calls.count == 12)
        #expect(seen.withLock { $0 } == 11, "\(probe.calls.map(\.path))")
    }
}

/// How often something was stored.
private final class CommitCount: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func raise() { count.withLock { $0 += 1 } }
}

private final class CountingStore: Store {
    private let memory: MemoryStore
    private let count: CommitCount

    init(_ memory: MemoryStore, _ count: CommitCount) { (self.memory, self.count) = (memory, count) }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await memory.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        count.raise()
        return try await memory.write(body)
    }

    func close() async { await memory.close() }
}
