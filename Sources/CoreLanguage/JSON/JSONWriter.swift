/// Writes values without recursion, so that depth costs heap and not stack.
struct JSONWriter: ~Copyable {
    /// An array or object that has been opened, and the place of the child to write next.
    private enum Frame {
        case array([JSONValue], next: Int)
        case object([JSONObject.Member], next: Int)
    }

    private let style: JSONStyle
    private var frames: [Frame] = []

    /// What has been written.
    var buffer = JSONByteBuffer()

    init(style: JSONStyle) {
        self.style = style
    }

    mutating func write(_ value: JSONValue) {
        if !writeWhole(value) {
            open(value)
        }
        while let frame = frames.popLast() {
            switch frame {
            case .array(let elements, let next):
                writeElements(elements, from: next)
            case .object(let members, let next):
                writeMembers(members, from: next)
            }
        }
    }

    /// Writes elements up to one that must be opened, or else to the end of the array.
    private mutating func writeElements(_ elements: [JSONValue], from start: Int) {
        for place in start..<elements.count {
            separate(place)
            if !writeWhole(elements[place]) {
                frames.append(.array(elements, next: place + 1))
                return open(elements[place])
            }
        }
        breakLine()
        buffer.append(JSONByte.closeBracket)
    }

    /// Writes members up to one that must be opened, or else to the end of the object.
    private mutating func writeMembers(_ members: [JSONObject.Member], from start: Int) {
        for place in start..<members.count {
            separate(place)
            buffer.append(quoted: members[place].key)
            buffer.append(JSONByte.colon)
            if style == .pretty {
                buffer.append(JSONByte.space)
            }
            if !writeWhole(members[place].value) {
                frames.append(.object(members, next: place + 1))
                return open(members[place].value)
            }
        }
        breakLine()
        buffer.append(JSONByte.closeBrace)
    }

    /// Writes what comes before the child at `place` of an array or object that is not on `frames` just now.
    @inline(__always)
    private mutating func separate(_ place: Int) {
        if place > 0 {
            buffer.append(JSONByte.comma)
        }
        if style == .pretty {
            breakLine()
            buffer.append("  " as StaticString)
        }
    }

    @inline(__always)
    private mutating func breakLine() {
        if style == .pretty {
            buffer.append(JSONByte.lineFeed)
            buffer.append(JSONByte.space, count: frames.count * 2)
        }
    }

    /// Writes a value with nothing inside; says false of an array or object with content and writes nothing.
    private mutating func writeWhole(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text):
            buffer.append(quoted: text)
        case .integer(let number):
            buffer.append(decimal: number)
        case .double(let number):
            write(number)
        case .bool(let isTrue):
            buffer.append(isTrue ? "true" : "false" as StaticString)
        case .null:
            buffer.append("null" as StaticString)
        case .decimal(let text):
            write(decimal: text)
        case .array(let elements):
            guard elements.isEmpty else {
                return false
            }
            buffer.append("[]" as StaticString)
        case .object(let object):
            guard object.isEmpty else {
                return false
            }
            buffer.append("{}" as StaticString)
        }
        return true
    }

    private mutating func open(_ value: JSONValue) {
        switch value {
        case .array(let elements):
            buffer.append(JSONByte.openBracket)
            frames.append(.array(elements, next: 0))
        case .object(let object):
            buffer.append(JSONByte.openBrace)
            let members = style == .canonical ? Self.sorted(object.members) : object.members
            frames.append(.object(members, next: 0))
        default:
            break
        }
    }

    private static func sorted(_ members: [JSONObject.Member]) -> [JSONObject.Member] {
        members.sorted { JSONText.precedesInUTF16($0.key, $1.key) }
    }

    private mutating func write(_ number: Double) {
        guard number.isFinite else {
            buffer.append("null" as StaticString)
            return
        }
        if style == .canonical, let decimal = JSONDecimal(number.description) {
            decimal.append(to: &buffer)
        } else {
            buffer.append(number.description)
        }
    }

    private mutating func write(decimal text: String) {
        guard JSONValue.isNumber(text) else {
            buffer.append("null" as StaticString)
            return
        }
        if style == .canonical, let decimal = JSONDecimal(text) {
            decimal.append(to: &buffer)
        } else {
            buffer.append(text)
        }
    }
}
