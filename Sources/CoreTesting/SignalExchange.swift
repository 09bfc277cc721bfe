public import CoreDomain
import Synchronization

/// Signals between backends in one process, which can be lost.
public final class SignalExchange: Sendable {
    private struct State {
        var random: SeededRandom
        var lossOneIn: UInt64?
        var lastMember = 0
        var handlers: [Int: @Sendable (Signal) -> Void] = [:]
    }
    private let state: Mutex<State>

    private struct Member: Signals {
        let exchange: SignalExchange
        let number: Int

        func send(_ signal: Signal) { exchange.send(signal, from: number) }
        func receive(_ handler: @escaping @Sendable (Signal) -> Void) {
            exchange.state.withLock { $0.handlers[number] = handler }
        }
    }

    /// An exchange that loses nothing; which signals it loses later is drawn from `seed`.
    public init(seed: UInt64 = 0) { state = Mutex(State(random: SeededRandom(seed: seed))) }

    /// The signals of one more backend.
    public func join() -> any Signals {
        let number = state.withLock { state in
            state.lastMember += 1
            return state.lastMember
        }
        return Member(exchange: self, number: number)
    }

    /// Loses one delivery in so many from now on: every one for 1, none for nil.
    public func lose(oneIn outOf: UInt64?) { state.withLock { $0.lossOneIn = outOf } }

    private func send(_ signal: Signal, from sender: Int) {
        let handlers = state.withLock { state in
            state.handlers.filter { $0.key != sender }.sorted { $0.key < $1.key }.compactMap { member in
                guard let outOf = state.lossOneIn, state.random.chance(oneIn: outOf) else { return member.value }
                return nil
            }
        }
        for handler in handlers { handler(signal) }
    }
}
