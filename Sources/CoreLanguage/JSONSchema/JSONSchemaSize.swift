/// About how many bytes the text of a value has, as it is written without white space.
enum JSONSchemaSize {
    /// Numbers that are kept as numbers count 2, since the shortest are the most work for each byte.
    private static let bytesAround = 2

    static func byteCount(of value: JSONValue) -> Int {
        var count = 0
        var waiting = [value]
        while let value = waiting.popLast() {
            switch value {
            case .null, .bool, .integer, .double: count += bytesAround
            case .decimal(let text), .string(let text): count += text.utf8.count + bytesAround
            case .array(let elements):
                count += bytesAround
                add(elements, &count, &waiting)
            case .object(let object):
                count += bytesAround
                for member in object.members {
                    count += member.key.utf8.count + bytesAround
                    waiting.append(member.value)
                }
            }
        }
        return count
    }

    /// Leaves out of the waiting what has its size already.
    private static func add(_ elements: [JSONValue], _ count: inout Int, _ waiting: inout [JSONValue]) {
        for element in elements {
            switch element {
            case .null, .bool, .integer, .double: count += bytesAround
            default: waiting.append(element)
            }
        }
    }
}
