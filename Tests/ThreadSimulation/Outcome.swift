import Glibc

/// What came of one run.
package struct Outcome: Sendable {
    package let seed: UInt64
    /// What must not be, and was.
    package let findings: [String]
    package let tally: Tally
    /// Another number for another course of things.
    package let digest: UInt64
}

extension Stage {
    /// Plays the run of a seed from its beginning to its end. Other threads may do what they like meanwhile.
    package func play(_ seed: UInt64, plant: Plant? = nil, isPrinted: Bool = false) -> Outcome {
        var outcome: Outcome?
        onThreadOfItsOwn {
            let simulation = Simulation(self, seed: seed, plant: plant, isPrinted: isPrinted)
            simulation.run()
            outcome = Outcome(
                seed: seed, findings: simulation.findings.all, tally: simulation.tally,
                digest: simulation.trace.digest)
        }
        guard let outcome else { fatalError("The thread of a simulation did not run.") }
        return outcome
    }
}

private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}

/// A task that runs in a task would be taken for that one, so a simulation has a thread on which no task runs.
private func onThreadOfItsOwn(_ run: () -> Void) {
    withoutActuallyEscaping(run) { run in
        var thread = pthread_t()
        let body = Unmanaged.passRetained(Body(run)).toOpaque()
        pthread_create(
            &thread, nil,
            { body in
                guard let body else { return nil }
                Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run()
                return nil
            }, body)
        pthread_join(thread, nil)
    }
}
