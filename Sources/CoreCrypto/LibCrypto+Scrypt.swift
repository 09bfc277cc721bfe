internal import COpenSSL
public import CoreDomain

extension LibCrypto {
    /// What one run of scrypt may take, in bytes; libcrypto refuses costs that need more.
    private static let scryptMemoryLimit: UInt64 = 256 << 20

    public func scrypt(
        _ password: [UInt8], salt: [UInt8], costs: ScryptCosts, count: Int
    ) throws(CoreError) -> [UInt8] {
        guard try Library.length(count, of: "output of scrypt") > 0 else {
            throw CoreError(.internalError, "scrypt gives at least one byte.")
        }
        var output = [UInt8](repeating: 0, count: count)
        let status = password.withUnsafeBytes { password in
            EVP_PBE_scrypt(
                password.assumingMemoryBound(to: CChar.self).baseAddress, password.count, salt, salt.count,
                costs.n, costs.r, costs.p, Self.scryptMemoryLimit, &output, count)
        }
        guard status == 1 else {
            throw Library.failure(
                "scrypt refuses the costs n \(costs.n), r \(costs.r), p \(costs.p), or they need more than 256 MiB.")
        }
        return output
    }
}
