/// Runs long computations where they hold up nobody: never on the threads that tasks share.
public protocol Workers: Sendable {
    /// Runs `body`, once there is room, and returns what it gives. Cancelling the task raises the flag it is given.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (CancellationFlag) -> Result<Value, CoreError>
    ) async -> Result<Value, CoreError>
}
