import CoreDomain
import CoreLanguage
import Testing

/// Parameters of the path and the query become members of the input, read by the types of its fields.
@Suite struct ParameterTests {
    struct Row: Sendable {
        let query: String
        let expected: JSONValue
    }

    @Test(arguments: [
        Row(query: "", expected: ["limit": 50]),
        Row(query: "limit=7&status=done", expected: ["status": "done", "limit": 7]),
        Row(query: "status=a+b%2Bc%2fd", expected: ["status": "a b+c/d", "limit": 50]),
        Row(query: "status=a%3Db=c", expected: ["status": "a=b=c", "limit": 50]),
        Row(query: "&&limit=7&&limit=7&", expected: ["limit": 7]),
        Row(query: "li%6Dit=7", expected: ["limit": 7]),
        Row(query: "large=9007199254740993", expected: ["limit": 50, "large": "9007199254740993"]),
        Row(query: "deep=true", expected: ["limit": 50, "deep": true]),
        Row(query: "deep=false", expected: ["limit": 50, "deep": false]),
        Row(query: "ratio=2.5", expected: ["limit": 50, "ratio": 2.5]),
        Row(query: "tags=a&tags=b&tags=a", expected: ["limit": 50, "tags": ["a", "b", "a"]]),
        Row(query: "status=7", expected: ["status": "7", "limit": 50]),
        Row(query: "status=true", expected: ["status": "true", "limit": 50]),
    ])
    func aQueryIsReadByTheTypesOfTheFields(row: Row) async throws {
        let echo = try EchoService()
        for method in ["GET", "HEAD", "DELETE"] {
            let answer = try await echo.send(method, "/jobs", query: row.query)
            #expect(answer.status == 200, "\(answer.body)")
            #expect(answer.body == row.expected)
        }
    }

    struct Refusal: Sendable {
        let query: String
        let status: Int
        var pointer: String?
        var text = ""
    }

    @Test(arguments: [
        Refusal(query: "lmit=7", status: 422, pointer: "/lmit", text: "Did you mean \"limit\"?"),
        Refusal(query: "limit=0", status: 422, pointer: "/limit"),
        Refusal(query: "limit=x", status: 422, pointer: "/limit", text: "Expected a whole number"),
        Refusal(query: "limit=", status: 422, pointer: "/limit"),
        Refusal(query: "limit", status: 422, pointer: "/limit"),
        Refusal(query: "limit=+7", status: 422, pointer: "/limit"),
        Refusal(query: "limit=7.5", status: 422, pointer: "/limit"),
        Refusal(query: "limit=99999999999999999999", status: 422, pointer: "/limit"),
        Refusal(query: "deep=1", status: 422, pointer: "/deep", text: "Expected a boolean"),
        Refusal(query: "deep=TRUE", status: 422, pointer: "/deep"),
        Refusal(query: "ratio=true", status: 422, pointer: "/ratio"),
        Refusal(query: "ratio=1%2C5", status: 422, pointer: "/ratio"),
        Refusal(query: "tags=a&tags=b&tags=c&tags=d", status: 422, pointer: "/tags"),
        Refusal(query: "status=", status: 422, pointer: "/status"),
        Refusal(query: "=7", status: 422, pointer: "/"),
        Refusal(query: "limit=7&limit=8", status: 400, text: "two different values"),
        Refusal(query: "limit=%", status: 400, text: "percent"),
        Refusal(query: "limit=%00", status: 400, text: "NUL"),
        Refusal(query: "status=%ff", status: 400, text: "UTF-8"),
        Refusal(query: "%ff=1", status: 400, text: "UTF-8"),
    ])
    func aQueryThatDoesNotFitIsRefused(row: Refusal) async throws {
        let answer = try await EchoService().send("GET", "/jobs", query: row.query)
        #expect(answer.status == row.status, "\(row.query) \(answer.body)")
        #expect(answer.body["errors"]?[0]?["pointer"]?.stringValue == row.pointer)
        if let pointer = row.pointer {
            #expect(answer.body["errors"]?[0]?["loc"] == ["query", .string(String(pointer.dropFirst()))])
        }
        #expect(answer.body["detail"]?.stringValue?.contains(row.text) == true || row.text.isEmpty, "\(answer.body)")
    }

