import CoreCrypto
import CoreDomain
import Testing

@Suite("scrypt (RFC 7914)")
struct ScryptTests {
    struct Vector: Sendable {
        let password: String
        let salt: String
        let costs: ScryptCosts
        let output: String
    }

    /// RFC 7914 §12; its fourth vector takes a gibibyte and stands under the refused costs below.
    static let vectors = [
        Vector(
            password: "", salt: "", costs: ScryptCosts(n: 16, r: 1, p: 1),
            output: """
                77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442
                fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
                """),
        Vector(
            password: "password", salt: "NaCl", costs: ScryptCosts(n: 1_024, r: 8, p: 16),
            output: """
                fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
                2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
                """),
        Vector(
            password: "pleaseletmein", salt: "SodiumChloride", costs: ScryptCosts(n: 16_384, r: 8, p: 1),
            output: """
                7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
                d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
                """),
    ]

    @Test("published vectors", arguments: vectors)
    func published(vector: Vector) throws {
        let output = try LibCrypto().scrypt(
            ascii(vector.password), salt: ascii(vector.salt), costs: vector.costs, count: 64)
        #expect(output == hex(vector.output))
    }

    @Test("the costs for people's passwords are within the limit")
    func interactive() throws {
        #expect(try LibCrypto().scrypt([1], salt: [2], costs: .interactive, count: 32).count == 32)
    }

    @Test(
        "other costs are refused",
        arguments: [
            ScryptCosts(n: 0, r: 8, p: 1), ScryptCosts(n: 1, r: 8, p: 1), ScryptCosts(n: 1_000, r: 8, p: 1),
            ScryptCosts(n: 1_024, r: 0, p: 1), ScryptCosts(n: 1_024, r: 8, p: 0),
            ScryptCosts(n: 1_024, r: .max, p: 1), ScryptCosts(n: 1_024, r: 8, p: .max),
            ScryptCosts(n: 1 << 63, r: 8, p: 1), ScryptCosts(n: 1_048_576, r: 8, p: 1),
            ScryptCosts(n: 1 << 18, r: 8, p: 1),
        ])
    func refusedCosts(costs: ScryptCosts) throws {
        let crypto = try LibCrypto()
        let error = #expect(throws: CoreError.self) { try crypto.scrypt([1], salt: [2], costs: costs, count: 32) }
        #expect(error?.reason == .internalError)
    }

    @Test("other counts are refused", arguments: [0, -1, Int(Int32.max) + 1, Int.max])
    func refusedCounts(count: Int) throws {
        let crypto = try LibCrypto()
        let costs = ScryptCosts(n: 16, r: 1, p: 1)
        let error = #expect(throws: CoreError.self) { try crypto.scrypt([1], salt: [2], costs: costs, count: count) }
        #expect(error?.reason == .internalError)
    }
}
