import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// What the errors of the ledger tell a program.
@Suite struct LedgerErrorTests {
    private let store = MemoryStore(clock: ManualClock())
    private let ledger = Ledger()

    private func requests(_ amounts: [String]) async throws -> [TransferRequest] {
        let ledger = ledger
        return try await store.write { tx in
            let customer = try ledger.open(.available, Identifier(high: 1, low: 1), .usdc, tx)
            let house = try ledger.open(.treasury, Identifier(high: 1, low: 2), .usdc, tx)
            let funding = TransferRequest(
                id: Identifier(high: 2, low: 0), debit: house.id, credit: customer.id, amount: try Amount("10"),
                currency: .usdc, purpose: .funding)
            try ledger.post([funding], tx)
            return try amounts.enumerated().map { number, amount in
                TransferRequest(
                    id: Identifier(high: 2, low: UInt64(number) + 1), debit: customer.id, credit: house.id,
                    amount: try Amount(amount), currency: .usdc, kind: .pending(expiresAt: nil), purpose: .hold,
                    isLinked: number < amounts.count - 1)
            }
        }
    }

    private func error(_ requests: [TransferRequest]) async -> CoreError? {
        let ledger = ledger
        do {
            try await store.write { tx in try ledger.post(requests, tx) }
            return nil
        } catch {
            return error
        }
    }

    @Test func missingFundsAreToldForTheWholeChain() async throws {
        let error = await error(try await requests(["6", "0.5", "4", "0.25"]))
        #expect(error?.reason == .insufficientFunds)
        #expect(error?.details.members == ["required": "10.75", "available": "10", "currency": "USDC"])
        #expect(error?.message.contains("10.75 USDC required, 10 available") == true)
    }

    @Test func missingFundsAreToldForOne() async throws {
        let error = await error(try await requests(["10.000000000000000001"]))
        #expect(
            error?.details.members
                == ["required": "10.000000000000000001", "available": "10", "currency": "USDC"])
    }

    @Test func otherRefusalsAreToldWithTheirPlace() async throws {
        var requests = try await requests(["1", "0", "1"])
        let id = JSONValue.string(IdentifierForm.uuid.text(requests[1].id))
        var error = await error(requests)
        #expect(error?.reason == .transferRefused)
        #expect(error?.details.members == ["index": 1, "id": id, "refusal": "amount_zero"])
        requests[2].isLinked = true
        error = await self.error(requests)
        #expect(error?.details.members["refusal"] == "linked_chain_open")
        #expect(error?.details.members["index"] == 2)
    }

    @Test func everyRefusalHasAWordOfItsOwn() {
        let refusals: [TransferRefusal] = [
            .linkedChainOpen, .linkedFailed, .existsDifferent, .sameAccount, .amountZero, .expiryPassed,
            .accountUnknown, .currencyDiffers, .pendingUnknown, .pendingNotPending, .pendingDiffers,
            .postExceedsPending, .pendingPosted, .pendingVoided, .pendingExpired, .overflow,
            .exceedsCredits(required: .zero, available: .zero), .exceedsDebits(required: .zero, available: .zero),
        ]
        #expect(Set(refusals.map(\.word)).count == refusals.count)
    }
}
