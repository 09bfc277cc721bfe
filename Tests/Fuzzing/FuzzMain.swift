import Glibc

// The front of the compiler's fuzzer: `scripts/fuzz` builds it together with `CoreLanguage` and the targets of the tests.

private let target: FuzzTarget = {
    guard let name = getenv("SCRIPTORIUM_FUZZ_TARGET").map({ String(cString: $0) }),
        let found = FuzzTarget(rawValue: name)
    else { fatalError("SCRIPTORIUM_FUZZ_TARGET names no target") }  // reason: a harness without a target is of no use
    return found
}()

/// Writes the seeds that are no files into the folder that `SCRIPTORIUM_FUZZ_SEEDS` names, and ends.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_: UnsafeMutablePointer<CInt>, _: UnsafeMutableRawPointer) -> CInt {
    guard let folder = getenv("SCRIPTORIUM_FUZZ_SEEDS").map({ String(cString: $0) }) else { return 0 }
    let seeds: [[UInt8]] =
        switch target {
        case .state: FuzzState.seeds()
        case .world: FuzzWorld.seeds.map { $0.canonicalBytes() }
        case .program: programs()
        case .syntax, .check: []
        }
    for (number, seed) in seeds.enumerated() {
        guard let file = fopen("\(folder)/\(number)", "w") else { fatalError("No seed") }  // reason: as above
        fwrite(seed, 1, seed.count, file)
        fclose(file)
    }
    exit(0)
}

/// The programs of the scripts whose paths come in the variable `SCRIPTORIUM_FUZZ_SCRIPTS`, a line each.
private func programs() -> [[UInt8]] {
    let list = getenv("SCRIPTORIUM_FUZZ_SCRIPTS").map { String(cString: $0) } ?? ""
    return list.split(separator: "\n").compactMap { path in
        guard let file = fopen(String(path), "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: FuzzTarget.bytesMax)
        bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
        return ScriptCompiler.compile(SourceText(bytes: bytes)).program?.canonicalBytes()
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let fault = target.fault(in: bytes) { fatalError(fault) }  // reason: this is how the fuzzer is told of a find
    return 0
}
