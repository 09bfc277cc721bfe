import CoreLanguage

/// What a thread holds, was charged and posted, as its events tell: what they brought is not read.
struct ThreadAccounts: Sendable {
    private static let pageSize = 500

    private(set) var money: ThreadMoney?

    /// The accounts of a thread without events.
    init() {}

    /// The accounts of the thread `id`.
    init(of id: Identifier, _ tx: any ReadTransaction) throws(CoreError) {
        var latest: Int64 = 0
        while true {
            let events = try tx.events.events(of: id, after: latest, limit: Self.pageSize)
            for event in events { try take(event) }
            guard let last = events.last, events.count == Self.pageSize else { return }
            latest = last.sequence
        }
    }

    /// Takes the next event.
    ///
    /// - Throws: `DATABASE_CORRUPT` when an amount in it cannot be read.
    mutating func take(_ event: Event) throws(CoreError) {
        if event.kind == .threadCreated { money = try Self.money(event.body) }
        if let cost = event.body["cost"]?["amount"] { money?.charge(try Self.amount(cost), for: event.path) }
        if let posted = event.body["posted"] {
            money?.post(try Self.amount(posted), for: String(event.path.prefix { $0 != "." }))
        }
    }

    private static func money(_ body: JSONValue) throws(CoreError) -> ThreadMoney? {
        guard let code = body["currency"]?.stringValue else { return nil }
        guard let currency = Currency(code) else { throw damaged }
        var holds: [ThreadMoney.Hold] = []
        for hold in body["holds"]?.arrayValue ?? [] {
            holds.append(try ThreadMoney.Hold.schema.decode(hold))
        }
        return ThreadMoney(currency: currency, holds: holds)
    }

    private static func amount(_ json: JSONValue) throws(CoreError) -> Amount {
        do throws(AmountError) { return try Amount.read(json) } catch { throw damaged }
    }

    private static var damaged: CoreError {
        CoreError(.databaseCorrupt, "A journal holds an amount or a currency that cannot be read.")
    }
}
