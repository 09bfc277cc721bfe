/// A thread that was just stored, and how its run begins.
///
/// The run's state is made by whoever carries the thread on, not where the thread is stored: the writer serves everyone.
public struct BegunThread: Sendable {
    let thread: Thread
    /// Bytes of what it was given, as JSON.
    let byteCount: Int
    private let make: @Sendable () -> RunState

    /// A thread that has done nothing yet.
    init(_ thread: Thread, _ loaded: LoadedProgram, _ input: ThreadInput, money: ThreadMoney?, byteCount: Int) {
        self.thread = thread
        self.byteCount = byteCount
        make = { RunState(thread, loaded, input, money: money, byteCount: byteCount) }
    }

    /// A thread that has taken over what another did.
    init(_ run: RunState) {
        thread = run.thread
        byteCount = run.byteCount
        make = { run }
    }

    /// How its run begins.
    var run: RunState { make() }
}
