public import CoreLanguage

/// Where a program writes what it does: one line of JSON for each event. Never a secret.
public struct Log: Sendable {
    /// How much an event matters.
    public enum Level: String, Hashable, Sendable, CaseIterable, Comparable {
        case debug, info, warning, error

        /// 0 for the least.
        public var rank: Int {
            switch self {
            case .debug: 0
            case .info: 1
            case .warning: 2
            case .error: 3
            }
        }

        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
    }

    private let least: Level
    private let write: @Sendable (Level, JSONObject) -> Void

    /// A log that hands events of `least` and above to `write`.
    public init(least: Level, write: @escaping @Sendable (Level, JSONObject) -> Void) {
        self.least = least
        self.write = write
    }

    /// Writes nothing.
    public static let none = Log(least: .error) { _, _ in }

    /// Writes an event with its facts, which are only gathered when the event is written.
    public func callAsFunction(
        _ level: Level, _ message: @autoclosure () -> String, _ facts: @autoclosure () -> JSONObject = JSONObject()
    ) {
        guard level >= least else { return }
        var event: JSONObject = ["level": .string(level.rawValue), "message": .string(message())]
        for (name, value) in facts() { event[name] = value }
        write(level, event)
    }
}
