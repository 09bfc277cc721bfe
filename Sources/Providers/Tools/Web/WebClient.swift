import CoreDomain

/// Makes requests for tools: within a time, and no larger than can be kept.
struct WebClient: Sendable {
    /// How long a call takes when nothing else is said.
    static let timeoutUsual = Duration.seconds(60)

    let transport: any HTTPTransport
    let clock: any Clock

    /// The whole answer to a request.
    struct Answer: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]
        /// Whether the body has more than that.
        let isCut: Bool

        func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// Runs `body` and gives up when `timeout` is over: then with the error `late`.
    func within<Value: Sendable>(
        _ timeout: Duration, late: CoreError, _ body: @escaping @Sendable () async throws(CoreError) -> Value
    ) async throws(CoreError) -> Value {
        let clock = clock
        let deadline = clock.monotonic() + timeout
        let result = await withTaskGroup(of: Result<Value, CoreError>?.self) { group in
            group.addTask {
                do throws(CoreError) { return .success(try await body()) } catch { return .failure(error) }
            }
            group.addTask {
                do { try await clock.sleep(until: deadline) } catch { return nil }
                return .failure(late)
            }
            // The timer gives nothing only when the task is cancelled, and then the request tells so itself.
            var result: Result<Value, CoreError>?
            while result == nil, let next = await group.next() { result = next }
            group.cancelAll()
            return result
        }
        guard let result else { throw CoreError(.cancelled, "The call was cancelled before it was answered.") }
        return try result.get()
    }

    /// Sends a request and reads at most `bytesMax` of the body.
    func answer(to request: HTTPRequest, bytesMax: Int) async throws(CoreError) -> Answer {
        let head = try await transport.send(request)
        var body: [UInt8] = []
        while let bytes = try await head.nextBytes() {
            let room = bytesMax - body.count
            body += bytes.prefix(room)
            if bytes.count > room {
                return Answer(status: head.status, headers: head.headers, body: body, isCut: true)
            }
        }
        return Answer(status: head.status, headers: head.headers, body: body, isCut: false)
    }

    /// The URL in a member of an input.
    static func url(_ input: ToolInput) throws(CoreError) -> WebURL {
        let text = try input.text("url")
        do throws(WebURL.Fault) {
            return try WebURL(text)
        } catch {
            throw input.fault("url", "url_invalid", error.message)
        }
    }
}
