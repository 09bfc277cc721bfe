import CoreCrypto
import CoreLanguage
import CoreTesting
import Testing

@testable import CoreDomain

enum LibCryptoDigest {
    static func sha256(_ text: String) throws(CoreError) -> [UInt8] { try LibCrypto().sha256(Array(text.utf8)) }
}

@Suite struct IdempotencyTests {
    private let key = String(repeating: "a", count: 64)

    @Test func aRepetitionGetsTheSameAnswer() async throws {
        let world = try await World()
        let call = world.call(.anonymous, key: key)
        let first = try await world.perform("accounts.create", call)
        world.clock.advance(by: .seconds(86_399))
        #expect(try await world.perform("accounts.create", call) == first)
        world.clock.advance(by: .seconds(1))
        #expect(try await world.perform("accounts.create", call) != first, "an answer is kept for 24 hours")
    }

    @Test(
        arguments: [
            (nil, Reason.idempotencyKeyMissing), ("short", .idempotencyKeyInvalid),
            (String(repeating: "a", count: 31), .idempotencyKeyInvalid),
            (String(repeating: "a", count: 129), .idempotencyKeyInvalid),
            (String(repeating: "a", count: 32) + " ", .idempotencyKeyInvalid),
            (String(repeating: "a", count: 32) + "é", .idempotencyKeyInvalid),
        ] as [(String?, Reason)])
    func anUnfitKeyIsRefused(key: String?, expected: Reason) async throws {
        let world = try await World()
        #expect(
            await reason { try await world.perform("accounts.create", world.call(.anonymous, key: key)) } == expected)
    }

    @Test func theDocumentedFormIsTheOneThatIsChecked() async throws {
        let world = try await World()
        let operation = try world.dispatcher.catalogue.operation("accounts.create")
        let pattern = try #require(operation.idempotency.form?.document["pattern"]?.stringValue)
        let regex = try Regex(pattern)
        let keys =
            (0..<128).map { String(repeating: Character(Unicode.Scalar(UInt8($0))), count: 40) }
            + [31, 32, 128, 129].map { String(repeating: "a", count: $0) }
        for key in keys {
            let refusal = await reason { try await world.perform("accounts.create", world.call(.anonymous, key: key)) }
            #expect((refusal == nil) == (key.wholeMatch(of: regex) != nil), "\(key.debugDescription)")
        }
    }

    @Test func aReadIgnoresTheKey() async throws {
        let world = try await World()
        let (token, _) = try await world.account("a")
        let first = try await world.perform("accounts.get", world.call(.bearer(token), key: "k"))
        #expect(try await world.perform("accounts.get", world.call(.bearer(token), key: "k")) == first)
    }

    /// A store that keeps notes, so that a transaction with an input of its own can be repeated.
    struct Note: Message, Hashable {
        let text: String
        static let schema = ObjectSchema(
            "A note.", Note.init(text:), Field("text", \.text, .string(count: 1...100), "What it says."))
    }

    @Test func anotherInputUnderTheSameKeyIsRefused() async throws {
        let world = try await World()
        let operation = Operation.transaction(
            "notes.set", "Keep a note.", access: .anyone, idempotency: .optional
        ) { (note: Note, _: Caller, tx: any WriteTransaction) throws -> Note in
            try tx.settings.set("note", (try tx.settings.value("note") ?? []) + Array(note.text.utf8))
            return note
        }
        let notes = try world.dispatcher(for: [operation])
        let call = world.call(.anonymous, key: "k")
        #expect(try await notes.perform("notes.set", ["text": "a"], call) == ["text": "a"])
        #expect(try await notes.perform("notes.set", ["text": "a"], call) == ["text": "a"])
        #expect(await reason { try await notes.perform("notes.set", ["text": "b"], call) } == .idempotencyMismatch)
        #expect(try await world.memory.read { try $0.settings.value("note") } == Array("a".utf8))
        _ = try await notes.perform("notes.set", ["text": "a"], world.call(.anonymous))
        #expect(try await world.memory.read { try $0.settings.value("note") } == Array("aa".utf8), "no key, no memory")
    }

    @Test func aRefusalDoesNotUseTheKeyUp() async throws {
        let world = try await World()
        let operation = Operation.transaction(
            "notes.once", "Keep the first note.", access: .anyone, idempotency: .optional
        ) { (note: Note, _: Caller, tx: any WriteTransaction) throws -> Note in
            guard try tx.settings.value("open") != nil else { throw CoreError(.permissionDenied, "closed") }
            return note
        }
        let notes = try world.dispatcher(for: [operation])
        let call = world.call(.anonymous, key: "k")
        #expect(await reason { try await notes.perform("notes.once", ["text": "a"], call) } == .permissionDenied)
        try await world.memory.write { try $0.settings.set("open", [1]) }
        #expect(try await notes.perform("notes.once", ["text": "a"], call) == ["text": "a"])
    }

    @Test func expiredAnswersGoAway() async throws {
        let world = try await World()
        for character in "abcdefgh" { _ = try await world.account(character) }
        world.clock.advance(by: .seconds(90_000))
        for character in "ijkl" { _ = try await world.account(character) }
        _ = try await Sweeper(store: world.memory, clock: world.clock, report: { _ in }).pass()
        let later = world.clock.now().adding(.seconds(900_000))
        let left = try await world.memory.write { try $0.idempotency.removeExpired(before: later, limit: 100) }
        #expect(left == 4)
    }
}

extension World {
    /// A dispatcher over these operations on the same store.
    func dispatcher(for operations: [Operation]) throws -> Dispatcher {
        let cryptography = try LibCrypto()
        let key = try SealingKey(bytes: Array(repeating: 5, count: 32)).orThrow()
        return Dispatcher(
            catalogue: Catalogue(operations), store: memory,
            sealer: try Sealer(key: key, cryptography: cryptography, entropy: entropy), cryptography: cryptography,
            clock: clock, workers: InlineWorkers())
    }
}

extension Optional {
    func orThrow() throws -> Wrapped {
        guard let self else { throw CoreError(.internalError, "A value was missing.") }
        return self
    }
}
