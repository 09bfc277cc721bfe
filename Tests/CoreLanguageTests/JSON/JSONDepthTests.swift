import CoreLanguage
import Foundation
import Testing

@Suite("JSON depth")
struct JSONDepthTests {
    @Test("the deepest value allowed needs no more than a stack of 512 KiB", arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func smallStack(_ opening: String) throws {
        let levels = 512 / opening.filter { "[{".contains($0) }.count
        let closing = String(opening.compactMap { $0 == "[" ? "]" : $0 == "{" ? "}" : nil }.reversed())
        let text = String(repeating: opening, count: levels) + "1" + String(repeating: closing, count: levels)
        let outcome = Outcome()
        let thread = Thread { outcome.finish(isSound(text)) }
        thread.stackSize = 512 * 1024
        thread.start()
        #expect(outcome.wait())
    }

    @Test("texts far deeper than any stack are read up to the limit and then refused")
    func beyond() {
        let text = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    }
}

/// Reads, compares, hashes, writes and releases the value of a text.
private func isSound(_ text: String) -> Bool {
    guard let value = try? JSONValue.parse(text), let other = try? JSONValue.parse(value.serialized(.pretty)) else {
        return false
    }
    let isWritten = value.serializedString() == text && String(decoding: value.canonicalBytes(), as: UTF8.self) == text
    return isWritten && value == other && value.hashValue == other.hashValue
}

/// What a thread found out; whoever waits gets it.
private final class Outcome: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var isSound = false

    /// Called once, by the thread.
    func finish(_ isSound: Bool) {
        self.isSound = isSound
        done.signal()
    }

    func wait() -> Bool {
        done.wait()
        return isSound
    }
}
