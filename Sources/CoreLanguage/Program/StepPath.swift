/// Where in a program, and in which iteration, something happens: `clean`, `fan.~4`, `3.~12.1`.
///
/// It is the key of a step in the journal. It never depends on time, and retries keep it.
public struct StepPath: Hashable, Sendable {
    /// One part of a path.
    public enum Segment: Hashable, Sendable {
        /// A graph step's id, or an ordinal in the order of the source: 1 to 64 of `A-Z a-z 0-9 _ -`.
        case step(String)
        /// The number of an iteration or a lane, from 0. Written `~4`.
        case iteration(Int)
    }

    /// The parts from the outside inwards; none for the whole program.
    public private(set) var segments: [Segment]

    /// How many bytes the text of a path may have: room for the deepest blocks, and for a key of any index.
    public static let bytesMax = 2_048

    /// The whole program.
    public static let root = StepPath(segments: [])

    /// A path of these parts.
    public init(segments: [Segment]) { self.segments = segments }

    /// The path of the step `id` inside.
    public func appending(step id: String) -> StepPath {
        StepPath(segments: segments + [.step(id)])
    }

    /// The path of the iteration `number` inside.
    public func appending(iteration number: Int) -> StepPath {
        StepPath(segments: segments + [.iteration(number)])
    }

    /// Reads what ``description`` writes, the empty text as ``root``; nil for anything else.
    public init?(_ text: String) {
        segments = []
        guard !text.utf8.isEmpty else { return }
        guard text.utf8.count <= Self.bytesMax else { return nil }
        for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let segment = Segment(part) else { return nil }
            segments.append(segment)
        }
    }

    /// Whether `text` has the form of a step's id.
    public static func isStepID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { ExpressionByte.continuesName($0) || $0 == JSONByte.minus }
    }
}

extension StepPath.Segment {
    fileprivate init?(_ text: Substring.UTF8View) {
        guard text.first == UInt8(ascii: "~") else {
            let id = String(Substring(text))
            guard StepPath.isStepID(id) else { return nil }
            self = .step(id)
            return
        }
        let digits = text.dropFirst()
        guard digits.allSatisfy({ JSONByte.digit($0) < 10 }), digits.count == 1 || digits.first != JSONByte.zero,
            let number = Int(Substring(digits))
        else { return nil }
        self = .iteration(number)
    }
}

extension StepPath: CustomStringConvertible {
    /// The parts joined by points.
    public var description: String {
        let texts = segments.map { segment in
            switch segment {
            case .step(let id): id
            case .iteration(let number): "~\(number)"
            }
        }
        return texts.joined(separator: ".")
    }
}
