import CoreDomain
import CoreLanguage
import Testing

@Suite("The templates that are shipped")
struct TemplateTests {
    @Test func thereAreEightWithWorlds() {
        let ids = ScriptTemplate.all.map(\.id)
        #expect(ids.count == 8 && ids == ids.sorted())
        #expect(TemplateFile.all.map(\.template.id) == ids)
    }

    @Test(arguments: TemplateFile.all)
    func compilesWithoutAWordAndIsFormatted(file: TemplateFile) {
        let source = SourceText(file.template.source)
        let compilation = ScriptCompiler.compile(source, isStrict: true)
        #expect(compilation.diagnostics.isEmpty, "\(compilation.diagnostics)")
        #expect(compilation.program != nil)
        #expect(ScriptFormatter.format(source) == file.template.source)
    }

    @Test(arguments: TemplateFile.all)
    func saysWhatItIsFor(file: TemplateFile) {
        let template = file.template
        #expect(!template.name.isEmpty && template.name != template.id && !template.description.isEmpty)
        let tags = ScriptCompiler.compile(SourceText(template.source)).tree.annotations
            .filter { $0.name.text == "tag" }.map(\.value.text)
        #expect(tags.filter { $0.hasPrefix("category:") } == ["category:\(template.category.rawValue)"])
        #expect(tags.allSatisfy { $0.split(separator: ":").count == 2 }, "\(tags)")
        #expect(template.labels.contains { $0.key == "modality" })
        #expect(template.contract["inputs"]?.arrayValue?.isEmpty == false)
        #expect(template.contract["outputs"]?.arrayValue?.isEmpty == false)
    }

