/// Which names are bound where, and by whom a second time.
///
/// A name is bound once, but in different branches of a decision, of which one runs; and a step in a `repeat` may give
/// a new value to a name from outside of it, so long as both are in one fiber.
struct NameRules {
    /// A block that jumps do not leave.
    struct Region {
        enum Kind {
            case outermost
            /// Iterations that run beside others, or beside what follows the loop.
            case each(isFiber: Bool)
            case pipe(isParallel: Bool)
            case `repeat`(isRunOnce: Bool)
            case lane

            /// Whether it runs beside other steps, with copies of what it reads.
            var isFiber: Bool {
                switch self {
                case .lane, .pipe: true
                case .each(let isFiber): isFiber
                case .outermost, .repeat: false
                }
            }

            /// Whether several of it can run at once.
            var isParallel: Bool {
                switch self {
                case .each(let isFiber): isFiber
                case .pipe(let isParallel): isParallel
                case .lane, .outermost, .repeat: false
                }
            }

            /// Whether its names are there after it.
            var keepsNames: Bool {
                switch self {
                case .lane: true
                case .repeat(let isRunOnce): isRunOnce
                case .outermost, .each, .pipe: false
                }
            }
        }

        let kind: Kind
        let serial: Int
        /// The names that were bound in it.
        var names: [Int] = []
    }

    private var regions: [Region] = []
    private var serial = 0
    /// Whether a name was bound on a way that leads here, by its number.
    private var isTaken: [Bool] = []
    /// The region a name was bound in, by its number.
    private var homes: [Int] = []
    /// The names in the order in which they were taken.
    private var taken: [Int] = []
    /// The streams that a pipe reads.
    private var readStreams: Set<Int> = []
    /// The variables of the loops around, and how often each.
    private var variables: [String: Int] = [:]

    // MARK: Blocks

    mutating func open(_ kind: Region.Kind, _ loop: [String], _ place: VerifierPlace) throws(ProgramError) {
        for (number, name) in loop.enumerated() {
            try Self.checkForm(name, "A variable of a loop", place)
            guard !loop[..<number].contains(name) else {
                throw place.error("The item and its number are both called \"\(name)\".")
            }
            variables[name, default: 0] += 1
        }
        serial += 1
        regions.append(Region(kind: kind, serial: serial))
    }

    mutating func close(_ loop: [String]) {
        for name in loop { variables[name, default: 1] -= 1 }
        guard let region = regions.popLast(), region.kind.keepsNames, let outer = regions.last else { return }
        for name in region.names { homes[name] = outer.serial }
        regions[regions.count - 1].names += region.names
    }

    func checkEmit(_ place: VerifierPlace) throws(ProgramError) {
        guard !regions.contains(where: \.kind.isFiber) else {
            throw place.error(
                "A lane, a pipe or a parallel loop cannot end the thread. Emit after it, or yield in it.")
        }
    }

    // MARK: Branches

    /// How many names were taken so far, for ``setAside(since:)``.
    var mark: Int { taken.count }

    /// At the end of a branch: the branches beside it may bind the same names.
    mutating func setAside(since mark: Int) {
        for name in taken[mark...] { isTaken[name] = false }
    }

    /// At the end of a decision.
    mutating func takeBack(since mark: Int) {
        for name in taken[mark...] { isTaken[name] = true }
    }

    // MARK: Bindings

    /// Binds a name in the innermost block. Gives whether it is bound already, and gets a new value.
    mutating func bind(
        _ binding: BlockStep.Binding, _ table: inout BlockTable, _ place: VerifierPlace
    ) throws(ProgramError) -> Bool {
        try Self.checkForm(binding.name, "A binding", place)
        guard variables[binding.name, default: 0] == 0 else {
            throw place.error("\"\(binding.name)\" is a variable of a loop around. Choose another name.")
        }
        let number = table.number(of: binding.name, isStream: binding.isStream)
        while isTaken.count <= number {
            isTaken.append(false)
            homes.append(0)
        }
        guard table.isStream[number] == binding.isStream else {
            throw place.error("\"\(binding.name)\" is a stream in one place and a value in another. Use two names.")
        }
        guard !isTaken[number] else {
            guard !binding.isStream, isAssignable(number) else {
                throw place.error(
                    "\"\(binding.name)\" is bound already. Choose another name; only branches of one decision may bind "
                        + "the same, and a repeat may give a new value to what was bound before it.")
            }
            return true
        }
        isTaken[number] = true
        taken.append(number)
        homes[number] = regions.last?.serial ?? 0
        if !regions.isEmpty { regions[regions.count - 1].names.append(number) }
        return false
    }

    /// Notes that a pipe reads a stream here. Its items come once, and to one reader.
    mutating func read(stream name: String, _ table: BlockTable, _ place: VerifierPlace) throws(ProgramError) {
        guard let number = table.names[name], table.isStream[number] else { return }
        guard readStreams.insert(number).inserted else {
            throw place.error("Two pipes read the stream \"\(name)\". Bind the value, and go through the list twice.")
        }
        let inner = regions.reversed().prefix { $0.serial != homes[number] }
        guard !inner.contains(where: \.kind.isParallel) else {
            throw place.error("\"\(name)\" is a stream from outside of a parallel loop. Read it beside the loop.")
        }
    }

    /// Whether a `repeat` lies between the name's binding and here, and no border of a fiber.
    private func isAssignable(_ number: Int) -> Bool {
        var isRepeated = false
        for region in regions.reversed() {
            if region.serial == homes[number] { return isRepeated }
            if region.kind.isFiber { return false }
            if case .repeat = region.kind { isRepeated = true }
        }
        return false
    }

    private static func checkForm(_ name: String, _ what: String, _ place: VerifierPlace) throws(ProgramError) {
        guard Reference.isRootName(name) else {
            throw place.error(
                "\(what) is called by a letter or \"_\", then letters, digits and \"_\", 64 at most; not "
                    + "\"\(Suggestion.clipped(name))\".")
        }
        guard !ProgramRoot.all.contains(name) else {
            throw place.error("\"\(name)\" is there without being bound. Choose another name.")
        }
    }
}
