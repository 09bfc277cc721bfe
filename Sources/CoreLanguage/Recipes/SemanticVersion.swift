/// A version after https://semver.org/spec/v2.0.0.html: `1.2.0`, `2.0.0-rc.1+build.5`.
public struct SemanticVersion: Hashable, Sendable {
    /// The first number: changes that break callers.
    public let major: UInt64
    /// The second number: additions.
    public let minor: UInt64
    /// The third number: repairs.
    public let patch: UInt64
    /// What stands behind `-`, without the points; empty for a release.
    public let prerelease: [String]
    /// What stands behind `+`, without the points.
    public let build: [String]

    /// How many bytes a version may have.
    public static let bytesMax = 64

    /// Reads a version; nil for anything else, and for numbers beyond 64 bits.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax else { return nil }
        let (rest, build) = Self.cut(text[...], at: "+")
        let (core, prerelease) = Self.cut(rest, at: "-")
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, let major = Self.number(numbers[0]), let minor = Self.number(numbers[1]),
            let patch = Self.number(numbers[2]),
            let prerelease = Self.identifiers(prerelease, areOrdered: true),
            let build = Self.identifiers(build, areOrdered: false)
        else { return nil }
        (self.major, self.minor, self.patch) = (major, minor, patch)
        (self.prerelease, self.build) = (prerelease, build)
    }

    /// The version a caller gets who names none: the highest release, and without releases the highest of all.
    public static func latest(of versions: some Sequence<SemanticVersion>) -> SemanticVersion? {
        versions.max { ($0.prerelease.isEmpty ? 1 : 0, $0) < ($1.prerelease.isEmpty ? 1 : 0, $1) }
    }

    private static func cut(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
        guard let place = text.firstIndex(of: separator) else { return (text, nil) }
        return (text[..<place], text[text.index(after: place)...])
    }

    private static func number(_ text: Substring) -> UInt64? {
        isNumeric(text) && !hasLeadingZero(text) ? UInt64(text) : nil
    }

    private static func identifiers(_ text: Substring?, areOrdered: Bool) -> [String]? {
        guard let text else { return [] }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let areLegal = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { ExpressionByte.isInMember($0) && $0 < 0x80 && $0 != 0x5F }
                && !(areOrdered && isNumeric(part) && hasLeadingZero(part))
        }
        return areLegal ? parts.map(String.init) : nil
    }

    fileprivate static func isNumeric(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { JSONByte.digit($0) < 10 }
    }

    private static func hasLeadingZero(_ text: Substring) -> Bool {
        text.utf8.count > 1 && text.utf8.first == JSONByte.zero
    }
}

extension SemanticVersion: Comparable {
    /// The precedence of semver.org, and among versions that differ only behind `+` the order of those texts.
    public static func < (lhs: SemanticVersion, rhs: SemanticVersion) -> Bool {
        let left = (lhs.major, lhs.minor, lhs.patch)
        let right = (rhs.major, rhs.minor, rhs.patch)
        guard left == right else { return left < right }
        guard lhs.prerelease.isEmpty == rhs.prerelease.isEmpty else { return rhs.prerelease.isEmpty }
        guard lhs.prerelease == rhs.prerelease else {
            return lhs.prerelease.lexicographicallyPrecedes(rhs.prerelease, by: identifierPrecedes)
        }
        return lhs.build.lexicographicallyPrecedes(rhs.build)
    }

    /// Numbers by their value, other identifiers by ASCII, numbers first.
    private static func identifierPrecedes(_ left: String, _ right: String) -> Bool {
        switch (isNumeric(left), isNumeric(right)) {
        case (true, true): (left.utf8.count, left) < (right.utf8.count, right)
        case (true, false): true
        case (false, true): false
        case (false, false): left < right
        }
    }
}

extension SemanticVersion: CustomStringConvertible {
    /// The text of the version, which ``init(_:)`` reads.
    public var description: String {
        "\(major).\(minor).\(patch)"
            + (prerelease.isEmpty ? "" : "-" + prerelease.joined(separator: "."))
            + (build.isEmpty ? "" : "+" + build.joined(separator: "."))
    }
}
