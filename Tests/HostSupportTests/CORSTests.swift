import HostWire
import Testing

@testable import HostSupport

/// Which origins are origins, and what a browser is told.
@Suite struct CORSTests {
    @Test(arguments: ["*", "https://a.example", "http://localhost:3000", "http://[::1]:8080", "https://a.example:8443"])
    func originsAreTaken(text: String) {
        #expect(WebOrigin.isOrigin(text))
    }

    @Test(arguments: [
        "", "a.example", "https://", "https://a.example/", "https://A.example", "ftp://a.example", "https://a b",
        "https://a?x", "https://a#x", "https://u@a", "https://*.a.example", "null", "https://a\u{e9}",
    ])
    func othersAreNone(text: String) {
        #expect(!WebOrigin.isOrigin(text))
    }

    @Test func withoutOriginsThereAreNoRules() {
        #expect(CORS(origins: []) == nil)
    }

    @Test func aPreflightIsAnOptionsRequestOfAPage() throws {
        let rules = try #require(CORS(origins: ["https://a.example"]))
        #expect(rules.preflight(method: "OPTIONS", origin: "https://a.example", requested: "POST") != nil)
        #expect(rules.preflight(method: "GET", origin: "https://a.example", requested: "POST") == nil)
        #expect(rules.preflight(method: "OPTIONS", origin: nil, requested: "POST") == nil)
        #expect(rules.preflight(method: "OPTIONS", origin: "https://a.example", requested: nil) == nil)
        let other = try #require(rules.preflight(method: "OPTIONS", origin: "https://b.example", requested: "GET"))
        #expect(other.map(\.name) == ["vary"])
    }

    @Test func anAnswerNamesOneOriginOrAll() throws {
        let listed = try #require(CORS(origins: ["https://a.example"]))
        let allowed = listed.headers(origin: "https://a.example")
        #expect(allowed.contains { $0 == ("access-control-allow-origin", "https://a.example") })
        #expect(allowed.contains { $0 == ("vary", "Origin") })
        #expect(listed.headers(origin: "https://b.example").map(\.name) == ["vary"])
        #expect(listed.headers(origin: nil).map(\.name) == ["vary"])
        let all = try #require(CORS(origins: ["*"])).headers(origin: "https://b.example")
        #expect(all.contains { $0 == ("access-control-allow-origin", "*") })
        #expect(!all.contains { $0.name == "vary" || $0.name == "access-control-allow-credentials" })
    }
}
