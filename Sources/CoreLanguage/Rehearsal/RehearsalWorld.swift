/// What a rehearsal has in the place of the world: what answers effects, which events come and when.
///
/// Times are milliseconds of a virtual clock that begins at 0. Nothing sleeps.
public struct RehearsalWorld: Sendable {
    /// The time at which the clock begins.
    var now = RehearsalWorld.defaultNow
    /// The variables of the environment.
    var environment = JSONObject()
    var rules: [RehearsalRule] = []
    /// The events in the order in which they come.
    var events: [Event] = []
    /// When the thread is cancelled; nil for never.
    var cancelAtMilliseconds: Int64?

    struct Event: Sendable {
        let name: String
        let atMilliseconds: Int64
        var payload: JSONValue = [:]
        /// Of events with the same id only the first counts.
        var id: String?
    }

    /// A world without rules, events and variables, whose clock begins with the year 2026.
    public init() {}

    private static let defaultNow = Moment(CivilDay(days: 20_454), isDate: false)

    /// How many rules and events a world may have.
    static let countMax = 10_000
    /// The longest time that may be said, in milliseconds: some 31 years.
    static let millisecondsMax = WholeNumberRule.greatest
}
