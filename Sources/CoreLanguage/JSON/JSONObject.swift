/// The members of a JSON object, in the order they were written.
///
/// Names are unique and compare byte by byte: precomposed and decomposed "é" are two names, and U+0000 is a legal one.
/// A lookup takes constant time however many members there are. Two objects are equal when they hold the same members,
/// whatever the order.
public struct JSONObject: Sendable {
    /// A name and its value.
    public typealias Element = (key: String, value: JSONValue)

    /// A name and its value as they are stored. The run-time library destroys a structure faster than a tuple.
    struct Member: Sendable {
        let key: String
        var value: JSONValue
    }

    /// The members in order; no two have the same name.
    private(set) var members: [Member] = []

    private var index = JSONKeyIndex()

    /// Creates an object without members.
    public init() {}

    /// Creates an object with the members in this order. Of members with the same name the last value stays, in the
    /// place of the first.
    public init(_ pairs: some Sequence<(String, JSONValue)>) {
        members.reserveCapacity(pairs.underestimatedCount)
        for (key, value) in pairs {
            set(key, to: value)
        }
    }

    /// Takes members as they are. `areUnique` says that no name is there twice; without it repeated names are removed
    /// as ``init(_:)`` does.
    init(members: [Member], areUnique: Bool) {
        if areUnique {
            self.init()
            self.members = members
            index.rebuild(for: members)
        } else {
            self.init(members.lazy.map { ($0.key, $0.value) })
        }
    }

    /// Whether no two of the members have the same name. Says false of many members without looking.
    static func areNamesUnique(_ members: [Member]) -> Bool {
        guard members.count <= JSONKeyIndex.smallObject else {
            return false
        }
        for position in members.indices {
            let key = members[position].key
            for other in members[..<position] where JSONText.areEqual(other.key, key) {
                return false
            }
        }
        return true
    }

    /// How many members there are.
    public var count: Int {
        members.count
    }

    /// Whether there are no members.
    public var isEmpty: Bool {
        members.isEmpty
    }

    /// The names, in order.
    public var keys: [String] {
        members.map(\.key)
    }

    /// The values, in the order of their names.
    public var values: [JSONValue] {
        members.map(\.value)
    }

    /// The value of the member named `key`, or nil when there is none.
    ///
    /// Setting a value replaces the one that is there or adds a member at the end. Setting nil removes the member,
    /// which takes time in proportion to the number of members; to remove many use ``removeAll(where:)``.
    public subscript(key: String) -> JSONValue? {
        get {
            position(of: key).map { members[$0].value }
        }
        set {
            if let newValue {
                set(key, to: newValue)
            } else if let position = position(of: key) {
                members.remove(at: position)
                index.rebuild(for: members)
            }
        }
    }

    /// The value of the member named `key`, or nil. A member at the place `guess` is found without a search.
    func value(of key: String, triedFirstAt guess: Int) -> JSONValue? {
        if members.indices.contains(guess), JSONText.areEqual(members[guess].key, key) {
            return members[guess].value
        }
        return self[key]
    }

    /// Removes every member `shouldBeRemoved` says true of, in one pass.
    public mutating func removeAll<Failure: Error>(
        where shouldBeRemoved: (Element) throws(Failure) -> Bool
    ) throws(Failure) {
        var kept: [Member] = []
        for member in members where try !shouldBeRemoved((member.key, member.value)) {
            kept.append(member)
        }
        members = kept
        index.rebuild(for: members)
    }

    private mutating func set(_ key: String, to value: JSONValue) {
        if let position = position(of: key) {
            members[position].value = value
            return
        }
        members.append(Member(key: key, value: value))
        if members.count > JSONKeyIndex.smallObject {
            index.insertLast(of: members)
        }
    }

    private func position(of key: String) -> Int? {
        if !index.isEmpty {
            return index.position(of: key, in: members)
        }
        let wanted = key.utf8.span.bytes
        for position in members.indices where JSONText.areEqual(members[position].key.utf8.span.bytes, wanted) {
            return position
        }
        return nil
    }
}

extension JSONObject: Sequence {
    /// Goes through the members in order.
    public struct Iterator: IteratorProtocol {
        private var base: IndexingIterator<[Member]>

        fileprivate init(_ members: [Member]) {
            base = members.makeIterator()
        }

        /// The next member, or nil after the last.
        public mutating func next() -> JSONObject.Element? {
            base.next().map { ($0.key, $0.value) }
        }
    }

    /// Starts at the first member.
    public func makeIterator() -> Iterator {
        Iterator(members)
    }

    /// How many members there are.
    public var underestimatedCount: Int {
        members.count
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object with the members in this order; of a repeated name the last value stays, in the first place.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}

extension JSONObject: CustomStringConvertible {
    /// The object as compact JSON.
    public var description: String {
        JSONValue.object(self).serializedString()
    }
}
