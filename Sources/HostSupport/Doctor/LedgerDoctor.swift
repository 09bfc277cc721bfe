import CoreDomain
import CoreLanguage

/// Asks whether the books are right.
struct LedgerDoctor {
    let backend: Backend

    func examine() async -> Finding {
        do throws(CoreError) {
            let call = Call(authority: .opener, requestID: try backend.newRequestID())
            let report = try await backend.perform("ledger.verify", [:], call)
            let (accounts, transfers) = (report["accounts"]?.int64Value ?? 0, report["transfers"]?.int64Value ?? 0)
            if report["is_sound"]?.boolValue == true {
                return Finding("ledger", .good, "\(accounts) accounts and \(transfers) transfers agree")
            }
            return Finding(
                "ledger", .fault, "\(report["findings"]?.int64Value ?? 0) balances do not agree with the transfers",
                advice: "`scriptorium ledger verify` names them; keep the file and look at the last backup.")
        } catch {
            return Finding("ledger", error)
        }
    }
}

/// Asks whether the machine's clock can be right: it gives the times of everything that is stored.
struct ClockDoctor {
    let backend: Backend

    /// 2026-01-01T00:00:00Z: before this program was made.
    private static let earliest = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    func examine() async -> Finding {
        let now = backend.services.clock.now()
        guard now > Self.earliest else {
            return Finding("clock", .fault, "it says \(now)", advice: "Set the clock, and let it be kept (NTP).")
        }
        do throws(CoreError) {
            guard let newest = try await newestTransfer(), newest > now.adding(.seconds(60)) else {
                return Finding("clock", .good, "\(now)")
            }
            return Finding(
                "clock", .fault, "it says \(now), but the newest transfer is of \(newest)",
                advice: "Set the clock; times that are stored stay as they are.")
        } catch {
            return Finding("clock", error)
        }
    }

    private func newestTransfer() async throws(CoreError) -> Timestamp? {
        let call = Call(authority: .opener, requestID: try backend.newRequestID())
        let last = try await backend.perform("ledger.export.accounts", ["limit": 1], call)["last_sequence"]?.int64Value
        guard let last, last > 0 else { return nil }
        let page = try await backend.perform("ledger.export.transfers", ["after": .integer(last - 1)], call)
        return page["transfers"]?.arrayValue?.first?["created_at"]?.stringValue.flatMap { Timestamp($0) }
    }
}
