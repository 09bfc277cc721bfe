import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@Suite struct BillingTests {
    static func fixed(_ amount: String) throws -> CostModel { .fixed(Money(amount: try Amount(amount))) }

    @Test func aJobHoldsItsMostAndPaysWhatItsStepsCost() async throws {
        let probe = Probe()
        let price = CostModel.metered(
            MeteredPrice(
                currency: .usdc, rates: [.init(unit: "tokens", price: try Amount("0.002"))],
                minimum: try Amount("0.01"), maximum: try Amount("1.5")))
        let hold = Gate()
        let jobs = try await JobWorld(natives: [
            probe.native(cost: price) { _, context in
                if context.path == "b" { await hold.arriveAndWait(for: 2) }
                return StepOutput(1, usage: ["tokens": try Amount(context.path == "a" ? "123" : "1")])
            }
        ])
        try await jobs.publish(
            "test:recipe:two", steps: [call("a"), call("b", ["x": ["from": "$.steps.a.output"]])],
            outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:two")
        let accepted = try await jobs.job(id)
        #expect(accepted["held"] == ["amount": "3", "currency": "USDC"])
        try await jobs.until { probe.calls.count == 2 }
        #expect(try await jobs.balance() == ("8.254", "1.5"))
        await hold.arriveAndWait(for: 2)
        let job = try await jobs.finish(id)
        #expect(job["cost"] == ["amount": "0.256", "currency": "USDC"])
        #expect(try await jobs.balance() == ("9.744", "0"))
        let costs = try await jobs.steps(id).map { $0["cost"]?["amount"]?.stringValue }
        #expect(costs == ["0.246", "0.01"])
        try await expectBalanced(jobs)
    }

    @Test func aJobThatTheAccountDoesNotCoverIsRefusedWhole() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [probe.native(cost: try Self.fixed("4")) { _, _ in StepOutput(1) }])
        try await jobs.publish(
            "test:recipe:dear", steps: [call("a"), call("b"), call("c")],
            outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        do {
            _ = try await jobs.run("test:recipe:dear")
            Issue.record("It was accepted.")
        } catch {
            let refusal = CoreError(narrowing: error)
            #expect(refusal.reason == .insufficientFunds)
            #expect(refusal.details.members["required"] == "12")
            #expect(refusal.details.members["available"] == "10")
            #expect(refusal.details.members["currency"] == "USDC")
        }
        #expect(probe.calls.isEmpty)
        #expect(try await jobs.balance() == ("10", "0"))
        let list = try await jobs.world.perform("jobs.list", [:], jobs.world.call(.bearer(jobs.token)))
        #expect(list["jobs"] == [])
    }

    @Test func aFailureGivesBackWhatEarlierStepsCost() async throws {
        let jobs = try await JobWorld(natives: [
            Probe().native(cost: try Self.fixed("1")) { _, context in
                if context.path == "b" { throw CoreError(.stepFailed, "It broke.") }
                return StepOutput(1)
            }
        ])
        try await jobs.publish(
            "test:recipe:half", steps: [call("a"), call("b", ["x": ["from": "$.steps.a.output"]])],
            outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:recipe:half"))
        #expect(job["status"] == "failed")
        #expect(job["cost"] == ["amount": "0", "currency": "USDC"])
        #expect(try await jobs.balance() == ("10", "0"))
        try await expectBalanced(jobs)
    }

    @Test func aCancelledJobCostsNothingAndStops() async throws {
        let cancelled = Mutex(0)
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native(cost: try Self.fixed("1")) { _, context in
                guard context.path == "b" else { return StepOutput(1) }
                do {
                    try await Task.sleep(for: .seconds(1_000))
                } catch {
                    cancelled.withLock { $0 += 1 }
                    throw error
                }
                return StepOutput(1)
            }
        ])
        try await jobs.publish(
            "test:recipe:long", steps: [call("a"), call("b", ["x": ["from": "$.steps.a.output"]])],
            outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:long")
        try await jobs.until { probe.calls.count == 2 }
        let job = try await jobs.cancel(id)
        #expect(job["status"] == "cancelled")
        #expect(try await jobs.balance() == ("10", "0"))
        try await jobs.idle()
        #expect(cancelled.withLock { $0 } == 1)
        let again = try await jobs.cancel(id)
        #expect(again == job)
        #expect(try await jobs.balance() == ("10", "0"))
        try await expectBalanced(jobs)
    }

    @Test func lanesThatWereNotNeededAreReleased() async throws {
        let jobs = try await JobWorld(natives: [Probe().native(cost: try Self.fixed("0.5")) { _, _ in StepOutput(1) }])
        try await jobs.publish(
            "test:recipe:fan", inputs: ["list": ["type": "array"]],
            steps: [call("fan", [:], ["for_each": "inputs.list", "max_items": 10])],
            outputs: ["all": ["from": "$.steps.fan.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:fan", ["list": [1, 2, 3]])
        #expect(try await jobs.job(id)["held"]?["amount"] == "5")
        #expect(try await jobs.finish(id)["cost"]?["amount"] == "1.5")
        #expect(try await jobs.balance() == ("8.5", "0"))
    }

    @Test func aFreeRecipeNeedsNoBalance() async throws {
        let jobs = try await JobWorld(credit: "0")
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("scriptorium:flow:echo", ["value": 1]))
        #expect(job["status"] == "completed")
    }

    @Test func theSameKeyRunsAndPaysOnce() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [probe.native(cost: try Self.fixed("1")) { _, _ in StepOutput(1) }])
        try await jobs.world.engine.start()
        let call = jobs.world.call(.bearer(jobs.token), key: "once")
        let first = try await jobs.world.perform("recipes.run", ["recipe_id": "test:probe:call", "input": [:]], call)
        let second = try await jobs.world.perform("recipes.run", ["recipe_id": "test:probe:call", "input": [:]], call)
        #expect(first == second)
        _ = try await jobs.finish(first["job_id"]?.stringValue ?? "")
        #expect(probe.calls.count == 1)
        #expect(try await jobs.balance() == ("9", "0"))
    }

    @Test func stepsOfSeveralCurrenciesAreRefusedWhenPublished() async throws {
        let other = Probe("test:probe:other")
        let euro = try #require(Currency("EUR"))
        let jobs = try await JobWorld(natives: [
            Probe().native(cost: try Self.fixed("1")) { _, _ in StepOutput(1) },
            other.native(cost: .fixed(Money(amount: try Amount("1"), currency: euro))) { _, _ in StepOutput(1) },
        ])
        let refused = await reason {
            try await jobs.publish(
                "test:recipe:mixed",
                steps: [call("a"), ["id": "b", "ingredient": "test:probe:other", "input": [:]]],
                outputs: ["a": ["from": "$.steps.a.output"]])
        }
        #expect(refused == .definitionInvalid)
    }
}

/// The ledger agrees with itself, and every currency adds up to nothing.
func expectBalanced(_ jobs: JobWorld) async throws {
    let report = try await LedgerVerification(store: jobs.world.store).run()
    #expect(report.isSound)
}
