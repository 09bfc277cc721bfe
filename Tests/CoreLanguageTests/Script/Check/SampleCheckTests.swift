import CoreLanguage
import Testing

@Suite("A whole script")
struct SampleCheckTests {
    static let refund = """
        script "refund_gate"
          Decide a refund with a person in the loop.
        version "0.1.0"
        enum Lane = Auto | Manual
        input
          order_id : text length(1, 64) pattern("^[A-Z0-9-]+$")
          amount   : number min(0)                      -- in minor units
        output
          state : text
          who   : text
        stream
          note : text
        import tools
          http_request from native
        do "Load order" with http_request
          url = env("ORDERS_URL", "http://localhost:8080")
          on error: retry 3
          -> order
        yield "Loaded"
          note = "order {order_id}"
        decide "Lane" with rules
          when amount < 5000 -> "Auto"
          otherwise -> "Manual"
        "Auto":
          let verdict = { value: "approve", provided_by: "policy" }
        "Manual":
          ask "Approve refund"
            prompt = "Refund {amount} for {order_id}?"
            options = ["approve", "reject"]
            timeout = "24h"
            max_retries = 2
            -> verdict
        check "Approved" verdict.value == "approve"
          on pass: continue
          on fail: fail "refund rejected"
        emit "Done"
          state = "approved"
          who = verdict.provided_by ?? "unknown"
        """

    @Test("checks without a word")
    func refund() throws {
        #expect(findings(Self.refund) == [])
        let compilation = ScriptCompiler.compile(SourceText(Self.refund))
        let program = try #require(compilation.program)
        #expect(try Program(decoding: program.encode()) == program)
    }
}
