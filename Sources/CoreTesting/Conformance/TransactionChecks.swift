import CoreDomain

extension StoreConformance {
    /// What a transaction promises, whatever it holds.
    static let transactions: [StoreConformance] = [
        StoreConformance("a committed write is read") { store, _ in
            try await store.write { tx in try tx.settings.set("a", [1]) }
            try expectEqual(try await store.read { try $0.settings.value("a") }, [1], "the setting")
        },
        StoreConformance("a write that throws leaves nothing") { store, _ in
            try await store.write { tx in try tx.settings.set("a", [1]) }
            try await expectFailure(.permissionDenied, "the refusal") { () throws(CoreError) in
                try await store.write { tx in
                    try tx.settings.set("a", [2])
                    try tx.settings.set("b", [2])
                    throw CoreError(.permissionDenied, "no")
                }
            }
            try expectEqual(try await store.read { try $0.settings.value("a") }, [1], "the old value")
            try expectEqual(try await store.read { try $0.settings.value("b") }, nil, "the new name")
        },
        StoreConformance("a refused write does not disturb its neighbours") { store, _ in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        try? await store.write { tx in  // reason: every third refuses, and the rest is read below
                            try tx.settings.set("n\(number)", [UInt8(number)])
                            if number % 3 == 0 { throw CoreError(.cancelled, "no") }
                        }
                    }
                }
            }
            for number in 0..<64 {
                let found = try await store.read { try $0.settings.value("n\(number)") }
                try expectEqual(found, number % 3 == 0 ? nil : [UInt8(number)], "setting n\(number)")
            }
        },
        StoreConformance("writes see their own changes") { store, _ in
            let seen = try await store.write { tx in
                try tx.settings.set("a", [9])
                return try tx.snapshot.settings.value("a")
            }
            try expectEqual(seen, [9], "the value inside the transaction")
        },
        StoreConformance("no increment is lost among concurrent writes") { store, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<25 {
                            try await store.write { tx in
                                let before = try tx.settings.value("count") ?? [0]
                                try tx.settings.set("count", [before[0] + 1])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try expectEqual(try await store.read { try $0.settings.value("count") }, [200], "the count")
        },
        StoreConformance("time never goes back, even when the clock does") { store, clock in
            let first = try await store.write { $0.now }
            clock.set(first.adding(.seconds(-60)))
            let second = try await store.write { $0.now }
            try expect(second >= first, "time went back from \(first) to \(second)")
            clock.set(first.adding(.seconds(60)))
            try expectEqual(try await store.read { $0.now }, first.adding(.seconds(60)), "the time of a read")
        },
        StoreConformance("an unexpected error becomes INTERNAL and leaves nothing") { store, _ in
            struct Strange: Error {}
            try await expectFailure(.internalError, "the error") { () throws(CoreError) in
                try await store.write { tx in
                    try tx.settings.set("a", [1])
                    throw Strange()
                }
            }
            try expectEqual(try await store.read { try $0.settings.value("a") }, nil, "the setting")
        },
        StoreConformance("a closed store refuses, and closing twice is harmless") { store, _ in
            await store.close()
            await store.close()
            try await expectFailure(.shuttingDown, "a read") { () throws(CoreError) in
                _ = try await store.read { try $0.settings.value("a") }
            }
            try await expectFailure(.shuttingDown, "a write") { () throws(CoreError) in
                try await store.write { tx in try tx.settings.set("a", [1]) }
            }
        },
    ]
}
