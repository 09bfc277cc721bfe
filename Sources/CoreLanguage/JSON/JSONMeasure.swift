/// How large a value is, without writing it.
public struct JSONMeasure: Sendable {
    /// The bytes of names, strings and numbers, and one for each bracket, comma and colon. Escapes are not counted.
    public private(set) var bytes = 0
    /// How many arrays and objects stand inside one another.
    public private(set) var depth = 0

    /// Measures `value`; nil when it is larger than `bytesMax`, which is known after as much work.
    public init?(of value: JSONValue, bytesMax: Int) {
        var waiting = [(value, 0)]
        while let (next, level) = waiting.popLast() {
            bytes += Self.ownBytes(of: next)
            guard bytes <= bytesMax else { return nil }
            switch next {
            case .array(let elements) where elements.count <= bytesMax - bytes:
                depth = max(depth, level + 1)
                waiting.append(contentsOf: elements.lazy.map { ($0, level + 1) })
            case .object(let object) where object.count <= bytesMax - bytes:
                depth = max(depth, level + 1)
                waiting.append(contentsOf: object.members.lazy.map { ($0.value, level + 1) })
                bytes += object.members.reduce(0) { $0 + $1.key.utf8.count + 3 }
            case .array, .object: return nil
            default: break
            }
        }
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
