/// How large a value is, without writing it.
public struct JSONMeasure: Sendable {
    /// The bytes of names, strings and numbers, and one for each bracket, comma and colon. Escapes are not counted.
    public private(set) var bytes = 0
    /// How many arrays and objects stand inside one another.
    public private(set) var depth = 0

    /// Measures `value`; nil when it is larger than `bytesMax`, which is known after as much work.
    public init?(of value: JSONValue, bytesMax: Int) {
        bytes = Self.ownBytes(of: value)
        guard bytes <= bytesMax else { return nil }
        // Only what holds others waits its turn: a long list of numbers is measured without a copy of it.
        var waiting: [(value: JSONValue, level: Int)] = []
        if value.holdsValues { waiting.append((value, 1)) }
        while let (next, level) = waiting.popLast() {
            depth = max(depth, level)
            switch next {
            case .array(let elements) where elements.count <= bytesMax - bytes:
                for element in elements {
                    guard add(element, level, bytesMax, &waiting) else { return nil }
                }
            case .object(let object) where object.count <= bytesMax - bytes:
                for member in object.members {
                    bytes += member.key.utf8.count + 3
                    guard add(member.value, level, bytesMax, &waiting) else { return nil }
                }
            default: return nil
            }
        }
    }

    private mutating func add(
        _ value: JSONValue, _ level: Int, _ bytesMax: Int, _ waiting: inout [(value: JSONValue, level: Int)]
    ) -> Bool {
        bytes += Self.ownBytes(of: value)
        if value.holdsValues { waiting.append((value, level + 1)) }
        return bytes <= bytesMax
    }

    private static func ownBytes(of value: JSONValue) -> Int {
        switch value {
        case .null, .bool: 4
        case .integer, .double: 8
        case .decimal(let text): text.utf8.count
        case .string(let text): text.utf8.count + 2
        case .array(let elements): elements.count + 2
        case .object: 2
        }
    }
}

extension JSONValue {
    fileprivate var holdsValues: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}
