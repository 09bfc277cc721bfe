/// A path to a value from a named root: `steps.clean.output.text`, `item["a key"][0]`.
public struct Reference: Hashable, Sendable {
    /// The name of the root: an ASCII letter or `_`, then letters, digits and `_`.
    public let root: String
    /// The way from the root inwards.
    public let path: [Segment]

    /// One step of the way.
    public enum Segment: Sendable {
        /// Into an object, to the member of this name.
        case member(String)
        /// Into an array, to the element of this number, from 0.
        case index(Int)
    }

    /// A path from `root`.
    public init(root: String, path: [Segment] = []) {
        self.root = root
        self.path = path
    }

    /// Whether `name` has the form of a root.
    static func isRootName(_ name: String) -> Bool {
        guard let first = name.utf8.first, ExpressionByte.beginsName(first) else { return false }
        return name.utf8.count <= 64 && name.utf8.allSatisfy(ExpressionByte.continuesName)
    }
}

extension Reference.Segment: Hashable {
    /// Whether both lead to the same member, byte by byte, or element.
    public static func == (lhs: Self, rhs: Self) -> Bool {
        switch (lhs, rhs) {
        case (.member(let left), .member(let right)): JSONText.areEqual(left, right)
        case (.index(let left), .index(let right)): left == right
        default: false
        }
    }

    /// Hashes the bytes of the name, or the number.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .member(let name): JSONText.hash(name, into: &hasher)
        case .index(let number): hasher.combine(number)
        }
    }
}

extension Reference: CustomStringConvertible {
    /// The path as ``init(parsing:)`` reads it.
    public var description: String {
        path.reduce(into: root) { text, segment in
            switch segment {
            case .index(let number): text += "[\(number)]"
            case .member(let name) where ExpressionByte.isMember(name): text += "." + name
            case .member(let name): text += "[" + JSONValue.string(name).serializedString() + "]"
            }
        }
    }
}
