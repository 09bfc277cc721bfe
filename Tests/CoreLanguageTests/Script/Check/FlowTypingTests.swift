import CoreLanguage
import Testing

@Suite("What conditions say about null")
struct FlowTypingTests {
    private static let front = """
        input
          page? : {title : text, owner? : {name : text}}
          other : text
          data? : object

        """

    private func expression(_ text: String) -> [String] {
        findings(Self.front + "let _v = \(text)").filter { !$0.hasPrefix("W3") }
    }

    @Test(
        "An expression knows what its condition says",
        arguments: [
            "if page != null then page.title else \"\"", "if page == null then \"\" else page.title",
            "if null != page then page.title else \"\"", "page != null and page.title == \"a\"",
            "page == null or page.title == \"a\"", "if not (page == null) then page.title else \"\"",
            "if page?.title == \"a\" then page.title else \"\"", "if other == page?.title then page.title else \"\"",
            "if page != null and page.owner != null then page.owner.name else \"\"",
            "if page?.owner != null then page.title + page.owner.name else \"\"",
            "if page?.owner?.name != null then page.owner.name else \"\"",
            "if page == null or page.owner == null then \"\" else page.owner.name",
            "if page?.title == \"a\" or page?.title == \"b\" then page.title else \"\"",
            "if (page?.title == \"a\") ?? false then 1 else 2",
            "if data != null and data?.x != null then data.x else 1", "if data?[\"x\"] != null then data[\"x\"] else 1",
            "if page != null then map([1], n => page.title) else []",
            "if page == null then 1 else if page.owner == null then 2 else count(page.owner.name)",
            "map([page], p => if p != null then p.title else \"\")",
        ])
    func known(_ text: String) {
        #expect(expression(text).filter { $0.hasPrefix("E") } == [])
    }

    @Test(
        "and nothing more than that",
        arguments: [
            "if page == null then page.title else \"\"", "if page != null then \"\" else page.title",
            "page != null or page.title == \"a\"", "page == null and page.title == \"a\"",
            "if page?.title == null then page.title else \"\"", "if page?.title != \"a\" then page.title else \"\"",
            "if page?.title == page?.owner?.name then page.title else \"\"",
            "if page != null and other == \"a\" then 1 else count(page.title)",
            "if page != null then page.owner.name else \"\"",
            "if page != null or other == \"a\" then page.title else \"\"",
            "if data != null then data.x else 1", "if data?.x != null then data.y else 1",
            "[if page != null then 1 else 2, count(page.title)]", "if not (page != null) then page.title else \"\"",
        ])
    func unknown(_ text: String) {
        let found = expression(text)
        #expect(found.count == 1 && found.first?.hasPrefix("E40") == true, "\(found)")
    }

    @Test(
        "Steps know what was decided before them",
        arguments: [
            "check page != null\nlet _t = page.title",
            "check page?.title == \"a\"\n  on pass: continue\n  on fail: fail \"none\"\nlet _t = page.title",
            "check page == null\n  on pass: goto \"end\"\n  on fail: continue\nlet _t = page.title\ncheck \"end\" true",
            """
            decide with rules
              when page == null -> "no"
              otherwise -> "yes"
            "no":
              emit
            "yes":
              let _t = page.title
            let _u = page.title
            """,
            """
            decide with rules
              when page == null -> "no"
              when page.title == "a" -> "a"
              when page?.owner != null -> "b"
              otherwise -> "c"
            "no": check false
            "a": let _t = page.title
            "b": let _u = page.owner.name
            "c": let _v = page.title
            """,
            "repeat while page != null max 3\n  let _t = page.title",
            "let n = first([1])\nlet m = n\nrepeat until m != null max 3\n  let m = n\nlet _k = m + 1",
            "each x in [page]\n  check x != null\n  let _t = x.title",
            "check page != null\neach x in [1]\n  let _t = page.title",
            "let n = first([1])\nlet m = n\nrepeat 2 times\n  let m = 5\n  let _k = m + 1",
        ])
    func steps(_ text: String) {
        #expect(findings(Self.front + text).filter { $0.hasPrefix("E") } == [])
    }

