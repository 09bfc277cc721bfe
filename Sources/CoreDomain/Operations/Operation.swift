public import CoreLanguage

/// One capability, declared once; every host offers it from this declaration.
///
/// The handler's kind says what it may touch: a `report` only the running process, a `read` a snapshot, a
/// `transaction` one unit of change, a `process` one unit of change that the engine carries on from, a `stream`
/// snapshot after snapshot for as long as someone reads, and a `survey` as many as its answer takes. A `computation`
/// touches nothing at all.
public struct Operation: Sendable {
    /// `accounts.create`: the name in C, on the command line, in the SDKs and in logs.
    public let name: String
    /// One line for people, the same in OpenAPI, `--help` and the documents.
    public let summary: String
    public let access: Access
    public let idempotency: IdempotencyRule
    public let input: MessageDescription
    public let output: MessageDescription
    let handler: Handler

    /// What runs. The closures take an input whose decoding has succeeded or failed, so that a caller without a valid
    /// credential learns nothing about it.
    enum Handler: Sendable {
        case report(@Sendable (DecodedInput, Caller) throws -> JSONValue)
        case computation(@Sendable (DecodedInput) throws -> Preparation<JSONValue>)
        case read(@Sendable (DecodedInput, Caller, any ReadTransaction) throws -> JSONValue)
        case transaction(@Sendable (DecodedInput, Caller, any WriteTransaction) throws -> Answer)
        case process(@Sendable (DecodedInput, Caller, any WriteTransaction) throws -> (Answer, ThreadWake))
        /// What takes long is done before, and gives the change that is left to make.
        case prepared(@Sendable (DecodedInput, Caller, any ReadTransaction) throws -> Preparation<Change>)
        case survey(@Sendable (DecodedInput, Caller, any Store) async throws -> JSONValue)
        case stream(@Sendable (DecodedInput, Caller, StreamPosition?, any ReadTransaction) throws -> StreamPage)
    }

    /// What is left to do of an operation once it was prepared, inside a transaction.
    typealias Change = @Sendable (Caller, any WriteTransaction) throws -> (Answer, ThreadWake)

    /// An output that becomes JSON when it is wanted: after the transaction, unless it is stored with it.
    struct Answer: Sendable {
        let json: @Sendable () -> JSONValue

        init<Output: Message>(_ output: Output) { json = { Output.schema.encode(output) } }
        init(_ value: JSONValue) { json = { value } }
    }

    /// Whether the operation answers with many items instead of one output.
    public var isStream: Bool {
        if case .stream = handler { true } else { false }
    }

    let decode: @Sendable (JSONValue) -> DecodedInput

    /// Computes the answer here and now, for whoever runs this process. That takes no store.
    ///
    /// - Throws: `UNSUPPORTED` for an operation that is more than a computation; else what it throws.
    public func compute(_ input: JSONValue) throws(CoreError) -> JSONValue {
        guard case .computation(let handle) = handler else {
            throw CoreError(.unsupported, "The operation \"\(name)\" needs a store.")
        }
        do {
            return try handle(decode(input)).finish()
        } catch {
            throw CoreError(narrowing: error)
        }
    }

    private init<Input: Message, Output: Message>(
        _ name: String, _ summary: String, _ access: Access, _ idempotency: IdempotencyRule,
        _ handler: Handler, _: Input.Type, _: Output.Type
    ) {
        self.name = name
        self.summary = summary
        self.access = access
        self.idempotency = idempotency
        self.handler = handler
        input = MessageDescription(Input.self)
        output = MessageDescription(Output.self)
        decode = { DecodedInput(Input.self, $0) }
    }

    /// An operation answered from the running process, without the store.
    public static func report<Input: Message, Output: Message>(
        _ name: String, _ summary: String, access: Access,
        handle: @escaping @Sendable (Input, Caller) throws -> Output
    ) -> Operation {
        let handler = Handler.report { input, caller in
            Output.schema.encode(try handle(try input.value(), caller))
        }
        return Operation(name, summary, access, .none, handler, Input.self, Output.self)
    }

    /// An operation whose answer depends on its input alone. It is computed where it holds up nobody.
    public static func computation<Input: Message, Output: Message>(
        _ name: String, _ summary: String, access: Access, handle: @escaping @Sendable (Input) throws -> Output
    ) -> Operation {
        computation(name, summary, access: access) { (input: Input) in Preparation<Output>.done(try handle(input)) }
    }

    /// A computation that may take seconds, and so is done in parts.
    static func computation<Input: Message, Output: Message>(
        _ name: String, _ summary: String, access: Access,
        prepare: @escaping @Sendable (Input) throws -> Preparation<Output>
    ) -> Operation {
        let handler = Handler.computation { input in
            let input: Input = try input.value()
            return .part { try prepare(input).map { Output.schema.encode($0) } }
        }
        return Operation(name, summary, access, .none, handler, Input.self, Output.self)
    }

    /// An operation that reads one snapshot.
    public static func read<Input: Message, Output: Message>(
        _ name: String, _ summary: String, access: Access,
        handle: @escaping @Sendable (Input, Caller, any ReadTransaction) throws -> Output
    ) -> Operation {
        let handler = Handler.read { input, caller, tx in
            Output.schema.encode(try handle(try input.value(), caller, tx))
        }
        return Operation(name, summary, access, .none, handler, Input.self, Output.self)
    }

