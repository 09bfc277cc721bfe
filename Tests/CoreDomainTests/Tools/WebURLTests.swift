import CoreDomain
import Testing

struct WebURLTests {
    @Test(arguments: [
        ("http://a.example", "http://a.example/"), ("HTTPS://A.Example:443/x?y#z", "https://a.example:443/x?y"),
        ("http://a.example/a b/ü?q=ü\"", "http://a.example/a%20b/%C3%BC?q=%C3%BC%22"),
        ("http://a.example/100%/%41%zz", "http://a.example/100%25/%41%25zz"),
        ("http://a.example?x", "http://a.example/?x"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"), ("http://a.example:/", "http://a.example/"),
        ("http://a_b.example./", "http://a_b.example./"),
    ])
    func urlsHaveOneSpelling(_ text: String, _ written: String) throws {
        #expect(try WebURL(text).text == written)
        #expect(try WebURL(written).text == written)
    }

    /// What resolvers take for an address is seen as one, and so falls under the policy.
    @Test(arguments: [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7F.1", "0177.0.0.1", "017700000001",
        "0x7f.0x0.0x0.0x1",
        "127.0.0.1.", "00000000177.0.0.1",
    ])
    func spellingsOfAnAddressAreTold(_ host: String) throws {
        #expect(try WebURL("http://\(host)/").host == .address(.v4(0x7f00_0001)))
        #expect(try WebURL("http://\(host)/").text == "http://127.0.0.1/")
    }

    @Test(arguments: [
        "", "a.example", "/x", "//a.example", "ftp://a.example", "file:///etc/passwd", "http:a.example", "http://",
        "http:///x",
        "http://:80/", "http://a:b@c.example/", "http://a@c.example", "http://a.example:0/", "http://a.example:65536/",
        "http://a.example:8x/", "http://a.example:+80/", "http://a.example\\@b.example/", "http://a.exa\nmple/",
        "http://a.example/\r\nx: y",
        "http://a b/", "http://a%2eexample/", "http://ä.example/", "http://１２７.0.0.1/", "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://0x100000000/", "http://1.2.3.08/", "http://a.0x/x", "http://[::1/", "http://[fe80::1%25eth0]/",
        "http://[1.2.3.4]/",
        "http://[::1]x/", "http://a..b/", "http://.a/", "javascript:alert(1)", "http://a.example/\u{0}",
    ])
    func whatIsNoURLIsRefused(_ text: String) {
        let fault = #expect(throws: WebURL.Fault.self) { try WebURL(text) }
        #expect(fault?.message.hasSuffix(".") == true)
    }

    @Test func longURLsAreRefused() {
        #expect(throws: WebURL.Fault.self) { try WebURL("http://a/" + String(repeating: "x", count: WebURL.bytesMax)) }
        #expect(throws: WebURL.Fault.self) { try WebURL("http://" + String(repeating: "a", count: 254)) }
    }

    @Test func namesAndValuesAreAddedToTheQuery() throws {
        let pairs = [("a&b", "c=d ü"), ("e", ""), ("e", "\r\n#")]
        let url = try WebURL("http://a.example/x?y=1").adding(query: pairs.map { (name: $0.0, value: $0.1) })
        #expect(url.text == "http://a.example/x?y=1&a%26b=c%3Dd%20%C3%BC&e=&e=%0D%0A%23")
        #expect(try WebURL("http://a.example").adding(query: [("a", "b")]).text == "http://a.example/?a=b")
        #expect(try WebURL("http://a.example/?").adding(query: [("a", "b")]).text == "http://a.example/?a=b")
    }

    @Test(arguments: [
        ("https://b.example/z", "https://b.example/z"), ("//b.example/z", "http://b.example/z"),
        ("/z?q", "http://a.example:81/z?q"),
        ("?q", "http://a.example:81/x/y?q"), ("z", "http://a.example:81/x/z"), ("../z", "http://a.example:81/z"),
        ("../../../z", "http://a.example:81/z"), (".", "http://a.example:81/x/"), ("#f", "http://a.example:81/x/y?o"),
        ("", "http://a.example:81/x/y?o"), ("z/a:b", "http://a.example:81/x/z/a:b"),
    ])
    func referencesAreResolved(_ reference: String, _ text: String) throws {
        #expect(try WebURL("http://a.example:81/x/y?o").resolving(reference).text == text)
    }

    @Test(arguments: ["ftp://b.example/", "javascript:x", "http://u:p@b.example/", "//u@b.example", "/a\nb", "data:,x"])
    func referencesElsewhereAreRefused(_ reference: String) throws {
        let url = try WebURL("http://a.example/")
        #expect(throws: WebURL.Fault.self) { try url.resolving(reference) }
    }
}
