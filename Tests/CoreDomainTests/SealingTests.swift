import CoreCrypto
import CoreDomain
import CoreTesting
import Testing

@Suite struct SealingTests {
    private let cryptography: any Cryptography
    private let entropy = SeededEntropy(seed: 4)

    init() throws { cryptography = try LibCrypto() }

    private func sealer(_ byte: UInt8 = 1) throws -> Sealer {
        let key = try #require(SealingKey(bytes: Array(repeating: byte, count: 32)))
        return try Sealer(key: key, cryptography: cryptography, entropy: entropy)
    }

    @Test func opensOnlyAtItsPlaceAndUnderItsKey() throws {
        let sealed = try sealer().seal([1, 2, 3], place: [9])
        #expect(try sealer().open(sealed, place: [9]) == [1, 2, 3])
        #expect(reason { try sealer().open(sealed, place: [8]) } == .sealBroken)
        #expect(reason { try sealer(2).open(sealed, place: [9]) } == .sealingKeyWrong)
    }

    @Test func everyAlteredBitIsNoticed() throws {
        let sealed = try sealer().seal(Array("secret".utf8), place: [9])
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 1
            #expect(reason { try sealer().open(altered, place: [9]) } != nil, "byte \(index)")
            #expect(reason { try sealer().open(Array(sealed[..<index]), place: [9]) } != nil, "\(index) bytes")
        }
    }

    @Test func sealingTwiceGivesDifferentBytes() throws {
        #expect(try sealer().seal([1], place: []) != (try sealer().seal([1], place: [])))
    }

    @Test func aKeyIsReadFromItsText() throws {
        let key = try #require(SealingKey(bytes: Array(0..<32)))
        let text = key.text().expose()
        #expect(text.hasPrefix("00010203") && text.utf8.count == 64)
        let again = try #require(SealingKey(text: " \(text.uppercased())\n"))
        #expect(try again.subkey(.check, cryptography) == key.subkey(.check, cryptography))
        for bad in ["", text + "0", String(text.dropLast()), text.replacing("0", with: "g"), text + " " + text] {
            #expect(SealingKey(text: bad) == nil, "\(bad)")
        }
    }

    @Test func pageTokensAreBoundToTheirList() throws {
        let tokens = PageTokens(key: Array(repeating: 1, count: 32), cryptography: cryptography)
        let token = tokens.token(position: [1, 2], scope: [7])
        #expect(try tokens.position(in: token, scope: [7]) == [1, 2])
        #expect(reason { try tokens.position(in: token, scope: [8]) } == .pageTokenInvalid)
        let others = PageTokens(key: Array(repeating: 2, count: 32), cryptography: cryptography)
        #expect(reason { try others.position(in: token, scope: [7]) } == .pageTokenInvalid)
        for index in token.indices {
            var altered = token
            altered.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(reason { try tokens.position(in: altered, scope: [7]) } == .pageTokenInvalid)
        }
        for bad in ["", "A", String(repeating: "A", count: 5_000)] {
            #expect(reason { try tokens.position(in: bad, scope: [7]) } == .pageTokenInvalid)
        }
    }

    private func reason<Value>(_ body: () throws -> Value) -> Reason? {
        do {
            _ = try body()
            return nil
        } catch {
            return CoreError(narrowing: error).reason
        }
    }
}
