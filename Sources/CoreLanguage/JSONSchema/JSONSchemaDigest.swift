/// Hashes that are the same for values that are equal as JSON Schema means it. They are seeded anew in each process, so
/// that nobody can make values collide on purpose.
struct JSONSchemaDigest {
    /// An array or object whose children are being hashed.
    private struct Frame {
        let value: JSONValue
        var next = 0
        var hasher = Hasher()
        /// Of an object: the sum of its members' hashes, which is the same in every order.
        var sum = 0
    }

    /// What a value costs besides its bytes.
    private static let stepsPerValue = 7

    private var frames: [Frame] = []

    /// The hash of a value, or nil when the budget ran out. Does not recurse.
    static func of(_ value: JSONValue, budget: inout WorkBudget) -> Int? {
        var digest = JSONSchemaDigest()
        return digest.run(value, &budget)
    }

    private mutating func run(_ value: JSONValue, _ budget: inout WorkBudget) -> Int? {
        var result = open(value, &budget)
        while let top = frames.indices.last {
            guard !budget.isSpent else {
                return nil
            }
            if let child = nextChild(top, &budget) {
                if let hash = open(child, &budget) {
                    add(hash, top)
                }
            } else {
                let hash = close(frames.removeLast())
                result = hash
                if top > 0 {
                    add(hash, top - 1)
                }
            }
        }
        return budget.isSpent ? nil : result
    }

    /// The hash of a scalar; nil for an array or object, which is on top of the frames now.
    private mutating func open(_ value: JSONValue, _ budget: inout WorkBudget) -> Int? {
        var hasher = Hasher()
        switch value {
        case .array, .object:
            budget.charge(Self.stepsPerValue)
            frames.append(Frame(value: value))
            return nil
        case .null: hasher.combine(0)
        case .bool(let isTrue): hasher.combine(isTrue)
        case .string(let text):
            budget.charge(text.utf8.count / 8)
            JSONText.hash(text, into: &hasher)
        case .integer(let integer): hasher.combine(integer)
        case .double, .decimal: Self.hash(number: value, into: &hasher, &budget)
        }
        budget.charge(Self.stepsPerValue)
        return hasher.finalize()
    }

    private static func hash(number: JSONValue, into hasher: inout Hasher, _ budget: inout WorkBudget) {
        budget.charge(JSONSchemaNumber.steps(of: number))
        if let integer = number.int64Value {
            hasher.combine(integer)
        } else if let decimal = JSONSchemaNumber.decimal(number) {
            hasher.combine(decimal.isNegative)
            hasher.combine(decimal.pointPosition)
            decimal.digits.withUnsafeBytes { hasher.combine(bytes: $0) }
        } else if let text = number.numberText {
            JSONText.hash(text, into: &hasher)
        }
    }

    /// The next child of a frame, whose name is part of its hash.
    private mutating func nextChild(_ top: Int, _ budget: inout WorkBudget) -> JSONValue? {
        let place = frames[top].next
        frames[top].next += 1
        switch frames[top].value {
        case .array(let elements):
            guard place < elements.count else {
                return nil
            }
            return elements[place]
        case .object(let object):
            guard place < object.count else {
                return nil
            }
            budget.charge(object.members[place].key.utf8.count / 8)
            return object.members[place].value
        default: return nil
        }
    }

    private mutating func add(_ hash: Int, _ top: Int) {
        if case .object(let object) = frames[top].value {
            var hasher = Hasher()
            JSONText.hash(object.members[frames[top].next - 1].key, into: &hasher)
            hasher.combine(hash)
            frames[top].sum &+= hasher.finalize()
        } else {
            frames[top].hasher.combine(hash)
        }
    }

    private func close(_ frame: Frame) -> Int {
        var hasher = frame.hasher
        if case .object(let object) = frame.value {
            hasher.combine(object.count)
            hasher.combine(frame.sum)
        }
        return hasher.finalize()
    }
}
