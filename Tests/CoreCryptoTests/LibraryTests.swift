import COpenSSL
import CoreDomain
import Testing

@testable import CoreCrypto

@Suite("libcrypto")
struct LibraryTests {
    @Test("a configuration without the algorithms is an error at the start, not a wrong digest later")
    func algorithmsWithheld() throws {
        let context = try #require(OSSL_LIB_CTX_new())
        defer { OSSL_LIB_CTX_free(context) }
        // This provider has no algorithms, and once one is named the default one is no longer loaded by itself.
        let provider = try #require(OSSL_PROVIDER_load(context, "null"))
        defer { OSSL_PROVIDER_unload(provider) }
        let error = #expect(throws: CoreError.self) { try Algorithms(context: context) }
        #expect(error?.reason == .internalError)
        #expect(error?.message.contains("SHA-256") == true)
        #expect(ERR_peek_error() == 0)
    }

    @Test("lengths beyond the older functions are refused", arguments: [-1, Int(Int32.max) + 1, Int.max])
    func lengthsRefused(count: Int) {
        let error = #expect(throws: CoreError.self) { try Library.length(count, of: "value") }
        #expect(error?.reason == .internalError)
    }

    @Test("other lengths pass", arguments: [0, 1, Int(Int32.max)])
    func lengths(count: Int) throws {
        #expect(try Int(Library.length(count, of: "value")) == count)
    }

    @Test("a refusal leaves nothing in the thread's error queue")
    func errorQueue() throws {
        let crypto = try LibCrypto()
        #expect(throws: CoreError.self) {
            try crypto.scrypt([1], salt: [2], costs: ScryptCosts(n: 3, r: 8, p: 1), count: 32)
        }
        #expect(ERR_peek_error() == 0)
    }

    @Test("one value serves many tasks at once")
    func concurrency() async throws {
        let crypto = try LibCrypto()
        let failureCount = try await withThrowingTaskGroup(of: Int.self) { group in
            for seed in 0..<64 as Range<UInt8> {
                group.addTask { try (0..<50).count { _ in try !Self.roundTrip(crypto, seed: seed) } }
            }
            return try await group.reduce(0, +)
        }
        #expect(failureCount == 0)
    }

    /// Whether everything a task computes agrees with itself, and a hash with a task's own library.
    private static func roundTrip(_ crypto: LibCrypto, seed: UInt8) throws -> Bool {
        let message = [UInt8](repeating: seed, count: 1_000)
        let key = try crypto.hkdfSHA256(message, salt: [seed], info: [], count: 32)
        let nonce = Array(crypto.sha256(message).prefix(12))
        let sealed = try crypto.sealAES256GCM(message, key: key, nonce: nonce, authenticating: key)
        let opened = try crypto.openAES256GCM(sealed, key: key, nonce: nonce, authenticating: key)
        let other = try LibCrypto()
        return opened == message && other.sha256(sealed) == crypto.sha256(sealed)
            && crypto.isEqual(other.hmacSHA256(sealed, key: key), crypto.hmacSHA256(sealed, key: key))
    }
}
