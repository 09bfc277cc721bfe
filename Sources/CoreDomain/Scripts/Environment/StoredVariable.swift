/// A variable of an organization's environment, or of one script's own, which goes first.
public struct StoredVariable: Hashable, Sendable {
    public let scope: EnvironmentScope
    public let key: String
    /// The value, sealed for its place.
    public let sealedValue: [UInt8]
    /// Whether it is shown only to those who may see secrets.
    public let isSecret: Bool
    public let updatedAt: Timestamp

    /// Characters of a key at most.
    public static let keyCountMax = 128
    /// Bytes of a value at most.
    public static let valueBytesMax = 65_536
    /// Variables of a scope at most.
    public static let countMax = 1_000

    /// A variable of these parts.
    public init(
        scope: EnvironmentScope, key: String, sealedValue: [UInt8], isSecret: Bool, updatedAt: Timestamp
    ) {
        self.scope = scope
        self.key = key
        self.sealedValue = sealedValue
        self.isSecret = isSecret
        self.updatedAt = updatedAt
    }
}

/// Where a variable holds.
public struct EnvironmentScope: Hashable, Sendable {
    public let organization: Identifier
    /// The script whose own it is; nil for one of all scripts.
    public let script: String?

    /// A scope of these parts.
    public init(organization: Identifier, script: String?) {
        self.organization = organization
        self.script = script
    }
}

extension Schema where Value == String {
    /// A letter or `_`, then letters, digits and `_`.
    static let environmentKey = Schema<String>.string(count: 1...StoredVariable.keyCountMax).map(
        expected: "a key of letters, digits and \"_\", with no digit first",
        read: { StoredVariable.isKey($0) ? $0 : nil }, write: { $0 })
}

extension StoredVariable {
    /// Whether scripts can name it.
    static func isKey(_ text: String) -> Bool {
        guard let first = text.utf8.first, !isDigit(first) else { return false }
        return text.utf8.count <= keyCountMax
            && text.utf8.allSatisfy { byte in
                isDigit(byte) || byte == UInt8(ascii: "_") || (0x41...0x5a).contains(byte & 0xdf)
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
