extension JSONParser {
    /// Skips the four bytes RFC 8259 allows between tokens.
    @inline(__always)
    mutating func skipWhitespace() {
        if position < count, input[position] == JSONByte.space {
            position += 1
        }
        if position < count, input[position] <= JSONByte.space {
            skipWhitespaceRun()
        }
    }

    private mutating func skipWhitespaceRun() {
        while position < count {
            switch input[position] {
            case JSONByte.space:
                position += 1
            case JSONByte.lineFeed:
                position += 1
                skipIndentation()
            case JSONByte.carriageReturn, JSONByte.tab:
                position += 1
            default:
                return
            }
        }
    }

    /// Skips the spaces an indented line begins with, eight at a time.
    @inline(__always)
    private mutating func skipIndentation() {
        while position + JSONWord.size <= count {
            let spaces = JSONWord.leadingSpaces(JSONWord.load(input + position))
            position += spaces
            guard spaces == JSONWord.size else {
                return
            }
        }
    }
}
