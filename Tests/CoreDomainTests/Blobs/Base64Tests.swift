import CoreCrypto
import CoreDomain
import CoreTesting
import Testing

@Suite("Base 64 and digests")
struct Base64Tests {
    @Test(
        "The vectors of RFC 4648 §10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(_ bytes: String, _ text: String) throws {
        #expect(Base64.encode(Array(bytes.utf8)) == text)
        #expect(try Base64.decode(text) == Array(bytes.utf8))
    }

    @Test("Every content has one text, and comes back")
    func roundTrips() throws {
        var random = SeededRandom(seed: Torture.seed(1))
        for count in 0..<300 {
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(try Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(Base64.encode([0xfb, 0xff, 0xbf]) == "+/+/")
    }

    @Test(
        "What is none is refused where it is wrong",
        arguments: [
            ("Z", 1), ("Zg", 2), ("Zg=", 3), ("Zh==", 1), ("Zm9=", 2), ("====", 0), ("=", 1), ("Z===", 1),
            ("Zg==Zg==", 2), ("Zm9v\n", 4),
            ("Zm 9v", 2), ("-_-_", 0), ("Zm9\u{0}", 3), ("Zm9č", 3), ("Zm9vZg===", 6),
        ])
    func faults(_ text: String, _ offset: Int) {
        let fault = #expect(throws: Base64.Fault.self) { try Base64.decode(text) }
        #expect(fault?.offset == offset, "\(fault?.message ?? "")")
    }

    @Test("A digest is read in one form only")
    func digests() throws {
        let digest = BlobDigest(of: Array("abc".utf8), try LibCrypto())
        let text = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(digest.description == text)
        #expect(BlobDigest(text) == digest)
        for other in [
            text.uppercased(), "sha256:" + text.dropFirst(7).uppercased(), String(text.dropLast()), text + "0",
            "sha1:" + text.dropFirst(7), "",
        ] {
            #expect(BlobDigest(other) == nil, "\(other)")
        }
        #expect(BlobDigest(bytes: [1]) == nil)
    }
}
