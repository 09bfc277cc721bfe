/// Seals values so that only a holder of the sealing key can read them, each for one place.
///
/// A sealed value is a version byte, a key id of four bytes, a nonce of 12, the ciphertext and a tag of 16.
/// Every place has a subkey of its own, so random nonces stay safe however many values are sealed.
public struct Sealer: Sendable {
    private static let version: UInt8 = 1
    private static let keyIDCount = 4
    private static let nonceCount = 12

    private let key: SealingKey
    private let keyID: [UInt8]
    private let cryptography: any Cryptography
    private let entropy: any Entropy

    /// A sealer under `key`.
    public init(key: SealingKey, cryptography: any Cryptography, entropy: any Entropy) throws(CoreError) {
        self.key = key
        self.cryptography = cryptography
        self.entropy = entropy
        keyID = Array(try key.subkey(.check, context: Array("id".utf8), cryptography).prefix(Self.keyIDCount))
    }

    /// What a store keeps to recognise its key: the key's id and a value that only this key gives.
    public func checkValue() throws(CoreError) -> [UInt8] {
        keyID + (try key.subkey(.check, context: Array("value".utf8), cryptography))
    }

    /// Seals `plaintext` for `place`; it opens nowhere else.
    public func seal(_ plaintext: [UInt8], place: [UInt8]) throws(CoreError) -> [UInt8] {
        let nonce = try entropy.bytes(Self.nonceCount)
        let subkey = try key.subkey(.seal, context: place, cryptography)
        let sealed = try cryptography.sealAES256GCM(plaintext, key: subkey, nonce: nonce, authenticating: place)
        return [Self.version] + keyID + nonce + sealed
    }

    /// Opens what ``seal(_:place:)`` made for the same place.
    ///
    /// - Throws: `SEAL_BROKEN` when it was altered or sealed for another place; `SEALING_KEY_WRONG` under another key.
    public func open(_ sealed: [UInt8], place: [UInt8]) throws(CoreError) -> [UInt8] {
        let headerCount = 1 + Self.keyIDCount + Self.nonceCount
        guard sealed.count > headerCount, sealed[0] == Self.version else {
            throw CoreError(.sealBroken, "A sealed value has an unknown form.")
        }
        guard Array(sealed[1...Self.keyIDCount]) == keyID else {
            throw CoreError(.sealingKeyWrong, "A value was sealed under another key.")
        }
        let nonce = Array(sealed[(1 + Self.keyIDCount)..<headerCount])
        let subkey = try key.subkey(.seal, context: place, cryptography)
        return try cryptography.openAES256GCM(
            Array(sealed[headerCount...]), key: subkey, nonce: nonce, authenticating: place)
    }
}
