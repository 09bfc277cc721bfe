import CoreDomain
import CoreLanguage
import Synchronization

/// Programs that say what a test lays down for each line that they are given.
final class ScriptedPrograms: ResidentPrograms {
    enum Saying: Sendable {
        case line(String)
        case end(Int32)
    }
    private let react: @Sendable (JSONValue) -> [Saying]
    private let received = Mutex<[JSONValue]>([])
    private let startCount = Mutex(0)

    init(_ react: @escaping @Sendable (JSONValue) -> [Saying]) { self.react = react }

    /// Everything that was written to any of them.
    var messages: [JSONValue] { received.withLock { $0 } }
    var starts: Int { startCount.withLock { $0 } }

    func start(
        _ command: ResidentCommand, receive: @escaping @Sendable (ResidentEvent) -> Void
    ) async throws(CoreError) -> any ResidentProgram {
        if command.program == "missing" { throw CoreError(.programMissing, "It is not there.") }
        startCount.withLock { $0 += 1 }
        return Program(owner: self, receive: receive)
    }

    private final class Program: ResidentProgram {
        let owner: ScriptedPrograms
        let receive: @Sendable (ResidentEvent) -> Void
        private let isOver = Mutex(false)

        init(owner: ScriptedPrograms, receive: @escaping @Sendable (ResidentEvent) -> Void) {
            self.owner = owner
            self.receive = receive
        }

        func write(_ bytes: [UInt8]) -> Bool {
            guard !isOver.withLock({ $0 }), let message = try? JSONValue.parse(bytes) else { return false }
            owner.received.withLock { $0.append(message) }
            let sayings = owner.react(message)
            // As with a real program, the answer comes from elsewhere.
            Task { for saying in sayings { self.say(saying) } }
            return true
        }

        private func say(_ saying: Saying) {
            switch saying {
            case .line(let text): receive(.line(Array(text.utf8)))
            case .end(let status):
                isOver.withLock { $0 = true }
                receive(.ended(ResidentEnding(ending: .exited(status), error: Array("it fell over\n".utf8))))
            }
        }

        func end() async {
            let wasOver = isOver.withLock { isOver in
                defer { isOver = true }
                return isOver
            }
            if !wasOver { receive(.ended(ResidentEnding(ending: .exited(0)))) }
        }
    }
}

/// A server with three tools, as its answers to requests.
enum ScriptedServer {
    static let initialized: JSONValue = [
        "protocolVersion": "2025-11-25", "capabilities": ["tools": [:]],
        "serverInfo": ["name": "scripted", "version": "1"],
    ]
    static let forecast: JSONValue = [
        "name": "forecast", "description": "Tells the\n  weather.",
        "inputSchema": [
            "type": "object", "required": ["city"],
            "properties": [
                "city": ["type": "string", "description": "Where."], "day-count": ["type": "integer", "default": 1],
            ],
        ],
        "outputSchema": [
            "type": "object", "required": ["degrees"], "properties": ["degrees": ["type": "number"]],
        ],
        "annotations": ["readOnlyHint": true],
    ]
    static let order: JSONValue = ["name": "order.now", "inputSchema": ["type": "object"]]

    /// The result of a request for which nothing special is laid down.
    static func result(_ message: JSONValue) -> JSONValue? {
        switch message["method"]?.stringValue {
        case "initialize": initialized
        case "tools/list" where message["params"]?["cursor"] == nil:
            ["tools": [forecast], "nextCursor": "2"]
        case "tools/list": ["tools": [order, ["name": ""], ["nothing": true]]]
        default: .none
        }
    }

    static func line(_ message: JSONValue, _ result: JSONValue) -> ScriptedPrograms.Saying {
        .line((["jsonrpc": "2.0", "id": message["id"] ?? .null, "result": result] as JSONValue).serializedString())
    }

    /// Programs that begin well and answer calls with `call`.
    static func programs(_ call: @escaping @Sendable (JSONValue) -> [ScriptedPrograms.Saying]) -> ScriptedPrograms {
        ScriptedPrograms { message in
            if let result = result(message) { return [line(message, result)] }
            return message["method"] == "tools/call" ? call(message) : []
        }
    }
}
