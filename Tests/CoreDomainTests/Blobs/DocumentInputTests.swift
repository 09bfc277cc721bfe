import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite("Documents in inputs")
struct DocumentInputTests {
    private let clock = ManualClock()
    private let organization = Identifier(high: 1, low: 1)
    private let place = JSONPointer(tokens: ["input"])
    private let schema: JSONValue = [
        "type": "object",
        "properties": [
            "one": .object(DocumentForm.schema), "many": ["type": "array", "items": .object(DocumentForm.schema)],
            "other": ["type": "object"],
        ],
    ]

    private func store() async throws -> MemoryStore {
        let (store, organization) = (MemoryStore(clock: clock), organization)
        try await store.write { tx in
            try tx.organizations.insert(
                Organization(id: organization, kind: .personal, status: .active, createdAt: tx.now))
        }
        return store
    }

    private func stored(
        _ values: JSONObject, in store: MemoryStore, until time: Timestamp = .earliest
    ) async throws -> JSONObject {
        let (inputs, place, organization) = (DocumentInputs(cryptography: try LibCrypto()), place, organization)
        let prepared = try inputs.prepare(values, schema, at: place)
        return try await store.write { tx in
            try inputs.store(prepared, at: place, of: organization, until: time, tx)
        }
    }

    private func digest(_ text: String) throws -> BlobDigest { BlobDigest(of: Array(text.utf8), try LibCrypto()) }

    @Test("Contents become blobs, once each, and all else stays as it is")
    func contents() async throws {
        let store = try await store()
        let (a, b) = (try digest("a").description, try digest("b").description)
        let document: JSONValue = ["name": "x", "media_type": "t/a", "data": "YQ=="]
        let values: JSONObject = [
            "one": document,
            "many": [document, ["name": "y", "media_type": "t/b", "data": "Yg=="], ["blob": .string(b)]],
            "other": document, "unknown": document,
        ]
        let found = try await stored(values, in: store)
        let first: JSONValue = ["name": "x", "media_type": "t/a", "blob": .string(a), "size": 1]
        let second: JSONValue = ["name": "y", "media_type": "t/b", "blob": .string(b), "size": 1]
        let third: JSONValue = ["name": "document", "media_type": "t/b", "blob": .string(b), "size": 1]
        #expect(found == ["one": first, "many": [first, second, third], "other": document, "unknown": document])
        #expect(try await StoredBlobs(store).content(try digest("b"), of: organization) == [0x62])
        // What is there already may be named with a size, which is looked up all the same.
        let again = try await stored(["one": ["blob": .string(a), "name": "z", "size": 99]], in: store)
        #expect(again == ["one": ["name": "z", "media_type": "t/a", "blob": .string(a), "size": 1]])
    }

    @Test("A blob is kept for as long as the thread may run, and three days at least")
    func retention() async throws {
        let store = try await store()
        let (a, organization) = (try digest("a"), organization)
        func expiry() async throws -> Timestamp? {
            try await store.read { try $0.blobs.find(a, of: organization, at: $0.now)?.expiresAt }
        }
        _ = try await stored(["one": ["name": "x", "media_type": "t", "data": "YQ=="]], in: store)
        #expect(try await expiry() == clock.now().adding(.seconds(259_200)))
        let late = clock.now().adding(.seconds(600_000))
        _ = try await stored(["one": ["blob": .string(a.description)]], in: store, until: late)
        #expect(try await expiry() == late)
        clock.advance(by: .seconds(600_000))
        await #expect(throws: CoreError.self) { try await stored(["one": ["blob": .string(a.description)]], in: store) }
    }

    @Test("Every fault is told with its place, and nothing is kept")
    func faults() async throws {
        let store = try await store()
        let unknown: JSONValue = ["blob": .string(try digest("nothing").description)]
        let error = await #expect(throws: CoreError.self) {
            try await stored(
                ["one": unknown, "many": [["name": "x", "media_type": "t", "data": "YQ=="], unknown]], in: store)
        }
        #expect(error?.reason == .inputInvalid)
        #expect(
            error?.details.violations.map(\.pointer.tokens) == [
                ["input", "one", "blob"], ["input", "many", "1", "blob"],
            ])
        let (a, organization) = (try digest("a"), organization)
        #expect(try await store.read { try $0.blobs.find(a, of: organization, at: $0.now) } == nil)
        let broken = await #expect(throws: CoreError.self) {
            try await stored(["many": [["name": "x", "media_type": "t", "data": "Y"]]], in: store)
        }
        #expect(broken?.details.violations.map(\.pointer.tokens) == [["input", "many", "0", "data"]])
        #expect(broken?.details.violations.first?.message.contains("byte 1") == true)
    }
}
