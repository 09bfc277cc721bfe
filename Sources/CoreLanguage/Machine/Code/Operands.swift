/// What the operands of an instruction are, to translate and to check them.
struct Operands {
    enum Kind {
        case none
        /// Any number.
        case small
        /// A register that is read, written, or both.
        case register
        /// The first of as many registers as the other operand says.
        case registers
        case target
        /// An entry of a table of the code.
        case constant, reference, names, call, error, effect, fork, user, textUser, rule
        /// A register, or -1.
        case registerOrNone
    }

    let a: Kind
    let b: Kind
    let c: Kind

    init(_ a: Kind = .none, _ b: Kind = .none, _ c: Kind = .none) {
        self.a = a
        self.b = b
        self.c = c
    }
}

extension Opcode {
    var operands: Operands {
        switch self {
        case .constant: Operands(.register, .constant)
        case .move, .length, .negate, .not, .count, .append: Operands(.register, .register)
        case .reference, .exists: Operands(.register, .register, .reference)
        case .member, .memberIfAny, .setMember: Operands(.register, .register, .constant)
        case .element, .elementIfAny, .contains, .add, .subtract, .multiply, .divide, .remainder, .equal, .notEqual,
            .less, .lessOrEqual, .greater, .greaterOrEqual:
            Operands(.register, .register, .register)
        case .array, .template: Operands(.register, .registers, .small)
        case .object: Operands(.register, .registers, .names)
        case .environment: Operands(.register, .constant, .small)
        case .builtin: Operands(.register, .registers, .call)
        case .addSmall, .subtractSmall: Operands(.register, .register, .small)
        case .requireBoolean: Operands(.register, .user)
        case .requireText: Operands(.register, .textUser)
        case .jump: Operands(.target)
        case .loop: Operands(.target, .small)
        case .jumpIfTrue, .jumpIfFalse: Operands(.register, .target, .user)
        case .jumpIfPresent: Operands(.register, .target)
        case .jumpUnlessEqual, .jumpUnlessNotEqual, .jumpUnlessLess, .jumpUnlessLessOrEqual, .jumpUnlessGreater,
            .jumpUnlessGreaterOrEqual:
            Operands(.register, .register, .target)
        case .jumpUnlessEqualSmall, .jumpUnlessNotEqualSmall, .jumpUnlessLessSmall, .jumpUnlessLessOrEqualSmall,
            .jumpUnlessGreaterSmall, .jumpUnlessGreaterOrEqualSmall:
            Operands(.register, .small, .target)
        case .wholeNumber: Operands(.register, .register, .rule)
        case .round, .leave, .raiseAgain, .fail, .push, .finish, .end: Operands(.register)
        case .raise: Operands(.error)
        case .refuse: Operands(.constant, .small)
        case .effect: Operands(.effect, .register, .register)
        case .undo: Operands(.effect, .register)
        case .fork: Operands(.fork, .register, .target)
        case .stream: Operands(.fork, .register, .target)
        case .next: Operands(.register, .register, .registerOrNone)
        }
    }
}
