extension LedgerBatch {
    /// Makes the transfers of one chain, all or none.
    ///
    /// Of a chain that was made before, every transfer exists. If only some of them do, the others are refused.
    mutating func chain(_ requests: [TransferRequest]) throws(CoreError) -> [TransferOutcome] {
        if requests.last?.isLinked == true { return Self.openChain(count: requests.count) }
        if let outcomes = try presumablyNew(requests) { return outcomes }
        let known = try knownOutcomes(requests)
        if known.allSatisfy({ $0 == nil }) { return try unit(requests) }
        return known.map { $0 ?? .refused(.linkedFailed) }
    }

    /// Makes all the transfers or none. Those outside of chains, and whole chains, may exist already.
    mutating func together(_ requests: [TransferRequest]) throws(CoreError) -> [TransferOutcome] {
        if requests.last?.isLinked != true, let outcomes = try presumablyNew(requests) { return outcomes }
        var outcomes = try knownOutcomes(requests)
        var rest = requests[...]
        while !rest.isEmpty {
            let chain = rest.chainPrefix
            if chain.last?.isLinked == true {
                outcomes.replaceSubrange(chain.indices, with: Self.openChain(count: chain.count))
            } else if outcomes[chain.indices].contains(where: { $0 != nil }) {
                for index in chain.indices { outcomes[index] = outcomes[index] ?? .refused(.linkedFailed) }
            }
            rest = rest.dropFirst(chain.count)
        }
        let isRefused = outcomes.contains { if case .refused = $0 { true } else { false } }
        if isRefused { return outcomes.map { $0 ?? .refused(.linkedFailed) } }
        let fresh = outcomes.indices.filter { outcomes[$0] == nil }
        for (index, outcome) in zip(fresh, try unit(fresh.map { requests[$0] })) { outcomes[index] = outcome }
        return outcomes.map { $0 ?? .refused(.linkedFailed) }
    }

    /// Makes transfers without looking whether they exist, where the store may presume that they do not; nil when that
    /// brought nothing, since one was refused: perhaps since it exists.
    private mutating func presumablyNew(_ requests: [TransferRequest]) throws(CoreError) -> [TransferOutcome]? {
        guard repository.presumesNew else { return nil }
        let outcomes = try unit(requests, presumes: true)
        return outcomes.allSatisfy { $0 == .created } ? outcomes : nil
    }

    private func knownOutcomes(_ requests: [TransferRequest]) throws(CoreError) -> [TransferOutcome?] {
        var outcomes: [TransferOutcome?] = []
        outcomes.reserveCapacity(requests.count)
        for request in requests { outcomes.append(try known(request)) }
        return outcomes
    }

    private static func openChain(count: Int) -> [TransferOutcome] {
        Array(repeating: .refused(.linkedFailed), count: count - 1) + [.refused(.linkedChainOpen)]
    }
}

extension ArraySlice<TransferRequest> {
    /// The first request with those that it is linked to.
    var chainPrefix: ArraySlice<TransferRequest> {
        guard let end = firstIndex(where: { !$0.isLinked }) else { return self }
        return self[...end]
    }
}
