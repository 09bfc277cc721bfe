import CoreLanguage
import CoreTesting
import Testing

@Suite("Source maps")
struct SourceMapTests {
    private static func map() throws -> SourceMap {
        var map = SourceMap()
        let places = [
            ("0", 3), ("1", 5), ("1.0", 6), ("2", 9), ("2.~0", 10), ("2.~0.0", 11), ("2.~1", 12), ("2.~1.0", 13),
            ("2.~1.0.1", 14), ("3", 15), ("3.fallback", 16), ("error.0", 20),
        ]
        for (path, line) in places { map.add(try #require(StepPath(path)), at: .init(line: line, column: 3)) }
        for (path, line) in [("0", 4), ("3.fallback", 17)] {
            map.add(argument: "url", of: try #require(StepPath(path)), at: .init(line: line, column: 9))
        }
        return map
    }

    @Test(
        "Paths of a run lead to the source",
        arguments: [
            ("0", nil, 3), ("0", "url", 4), ("0", "body", 3), ("1.~12.0", nil, 6), ("1.~12.~1.0", nil, 6),
            ("~4.1.~2.0", nil, 6), ("2.~0.0", nil, 11), ("2.~1.0", nil, 13), ("2.~1.~3.0.~7.1", nil, 14),
            ("2.~0.~1.0", nil, 11), ("2.~1", nil, 12), ("3.fallback", "url", 17), ("3.fallback", nil, 16),
            ("3", "url", 15),
            ("3.undo", "url", 15), ("0.undo", "url", 3), ("3.~2.0", nil, 15), ("error.0", nil, 20),
            ("~1.error.0", nil, 20), ("7", nil, nil),
            ("7.1.0", nil, nil), ("", nil, nil),
        ] as [(String, String?, Int?)])
    func lookup(_ path: String, _ argument: String?, _ line: Int?) throws {
        let found = try Self.map().place(of: try #require(StepPath(path)), argument: argument)
        #expect(found?.line == line)
    }

    @Test("What is written is read, in the order of the source")
    func roundTrip() throws {
        let map = try Self.map()
        let read = try SourceMap(decoding: .parse(map.encode().serializedString()))
        #expect(read == map)
        #expect(
            map.encode().serializedString().hasPrefix(#"{"map":1,"steps":{"0":[3,3,"url",4,9],"1":[5,3],"1.0":[6,3],"#))
    }

    @Test("An argument needs its step")
    func argument() throws {
        var map = SourceMap()
        map.add(argument: "url", of: try #require(StepPath("0")), at: .init(line: 1, column: 1))
        #expect(map.count == 0)
    }

    @Test(
        "Anything else is refused at its place",
        arguments: [
            ("[]", ""), (#"{"map":1}"#, ""), (#"{"map":2,"steps":{}}"#, "/map"), (#"{"map":1,"steps":[]}"#, "/steps"),
            (#"{"map":1,"steps":{},"x":1}"#, "/x"), (#"{"map":1,"steps":{"a b":[1,1]}}"#, "/steps/a b"),
            (#"{"map":1,"steps":{"0":[1]}}"#, "/steps/0"), (#"{"map":1,"steps":{"0":[1,0]}}"#, "/steps/0/1"),
            (#"{"map":1,"steps":{"0":[1,1,"a",1]}}"#, "/steps/0"),
            (#"{"map":1,"steps":{"0":[1,1,2,1,1]}}"#, "/steps/0/2"),
            (#"{"map":1,"steps":{"0":[1,1,"a",1.5,1]}}"#, "/steps/0/3"),
        ])
    func refused(_ json: String, _ pointer: String) throws {
        let error = try #require(throws: ProgramError.self) { try SourceMap(decoding: .parse(json)) }
        #expect(error.pointer.description == pointer)
    }

    @Test("Damaged maps are refused or read, never more", arguments: Torture.seeds(0..<2))
    func damaged(_ seed: UInt64) throws {
        var random = JSONTestRandom(seed: seed)
        let stored = try Self.map().encode()
        for _ in 0..<300 {
            guard let read = try? SourceMap(decoding: ProgramMutation.mutated(stored, &random)) else { continue }
            #expect((try? SourceMap(decoding: read.encode())) == read)
        }
    }
}
