/// What a script takes and gives: all that forms, callers and agents have to know.
public struct ScriptContract: Hashable, Sendable {
    /// A field of the input, the output, the stream or the environment.
    public struct Field: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its type.
        public var type: TypeReference
        /// What it is when it is not given; nil for no default.
        public var defaultValue: JSONValue?
        /// What it means; empty when the script does not say.
        public var description: String
        /// Whether it has to be given.
        public var isRequired: Bool
        /// Whether its value is shown to nobody; only in ``env``.
        public var isSecret: Bool
        /// What its values keep.
        public var constraints: FieldConstraints
    }

    /// A type by its name.
    public indirect enum TypeReference: Hashable, Sendable {
        /// `text`, `number`, `integer`, `boolean`, `object`, `binary`, `date`, `timestamp` or `any`.
        case base(String)
        /// One of ``enums``; with the type of its members.
        case enumeration(String, base: String)
        case list(TypeReference)
        case object([Field])
        /// May be null.
        case nullable(TypeReference)
    }

    /// An enumeration.
    public struct Enumeration: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// `symbol`, `text`, `integer` or `number`.
        public var base: String
        /// Its members.
        public var values: [JSONValue]
    }

    /// What a thread is started with.
    public var inputs: [Field]
    /// The result.
    public var outputs: [Field]
    /// What `yield` tells.
    public var stream: [Field]
    /// The variables of the environment that it declares.
    public var env: [Field]
    /// Its enumerations.
    public var enums: [Enumeration]
    /// The media types it is meant for, with `*`; none for any.
    public var acceptedContentTypes: [String]
    /// The extensions of files it is meant for, in small letters and without the point; none for any.
    public var acceptedExtensions: [String]

    init(_ declarations: ScriptDeclarations, annotations: [SyntaxTree.Annotation]) {
        inputs = declarations.inputs.map(Field.init)
        outputs = declarations.outputs.map(Field.init)
        stream = (declarations.stream ?? []).map(Field.init)
        env = declarations.env.map(Field.init)
        enums = declarations.enumerations.map { enumeration in
            Enumeration(
                name: enumeration.name, base: enumeration.isSymbolic ? "symbol" : enumeration.base.description,
                values: enumeration.members)
        }
        acceptedContentTypes = Self.values("accepts_content_type", annotations).map { $0.lowercased() }
        acceptedExtensions = Self.values("accepts_extension", annotations).map { value in
            String(value.lowercased().drop { $0 == "." })
        }
    }

    /// The values of an annotation, which may be written in several lines or with commas; each once.
    private static func values(_ name: String, _ annotations: [SyntaxTree.Annotation]) -> [String] {
        var seen: Set<String> = []
        return annotations.filter { $0.name.text == name }
            .flatMap { $0.value.text.split { $0 == "," || $0 == " " } }
            .map(String.init)
            .filter { seen.insert($0).inserted }
    }
}

extension ScriptContract.Field {
    fileprivate init(_ field: ScriptDeclarations.Field) {
        self.init(
            name: field.name, type: .init(field.isOptional ? field.type.orNull : field.type),
            defaultValue: field.defaultValue, description: field.description ?? "", isRequired: field.isRequired,
            isSecret: field.isSecret, constraints: field.constraints)
    }

    fileprivate init(_ field: ShapeType.Field) {
        self.init(
            name: field.name, type: .init(field.valueType), defaultValue: nil, description: "",
            isRequired: !field.isOptional && !field.type.isNullable, isSecret: false, constraints: field.constraints)
    }
}

extension ScriptContract.TypeReference {
    init(_ type: ScriptType) {
        switch type {
        case .list(let element): self = .list(.init(element))
        case .shape(let shape): self = .object(shape.fields.map(ScriptContract.Field.init))
        case .enumeration(let enumeration): self = .enumeration(enumeration.name, base: enumeration.base.description)
        case .optional(let inner): self = .nullable(.init(inner))
        default: self = .base(type.description)
        }
    }
}
