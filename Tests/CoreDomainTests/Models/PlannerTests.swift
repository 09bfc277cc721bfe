import CoreLanguage
import CoreTesting
import Testing

@testable import CoreDomain

@Suite struct PlannerTests {
    private static let fetch: JSONValue = [["name": "fetch_url", "source": "native"]]
    private static let good = "output\n  a : integer\n\nlet b = 1\n\nemit\n  a = b\n"
    private static let bad = "output\n  a : integer\n\nemit\n  a = nothing\n"

    private func plan(_ world: ModelWorld, _ input: JSONObject) async throws -> JSONValue {
        var input = input
        input["task"] = "Do it"
        return try await world.call(world.planner, .object(input)).output
    }

    @Test func theExampleOfTheGuideIsAPlan() async throws {
        let world = try ModelWorld(.init(.text("```scriptum\n\(PlanGuide.example)\n```")))
        let plan = try await plan(world, ["tools": Self.fetch])
        #expect(plan["faults"] == nil)
        #expect(plan["source"] == .string(PlanGuide.example))
        let program = try Program(decoding: try #require(plan["program"]))
        try ProgramVerifier.verify(program)
        #expect(plan["contract"]?.objectValue?.isEmpty == false)
        let guide = try #require(world.chats.first?.texts.first)
        #expect(guide.contains("`fetch_url` (fetch_url from native)"))
    }

    @Test func theModelIsToldItsErrors() async throws {
        let world = try ModelWorld(.init(.text(Self.bad), times: 2), .init(.text(Self.good)))
        let plan = try await plan(world, [:])
        #expect(plan["program"]?.isNull == false)
        #expect(world.chats.count == 3)
        let told = try #require(world.chats.last?.texts.last)
        #expect(told.contains("plan.scriptum:5:7: error[") && told.contains("nothing"))
        #expect(plan["usage"]?["output_tokens"]?.int64Value ?? 0 > 20)
    }

    @Test func afterThreeCorrectionsThePlanFails() async throws {
        let world = try ModelWorld(.init(.text(Self.bad)))
        let error = await #expect(throws: CoreError.self) { try await plan(world, [:]) }
        #expect(error?.reason == .modelAnswerInvalid)
        #expect(error?.details.members["source"]?.stringValue?.contains("nothing") == true)
        #expect(world.chats.count == 4)
    }

    @Test func aPlanNeedNotCompile() async throws {
        let world = try ModelWorld(.init(.text(Self.bad)))
        let plan = try await plan(world, ["validate": false])
        #expect(plan["program"] == .null)
        #expect(plan["faults"]?.stringValue?.isEmpty == false)
        #expect(world.chats.count == 1)
    }

    static let excesses: [(steps: String, fault: String)] = [
        ("import tools\n  file_read from native\n\ndo with file_read\n  path = \"a\"\n  -> f", "uses `file_read`"),
        ("decide \"d\" with llm\n  otherwise -> \"a\"\n\"a\":\n  let f = 1", "uses `llm`"),
        ("do with llm\n  prompt = \"a\"\n  -> f", "no tool `llm`"), ("run \"other\"", "runs another script"),
        ("send \"e\"\n  a = 1", "sends the event \"e\""), ("let f = env(\"SECRET\")", "reads the variable `SECRET`"),
        ("plan \"p\" with llm\n  task = \"x\"\n  -> f", "runs another script or plan"),
    ]

    @Test(arguments: excesses.indices) func aPlanDoesNoMoreThanItsTools(_ place: Int) async throws {
        let (steps, fault) = Self.excesses[place]
        let world = try ModelWorld(.init(.text("output\n  a : integer\n\n\(steps)\n\nemit\n  a = 1\n")))
        let plan = try await plan(world, ["validate": false, "tools": Self.fetch])
        #expect(plan["program"] == .null)
        #expect(plan["faults"]?.stringValue?.contains(fault) == true, "\(plan["faults"] ?? "")")
    }

    @Test func whatTheGuideSaysOfStepsIsSo() async throws {
        let source = """
            output
              a : text

            wait 10s
            ask "Consent"
              prompt = "Shall I?"
              -> answer
            check "It is long" count(answer.value) > 1

            emit
              a = if contains(answer.value, "y") then join(["a", answer.value], " ") else "no"
            """
        let world = try ModelWorld(.init(.text(source)))
        let faults = try await plan(world, ["validate": false])["faults"]
        #expect(faults == nil)
    }

    @Test func theBoundOfStepsCountsInnerOnes() async throws {
        let source = "output\n  a : integer\n\neach n in [1, 2]\n  let b = n\n\nemit\n  a = 1\n"
        for (most, isPlan) in [(2, false), (3, true)] {
            let world = try ModelWorld(.init(.text(source)))
            let plan = try await plan(world, ["validate": false, "max_steps": .integer(Int64(most))])
            #expect(plan["program"]?.isNull == !isPlan)
        }
    }

    @Test func toolsThatAreNotThereAreRefused() async throws {
        let world = try ModelWorld()
        let error = await #expect(throws: CoreError.self) {
            try await plan(world, ["tools": [["name": "nix", "source": "mcp"]]])
        }
        #expect(error?.reason == .stepFailed)
        #expect(world.chats.isEmpty)
    }
}
