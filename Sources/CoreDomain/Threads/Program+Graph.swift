import CoreLanguage

extension Program {
    /// The steps of its graph.
    ///
    /// - Throws: `UNSUPPORTED` when it is no graph.
    func graphSteps() throws(CoreError) -> [GraphStep] {
        switch body {
        case .graph(let steps): return steps
        case .block:
            throw CoreError(
                .unsupported, "\"\(name)\" is a script. This version runs recipes only.",
                fix: "Publish it as a recipe: a graph of ingredients.")
        }
    }
}
