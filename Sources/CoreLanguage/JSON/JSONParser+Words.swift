extension JSONParser {
    /// Reads the text of a member's name, up to behind its closing quote.
    mutating func readNameText() throws(JSONFailure) -> String {
        guard position < count, input[position] == JSONByte.quote else {
            throw nameFailure()
        }
        let opening = position
        position += 1
        let end = try scanContent(opening: opening)
        guard !end.isEscape else {
            frame.mayRepeatNames = true
            return try readEscaped(opening: opening, from: opening + 1)
        }
        let length = position - opening - 1
        position += 1
        let slot = JSONNameCache.slot(of: input + opening + 1, count: length)
        let bit: UInt64 = 1 << UInt64(slot)
        frame.mayRepeatNames = frame.mayRepeatNames || frame.seenSlots & bit != 0
        frame.seenSlots |= bit
        // The names of an outermost object hardly come again, so it is spared the cache.
        guard outerFrames.count > 1 else {
            return Self.string(input + opening + 1, count: length, isASCII: end.isASCII)
        }
        return nameCache.name(in: input, from: opening + 1, count: length, slot: slot, isASCII: end.isASCII)
    }

    private func nameFailure() -> JSONFailure {
        guard position < count else {
            return failure(.unexpectedEnd)
        }
        return failure(input[position] == JSONByte.closeBrace ? .trailingComma : .expectedName)
    }

    /// Reads `true`, `false` or `null`, of which the first byte is known.
    mutating func readWord(_ first: UInt8) throws(JSONFailure) -> JSONValue {
        switch first {
        case JSONByte.lowercaseT where follows("true"):
            position += 4
            return .bool(true)
        case JSONByte.lowercaseF where follows("false"):
            position += 5
            return .bool(false)
        case JSONByte.lowercaseN where follows("null"):
            position += 4
            return .null
        default:
            throw failure(.expectedValue)
        }
    }

    private func follows(_ word: StaticString) -> Bool {
        guard count - position >= word.utf8CodeUnitCount else {
            return false
        }
        for offset in 0..<word.utf8CodeUnitCount where input[position + offset] != word.utf8Start[offset] {
            return false
        }
        return true
    }
}
