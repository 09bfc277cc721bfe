public import CoreDomain

/// Transfers of a transaction that its driver holds back until the commit, so that those who look for them find them.
public struct UnsentTransfers {
    private var transfers: [Identifier: Transfer] = [:]
    /// By the id of the transfer that was ended.
    private var resolutions: [Identifier: Identifier] = [:]

    /// None.
    public init() {}

    /// The one with this id.
    func transfer(_ id: Identifier) -> Transfer? { transfers[id] }

    /// The one that ended `pending`.
    func resolution(of pending: Identifier) -> Transfer? { resolutions[pending].flatMap { transfers[$0] } }

    /// Takes one in.
    public mutating func add(_ transfer: Transfer) {
        transfers[transfer.id] = transfer
        if let ended = transfer.kind.endedID { resolutions[ended] = transfer.id }
    }
}
