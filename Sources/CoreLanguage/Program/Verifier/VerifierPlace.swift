/// Where the verifier is: in the stored form, and in which step.
struct VerifierPlace: Sendable {
    let stored: StoredPlace
    /// The static part of the step's path, from the outermost block inwards.
    let path: StoredPlace

    static let root = VerifierPlace(stored: .root, path: .root)

    /// The member `key` of what stands here.
    func member(_ key: String) -> VerifierPlace {
        VerifierPlace(stored: .member(stored, key), path: path)
    }

    /// The element `number` of the list that stands here.
    func element(_ number: Int) -> VerifierPlace {
        VerifierPlace(stored: .element(stored, number), path: path)
    }

    /// The step `ordinal` of the block that stands here.
    func step(_ ordinal: Int) -> VerifierPlace {
        VerifierPlace(stored: .element(stored, ordinal), path: .element(path, ordinal))
    }

    /// The body of the branch `ordinal` of the decision that stands here.
    func branch(_ ordinal: Int) -> VerifierPlace {
        VerifierPlace(
            stored: .member(.element(.member(stored, "branches"), ordinal), "body"), path: .element(path, ordinal))
    }

    /// The body of the lane `number` of the step that stands here.
    func lane(_ number: Int) -> VerifierPlace {
        VerifierPlace(
            stored: .member(.element(.member(stored, "lanes"), number), "body"), path: .member(path, "~\(number)"))
    }

    /// A fault here. The message begins with the path of the step.
    func error(_ message: String) -> ProgramError {
        let step = path.pointer.tokens.joined(separator: ".")
        return ProgramError(.invalid, at: stored.pointer, step.isEmpty ? message : "Step \(step): \(message)")
    }
}
