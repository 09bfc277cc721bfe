import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct LanguageModelToolTests {
    private static let point: JSONValue = [
        "type": "object", "properties": ["x": ["type": "integer"], "y": ["type": "integer"]], "required": ["x", "y"],
    ]

    private func fits(_ output: JSONValue, _ name: String) throws {
        let signature = try #require(ToolSignatures.standard[ToolName(name, from: "model")])
        let schema = try JSONSchema(compiling: signature.resultSchema)
        #expect(schema.validate(output).map(\.description) == [])
    }

    @Test func aTextIsWritten() async throws {
        let price = ModelPrice(inputToken: try Amount("0.001"), outputToken: try Amount("0.01"))
        let world = try ModelWorld(.init(.pieces(["Good ", "day"])), price: price)
        let result = try await world.call(
            "llm",
            [
                "prompt": "Greet", "system": "Be brief", "context": ["who": "Ada"], "temperature": 0.5,
                "max_tokens": 9, "stop": ["!"], "timeout": 5_000,
                "messages": [["role": "user", "content": "Hi"], ["role": "assistant", "content": "Yes?"]],
            ])
        #expect(
            result.output == [
                "text": "Good day", "model": "m", "finish_reason": "stop",
                "usage": [
                    "input_tokens": 7, "output_tokens": 2, "cost": ["amount": "0.027", "currency": "USDC"],
                ],
            ])
        #expect(result.usage == ["input_token": try Amount("7"), "output_token": try Amount("2")])
        #expect(world.items.all == ["Good ", "day"])
        try fits(result.output, "llm")
        let request = try #require(world.chats.first)
        #expect(
            request
                == ChatRequest(
                    model: "real",
                    messages: [
                        .system("Be brief"), .user("Hi"), .assistant("Yes?", calls: []),
                        .user("Context:\n{\"who\":\"Ada\"}\n\nGreet"),
                    ], temperature: 0.5, tokensMax: 9, stops: ["!"], timeout: .seconds(5)))
    }

    @Test func aModelThatDoesNotStreamGivesOneItem() async throws {
        let world = try ModelWorld(.init(.pieces(["Good ", "day"])), streams: false)
        _ = try await world.call("llm", ["prompt": "Greet"])
        #expect(world.items.all == ["Good day"])
    }

    @Test func aValueOfATypeIsGiven() async throws {
        let world = try ModelWorld(.init(.text("```json\n{\"x\": 1, \"y\": 2}\n```")))
        let result = try await world.call("llm", ["prompt": "Where?", "type": Self.point])
        #expect(result.output["value"] == ["x": 1, "y": 2])
        #expect(world.chats.map(\.form) == [.schema(Self.point)])
        #expect(world.items.all.isEmpty)
        try fits(result.output, "llm")
    }

    @Test func aTypeThatIsNoObjectIsWrapped() async throws {
        let list: JSONValue = ["type": "array", "items": ["type": "string"]]
        for text in ["{\"value\": [\"a\"]}", "[\"a\"]"] {
            let world = try ModelWorld(.init(.text(text)))
            #expect(try await world.call("llm", ["prompt": "?", "type": list]).output["value"] == ["a"])
            #expect(
                world.chats.first?.form
                    == .schema([
                        "type": "object", "required": ["value"], "additionalProperties": false,
                        "properties": ["value": list],
                    ]))
        }
    }

    @Test func anAnswerOfAnotherTypeIsCorrectedOnce() async throws {
        let world = try ModelWorld(
            .init(.text("{\"x\": \"one\"}"), times: 1), .init(.text("{\"x\": 1, \"y\": 2}")))
        let result = try await world.call("llm", ["prompt": "Where?", "type": Self.point])
        #expect(result.output["value"] == ["x": 1, "y": 2])
        #expect(result.output["usage"]?["output_tokens"] == 6)
        let second = try #require(world.chats.last)
        #expect(world.chats.count == 2)
        #expect(second.texts[1] == "{\"x\": \"one\"}")
        #expect(second.texts[2].contains("\"y\""))
    }

    @Test(arguments: ["no JSON at all", "{\"x\": 1}", "[]", "", "{\"x\": 1, \"y\": 2"])
    func anAnswerThatStaysWrongFails(_ text: String) async throws {
        let world = try ModelWorld(.init(.text(text)))
        let error = await #expect(throws: CoreError.self) {
            try await world.call("llm", ["prompt": "Where?", "type": Self.point])
        }
        #expect(error?.reason == .modelAnswerInvalid)
        #expect(error?.retry == .later(after: .zero))
        #expect(world.chats.count == 2)
    }

    @Test func whatWasCutOffIsNotAskedForAgain() async throws {
        let world = try ModelWorld(.init(.chat(ChatAnswer(text: "{\"x\": 1,", finishReason: "length"))))
        let error = await #expect(throws: CoreError.self) {
            try await world.call("llm", ["prompt": "Where?", "type": Self.point])
        }
        #expect(error?.reason == .modelAnswerInvalid)
        #expect(error?.fix?.contains("max_tokens") == true)
        #expect(world.chats.count == 1)
    }

    @Test func modelsWithoutSchemasAreToldTheType() async throws {
        for (structure, form) in [(ModelEntry.Structure.object, ChatRequest.AnswerForm.object), (.prompt, nil)] {
            let world = try ModelWorld(.init(.text("{\"x\": 1, \"y\": 2}")), structure: structure)
            let input: JSONValue = ["prompt": "Where?", "system": "S", "type": Self.point]
            #expect(try await world.call("llm", input).output["value"] == ["x": 1, "y": 2])
            let request = try #require(world.chats.first)
            #expect(request.form == form)
            #expect(request.texts[0].hasPrefix("S\n\n"))
            #expect(request.texts[0].hasSuffix(Self.point.serializedString()))
        }
    }

    static let wrongInputs: [JSONValue] = [
        [], [:], ["prompt": 1], ["prompt": "a", "temperature": 3], ["prompt": "a", "max_tokens": 0],
        ["prompt": "a", "stop": "x"], ["prompt": "a", "timeout": -1], ["prompt": "a", "type": "text"],
        ["prompt": "a", "type": ["type": "nonsense"]], ["prompt": "a", "messages": [["role": "x", "content": "a"]]],
        ["prompt": "a", "messages": [["role": "user"]]], ["prompt": "a", "model": 1],
    ]

    @Test(arguments: wrongInputs.indices) func inputsThatAreWrongAreRefused(_ place: Int) async throws {
        let world = try ModelWorld()
        let error = await #expect(throws: CoreError.self) { try await world.call("llm", Self.wrongInputs[place]) }
        #expect(error?.reason == .inputInvalid)
        #expect(world.chats.isEmpty)
    }

    @Test func failuresOfTheProviderGoThrough() async throws {
        let overloaded = CoreError(.modelOverloaded, "No room.", retry: .later(after: .seconds(3)))
        let world = try ModelWorld(.init(.failure(overloaded)))
        let error = await #expect(throws: CoreError.self) { try await world.call("llm", ["prompt": "a"]) }
        #expect(error == overloaded)
    }

    @Test func aBranchIsChosen() async throws {
        let input: JSONValue = [
            "question": "Is it good?", "branches": ["Good", "Bad"],
            "cases": [["when": "It is broken", "branch": "Good"]], "context": "c",
        ]
        for (text, branch) in [("{\"branch\": \"Good\"}", "Good" as JSONValue?), ("Bad.", nil)] {
            let world = try ModelWorld(.init(.text(text)))
            let output = try await world.call("llm", input).output
            #expect(output["branch"] == branch)
            #expect(output["text"] == .string(text))
            let said = try #require(world.chats.first?.texts.last)
            #expect(said.hasPrefix("Context:\nc\n\nIs it good?"))
            #expect(said.hasSuffix("- Good: It is broken\n- Bad: when no other one fits"))
        }
    }

    @Test func aQuestionIsJudged() async throws {
        let world = try ModelWorld(.init(.text("{\"pass\": false}")))
        #expect(try await world.call("llm", ["question": "Is it so?"]).output["pass"] == false)
        let plain = try ModelWorld(.init(.text("Yes")), structure: .prompt)
        #expect(try await plain.call("llm", ["question": "Is it so?"]).output["text"] == "Yes")
        #expect(plain.chats.first?.texts.last?.hasSuffix("yes or no and nothing else.") == true)
    }
}
