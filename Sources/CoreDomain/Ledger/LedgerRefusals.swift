import CoreLanguage

/// Refusals as errors, for code that cannot go on after one.
enum LedgerRefusals {
    /// The error of the first request that was refused by itself; nil when none was.
    static func error(of outcomes: [TransferOutcome], _ requests: [TransferRequest]) -> CoreError? {
        let refused = zip(outcomes, requests).enumerated().compactMap { index, pair -> Refused? in
            guard case .refused(let refusal) = pair.0 else { return nil }
            return Refused(index: index, request: pair.1, refusal: refusal)
        }
        return (refused.first { $0.refusal != .linkedFailed } ?? refused.first)?.error
    }

    private struct Refused {
        let index: Int
        let request: TransferRequest
        let refusal: TransferRefusal

        var error: CoreError {
            if case .exceedsCredits(let required, let available) = refusal {
                return insufficientFunds(required: required, available: available)
            }
            return CoreError(
                .transferRefused, "Transfer \(index + 1) was refused: \(refusal.word).",
                details: CoreError.Details(members: [
                    "index": .integer(Int64(index)), "id": .string(IdentifierForm.uuid.text(request.id)),
                    "refusal": .string(refusal.word),
                ]))
        }

        private func insufficientFunds(required: Amount, available: Amount) -> CoreError {
            let currency = request.currency.code
            return CoreError(
                .insufficientFunds,
                "The balance does not cover this: \(required) \(currency) required, \(available) available.",
                fix: "Add funds to the account, or wait until what is held for other work is released.",
                details: CoreError.Details(members: [
                    "required": .string(required.description), "available": .string(available.description),
                    "currency": .string(currency),
                ]))
        }
    }
}
