extension Processor {
    /// Runs until there is something to do for the machine.
    ///
    /// Whole numbers are reckoned and compared here; whatever takes longer is done in ``execute(_:)``.
    mutating func run() -> Exit {
        let (instructions, constants, r, depths) = (instructions, constants, registers, depths)
        var next = position
        while true {
            let i = instructions[next]
            switch i.opcode {
            case .move:
                Self.copy(r, depths, Int(i.b), to: Int(i.a))
                next += 1
                continue
            case .constant:
                if case .integer(let number) = constants[Int(i.b)] {
                    Self.set(r + Int(i.a), number)
                    next += 1
                    continue
                }
            case .addSmall:
                if case .integer(let left) = r[Int(i.b)] {
                    let (sum, overflow) = left.addingReportingOverflow(Int64(i.c))
                    if !overflow {
                        Self.set(r + Int(i.a), sum)
                        next += 1
                        continue
                    }
                }
            case .subtractSmall:
                if case .integer(let left) = r[Int(i.b)] {
                    let (difference, overflow) = left.subtractingReportingOverflow(Int64(i.c))
                    if !overflow {
                        Self.set(r + Int(i.a), difference)
                        next += 1
                        continue
                    }
                }
            case .add:
                if case .integer(let left) = r[Int(i.b)], case .integer(let right) = r[Int(i.c)] {
                    let (sum, overflow) = left.addingReportingOverflow(right)
                    if !overflow {
                        Self.set(r + Int(i.a), sum)
                        next += 1
                        continue
                    }
                }
            case .subtract:
                if case .integer(let left) = r[Int(i.b)], case .integer(let right) = r[Int(i.c)] {
                    let (difference, overflow) = left.subtractingReportingOverflow(right)
                    if !overflow {
                        Self.set(r + Int(i.a), difference)
                        next += 1
                        continue
                    }
                }
            case .multiply:
                if case .integer(let left) = r[Int(i.b)], case .integer(let right) = r[Int(i.c)] {
                    let (product, overflow) = left.multipliedReportingOverflow(by: right)
                    if !overflow {
                        Self.set(r + Int(i.a), product)
                        next += 1
                        continue
                    }
                }
            case .jump:
                next = Int(i.a)
                continue
            case .loop:
                fuel -= Int(i.b) + cost
                cost = 0
                next = Int(i.a)
                if fuel > 0 { continue }
                position = next
                return .fuel
            case .jumpIfTrue:
                if case .bool(let isTrue) = r[Int(i.a)] {
                    next = isTrue ? Int(i.b) : next + 1
                    continue
                }
            case .jumpIfFalse:
                if case .bool(let isTrue) = r[Int(i.a)] {
                    next = isTrue ? next + 1 : Int(i.b)
                    continue
                }
            case .jumpIfPresent:
                if case .null = r[Int(i.a)] { next += 1 } else { next = Int(i.b) }
                continue
            case .jumpUnlessLess, .jumpUnlessLessOrEqual, .jumpUnlessGreater, .jumpUnlessGreaterOrEqual,
                .jumpUnlessEqual, .jumpUnlessNotEqual:
                if case .integer(let left) = r[Int(i.a)], case .integer(let right) = r[Int(i.b)] {
                    next = Self.holds(i.opcode, left, right) ? next + 1 : Int(i.c)
                    continue
                }
            case .jumpUnlessLessSmall:
                if case .integer(let left) = r[Int(i.a)] {
                    next = left < Int64(i.b) ? next + 1 : Int(i.c)
                    continue
                }
            case .jumpUnlessLessOrEqualSmall, .jumpUnlessGreaterSmall, .jumpUnlessGreaterOrEqualSmall,
                .jumpUnlessEqualSmall, .jumpUnlessNotEqualSmall:
                if case .integer(let left) = r[Int(i.a)] {
                    next = Self.holds(i.opcode, left, Int64(i.b)) ? next + 1 : Int(i.c)
                    continue
                }
            case .leave, .raise, .raiseAgain, .fail, .effect, .undo, .fork, .stream, .next, .push, .finish, .end:
                position = next
                return .instruction
            default: break
            }
            next = slow(i, at: next)
            if next < 0 { return .failure }
        }
    }

    /// Carries out an instruction that is not done in the loop. Gives the next one, or -1 after a failure.
    @inline(never)
    private mutating func slow(_ instruction: Instruction, at place: Int) -> Int {
        position = place
        do throws(EvaluationError) {
            return try execute(instruction) ?? place + 1
        } catch {
            return recover(from: error)
        }
    }

    /// Where a path that leads nowhere is null there is a region around for it.
    private mutating func recover(from error: EvaluationError) -> Int {
        if failure == nil { failure = .evaluation(error) }
        guard error.kind == .missing, case .evaluation = failure else { return -1 }
        let region = Int(code.tables.regionNumbers[position])
        guard region >= 0, code.tables.regions[region].catches == .missing else { return -1 }
        failure = nil
        return Int(code.tables.regions[region].handler)
    }

    @inline(__always)
    private static func holds(_ opcode: Opcode, _ left: Int64, _ right: Int64) -> Bool {
        switch opcode {
        case .jumpUnlessLess: left < right
        case .jumpUnlessLessOrEqual, .jumpUnlessLessOrEqualSmall: left <= right
        case .jumpUnlessGreater, .jumpUnlessGreaterSmall: left > right
        case .jumpUnlessGreaterOrEqual, .jumpUnlessGreaterOrEqualSmall: left >= right
        case .jumpUnlessEqual, .jumpUnlessEqualSmall: left == right
        default: left != right
        }
    }

    /// Puts a whole number in the place of a value. A number in the place of a number releases nothing.
    @inline(__always)
    static func set(_ place: UnsafeMutablePointer<JSONValue>, _ number: Int64) {
        if case .integer = place.pointee {
            place.initialize(to: .integer(number))
        } else {
            place.pointee = .integer(number)
        }
    }

    @inline(__always)
    private static func copy(
        _ r: UnsafeMutablePointer<JSONValue>, _ depths: UnsafeMutablePointer<UInt16>, _ source: Int, to target: Int
    ) {
        if case .integer(let number) = r[source] {
            set(r + target, number)
        } else {
            r[target] = r[source]
            depths[target] = depths[source]
        }
    }
}
