/// A script of a certain length that has most of the language in it, with names of its own in each part.
enum LongScript {
    static func text(lines: Int) -> String {
        var text = head
        var count = head.utf8.count { $0 == UInt8(ascii: "\n") }
        var number = 0
        while count < lines - 3 {
            let part = part(number)
            text += part
            count += part.utf8.count { $0 == UInt8(ascii: "\n") }
            number += 1
        }
        return text + "emit \"Done\"\n  state = \"approved\"\n  who = verdict0.provided_by ?? \"unknown\"\n"
    }

    private static let head = #"""
        script "refunds"
          Decide many refunds with a person in the loop.
        version "0.1.0"
        enum Lane = Auto | Manual
        input
          order_id : text length(1, 64) pattern("^[A-Z0-9-]+$")
          amount   : number min(0)                      -- in minor units
          items    : list<{ name : text, price : number, lane : Lane }>
        output
          state : text
          who   : text
        stream
          note : text
        import tools
          http_request from native

        """#

    private static func part(_ n: Int) -> String {
        #"""
        -- Part \#(n): loads an order, looks at its items, and decides. 🧾
        do "Load order \#(n)" with http_request
          url = env("ORDERS_URL", "http://localhost:8080") + "/orders/\#(n)/" + order_id
          method = "GET"
          timeout = 30s
          on error: retry 3 every 2s up to 1m then ignore
          -> order\#(n)
        yield "Loaded \#(n)"
          note = "order {order_id} – part \#(n)"
        let total\#(n) = items.map(i => i.price * 1.19).sum()
        let names\#(n) = items.filter(i => i.lane == Auto).map(i => i.name.trim().upper())
        each "Item \#(n)" item\#(n), at\#(n) in items parallel 4
          let line\#(n) = "{at\#(n)}: {item\#(n).name}"
          do with llm -> told\#(n)
            prompt = "Describe {line\#(n)} for {order_id}."
            max_tokens = 200
          -> lines\#(n) = told\#(n).text
        decide "Lane \#(n)" with rules
          when amount + total\#(n) < 5000 and count(names\#(n)) > 2 -> "Auto"
          when (order\#(n)?.status ?? 500) >= 500 -> "Manual"
          otherwise -> "Manual"
        "Auto":
          let verdict\#(n) = { value: "approve", provided_by: "policy" }
        "Manual":
          ask "Approve refund \#(n)"
            prompt = "Refund {amount} for {order_id}? {count(lines\#(n))}"
            options = ["approve", "reject"]
            timeout = "24h"
            max_retries = 2
            -> verdict\#(n)
        check "Approved \#(n)" verdict\#(n).value == "approve" and count(lines\#(n)) >= 0
          on pass: continue
          on fail: fail "refund rejected"

        """#
    }
}
