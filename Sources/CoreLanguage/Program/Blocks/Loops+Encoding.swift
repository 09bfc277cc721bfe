extension EachLoop {
    func encode(into members: inout JSONObject) {
        members["items"] = items.encode()
        members["item"] = .string(item)
        members["index"] = index.map { .string($0) }
        members["lanes"] = lanes?.encode()
        members["pause_ms"] = pauseMilliseconds?.encode()
        members["body"] = body.encode()
        members["value"] = value?.encode()
    }
}

extension PipeLoop {
    func encode(into members: inout JSONObject) {
        switch source {
        case .stream(let name): members["stream"] = .string(name)
        case .list(let items): members["items"] = items.encode()
        }
        members["item"] = .string(item)
        members["batch"] = batch?.encode()
        members["lanes"] = lanes?.encode()
        members["body"] = body.encode()
        members["value"] = value?.encode()
    }
}

extension RepeatLoop {
    func encode(into members: inout JSONObject) {
        switch condition {
        case .times(let count): members["times"] = count.encode()
        case .until(let condition): members["until"] = condition.encode()
        case .while(let condition): members["while"] = condition.encode()
        }
        members["rounds_max"] = roundsMax?.encode()
        members["pause_ms"] = pauseMilliseconds?.encode()
        members["index"] = index.map { .string($0) }
        members["body"] = body.encode()
    }
}
