extension JSONValue: Hashable {
    /// Hashes the content, so that equal values hash alike.
    public func hash(into hasher: inout Hasher) {
        if !hashScalar(into: &hasher) {
            hasher.combine(JSONDigest.of(self))
        }
    }

    /// Hashes a value that is neither array nor object: true. Of those hashes only what they are: false.
    fileprivate func hashScalar(into hasher: inout Hasher) -> Bool {
        hasher.combine(kind)
        switch self {
        case .null:
            break
        case .bool(let value):
            hasher.combine(value)
        case .integer(let value):
            hasher.combine(value)
        case .double(let value):
            hasher.combine(value)
        case .decimal(let text), .string(let text):
            JSONText.hash(text, into: &hasher)
        case .array, .object:
            return false
        }
        return true
    }

    /// Sets equal content in different cases apart, such as `1` and `1.0` or the same text as number and string.
    private var kind: UInt8 {
        switch self {
        case .null: 0
        case .bool: 1
        case .integer: 2
        case .double: 3
        case .decimal: 4
        case .string: 5
        case .array: 6
        case .object: 7
        }
    }
}

extension JSONObject: Hashable {
    /// Hashes the members without regard to their order.
    public func hash(into hasher: inout Hasher) {
        JSONValue.object(self).hash(into: &hasher)
    }
}

/// Digests arrays and objects from the inside out, without recursion.
private struct JSONDigest {
    /// An array or object that has been opened.
    private enum Container {
        case array([JSONValue])
        case object([JSONObject.Member])

        var count: Int {
            switch self {
            case .array(let elements): elements.count
            case .object(let members): members.count
            }
        }

        func child(at position: Int) -> JSONValue {
            switch self {
            case .array(let elements): elements[position]
            case .object(let members): members[position].value
            }
        }
    }

    private struct Frame {
        let container: Container
        var next = 0
        /// The digests of an array's elements in order.
        var sequence = Hasher()
        /// The sum of an object's member digests, which is the same in every order.
        var sum = 0

        mutating func add(_ digest: Int) {
            switch container {
            case .array:
                sequence.combine(digest)
            case .object(let members):
                var hasher = Hasher()
                JSONText.hash(members[next].key, into: &hasher)
                hasher.combine(digest)
                sum &+= hasher.finalize()
            }
            next += 1
        }

        func finished() -> Int {
            var hasher = sequence
            hasher.combine(sum)
            hasher.combine(container.count)
            return hasher.finalize()
        }
    }

    private var frames: [Frame] = []

    /// The digest of an array or object.
    static func of(_ value: JSONValue) -> Int {
        var digest = JSONDigest()
        return digest.run(value)
    }

    private mutating func run(_ value: JSONValue) -> Int {
        var result = open(value) ?? 0
        while let top = frames.indices.last {
            let frame = frames[top]
            if frame.next == frame.container.count {
                frames.removeLast()
                result = frame.finished()
                if !frames.isEmpty {
                    frames[top - 1].add(result)
                }
            } else if let digest = open(frame.container.child(at: frame.next)) {
                frames[top].add(digest)
            }
        }
        return result
    }

    /// The digest of a scalar; nil for an array or object, which is then on top of the frames.
    private mutating func open(_ value: JSONValue) -> Int? {
        switch value {
        case .array(let elements):
            frames.append(Frame(container: .array(elements)))
            return nil
        case .object(let object):
            frames.append(Frame(container: .object(object.members)))
            return nil
        default:
            var hasher = Hasher()
            _ = value.hashScalar(into: &hasher)
            return hasher.finalize()
        }
    }
}
