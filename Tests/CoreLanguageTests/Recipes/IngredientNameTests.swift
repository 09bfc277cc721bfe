import CoreLanguage
import Testing

@Suite("Names and versions of ingredients")
struct IngredientNameTests {
    @Test("A name has three parts")
    func parts() throws {
        let name = try IngredientName(parsing: "scrypted:converter:eli5-title-cleaner")
        #expect(name.namespace == "scrypted")
        #expect(name.kind == "converter")
        #expect(name.slug == "eli5-title-cleaner")
        #expect(name.description == "scrypted:converter:eli5-title-cleaner")
    }

    @Test(
        "Anything else is told",
        arguments: [
            ("", "three parts"), ("a:b", "three parts"), ("a:b:c:d", "three parts"),
            (":b:c", "The namespace has 1 to 64"),
            ("a::c", "The kind has 1 to 64"), ("a:b:", "The slug has 1 to 64"), ("a:b:C", "The slug holds only"),
            ("a:b_:c", "The kind holds only"), ("é:b:c", "The namespace holds only"),
            ("a:b:" + String(repeating: "c", count: 65), "The slug has 1 to 64"),
            ("a:b:" + String(repeating: "c", count: 100_000), "The slug has 1 to 64"),
        ])
    func refused(_ text: String, _ reason: String) throws {
        let fault = try #require(throws: IngredientName.Fault.self) { try IngredientName(parsing: text) }
        #expect(fault.message.contains(reason))
    }

    @Test("The longest name")
    func longest() throws {
        let part = String(repeating: "x", count: 64)
        #expect(try IngredientName(parsing: "\(part):\(part):\(part)").slug == part)
    }
}

@Suite("Semantic versions")
struct SemanticVersionTests {
    @Test("semver.org section 11, and its kin, in order")
    func order() throws {
        let texts = [
            "0.0.1", "0.2.0", "0.10.0", "1.0.0-0", "1.0.0-2", "1.0.0-10", "1.0.0-99999999999999999999", "1.0.0-alpha",
            "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
            "1.0.0+a", "1.0.0+b", "1.0.1", "2.0.0", "18446744073709551615.0.0",
        ]
        let versions = try texts.map { try #require(SemanticVersion($0), "\($0)") }
        #expect(versions.map(\.description) == texts)
        for (place, version) in versions.enumerated() {
            for (other, later) in versions.enumerated() {
                #expect((version < later) == (place < other), "\(version) \(later)")
                #expect((version == later) == (place == other), "\(version) \(later)")
            }
        }
    }

    @Test(
        "Anything else is none",
        arguments: [
            "", "1", "1.2", "1.2.3.4", "01.2.3", "1.02.3", "1.2.03", "v1.2.3", "1.2.3-", "1.2.3+", "1.2.3-a..b",
            "1.2.3-01",
            "1.2.3-é", "1.2.3-a_b", "-1.2.3", "1.2.x", "^1.2.3", "1.2.3 ", "18446744073709551616.0.0", "1.2.3+a+b",
            "1.0.0-" + String(repeating: "a", count: 64), "٣.0.0",
        ])
    func refused(_ text: String) {
        #expect(SemanticVersion(text) == nil)
    }

    @Test("Numbers behind + may begin with zeros")
    func build() throws {
        let version = try #require(SemanticVersion("1.2.3-rc.1+001.b-1"))
        #expect(version.prerelease == ["rc", "1"])
        #expect(version.build == ["001", "b-1"])
    }

    @Test("The latest is the highest release, or else the highest")
    func latest() {
        func latest(_ texts: String...) -> String? {
            SemanticVersion.latest(of: texts.compactMap { SemanticVersion($0) })?.description
        }
        #expect(latest("1.2.0", "1.10.0", "1.9.0") == "1.10.0")
        #expect(latest("1.2.0", "2.0.0-rc.1") == "1.2.0")
        #expect(latest("2.0.0-rc.1", "2.0.0-rc.2") == "2.0.0-rc.2")
        #expect(latest() == nil)
    }
}
