/// Takes messages out of a stream of bytes: a header with `Content-Length`, an empty line, and so many bytes of JSON (LSP 3.17,
/// “Base Protocol”).
///
/// What is no message is skipped up to the next header. It keeps no more than a message of the greatest length.
struct MessageReader {
    /// The most bytes of a message.
    static let bytesMax = 64 << 20
    /// The most bytes of a header.
    static let headerBytesMax = 4 << 10

    /// What was found in the stream.
    enum Found: Equatable {
        case message([UInt8])
        /// A message of so many bytes, which is not read.
        case tooLong(Int)
        /// Bytes that begin no message.
        case garbage
    }

    private var buffer: [UInt8] = []
    /// How much of the buffer is done with.
    private var front = 0
    /// How many bytes of a message are still to be skipped.
    private var skipping = 0

    /// Takes bytes in.
    mutating func append(_ bytes: some Collection<UInt8>) {
        if front > 0, front >= buffer.count / 2 {
            buffer.removeFirst(front)
            front = 0
        }
        let skipped = min(skipping, bytes.count)
        skipping -= skipped
        buffer += bytes.dropFirst(skipped)
    }

    /// The next message; nil when it is not all there.
    mutating func next() -> Found? {
        guard let end = headerEnd() else { return resynchronized() }
        guard let length = Self.contentLength(buffer[front..<end.start]) else {
            front = end.stop
            return .garbage
        }
        guard length <= Self.bytesMax else {
            let there = min(length, buffer.count - end.stop)
            front = end.stop + there
            skipping = length - there
            return .tooLong(length)
        }
        guard buffer.count - end.stop >= length else { return nil }
        front = end.stop + length
        return .message(Array(buffer[end.stop..<end.stop + length]))
    }

    /// Where the header's text ends, and where the message begins.
    private func headerEnd() -> (start: Int, stop: Int)? {
        var place = front
        let limit = min(buffer.count, front + Self.headerBytesMax)
        while place < limit {
            if buffer[place] == 0x0A {
                if place + 1 < limit, buffer[place + 1] == 0x0A { return (place, place + 2) }
                if place + 2 < limit, buffer[place + 1] == 0x0D, buffer[place + 2] == 0x0A { return (place, place + 3) }
            }
            place += 1
        }
        return nil
    }

    /// Skips what is too long for a header, but for what may be the front of one.
    private mutating func resynchronized() -> Found? {
        guard buffer.count - front > Self.headerBytesMax else { return nil }
        var place = front + 1
        while place + Self.name.count <= buffer.count {
            if buffer[place] | 0x20 == Self.name[0], Self.isName(buffer[place...]) { break }
            place += 1
        }
        front = place
        return .garbage
    }

    private static let name = Array("content-length:".utf8)

    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count >= name.count && zip(bytes, name).allSatisfy { lowercased($0) == $1 }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    /// The length that a header tells; nil when it tells none. Of several fields the last line that is one counts.
    private static func contentLength(_ header: ArraySlice<UInt8>) -> Int? {
        var length: Int?
        for line in header.split(separator: 0x0A) where isName(line) {
            var number = 0
            var digits = 0
            for byte in line.dropFirst(name.count) where byte != 0x20 && byte != 0x09 && byte != 0x0D {
                guard byte >= 0x30, byte <= 0x39, digits < 15 else { return nil }
                number = number * 10 + Int(byte - 0x30)
                digits += 1
            }
            guard digits > 0 else { return nil }
            length = number
        }
        return length
    }

    /// A message with its header.
    static func framed(_ message: [UInt8]) -> [UInt8] {
        Array("Content-Length: \(message.count)\r\n\r\n".utf8) + message
    }
}
