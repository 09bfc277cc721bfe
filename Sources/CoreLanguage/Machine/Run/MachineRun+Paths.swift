/// Where something happens.
extension MachineRun {
    static var invalidState: ScriptError {
        ScriptError(code: ScriptError.Code.state, message: "The state of the thread does not fit its program.")
    }

    /// The path at a part of the code, as the registers of the fiber say.
    func path(_ node: Int32, in fiber: Fiber) -> StepPath {
        var parts: [StepPath.Segment] = []
        var next = Int(node)
        while next >= 0 {
            let node = tables.paths[next]
            switch node.part {
            case .step(let step): parts.append(.step(step))
            case .iteration(let register): parts.append(.iteration(number(register, in: fiber)))
            case .round(let register):
                let round = number(register, in: fiber)
                if round > 0 { parts.append(.iteration(round)) }
            }
            next = Int(node.outer)
        }
        return StepPath(segments: fiber.base.segments + parts.reversed())
    }

    /// Whether no text of the path may be written.
    func isTooLong(_ path: StepPath) -> Bool {
        path.description.utf8.count > state.limits.pathBytes
    }

    var pathTooLong: ScriptError {
        ScriptError(
            code: ScriptError.Code.path,
            message: "The step stands in too many blocks: its path would have more than "
                + "\(state.limits.pathBytes) bytes.", isRetryable: false)
    }

    private func number(_ register: Int32, in fiber: Fiber) -> Int {
        guard fiber.registers.indices.contains(Int(register)),
            case .integer(let number) = fiber.registers[Int(register)], number >= 0
        else { return 0 }
        return Int(number)
    }

    /// The place of the instruction at which a fiber stands.
    func place(of fiber: Fiber) -> CodePlace? {
        let number = Int(tables.placeNumbers[fiber.position])
        return number >= 0 ? tables.places[number] : nil
    }

    /// The error with its place, where it has none.
    func located(_ error: ScriptError, in fiber: Fiber) -> ScriptError {
        guard error.path == .root, let place = place(of: fiber) else { return error }
        var error = error
        error.path = path(place.path, in: fiber)
        while isTooLong(error.path) { error.path = StepPath(segments: Array(error.path.segments.dropLast())) }
        if error.role == nil, !place.role.isEmpty { error.role = place.role }
        return error
    }
}
