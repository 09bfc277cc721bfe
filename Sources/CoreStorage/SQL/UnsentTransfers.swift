public import CoreDomain

/// Transfers of a transaction that its driver holds back until the commit, so that those who look for them find them.
public struct UnsentTransfers {
    private var transfers: [Identifier: Transfer] = [:]
    /// Their ids in the order in which they were added.
    private var order: [Identifier] = []
    /// By the id of the transfer that was ended.
    private var resolutions: [Identifier: Identifier] = [:]

    /// None.
    public init() {}

    /// The one with this id.
    func transfer(_ id: Identifier) -> Transfer? { transfers[id] }

    /// The one that ended `pending`.
    func resolution(of pending: Identifier) -> Transfer? { resolutions[pending].flatMap { transfers[$0] } }

    /// How many there are.
    public var count: Int { order.count }

    /// Forgets all but the first `count`.
    public mutating func keepFirst(_ count: Int) {
        while order.count > count {
            if let ended = transfers.removeValue(forKey: order.removeLast())?.kind.endedID { resolutions[ended] = nil }
        }
    }

    /// Takes one in.
    public mutating func add(_ transfer: Transfer) {
        order.append(transfer.id)
        transfers[transfer.id] = transfer
        if let ended = transfer.kind.endedID { resolutions[ended] = transfer.id }
    }
}
