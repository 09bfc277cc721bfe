/// A named script of an organization: its draft, its versions, and what is known of it.
///
/// Every change of it or of what belongs to it raises ``revision``, so that nobody overwrites what he has not seen.
public struct Script: Hashable, Sendable {
    public let organization: Identifier
    /// Unique in its organization.
    public let name: String
    public let createdAt: Timestamp
    /// Counts the changes, from 1.
    public var revision: Int64
    public var updatedAt: Timestamp
    public var details: ScriptDetails
    public var availability: Availability
    /// The version that runs when none is named; nil when there is none.
    public var activeVersion: Int64?
    /// The number of the newest version; 0 when there is none. Numbers are never used again.
    public var latestVersion: Int64
    /// Where its draft stands; nil when there is none.
    public var draft: ScriptDraft.State?
    /// JSON of the contract of the active version, or of the draft while there is no active one; nil when there is neither.
    public var contract: [UInt8]?

    /// Whether it can be run.
    public enum Availability: String, Hashable, Sendable, CaseIterable {
        case enabled
        /// Not to be run for now.
        case disabled
        /// Out of use.
        case archived
    }

    /// A script of these parts.
    public init(
        organization: Identifier, name: String, createdAt: Timestamp, revision: Int64, updatedAt: Timestamp,
        details: ScriptDetails, availability: Availability, activeVersion: Int64?, latestVersion: Int64,
        draft: ScriptDraft.State?, contract: [UInt8]?
    ) {
        self.organization = organization
        self.name = name
        self.createdAt = createdAt
        self.revision = revision
        self.updatedAt = updatedAt
        self.details = details
        self.availability = availability
        self.activeVersion = activeVersion
        self.latestVersion = latestVersion
        self.draft = draft
        self.contract = contract
    }

    /// A script that was just made, without a draft.
    static func created(_ name: String, of organization: Identifier, _ details: ScriptDetails, at now: Timestamp)
        -> Script
    {
        Script(
            organization: organization, name: name, createdAt: now, revision: 1, updatedAt: now, details: details,
            availability: .enabled, activeVersion: nil, latestVersion: 0, draft: nil, contract: nil)
    }

    /// Where it stands, in one word.
    public var state: State {
        switch availability {
        case .disabled: .disabled
        case .archived: .archived
        case .enabled:
            if activeVersion != nil { .active } else if draft != nil { .draft } else { .created }
        }
    }

    /// Where a script stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It has neither a draft nor an active version.
        case created
        /// It has a draft, and no active version.
        case draft
        /// It can be run.
        case active
        case disabled
        case archived
    }
}

/// What people say of a script.
public struct ScriptDetails: Message, Hashable {
    public let description: String
    public let tags: [String]
    public let labels: [ScriptLabel]

    /// Details of these parts.
    public init(description: String, tags: [String], labels: [ScriptLabel]) {
        self.description = description
        self.tags = tags
        self.labels = labels
    }

    public static let schema = ObjectSchema(
        "What people say of a script.", ScriptDetails.init(description:tags:labels:),
        Field(
            "description", \.description, .string(count: 0...LibraryField.descriptionMax), default: "",
            "What it is for."),
        Field("tags", \.tags, LibraryField.tags, default: [], "Words to find it by."),
        Field("labels", \.labels, LibraryField.labels, default: [], "Names with values to find it by."))
}

/// A name with values.
public struct ScriptLabel: Message, Hashable {
    public let key: String
    public let values: [String]

    /// A label of these parts.
    public init(key: String, values: [String]) {
        self.key = key
        self.values = values
    }

    public static let schema = ObjectSchema(
        "A name with values.", ScriptLabel.init(key:values:),
        Field("key", \.key, .string(count: 1...64), "The name."),
        Field("values", \.values, .array(of: .string(count: 0...256), countMax: 32), default: [], "Its values."))
}

extension [ScriptLabel] {
    /// Whether any of `wanted` is among these: its name with one of its values, or with any when it has none.
    func hasAny(of wanted: [ScriptLabel]) -> Bool {
        wanted.contains { wanted in
            contains { label in
                label.key == wanted.key
                    && (wanted.values.isEmpty || wanted.values.contains(where: label.values.contains))
            }
        }
    }
}
