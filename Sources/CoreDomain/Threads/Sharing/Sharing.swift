/// How an engine shares a store with those of other processes.
public struct Sharing: Sendable {
    /// Who this process is among them.
    public let lease: WorkerLease
    public let signals: any Signals
    /// Tells people which process it is.
    public let name: String
    /// How often it looks for threads to take up when nobody tells of any.
    public var poll = Duration.seconds(1)
    /// How often those who follow events look for them when nobody tells of any.
    public var refresh = Duration.seconds(5)
    /// Threads claimed in one write.
    public var claimsMax = 64
    /// Threads of dead workers released in one write.
    public var releasesMax = 500
    /// How long a dead worker is remembered. A write that it began before it died may still claim threads in its name,
    /// and would leave them to nobody.
    public var deadKept = Duration.seconds(600)
    /// How long the store is left alone after it failed.
    public var pauseAfterFailure = Duration.seconds(1)
    /// Told of what fails without harm to a thread.
    public let report: @Sendable (CoreError) -> Void

    /// Sharing under this name, with the usual times.
    public init(
        lease: WorkerLease, signals: any Signals, name: String,
        report: @escaping @Sendable (CoreError) -> Void = { _ in }
    ) {
        self.lease = lease
        self.signals = signals
        self.name = name
        self.report = report
    }
}
