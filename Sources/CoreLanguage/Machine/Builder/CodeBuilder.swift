/// Translates a program to code.
///
/// The program is verified; what a verifier would refuse is refused here too, or gives code that fails when it runs.
struct CodeBuilder {
    var code: CodeTables
    var frames: [CodeFrame] = []
    /// The number of the place that instructions get, and of their region.
    var place: Int32 = -1
    var region: Int32 = -1
    /// How deep blocks and expressions are nested.
    var level = 0
    /// What is known of the blocks, and how many of them have code.
    var survey = BlockSurvey()
    var blockCount = 0
    /// The graph whose code is being made; nil for a block.
    var graph: GraphSurvey?
    /// How many functions are around.
    var functionLevel = 0

    /// The place and region around each fiber but the first.
    var saved: [(place: Int32, region: Int32)] = []

    private var labels: [Int32] = []
    private var constantNumbers: [JSONValue: Int32] = [:]

    init(onUnhandled: Program.UnhandledError, inputDefaults: JSONObject) {
        code = CodeTables(onUnhandled: onUnhandled, inputDefaults: inputDefaults)
    }

    /// The fiber whose code is being made. It is changed in its place: a copy of its names for each change would make the
    /// translation quadratic.
    var frame: CodeFrame {
        get { frames[frames.count - 1] }
        _modify { yield &frames[frames.count - 1] }
    }

    /// Where the next instruction stands.
    var position: Int32 { Int32(code.instructions.count) }

    // MARK: Instructions

    mutating func emit(_ opcode: Opcode, _ a: Int32 = 0, _ b: Int32 = 0, _ c: Int32 = 0) {
        code.instructions.append(Instruction(opcode, a, b, c))
        code.placeNumbers.append(place)
        code.regionNumbers.append(region)
    }

    mutating func newLabel() -> CodeLabel {
        labels.append(-1)
        return CodeLabel(number: Int32(labels.count - 1))
    }

    mutating func set(_ label: CodeLabel) {
        labels[Int(label.number)] = position
    }

    /// A place that is set here.
    mutating func labelHere() -> CodeLabel {
        let label = newLabel()
        set(label)
        return label
    }

    func target(of label: CodeLabel) -> Int32 {
        labels[Int(label.number)]
    }

    /// Jumps back to `label`.
    mutating func emitLoop(to label: CodeLabel) {
        emit(.loop, label.number, max(1, position - target(of: label)))
    }

    // MARK: Registers

    /// A register with a use of its own, which keeps its value while a step waits.
    mutating func newRegister() -> Int32 {
        frame.registerCount += 1
        return frame.registerCount - 1
    }

    /// The first of `count` temporaries that stand side by side. They lose their values when a step waits, and
    /// ``release(_:)`` gives them back.
    mutating func newTemporaries(_ count: Int = 1) -> Int32 {
        let first = CodeFrame.temporaryBase + frame.temporaryCount
        frame.temporaryCount += Int32(count)
        frame.temporaryMax = max(frame.temporaryMax, frame.temporaryCount)
        return first
    }

    /// How many temporaries are in use, to go back to.
    var mark: Int32 { frame.temporaryCount }

    mutating func release(_ mark: Int32) {
        frame.temporaryCount = mark
    }

    /// The register of `name`, when it is known here or in a fiber around.
    mutating func register(of name: String) -> Int32? {
        register(of: name, in: frames.count - 1)
    }

    /// What a fiber reads from outside is copied to a register of its own when it begins.
    private mutating func register(of name: String, in frame: Int) -> Int32? {
        if let register = frames[frame].names[name] { return register }
        guard frame > 0, let outer = register(of: name, in: frame - 1) else { return nil }
        let inner = frames[frame].registerCount
        frames[frame].registerCount += 1
        frames[frame].names[name] = inner
        code.kinds[frames[frame].kind].captures.append((outer, inner))
        return inner
    }

    /// The register that a step binds to `name`.
    mutating func bind(_ name: String) -> Int32 {
        // What is bound anew is read before, maybe from outside.
        let register = register(of: name) ?? newRegister()
        if frame.bound.contains(name) { return register }
        frame.names[name] = register
        frame.bound.insert(name)
        return register
    }

    // MARK: Tables

    mutating func constant(_ value: JSONValue) -> Int32 {
        if let number = constantNumbers[value] { return number }
        code.constants.append(value)
        let number = Int32(code.constants.count - 1)
        constantNumbers[value] = number
        return number
    }

    mutating func path(_ part: PathNode.Part, in outer: Int32) -> Int32 {
        code.paths.append(PathNode(outer: outer, part: part))
        return Int32(code.paths.count - 1)
    }

    mutating func error(_ code: String, _ message: String) -> Int32 {
        self.code.errors.append(ScriptError(code: code, message: message))
        return Int32(self.code.errors.count - 1)
    }

    mutating func newRegion(
        _ catches: ErrorRegion.Catch, handler: CodeLabel?, register: Int32
    ) -> Int32 {
        code.regions.append(
            ErrorRegion(catches: catches, handler: handler?.number ?? -1, register: register, outer: region))
        return Int32(code.regions.count - 1)
    }

    /// Where the step at `path` begins, from now on.
    mutating func beginPlace(at path: Int32) {
        code.places.append(CodePlace(path: path, role: "", start: position, kind: Int32(frame.kind)))
        place = Int32(code.places.count - 1)
    }

    /// Says which of the step's expressions the next instructions are of.
    mutating func setRole(_ role: String) {
        guard place >= 0, code.places[Int(place)].role != role else { return }
        var next = code.places[Int(place)]
        next.role = role
        code.places.append(next)
        place = Int32(code.places.count - 1)
    }

    /// The labels in their order, for those who put the places in the place of their numbers.
    var labelPositions: [Int32] { labels }

    static func malformed(_ message: String) -> ProgramError {
        ProgramError(.malformed, at: .root, message)
    }
}
