import CoreLanguage
import HostSupport
import Logging

/// Passes what the HTTP server logs on to the backend's log.
struct BackendLogHandler: LogHandler {
    let log: Log
    var metadata = Logger.Metadata()
    /// The server's own chatter below this says nothing about a request.
    var logLevel = Logger.Level.warning

    init(log: Log) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let level: Log.Level = event.level >= .error ? .error : .warning
        var facts: JSONObject = [:]
        for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            facts[name] = .string("\(value)")
        }
        log(level, "\(event.message)", facts)
    }
}
