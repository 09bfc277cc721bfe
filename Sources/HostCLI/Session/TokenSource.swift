import CoreDomain
import CorePlatform

/// Where the token for a server comes from: a file or the environment, never an argument, which others could see.
struct TokenSource {
    private static let bytesMax = 4_096

    let file: String?
    let environment: [String: String]

    /// The token; nil when none is given.
    ///
    /// - Throws: `CREDENTIAL_INVALID` for a file that cannot be read or holds no token. The text is never repeated.
    func token() throws(CoreError) -> Secret? {
        guard let file else {
            let given = environment["SCRIPTORIUM_TOKEN"] ?? ""
            return given.isEmpty ? nil : try Self.token(given, from: "The variable SCRIPTORIUM_TOKEN")
        }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(file, limit: Self.bytesMax)
        } catch {
            throw CoreError(.credentialInvalid, "The token cannot be read: \(error.description).")
        }
        return try Self.token(String(decoding: bytes, as: UTF8.self), from: "The file \(file.debugDescription)")
    }

    private static func token(_ text: String, from place: String) throws(CoreError) -> Secret {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, words[0].utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw CoreError(
                .credentialInvalid, "\(place) holds no token.",
                fix: "It must hold the token alone: scrypted_… on one line.")
        }
        return Secret(String(words[0]))
    }
}
