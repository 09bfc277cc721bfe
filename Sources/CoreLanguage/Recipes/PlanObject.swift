/// An object of a plan, and where it stands. Members that are null count as absent.
struct PlanObject {
    let members: JSONObject
    let pointer: JSONPointer

    subscript(key: String) -> JSONValue? {
        guard let value = members[key], !value.isNull else { return nil }
        return value
    }

    func pointer(to key: String) -> JSONPointer {
        pointer.appending(key: key)
    }
}

extension PlanCompiler {
    /// The object at a place where one belongs.
    mutating func object(_ value: JSONValue, at pointer: JSONPointer) -> PlanObject? {
        guard let members = value.objectValue else {
            refuse(pointer, "type", "An object belongs here, not \(value.typeName).")
            return nil
        }
        return PlanObject(members: members, pointer: pointer)
    }

    /// The string named `key`, where it is given.
    mutating func string(_ key: String, of object: PlanObject) -> String? {
        guard let value = object[key] else { return nil }
        if value.stringValue == nil {
            refuse(object.pointer(to: key), "type", "A string belongs here, not \(value.typeName).")
        }
        return value.stringValue
    }

    /// The boolean named `key`, where it is given.
    mutating func boolean(_ key: String, of object: PlanObject) -> Bool? {
        guard let value = object[key] else { return nil }
        if value.boolValue == nil {
            refuse(object.pointer(to: key), "type", "A boolean belongs here, not \(value.typeName).")
        }
        return value.boolValue
    }

    /// The whole number named `key`, where it is given.
    mutating func integer(_ key: String, of object: PlanObject, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = object[key] else { return nil }
        guard let number = value.int64Value, range.contains(number) else {
            refuse(
                object.pointer(to: key), "out_of_range",
                "A whole number from \(range.lowerBound) to \(range.upperBound) belongs here.")
            return nil
        }
        return number
    }

    /// The number named `key`, where it is given.
    mutating func number(_ key: String, of object: PlanObject, in range: ClosedRange<Double>) -> Double? {
        guard let value = object[key] else { return nil }
        guard let number = value.doubleValue, range.contains(number) else {
            let (least, most) = (JSONValue.double(range.lowerBound), JSONValue.double(range.upperBound))
            refuse(
                object.pointer(to: key), "out_of_range",
                "A number from \(least.serializedString(.canonical)) to \(most.serializedString(.canonical)) belongs here."
            )
            return nil
        }
        return number
    }

    /// Refuses members that have none of these names.
    mutating func refuseUnknown(in object: PlanObject, known: [String]) {
        for (key, _) in object.members where !isFull && !known.contains(key) {
            refuse(
                object.pointer(to: key), "unknown_field",
                "There is no field \"\(Suggestion.clipped(key))\" here." + Suggestion.sentence(for: key, among: known))
        }
    }
}
