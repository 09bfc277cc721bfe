import CoreDomain

extension StoreConformance {
    /// What workers that share threads are promised.
    static let claims: [StoreConformance] = [
        StoreConformance("claims: a thread has one worker, and each claim another epoch") { store, clock in
            try await ThreadSample.insert(3, organization: 1, store, clock)
            let (first, again, other, unknown) = try await store.write { tx in
                (
                    try tx.threads.claim(Sample.id(1), for: Sample.id(100)),
                    try tx.threads.claim(Sample.id(1), for: Sample.id(100)),
                    try tx.threads.claim(Sample.id(1), for: Sample.id(200)),
                    try tx.threads.claim(Sample.id(9), for: Sample.id(100))
                )
            }
            try expectEqual([first, again, other, unknown], [true, true, false, false], "the claims")
            let thread = try await store.read { try $0.threads.find(Sample.id(1)) }
            try expectEqual(thread?.status.worker, Sample.id(100), "its worker")
            try expectEqual(thread?.epoch, 2, "its epoch")
            try expectEqual(thread?.options?.depth, 2, "what it was begun with")
            try expectEqual(thread?.environment, [1, 2, 3], "its variables")
            try expectEqual(thread?.status.sequence, 0, "its latest event")
        },
        StoreConformance("claims: a thread that is over is nobody's") { store, clock in
            try await ThreadSample.insert(1, organization: 1, store, clock)
            let claimed = try await store.write { tx in
                let ended = ThreadSample.endedStatus(at: tx.now)
                _ = try tx.threads.update(Sample.id(1), from: ThreadSample.accepted(tx), epoch: 0, to: ended)
                return try tx.threads.claim(Sample.id(1), for: Sample.id(100))
                    || !tx.threads.claimReady(of: Sample.id(1), for: Sample.id(100), limit: 9).isEmpty
            }
            try expectEqual(claimed, false, "a claim")
            try expectEqual(
                try await store.read { try $0.threads.unfinished(of: Sample.id(100), after: nil, limit: 9) }, [],
                "the worker's threads")
        },
        StoreConformance("claims: many workers at once, and no thread twice, and none lost") { store, clock in
            try await ThreadSample.insert(120, organization: 1, store, clock)
            let claimed = await withTaskGroup(of: [Identifier].self) { group in
                for worker: UInt64 in 1...4 {
                    group.addTask { await Self.claimAll(for: Sample.id(1_000 + worker), store) }
                }
                var all: [Identifier] = []
                for await ids in group { all += ids }
                return all
            }
            try expectEqual(claimed.count, 120, "the claims")
            try expectEqual(Set(claimed), Set((1...120).map { Sample.id($0) }), "what was claimed")
            let owners = try await store.read { tx in
                try (1...4).map { (worker: UInt64) in
                    try tx.threads.unfinished(of: Sample.id(1_000 + worker), after: nil, limit: 999).count
                }
            }
            try expectEqual(owners.reduce(0, +), 120, "what the workers have")
        },
        StoreConformance("claims: organizations take turns, and only those with something to do") { store, clock in
            try await ThreadSample.insert(8, organization: 1, store, clock)
            try await ThreadSample.insert(2, organization: 2, from: 100, prepared: true, store, clock)
            let (both, behind, one, first, next, left) = try await store.write { tx in
                (
                    try tx.threads.organizationsReady(after: nil, limit: 9),
                    try tx.threads.organizationsReady(after: Sample.id(1), limit: 9),
                    try tx.threads.organizationsReady(after: nil, limit: 1),
                    try tx.threads.claimReady(of: Sample.id(2), for: Sample.id(900), limit: 1).map(\.id),
                    try tx.threads.claimReady(of: Sample.id(2), for: Sample.id(900), limit: 9).map(\.id),
                    try tx.threads.organizationsReady(after: nil, limit: 9)
                )
            }
            try expectEqual(both, [Sample.id(1), Sample.id(2)], "who has something to do")
            try expectEqual(behind, [Sample.id(2)], "who comes behind the first")
            try expectEqual(one, [Sample.id(1)], "the first")
            try expectEqual([first, next], [[Sample.id(100)], [Sample.id(101)]], "the threads by rising id")
            try expectEqual(left, [Sample.id(1)], "who is left")
        },
        StoreConformance("claims: a change under an old epoch is refused") { store, clock in
            try await ThreadSample.insert(1, organization: 1, store, clock)
            let held = Money(amount: .max)
            let claimed = ThreadStatus.accepted(at: clock.now(), held: held, steps: 3, worker: Sample.id(100))
            var begun = claimed
            begun.sequence = 1
            let status = begun
            // A step, one that begins a rest, and the last: each in a change of its own form.
            var resting = begun
            resting.wakeAt = clock.now().adding(.seconds(9))
            let (rest, ended) = (resting, ThreadSample.endedStatus(at: clock.now(), held: held))
            let (old, new) = try await store.write { tx in
                _ = try tx.threads.claim(Sample.id(1), for: Sample.id(100))
                let old = try Self.updates(from: claimed, epoch: 0, to: [status, rest, ended], tx)
                return (old, try Self.updates(from: claimed, epoch: 1, to: [status], tx))
            }
            try expectEqual(old, [false, false, false], "the changes under the epoch before")
            try expectEqual(new, [true], "the change under the claim's")
            let stored = try await store.read { try $0.threads.find(Sample.id(1)) }
            try expectEqual(stored?.status, status, "the thread")
            let (late, right) = try await store.write { tx in
                _ = try tx.threads.release(of: Sample.id(100), limit: 9)
                let late = try Self.updates(from: status, epoch: 1, to: [rest, ended], tx)
                return (late, try Self.updates(from: status, epoch: 2, to: [ended], tx))
            }
            try expectEqual(late, [false, false], "the changes of who lost it")
            try expectEqual(right, [true], "the end")
            let last = try await store.read { tx in try tx.threads.status(Sample.id(1)) }
            try expectEqual(last, ended, "the ended thread")
        },
        StoreConformance("claims: a thread that is let go of has no worker") { store, clock in
            try await ThreadSample.insert(1, organization: 1, store, clock)
            let claimed = ThreadStatus.accepted(at: clock.now(), held: nil, steps: 3, worker: Sample.id(100))
            var resting = claimed
            resting.wakeAt = clock.now().adding(.seconds(9))
            resting.worker = nil
            let rest = resting
            var roused = resting
            roused.worker = Sample.id(200)
            let awake = roused
            let (isLetGo, own, due) = try await store.write { tx in
                _ = try tx.threads.claim(Sample.id(1), for: Sample.id(100))
                return (
                    try tx.threads.update(Sample.id(1), from: claimed, epoch: 1, to: rest),
                    try tx.threads.unfinished(of: Sample.id(100), after: nil, limit: 9),
                    try tx.threads.claimDue(for: Sample.id(200), at: tx.now.adding(.seconds(9)), limit: 9).map(\.id)
                )
            }
            try expectEqual(isLetGo, true, "the change")
            try expectEqual(own, [], "the worker's threads")
            try expectEqual(due, [Sample.id(1)], "what another claims")
            let (isLetGoAgain, stored) = try await store.write { tx in
                (
                    try tx.threads.update(Sample.id(1), from: awake, epoch: 2, to: rest),
                    try tx.threads.status(Sample.id(1))
                )
            }
            try expectEqual(isLetGoAgain, true, "the same by the other")
            try expectEqual(stored?.worker, nil, "whose it is")
            try expectEqual(stored?.wakeAt, rest.wakeAt, "until when it rests")
        },
        StoreConformance("claims: what is released may be claimed again, a bounded piece at a time") { store, clock in
            try await ThreadSample.insert(5, organization: 1, store, clock)
            let (first, second, third, epoch) = try await store.write { tx in
                _ = try tx.threads.claimReady(of: Sample.id(1), for: Sample.id(100), limit: 4)
                _ = try tx.threads.claimReady(of: Sample.id(1), for: Sample.id(200), limit: 4)
                return (
                    try tx.threads.release(of: Sample.id(100), limit: 3),
                    try tx.threads.release(of: Sample.id(100), limit: 3),
                    try tx.threads.release(of: Sample.id(100), limit: 3),
                    try tx.threads.find(Sample.id(1))?.epoch
                )
            }
            try expectEqual([first, second, third], [3, 1, 0], "what was released")
            try expectEqual(epoch, 2, "the epoch")
            let (again, others) = try await store.write { tx in
                (
                    try tx.threads.claimReady(of: Sample.id(1), for: Sample.id(300), limit: 9).map(\.id),
                    try tx.threads.unfinished(of: Sample.id(200), after: nil, limit: 9).map(\.id)
                )
            }
            try expectEqual(again, (1...4).map { Sample.id($0) }, "the next claim")
            try expectEqual(others, [Sample.id(5)], "what the other worker keeps")
        },
        StoreConformance("claims: threads that rest are claimed when they are due, and not before") { store, clock in
            try await ThreadSample.insert(5, organization: 1, store, clock)
            let now = clock.now()
            let (ready, early, due, rest) = try await store.write { tx in
                for number: UInt64 in 1...4 {
                    var status = ThreadStatus.accepted(at: now, held: nil, steps: 3)
                    status.wakeAt = now.adding(.seconds(number == 4 ? 5 : 20 - Int64(number)))
                    _ = try tx.threads.update(
                        Sample.id(number), from: ThreadSample.accepted(tx), epoch: 0, to: status)
                }
                return (
                    try tx.threads.claimReady(of: Sample.id(1), for: Sample.id(100), limit: 9).map(\.id),
                    try tx.threads.claimDue(for: Sample.id(100), at: now.adding(.seconds(4)), limit: 9),
                    try tx.threads.claimDue(for: Sample.id(100), at: now.adding(.seconds(19)), limit: 2),
                    try tx.threads.claimDue(for: Sample.id(100), at: now.adding(.seconds(19)), limit: 9).map(\.id)
                )
            }
            try expectEqual(ready, [Sample.id(5)], "those that do not rest")
            try expectEqual(early, [], "before the first is due")
            try expectEqual(due.map(\.id), [Sample.id(4), Sample.id(3)], "the two that are due the longest")
            try expectEqual(due.map(\.wakeAt), [5, 17].map { now.adding(.seconds($0)) }, "until when they rested")
            try expectEqual(rest, [Sample.id(2), Sample.id(1)], "the others")
            try expectEqual(
                try await store.read { try $0.threads.unfinished(of: Sample.id(100), after: Sample.id(3), limit: 1) }
                    .map(\.id), [Sample.id(4)], "a page of the worker's threads")
        },
        StoreConformance("workers: a lease that ran out is not renewed once the worker is buried") { store, clock in
            let now = clock.now()
            let one = Worker(id: Sample.id(1), name: "a", startedAt: now, leaseUntil: now.adding(.seconds(15)))
            let two = Worker(id: Sample.id(2), name: "b", startedAt: now, leaseUntil: now.adding(.seconds(16)))
            try await store.write { tx in
                try tx.workers.register(two)
                try tx.workers.register(one)
            }
            let death = now.adding(.seconds(15))
            let (listed, unknown, alive, none, buried, isDead, isAlive, all) = try await store.write { tx in
                (
                    try tx.workers.list(), try tx.workers.renew(Sample.id(3), until: now),
                    try tx.workers.renew(Sample.id(2), until: now.adding(.seconds(20))),
                    try tx.workers.bury(at: now.adding(.seconds(14)), limit: 9),
                    try tx.workers.bury(at: death, limit: 9),
                    try tx.workers.renew(Sample.id(1), until: now.adding(.seconds(40))),
                    try tx.workers.renew(Sample.id(2), until: now.adding(.seconds(30))),
                    try tx.workers.list()
                )
            }
            try expectEqual(listed, [one, two], "the workers")
            try expectEqual([unknown, alive, isDead, isAlive], [false, true, false, true], "the renewals")
            try expectEqual(none, [], "the dead before")
            let dead = Worker(id: Sample.id(1), name: "a", startedAt: now, leaseUntil: death, diedAt: death)
            try expectEqual(buried, [dead], "the dead")
            try expectEqual(all.map(\.leaseUntil), [death, now.adding(.seconds(30))], "the leases")
            try expectEqual(all.map(\.diedAt), [death, nil], "the deaths")
        },
        StoreConformance("workers: open threads whose worker has no record are found") { store, clock in
            try await ThreadSample.insert(6, organization: 1, store, clock)
            let now = clock.now()
            let (first, rest, all) = try await store.write { tx in
                try tx.workers.register(
                    Worker(id: Sample.id(100), name: "a", startedAt: now, leaseUntil: now.adding(.seconds(15))))
                // Two of one that lives, two of one that nobody knows, and one of each of two others.
                for (thread, worker): (UInt64, UInt64) in [
                    (1, 100), (2, 100), (3, 200), (4, 200), (5, 50), (6, 300),
                ] { _ = try tx.threads.claim(Sample.id(thread), for: Sample.id(worker)) }
                var over = ThreadStatus.accepted(at: now, held: nil, steps: 3, worker: Sample.id(300))
                let before = over
                (over.state, over.finishedAt) = (.cancelled, now)
                _ = try tx.threads.update(Sample.id(6), from: before, epoch: 1, to: over)
                return (
                    try tx.workers.bury(at: now, limit: 1), try tx.workers.bury(at: now.adding(.seconds(1)), limit: 9),
                    try tx.workers.list()
                )
            }
            func unknown(_ number: UInt64, after seconds: Int64) -> Worker {
                let time = now.adding(.seconds(seconds))
                return Worker(
                    id: Sample.id(number), name: Worker.unknownName, startedAt: time, leaseUntil: time, diedAt: time)
            }
            try expectEqual(first, [unknown(50, after: 0)], "one at a time")
            try expectEqual(rest, [unknown(200, after: 1), unknown(50, after: 0)], "all that are dead")
            try expectEqual(all.map(\.id), [50, 100, 200].map { Sample.id($0) }, "the workers")
            let released = try await store.write { tx in
                (
                    try tx.threads.release(of: Sample.id(200), limit: 9),
                    try tx.workers.bury(at: now.adding(.seconds(2)), limit: 9).map(\.id)
                )
            }
            try expectEqual(released.0, 2, "their threads")
            try expectEqual(released.1, [200, 50].map { Sample.id($0) }, "the dead afterwards")
        },
        StoreConformance("workers: the dead are told of again and again, until they are removed") { store, clock in
            let now = clock.now()
            try await store.write { tx in
                for number: UInt64 in 1...3 {
                    try tx.workers.register(
                        Worker(id: Sample.id(number), name: "a", startedAt: now, leaseUntil: now.adding(.seconds(9))))
                }
            }
            let (retired, first, again, every, left) = try await store.write { tx in
                try tx.workers.retire(Sample.id(2), at: now.adding(.seconds(1)))
                let retired = try tx.workers.bury(at: now.adding(.seconds(2)), limit: 9)
                try tx.workers.retire(Sample.id(2), at: now.adding(.seconds(3)))
                let first = try tx.workers.bury(at: now.adding(.seconds(9)), limit: 1)
                let again = try tx.workers.bury(at: now.adding(.seconds(10)), limit: 1)
                let every = try tx.workers.bury(at: now.adding(.seconds(11)), limit: 9)
                try tx.workers.remove(Sample.id(2))
                return (retired, first, again, every, try tx.workers.list())
            }
            try expectEqual(retired.map(\.diedAt), [now.adding(.seconds(1))], "one that retired, once")
            try expectEqual(first.map(\.id), [Sample.id(1)], "one at a time")
            try expectEqual(again.map(\.id), [Sample.id(3)], "the next")
            try expectEqual(every.map(\.id), [3, 1, 2].map { Sample.id($0) }, "all, the latest first")
            try expectEqual(left.map(\.id), [1, 3].map { Sample.id($0) }, "who is left")
        },
    ]

    /// Changes the first thread in several ways; whether each was done.
    private static func updates(
        from before: ThreadStatus, epoch: Int64, to statuses: [ThreadStatus], _ tx: any WriteTransaction
    ) throws(CoreError) -> [Bool] {
        var answers: [Bool] = []
        for status in statuses {
            answers.append(try tx.threads.update(Sample.id(1), from: before, epoch: epoch, to: status))
        }
        return answers
    }

    /// Claims threads of the first organization, seven at a time, until none is left.
    private static func claimAll(for worker: Identifier, _ store: any Store) async -> [Identifier] {
        var claimed: [Identifier] = []
        var misses = 0
        for _ in 0..<1_000 where misses < 3 {
            let ids = try? await store.write { tx in  // reason: a write that met another's is done again
                try tx.threads.claimReady(of: Sample.id(1), for: worker, limit: 7).map(\.id)
            }
            guard let ids else { continue }
            misses = ids.isEmpty ? misses + 1 : 0
            claimed += ids
        }
        return claimed
    }
}
