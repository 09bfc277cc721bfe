import CoreDomain
import CoreLanguage
import Synchronization
import Testing

struct FetchURLToolTests {
    private typealias Reply = WebTransport.Reply

    @Test func pagesAreReadAsText() async throws {
        let page =
            "<html><head><title>T &amp; U</title></head><body><p>One</p><script>x</script><p>Two</p></body></html>"
        let world = ToolWorld([
            Reply(200, "text/html; charset=utf-8", page), Reply(404, "text/plain", "gone"), Reply(200),
        ])
        let output = try await world.call("fetch_url", ["url": "http://a.example/x"]).output
        #expect(output["title"] == "T & U")
        #expect(output["media_type"] == "text/html")
        #expect(output["url"] == "http://a.example/x")
        #expect(output["text"]?.stringValue?.contains("One") == true)
        #expect(output["text"]?.stringValue?.contains("script") == false)
        let missing = try await world.call("fetch_url", ["url": "http://a.example/y"]).output
        #expect(missing["status"] == 404 && missing["text"] == "gone" && missing["title"] == nil)
        #expect(try await world.call("fetch_url", ["url": "http://a.example/z"]).output["text"] == "")
    }

    @Test func redirectsAreFollowed() async throws {
        let world = ToolWorld([
            Reply(302, headers: [("location", "/b")]), Reply(301, headers: [("location", "https://c.example/d")]),
            Reply(200, "text/plain", "x"),
        ])
        #expect(try await world.call("fetch_url", ["url": "http://a.example/x"]).output["url"] == "https://c.example/d")
        let urls = world.transport.requests.withLock { $0.map(\.url) }
        #expect(urls == ["http://a.example/x", "http://a.example/b", "https://c.example/d"])
    }

    @Test func redirectsWithoutEndAreGivenUp() async {
        let world = ToolWorld(Array(repeating: Reply(302, headers: [("location", "/")]), count: 9))
        #expect(await world.failure("fetch_url", ["url": "http://a.example/x"])?.reason == .stepFailed)
        #expect(world.transport.requests.withLock { $0.count } == 6)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://x", "http://a:b@c.example/", "http://a\\b/"])
    func redirectsElsewhereAreNotFollowed(_ place: String) async {
        let world = ToolWorld([Reply(302, headers: [("location", place)])])
        #expect(await world.failure("fetch_url", ["url": "http://a.example/x"])?.reason == .stepFailed)
        #expect(world.transport.requests.withLock { $0.count } == 1)
    }

    @Test func noMoreIsReadThanMayBe() async throws {
        let world = ToolWorld([Reply(200, "text/plain", "aäöü"), Reply(200, "text/plain", "abcd")])
        let output = try await world.call("fetch_url", ["url": "http://a.example", "max_bytes": 4]).output
        #expect(output["text"] == "aä" && output["truncated"] == true)
        let whole = try await world.call("fetch_url", ["url": "http://a.example", "max_bytes": 4]).output
        #expect(whole["text"] == "abcd" && whole["truncated"] == false)
        #expect(await world.failure("fetch_url", ["url": "http://a.example", "max_bytes": 0])?.reason == .inputInvalid)
    }

    @Test(arguments: ["%PDF-1.7\n", "GIF89a\u{0}", "PK\u{3}\u{4}", "\u{0}\u{1}"])
    func whatIsNoTextIsRefused(_ body: String) async {
        let world = ToolWorld([Reply(200, "application/octet-stream", body)])
        let error = await world.failure("fetch_url", ["url": "http://a.example"])
        #expect(error?.reason == .documentUnreadable)
        #expect(error?.message.contains("application/octet-stream") == true)
        #expect(error?.fix != nil)
    }
}
