/// Finds the node of a member's name. Names compare byte by byte.
struct JSONSchemaNameTable: Sendable {
    /// So many names are searched from first to last.
    private static let namesWithoutTable = 8

    let names: [String]
    private let numbers: [Int32]
    private var table: JSONSchemaHashTable?

    /// Takes names of which no two are equal.
    init(_ pairs: [(name: String, node: Int)]) {
        names = pairs.map(\.name)
        numbers = pairs.map { Int32(truncatingIfNeeded: $0.node) }
        if pairs.count > Self.namesWithoutTable {
            var table = JSONSchemaHashTable(capacity: pairs.count)
            for (position, pair) in pairs.enumerated() {
                table.insert(position, Self.hash(pair.name))
            }
            self.table = table
        }
    }

    var nodes: [Int] {
        numbers.map { Int($0) }
    }

    var byteCount: Int {
        names.count * 20 + (table?.byteCount ?? 0) + 64
    }

    /// The node of a name; a name at the place `guess` is found without a search.
    @inline(__always)
    func node(_ name: String, triedFirstAt guess: Int) -> Int? {
        if guess < names.count, JSONText.areEqual(names[guess], name) {
            return Int(numbers[guess])
        }
        return search(name).map { Int(numbers[$0]) }
    }

    private func search(_ name: String) -> Int? {
        if let table {
            return table.first(Self.hash(name)) { JSONText.areEqual(names[$0], name) }
        }
        let wanted = name.utf8.span.bytes
        for position in names.indices where JSONText.areEqual(names[position].utf8.span.bytes, wanted) {
            return position
        }
        return nil
    }

    private static func hash(_ name: String) -> Int {
        var hasher = Hasher()
        JSONText.hash(name, into: &hasher)
        return hasher.finalize()
    }
}
