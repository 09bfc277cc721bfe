import CoreLanguage

extension Schema where Value == CostModel {
    /// A price: an object whose `model` is `free`, `fixed`, `metered` or `energy`, with the members of that model.
    static let costModel = Schema(
        document: [
            "type": "object", "required": ["model"],
            "properties": ["model": ["type": "string", "enum": ["free", "fixed", "metered", "energy"]]],
        ],
        decode: { json, pointer, violations in
            guard case .object(var members) = json else {
                violations.append(.wrongType(pointer, expected: "an object", found: json))
                return nil
            }
            let model = members["model"]?.stringValue
            members["model"] = nil
            let rest = JSONValue.object(members)
            switch model {
            case "free": return Empty.schema.decode(rest, pointer, &violations).map { _ in .free }
            case "fixed": return Money.schema.decode(rest, pointer, &violations).map { .fixed($0) }
            case "metered":
                guard let price = MeteredPrice.schema.decode(rest, pointer, &violations) else { return nil }
                if price.minimum <= price.maximum { return .metered(price) }
                violations.append(
                    Violation(pointer.appending(key: "minimum"), rule: "out_of_range", "It is more than the maximum."))
                return nil
            case "energy": return EnergyPrice.schema.decode(rest, pointer, &violations).map { .energy($0) }
            default:
                violations.append(
                    Violation(
                        pointer.appending(key: "model"), rule: "not_allowed",
                        "Expected one of free, fixed, metered, energy."))
                return nil
            }
        },
        encode: { cost in
            switch cost {
            case .free: model("free", .object(JSONObject()))
            case .fixed(let price): model("fixed", Money.schema.encode(price))
            case .metered(let price): model("metered", MeteredPrice.schema.encode(price))
            case .energy(let price): model("energy", EnergyPrice.schema.encode(price))
            }
        })

    private typealias Empty = Nothing

    private static func model(_ name: String, _ members: JSONValue) -> JSONValue {
        var object: JSONObject = ["model": .string(name)]
        for (key, value) in members.objectValue ?? JSONObject() { object[key] = value }
        return .object(object)
    }
}

extension Schema where Value == [MeteredPrice.Rate] {
    /// An object from units to prices, in its order.
    static let rates = Schema(
        document: [
            "type": "object", "minProperties": 1, "maxProperties": 32,
            "additionalProperties": Schema<Amount>.amount.document,
        ],
        decode: { json, pointer, violations in
            guard case .object(let members) = json else {
                violations.append(.wrongType(pointer, expected: "an object", found: json))
                return nil
            }
            guard (1...32).contains(members.count) else {
                violations.append(Violation(pointer, rule: "wrong_count", "Expected 1 to 32 units."))
                return nil
            }
            let countBefore = violations.count
            var rates: [MeteredPrice.Rate] = []
            for (unit, price) in members {
                let place = pointer.appending(key: unit)
                if let amount = Schema<Amount>.amount.decode(price, place, &violations) {
                    rates.append(MeteredPrice.Rate(unit: unit, price: amount))
                }
            }
            return violations.count == countBefore ? rates : nil
        },
        encode: { rates in
            var members = JSONObject()
            for rate in rates { members[rate.unit] = Schema<Amount>.amount.encode(rate.price) }
            return .object(members)
        })
}
