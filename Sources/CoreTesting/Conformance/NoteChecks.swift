import CoreDomain
import CoreLanguage

extension StoreConformance {
    /// What notes and waits promise.
    static let notes: [StoreConformance] = [
        StoreConformance("notes: they are numbered, and those with one identity are one") { store, clock in
            try await ThreadSample.insert(2, organization: 1, store, clock)
            let receptions = try await store.write { tx in
                [
                    try tx.notes.leave(
                        NewNote(.event, "paid", body: ThreadSample.body, identity: "a"), for: Sample.id(1)),
                    try tx.notes.leave(NewNote(.event, "paid", identity: "a"), for: Sample.id(1)),
                    try tx.notes.leave(NewNote(.cancel), for: Sample.id(1)),
                    try tx.notes.leave(NewNote(.event, "paid", identity: "a"), for: Sample.id(2)),
                    try tx.notes.leave(NewNote(.event, "paid"), for: Sample.id(9)),
                ]
            }
            try expectEqual(receptions, [.left, .repeated, .left, .left, .closed], "what became of them")
            let (all, rest, status) = try await store.read { tx in
                (
                    try tx.notes.list(of: Sample.id(1), after: 0, limit: 9),
                    try tx.notes.list(of: Sample.id(1), after: 1, limit: 9),
                    try tx.threads.status(Sample.id(1))
                )
            }
            let first = Note(
                thread: Sample.id(1), number: 1, kind: .event, name: "paid", body: ThreadSample.body)
            let second = Note(thread: Sample.id(1), number: 2, kind: .cancel, name: "", body: [:])
            try expectEqual(all, [first, second], "the notes")
            try expectEqual(rest, [second], "those behind the first")
            try expectEqual(status?.notes, 2, "how many were left")
        },
        StoreConformance("notes: a thread that rests is roused, and does not rest before it has seen them") {
            store, clock in
            try await ThreadSample.insert(1, organization: 1, store, clock)
            let time = clock.now().adding(.seconds(5))
            let (accepted, resting) = try await store.write { tx in
                let accepted = try tx.threads.status(Sample.id(1)) ?? ThreadSample.accepted(tx)
                var resting = accepted
                resting.sequence = 1
                resting.state = .paused
                resting.pause = .ask
                resting.wakeAt = time
                let isStored = try tx.threads.update(Sample.id(1), from: accepted, epoch: 0, to: resting)
                try expectEqual(isStored, true, "to go to rest")
                return (accepted, resting)
            }
            let rested = try await store.read { tx in try tx.threads.status(Sample.id(1)) }
            try expectEqual(rested, resting, "it, at rest")
            try expectEqual(accepted.notes, 0, "notes of a new thread")
            _ = try await store.write { tx in try tx.notes.leave(NewNote(.cancel), for: Sample.id(1)) }
            var roused = resting
            roused.wakeAt = nil
            roused.notes = 1
            let found = try await store.read { tx in try tx.threads.status(Sample.id(1)) }
            try expectEqual(found, roused, "it, roused")
            var (blind, seeing, over) = (resting, resting, ThreadSample.endedStatus(at: clock.now()))
            (blind.sequence, seeing.sequence, seeing.notes) = (2, 2, 1)
            over.notes = 0
            for (status, isStored, what) in [
                (blind, false, "to rest without having seen the note"), (over, false, "to end so"),
                (seeing, true, "to rest after having seen it"),
            ] {
                let isUpdated = try await store.write { tx in
                    try tx.threads.update(Sample.id(1), from: resting, epoch: 0, to: status)
                }
                try expectEqual(isUpdated, isStored, what)
            }
        },
        StoreConformance("notes: a thread that was at rest from its beginning goes on") { store, clock in
            try await ThreadSample.prepare(store, clock)
            var thread = ThreadSample.thread(1, organization: 1, at: clock.now())
            thread.status.wakeAt = clock.now().adding(.seconds(5))
            let resting = thread
            try await store.write { try $0.threads.insert(resting) }
            thread.status.wakeAt = nil
            thread.status.sequence += 1
            let going = thread.status
            let isAwake = try await store.write { tx in
                try tx.threads.update(Sample.id(1), from: resting.status, epoch: 0, to: going)
            }
            try expectEqual(isAwake, true, "to go on")
            let stored = try await store.read { tx in try tx.threads.status(Sample.id(1)) }
            try expectEqual(stored, going, "how it stands")
        },
        StoreConformance("notes: what was taken goes, and nothing is left for a thread that is over") {
            store, clock in
            try await ThreadSample.insert(1, organization: 1, store, clock)
            let ended = ThreadSample.endedStatus(at: clock.now())
            let (left, removed, reception) = try await store.write { tx in
                for _ in 0..<4 { _ = try tx.notes.leave(NewNote(.cancel), for: Sample.id(1)) }
                try tx.notes.remove(2, of: Sample.id(1))
                let left = try tx.snapshot.notes.list(of: Sample.id(1), after: 0, limit: 9).map(\.number)
                let removed = try tx.notes.removeAll(of: Sample.id(1), limit: 2)
                var ended = ended
                ended.notes = 4
                let isEnded = try tx.threads.update(
                    Sample.id(1), from: ThreadSample.accepted(tx), epoch: 0, to: ended)
                try expectEqual(isEnded, true, "to end")
                return (left, removed, try tx.notes.leave(NewNote(.cancel), for: Sample.id(1)))
            }
            try expectEqual(left, [1, 3, 4], "the others")
            try expectEqual(removed, 2, "how many went")
            try expectEqual(reception, .closed, "a note for a thread that is over")
            let last = try await store.read { tx in try tx.notes.list(of: Sample.id(1), after: 0, limit: 9) }
            try expectEqual(last.map(\.number), [4], "the last")
        },
        StoreConformance("waits: questions are found by organization and program, events by name") { store, clock in
            try await ThreadSample.insert(3, organization: 1, store, clock)
            try await ThreadSample.insert(1, organization: 2, from: 4, prepared: true, store, clock)
            let now = clock.now()
            let waits = [
                wait(1, "0", .ask, "Approve", at: now), wait(1, "1", .event, "paid", at: now),
                wait(2, "0.~3.1", .ask, "Approve", at: now, isAnswered: true), wait(3, "2", .ask, "", at: now),
                wait(3, "1", .event, "paid", at: now), wait(3, "4", .event, "paid", at: now),
                wait(4, "0", .event, "paid", organization: 2, at: now),
                wait(4, "1", .ask, "Other", organization: 2, at: now),
            ]
            try await store.write { tx in for wait in waits { try tx.waits.put(wait) } }
            let all = AskFilter(organization: Sample.id(1), program: nil)
            let (asks, behind, own, other) = try await store.read { tx in
                (
                    try tx.waits.asks(all, after: nil, limit: 9),
                    try tx.waits.asks(all, after: ThreadPlace(thread: Sample.id(1), path: "0"), limit: 9),
                    try tx.waits.asks(AskFilter(organization: Sample.id(1), program: "a:b:c"), after: nil, limit: 1),
                    try tx.waits.asks(AskFilter(organization: Sample.id(1), program: "x"), after: nil, limit: 9)
                )
            }
            try expectEqual(asks, [waits[0], waits[3]], "questions")
            try expectEqual(behind, [waits[3]], "those behind the first")
            try expectEqual(own, [waits[0]], "the first of a program")
            try expectEqual(other, [], "those of another")
            let (of, one, awaiting, later) = try await store.read { tx in
                (
                    try tx.waits.asks(of: Sample.id(2)), try tx.waits.find(Sample.id(3), "4"),
                    try tx.waits.threads(awaiting: "paid", of: Sample.id(1), after: nil, limit: 9),
                    try tx.waits.threads(awaiting: "paid", of: Sample.id(1), after: Sample.id(1), limit: 9)
                )
            }
            try expectEqual(of, [waits[2]], "questions of a thread, answered too")
            try expectEqual(one, waits[5], "one")
            try expectEqual(awaiting, [Sample.id(1), Sample.id(3)], "threads that wait for an event")
            try expectEqual(later, [Sample.id(3)], "those behind the first")
        },
        StoreConformance("waits: one takes the place of another of its step, and goes with it") { store, clock in
            try await ThreadSample.insert(2, organization: 1, store, clock)
            let now = clock.now()
            var changed = wait(1, "0", .ask, "Approve", at: now)
            let first = changed
            changed.attempt = 2
            changed.answeredAt = now
            let second = changed
            try await store.write { tx in
                try tx.waits.put(first)
                try tx.waits.put(second)
                try tx.waits.put(wait(1, "1", .event, "paid", at: now))
                try tx.waits.put(wait(2, "1", .event, "paid", at: now))
            }
            let found = try await store.read { tx in try tx.waits.find(Sample.id(1), "0") }
            try expectEqual(found, second, "the latter")
            try await store.write { try $0.waits.remove(Sample.id(1), "0") }
            let gone = try await store.read { tx in try tx.waits.find(Sample.id(1), "0") }
            try expectEqual(gone, nil, "it, removed")
            try await store.write { try $0.waits.removeAll(of: Sample.id(1)) }
            let left = try await store.read { tx in
                try tx.waits.threads(awaiting: "paid", of: Sample.id(1), after: nil, limit: 9)
            }
            try expectEqual(left, [Sample.id(2)], "the other thread's")
        },
    ]

    private static func wait(
        _ thread: UInt64, _ path: String, _ kind: ThreadWait.Kind, _ name: String, organization: UInt64 = 1,
        at now: Timestamp, isAnswered: Bool = false
    ) -> ThreadWait {
        ThreadWait(
            thread: Sample.id(thread), path: path, organization: Sample.id(organization), kind: kind, name: name,
            body: ThreadSample.body, begunAt: now, expiresAt: thread == 1 ? now.adding(.seconds(9)) : nil,
            attempt: 1, answeredAt: isAnswered ? now : nil)
    }
}
