/// One page of a list, and where the next begins.
public struct Page<Item: Sendable>: Sendable {
    /// The items, in the list's order.
    public let items: [Item]
    /// The token of the next page; nil on the last.
    public let nextToken: String?

    /// A page of `items`.
    public init(items: [Item], nextToken: String?) {
        self.items = items
        self.nextToken = nextToken
    }
}

/// How much of a list is asked for.
public struct PageRequest: Hashable, Sendable {
    /// Items in a page: 1 to 200.
    public let limit: Int
    /// The token that the page before gave; nil for the first page.
    public let token: String?

    /// Allowed limits.
    public static let limits = 1...200
    /// The limit when none is given.
    public static let defaultLimit = 50

    /// A request for at most `limit` items, brought into ``limits``.
    public init(limit: Int = PageRequest.defaultLimit, token: String? = nil) {
        self.limit = min(max(limit, Self.limits.lowerBound), Self.limits.upperBound)
        self.token = token
    }

    /// A request as the Scriptum family spells it (AIP-158): a size of 0 and an empty token are none.
    init(size: Int64, token: String) {
        self.init(limit: size == 0 ? Self.defaultLimit : Int(clamping: size), token: token.isEmpty ? nil : token)
    }
}

/// Makes and checks page tokens: opaque to the caller, bound to one list of one organization, and refused when altered.
///
/// A token is base64url of a position and sixteen bytes of HMAC-SHA256 over the list's scope and the position.
public struct PageTokens: Sendable {
    private static let tagCount = 16
    private static let positionCountMax = 1_024

    private let key: [UInt8]
    private let cryptography: any Cryptography

    /// Tokens under `key`, a subkey of the sealing key.
    public init(key: [UInt8], cryptography: any Cryptography) {
        self.key = key
        self.cryptography = cryptography
    }

    /// The token for `position` in the list that `scope` names (operation, organization and filters).
    public func token(position: [UInt8], scope: [UInt8]) -> String {
        Base64URL.encode(position + tag(position: position, scope: scope))
    }

    /// The position in `token`.
    ///
    /// - Throws: `PAGE_TOKEN_INVALID` when the token was altered, cut, or made for another list or under another key.
    public func position(in token: String, scope: [UInt8]) throws(CoreError) -> [UInt8] {
        guard token.utf8.count <= 2 * Self.positionCountMax, let bytes = Base64URL.decode(token),
            bytes.count >= Self.tagCount
        else { throw Self.invalid }
        let position = Array(bytes.dropLast(Self.tagCount))
        let expected = tag(position: position, scope: scope)
        guard cryptography.isEqual(Array(bytes.suffix(Self.tagCount)), expected) else { throw Self.invalid }
        return position
    }

    private static let invalid = CoreError(
        .pageTokenInvalid,
        "The page token was altered, or belongs to another list.",
        fix: "Send the token exactly as the page before gave it, with the same filters; or leave it out to begin again."
    )

    private func tag(position: [UInt8], scope: [UInt8]) -> [UInt8] {
        // The scope's length goes first, so that no other split of the same bytes has the same tag.
        let message = UInt64(scope.count).bigEndianBytes + scope + position
        return Array(cryptography.hmacSHA256(message, key: key).prefix(Self.tagCount))
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// The bytes of the value, most significant first.
    public var bigEndianBytes: [UInt8] {
        withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}
