import CoreDomain
import CoreLanguage
import HostSupport
import Testing

@testable import HostWire

@Suite struct ScriptumFormTests {
    private func read(_ json: JSONValue, _ message: String) throws -> JSONValue {
        try ScriptumReader.input(json, as: message)
    }

    @Test func bothSpellingsOfNamesAreRead() throws {
        let expected: JSONValue = ["name": "a", "source": "x", "etag": "1"]
        #expect(try read(["name": "a", "dslContent": "x", "etag": "1"], "SaveScriptDraftRequest") == expected)
        #expect(try read(["name": "a", "dsl_content": "x", "etag": "1"], "SaveScriptDraftRequest") == expected)
    }

    @Test func whatSaysNothingIsAbsent() throws {
        let nothing: JSONValue = ["pageSize": 0, "pageToken": "", "tags": [], "labels": nil]
        #expect(try read(nothing, "ListScriptsRequest") == [:])
        #expect(
            try read(["status": "SCRIPT_STATUS_UNSPECIFIED", "description": ""], "UpdateScriptRequest") == [
                "description": ""
            ])
        #expect(try read(["inputJson": ""], "TestScriptDraftRequest") == [:])
    }

    @Test func documentsInTextsAreRead() throws {
        let input: JSONValue = [
            "inputJson": #"{"a":[1,"b"]}"#, "virtualNowMs": "1700000000123", "seed": "18446744073709551615",
        ]
        #expect(throws: CoreError.self) { try read(input, "TestScriptDraftRequest") }
        let fitting: JSONValue = ["inputJson": #"{"a":[1,"b"]}"#, "virtualNowMs": "1700000000123", "seed": 7]
        #expect(
            try read(fitting, "TestScriptDraftRequest")
                == ["input": ["a": [1, "b"]], "virtual_now": "2023-11-14T22:13:20.123Z", "seed": 7])
        #expect(try read(["yamlContent": "format: 1\n"], "SaveScriptDraftRequest") == ["program": ["format": 1]])
    }

    @Test func everyFaultIsToldWithItsPlace() throws {
        let faulty: JSONValue = [
            "name": "a", "statsu": 1, "status": "SCRIPT_STATUS_ACTVE", "labels": [["key": "k", "valeus": []]],
            "tags": "x",
        ]
        let error = try #require(throws: CoreError.self) { try read(faulty, "UpdateScriptRequest") }
        let places = Set(error.details.violations.map { $0.pointer.description })
        #expect(places == ["/statsu", "/status", "/labels/0/valeus", "/tags"])
        #expect(error.details.violations.contains { $0.message.contains("status") })
        #expect(error.details.violations.contains { $0.message.contains("SCRIPT_STATUS_ACTIVE") })
        #expect(throws: CoreError.self) { try read([1], "UpdateScriptRequest") }
        #expect(throws: CoreError.self) {
            try read(["name": "a", "dslContent": "x", "dsl_content": "y"], "SaveScriptDraftRequest")
        }
        #expect(throws: CoreError.self) { try read(["startAtMs": 9_223_372_036_854_775_807], "CreateThreadRequest") }
    }

    @Test func enumerationsAreReadByNameAndByNumber() throws {
        #expect(try read(["status": "SCRIPT_STATUS_ACTIVE"], "UpdateScriptRequest") == ["status": "active"])
        #expect(try read(["status": 3], "UpdateScriptRequest") == ["status": "active"])
        #expect(throws: CoreError.self) { try read(["status": 99], "UpdateScriptRequest") }
    }

    @Test func answersHaveEveryFieldThatCanBeThere() throws {
        let output: JSONValue = [
            "script": [
                "name": "a", "status": "active", "active_version": 2, "created_at": "2023-11-14T22:13:20.123456Z",
                "draft_status": "compiled", "contract": ["inputs": [["name": "x", "type": ["base": "text"]]]],
            ]
        ]
        let script = try #require(ScriptumWriter.json(output, as: "CreateScriptResponse")["script"])
        #expect(script["status"] == "SCRIPT_STATUS_ACTIVE" && script["draftStatus"] == "compiled")
        #expect(script["createdAtMs"] == "1700000000123" && script["updatedAtMs"] == "0" && script["tags"] == [])
        let field = try #require(script["contract"]?["inputs"]?[0])
        #expect(field["type"]?["base"] == "text" && field["defaultValueJson"] == "" && field["constraints"] == nil)
        #expect(ScriptumWriter.json([:], as: "CreateScriptResponse") == [:])
    }

    @Test func everyFieldOfTheOperationsIsReachedByTheMessages() throws {
        let catalogue = try Backend.catalogue(.system(log: .none))
        for binding in WireTables.scriptum {
            let call = try #require(binding.messages)
            guard case .operation(let name) = binding.target else { continue }
            let operation = try catalogue.operation(name)
            for (message, description) in [(call.request, operation.input), (call.response, operation.output)] {
                let reached = Set(ScriptumSchema.fields(of: message).map(\.inputName))
                let fields = Set(description.fields.map(\.name))
                #expect(fields.isSubset(of: reached), "\(message) lacks \(fields.subtracting(reached))")
            }
        }
    }
}
