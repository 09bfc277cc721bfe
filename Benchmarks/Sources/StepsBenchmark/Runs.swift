import BareSteps
import CoreDomain
import CoreLanguage

/// What a run took.
struct Measurement {
    var seconds: Double
    var cpuSeconds: Double
    var writtenBytes: Int64

    /// Measures `body`.
    static func of(_ body: () async throws -> Void) async throws -> Measurement {
        let (before, begun) = (bare_usage_now(), ContinuousClock.now)
        try await body()
        let (duration, after) = (ContinuousClock.now - begun, bare_usage_now())
        return Measurement(
            seconds: duration / .seconds(1), cpuSeconds: after.cpu_seconds - before.cpu_seconds,
            writtenBytes: after.written_bytes - before.written_bytes)
    }
}

/// Runs `jobs` jobs, `width` at once: another one is begun when one makes its last call. `onReady` is called when
/// everything is set up, before the clock starts, and `warmUp` jobs were run.
func runAtOnce(
    path: String, jobs: Int, width: Int, _ kind: Rig.Kind = .recipe, warmUp: Int = 0, onReady: () -> Void = {}
) async throws -> Measurement {
    let window = Window(width)
    let rig = try await Rig(path: path, width: width, kind) { window.leave() }
    for number in 0..<warmUp {
        await window.enter()
        _ = try await rig.begin(number)
    }
    await rig.engine.idle()
    onReady()
    let measurement = try await Measurement.of {
        try await withThrowingDiscardingTaskGroup { group in
            for number in 0..<jobs {
                await window.enter()
                group.addTask { _ = try await rig.begin(number) }
            }
        }
        await rig.engine.idle()
    }
    // Another process may have taken some up.
    let end = ContinuousClock.now + .seconds(30)
    while try await rig.completedCount() < jobs + warmUp {
        guard ContinuousClock.now < end else { throw CoreError(.internalError, "Not every job was completed.") }
        try await Task.sleep(for: .milliseconds(20))
    }
    await rig.close()
    return measurement
}

/// Seconds from asking for a job to hearing of its end, one job after the other.
func runInSequence(path: String, jobs: Int, _ kind: Rig.Kind = .recipe) async throws -> [Double] {
    let rig = try await Rig(path: path, width: 1, kind) {}
    let events = try await rig.events()
    var seconds: [Double] = []
    for number in 0..<jobs {
        let begun = ContinuousClock.now
        let job = try await rig.begin(number)
        if kind.isScript { try await rig.follow(job) } else { try await awaitEnd(of: job, events) }
        seconds.append((ContinuousClock.now - begun) / .seconds(1))
    }
    await rig.close()
    return seconds
}

private func awaitEnd(of job: JSONValue, _ events: OperationStream) async throws {
    while true {
        guard case .item(let item) = try await events.next(patience: .seconds(60)) else {
            throw CoreError(.internalError, "A job did not end.")
        }
        if item.output["job_id"] == job, item.output["event"] == "thread.completed" { return }
    }
}
