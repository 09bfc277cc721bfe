import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct SecretTests {
    @Test func isNeverPrinted() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])", "\(Authority.bearer(secret))"] {
            #expect(!text.contains("hunter2"), "\(text)")
        }
        #expect(secret.expose() == "hunter2")
    }
}

@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func followsRFC4648(plain: String, text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test func usesTheSafeAlphabet() {
        #expect(Base64URL.encode([0xfb, 0xff, 0xfe]) == "-__-")
    }

    @Test(arguments: ["Zg==", "Zh", "Z", "Zm9+", "Zm 9", "Zm9vé"])
    func refusesEveryOtherSpelling(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}

@Suite struct SuggestionTests {
    @Test(
        arguments: [
            ("accounts.creat", "accounts.create"), ("acounts.get", "accounts.get"), ("accounst.get", "accounts.get"),
            ("zzz", nil), ("", nil),
        ] as [(String, String?)])
    func findsTheNearest(typed: String, expected: String?) {
        #expect(Suggestion.nearest(to: typed, among: ["accounts.create", "accounts.get"]) == expected)
    }
}

@Suite struct ReasonTests {
    @Test func namesAreUniqueAndInUpperSnakeCase() {
        let names = Reason.allCases.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.allSatisfy { $0.isASCII && ($0.isUppercase || $0 == "_") }, "\(name)")
        }
    }

    @Test func codesAreThoseOfGRPC() {
        #expect(CoreError.Code.allCases.map(\.rawValue) == Array(1...16))
    }
}
