import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// What was published once is never changed: a program that brings another definition under an old version would refuse
/// to open the databases of its users.
@Suite struct NativeDefinitionTests {
    /// SHA-256 of the canonical definition, by id and version. A changed capability gets a higher version and a new line.
    private static let published: [String: String] = [
        "scriptorium:document:extract 1.0.0": "c824a9b178a9088137824b3c5e2e4dfd5ae30ed59ec0994aeeb3c8f7bc66bfcb",
        "scriptorium:flow:echo 1.0.0": "0dfd305b00de1fde89e1e67d441887bdf088a1ac1bcbb51c7aaafea244e73bc4",
        "scriptorium:flow:fail 1.0.0": "2dec566eea775a5e88c275c668214b6d16b3ad366e179634c46cc823f228677f",
        "scriptorium:flow:wait 1.0.0": "ef6a59063bb13d3f00228754dafe7c4931d96004dcafaf3fa84bc7e88c9d7810",
    ]

    @Test func aDefinitionKeepsItsContentsUnderItsVersion() throws {
        let cryptography = try LibCrypto()
        let extract = ExtractIngredient(NoExtractor(), blobs: StoredBlobs(MemoryStore(clock: ManualClock()))).native
        let natives = FlowIngredients.all + DocumentIngredients.analysis + [extract]
        for definition in natives.map(\.definition) + [DocumentRecipes.digest] {
            let bytes = IngredientDefinition.schema.encode(definition).canonicalBytes()
            let digest = cryptography.sha256(bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let name = "\(definition.id) \(definition.version)"
            #expect(Self.published[name] == digest, "\(name): \(digest)")
        }
    }
}

/// Reads nothing.
private struct NoExtractor: TextExtractor {
    func text(of document: SourceDocument) async throws(CoreError) -> DocumentText {
        DocumentText(mediaType: document.mediaType, pages: [])
    }
}
