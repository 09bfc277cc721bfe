import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct ModelRouterTests {
    private func router(
        _ models: [String: ModelEntry], _ defaults: ModelDefaults = .none
    ) throws(CoreError) -> ModelRouter {
        try ModelRouter(
            ModelSettings(providers: [:], models: models, defaults: defaults),
            providers: ["p": ScriptedModelProvider("p")])
    }

    @Test func aNameLeadsToItsModel() throws {
        let router = try router(["small": ModelEntry(provider: "p", name: "m-1"), "plain": ModelEntry(provider: "p")])
        #expect(try router.route("small", for: .llm).providerModel == "m-1")
        #expect(try router.route("plain", for: .llm).providerModel == "plain")
        #expect(try router.route("small", for: .llm).provider.name == "p")
    }

    @Test func withoutANameItIsTheDefaultOrTheOnlyOne() throws {
        let models = [
            "a": ModelEntry(provider: "p"), "b": ModelEntry(provider: "p", capabilities: [.llm, .embed]),
        ]
        let router = try router(models, ModelDefaults(llm: "b"))
        #expect(try router.route(nil, for: .llm).model == "b")
        #expect(try router.route(nil, for: .embed).model == "b")
        let error = #expect(throws: CoreError.self) { try router.route(nil, for: .rerank) }
        #expect(error?.reason == .modelUnknown)
        let several = #expect(throws: CoreError.self) { try self.router(models).route(nil, for: .llm) }
        #expect(several?.message.contains("There is a, b.") == true)
    }

    @Test func aNameThatIsUnknownHasNearOnes() throws {
        let router = try router(["gpt-small": ModelEntry(provider: "p")])
        let error = #expect(throws: CoreError.self) { try router.route("gpt-smal", for: .llm) }
        #expect(error?.reason == .modelUnknown)
        #expect(error?.message.contains("Did you mean \"gpt-small\"?") == true)
        let long = #expect(throws: CoreError.self) {
            try router.route(String(repeating: "x", count: 100_000), for: .llm)
        }
        #expect((long?.message.utf8.count ?? 0) < 1_000)
    }

    @Test func aModelDoesOnlyWhatItCan() throws {
        let router = try router([
            "a": ModelEntry(provider: "p"), "e": ModelEntry(provider: "p", capabilities: [.embed]),
        ])
        let error = #expect(throws: CoreError.self) { try router.route("a", for: .embed) }
        #expect(error?.reason == .unsupported)
        #expect(error?.message.contains("There is e.") == true)
    }

    @Test func settingsThatContradictThemselvesAreRefused() {
        let wrong: [([String: ModelEntry], ModelDefaults)] = [
            (["a": ModelEntry(provider: "q")], .none), (["a": ModelEntry(provider: "p", capabilities: [])], .none),
            ([:], ModelDefaults(llm: "a")), (["a": ModelEntry(provider: "p")], ModelDefaults(embed: "a")),
        ]
        for (models, defaults) in wrong {
            let error = #expect(throws: CoreError.self) { try router(models, defaults) }
            #expect(error?.reason == .configurationInvalid)
        }
    }

    @Test func aProviderRefusesWhatItDoesNotOffer() async throws {
        struct Nothing: ModelProvider { let name = "none" }
        let error = await #expect(throws: CoreError.self) {
            try await Nothing().embed(EmbeddingRequest(model: "m", texts: ["a"]))
        }
        #expect(error?.reason == .unsupported)
        #expect(error?.message.contains("\"none\" offers no embed") == true)
    }

    @Test func settingsAreReadFromJSON() throws {
        let json: JSONValue = [
            "providers": ["cloud": ["base_url": "https://api.example/v1", "api_key_env": "KEY"]],
            "models": [
                "small": [
                    "provider": "cloud", "name": "m", "capabilities": ["llm", "infer"],
                    "structured_output": "json_object", "streams": false, "path": "/x",
                    "price": ["input_token": "0.0000025", "output_token": 0.00001],
                ]
            ],
            "defaults": ["llm": "small"],
        ]
        let settings = try ModelSettings.schema.decode(json)
        let model = try #require(settings.models["small"])
        #expect(model.capabilities == [.llm, .infer])
        #expect(model.structure == .object)
        #expect(settings.defaults[.llm] == "small")
        let cost = model.price?.charge(for: ModelUsage(inputTokens: 1_000, outputTokens: 3))
        #expect(cost == Money(amount: try Amount("0.00253")))
        #expect(try ModelSettings.schema.decode(ModelSettings.schema.encode(settings)) == settings)
        #expect(try ModelSettings.schema.decode([:]) == .none)
    }

    @Test func keysThatAreUnknownAreRefused() {
        for json: JSONValue in [
            ["provider": [:]], ["providers": ["a": ["base_url": "x", "api_key": "secret"]]],
            ["models": ["a": ["provider": "p", "capabilities": ["lm"]]]], ["defaults": ["chat": "a"]],
            ["models": ["": ["provider": "p"]]],
        ] {
            let error = #expect(throws: CoreError.self) { try ModelSettings.schema.decode(json) }
            #expect(error?.reason == .inputInvalid)
            #expect(error.map { "\($0)".contains("secret") } == false)
        }
    }

    @Test func costsThatAreTooLargeAreNone() throws {
        let price = ModelPrice(inputToken: .max, outputToken: .zero)
        #expect(price.charge(for: ModelUsage(inputTokens: 2)) == nil)
        #expect(price.charge(for: ModelUsage(inputTokens: 1))?.amount == .max)
    }

    @Test func usageAddsUpToTheMost() {
        var usage = ModelUsage(inputTokens: .max, outputTokens: -5)
        usage.add(ModelUsage(inputTokens: 1, outputTokens: 2))
        #expect(usage == ModelUsage(inputTokens: .max, outputTokens: 2))
    }
}
