import CoreDomain
import CoreLanguage
import HostSupport

/// A stream of items as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
///
/// An event has the item's place as its id, so that a client that was cut off resumes behind it with `Last-Event-ID`.
public actor EventStream {
    /// How long a connection is silent at most: proxies take longer silences for dead.
    private static let patience = Duration.seconds(15)

    private let stream: OperationStream
    private let name: String
    private var isOver = false

    init(_ stream: OperationStream, name: String) {
        self.stream = stream
        self.name = name
    }

    /// The next bytes to send; nil when the stream is over. Waits until there are some, 15 s at most.
    ///
    /// A failure is an event of its own, the last: what came before it is not lost, and the client resumes behind it.
    public func next() async -> [UInt8]? {
        if isOver { return nil }
        do throws(CoreError) {
            switch try await stream.next(patience: Self.patience) {
            case .item(let item): return Self.event(name, id: item.position, item.output)
            case .quiet: return Array(": nothing new\n\n".utf8)
            case .over: isOver = true
            }
        } catch {
            isOver = true
            if error.reason != .cancelled { return Self.event("error", id: nil, error.canonicalJSON) }
        }
        return nil
    }

    /// Compact JSON holds no line break, so its text is one line of data.
    private static func event(_ name: String, id: StreamPosition?, _ data: JSONValue) -> [UInt8] {
        let head = "event: \(name)\n" + (id.map { "id: \($0)\n" } ?? "") + "data: "
        return Array(head.utf8) + data.serialized() + Array("\n\n".utf8)
    }
}
