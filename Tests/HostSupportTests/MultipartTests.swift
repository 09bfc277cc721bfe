import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@testable import HostSupport
@testable import HostWire

@Suite("Forms with files")
struct MultipartTests {
    private func input(_ body: String, boundary: String = "b") throws -> JSONValue? {
        let text = body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        let request = WireRequest(method: "POST", path: "/recipes/x", headers: [], body: Array(text.utf8))
        return try FormBody.input(request, contentType: "multipart/form-data; boundary=\(boundary)")["input"]
    }

    private func field(_ name: String, _ text: String, type: String? = nil, file: String? = nil) -> String {
        let file = file.map { "; filename=\"\($0)\"" } ?? ""
        let type = type.map { "\nContent-Type: \($0)" } ?? ""
        return "--b\nContent-Disposition: form-data; name=\"\(name)\"\(file)\(type)\n\n\(text)\n"
    }

    @Test("Files become documents, texts what they read as")
    func fields() throws {
        let body =
            field("paper", "a\n--bx\n", type: "text/plain", file: "č %22x%22.txt") + field("n", "5")
            + field("t", "5", type: "text/plain")
            + field("list", "[1, \"x\"]") + field("word", "word") + field("quoted", "\"q\"") + field("empty", "")
            + field("json", "{}", type: "application/json") + field("input", "{\"rest\": true}") + "--b--\n"
        let expected: JSONValue = [
            "paper": [
                "name": "č \"x\".txt", "media_type": "text/plain",
                "data": .string(Base64.encode(Array("a\r\n--bx\r\n".utf8))),
            ],
            "n": 5, "t": "5", "list": [1, "x"], "word": "word", "quoted": "\"q\"", "empty": "", "json": [:],
            "rest": true,
        ]
        #expect(try input(body) == expected)
    }

    @Test("Files of one name are a list; what stands around the parts is nothing")
    func lists() throws {
        let body =
            "preamble --b\n" + field("f", "1", file: "x") + field("f", "2", file: "") + field("f", "3", file: "z")
            + "--b-- \nend"
        let files = try #require(try input(body)?["f"]?.arrayValue)
        #expect(files.map { $0["name"] } == ["x", "f", "z"])
        #expect(files.map { $0["data"] } == ["MQ==", "Mg==", "Mw=="])
        #expect(files.first?["media_type"] == "application/octet-stream")
        #expect(try input("--b--\n") == [:])
        #expect(
            try input("--a b\t \nContent-Disposition: form-data; name=x\n\ny\n--a b--", boundary: "\"a b\"") == [
                "x": "y"
            ])
    }

    @Test("What is no form is refused")
    func refusals() {
        let name = "Content-Disposition: form-data; name=\"a\""
        let bodies = [
            "", "--b", "--b\n", "--c--\n", "x--b--", "--b\n\(name)\n\nx", "--b\n\(name)\nx\n--b--", "--b\n\nx\n--b--",
            "--b\n\(name)\n\(name)\n\nx\n--b--", "--b\nno header\n\(name)\n\nx\n--b--", field("", "x") + "--b--",
            "--b\n\(name)\nContent-Transfer-Encoding: base64\n\nx\n--b--", field("a", "1") + field("a", "2") + "--b--",
            "--b\n\(name)\nX: \(String(repeating: "x", count: 8_200))\n\nx\n--b--", field("input", "[]") + "--b--",
            field("a", "1") + field("input", "{\"a\":1}") + "--b--",
            "--b\nContent-Disposition: attachment; name=a\n\nx\n--b--",
        ]
        for body in bodies {
            let error = #expect(throws: CoreError.self, "\(body.prefix(60))") { try input(body) }
            #expect(error?.reason == .requestInvalid, "\(body.prefix(60))")
        }
        for boundary in ["", "\"\"", "\"a \"", String(repeating: "a", count: 71), "a*b", "č"] {
            #expect(throws: CoreError.self) { try input("--\(boundary)--\n", boundary: boundary) }
        }
        let many = (0...Multipart.partsMax).map { field("f\($0)", "x") }.joined() + "--b--"
        #expect(#expect(throws: CoreError.self) { try input(many) }?.reason == .payloadTooLarge)
        let most = (1...Multipart.partsMax).map { field("f\($0)", "x") }.joined() + "--b--"
        #expect(throws: Never.self) { try input(most) }
    }

    @Test("Any bytes are a form or are refused", arguments: Torture.seeds(0..<4))
    func fuzz(_ slice: UInt64) {
        let pieces = [
            "--b", "--b--", "\r\n", "\r", "\n", "Content-Disposition: form-data; name=", "\"", "a", ";",
            "filename=\"x\"", "\\", "%22", ":", "=", "{}", "č",
        ]
        var random = SeededRandom(seed: 900 + slice)
        for _ in 0..<500 {
            var body: [UInt8] = []
            for _ in 0..<Int(random.next() % 30) {
                body += Array(pieces[Int(random.next() % UInt64(pieces.count))].utf8)
            }
            if random.next() % 4 == 0 { body.append(UInt8(truncatingIfNeeded: random.next())) }
            do throws(CoreError) {
                let parts = try Multipart.parts(of: body, contentType: "multipart/form-data; boundary=b")
                #expect(parts.reduce(0) { $0 + $1.content.count } <= body.count)
            } catch {
                #expect(error.reason == .requestInvalid)
            }
        }
    }
}
