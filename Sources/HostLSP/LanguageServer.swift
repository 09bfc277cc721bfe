public import CoreLanguage

/// A server of the Language Server Protocol 3.17 for scripts: bytes in, bytes out.
///
/// ```swift
/// var server = LanguageServer()
/// while server.exitCode == nil, let bytes = read() {
///     write(server.receive(bytes))
///     if nothingMoreToReadNow { write(server.drain()) }
/// }
/// ```
///
/// It does nothing on its own and knows no clock. Changes are compiled when something is asked about a document, or when the input
/// is drained, so that changes that come together are compiled once. Nothing that a client sends ends it, but `exit`.
public struct LanguageServer: Sendable {
    var reader = MessageReader()
    var lifecycle = Lifecycle.started
    var unit = ColumnUnit.utf16
    var documents: OpenDocuments
    /// The id of the process that started the server, as `initialize` names it; nil before, and when it names none.
    ///
    /// Whoever reads for the server looks from time to time whether it is gone, and ends with the status 1 then: a client that
    /// was killed may leave standard input open in another process, so that its end does not tell.
    public internal(set) var clientProcessID: Int32?
    /// The address of the page about the diagnostics; `#e301` is put behind it.
    let documentation: String?
    let version: String

    /// How far the conversation is.
    enum Lifecycle: Sendable {
        case started, initialized, shutDown
        /// The client has said `exit`, after `shutdown` or not.
        case ended(wasShutDown: Bool)
    }

    /// A server for scripts that may use these tools.
    ///
    /// `documentation` is the address of a page that has a section for each diagnostic code; clients then show links.
    public init(tools: ToolSignatures = .standard, version: String = "0", documentation: String? = nil) {
        documents = OpenDocuments(tools: tools)
        self.version = version
        self.documentation = documentation
    }

    /// What the process ends with once the client has said `exit`: 0 after `shutdown`, 1 otherwise. Nil until then.
    public var exitCode: Int32? {
        if case .ended(let wasShutDown) = lifecycle { wasShutDown ? 0 : 1 } else { nil }
    }

    /// Takes in what the client sent, in pieces of any length, and gives what is to be sent to it, each message with its header.
    ///
    /// Requests are answered at once. Diagnostics come with ``drain()``.
    public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
        reader.append(bytes)
        var messages: [Result<Message, ResponseError>] = []
        var sawGarbage = false
        while let found = reader.next() {
            switch found {
            case .message(let bytes): messages.append(Self.message(bytes))
            case .tooLong(let count):
                let text = "A message has \(count) bytes; the most are \(MessageReader.bytesMax)."
                messages.append(.failure(.invalidRequest(text)))
            case .garbage:
                if !sawGarbage { messages.append(.failure(.parse("What was sent is no message."))) }
                sawGarbage = true
            }
        }
        return replies(to: messages).map { MessageReader.framed($0.serialized()) }
    }

    /// The diagnostics of what has changed since it was called last. Call it when there is nothing more to read for now.
    public mutating func drain() -> [[UInt8]] {
        guard case .initialized = lifecycle else { return [] }
        return documents.publishable().map { MessageReader.framed(diagnostics(of: $0).serialized()) }
    }

    private static func message(_ bytes: [UInt8]) -> Result<Message, ResponseError> {
        do throws(JSONError) {
            return .success(Message(try JSONValue.parse(bytes, limits: JSONLimits(maxBytes: MessageReader.bytesMax))))
        } catch {
            return .failure(.parse("The message is no JSON: \(error.message)"))
        }
    }

    /// Answers messages in their order, but for requests that are cancelled further down.
    private mutating func replies(to messages: [Result<Message, ResponseError>]) -> [JSONValue] {
        var cancelled: Set<JSONValue> = []
        for case .success(.notification("$/cancelRequest", let parameters)) in messages {
            if let id = parameters["id"] { cancelled.insert(id) }
        }
        return messages.compactMap { message in
            switch message {
            case .failure(let error):
                if exitCode == nil { return error.response(to: nil) }
                return Optional.none
            case .success(let message): return reply(to: message, cancelled)
            }
        }
    }

    private mutating func reply(to message: Message, _ cancelled: Set<JSONValue>) -> JSONValue? {
        guard exitCode == nil else { return nil }
        switch message {
        case .response: return nil
        case .invalid(let id):
            return ResponseError.invalidRequest("The message is neither a request nor a notification.").response(to: id)
        case .notification(let method, let parameters):
            note(method, parameters)
            return nil
        case .request(let id, let method, let parameters):
            guard !cancelled.contains(id) else {
                return ResponseError.cancelled("The request was cancelled.").response(to: id)
            }
            do throws(ResponseError) {
                return ["jsonrpc": "2.0", "id": id, "result": try answer(method, parameters)]
            } catch {
                return error.response(to: id)
            }
        }
    }
}
