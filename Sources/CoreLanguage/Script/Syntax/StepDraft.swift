/// What was read of a step so far.
struct StepDraft {
    /// Its first word.
    let keyword: SourceRange
    let word: ScriptWord
    var label: LabelSyntax?
    var arguments: [ArgumentSyntax] = []
    var binding: BindingSyntax?
    var onError: ErrorClauseSyntax?
    var undo: ToolCallSyntax?
    var steps: [StepSyntax] = []
    var cases: [DecideSyntax.Case] = []
    var otherwise: LabelSyntax?
    var branches: [DecideSyntax.Branch] = []
    var lanes: [LaneSyntax] = []
    var onPass: CheckSyntax.Action?
    var onFail: CheckSyntax.Action?
    /// Where the clauses of which there may be one were found first.
    var places: [(clause: Clause, range: SourceRange)] = []

    init(keyword: SourceRange, word: ScriptWord) {
        self.keyword = keyword
        self.word = word
    }

    /// A clause of which there may be one.
    enum Clause {
        case binding, onError, undo, otherwise, onPass, onFail
    }

    /// Where the first clause of this kind stands.
    func place(of clause: Clause) -> SourceRange? { places.first { $0.clause == clause }?.range }

    /// What may stand under a step.
    struct Parts: OptionSet {
        let rawValue: UInt16

        static let arguments = Parts(rawValue: 1)
        static let steps = Parts(rawValue: 2)
        static let binding = Parts(rawValue: 4)
        /// `-> name = expression`.
        static let bindingValue = Parts(rawValue: 8)
        static let onError = Parts(rawValue: 16)
        static let undo = Parts(rawValue: 32)
        static let cases = Parts(rawValue: 64)
        static let lanes = Parts(rawValue: 128)
        static let outcomes = Parts(rawValue: 256)
        /// The value of `type` is a type.
        static let typeArgument = Parts(rawValue: 512)

        static let call: Parts = [.arguments, .binding, .onError, .undo]
        static let loop: Parts = [.steps, .binding, .bindingValue, .onError]
    }

    /// The step, when it is `kind` and ends at `end`.
    func step(_ kind: StepSyntax.Kind, end: Int) -> StepSyntax {
        StepSyntax(
            kind, label: label, arguments: arguments, binding: binding, onError: onError, undo: undo, keyword: keyword,
            range: SourceRange(keyword.start, end))
    }
}
