public import CoreDomain
import Glibc

/// A thread of our own, so that nothing which blocks runs on the concurrency pool.
public enum WorkerThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Bytes of a thread's stack, whatever the limits of the process are: what nests as deep as it may is gone through by
    /// recursion.
    private static let stackBytes = 8 << 20

    /// Starts a thread that runs `body` once and ends.
    ///
    /// - Throws: `BUSY` when the system gives no thread.
    public static func start(_ body: @escaping @Sendable () -> Void) throws(CoreError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, stackBytes)
        let box = Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            throw CoreError(
                .busy, "The system gave no thread (error \(status)).", retry: .later(after: .seconds(1)))
        }
    }
}

extension WorkerThread {
    /// Runs `body`, which may block, on a thread of its own, and suspends until it is done.
    ///
    /// - Throws: what `body` throws; `BUSY` when the system gives no thread.
    public static func result<Value: Sendable>(
        _ body: @escaping @Sendable () -> Result<Value, CoreError>
    ) async throws(CoreError) -> Value {
        let result: Result<Value, CoreError> = await withCheckedContinuation { continuation in
            do throws(CoreError) {
                try start { continuation.resume(returning: body()) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }
}
