/// Reads one JSON text (RFC 8259) strictly.
///
/// Open arrays and objects are kept on stacks of its own, so that depth costs heap and not stack. Every read of the
/// input comes after a comparison with `count`.
struct JSONParser: ~Copyable {
    /// What a value is part of.
    struct Frame {
        enum Kind {
            case document
            case array
            case object
        }

        let kind: Kind
        /// The place of its first child on `values`.
        let firstValue: Int
        /// The place of its first name on `names`.
        let firstName: Int
        /// One bit for each cache slot its names fell into: a name whose bit is clear is new.
        var seenSlots: UInt64 = 0
        /// Whether two of its names may be the same.
        var mayRepeatNames = false
    }

    let input: UnsafePointer<UInt8>
    let count: Int
    private let maxDepth: Int
    var position = 0

    /// The innermost array or object that is open.
    var frame = Frame(kind: .document, firstValue: 0, firstName: 0)
    /// What `frame` is inside of, from the outside inwards.
    private(set) var outerFrames: [Frame] = []

    private var values = JSONMoveStack<JSONValue>()
    private var names = JSONMoveStack<String>()
    var nameCache = JSONNameCache()

    /// Where strings with escapes are put together.
    var scratch: [UInt8] = []

    /// Starts at the first of `count` bytes, which must stay readable and unchanged.
    init(input: UnsafePointer<UInt8>, count: Int, maxDepth: Int) {
        self.input = input
        self.count = count
        self.maxDepth = maxDepth
    }

    /// Reads the whole input as one value.
    mutating func readDocument() throws(JSONFailure) -> JSONValue {
        skipWhitespace()
        var isFollowed = true
        while isFollowed {
            if try readScalarOrOpen() {
                isFollowed = try closeFinished()
            }
        }
        guard position == count else {
            throw failure(.trailingContent)
        }
        return values.popLast()
    }

    /// Reads a value that is neither array nor object, or an empty one of those, and puts it on `values`: true. Opens
    /// an array or object and stands before its first child: false.
    @inline(__always)
    private mutating func readScalarOrOpen() throws(JSONFailure) -> Bool {
        guard position < count else {
            throw failure(.unexpectedEnd)
        }
        let byte = input[position]
        switch byte {
        case JSONByte.quote:
            values.push(.string(try readString()))
        case JSONByte.openBrace:
            return try openObject()
        case JSONByte.openBracket:
            return try openArray()
        case JSONByte.lowercaseT, JSONByte.lowercaseF, JSONByte.lowercaseN:
            values.push(try readWord(byte))
        default:
            guard JSONByte.beginsNumber(byte) else {
                throw failure(.expectedValue)
            }
            values.push(try readNumber())
        }
        return true
    }

    /// Closes every array and object that ends here. True when another value follows, false when all are closed.
    @inline(__always)
    private mutating func closeFinished() throws(JSONFailure) -> Bool {
        while frame.kind != .document {
            skipWhitespace()
            guard position < count else {
                throw failure(.unexpectedEnd)
            }
            let byte = input[position]
            if byte == JSONByte.comma {
                position += 1
                skipWhitespace()
                try prepareNext()
                return true
            }
            try close(with: byte)
        }
        skipWhitespace()
        return false
    }

    /// After a comma: reads a member's name, or makes sure that an element follows.
    @inline(__always)
    private mutating func prepareNext() throws(JSONFailure) {
        if frame.kind == .object {
            try readName()
        } else if position < count, input[position] == JSONByte.closeBracket {
            throw failure(.trailingComma)
        }
    }

    @inline(__always)
    private mutating func close(with byte: UInt8) throws(JSONFailure) {
        let isObject = frame.kind == .object
        guard byte == (isObject ? JSONByte.closeBrace : JSONByte.closeBracket) else {
            throw failure(isObject ? .expectedCommaOrBrace : .expectedCommaOrBracket)
        }
        position += 1
        values.push(isObject ? .object(popObject()) : .array(values.popArray(from: frame.firstValue)))
        popFrame()
    }

    @inline(__always)
    private mutating func popObject() -> JSONObject {
        let ownNames = names.release(from: frame.firstName)
        let ownValues = values.release(from: frame.firstValue)
        precondition(ownNames.count == ownValues.count)  // reason: memory safety, pushed in pairs
        let members = [JSONObject.Member](unsafeUninitializedCapacity: ownNames.count) { buffer, initializedCount in
            for place in 0..<ownNames.count {
                let member = JSONObject.Member(
                    key: ownNames.moveElement(from: place), value: ownValues.moveElement(from: place))
                buffer.initializeElement(at: place, to: member)
            }
            initializedCount = ownNames.count
        }
        let areUnique = !frame.mayRepeatNames || JSONObject.areNamesUnique(members)
        return JSONObject(members: members, areUnique: areUnique)
    }

    private mutating func openObject() throws(JSONFailure) -> Bool {
        try pushFrame(.object)
        guard position < count, input[position] == JSONByte.closeBrace else {
            try readName()
            return false
        }
        position += 1
        popFrame()
        values.push(.object(JSONObject()))
        return true
    }

    private mutating func openArray() throws(JSONFailure) -> Bool {
        try pushFrame(.array)
        guard position < count, input[position] == JSONByte.closeBracket else {
            return false
        }
        position += 1
        popFrame()
        values.push(.array([]))
        return true
    }

    @inline(__always)
    private mutating func pushFrame(_ kind: Frame.Kind) throws(JSONFailure) {
        guard outerFrames.count < maxDepth else {
            throw failure(.depthExceeded(limit: maxDepth))
        }
        outerFrames.append(frame)
        frame = Frame(kind: kind, firstValue: values.count, firstName: names.count)
        position += 1
        skipWhitespace()
    }

    @inline(__always)
    private mutating func popFrame() {
        if let outer = outerFrames.popLast() {
            frame = outer
        }
    }

    /// Reads a member's name and the colon, and stands before its value.
    @inline(__always)
    private mutating func readName() throws(JSONFailure) {
        names.push(try readNameText())
        skipWhitespace()
        guard position < count, input[position] == JSONByte.colon else {
            throw failure(position < count ? .expectedColon : .unexpectedEnd)
        }
        position += 1
        skipWhitespace()
    }

    /// A failure at the current place.
    func failure(_ reason: JSONFailureReason) -> JSONFailure {
        JSONFailure(reason: reason, offset: position)
    }
}
