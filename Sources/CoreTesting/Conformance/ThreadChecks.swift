import CoreDomain
import CoreLanguage

extension StoreConformance {
    /// What threads, events, programs and ingredients promise.
    static let threads: [StoreConformance] = [
        StoreConformance("threads: what goes in comes out, and what changes is replaced") { store, clock in
            try await ThreadSample.prepare(store, clock)
            var thread = ThreadSample.thread(1, organization: 1, at: clock.now())
            let inserted = thread
            try await store.write { try $0.threads.insert(inserted) }
            let (found, other) = try await store.read { tx in
                (try tx.threads.find(Sample.id(1)), try tx.threads.find(Sample.id(2)))
            }
            try expectEqual(found, thread, "it")
            try expectEqual(other, nil, "another")
            thread.status.state = .running
            thread.status.sequence = 2
            thread.status.charged = .max
            thread.status.progress.done = 1
            thread.status.wakeAt = clock.now().adding(.seconds(5))
            let running = thread.status
            let isMoved = try await store.write {
                try $0.threads.update(Sample.id(1), from: inserted.status, epoch: 0, to: running)
            }
            try expectEqual(isMoved, true, "a change from where it stands")
            let moved = try await store.read { tx in try tx.threads.find(Sample.id(1)) }
            try expectEqual(moved, thread, "it, running")
            thread.status.sequence = 3
            thread.status.charged = .zero
            thread.status.progress.done = 2
            let stepped = thread.status
            let isStepped = try await store.write { tx in
                try tx.threads.update(Sample.id(1), from: running, epoch: 0, to: stepped)
            }
            try expectEqual(isStepped, true, "a step")
            let later = try await store.read { tx in try tx.threads.find(Sample.id(1)) }
            try expectEqual(later, thread, "it, a step later")
            thread.status = ThreadSample.endedStatus(at: clock.now().adding(.seconds(1)), held: running.held)
            let ended = thread.status
            let (isLate, isEnded) = try await store.write { tx in
                let isLate = try tx.threads.update(Sample.id(1), from: running, epoch: 0, to: ended, result: [3])
                let isEnded = try tx.threads.update(
                    Sample.id(1), from: stepped, epoch: 0, to: ended, result: [1, 2])
                return (isLate, isEnded)
            }
            try expectEqual([isLate, isEnded], [false, true], "changes from where it stood, and stands")
            let (changed, status, result, none) = try await store.read { tx in
                (
                    try tx.threads.find(Sample.id(1)), try tx.threads.status(Sample.id(1)),
                    try tx.threads.result(of: Sample.id(1)), try tx.threads.result(of: Sample.id(2))
                )
            }
            try expectEqual(changed, thread, "it, ended")
            try expectEqual(status, ended, "its status")
            try expectEqual([result, none], [[1, 2], nil], "its result, and another's")
            try await expectFailure(.alreadyExists, "the same id") { () throws(CoreError) in
                try await store.write { try $0.threads.insert(inserted) }
            }
        },
        StoreConformance("threads: lists are of one organization, by falling id, without what was removed") {
            store, clock in
            try await ThreadSample.prepare(store, clock)
            let now = clock.now()
            try await store.write { tx in
                for number: UInt64 in 1...6 {
                    var thread = ThreadSample.thread(number, organization: number == 6 ? 2 : 1, at: now)
                    if number == 2 { thread.status = ThreadSample.endedStatus(at: now) }
                    if number == 3 { thread.status.deletedAt = now }
                    try tx.threads.insert(thread)
                }
            }
            let all = ThreadFilter(organization: Sample.id(1), kinds: [.recipe], states: nil)
            let (every, behind, pending, ended, none) = try await store.read { tx in
                (
                    try tx.threads.list(all, before: nil, limit: 3).map(\.id),
                    try tx.threads.list(all, before: Sample.id(4), limit: 9).map(\.id),
                    try tx.threads.list(ThreadSample.filter([.pending]), before: nil, limit: 9).map(\.id),
                    try tx.threads.list(ThreadSample.filter([.failed, .completed]), before: nil, limit: 9).map(\.id),
                    try tx.threads.list(ThreadSample.filter([]), before: nil, limit: 9).map(\.id)
                )
            }
            try expectEqual(every, [5, 4, 2].map { Sample.id($0) }, "the first three")
            try expectEqual(behind, [2, 1].map { Sample.id($0) }, "those before the fourth")
            try expectEqual(pending, [5, 4, 1].map { Sample.id($0) }, "the pending")
            try expectEqual(ended, [Sample.id(2)], "the ended")
            try expectEqual(none, [], "of no state")
        },
        StoreConformance("threads: those that have something to do, and those that rest") { store, clock in
            try await ThreadSample.prepare(store, clock)
            let now = clock.now()
            try await store.write { tx in
                for number: UInt64 in 1...9 {
                    var thread = ThreadSample.thread(number, organization: number % 2 + 1, at: now)
                    if number == 2 { thread.status = ThreadSample.endedStatus(at: now) }
                    if number == 4 || number == 7 { thread.status.wakeAt = now }
                    if number == 6 { thread.status.wakeAt = now.adding(.seconds(9)) }
                    if number == 9 { thread.status.wakeAt = .latest }
                    try tx.threads.insert(thread)
                }
                _ = try tx.threads.claim(Sample.id(5), for: Sample.id(100))
            }
            let (ready, resting) = try await store.read { tx in
                let ready = try tx.threads.ready(after: nil, limit: 2)
                let resting = try tx.threads.resting(until: now, after: nil, limit: 1)
                return (
                    [ready, try tx.threads.ready(after: ready.last, limit: 9)],
                    [
                        resting, try tx.threads.resting(until: now, after: resting.last, limit: 9),
                        try tx.threads.resting(until: .latest, after: resting.last, limit: 2),
                        try tx.threads.resting(until: .latest, after: nil, limit: 9),
                    ]
                )
            }
            let ids = { (pages: [[OpenThread]]) in pages.map { $0.map(\.id) } }
            try expectEqual(ids(ready), [[8, 1], [3]].map { $0.map { Sample.id($0) } }, "those with something to do")
            try expectEqual(ready.joined().map(\.organization), [1, 2, 2].map { Sample.id($0) }, "whose they are")
            try expectEqual(
                ids(resting), [[4], [7], [7, 6], [4, 7, 6, 9]].map { $0.map { Sample.id($0) } }, "those that rest")
            try expectEqual(
                resting[3].map(\.wakeAt), [now, now, now.adding(.seconds(9)), .latest], "until when they rest")
        },
        StoreConformance("events: two orders, each without gaps") { store, clock in
            try await ThreadSample.prepare(store, clock)
            try await store.write { tx in
                try ThreadSample.append(2, to: 1, organization: 1, tx)
                try ThreadSample.append(1, to: 2, organization: 1, tx)
                try ThreadSample.append(1, to: 3, organization: 2, tx)
                try ThreadSample.append(1, to: 1, after: 2, organization: 1, tx)
            }
            let (journal, events, history, latest, other, none, before) = try await store.read { tx in
                (
                    try tx.events.journal(of: Sample.id(1), after: 1, limit: 9),
                    try tx.events.events(of: Sample.id(1), after: 1, limit: 9),
                    try tx.events.history(of: Sample.id(1), after: 1, limit: 2),
                    try tx.events.latest(of: Sample.id(1)), try tx.events.latest(of: Sample.id(2)),
                    try tx.events.latest(of: Sample.id(9)), try tx.events.sequence(of: Sample.id(1), at: 3)
                )
            }
            try expectEqual(events.map(\.sequence), [2, 3], "the journal behind the first")
            try expectEqual(events.map(\.organizationSequence), [2, 4], "its places in the history")
            try expectEqual(journal.map(\.event), events, "the same with what they brought")
            try expectEqual(journal.map(\.payload), [ThreadSample.payload, nil], "what they brought")
            try expectEqual(history.map(\.organizationSequence), [2, 3], "two of the history behind the first")
            try expectEqual(history.first, events.first, "an event in both orders")
            try expectEqual(events.first?.body, ThreadSample.body, "the body")
            try expectEqual([latest, other, none, before], [4, 1, 0, 2], "the numbers")
        },
        StoreConformance("events: a number in a journal is used once, and a refused write leaves no gap") {
            store, clock in
            try await ThreadSample.prepare(store, clock)
            try await store.write { tx in try ThreadSample.append(1, to: 1, organization: 1, tx) }
            try await expectFailure(.alreadyExists, "the same number") { () throws(CoreError) in
                try await store.write { tx in try ThreadSample.append(1, to: 1, organization: 1, tx) }
            }
            try await store.write { tx in try ThreadSample.append(1, to: 1, after: 1, organization: 1, tx) }
            let history = try await store.read { try $0.events.history(of: Sample.id(1), after: 0, limit: 9) }
            try expectEqual(history.map(\.organizationSequence), [1, 2], "the numbers")
        },
        StoreConformance("programs: stored once, however often") { store, _ in
            try await store.write { tx in
                try tx.programs.put(digest: [1, 2], [3])
                try tx.programs.put(digest: [1, 2], [3])
            }
            let (found, other) = try await store.read { tx in
                (try tx.programs.find(digest: [1, 2]), try tx.programs.find(digest: [1]))
            }
            try expectEqual(found, [3], "it")
            try expectEqual(other, nil, "another")
        },
        StoreConformance("ingredients: versions, the latest of them, and lists by rising name") { store, clock in
            let now = clock.now()
            try await store.write { tx in
                for (name, version, kind, isLatest) in ThreadSample.published {
                    try tx.ingredients.insert(
                        ThreadSample.version(name, version, kind, at: now), isLatest: isLatest)
                }
            }
            let (latest, old, none, versions, program, noProgram, names, all, recipes) = try await store.read { tx in
                (
                    try tx.ingredients.find("a:b:c", version: nil)?.version,
                    try tx.ingredients.find("a:b:c", version: "1.0.0")?.version,
                    try tx.ingredients.find("a:b:c", version: "3.0.0"),
                    try tx.ingredients.versions(of: "a:b:c"),
                    try tx.ingredients.program(of: "a:b:c", version: nil),
                    try tx.ingredients.program(of: "a:b:c", version: "3.0.0"),
                    try tx.ingredients.names(IngredientKind.allCases, limit: 2),
                    try tx.ingredients.list(IngredientKind.allCases, after: "a:b:b", limit: 2).map(\.name),
                    try tx.ingredients.list([.composed], after: nil, limit: 9).map(\.name)
                )
            }
            try expectEqual([latest, old], ["2.0.0", "1.0.0"], "the latest, and an old one")
            try expectEqual(none, nil, "a version that is not there")
            try expectEqual(versions, ["2.0.0", "1.0.0"], "the versions as they were published")
            try expectEqual(
                program, ProgramReference(digest: [9], name: "a:b:c", version: "2.0.0"), "the program of the latest")
            try expectEqual(noProgram, nil, "the program of a version that is not there")
            try expectEqual(names, ["a:b:b", "a:b:c"], "the first names")
            try expectEqual(all, ["a:b:c", "a:b:d"], "a page")
            try expectEqual(recipes, ["a:b:d"], "the composed")
            try await expectFailure(.alreadyExists, "the same version") { () throws(CoreError) in
                try await store.write {
                    try $0.ingredients.insert(ThreadSample.version("a:b:c", "1.0.0", .atomic, at: now), isLatest: true)
                }
            }
        },
    ]
}
