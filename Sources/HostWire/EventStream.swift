import CoreDomain
import CoreLanguage
import HostSupport

/// A stream of items as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), or as lines of
/// JSON.
///
/// An event has the item's place as its id, so that a client that was cut off resumes behind it with `Last-Event-ID`.
public actor EventStream {
    /// How long a connection is silent at most: proxies take longer silences for dead.
    private static let patience = Duration.seconds(15)

    /// How a stream is written.
    struct Form: Sendable {
        let name: String
        /// Whether each item is a line `{"result": …}`, and a failure `{"error": …}`.
        let isLines: Bool
        let written: @Sendable (JSONValue) -> JSONValue
        let error: @Sendable (CoreError) -> JSONValue

        var mediaType: String { isLines ? "application/x-ndjson" : "text/event-stream" }
    }

    private let stream: OperationStream
    private let form: Form
    private var isOver = false

    init(_ stream: OperationStream, _ form: Form) {
        self.stream = stream
        self.form = form
    }

    /// What lets the client know that it is connected.
    public nonisolated var opening: [UInt8] { Array((form.isLines ? "\n" : ": connected\n\n").utf8) }

    /// The next bytes to send; nil when the stream is over. Waits until there are some, 15 s at most.
    ///
    /// A failure is an event of its own, the last: what came before it is not lost, and the client resumes behind it.
    public func next() async -> [UInt8]? {
        if isOver { return nil }
        do throws(CoreError) {
            switch try await stream.next(patience: Self.patience) {
            case .item(let item): return event(form.name, id: item.position, form.written(item.output))
            case .quiet: return Array((form.isLines ? "\n" : ": nothing new\n\n").utf8)
            case .over: isOver = true
            }
        } catch {
            isOver = true
            if error.reason != .cancelled { return event("error", id: nil, form.error(error)) }
        }
        return nil
    }

    /// Compact JSON holds no line break, so its text is one line of data.
    private func event(_ name: String, id: StreamPosition?, _ data: JSONValue) -> [UInt8] {
        if form.isLines {
            let line: JSONValue = id == nil ? data : ["result": data]
            return line.serialized() + Array("\n".utf8)
        }
        let head = "event: \(name)\n" + (id.map { "id: \($0)\n" } ?? "") + "data: "
        return Array(head.utf8) + data.serialized() + Array("\n\n".utf8)
    }
}
