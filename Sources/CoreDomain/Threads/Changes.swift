import Synchronization

/// Tells whoever waits that an organization has new events. It only wakes: what happened is read from the store.
public final class Changes: Sendable {
    private let signals: (any Signals)?
    private let subscriptions = Mutex<[Identifier: [ObjectIdentifier: WeakSubscription]]>([:])

    /// Changes that nobody waits for yet; other processes are told of them by `signals`.
    public init(signals: (any Signals)? = nil) { self.signals = signals }

    /// Wakes those who wait for events of `organization`, here and elsewhere.
    public func notify(_ organization: Identifier) {
        raise(organization)
        signals?.send(.events(of: organization))
    }

    /// Wakes those who wait here for events of `organization`.
    func raise(_ organization: Identifier) {
        let waiting = subscriptions.withLock { $0[organization]?.values.compactMap(\.subscription) ?? [] }
        for subscription in waiting { subscription.raise() }
    }

    /// Wakes everyone who waits here.
    func raiseAll() {
        let waiting = subscriptions.withLock { $0.values.flatMap { $0.values.compactMap(\.subscription) } }
        for subscription in waiting { subscription.raise() }
    }

    /// A wait for events of `organization`, for as long as the subscription is kept.
    func subscribe(_ organization: Identifier) -> Subscription {
        let subscription = Subscription(organization, self)
        subscriptions.withLock {
            $0[organization, default: [:]][ObjectIdentifier(subscription)] = WeakSubscription(subscription)
        }
        return subscription
    }

    fileprivate func remove(_ subscription: ObjectIdentifier, of organization: Identifier) {
        subscriptions.withLock { subscriptions in
            subscriptions[organization]?[subscription] = nil
            if subscriptions[organization]?.isEmpty == true { subscriptions[organization] = nil }
        }
    }
}

private struct WeakSubscription: Sendable {
    weak let subscription: Subscription?

    init(_ subscription: Subscription) { self.subscription = subscription }
}

/// A flag that goes up when something happened, and one task that may wait for it.
final class Subscription: Sendable {
    private struct State {
        var isRaised = false
        var waiting: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())
    private let organization: Identifier
    private let changes: Changes

    init(_ organization: Identifier, _ changes: Changes) {
        self.organization = organization
        self.changes = changes
    }

    deinit { changes.remove(ObjectIdentifier(self), of: organization) }

    /// Forgets what happened so far: it is about to be read.
    func lower() { state.withLock { $0.isRaised = false } }

    func raise() { wake { $0.isRaised = true } }

    /// Waits until the flag is up; false when `deadline` of the clock's monotonic time came first.
    func wait(until deadline: Duration, _ clock: any Clock) async throws(CoreError) -> Bool {
        let happened = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.isRaised() }
            group.addTask {
                do { try await clock.sleep(until: deadline) } catch { return false }
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        if Task.isCancelled { throw CoreError(.cancelled, "The stream was cancelled.") }
        return happened
    }

    /// Returns once the flag is up, or false when the task is cancelled.
    private func isRaised() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.isRaised || Task.isCancelled { return true }
                    state.waiting = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            wake { _ in }
        }
        return state.withLock { $0.isRaised }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
