/// What an `ask` asks: which answers it takes.
public struct AskQuestion: Sendable {
    private let effect: MachineEffect

    /// The question of an effect of the kind ``MachineEffect/Kind/ask`` with this input.
    public init(_ input: JSONValue) { effect = MachineEffect(path: .root, kind: .ask, input: input) }

    /// How many answers may be wrong.
    public var retriesMax: Int { effect.retriesMax }

    /// The answer that a value holds, by itself or as the member `value`; nil when it is none that was asked for.
    public func answer(in value: JSONValue) -> JSONValue? { effect.answer(in: value) }

    /// Why a value is no answer, and what would be one.
    public func refusal(of value: JSONValue) -> String {
        let given = Suggestion.clipped(value.description)
        let wanted = effect.options.map {
            "none of the options, \(Suggestion.clipped(JSONValue.array($0).description))."
        }
        return "The answer \(given) is \(wanted ?? "not of the type. " + effect.fault(of: value))"
    }
}
