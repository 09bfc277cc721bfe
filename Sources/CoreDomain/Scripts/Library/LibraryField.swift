import CoreLanguage

/// The fields that messages about stored scripts share.
enum LibraryField {
    static let descriptionMax = 4_096
    static let noteMax = 4_096
    static let versionMax: Int64 = 1_000_000

    static func name<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field("name", get, .scriptName, "The script's name.")
    }

    static func etag<Root>(_ get: @escaping @Sendable (Root) -> String?) -> Field<Root, String?> {
        Field(
            optional: "etag", get, .string(count: 1...32),
            "What was read: the call is refused when something was changed since.")
    }

    static func pageSize<Root>(_ get: @escaping @Sendable (Root) -> Int64) -> Field<Root, Int64> {
        Field(
            "page_size", get, .integer(in: 0...Int64(Int32.max)), default: 0,
            "Most in one answer: 0 for \(PageRequest.defaultLimit), and never more than \(PageRequest.limits.upperBound)."
        )
    }

    static func pageToken<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field(
            "page_token", get, .string(count: 0...2_048), default: "",
            "`next_page_token` of the page before; empty for the first.")
    }

    static func nextPageToken<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field("next_page_token", get, .string(count: 0...2_048), "Empty on the last page.")
    }

    static let tags = Schema<[String]>.array(of: .string(count: 1...64), countMax: 64)
    static let labels = Schema<[ScriptLabel]>.array(of: .message, countMax: 64)
}

extension Schema where Value == String {
    /// A letter or a digit, then letters, digits, `.`, `_` and `-`: 128 characters at most.
    static let scriptName = Schema<String>.string(count: 1...128).map(
        expected: "a name of letters, digits, \".\", \"_\" and \"-\", with a letter or a digit first",
        read: { isScriptName($0) ? $0 : nil }, write: { $0 })

    private static func isScriptName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetterOrDigit(first) else { return false }
        return text.utf8.allSatisfy { byte in
            isLetterOrDigit(byte) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