    @Test(arguments: TemplateFile.all)
    func givesWhatItsWorldSays(file: TemplateFile) throws {
        let compilation = ScriptCompiler.compile(SourceText(file.template.source))
        let rehearsal = Rehearsal(
            try #require(compilation.program), sourceMap: compilation.sourceMap,
            world: try RehearsalWorld(decoding: try #require(file.rehearsal["world"])))
        let outcome = rehearsal.run(inputs: try #require(file.rehearsal["input"])).encode()
        let expected = try #require(file.rehearsal["outcome"]?.objectValue)
        #expect(expected["status"] == "completed" && expected["result"] != nil)
        for (name, value) in expected {
            #expect(outcome[name]?.canonicalBytes() == value.canonicalBytes(), "\(name): \(outcome)")
        }
        #expect(outcome["unused_rules"] == nil)
    }

    @Test func anyoneMayLookAtThem() async throws {
        let world = try await World()
        let nobody = world.call(.anonymous)
        let listed = try await world.perform("templates.list", nobody)["templates"]?.arrayValue ?? []
        #expect(listed.map { $0["id"]?.stringValue } == ScriptTemplate.all.map(\.id))
        let refund = try #require(ScriptTemplate.all.first { $0.id == "order-refund" })
        let shown = try await world.perform("templates.get", ["id": "order-refund"], nobody)
        #expect(shown["source"]?.stringValue == refund.source)
        #expect(shown["template"]?["contract"] == refund.contract)
        #expect(shown["template"]?["tools_required"] == ["native:http_request"])
        #expect(shown["template"]?["category"] == "ecommerce")
        #expect(listed.contains(try #require(shown["template"])))
    }

    @Test func anUnknownOneIsNotFoundAndTheNearestIsNamed() async throws {
        let world = try await World()
        let error = await #expect(throws: CoreError.self) {
            try await world.perform("templates.get", ["id": "order-refnd"], world.call(.anonymous))
        }
        #expect(error?.reason == .notFound && error?.message.contains("\"order-refund\"") == true)
    }

    @Test func listsPageByPageWhatTheFilterTakes() async throws {
        let world = try await World()
        func ids(_ filter: JSONObject) async throws -> [String] {
            var (ids, next) = ([String](), "")
            repeat {
                var input = filter
                input["page_size"] = 3
                input["page_token"] = .string(next)
                let page = try await world.perform("templates.list", .object(input), world.call(.anonymous))
                ids += page["templates"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? []
                next = page["next_page_token"]?.stringValue ?? ""
            } while !next.isEmpty
            return ids
        }
        #expect(try await ids([:]) == ScriptTemplate.all.map(\.id))
        #expect(try await ids(["category": "embedding"]) == ["rag-answer"])
        #expect(try await ids(["category": "vision"]).isEmpty)
        #expect(try await ids(["labels": [["key": "modality", "values": ["document"]]]]) == ["extract-fields"])
        #expect(try await ids(["labels": [["key": "modality"]]]).count == 8)
        #expect(try await ids(["labels": [["key": "pattern", "values": ["compensation", "batch"]]]]).count == 2)
        #expect(try await ids(["search": "HTTP_request Money"]) == ["order-refund"])
        #expect(try await ids(["search": "nonsense"]).isEmpty)
    }

    @Test func aTokenIsForOneListOnly() async throws {
        let world = try await World()
        let nobody = world.call(.anonymous)
        let token = try #require(
            try await world.perform("templates.list", ["page_size": 2], nobody)["next_page_token"])
        let other: JSONValue = ["page_token": token, "category": "core"]
        #expect(await reason { try await world.perform("templates.list", other, nobody) } == .pageTokenInvalid)
        let unknown: JSONValue = ["category": "cores"]
        #expect(await reason { try await world.perform("templates.list", unknown, nobody) } == .inputInvalid)
    }

    @Test(arguments: ScriptTemplate.all.map(\.id))
    func aScriptBeginsFromOne(id: String) async throws {
        let template = try ScriptTemplate.named(id)
        let world = try await World()
        let token = try await world.makeAccount()
        let made = try await world.ask(token, "scripts.create", ["name": "mine", "from_template": .string(id)])
        #expect(made["script"]?["status"] == "draft" && made["script"]?["draft_status"] == "draft")
        #expect(made["script"]?["contract"] == template.contract)
        let draft = try await world.ask(token, "scripts.draft.get", ["name": "mine"])["draft"]
        #expect(draft?["source"]?.stringValue == template.source && draft?["diagnostics"] == [])
        #expect(draft?["etag"] == made["script"]?["etag"])
        let compiled = try await world.ask(token, "scripts.draft.compile", ["name": "mine", "strict": true])
        #expect(compiled["success"] == true)
        let published = try await world.ask(token, "scripts.draft.publish", ["name": "mine"])
        #expect(published["version"]?["version"] == 1)
    }

    @Test func aScriptFromAnUnknownOneIsNotMade() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        let input: JSONValue = ["name": "mine", "from_template": "summarise-url"]
        let error = await #expect(throws: CoreError.self) { try await world.ask(token, "scripts.create", input) }
        #expect(error?.reason == .notFound && error?.message.contains("\"summarize-url\"") == true)
        #expect(await world.refusal(token, "scripts.get", ["name": "mine"]) == .notFound)
    }

    @Test func oneThatAsksIsAnsweredByAPerson() async throws {
        let threads = try await ThreadWorld()
        try await threads.publish("approval", try ScriptTemplate.named("human-approval").source)
        let id = try await threads.begin("approval", ["subject": "A new server", "approvers": ["ada"]])
        _ = try await threads.until(id, "paused", reason: "ask")
        _ = try await threads.resume(id, ["step_input_override": ["approved": true, "remark": "Gladly."]])
        let output = try await threads.output(id)
        #expect(output["decision"] == "Approved" && output["remark"] == "Gladly.")
    }

    @Test func oneThatWaitsTakesEvents() async throws {
        let threads = try await ThreadWorld()
        try await threads.publish("payment", try ScriptTemplate.named("watch-and-wait").source)
        let id = try await threads.begin("payment", ["invoice": "17", "customer": "Ada", "amount": 120])
        for (invoice, amount) in [("16", 120), ("17", 100), ("17", 20)] {
            _ = try await threads.send(
                id, "payment.received", ["invoice": .string(invoice), "amount": .integer(Int64(amount))])
        }
        let output = try await threads.output(id)
        #expect(output["paid"] == 120 && output["overdue"] == false && output["reminded"] == 0)
    }
}
