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
        "scriptorium:document:chunk 1.0.0": "33930098ebf6507298e1dbd6a69cc4ed8628186a53caa87bf4367852ccad24aa",
        "scriptorium:document:digest 1.0.0": "eb5e0a32526b79181fcdeae528de72b34f19b17484119c27815081002a5b9e48",
        "scriptorium:document:keywords 1.0.0": "b45b01896c9b80947042e00177b3ff34fcc15347441e4661da26cc66e561c8b7",
        "scriptorium:document:language 1.0.0": "b2e1e24db42f5d4b7bc5ddf7475d9276e7f3d70126f8258389b4e44b16ac5996",
        "scriptorium:document:outline 1.0.0": "acd7372f6770ee761f5cdfcf0e5eafc93d4d583240761eb324c95f54829530ea",
        "scriptorium:document:statistics 1.0.0": "242d8ddb5a0d0d81e5b605fe05b8c8533765afd71f55ecdd9a23c32b65be54a7",
        "scriptorium:document:summarize 1.0.0": "797350e0bf17c2b60473f8d6e88bb0039f841cf2336f48894b8af8a7a36237a1",
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