    @Test(
        "and forget it where it may be otherwise",
        arguments: [
            "check page != null\n  on fail: continue\nlet _t = page.title",
            "check page != null\n  on error: ignore\nlet _t = page.title",
            """
            check other == "a"
              on fail: goto "end"
            check page != null
            check "end" page.title == "a"
            """,
            """
            decide with rules
              when page == null -> "same"
              when page.title == "a" -> "same"
              otherwise -> "c"
            "same": let _t = page.title
            "c": let _u = page.title
            """,
            """
            decide with rules
              when page == null -> "no"
              otherwise -> "yes"
            "no": let _a = 1
            "yes": let _b = 1
            let _t = page.title
            """,
            """
            let n = first([1])
            let m = n
            check m != null
            repeat 2 times
              let _k = m + 1
              let m = n
            """,
            """
            let n = first([1])
            let m = n
            check m != null
            repeat 2 times
              let m = n
            let _k = m + 1
            """,
            """
            let n = first([1])
            let m = n
            check m != null
            decide with rules
              when other == "a" -> "loop"
              otherwise -> "none"
            "loop":
              repeat 2 times
                let m = n
            "none": let _a = 1
            let _k = m + 1
            """,
            """
            let n = first([1])
            let m = n
            check m != null
            check "again" m + 1 > 0
            repeat 2 times
              let m = n
            check other == "a"
              on fail: goto "again"
            """,
            "together\n  lane \"a\"\n    check page != null\n  lane \"b\"\n    let _t = page.title",
            "repeat until page != null max 3\n  let _t = page.title",
            "repeat while page != null max 3\n  let _a = 1\nlet _t = page.title",
            "on thread error\n  let _t = page.title\ncheck page != null",
        ])
    func forgotten(_ text: String) {
        let found = findings(Self.front + text).filter { $0.hasPrefix("E") }
        #expect(found.count == 1 && found.first?.hasPrefix("E40") == true, "\(found)")
    }

    /// A jump that goes around a step, and one back to behind it.
    private static let backJump = """
        check "One" page != null
          on fail: goto "C"
        let x = 1
        wait "B" 1s
        let _y = READ
        emit
        check "C" other == "a"
          on fail: goto "B"
        """

    @Test("A jump back finds what holds on its way", arguments: [("x", "E304"), ("page.title", "E405")])
    func jumpsBack(_ read: String, _ code: String) {
        let script = Self.backJump.replacing("READ", with: read)
        #expect(findings(Self.front + script).map { $0.prefix(4) }.filter { $0.hasPrefix("E") } == [code[...]])
        let straight = script.replacing("  on fail: goto \"B\"", with: "  on fail: fail \"no\"")
        #expect(findings(Self.front + straight).filter { $0.hasPrefix("E") } == [])
    }

    @Test("A condition and its opposite are no mistake")
    func opposites() {
        let script = """
            decide with rules
              when page == null -> "no"
              when page != null -> "yes"
            "no": let _a = 1
            "yes": let _b = page.title
            """
        #expect(findings(Self.front + script).filter { !$0.hasSuffix("2:3") && $0.hasPrefix("E") } == [])
    }

    @Test("Many conditions take no longer than their number", arguments: [900])
    func many(_ count: Int) {
        let inputs = (0..<count).map { "  a\($0)? : text\n" }.joined()
        let cases = (0..<count).map { "  when a\($0) == null -> \"x\($0)\"\n" }.joined()
        let branches = (0..<count).map { "\"x\($0)\": emit\n" }.joined()
        let found = findings("input\n\(inputs)decide with rules\n\(cases)  otherwise -> \"y\"\n\(branches)\"y\": emit")
        #expect(found == [])
    }
}
