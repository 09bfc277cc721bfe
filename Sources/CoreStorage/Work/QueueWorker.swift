package import CoreDomain
package import CorePlatform

/// Works through a queue on a thread of its own.
package protocol QueueWorker: AnyObject, Sendable {
    associatedtype Job: Sendable
    /// Most jobs taken at once.
    static var jobsMax: Int { get }
    /// Does these jobs, and answers all of them.
    func run(_ jobs: [Job])
}

extension JobQueue {
    /// Has `worker` work through this queue until it is closed and empty; `threads` counts it down then.
    ///
    /// - Throws: `BUSY` when the system gives no thread.
    package func start<Worker: QueueWorker>(_ worker: Worker, _ threads: ThreadCount) throws(CoreError)
    where Worker.Job == Job {
        let handoff = Handoff(worker)
        try WorkerThread.start {
            handoff.withTaken { worker in
                while let jobs = self.take(limit: Worker.jobsMax) { worker.run(jobs) }
            }
            threads.ended()
        }
    }
}
