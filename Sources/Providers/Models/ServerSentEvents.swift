/// Reads a stream of events (HTML Living Standard, section 9.2.6) as its bytes come, in chunks of any size.
///
/// Only `data` is kept: of an event with several such lines, joined by line ends. What is no UTF-8 is repaired.
struct ServerSentEvents {
    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var isAfterReturn = false
    private var isFirstLine = true

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let field = Array("data".utf8)

    /// Takes the next bytes and gives the data of the events that end in them.
    mutating func read(_ bytes: some Sequence<UInt8>) -> [String] {
        var events: [String] = []
        for byte in bytes {
            let isSecondOfPair = isAfterReturn && byte == UInt8(ascii: "\n")
            isAfterReturn = byte == UInt8(ascii: "\r")
            if isSecondOfPair { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
            }
        }
        return events
    }

    /// The data of the event that an empty line ends.
    private mutating func endLine() -> String? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: Self.byteOrderMark) { line.removeFirst(Self.byteOrderMark.count) }
        }
        guard !line.isEmpty else {
            defer { data = nil }
            return data.map { String(decoding: $0, as: UTF8.self) }
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        guard line[..<colon].elementsEqual(Self.field) else { return nil }
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        if data == nil {
            data = Array(value)
        } else {
            data?.append(UInt8(ascii: "\n")); data?.append(contentsOf: value)
        }
        return nil
    }
}
