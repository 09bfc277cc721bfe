public import CScriptorium
import CoreDomain
import CoreLanguage
import CorePlatform
import Glibc
import HostSupport

// Every function here is declared in include/scriptorium.h. `@implementation` makes the compiler refuse a signature
// that differs from the header, so the two cannot drift apart.

@c @implementation
public func scriptorium_abi_version() -> UInt32 { SCRIPTORIUM_ABI_VERSION }

/// SAFETY: written once, by the first to ask, and never freed: the header promises static text.
nonisolated(unsafe) private let versionText: UnsafeMutablePointer<CChar>? = strdup(Version.current)

@c @implementation
public func scriptorium_version() -> UnsafePointer<CChar>? { UnsafePointer(versionText) }

@c @implementation
public func scriptorium_open(
    _ options: UnsafePointer<scriptorium_options_t>?,
    _ engine: UnsafeMutablePointer<scriptorium_engine_t>?,
    _ error: UnsafeMutablePointer<scriptorium_buffer_t>?
) -> scriptorium_status_t {
    error?.pointee = scriptorium_buffer_t(data: nil, size: 0)
    engine?.pointee = 0
    if let refusal = LibraryProcess.refusalToWait { return refusal }
    do throws(CoreError) {
        guard let options, let engine else {
            throw CoreError(.requestInvalid, "`options` or `engine` is NULL.")
        }
        let request = try OpenRequest(scriptorium_options_t(copying: options))
        engine.pointee = EngineTable.insert(try request.open())
        return SCRIPTORIUM_OK
    } catch let failure {
        Given.fill(error, failure)
        return failure.code.rawValue
    }
}

@c @implementation
public func scriptorium_call(
    _ engine: scriptorium_engine_t,
    _ operation: UnsafePointer<UInt8>?, _ operationSize: Int,
    _ input: UnsafePointer<UInt8>?, _ inputSize: Int,
    _ options: UnsafePointer<UInt8>?, _ optionsSize: Int,
    _ result: UnsafeMutablePointer<scriptorium_buffer_t>?
) -> scriptorium_status_t {
    result?.pointee = scriptorium_buffer_t(data: nil, size: 0)
    if let refusal = LibraryProcess.refusalToWait { return refusal }
    guard let engine = EngineTable.engine(engine) else { return SCRIPTORIUM_INVALID_HANDLE }
    let outcome: Result<JSONValue, CoreError>
    do throws(CoreError) {
        let request = try CallRequest(operation, operationSize, input, inputSize, options, optionsSize)
        outcome = engine.perform(request.operation, request.input, request.options)
    } catch {
        outcome = .failure(error)
    }
    let (status, bytes) = Outcome.rendered(outcome)
    Given.fill(result, bytes)
    return status
}

@c @implementation
public func scriptorium_submit(
    _ engine: scriptorium_engine_t,
    _ operation: UnsafePointer<UInt8>?, _ operationSize: Int,
    _ input: UnsafePointer<UInt8>?, _ inputSize: Int,
    _ options: UnsafePointer<UInt8>?, _ optionsSize: Int,
    _ onEvent: scriptorium_event_t?, _ onDone: scriptorium_done_t?, _ userData: UnsafeMutableRawPointer?,
    _ call: UnsafeMutablePointer<scriptorium_call_t>?, _ error: UnsafeMutablePointer<scriptorium_buffer_t>?
) -> scriptorium_status_t {
    error?.pointee = scriptorium_buffer_t(data: nil, size: 0)
    call?.pointee = 0
    if LibraryProcess.isForked { return SCRIPTORIUM_FORKED }
    guard let engine = EngineTable.engine(engine) else { return SCRIPTORIUM_INVALID_HANDLE }
    do throws(CoreError) {
        guard let onDone else { throw CoreError(.requestInvalid, "`on_done` is NULL.") }
        let request = try CallRequest(operation, operationSize, input, inputSize, options, optionsSize)
        let completion = Completion(event: onEvent, function: onDone, userData: userData)
        try engine.submit(request.operation, request.input, request.options, completion) { call?.pointee = $0 }
        return SCRIPTORIUM_OK
    } catch let failure {
        Given.fill(error, failure)
        return failure.code.rawValue
    }
}

@c @implementation
public func scriptorium_cancel(_ engine: scriptorium_engine_t, _ call: scriptorium_call_t) -> scriptorium_status_t {
    if LibraryProcess.isForked { return SCRIPTORIUM_FORKED }
    guard let engine = EngineTable.engine(engine), engine.cancel(call) else { return SCRIPTORIUM_INVALID_HANDLE }
    return SCRIPTORIUM_OK
}

@c @implementation
public func scriptorium_close(_ engine: scriptorium_engine_t) -> scriptorium_status_t {
    if let refusal = LibraryProcess.refusalToWait { return refusal }
    guard let open = EngineTable.engine(engine), open.close() else { return SCRIPTORIUM_INVALID_HANDLE }
    EngineTable.remove(engine)
    return SCRIPTORIUM_OK
}

@c @implementation
public func scriptorium_buffer_free(_ buffer: UnsafeMutablePointer<scriptorium_buffer_t>?) {
    Given.free(buffer)
}