    @Test func aBindingMayNameWhereParametersGo() async throws {
        let echo = try EchoService()
        #expect(try await echo.send("GET", "/tasks/done", query: "per_page=3").body == ["status": "done", "limit": 3])
        let refused = try await echo.send("GET", "/tasks/done", query: "per_page=0").body
        #expect(refused["errors"]?[0]?["loc"] == ["query", "per_page"])
        #expect(refused["errors"]?[0]?["pointer"] == "/per_page")
        #expect(try await echo.send("GET", "/numbers/12").body == ["limit": 12])
        let tooMany = try await echo.send("GET", "/numbers/201")
        #expect(tooMany.status == 422)
        #expect(tooMany.body["errors"]?[0]?["loc"] == ["path", "limit"])
    }

    @Test(arguments: [
        ("/recipes/scrypted:converter:eli5-title-cleaner", "scrypted:converter:eli5-title-cleaner"),
        ("/recipes/scrypted%3Aconverter%3aeli5-title-cleaner", "scrypted:converter:eli5-title-cleaner"),
        ("/recipes/a%253Ab", "a%3Ab"), ("/recipes/a+b", "a+b"), ("/recipes/%20", " "), ("/recipes/%C3%A9", "é"),
    ])
    func anIdInAPathIsDecodedOnce(path: String, expected: String) async throws {
        let echo = try EchoService()
        #expect(try await echo.send("GET", path).body == ["id": .string(expected)])
        let run = try await echo.send("POST", path, body: #"{"input":{}}"#)
        #expect(run.body["input"]?["id"]?.stringValue == expected)
    }

    @Test(arguments: ["a%2Fb", "a%2fb", "%00", "%ff", "%", "%C0%AF"])
    func anIdThatCannotBeDecodedIsABadRequest(id: String) async throws {
        let answer = try await EchoService().send("GET", "/recipes/" + id)
        #expect(answer.status == 400)
        #expect(answer.body["reason"] == "REQUEST_INVALID")
    }

    @Test(arguments: [
        (#"{"input":1}"#, 200), (#"{"input":1,"id":"x"}"#, 200), (#"{"input":1,"id":"y"}"#, 400),
        (#"{"input":1,"id":null}"#, 400), (#"{"input":1,"recipe_id":"x"}"#, 422), ("[]", 422), ("{}", 422),
    ])
    func aBodyMayNotContradictThePath(body: String, status: Int) async throws {
        let answer = try await EchoService().send("POST", "/recipes/x", body: body)
        #expect(answer.status == status, "\(answer.body)")
        if status == 200 { #expect(answer.body["input"] == ["id": "x", "input": 1]) }
    }

    @Test func aQueryMayNotContradictThePath() async throws {
        let echo = try EchoService()
        #expect(try await echo.send("GET", "/recipes/x", query: "id=y").status == 400)
        #expect(try await echo.send("GET", "/recipes/x", query: "id=x").body == ["id": "x"])
    }

    @Test func eachMethodHasOnePlaceForItsInput() async throws {
        let echo = try EchoService()
        #expect(try await echo.send("POST", "/recipes/x", query: "a=b", body: #"{"input":1}"#).status == 400)
        for method in ["GET", "HEAD", "DELETE"] {
            #expect(try await echo.send(method, "/jobs", body: "{}").status == 400, "\(method)")
        }
        #expect(try await echo.send("GET", "/openapi.json", query: "%").status == 200)
    }

    @Test func parametersAreDescribed() async throws {
        let paths = try await EchoService().send("GET", "/openapi.json").body["paths"]
        let tasks = paths?["/tasks/{state}"]?["get"]?["parameters"]?.arrayValue ?? []
        #expect(
            tasks.map { "\($0["in"]?.stringValue ?? "") \($0["name"]?.stringValue ?? "")" } == [
                "path state", "query per_page", "query large", "query deep", "query ratio", "query tags",
            ])
        #expect(tasks.first?["required"] == true)
        #expect(tasks.dropFirst().first?["schema"]?["default"] == 50)
        let body = paths?["/recipes/{recipe_id}"]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(body?["required"] == ["input"])
        #expect(body?["properties"]?.objectValue.map { Array($0.keys) } == ["input", "idempotency_key", "request_id"])
        let plain = paths?["/v1/recipes/{id}"]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(plain?["properties"]?.objectValue.map { Array($0.keys) } == ["input"])
        #expect(paths?["/jobs"]?["get"]?["requestBody"] == nil)
    }
}
