import CoreTesting
import Testing

@testable import Providers

@Suite struct ServerSentEventsTests {
    static let streams: [(bytes: [UInt8], events: [String])] = [
        (Array("data: a\n\ndata: b\n\n".utf8), ["a", "b"]),
        (Array("data: a\r\n\r\ndata:b\r\r".utf8), ["a", "b"]),
        (Array("data: one\r\ndata: two\r\n\r\n".utf8), ["one\ntwo"]),
        (Array("\u{FEFF}data: über 🦊\n\n".utf8), ["über 🦊"]),
        (Array(": a comment\nevent: x\nid: 1\ndata: one\ndata: two\nretry: 5\n\n".utf8), ["one\ntwo"]),
        (Array("data\n\ndata:\n\n\n\n".utf8), ["", ""]),
        (Array("database: no\ndata:  two spaces\n\n".utf8), [" two spaces"]),
        (Array("data: cut off".utf8), []),
        (Array("data: not ended\n".utf8), []),
        ([0x64, 0x61, 0x74, 0x61, 0x3A, 0xFF, 0x0A, 0x0A], ["\u{FFFD}"]),
    ]

    @Test(arguments: streams.indices) func theWholeIsRead(_ place: Int) {
        var events = ServerSentEvents()
        #expect(events.read(Self.streams[place].bytes) == Self.streams[place].events)
    }

    @Test(arguments: streams.indices) func everySplitGivesTheSame(_ place: Int) {
        let (bytes, expected) = Self.streams[place]
        for split in 0...bytes.count {
            var events = ServerSentEvents()
            #expect(events.read(bytes[..<split]) + events.read(bytes[split...]) == expected, "split at \(split)")
        }
        var events = ServerSentEvents()
        #expect(bytes.flatMap { events.read([$0]) } == expected)
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func chunksOfAnySizeGiveTheSame(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let marks = ["data: ", "data:", "\n", "\r\n", "\r", "\n\n", ": note", "é", "🦊", "x", " ", "event: e"]
        let bytes = Array((0..<60).map { _ in marks.randomElement(using: &random) ?? "" }.joined().utf8)
        var whole = ServerSentEvents()
        let expected = whole.read(bytes)
        for _ in 0..<20 {
            var (events, found, rest) = (ServerSentEvents(), [String](), bytes[...])
            while !rest.isEmpty {
                let count = Int.random(in: 1...9, using: &random)
                found += events.read(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            #expect(found == expected, "seed \(seed)")
        }
    }
}
