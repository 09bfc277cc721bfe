import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport

/// Reads what a user gives as input: JSON as it stands, `@FILE`, or `-` for standard input.
enum InputText {
    /// Bytes that are read at most.
    static let bytesMax = 32 * 1_024 * 1_024

    /// The JSON in `text`.
    ///
    /// - Throws: `JSON_INVALID` with line and column, `REQUEST_INVALID` for a file that cannot be read,
    ///   `PAYLOAD_TOO_LARGE`.
    static func json(_ text: String) throws(CoreError) -> JSONValue { try JSONInput.parse(try bytes(text)) }

    private static func bytes(_ text: String) throws(CoreError) -> [UInt8] {
        if text == "-" { return try standardInput() }
        return text.hasPrefix("@") ? try file(String(text.dropFirst())) : Array(text.utf8)
    }

    /// All of standard input.
    static func standardInput() throws(CoreError) -> [UInt8] {
        guard let bytes = StandardStream.input.readAll(limit: bytesMax) else {
            throw CoreError(.payloadTooLarge, "Standard input cannot be read, or is larger than 32 MiB.")
        }
        return bytes
    }

    /// Standard input as a text, without the line break at its end.
    static func line() throws(CoreError) -> String {
        guard var text = String(validating: try standardInput(), as: UTF8.self) else {
            throw CoreError(.requestInvalid, "Standard input is not UTF-8.")
        }
        if text.last?.isNewline == true { text.removeLast() }
        return text
    }

    /// The contents of a file.
    static func file(_ path: String) throws(CoreError) -> [UInt8] {
        do throws(FileError) {
            return try Files.read(path, limit: bytesMax)
        } catch {
            throw CoreError(
                error.kind == .tooLarge ? .payloadTooLarge : .requestInvalid,
                "The input cannot be read: \(error.description).")
        }
    }
}
