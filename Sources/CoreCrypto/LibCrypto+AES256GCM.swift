public import CoreDomain

extension LibCrypto {
    public func sealAES256GCM(
        _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
    ) throws(CoreError) -> [UInt8] {
        let context = try AES256GCMContext()
        try context.start(.seal, algorithms, key: key, nonce: nonce)
        try context.authenticate(data)
        var ciphertext = try context.transform(plaintext, count: plaintext.count)
        guard context.finish() else { throw Library.failure("AES-256-GCM did not seal.") }
        ciphertext += try context.tag()
        return ciphertext
    }

    public func openAES256GCM(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
    ) throws(CoreError) -> [UInt8] {
        let context = try AES256GCMContext()
        try context.start(.open, algorithms, key: key, nonce: nonce)
        guard sealed.count >= AES256GCMContext.tagCount else {
            throw CoreError(.sealBroken, "A sealed value is shorter than its tag.")
        }
        try context.authenticate(data)
        try context.expect(tag: Array(sealed.suffix(AES256GCMContext.tagCount)))
        var plaintext = try context.transform(sealed, count: sealed.count - AES256GCMContext.tagCount)
        guard context.finish() else {
            // What was decrypted is not authentic; nobody may see it.
            Library.cleanse(&plaintext)
            throw CoreError(.sealBroken, "A sealed value does not open: it, its key or its place was altered.")
        }
        return plaintext
    }
}
