/// Where a part of a stored program stands. A chain to the root, so that going inwards costs the same at any depth.
indirect enum StoredPlace: Sendable {
    case root
    case member(StoredPlace, String)
    case element(StoredPlace, Int)

    /// The same as a pointer, for a fault.
    var pointer: JSONPointer {
        var tokens: [String] = []
        var place = self
        while true {
            switch place {
            case .root: return JSONPointer(tokens: tokens.reversed())
            case .member(let parent, let key):
                tokens.append(key)
                place = parent
            case .element(let parent, let number):
                tokens.append(String(number))
                place = parent
            }
        }
    }
}
