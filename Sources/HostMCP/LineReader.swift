/// Takes messages out of a stream of bytes, each on a line of its own (MCP, transport "stdio").
public struct LineReader: Sendable {
    /// The most bytes of a message.
    public static let bytesMax = 16 << 20

    private var line: [UInt8] = []
    private var isSkipping = false

    /// A reader at the beginning of a line.
    public init() {}

    /// Takes bytes in, and gives the lines that end in them; nil stands for one that is too long.
    public mutating func lines(in bytes: [UInt8]) -> [[UInt8]?] {
        var lines: [[UInt8]?] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            extend(rest[..<end])
            if isSkipping {
                lines.append(nil)
            } else if !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) {
                lines.append(line)
            }
            line.removeAll(keepingCapacity: line.count < 65_536)
            isSkipping = false
            rest = rest[end...].dropFirst()
        }
        extend(rest)
        return lines
    }

    private mutating func extend(_ bytes: ArraySlice<UInt8>) {
        if !isSkipping, bytes.count <= Self.bytesMax - line.count { return line += bytes }
        line.removeAll()
        isSkipping = true
    }
}
