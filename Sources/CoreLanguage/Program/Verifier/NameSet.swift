/// A set of small numbers that shares what it has in common with the sets it was made from.
///
/// A copy costs nothing, and the intersection of two sets no more than where they differ: so the names that are bound
/// can be kept for every jump of a program.
struct NameSet {
    private final class Node: Sendable {
        /// The members of a leaf.
        let bits: UInt64
        /// What is inside of any other node.
        let children: [Node?]

        init(bits: UInt64) {
            self.bits = bits
            children = []
        }

        init(_ children: [Node?]) {
            bits = 0
            self.children = children
        }
    }

    private static let leafBits = 6
    private static let branchBits = 4
    /// Inner levels: room for 64 · 16³ numbers.
    private static let height = 3
    /// Members are less.
    static let end = 1 << (leafBits + branchBits * height)

    private var root: Node?

    /// The empty set.
    init() {}

    private init(_ root: Node?) { self.root = root }

    /// Whether both share everything, as a set does with its intersection with a larger one.
    func isIdentical(to other: NameSet) -> Bool { root === other.root }

    func contains(_ number: Int) -> Bool {
        var node = root
        for level in stride(from: Self.height, to: 0, by: -1) {
            guard let inner = node else { return false }
            node = inner.children[Self.place(of: number, level)]
        }
        guard let node else { return false }
        return node.bits & Self.bit(number) != 0
    }

    /// The set with `number`, which is from 0 to less than ``end``.
    func inserting(_ number: Int) -> NameSet {
        contains(number) ? self : NameSet(Self.inserting(number, root, Self.height))
    }

    /// The members of both. `work` grows by the nodes that had to be looked at.
    func intersection(_ other: NameSet, work: inout Int) -> NameSet {
        NameSet(Self.intersection(root, other.root, Self.height, &work))
    }

    func union(_ other: NameSet) -> NameSet {
        NameSet(Self.union(root, other.root, Self.height))
    }

    private static func place(of number: Int, _ level: Int) -> Int {
        (number >> (leafBits + branchBits * (level - 1))) & ((1 << branchBits) - 1)
    }

    private static func bit(_ number: Int) -> UInt64 {
        1 << UInt64(number & ((1 << leafBits) - 1))
    }

    private static func inserting(_ number: Int, _ node: Node?, _ level: Int) -> Node {
        guard level > 0 else { return Node(bits: (node?.bits ?? 0) | bit(number)) }
        var children = node?.children ?? Array(repeating: nil, count: 1 << branchBits)
        let place = place(of: number, level)
        children[place] = inserting(number, children[place], level - 1)
        return Node(children)
    }

    private static func intersection(_ left: Node?, _ right: Node?, _ level: Int, _ work: inout Int) -> Node? {
        guard let left, let right else { return nil }
        if left === right { return left }
        work += 1
        guard level > 0 else {
            let bits = left.bits & right.bits
            return bits == left.bits ? left : bits == 0 ? nil : Node(bits: bits)
        }
        var isSame = true
        var isEmpty = true
        var children = left.children
        for place in children.indices {
            let child = intersection(left.children[place], right.children[place], level - 1, &work)
            if child !== left.children[place] { isSame = false }
            if child != nil { isEmpty = false }
            children[place] = child
        }
        return isSame ? left : isEmpty ? nil : Node(children)
    }

    private static func union(_ left: Node?, _ right: Node?, _ level: Int) -> Node? {
        guard let left, let right else { return left ?? right }
        if left === right { return left }
        guard level > 0 else {
            let bits = left.bits | right.bits
            return bits == left.bits ? left : Node(bits: bits)
        }
        var isSame = true
        var children = left.children
        for place in children.indices {
            children[place] = union(left.children[place], right.children[place], level - 1)
            if children[place] !== left.children[place] { isSame = false }
        }
        return isSame ? left : Node(children)
    }
}
