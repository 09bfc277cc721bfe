/// The accounts of one batch: loaded once, changed in memory, and stored once at the end.
struct LedgerWorkingSet {
    private var accounts: [LedgerAccount]
    /// The counters as they were loaded.
    private let loaded: [LedgerCounters]
    private var isChanged: [Bool]
    private let places: [Identifier: Int]
    /// What the counters were before the changes of the current unit, the oldest first.
    private var undo: [(place: Int, counters: LedgerCounters)] = []

    init(_ accounts: [LedgerAccount]) {
        self.accounts = accounts
        loaded = accounts.map(\.counters)
        isChanged = Array(repeating: false, count: accounts.count)
        places = Dictionary(
            accounts.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// Where an account is; nil when it does not exist.
    func place(of id: Identifier) -> Int? { places[id] }

    subscript(place: Int) -> LedgerAccount {
        _read { yield accounts[place] }
    }

    /// Sets both accounts of a move to what they are after it.
    mutating func apply(_ move: LedgerMove) {
        set(move.debitCounters, at: move.debitPlace)
        set(move.creditCounters, at: move.creditPlace)
    }

    private mutating func set(_ counters: LedgerCounters, at place: Int) {
        undo.append((place, accounts[place].counters))
        accounts[place].counters = counters
        isChanged[place] = true
    }

    /// Keeps the changes of the current unit.
    mutating func keep() { undo.removeAll(keepingCapacity: true) }

    /// Takes the changes of the current unit back.
    mutating func takeBack() {
        for change in undo.reversed() { accounts[change.place].counters = change.counters }
        keep()
    }

    /// The accounts that may differ from what is stored, and what their counters were before.
    var changed: [(account: LedgerAccount, before: LedgerCounters)] {
        accounts.indices.filter { isChanged[$0] }.map { (accounts[$0], loaded[$0]) }
    }
}

/// A request that passed every rule, with what it does.
struct LedgerMove {
    let transfer: Transfer
    /// The pending transfer that it ends.
    let ended: Transfer?
    let debitPlace: Int
    let debitCounters: LedgerCounters
    let creditPlace: Int
    let creditCounters: LedgerCounters
}
