import CoreLanguage

/// What a thread's journal says, read from its first event to its last.
struct ThreadHistory: Sendable {
    private static let pageSize = 500

    private(set) var input = JSONObject()
    private(set) var money: ThreadMoney?
    /// The events about steps, in order.
    private(set) var steps: [Event] = []

    /// The journal of the thread `id`.
    init(of id: Identifier, _ tx: any ReadTransaction) throws(CoreError) {
        var latest: Int64 = 0
        while true {
            let events = try tx.events.journal(of: id, after: latest, limit: Self.pageSize)
            for event in events { try take(event) }
            guard let last = events.last, events.count == Self.pageSize else { return }
            latest = last.sequence
        }
    }

    private mutating func take(_ event: Event) throws(CoreError) {
        switch event.kind {
        case .threadCreated:
            input = event.body["input"]?.objectValue ?? JSONObject()
            money = try Self.money(event.body)
        case .stepCompleted:
            if let cost = event.body["cost"]?["amount"], let amount = Self.amount(cost) {
                money?.charge(amount, for: event.path)
            }
            steps.append(event)
        case .stepIntended, .stepRetrying, .stepFailed: steps.append(event)
        case .threadStarted, .threadCompleted, .threadFailed, .threadCancelled, .threadExpired: break
        }
    }

    private static func money(_ body: JSONValue) throws(CoreError) -> ThreadMoney? {
        guard let code = body["currency"]?.stringValue, let currency = Currency(code) else { return nil }
        var holds: [ThreadMoney.Hold] = []
        for hold in body["holds"]?.arrayValue ?? [] {
            holds.append(try ThreadMoney.Hold.schema.decode(hold))
        }
        return ThreadMoney(currency: currency, holds: holds)
    }

    private static func amount(_ json: JSONValue) -> Amount? {
        do throws(AmountError) { return try Amount.read(json) } catch { return nil }
    }

    /// Brings a machine at its start to where the journal ends.
    func replay(on machine: inout GraphMachine) throws(CoreError) {
        for event in steps {
            switch event.kind {
            case .stepIntended: machine.intend(event.path)
            case .stepCompleted: machine.complete(event.path, output: event.body["output"] ?? .null)
            case .stepRetrying:
                machine.retry(
                    event.path, failedAttempts: Int(event.body["attempt"]?.int64Value ?? 1),
                    notBefore: Timestamp(nanoseconds: event.body["retry_at_ns"]?.int64Value ?? 0))
            case .stepFailed:
                machine.fail(event.path, try ThreadFailure.schema.decode(event.body["error"] ?? .null))
            case .threadCreated, .threadStarted, .threadCompleted, .threadFailed, .threadCancelled, .threadExpired:
                break
            }
        }
    }
}
