package import CommerceCore

// Machines' keys, shipping methods, and the answers kept for repeated requests.
extension Shop {
    /// Adds an API key; the secret itself never comes here.
    package func create(_ key: APIKey) -> Int {
        let number = apiKeys.count
        journal.apiKey(number, key)
        enter(key)
        return number
    }

    /// Ends all keys of this name.
    package func revokeAPIKeys(named name: String) {
        for number in apiKeys.indices where apiKeys[number].name == name && apiKeys[number].revokedAt == nil {
            apiKeys[number].revokedAt = now
            journal.apiKey(number, apiKeys[number])
        }
    }

    package var apiKeyCount: Int { apiKeys.count }
    package func apiKey(_ number: Int) -> APIKey { apiKeys[number] }

    /// The key whose secret has this SHA-256 digest, unless it is revoked or over.
    package func findAPIKey(digest: [UInt8]) -> Int? {
        let hashed = digest.withUnsafeBytes { hash($0) }
        guard let found = apiKeysByDigest.find(hashed, where: { apiKeys[Int($0)].digest == digest }) else {
            return nil
        }
        return isValid(apiKey: Int(found)) ? Int(found) : nil
    }

    package func isValid(apiKey number: Int) -> Bool {
        let key = apiKeys[number]
        return key.revokedAt == nil && key.expiresAt.map { now < $0 } ?? true
    }

    package func id(ofAPIKey number: Int) -> EntityID {
        EntityID(.apiKey, createdAt: apiKeys[number].createdAt, ordinal: UInt64(number))
    }

    func enter(_ key: APIKey) {
        apiKeysByDigest.insert(key.digest.withUnsafeBytes { hash($0) }, UInt64(apiKeys.count))
        apiKeys.append(key)
    }

    // MARK: Shipping methods

    package var shippingMethodCount: Int { shippingMethods.count }
    package func shippingMethod(_ ordinal: ShippingMethodOrdinal) -> ShippingMethod {
        shippingMethods[ordinal.index]
    }
    package func id(of ordinal: ShippingMethodOrdinal) -> EntityID {
        EntityID(
            .shippingMethod, createdAt: shippingMethods[ordinal.index].createdAt,
            ordinal: UInt64(ordinal.value))
    }

    package func create(_ method: ShippingMethod) -> ShippingMethodOrdinal {
        let ordinal = ShippingMethodOrdinal(shippingMethods.count)
        journal.shippingMethod(ordinal, method)
        shippingMethods.append(method)
        return ordinal
    }

    package func update(_ ordinal: ShippingMethodOrdinal, _ change: (inout ShippingMethod) -> Void) {
        var after = shippingMethods[ordinal.index]
        change(&after)
        after.updatedAt = now
        journal.shippingMethod(ordinal, after)
        shippingMethods[ordinal.index] = after
    }

    package func findShippingMethod(_ id: EntityID) throws(Rejection) -> ShippingMethodOrdinal {
        guard id.kind == .shippingMethod, id.ordinal < UInt64(shippingMethods.count),
            shippingMethods[Int(id.ordinal)].createdAt == id.createdAt
        else { throw .notFound(.shippingMethodNotFound) }
        return ShippingMethodOrdinal(Int(id.ordinal))
    }

    // MARK: Answers

    /// What a request with this key was answered.
    ///
    /// - Throws: ``Rejection/keyReused`` if it was another request.
    package func answer(
        to operation: String, key: String, fingerprint: UInt64
    ) throws(Rejection) -> [UInt8]? {
        guard let answer = answers.find(operation: operation, key: key, at: now) else { return nil }
        guard answer.fingerprint == fingerprint else { throw .keyReused }
        return answer.reply
    }

    /// Keeps the answer of a request that succeeded, in the same transaction as its effects.
    package func keep(_ answer: Answer) {
        answers.forgetOld(at: now)
        let number = answers.nextNumber
        journal.keyUsed(number, answer)
        answers.insert(answer, number: number)
    }
}