    /// An operation that reads more than one snapshot may hold up; what it says of one part may be older than of another.
    public static func survey<Input: Message, Output: Message>(
        _ name: String, _ summary: String, access: Access,
        handle: @escaping @Sendable (Input, Caller, any Store) async throws -> Output
    ) -> Operation {
        let handler = Handler.survey { input, caller, store in
            Output.schema.encode(try await handle(try input.value(), caller, store))
        }
        return Operation(name, summary, access, .none, handler, Input.self, Output.self)
    }

    /// An operation that changes what is stored, all of it or nothing.
    public static func transaction<Input: Message, Output: Message>(
        _ name: String, _ summary: String, access: Access, idempotency: IdempotencyRule,
        handle: @escaping @Sendable (Input, Caller, any WriteTransaction) throws -> Output
    ) -> Operation {
        let handler = Handler.transaction { input, caller, tx in
            Answer(try handle(try input.value(), caller, tx))
        }
        return Operation(name, summary, access, idempotency, handler, Input.self, Output.self)
    }

    /// An operation whose transaction begins or stops work that the engine owns.
    public static func process<Input: Message, Output: Message>(
        _ name: String, _ summary: String, access: Access, idempotency: IdempotencyRule,
        accept: @escaping @Sendable (Input, Caller, any WriteTransaction) throws -> (Output, ThreadWake)
    ) -> Operation {
        let handler = Handler.process { input, caller, tx in
            let (output, wake) = try accept(try input.value(), caller, tx)
            return (Answer(output), wake)
        }
        return Operation(name, summary, access, idempotency, handler, Input.self, Output.self)
    }

    /// A process whose input is looked at before the transaction, which serves everyone and should be short.
    static func process<Input: Message, Prepared: Sendable, Output: Message>(
        _ name: String, _ summary: String, access: Access, idempotency: IdempotencyRule,
        prepare: @escaping @Sendable (Input, Caller, any ReadTransaction) throws -> Preparation<Prepared>,
        accept: @escaping @Sendable (Input, Prepared, Caller, any WriteTransaction) throws -> (Output, ThreadWake)
    ) -> Operation {
        let handler = Handler.prepared { decoded, caller, tx in
            let input: Input = try decoded.value()
            return try prepare(input, caller, tx).map { prepared in
                { caller, tx in
                    let (output, wake) = try accept(input, prepared, caller, tx)
                    return (Answer(output), wake)
                }
            }
        }
        return Operation(name, summary, access, idempotency, handler, Input.self, Output.self)
    }

    /// A transaction whose input is looked at before, since it serves everyone and should be short.
    static func transaction<Input: Message, Prepared: Sendable, Output: Message>(
        _ name: String, _ summary: String, access: Access, idempotency: IdempotencyRule,
        prepare: @escaping @Sendable (Input, Caller, any ReadTransaction) throws -> Preparation<Prepared>,
        handle: @escaping @Sendable (Prepared, Caller, any WriteTransaction) throws -> Output
    ) -> Operation {
        process(name, summary, access: access, idempotency: idempotency, prepare: prepare) {
            (_: Input, prepared, caller, tx) in
            (try handle(prepared, caller, tx), .none)
        }
    }

    /// An operation that answers with items as they come to be, page after page behind the position it is given.
    public static func stream<Input: Message, Item: Message>(
        _ name: String, _ summary: String, access: Access, item: Item.Type,
        page: @escaping @Sendable (Input, Caller, StreamPosition?, any ReadTransaction) throws -> ItemPage<Item>
    ) -> Operation {
        let handler = Handler.stream { input, caller, position, tx in
            let page = try page(try input.value(), caller, position, tx)
            return StreamPage(
                items: page.items.map { StreamItem(position: $0.position, output: Item.schema.encode($0.item)) },
                next: page.next, isOver: page.isOver)
        }
        return Operation(name, summary, access, .none, handler, Input.self, Item.self)
    }
}

/// What is known of a message without its Swift type; worked out when it is asked for, as most of it seldom is.
public struct MessageDescription: Sendable {
    private let type: any Message.Type

    init(_ type: any Message.Type) { self.type = type }

    /// The name of the type, which documents use for the schema.
    public var name: String { String(describing: type) }
    public var summary: String { type.facts.summary }
    public var fields: [FieldDescription] { type.facts.fields }
    /// The JSON Schema (draft 2020-12).
    public var document: JSONValue { type.facts.document() }
}

extension Message {
    fileprivate static var facts: (summary: String, fields: [FieldDescription], document: () -> JSONValue) {
        let schema = schema
        return (schema.summary, schema.fields, { schema.document })
    }
}

/// An input, decoded once before the transaction; the failure is kept until the caller is known.
struct DecodedInput: Sendable {
    private let result: Result<any Message, CoreError>
    private let canonical: @Sendable () -> [UInt8]

    /// The input's canonical bytes, defaults filled in: equal for calls that ask the same. Made anew each time, since few
    /// calls need them.
    var canonicalBytes: [UInt8] { canonical() }

    init<Input: Message>(_ type: Input.Type, _ json: JSONValue) {
        do throws(CoreError) {
            let value = try Input.schema.decode(json)
            result = .success(value)
            canonical = { Input.schema.encode(value).canonicalBytes() }
        } catch {
            result = .failure(error)
            canonical = { [] }
        }
    }

    /// Refuses an input that did not decode.
    func check() throws(CoreError) {
        _ = try result.get()
    }

    func value<Input: Message>(_ type: Input.Type = Input.self) throws(CoreError) -> Input {
        guard let value = try result.get() as? Input else {
            throw CoreError(.internalError, "An input reached the handler of another operation.")
        }
        return value
    }
}

/// A message without fields.
public struct Nothing: Message, Hashable {
    /// The only value.
    public init() {}
    public static let schema = ObjectSchema("Nothing.", Nothing.init)
}
