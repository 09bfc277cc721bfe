import CoreDomain
import CoreLanguage
import CorePlatform

/// A server's stream of events. A connection that breaks is made anew behind the last event that came.
actor RemoteStream: ItemStream {
    /// Attempts in a row without an event, before the failure is told.
    private static let attemptsMax = 5

    private let session: RemoteSession
    private let url: String
    private var answer: HTTPAnswer?
    private var parser = EventParser()
    private var waiting: ArraySlice<EventParser.Event> = []
    private var lastID: String?
    private var failures = 0

    init(session: RemoteSession, url: String) {
        self.session = session
        self.url = url
    }

    /// Connects, so that a refusal is told before anything is waited for.
    func open() async throws(CoreError) {
        parser = EventParser()
        answer = try await session.events(url, after: lastID)
    }

    func next() async throws(CoreError) -> JSONValue? {
        while true {
            if let event = waiting.popFirst() { return try item(event) }
            do throws(CoreError) {
                guard let answer else {
                    try await open()
                    continue
                }
                guard let bytes = try await answer.nextBytes() else { return nil }
                waiting = try parser.events(in: bytes)[...]
            } catch {
                try await pauseAfter(error)
            }
        }
    }

    private func item(_ event: EventParser.Event) throws(CoreError) -> JSONValue {
        lastID = event.id ?? lastID
        failures = 0
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(event.data)
        } catch {
            throw ServerAnswer.invalid("an event is no JSON", session.server)
        }
        guard event.name != "error" else {
            throw ServerAnswer.refusal(value) ?? ServerAnswer.invalid("an error of unknown form", session.server)
        }
        return value
    }

    /// Waits a little before the next attempt; throws `error` when there is none.
    private func pauseAfter(_ error: CoreError) async throws(CoreError) {
        failures += 1
        let isBreak = error.reason == .outcomeUnknown || error.reason == .serverUnreachable
        guard isBreak, failures <= Self.attemptsMax else { throw error }
        answer = nil
        let clock = SystemClock()
        do { try await clock.sleep(until: clock.monotonic() + .milliseconds(500)) } catch {
            throw CoreError(narrowing: error)
        }
    }
}

/// Reads server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) from bytes as they come.
struct EventParser {
    struct Event {
        var name = "message"
        var id: String?
        var data = ""
    }

    /// Bytes of a line at most.
    private static let lineBytesMax = 16 * 1_024 * 1_024

    private var line: [UInt8] = []
    private var event = Event()
    private var hasData = false

    /// The events that end in `bytes`.
    mutating func events(in bytes: [UInt8]) throws(CoreError) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if byte != UInt8(ascii: "\n") {
                line.append(byte)
                guard line.count <= Self.lineBytesMax else {
                    throw CoreError(.serverAnswerInvalid, "A line of the server's events is longer than 16 MiB.")
                }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if let event = endLine() { events.append(event) }
            line.removeAll(keepingCapacity: true)
        }
        return events
    }

    /// The event that an empty line ends.
    private mutating func endLine() -> Event? {
        guard !line.isEmpty else {
            defer { (event, hasData) = (Event(), false) }
            return hasData ? event : nil
        }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]) : ""
        switch parts[0] {
        case "event": event.name = value
        case "id": event.id = value
        case "data":
            event.data += (hasData ? "\n" : "") + value
            hasData = true
        default: break
        }
        return nil
    }
}
