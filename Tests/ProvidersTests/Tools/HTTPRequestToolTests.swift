import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

struct HTTPRequestToolTests {
    private typealias Reply = WebTransport.Reply

    @Test(arguments: [200, 204, 301, 404, 429, 500, 503])
    func everyStatusIsAValue(_ status: Int) async throws {
        let world = ToolWorld([Reply(status, "application/json", #"{"a":1}"#, headers: [("retry-after", "3")])])
        let output = try await world.call("http_request", ["url": "http://a.example/x"]).output
        #expect(output["status"] == .integer(Int64(status)))
        #expect(output["body"] == ["a": 1])
        #expect(output["text"] == #"{"a":1}"#)
        #expect(output["headers"]?["retry-after"] == "3")
        #expect(world.transport.requests.withLock { $0.count } == 1)
    }

    @Test func whatOnlyCallsItselfJSONIsText() async throws {
        let world = ToolWorld([
            Reply(200, "application/json", "{"), Reply(200, "text/plain", "[1]"), Reply(200, "a/b+json", "[1]"),
        ])
        let input: JSONValue = ["url": "http://a.example"]
        #expect(try await world.call("http_request", input).output["body"] == "{")
        #expect(try await world.call("http_request", input).output["body"] == "[1]")
        #expect(try await world.call("http_request", input).output["body"] == [1])
    }

    @Test func bytesThatAreNoTextAreNull() async throws {
        var reply = Reply(200, "image/png")
        reply.chunks = [[0x89, 0x50, 0, 1]]
        var latin = Reply(200, "text/plain; charset=iso-8859-1")
        latin.chunks = [[0x41, 0xe4]]
        let world = ToolWorld([reply, latin])
        let output = try await world.call("http_request", ["url": "http://a.example"]).output
        #expect(output["body"] == .null && output["text"] == "")
        #expect(try await world.call("http_request", ["url": "http://a.example"]).output["text"] == "Aä")
    }

    @Test func headersOfOneNameAreJoinedAndCookiesAreNot() async throws {
        let world = ToolWorld([Reply(200, headers: [("a", "1"), ("a", "2"), ("set-cookie", "x"), ("set-cookie", "y")])])
        let headers = try await world.call("http_request", ["url": "http://a.example"]).output["headers"]
        #expect(headers == ["a": "1, 2", "set-cookie": ["x", "y"]])
    }

    @Test func theRequestIsWhatTheScriptSays() async throws {
        let world = ToolWorld([Reply()])
        let input: JSONValue = [
            "url": "http://a.example/x?y=1", "method": "POST", "headers": ["X-A": "b", "X-N": 3, "X-L": ["p", "q"]],
            "query": ["q": "a b&c", "n": 2, "l": ["x", true], "none": nil], "body": ["k": [1]], "timeout": 5_000,
        ]
        _ = try await world.call("http_request", input)
        let request = try #require(world.transport.requests.withLock { $0.first })
        #expect(request.method == "POST")
        #expect(request.url == "http://a.example/x?y=1&q=a%20b%26c&n=2&l=x&l=true")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"k":[1]}"#)
        #expect(request.patience == .seconds(5))
        let headers = request.headers.map { "\($0.name): \($0.value)" }
        #expect(headers.contains("x-a: b") && headers.contains("x-n: 3") && headers.contains("x-l: q"))
        #expect(headers.contains("content-type: application/json"))
        #expect(!headers.contains { $0.hasPrefix("idempotency-key") })
    }

    @Test func textIsSentAsItIs() async throws {
        let world = ToolWorld([Reply(), Reply()])
        _ = try await world.call("http_request", ["url": "http://a.example", "method": "PUT", "body": "{x"])
        let headers: JSONValue = ["Content-Type": "text/csv"]
        _ = try await world.call(
            "http_request", ["url": "http://a.example", "method": "PUT", "body": "a,b", "headers": headers])
        let requests = world.transport.requests.withLock { $0 }
        #expect(requests.first?.body == Array("{x".utf8))
        let types = requests.map { $0.headers.filter { $0.name == "content-type" }.map(\.value) }
        #expect(types == [["text/plain; charset=utf-8"], ["text/csv"]])
    }

    @Test func onlySomeRequestsMayBeRepeated() async throws {
        let world = ToolWorld([Reply(), Reply(), Reply()])
        for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"] {
            #expect(world.effect("http_request", ["method": .string(method)]) == .idempotent)
        }
        for method in ["POST", "PATCH"] {
            #expect(world.effect("http_request", ["method": .string(method)]) == .once)
            #expect(world.effect("http_request", ["method": .string(method), "idempotent": true]) == .idempotent)
        }
        #expect(world.effect("http_request", [:]) == .idempotent)
        #expect(world.effect("http_request", ["method": "post"]) == .once)
        let input: JSONValue = ["url": "http://a.example", "method": "POST", "idempotent": true]
        _ = try await world.call("http_request", input)
        _ = try await world.call("http_request", ["url": "http://a.example", "method": "GET", "idempotent": true])
        let keys = world.transport.requests.withLock { $0 }.map {
            $0.headers.first { $0.name == "idempotency-key" }?.value
        }
        #expect(keys == [ToolWorld.context.idempotencyKey, nil])
    }

    @Test(
        arguments: [
            [:], ["url": 1], ["url": "ftp://a.example"], ["url": "/x"], ["url": "http://user:hunter2@a.example/"],
            ["url": "http://a.example", "method": "TRACE"], ["url": "http://a.example", "method": "GET\r\nX: y"],
            ["url": "http://a.example", "headers": ["Host": "b"]],
            ["url": "http://a.example", "headers": ["content-length": "1"]],
            ["url": "http://a.example", "headers": ["Transfer-Encoding": "chunked"]],
            ["url": "http://a.example", "headers": ["CONNECTION": "x"]],
            ["url": "http://a.example", "headers": ["a b": "x"]],
            ["url": "http://a.example", "headers": ["": "x"]],
            ["url": "http://a.example", "headers": ["a": "hunter2\r\nb: c"]],
            ["url": "http://a.example", "headers": ["a\nb": "x"]],
            ["url": "http://a.example", "headers": ["a": ["b": "c"]]],
            ["url": "http://a.example", "headers": "x"], ["url": "http://a.example", "query": ["a": ["b": "c"]]],
            ["url": "http://a.example", "timeout": 0], ["url": "http://a.example", "timeout": "x"],
        ] as [JSONValue])
    func wrongInputsAreRefusedBeforeAnythingIsSent(_ input: JSONValue) async {
        let world = ToolWorld()
        let error = await world.failure("http_request", input)
        #expect(error?.reason == .inputInvalid)
        #expect(error?.message.contains("hunter2") == false)
        #expect(error?.details.violations.count == 1)
        #expect(world.transport.requests.withLock { $0.isEmpty })
    }

    @Test(arguments: [Reason.serverUnreachable, .outcomeUnknown, .addressRefused])
    func failuresOfTheTransportStayAsTheyAre(_ reason: Reason) async {
        let failure = CoreError(reason, "No.", retry: .sameKey)
        let world = ToolWorld([Reply(failure: failure)])
        #expect(await world.failure("http_request", ["url": "http://a.example", "method": "POST"]) == failure)
    }

    @Test func anAnswerThatIsTooLargeIsRefused() async {
        var reply = Reply(200, "text/plain")
        reply.chunks = Array(repeating: Array(repeating: 0x61, count: 1 << 20), count: 9)
        var half = Reply(200, "text/plain")
        half.chunks = Array(repeating: Array(repeating: 0x61, count: 1 << 20), count: 5)
        let world = ToolWorld([reply, half])
        for _ in 0..<2 {
            let error = await world.failure("http_request", ["url": "http://a.example"])
            #expect(error?.reason == .payloadTooLarge)
            #expect(error?.fix != nil)
        }
    }

    @Test(arguments: [("GET", Reason.stepTimedOut), ("POST", .outcomeUnknown)])
    func aLateAnswerIsGivenUp(_ method: String, _ reason: Reason) async {
        let world = ToolWorld([Reply(isSilent: true)])
        async let failure = world.failure(
            "http_request", ["url": "http://a.example", "method": .string(method), "timeout": 100])
        while world.clock.sleeperCount == 0 { await Task.yield() }
        world.clock.advance(by: .milliseconds(100))
        let error = await failure
        #expect(error?.reason == reason)
        #expect(error?.message.contains("100 ms") == true)
    }
}
