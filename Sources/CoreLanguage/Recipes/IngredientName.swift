/// The id of an ingredient or a recipe: `namespace:kind:slug`.
public struct IngredientName: Hashable, Sendable {
    /// Whose it is: `scrypted`.
    public let namespace: String
    /// What it does: `text`, `converter`.
    public let kind: String
    /// Which one it is: `nova-pro`.
    public let slug: String

    /// How many bytes each part may have.
    public static let partBytesMax = 64

    /// Why a text is no such name.
    public struct Fault: Error, Hashable, Sendable {
        /// What is wrong, for people.
        public let message: String
    }

    /// Reads a name of three parts of lower-case letters, digits and hyphens, joined by colons.
    public init(parsing text: String) throws(Fault) {
        let parts = text.utf8.prefix(3 * Self.partBytesMax + 3).split(separator: 0x3A, omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw Fault(message: "A name has three parts joined by colons, as in \"scrypted:text:nova-pro\".")
        }
        namespace = try Self.part(parts[0], "namespace")
        kind = try Self.part(parts[1], "kind")
        slug = try Self.part(parts[2], "slug")
    }

    private static func part(_ bytes: Substring.UTF8View, _ name: String) throws(Fault) -> String {
        guard (1...partBytesMax).contains(bytes.count) else {
            throw Fault(message: "The \(name) has 1 to \(partBytesMax) characters.")
        }
        guard bytes.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A || JSONByte.digit($0) < 10 || $0 == JSONByte.minus }) else {
            throw Fault(message: "The \(name) holds only lower-case letters, digits and \"-\".")
        }
        return String(Substring(bytes))
    }
}

extension IngredientName: CustomStringConvertible {
    /// The parts joined by colons.
    public var description: String { "\(namespace):\(kind):\(slug)" }
}
