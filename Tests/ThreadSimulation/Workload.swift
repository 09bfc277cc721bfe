import CoreLanguage

/// What the threads of a simulation run.
enum Workload {
    /// A thread to begin.
    struct Item {
        let operation: String
        let input: JSONValue
        /// Rounds in which it waits for events.
        var rounds: Int64 = 0
    }

    /// By name, those that are run by others first.
    static let scripts: [(String, String)] = [
        ("inner", inner), ("orders", orders), ("talk", talk), ("nested", nested), ("lanes", lanes), ("trip", trip),
    ]

    /// The thread with this number among those of a run.
    static func item(_ kind: UInt64, size: Int64) -> Item {
        switch kind {
        case 0, 1: run("orders", 6 + size)
        case 2: run("talk", 2 + size % 3)
        case 3: run("nested", 2 + size % 3)
        case 4: run("lanes", 4 + size)
        case 5: run("trip", size)
        default:
            Item(
                operation: "recipes.run",
                input: [
                    "recipe_id": "test:recipe:paid",
                    "input": ["list": .array((0...size).map { .integer($0) })],
                ])
        }
    }

    private static func run(_ name: String, _ count: Int64) -> Item {
        Item(
            operation: "threads.create", input: ["script_name": .string(name), "input": ["count": .integer(count)]],
            rounds: name == "talk" ? count : 0)
    }

    private static let inner = """
        input
          number : integer
        output
          value : any
        import tools
          lookup from native
          charge from native
        do "Look" with lookup
          value = number
          on error: retry 3 every 1s
          -> found
        wait 1500ms
        do "Charge" with charge
          value = found
          -> charged
        emit
          value = charged

        """

    private static let orders = """
        input
          count : integer
        output
          all : any
        stream
          done : any
        import tools
          lookup from native
          charge from native
          weigh from native
        each "Orders" n in range(count) parallel 3
          do "Look" with lookup
            value = n
            on error: retry 2 every 1s
            -> found
          do "Weigh" with weigh
            value = found
            on error: retry 2
            -> weight
          do "Charge" with charge
            value = weight
            on error: retry 2
            -> charged
          yield
            done = n
          -> charges = charged
        emit
          all = charges

        """

    private static let talk = """
        input
          count : integer
        output
          last : any
        import tools
          lookup from native
        let last_one : any = null
        repeat count times as round
          ask "Sure"
            prompt = "Round {round}?"
            options = ["yes", "no"]
            timeout = 1h
            default = "no"
            max_retries = 3
            -> answer
          wait event "paid"
            timeout = 1h
            on error: ignore
            -> payment
          wait 2s
          do "Look" with lookup
            value = answer.value
            on error: retry 2 then use null
            -> found
          let last_one = [found, payment]
        emit
          last = last_one

        """

    private static let nested = """
        input
          count : integer
        output
          all : any
        each "Runs" n in range(count) parallel 2
          run inner
            number = n
            -> got
          -> all_of_them = got
        emit
          all = all_of_them

        """

    private static let lanes = """
        input
          count : integer
        output
          value : any
        import tools
          lookup from native
          print from native
        together
          lane "loop"
            repeat count times as i
              do "Look" with lookup
                value = i
                on error: retry 2 every 500ms
                -> looked
              wait 700ms
          lane "long"
            wait 4s
            do "Print" with print
              value = 1
              on error: retry 1 then pause
              -> printed
          lane "list"
            each k in range(4) parallel 4
              do "Print a page" with print
                value = k
                on error: retry 2
                -> page
              -> pages = page
        emit
          value = [pages, printed]

        """

    private static let trip = """
        input
          count : integer
        output
          state : any
        import tools
          lookup from native
          charge from native
        do "Book the hotel" with charge
          value = "hotel"
          undo with lookup
            value = "not the hotel"
          -> hotel
        do "Book the flight" with lookup
          value = "flight"
          undo with lookup
            value = "not the flight"
          -> flight
        wait 20s
        do "Pay" with charge
          value = [hotel, flight]
          -> paid
        send "paid"
          round = count
        emit
          state = paid
        on thread error
          emit
            state = error.message

        """

    /// Three priced steps, one of them over a list, and one that costs nothing.
    static let recipe: JSONValue = [
        "id": "test:recipe:paid", "version": "1.0.0", "kind": "composed",
        "plan": [
            "schema_version": 2,
            "inputs": ["list": ["type": "array"]],
            "steps": [
                ["id": "first", "ingredient": "test:probe:again", "input": ["value": ["from": "$.inputs.list"]]],
                [
                    "id": "fan", "ingredient": "test:probe:again", "input": ["value": ["from": "$.steps.first.output"]],
                    "for_each": "inputs.list", "max_items": 20, "concurrency": 3,
                ],
                [
                    "id": "rest", "ingredient": "scriptorium:flow:wait",
                    "input": ["milliseconds": 4_000, "value": ["from": "$.steps.fan.output"]],
                ],
                ["id": "free", "ingredient": "test:probe:free", "input": ["value": ["from": "$.steps.rest.output"]]],
                ["id": "once", "ingredient": "test:probe:once", "input": ["value": ["from": "$.steps.free.output"]]],
            ],
            "outputs": ["all": ["from": "$.steps.once.output"]],
        ],
    ]
}
