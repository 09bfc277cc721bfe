import CoreLanguage

extension Program {
    /// The steps of its graph; none of a script.
    var graphSteps: [GraphStep] {
        if case .graph(let steps) = body { steps } else { [] }
    }
}
